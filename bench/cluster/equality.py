"""Random requests to two engines over one generation: what differs, in which part, and how much of the first ten."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bench.asking import Ask
from bench.cluster.drawn import Drawn
from bench.same import Answer, Asked, differing, example

COUNTS = ("total", "groups", "facets", "tally: total", "tally: facets")
"""The parts of an answer that may never differ."""
FIRST = 10
EXAMPLES = 5
"""So many answers are shown that differ in one part."""


class Compared(NamedTuple):
    """Two answers to one request.

    Attributes:
        parts: in which of them they differ, as ``bench.same`` names them.
        overlap: the share of the first ten that both have; None where nothing is found, or is not ranked.
    """

    drawn: Drawn
    one: Answer
    other: Answer
    parts: list[str]
    overlap: float | None


def compared(one: Asked, other: Asked, requests: Iterable[Drawn]) -> Iterator[Compared]:
    """Ask both; a search is asked for its complete facets too."""
    for drawn in requests:
        mine, theirs = _answer(one, drawn.ask), _answer(other, drawn.ask)
        overlap = _overlap(mine, theirs) if _is_ranked(drawn.ask) else None
        yield Compared(drawn, mine, theirs, differing(mine, theirs), overlap)


def _answer(site: Asked, ask: Ask) -> Answer:
    answer = site.answer(ask)
    if ask["call"] == "search":
        tally = site.answer(ask | {"call": "facets"})
        answer |= {f"tally: {part}": value for part, value in tally.items() if part != "request"}
    return answer


def _is_ranked(ask: Ask) -> bool:
    params = ask.get("params")
    named = dict(params) if isinstance(params, list) else {}
    return bool(named.get("q")) and "sort" not in named


def _overlap(one: Answer, other: Answer) -> float | None:
    """The share of the hits of a page that both have."""
    mine, theirs = _first(one), _first(other)
    most = max(len(mine), len(theirs))
    return len({*mine} & {*theirs}) / most if most else None


def _first(answer: Answer) -> list[str]:
    ids = answer.get("ids")
    return list(map(str, ids[:FIRST])) if isinstance(ids, list) else []


def report(found: Sequence[Compared]) -> Iterator[str]:
    """Markdown: a row a class, then every part that differs, with examples."""
    yield "| class | requests | counts differ | the same ten | in the same order | overlap of ten |"
    yield "|---|---:|---:|---:|---:|---:|"
    kinds: defaultdict[str, list[Compared]] = defaultdict(list)
    for each in found:
        kinds[each.drawn.kind].append(each)
    for kind, own in kinds.items():
        yield _row(kind, own)
    yield _row("**all**", found)
    yield from _examples(found)


def _row(kind: str, found: Sequence[Compared]) -> str:
    counts = sum(not {*COUNTS}.isdisjoint(one.parts) for one in found)
    overlaps = [one.overlap for one in found if one.overlap is not None]
    ordered = [one for one in found if one.overlap is not None and "ids" not in one.parts]
    if not overlaps:
        return f"| {kind} | {len(found)} | {counts} | | | |"
    same = sum(share == 1 for share in overlaps)
    mean = sum(overlaps) / len(overlaps)
    of = f"of {len(overlaps)}"
    return f"| {kind} | {len(found)} | {counts} | {same} {of} | {len(ordered)} {of} | {mean:.4f} |"


def _examples(found: Sequence[Compared]) -> Iterator[str]:
    parts = Counter(part for one in found for part in one.parts)
    for part, count in parts.most_common():
        yield f"\n{part}: {count} of {len(found)} differ"
        own = (one for one in found if part in one.parts)
        for one in islice(own, None if part in COUNTS else EXAMPLES):
            yield example(one.drawn.ask, one.one.get(part), one.other.get(part))


def rows(found: Iterable[Compared]) -> Iterator[str]:
    """JSON lines: what was asked, and in what the answers differ."""
    for one in found:
        row = one.drawn._asdict() | {"parts": one.parts, "overlap": one.overlap}
        yield json.dumps(row, ensure_ascii=False)
