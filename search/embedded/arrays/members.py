"""Which documents a query tree matches: a set, without scores, from what is rare to what is frequent.

An And looks for its rarest part, and for the others only in what is left. What is counted, filtered or
lifted needs no more; the scores of a page are worked out for the documents found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeGuard

import numpy as np

from search.embedded.arrays.docs import NONE, in_all, in_any, stands_in
from search.embedded.arrays.postings import Docs, Mask, PostingsReader
from search.query.tree import (
    Compound,
    Or,
    Phrase,
    Tree,
    is_and,
    is_and_not,
    is_every,
    is_or,
    is_phrase,
    is_term,
    split,
    text_of,
)

_DEAR = 4
"""A phrase costs so many times what a term costs that as many documents have."""


class Members:
    """Finds sets of documents; safe for several threads.

    Args:
        run: finds what a tree matches of a kind there is no rule for here.
    """

    def __init__(self, reader: PostingsReader, run: Callable[[Tree], Docs]) -> None:
        self._reader = reader
        self._run = run

    def docs(self, tree: Tree) -> Docs:
        """uint32[n], ascending: the documents that a tree matches."""
        if is_term(tree):
            return self._reader.docs(tree.fieldname, text_of(tree))
        if is_and(tree):
            return self._all(tree)
        if _is_any(tree):
            parts, excluded = split(tree)
            found = in_any([self.docs(part) for part in parts], self._reader.documents)
            return self._without(found, excluded)
        if _is_exact(tree):
            return self._reader.docs_of_phrase(tree.fieldname, tree.words)
        if is_and_not(tree):
            return self._without(self.docs(tree.a), [tree.b])
        return self._reader.every if is_every(tree) else self._run(tree)

    def _all(self, tree: Compound) -> Docs:
        """The documents of an And; of its other parts only those are looked at that the first ones have."""
        parts, excluded = split(tree)
        known, sought = [], []
        for at, part in enumerate(parts):
            if (cost := self._cost(part)) is None:
                known.append(self.docs(part))
            elif cost:
                sought.append((cost, at, part))
            else:
                return NONE
        sought.sort()
        if sought and (not known or sought[0][0] < min(map(len, known))):
            known.append(self.docs(sought.pop(0)[2]))
        found = in_all(sorted(known, key=len)) if known else NONE
        for _, _, part in sought:
            if not len(found):
                return found
            found = found.take(self._held(part, found).nonzero()[0])
        return self._without(found, excluded)

    def _without(self, found: Docs, excluded: Sequence[Tree]) -> Docs:
        for tree in excluded:
            found = found.take((~self._held(tree, found)).nonzero()[0])
        return found

    def _held(self, tree: Tree, docs: Docs) -> Mask:
        """bool[n]: which of some documents a tree matches."""
        if is_term(tree):
            return self._reader.having(tree.fieldname, text_of(tree), docs)
        if not (is_and(tree) or _is_any(tree)):
            if _is_exact(tree):
                return self._reader.holding(tree.fieldname, tree.words, docs)
            return stands_in(docs, self.docs(tree))
        parts, excluded = split(tree)
        if not parts:
            return np.zeros(len(docs), np.bool_)
        join = np.logical_and if is_and(tree) else np.logical_or
        has = reduce(join, [self._held(part, docs) for part in parts])
        return reduce(np.greater, [self._held(part, docs) for part in excluded], has)

    def _cost(self, tree: Tree) -> int | None:
        """What it costs to find all that a tree matches: how many documents that are, at the most. None where
        a few documents cannot be looked up in it."""
        if is_term(tree):
            return self._reader.frequency(tree.fieldname, text_of(tree))
        if is_and(tree) or _is_any(tree):
            every = self._reader.documents
            costs = [self._cost(part) for part in split(tree)[0]]
            known = [every if cost is None else cost for cost in costs]
            return min(known, default=0) if is_and(tree) else sum(known)
        if _is_exact(tree):
            return _DEAR * min(self._reader.frequency(tree.fieldname, word) for word in tree.words)
        return None


def _is_exact(tree: Tree) -> TypeGuard[Phrase]:
    """Whether a tree is a phrase between whose terms no other stands."""
    return is_phrase(tree) and tree.slop == 1 and len(tree.words) > 1


def _is_any(tree: Tree) -> TypeGuard[Or]:
    """Whether a tree is an Or that asks for no more than one of its parts."""
    return is_or(tree) and not (tree.minmatch or tree.scale)
