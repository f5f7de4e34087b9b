"""通俗语言: what people say (高企, 老赖) and the words that documents use for it; topics of laws.

The table the project ships is ``data/lay.tsv`` (what is said, the official wording, ``=`` two-way
or ``>`` one-way) and ``data/topics.tsv`` (a word, the works that govern the matter), written from
general knowledge. An operator adds his own (``read_lay``); his rows count before ours.

Only the words are known here; what they do to a search is decided in ``search.query.plan``, and what
they weigh in ``search.weights``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from index.errors import SourceError
from index.statements.names import key_of, work_number
from index.text.analysis import Word
from index.text.encodings import Undecodable, decode
from index.text.fold import fold
from search.language.everyday import NO_EVERYDAY, EverydayRow, EverydayTable, row_of, shipped_rows

_HEADINGS = frozenset(("通俗说法", "通俗", "口语", "简称", "lay"))
_BOTH_WAYS = frozenset(("=", "双向", "两向"))
_LONGEST_CELL = 500
_WORK = re.compile("(?:法|法典|条例|办法|规定|规则|细则|解释|决定)$")
"""The name of a work is never looked for under what people call it."""
_MOST_OFFICIAL = 6
"""So many wordings of one word are looked for."""


@dataclass(frozen=True, slots=True)
class LayRow:
    """One row of a table: what is said, the official wordings, whether also the other way."""

    lay: str
    official: tuple[str, ...]
    two_way: bool = False


@dataclass(frozen=True, slots=True)
class LayTerm:
    """A word of a query that the table knows.

    Attributes:
        start, end: where it stands in the query.
        text: as typed.
        official: other wordings of it, folded.
        works: ``index.statements.names.work_number`` of the works that govern the matter.
        said: where the word is official, what people call it, folded: of use where a collection
            hardly has the word.
    """

    start: int
    end: int
    text: str
    official: tuple[str, ...]
    works: tuple[int, ...]
    said: tuple[str, ...] = ()


class LayTable:
    """Looks words of queries up.

    Args:
        rows: later rows of one word replace earlier ones; a row without official wordings
            takes the word out.
        topics: word -> titles of the works that govern the matter.

    Attributes:
        everyday: what is asked, and the articles that answer.
    """

    def __init__(
        self,
        rows: Iterable[LayRow],
        topics: Iterable[tuple[str, Sequence[str]]],
        everyday: EverydayTable = NO_EVERYDAY,
    ) -> None:
        self.everyday = everyday
        kept = {fold(row.lay): row for row in rows}
        self._official = {lay: tuple(map(fold, row.official)) for lay, row in kept.items()}
        self._said: dict[str, tuple[str, ...]] = {}
        for lay, row in kept.items():
            if row.two_way and row.official and not _WORK.search(row.official[0]):
                name = fold(row.official[0])
                self._said[name] = (*self._said.get(name, ()), lay)
        self._works = {
            fold(word): tuple(work_number(key_of(title)) for title in titles)
            for word, titles in topics
        }
        words = self._official.keys() | self._works.keys() | self._said.keys()
        self._known = frozenset(words)
        self._longest = max(map(len, words), default=0)

    def __len__(self) -> int:
        return len(self._official) + len(self.everyday)

    def wordings(self, folded: str) -> tuple[str, ...]:
        """Other wordings of a word, folded; none of what the table does not know."""
        return self._official.get(folded, ())

    def find(self, text: str, folded: str, words: Sequence[Word]) -> list[LayTerm]:
        """The words of the table in ``text``, longest first from left to right, none within another.

        Args:
            words: ``folded`` as the analyser cuts it. What begins or ends within one of them is
                not meant (高企 in 提高企业).
        """
        found = []
        ends = [word.end for word in words]
        at = 0
        for place, word in enumerate(words):
            if word.start >= at and (
                term := self._longest_at(text, folded, word.start, ends[place:])
            ):
                found.append(term)
                at = term.end
        return found

    def _longest_at(
        self, text: str, folded: str, start: int, ends: Sequence[int]
    ) -> LayTerm | None:
        """The longest word of the table that begins at ``start``, and ends where a word does (``ends``, ascending)."""
        keys = [folded[start:end] for end in ends if 1 < end - start <= self._longest]
        for key in reversed(keys):
            if key in self._known:
                official = self._official.get(key, ())[:_MOST_OFFICIAL]
                works, said = self._works.get(key, ()), self._said.get(key, ())[:_MOST_OFFICIAL]
                if official or works or said:
                    end = start + len(key)
                    return LayTerm(start, end, text[start:end], official, works, said)
        return None


NO_TABLE = LayTable((), ())


@cache
def shipped() -> LayTable:
    """The table of the project."""
    return LayTable(_shipped_rows(), _topics(), EverydayTable(shipped_rows()))


def with_rows(rows: Iterable[LayRow]) -> LayTable:
    """The table of the project, and an operator's rows, which count before it."""
    words: list[LayRow] = []
    articles: list[EverydayRow] = []
    for row in rows:
        named = [found for name in row.official if (found := row_of(row.lay, name))]
        articles += named
        if not named:
            words.append(row)
    everyday = EverydayTable([*shipped_rows(), *articles])
    return LayTable([*_shipped_rows(), *words], _topics(), everyday)


def chosen(lay: Path | None, literal: bool) -> LayTable:
    """The table that is used.

    Args:
        lay: an operator's own, before the one that is shipped; see :func:`read_lay`.
        literal: whether words are looked for as typed alone.

    Raises:
        SourceError: ``lay`` cannot be used.
    """
    return NO_TABLE if literal else with_rows(read_lay(lay)) if lay else shipped()


def read_lay(path: Path) -> list[LayRow]:
    """An operator's table: CSV in UTF-8 or GBK, 通俗说法,规范说法[,双向]; several wordings by ``|``.

    Raises:
        SourceError: it cannot be read, or a row names no word.
    """
    form = "请用 CSV：通俗说法,规范说法,双向（第三列可空；多个规范说法用 | 分开）。"
    try:
        table = list(csv.reader(decode(path.read_bytes()).splitlines()))
    except (OSError, Undecodable, csv.Error) as error:
        raise SourceError(f"无法读取 {path}（{error}）。{form}") from error
    rows = []
    for number, cells in enumerate(table, 1):
        cells = ["".join(cell.split()) for cell in cells]
        if not any(cells) or (number == 1 and cells[0].lower() in _HEADINGS):
            continue
        if len(cells) < 2 or len(cells[0]) < 2 or max(map(len, cells)) > _LONGEST_CELL:
            raise SourceError(
                f"{path} 第 {number} 行无法使用（说法至少两个字，各列不过长）。{form}"
            )
        rows.append(_row(cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
    return rows


def _row(lay: str, official: str, way: str) -> LayRow:
    return LayRow(lay, tuple(filter(None, official.split("|"))), way in _BOTH_WAYS)


def _shipped_rows() -> Iterator[LayRow]:
    return (_row(*cells) for cells in _table("lay.tsv"))


def _topics() -> Iterator[tuple[str, Sequence[str]]]:
    return ((word, titles.split("|")) for word, titles in _table("topics.tsv"))


def _table(name: str) -> Iterator[list[str]]:
    text = (resources.files("search.language") / "data" / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines())
