"""Whoosh with its own codec, fed with the same tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, searching, sorting
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.scoring import BM25F

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY, FACETS, card, facet_values, ids_of

MEMORY_MB = 512


def schema() -> fields.Schema:
    """Words with frequencies, grams with positions, facets and dates as columns."""
    made = fields.Schema(
        card=fields.STORED(),
        words=fields.TEXT(SpaceSeparatedTokenizer(), phrase=False),
        grams=fields.TEXT(SpaceSeparatedTokenizer(), phrase=True),
        date=fields.NUMERIC(int, sortable=True),
    )
    for name in FACETS:
        number = fields.NUMERIC(int, sortable=True)
        made.add(name, number if name == "year" else fields.ID(sortable=True))
    return made


def row(section: Section) -> dict[str, Any]:
    """A document as Whoosh takes it."""
    document = section.document
    values: dict[str, Any] = dict(facet_values(section))
    values |= {"card": card(section), "year": document.year}
    values |= {"words": section.words, "grams": section.grams}
    values["date"] = document.written_on.toordinal() if document.written_on else 0
    return values


class StockWhoosh:
    """Stock Whoosh."""

    name = "stock Whoosh"
    kinds = EVERY
    ids_only = False
    slow = True

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """One writer, one segment."""
        folder.mkdir()
        made = index.create_in(str(folder), schema())
        writer = made.writer(limitmb=MEMORY_MB)
        for section in sections:
            writer.add_document(**row(section))
        writer.commit(optimize=True)
        self._searcher = made.searcher(weighting=BM25F(B=0.75, K1=1.2))

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        more: dict[str, object] = {}
        if ask.facets:
            more["groupedby"] = list(FACETS[: ask.facets])
            more["maptype"] = sorting.Count
        found = self._search(ask, **more)
        return len(found), ids_of(hit["card"] for hit in found)

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        return [hit.docnum for hit in self._search(ask)]

    def _search(self, ask: Ask, **more: object) -> searching.Results:
        if ask.kind == "newest":
            more |= {"sortedby": "date", "reverse": True}
        if ask.kind == "filter":
            years = query.NumericRange("year", *ask.years)
            more["filter"] = query.And([query.Term("issuer", ask.issuer), years])
        return self._searcher.search(_query(ask), limit=10, **more)


def _query(ask: Ask) -> query.Query:
    if ask.kind == "phrase":
        return query.Phrase("grams", list(ask.terms))
    words: list[query.Query] = [query.Term("words", word) for word in ask.terms]
    words += [query.Term("grams", gram) for gram in ask.grams]
    if len(words) == 1:
        return words[0]
    return query.And(words) if ask.kind in ("and", "filter", "newest") else query.Or(words)
