"""How well 著录 is read off bare text: every record's fields are dropped, read again and compared.

    python -m bench.metadata [--misses N]     (ZHENGCE_CORPUS names the folder with corpus/ in it)

The body alone, without title, is read as a text file would be. A field counts as *stated*
where its given value, folded and without white space and punctuation, stands in the first
1,000 or the last 500 characters of the body; nobody can read what is not there. That a value
stands there does not say that it is meant: the title of a law also stands where the law
is cited. Recall is right / stated; precision is right / read, among the stated records and,
as a second figure, among all records that give a value. Prints Markdown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path

from index.conventions import doc_number
from index.conventions.genre import canonical_genre
from index.conventions.issuers import canonical_all, split_issuers
from index.conventions.regions import canonical_region
from index.document import PolicyDocument
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from index.text.fold import fold
from index.text.han import DIGITS, TITLE_LETTERS, chinese_numeral

HEAD, TAIL = 1000, 500
SHOWN = 120
GROUPS = ("notices", "laws", "reports")
CLASSES = frozenset(("法律", "行政法规", "地方性法规", "司法解释", "部门规章", "政府工作报告"))
"""Given as 文种 but levels or classes of documents: no text says so of itself."""

_MARKS = re.compile(r"[\W_]+")
_NOT_TITLE = re.compile(f"[^{TITLE_LETTERS}]+")
_CHINESE_ZERO = re.compile(rf"(?<=[〇{DIGITS}])[0零](?=[〇{DIGITS}年])")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the comparison.

    Attributes:
        key: of the records.
        read: what was read, as text; empty where nothing was.
        same: whether (given, read) are one.
        forms: the ways in which a given value may be written: all words of one of them must
            stand in the text.
    """

    key: str
    read: Callable[[PolicyDocument], str]
    same: Callable[[str, str], bool]
    forms: Callable[[str], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One given value and what was read in its place.

    Attributes:
        stated: whether the given value stands in the head or the tail of the body.
        start: the beginning of the body.
    """

    group: str
    key: str
    id: str
    given: str
    got: str
    right: bool
    stated: bool
    start: str


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--misses", type=int, default=0, metavar="N", help="examples per field")
    misses = arguments.parse_args().misses
    folder = os.environ.get("ZHENGCE_CORPUS")
    if not folder:
        sys.exit("ZHENGCE_CORPUS must name the folder that holds corpus/.")
    rows = list(bodies(Path(folder) / "corpus"))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        parts = pool.map(verdicts, *zip(*rows, strict=True), chunksize=50)
        found = [verdict for part in parts for verdict in part]
    print_table(found, len(rows))
    if misses:
        print_misses(found, misses)


def bodies(corpus: Path) -> Iterator[tuple[str, Row]]:
    """Every record that has a body, and its group."""
    for file in sorted(corpus.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["body"]:
                    yield re.split(r"[_.]", file.name)[0], row


def verdicts(group: str, row: Row) -> list[Verdict]:
    """One for each value that the record gives."""
    body = row["body"]
    made = document_of(Extract(row["id"], lines=body.split("\n")))
    head, tail = plain(body[:HEAD]), plain(body[-TAIL:])
    judged = []
    for field in FIELDS:
        given = row[field.key]
        if not given or given in CLASSES:
            continue
        got = field.read(made) if isinstance(made, PolicyDocument) else ""
        stated = any(
            all(plain(word) in head or plain(word) in tail for word in words)
            for words in field.forms(given)
        )
        right = bool(got) and field.same(given, got)
        start = " ".join(body[: 2 * SHOWN].split())[:SHOWN]
        judged.append(Verdict(group, field.key, row["id"], given, got, right, stated, start))
    return judged


def plain(text: str) -> str:
    """Folded, without white space and marks; a zero among Chinese numerals is 〇."""
    return _CHINESE_ZERO.sub("〇", _MARKS.sub("", fold(text)))


def as_it_is(given: str) -> list[list[str]]:
    """The value itself is the only form."""
    return [[given]]


def ways_of_a_date(given: str) -> list[list[str]]:
    """2012年3月1日, 2012-03-01, 二〇一二年三月一日."""
    day = date.fromisoformat(given)
    year = "".join(f"〇{DIGITS}"[int(digit)] for digit in str(day.year))
    return [
        [f"{day.year}年{day.month}月{day.day}日"],
        [f"{day.year}年{day.month:02}月{day.day:02}日"],
        [given],
        [f"{year}年{chinese_numeral(day.month)}月{chinese_numeral(day.day)}日"],
    ]


def ways_of_issuers(given: str) -> list[list[str]]:
    """All names as written, or all by their canonical names."""
    names = split_issuers(given)
    return [list(names), list(canonical_all(names))]


def same_title(given: str, got: str) -> bool:
    """Han and alphanumeric characters decide."""
    one, other = (_NOT_TITLE.sub("", fold(text)) for text in (given, got))
    return one == other


def same_issuers(given: str, got: str) -> bool:
    """As sets of canonical names."""
    one, other = (set(canonical_all(split_issuers(text))) for text in (given, got))
    return one == other


def same_region(given: str, got: str) -> bool:
    """A place is right also where only the place above it, or one within it, is given."""
    one, other = canonical_region(given), canonical_region(got)
    return one.startswith(other) or other.startswith(one)


def same_genre(given: str, got: str) -> bool:
    """By their one name."""
    return canonical_genre(given) == got


def same_text(given: str, got: str) -> bool:
    """Marks and white space apart."""
    return plain(given) == plain(got)


def day_of(name: str, document: PolicyDocument) -> str:
    """A date of the document as records write it."""
    day = getattr(document, name)
    return day.isoformat() if day else ""


FIELDS = (
    Field("title", attrgetter("title"), same_title, as_it_is),
    Field("doc_no", attrgetter("doc_number"), doc_number.same, as_it_is),
    Field("issuer", lambda document: "、".join(document.issuers), same_issuers, ways_of_issuers),
    Field("written_date", partial(day_of, "written_on"), str.__eq__, ways_of_a_date),
    Field("published_date", partial(day_of, "published_on"), str.__eq__, ways_of_a_date),
    Field("effective_date", partial(day_of, "effective_on"), str.__eq__, ways_of_a_date),
    Field("index_no", attrgetter("index_number"), same_text, as_it_is),
    Field("region", attrgetter("region"), same_region, as_it_is),
    Field("genre", attrgetter("genre"), same_genre, as_it_is),
)


def print_table(found: list[Verdict], records: int) -> None:
    """Recall and precision of each field, per group."""
    print(f"{records:,} records with a body, read without any given field, title included.\n")
    print("| | field | given | stated | read | right | recall | precision "
          "| all: read | right | precision |\n|---|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for (group, key), cell in cells(found):
        stated = [verdict for verdict in cell if verdict.stated]
        read, right = counts(stated)
        all_read, all_right = counts(cell)
        print(f"| {group} | {key} | {len(cell)} | {len(stated)} | {read} | {right} "
              f"| {share(right, len(stated))} | {share(right, read)} "
              f"| {all_read} | {all_right} | {share(all_right, all_read)} |")  # fmt: skip
    print(f"\nNot compared: genre where the given value is a class ({'、'.join(sorted(CLASSES))}), "
          "not a 文种: no text says so of itself.")  # fmt: skip


def cells(found: list[Verdict]) -> Iterator[tuple[tuple[str, str], list[Verdict]]]:
    """The verdicts of each group and field, in the order of the table."""
    order = {field.key: at for at, field in enumerate(FIELDS)}
    places = {name: at for at, name in enumerate(GROUPS)}
    place = attrgetter("group", "key")
    ordered = sorted(found, key=lambda v: (places.get(v.group, len(places)), order[v.key]))
    for name, cell in groupby(ordered, key=place):
        yield name, list(cell)


def counts(cell: list[Verdict]) -> tuple[int, int]:
    """How many values were read, how many of them right."""
    return sum(bool(verdict.got) for verdict in cell), sum(verdict.right for verdict in cell)


def share(part: int, whole: int) -> str:
    """As a fraction with three digits."""
    return f"{part / whole:.3f}" if whole else "–"


def print_misses(found: list[Verdict], most: int) -> None:
    """Examples of each field: of stated values that were not read or read wrongly, and of
    wrong values where the given one is not stated."""
    kinds = ("stated, nothing read", "stated, read otherwise", "not stated, read otherwise")
    for (group, key), cell in cells(found):
        missed: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in cell:
            if not verdict.right and (verdict.stated or verdict.got):
                missed[kinds[(not verdict.stated) + bool(verdict.got)]].append(verdict)
        for kind in kinds:
            if missed[kind]:
                print(f"\n### {group} {key}: {kind} ({len(missed[kind])})\n")
            chosen = random.Random(7).sample(missed[kind], min(most, len(missed[kind])))
            for verdict in chosen:
                print(f"- `{verdict.id}` given `{verdict.given}` read `{verdict.got}`: "
                      f"{verdict.start}")  # fmt: skip


if __name__ == "__main__":
    main()
