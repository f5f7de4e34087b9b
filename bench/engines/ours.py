"""zhengce's own segment and executor, below the page: what the other engines are asked too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from whoosh import query as wq

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY, FACETS
from index.segment import TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.matches import Top, first
from search.embedded.arrays.postings import PostingsReader
from search.embedded.arrays.top_k import best
from search.embedded.cards import Cards
from search.embedded.facets import FacetTable
from search.embedded.snapshot import CARD_BYTES, CARDS_BYTES
from search.request import SearchRequest
from search.weights import Weight

WORDS, GRAMS = "body_words", "body_grams"
WEIGHTS = dict.fromkeys((WORDS, GRAMS), Weight(1.2, 0.75, 1.0))


class Ours:
    """zhengce."""

    name = "zhengce"
    kinds = EVERY
    ids_only = slow = False

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """Cuts the texts again: the segment keeps all three kinds of terms. As few parts as a first
        publication makes."""
        folder.mkdir()
        with TermsWriter(folder, Analyzer(), "1") as writer:
            for section in sections:
                writer.add(section.document)
        seal(folder, compact=True)
        self.open(folder)

    def open(self, folder: Path) -> None:
        """Open what was built."""
        self._terms = open_terms(folder)
        self.forget()

    def forget(self) -> None:
        """See ``Forgetting``."""
        terms, columns = self._terms, self._terms.columns
        self._dates = columns.dated
        self._facets = FacetTable(columns)
        self._executor = Executor(PostingsReader(terms), WEIGHTS, {"date": columns.dated})
        self._cards = Cards(lambda docs: terms.cards(np.array(docs)), _weight, CARDS_BYTES)

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        top = self._top(ask)
        return top.total, [card["id"] for card in self._cards.of(top.docs.tolist())]

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        return self._top(ask).docs.tolist()

    def _top(self, ask: Ask) -> Top:
        query = _query(ask)
        if ask.kind == "filter":
            low, high = ask.years
            years = tuple(str(year) for year in range(low, high + 1))
            request = SearchRequest(selected=(("issuer", (ask.issuer,)), ("year", years)))
            chosen = self._facets.selections(request)
            facets = self._facets
            return self._executor.top(
                query, 10, lambda docs: facets.within(chosen, facets.combos(docs))
            )
        if ask.kind == "facets":
            found = self._executor.run(query)
            combos = self._facets.combos(found.docs)
            self._facets.counts(FACETS[: ask.facets], combos)
            return first(found, 10)
        if ask.kind == "newest":
            docs = self._executor.docs(query)
            dates = self._dates.take(docs).astype(np.float32)  # days are exact so
            newest = best(dates, 10)
            return Top(len(docs), docs.take(newest), dates.take(newest))
        return self._executor.top(query, 10)


def _weight(_: object) -> int:
    """What a card takes, as the façade reckons."""
    return CARD_BYTES


def _query(ask: Ask) -> wq.Query:
    words = [wq.Term(WORDS, word) for word in ask.terms]
    if ask.kind == "phrase":
        return wq.Phrase(GRAMS, list(ask.terms))
    if ask.kind == "question":
        return wq.Or([*words, *(wq.Term(GRAMS, gram) for gram in ask.grams)])
    if len(words) == 1:
        return words[0]
    return wq.And(words) if ask.kind in ("and", "filter", "newest") else wq.Or(words)
