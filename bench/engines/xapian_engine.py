"""Xapian, fed with the same tokens; its bindings come with the system, not from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xapian

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY, FACETS, card, facet_values, ids_of

WORD, GRAM, ISSUER = "W", "G", "I"
_DATE = len(FACETS)
_YEAR = FACETS.index("year")


class Xapian:
    """Xapian."""

    name = "Xapian"
    kinds = EVERY
    ids_only = slow = False

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """One commit, then compacted."""
        folder.mkdir()
        writer = xapian.WritableDatabase(str(folder / "made"), xapian.DB_CREATE)
        for section in sections:
            writer.add_document(_row(section))
        writer.commit()
        writer.compact(str(folder / "xapian"))
        writer.close()
        for path in (folder / "made").iterdir():
            path.unlink()
        (folder / "made").rmdir()
        self._db = xapian.Database(str(folder / "xapian"))
        self._size = self._db.get_doccount()

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        enquire = self._enquire(ask)
        for at in range(ask.facets):
            enquire.add_matchspy(xapian.ValueCountMatchSpy(at))
        found = enquire.get_mset(0, 10, self._size)
        return found.get_matches_estimated(), ids_of(hit.document.get_data() for hit in found)

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        return [hit.docid for hit in self._enquire(ask).get_mset(0, 10)]

    def _enquire(self, ask: Ask) -> xapian.Enquire:
        enquire = xapian.Enquire(self._db)
        enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0.0))
        enquire.set_query(_query(ask))
        if ask.kind == "newest":
            enquire.set_sort_by_value(_DATE, True)
        return enquire


def _row(section: Section) -> xapian.Document:
    document, values = section.document, facet_values(section)
    made = xapian.Document()
    made.set_data(card(section))
    for word in section.words.split(" "):
        made.add_term(WORD + word)
    for place, gram in enumerate(section.grams.split(" ")):
        made.add_posting(GRAM + gram, place)
    for character in section.chars.split(" "):
        made.add_term("C" + character)
    made.add_boolean_term(ISSUER + values["issuer"])
    for at, name in enumerate(FACETS):
        made.add_value(at, values[name])
    made.add_value(_DATE, str(document.written_on))
    return made


def _query(ask: Ask) -> xapian.Query:
    if ask.kind == "phrase":
        return xapian.Query(xapian.Query.OP_PHRASE, [GRAM + gram for gram in ask.terms])
    words = [WORD + word for word in ask.terms] + [GRAM + gram for gram in ask.grams]
    joined = xapian.Query.OP_AND if ask.kind in ("and", "filter", "newest") else xapian.Query.OP_OR
    query = xapian.Query(joined, words)
    if ask.kind == "filter":
        low, high = map(str, ask.years)
        years = xapian.Query(xapian.Query.OP_VALUE_RANGE, _YEAR, low, high)
        chosen = xapian.Query(xapian.Query.OP_AND, xapian.Query(ISSUER + ask.issuer), years)
        query = xapian.Query(xapian.Query.OP_FILTER, query, chosen)
    return query
