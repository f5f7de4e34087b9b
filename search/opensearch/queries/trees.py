"""Query trees as queries of a cluster: which documents match; nothing is scored."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from whoosh import query as wq

from index.opensearch.schema import BEGINS_NUMBER, HELD_FIELDS, KEY_FIELDS, held_field, text_fields
from search.opensearch.queries.dsl import EVERYTHING, NOTHING, Dsl, all_of, among, any_of
from search.query.tree import (
    Citing,
    CitingQuery,
    Compound,
    Holding,
    HoldingQuery,
    Tree,
    is_nothing,
    is_term,
    split,
    text_of,
)

Naming: TypeAlias = Callable[[Citing], Dsl]
"""Gives the query for the documents that name a work; see ``search.opensearch.queries.citing``."""
_TEXTS = frozenset(text_fields())
_FIELDS = _TEXTS | {*KEY_FIELDS}
_DIGITS = re.compile("[0-9]+")


class Lacks(Protocol):
    """Whether it is known without asking that no document has a term."""

    def __call__(self, field: str, term: str, /) -> bool:
        """Whether it is."""
        ...


class Translator(NamedTuple):
    """Turns trees of one generation into queries.

    What is known to be lacking matches nothing, and so does what needs it: of most that is misspelt, and of most that
    is no number and no title, the cluster need not be asked.
    """

    naming: Naming
    lacks: Lacks

    def query(self, tree: Tree) -> Dsl:
        """The query that matches what a tree matches.

        Raises:
            TypeError: it is of a kind, or of a field, that ``search.query.tree`` does not make.
        """
        match tree:
            case wq.Term():
                return self._terms(tree.fieldname, [text_of(tree)])
            case wq.Phrase():
                return self._phrase(tree.fieldname, tree.words)
            case HoldingQuery():
                return _holding(tree)
            case CitingQuery():
                return self.naming(tree)
            case wq.Every():
                return EVERYTHING
        return self._joined(tree)

    def _joined(self, tree: Tree) -> Dsl:
        """The query of what is made of other trees, or of none."""
        match tree:
            case wq.And():
                return self._and(tree)
            case wq.Or():
                return self._or(tree)
            case wq.AndNot():
                return all_of([self.query(tree.a)], [self.query(tree.b)])
            case wq.Not():
                return all_of([], [self.query(tree.query)])
        if not is_nothing(tree):
            raise TypeError(f"no rule for {type(tree).__name__}")
        return NOTHING

    def _terms(self, field: str, texts: Iterable[str]) -> Dsl:
        """What has one of some terms of a field: however many they are, one clause."""
        if field not in _FIELDS:
            raise TypeError(f"no terms of {field}")
        return among(field, [text for text in texts if not self.lacks(field, text)])

    def _phrase(self, field: str, words: Sequence[str]) -> Dsl:
        if field not in _TEXTS:
            raise TypeError(f"no places in {field}")
        if any(self.lacks(field, word) for word in words):
            return NOTHING
        return _beside(field, words)

    def _and(self, tree: Compound) -> Dsl:
        wanted, excluded = split(tree)
        return all_of(map(self.query, wanted), map(self.query, excluded))

    def _or(self, tree: Compound) -> Dsl:
        """Terms of one field are one clause: there may be hundreds, and a query may have a thousand."""
        wanted, excluded = split(tree)
        terms: defaultdict[str, list[str]] = defaultdict(list)
        for part in filter(is_term, wanted):
            terms[part.fieldname].append(text_of(part))
        parts = [self._terms(field, texts) for field, texts in terms.items()]
        parts += [self.query(part) for part in wanted if not is_term(part)]
        return all_of([any_of(parts)], map(self.query, excluded))


def _beside(field: str, words: Sequence[str]) -> Dsl:
    """What has some terms, each one place behind the one before; one that comes again too."""
    return {"match_phrase": {field: {"query": " ".join(words), "analyzer": "cut", "slop": 0}}}


def _holding(tree: Holding) -> Dsl:
    """What has a value with one of some texts in it."""
    field = tree.fieldname
    if field not in HELD_FIELDS:
        raise TypeError(f"no characters of {field}")
    if "" in tree.parts:
        return {"exists": {"field": field}}
    return any_of(_beside(held_field(field), _held(part, tree.whole)) for part in tree.parts)


def _held(part: str, whole: bool) -> list[str]:
    """The terms of a text as a held field has them; digits at its beginning may go on a number unless
    they are to begin one."""
    marked = [*_DIGITS.sub(lambda run: BEGINS_NUMBER + run[0], part)]
    return marked if whole or marked[0] != BEGINS_NUMBER else marked[1:]


def citings(tree: Tree) -> Iterator[Citing]:
    """The nodes of a tree that ask who names a work."""
    match tree:
        case CitingQuery():
            yield tree
        case wq.And() | wq.Or():
            for part in tree.subqueries:
                yield from citings(part)
        case wq.AndNot():
            yield from citings(tree.a)
            yield from citings(tree.b)
        case wq.Not():
            yield from citings(tree.query)
