"""Judged queries to two engines: the measures of each, and whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.engine import Engine
from search.evaluation import MEASURES, JudgedQuery, Row, ask, paired_p, per_query


def judged(one: Engine, other: Engine, queries: Sequence[JudgedQuery]) -> Iterator[str]:
    """Markdown: a row a measure."""
    mine, theirs = (per_query(queries, ask(engine, queries, timed=False).run) for engine in (one, other))  # fmt: skip
    yield f"| {len(queries):,} queries | embedded | cluster | difference | p | other for |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, called in MEASURES.items():
        yield _row(called, _values(mine, name), _values(theirs, name))


def _values(rows: Sequence[Row], name: str) -> list[float]:
    return [float(getattr(row, name)) for row in rows]


def _row(called: str, mine: Sequence[float], theirs: Sequence[float]) -> str:
    one, other = (sum(values) / len(values) for values in (mine, theirs))
    changed = sum(a != b for a, b in zip(mine, theirs, strict=True))
    p = paired_p(mine, theirs)
    return f"| {called} | {one:.4f} | {other:.4f} | {other - one:+.4f} | {p:.2f} | {changed} |"
