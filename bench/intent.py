"""Queries that name filters and an order: whether those meant are the ones applied, and one click undoes each.

    python -m bench.intent --index DIR --queries FILE.tsv [--today 2026-11-30] [--show]

The columns are those of tests/judged: ``query issuer kind year_from year_to region sort rest``; a trap has no
filter. An end that is empty, in the future or today's is the same, and a day more or less at the start is no error.
What is left of the query is compared without white space and without 的, 关于, 了, 哪些; 文件, 法律 or 政策 left alone
say nothing. Undone is a reading when the address of its undo link leads to a search without it that keeps all others.
Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.request import Part, SearchRequest, Sort
from search.results import Intent

TODAY = "2026-11-30"
SAYS_NOTHING = re.compile(r"\s|的|关于|了|哪些")
ALONE = ("文件", "法律", "政策")


class Meant(NamedTuple):
    """The filters and the order that a query means, and what is left of it."""

    issuer: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    region: str = ""
    sort: str = ""
    rest: str = ""


class Asked(NamedTuple):
    """A query and what it means."""

    query: str
    meant: Meant


def queries(path: Path, today: date) -> list[Asked]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Asked(
            row["query"],
            Meant(
                row["issuer"], row["kind"], _day(row["year_from"]), _end(_day(row["year_to"]), today),
                row["region"], row["sort"], said(row["rest"]),
            ),
        )
        for row in rows
    ]  # fmt: skip


def read(intent: Intent | None, query: str, today: date) -> Meant:
    """What an engine read of ``query``."""
    if intent is None:
        return Meant(rest=said(query))
    asked = intent.asked
    named = {part: _values(intent, part) for part in Part}
    return Meant(
        issuer=named[Part.ISSUER],
        kind=named[Part.GENRE],
        first=asked.date_from.first if asked.date_from else None,
        last=_end(asked.date_to.last if asked.date_to else None, today),
        region=named[Part.REGION],
        sort="newest" if asked.sort is Sort.NEWEST else "",
        rest=said(intent.rest),
    )


def _values(intent: Intent, part: Part) -> str:
    return "、".join(sorted(one.value for one in intent.parts if one.part is part))


def said(text: str) -> str:
    """What a text says, for a comparison."""
    bare = SAYS_NOTHING.sub("", text)
    return "" if bare in ALONE else bare


def are_same(one: Meant, other: Meant) -> bool:
    """Whether two name the same filters and the same order; the rest apart."""
    close = one.first == other.first or (
        one.first is not None
        and other.first is not None
        and abs(one.first - other.first) <= timedelta(days=1)
    )
    return close and one._replace(first=None, rest="") == other._replace(first=None, rest="")


def undone(engine: Engine, query: str) -> bool:
    """Whether each reading of a query can be turned off by itself, and all at once."""
    request = SearchRequest(query)
    intent = engine.search(request).intent
    if intent is None:
        return True
    parts = {one.part for one in intent.parts}
    for part in parts:
        left = _parts(engine, request.reading_no(part))
        if left != parts - {part}:
            return False
    return not _parts(engine, request.reading_no())


def _parts(engine: Engine, request: SearchRequest) -> set[Part]:
    intent = engine.search(SearchRequest.from_params(request.to_params())).intent
    return {one.part for one in intent.parts} if intent else set()


def table(rows: Sequence[tuple[Asked, Meant, bool]], is_shown: bool) -> Iterator[str]:
    """The shares, as Markdown, and what was read otherwise than meant."""
    filters = [are_same(asked.meant, found) for asked, found, _ in rows]
    rests = [asked.meant.rest == found.rest for asked, found, _ in rows]
    traps = [(asked, found) for asked, found, _ in rows if not _filters(asked.meant)]
    kept = sum(not _filters(found) for _, found in traps)
    count = max(len(rows), 1)
    yield "| queries | filters as meant | rest as meant | traps kept | undone by one click |"
    yield "|---|---|---|---|---|"
    yield (
        f"| {len(rows)} | {sum(filters) / count:.3f} | {sum(rests) / count:.3f}"
        f" | {kept} of {len(traps)} | {sum(done for *_, done in rows) / count:.3f} |"
    )
    if not is_shown:
        return
    for (asked, found, done), right, rest in zip(rows, filters, rests, strict=True):
        if not (right and rest and done):
            yield f"\n{asked.query}{'' if done else ' (not undone)'}"
            yield f"    meant {_words(asked.meant)}"
            yield f"    read  {_words(found)}"


def _filters(meant: Meant) -> bool:
    return any(meant._replace(rest=""))


def _words(meant: Meant) -> str:
    return " ".join(f"{name}={value}" for name, value in meant._asdict().items() if value)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _end(day: date | None, today: date) -> date | None:
    """The last day of a period; None where it does not end before today."""
    return day if day and day < today else None


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--today", type=date.fromisoformat, default=date.fromisoformat(TODAY))
    parser.add_argument("--show", action="store_true", help="print what was read otherwise")
    given = parser.parse_args()
    engine = EmbeddedEngine(given.index, today=lambda: given.today)
    rows = [
        (
            asked,
            read(engine.search(SearchRequest(asked.query)).intent, asked.query, given.today),
            undone(engine, asked.query),
        )
        for asked in queries(given.queries, given.today)
    ]
    for line in table(rows, given.show):
        print(line)


if __name__ == "__main__":
    main()
