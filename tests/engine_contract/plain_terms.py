"""The terms of a plain backend: an inverted index as nested dicts, query trees, BM25.

What a backend must know of terms, without a trick: which terms a document has (those of
``index.schema.fields``, cut by the analyser), which documents a query tree matches, and what the
terms of a tree are worth to a document. See ``plain_backend`` for the backend itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from math import log
from typing import Protocol, TypeAlias

from whoosh import query as wq

from index.document import PolicyDocument
from index.schema.fields import keys_of, text_field, zones_of
from index.text.analysis import Analyzer
from index.text.fold import squeeze
from search.query.tree import (
    CitingQuery,
    Holding,
    HoldingQuery,
    Phrase,
    Term,
    Tree,
    is_nothing,
    is_term,
    terms_of,
    text_of,
)
from search.weights import SHORT, Weight, weights
from tests.support.lucene_lengths import rounded

Places: TypeAlias = Sequence[int]
"""Where in a document a term stands; of terms without positions only their number counts."""
Postings: TypeAlias = Mapping[int, Places]
"""The number of a document that has a term, and where."""


class CitingDocuments(Protocol):
    """Gives the documents that name a work or a number as one of some kinds."""

    def __call__(self, name: str, number: str, kinds: Collection[int]) -> set[int]: ...


class PlainTerms:
    """The terms of some documents, which are numbered from 0.

    Args:
        citing: what knows who names whom.
    """

    def __init__(
        self, documents: Sequence[PolicyDocument], analyzer: Analyzer, citing: CitingDocuments
    ) -> None:
        self.citing = citing
        self.documents = len(documents)
        self._fields: dict[str, dict[str, dict[int, Places]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        for number, document in enumerate(documents):
            for field, keys in keys_of(document).items():
                self._add(field, number, dict.fromkeys(keys, (0,)))
            for zone, text in zones_of(document).items():
                words, chars = analyzer.words(text), analyzer.characters(text)
                self._add(
                    text_field(zone, "words"), number, {w: range(n) for w, n in words.items()}
                )
                self._add(
                    text_field(zone, "chars"), number, {c: range(n) for c, n in chars.items()}
                )
                self._add(text_field(zone, "grams"), number, _grams(squeeze(text).text))

    def _add(self, field: str, number: int, terms: Mapping[str, Places]) -> None:
        for term, places in terms.items():
            self._fields[field][term][number] = places
        self._lengths[field][number] = rounded(sum(map(len, terms.values())))

    # --- looking up ---------------------------------------------------------------------------

    def postings(self, field: str, term: str) -> Postings:
        """The documents with a term, and where it stands in each."""
        return self._fields[field].get(term, {})

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, ascending, and how many documents have each."""
        for term in sorted(self._fields[field]):
            if term.startswith(prefix):
                yield term, len(self._fields[field][term])

    # --- matching -----------------------------------------------------------------------------

    def matching(self, tree: Tree) -> set[int]:
        """The documents that a tree matches.

        Raises:
            TypeError: it is of a kind that ``search.query.tree`` does not make.
        """
        match tree:
            case wq.Term():
                found = {*self.postings(tree.fieldname, text_of(tree))}
            case wq.Phrase():
                found = self._with_phrase(tree)
            case HoldingQuery():
                found = self._with_key(tree)
            case wq.And():
                found = set.intersection(*map(self.matching, tree.subqueries))
            case wq.Or():
                found = set().union(*map(self.matching, tree.subqueries))
            case wq.AndNot():
                found = self.matching(tree.a) - self.matching(tree.b)
            case wq.Every():
                found = {*range(self.documents)}
            case CitingQuery():
                found = self.citing(tree.name, tree.number, tree.kinds)
            case _ if is_nothing(tree):
                found = set()
            case _:
                raise TypeError(f"no rule for {type(tree).__name__}")
        return found

    def _with_phrase(self, phrase: Phrase) -> set[int]:
        """The documents in which the terms stand each one place behind the one before."""
        each = [self.postings(phrase.fieldname, word) for word in phrase.words]
        return {
            number
            for number in set(each[0]).intersection(*each[1:])
            if set.intersection(
                *({place - at for place in one[number]} for at, one in enumerate(each))
            )
        }

    def _with_key(self, keys: Holding) -> set[int]:
        """The documents with a key that holds one of some texts; digits begin a number."""
        found: set[int] = set()
        for key, postings in self._fields[keys.fieldname].items():
            text = squeeze(key).text
            if any(_holds(text, part, keys.whole) for part in keys.parts):
                found.update(postings)
        return found

    # --- scoring ------------------------------------------------------------------------------

    def scores(self, tree: Tree) -> dict[int, float]:
        """What a tree that ranks gives each document that it matches: the sum of its terms.

        Raises:
            TypeError: it is neither a term nor an Or of terms.
        """
        terms = [tree] if is_term(tree) else terms_of(tree)
        if not terms and not is_nothing(tree):
            raise TypeError(f"no rule to score {type(tree).__name__}")
        total: dict[int, float] = defaultdict(float)
        for term in terms:
            for number, score in self._bm25(term):
                total[number] += score
        return total

    def _bm25(self, term: Term) -> Iterator[tuple[int, float]]:
        """BM25 of a term in each document that has it; ``search.weights`` weighs the fields."""
        weight = self._weights[term.fieldname]
        postings = self.postings(term.fieldname, text_of(term))
        factor = weight.factor * term.boost * self.idf(len(postings))
        mean = self._mean_length(term.fieldname)
        for number, places in postings.items():
            often = min(len(places), 255) if term.fieldname.endswith("_chars") else len(places)
            length = self._lengths[term.fieldname][number]
            norm = 1 - weight.b + weight.b * length / mean
            yield number, factor * often * (weight.k1 + 1) / (often + weight.k1 * norm)

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have."""
        return log(max(self.documents, 1) / (frequency + 1)) + 1

    @cached_property
    def has_passages(self) -> bool:
        """Whether bodies are long enough for one part to be better than another."""
        return self._mean_length(text_field("body", "grams")) >= SHORT

    @cached_property
    def _weights(self) -> Mapping[str, Weight]:
        return weights(self._mean_length(text_field("body", "grams")))

    def _mean_length(self, field: str) -> float:
        return sum(self._lengths[field].values()) / max(self.documents, 1) or 1.0


def _grams(squeezed: str) -> dict[str, Places]:
    """Every pair of neighbouring characters, and the places of its first one."""
    found: dict[str, list[int]] = defaultdict(list)
    for at in range(len(squeezed) - 1):
        found[squeezed[at : at + 2]].append(at)
    return {**found}


def _holds(text: str, part: str, whole: bool) -> bool:
    before = "(?<![0-9])" if whole and part[:1].isdigit() else ""
    return bool(re.search(before + re.escape(part), text))
