"""One segment opened for reading: terms are looked up, postings and texts handed out as views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import orjson

from index.disk import Identity, disk
from index.document import Headings
from index.errors import MALFORMED, damaged
from index.segment.blocks import BlockFile
from index.segment.columns import Columns, read_columns
from index.segment.compression import unpacked
from index.segment.field import Field, TermPostings
from index.segment.texts import TEXTS, reader
from index.statements.model import Article, Statements
from index.statements.names import article_at_end
from index.statements.packing import articles_of
from index.statements.packing import unpacked as unpacked_statements

SUFFIX = ".seg"

_OPEN: WeakValueDictionary[Identity, Segment] = WeakValueDictionary()
"""A file as it was then -> the segment open. While it is open, no other file
can have that inode."""


def open_segment(path: Path) -> Segment:
    """The segment at ``path``.

    Generations that link to one file share what is open: what was checked stays checked. Of
    its names, messages give the one it was opened by last.

    Raises:
        IndexDamaged: the file is missing or not whole.
    """
    key = disk.identity(path)
    if key is None:
        raise damaged(path)
    segment = _OPEN.get(key)
    if segment is None:
        try:
            segment = _OPEN[key] = Segment(path)
        except MALFORMED as error:  # its checksums are right, but it was not written by us
            raise damaged(path) from error
    segment.file.path = path
    return segment


class Segment:
    """A segment file.

    Attributes:
        documents: how many documents it holds, removed ones included.
        fields: the names of its fields.
        file: its blocks.
    """

    def __init__(self, path: Path) -> None:
        self.file = BlockFile(path)
        self.documents: int = self.file.meta["documents"]
        self.fields: tuple[str, ...] = tuple(self.file.meta["totals"])
        self._opened: dict[str, Field] = {}
        self._id, self._name, self._card, self._headings, self._body = (
            reader(self.file, name) for name in TEXTS[:5]
        )

    @property
    def name(self) -> str:
        """The name of the part, the same in every generation that links to it."""
        return self.file.path.name

    def field(self, name: str) -> Field:
        """A field, opened once; one that is not known here has no terms."""
        field = self._opened.get(name)
        if field is None:
            field = self._opened[name] = Field(self.file, name)
        return field

    def postings(self, field: str, term: str, with_places: bool = True) -> TermPostings | None:
        """The postings of a term; None if no document here has it."""
        opened = self.field(field)
        number = opened.find(term.encode("utf-8", "replace"))
        return None if number is None else opened.postings(number, with_places)

    def docs(self, field: str, term: str) -> list[int]:
        """The documents of a term, removed ones included; nothing else of its entries is read."""
        opened = self.field(field)
        number = opened.find(term.encode("utf-8", "replace"))
        return [] if number is None else opened.entries(number).docs.tolist()

    def with_ids(self, ids: Iterable[str]) -> Iterator[npt.NDArray[np.uint32]]:
        """uint32[n] for each of some ids that occurs here: its documents, removed ones included."""
        for id in ids:
            if (found := self.postings("id", id)) is not None:
                yield found.docs

    def terms(self, field: str, first: str = "") -> Iterator[str]:
        """Every term of a field in the order of its UTF-8 bytes, beginning at ``first``."""
        opened = self.field(field)
        for number in range(opened.place(first.encode()), opened.count):
            yield opened.term(number).decode("utf-8")

    def total(self, field: str) -> int:
        """The sum of the field's lengths over all documents."""
        return int(self.file.meta["totals"][field])

    def columns(self) -> Columns:
        """The columns of all documents here, facets made anew at each call: only those of all
        segments together are kept."""
        return read_columns(self.file)

    def id(self, number: int) -> str:
        """The id of a document."""
        return self._id(number).decode("utf-8")

    def title(self, number: int) -> str:
        """The title of a document as a key; see ``index.schema.columns.Row.name``."""
        return self._name(number).decode("utf-8")

    def card(self, number: int) -> dict[str, Any]:
        """A document without its body, as ``PolicyDocument.from_json`` takes it."""
        card: dict[str, Any] = orjson.loads(self._card(number))
        if headings := self._headings(number):
            card["sections"] = Headings(headings)
        return card

    def statements(self, number: int) -> Statements:
        """What a document says."""
        return unpacked_statements(self._statements(number))

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last article of a document, as its statements have them."""
        return articles_of(self._statements(number))

    def spans(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """int64[n, 2]: the first and last article (``number << 8 | of``) of some documents: that which the title
        names, else those of the statements. Each is read once."""
        found = self._spans[numbers]
        for number in numbers[found[:, 0] < 0].tolist():
            single = article_at_end(self.title(number))
            first, last = (single, single) if single else self.articles(number)
            self._spans[number] = first.number << 8 | first.of, last.number << 8 | last.of
        return self._spans[numbers]

    @cached_property
    def _spans(self) -> npt.NDArray[np.int64]:
        return np.full((self.documents, 2), -1, np.int64)

    @cached_property
    def _statements(self) -> Callable[[int], bytes]:
        return reader(self.file, TEXTS[5])

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return unpacked(self._body(number))

    def content(self, number: int) -> list[bytes]:
        """All that a document is, as it stands in the file: the same bytes in every part that it is copied to."""
        readers = (self._id, self._card, self._headings, self._body, self._statements)
        return [read(number) for read in readers]
