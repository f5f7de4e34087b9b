"""Where terms stand one behind the other: documents that have all of them, then their shifted positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.segment import Entries
from index.text.runs import runs
from search.embedded.arrays.dictionary import Dictionary

At = npt.NDArray[np.intp]
Local = npt.NDArray[np.uint16]
"""Numbers of documents in one part."""
Positions = npt.NDArray[np.unsignedinteger[Any]]
Counts = npt.NDArray[np.integer[Any]]

_FEW = 8
"""In no more documents than these a term is only looked for where its positions are needed."""
_PLACE = np.uint64(32)
"""So many bits of a key are the place in the document."""

_WORTH = 200
"""One more list of positions is looked into when that spares so many look-ups in another."""

_LONGER = 8
"""Positions are looked up one by one in a list that is so many times longer; else both are merged."""


def covering(grams: Sequence[str], sizes: list[int]) -> list[int]:
    """Which of overlapping pairs of characters must be looked at to find all of them.

    Of neighbouring pairs AB BC CD, AB and CD already say ABCD: every character must be in one
    pair that is looked at. Of all such choices, the one with the fewest positions; and the
    rarest pair of all, where it spares enough look-ups.

    Returns:
        Places in ``grams``, ascending; all of them if they are no overlapping pairs.
    """
    if not _overlap(grams):
        return list(range(len(grams)))
    cost, before = [sizes[0]], [-1]
    for at in range(1, len(grams)):
        nearest = at - 1 if at == 1 or cost[at - 1] <= cost[at - 2] else at - 2
        cost.append(sizes[at] + cost[nearest])
        before.append(nearest)
    chosen = [len(grams) - 1]
    while before[chosen[-1]] >= 0:
        chosen.append(before[chosen[-1]])
    rarest, least = min(sizes), min(sizes[at] for at in chosen)
    if least - rarest > _WORTH:
        chosen.append(sizes.index(rarest))
    return sorted(chosen)


class Located(NamedTuple):
    """A phrase in the parts of a generation.

    Attributes:
        parts: of each part that has every term, their entries there, one behind the other.
        needed: which of the terms must be looked at; see :func:`covering`.
    """

    parts: dict[int, list[Entries]]
    needed: list[int]


def located(dictionary: Dictionary, field: str, words: Sequence[str]) -> Located:
    """A phrase, of which nothing is read yet."""
    found = []
    for word in words:
        found.append(dictionary.find(field, word))
        if not found[-1].frequency:  # the others need not be looked for
            return Located({}, [])
    entries = [dict(term.parts) for term in found]
    parts = [part for part in entries[0] if all(part in each for each in entries)]
    needed = covering(words, [term.frequency for term in found])
    return Located({part: [each[part] for each in entries] for part in parts}, needed)


def standing(terms: Sequence[Entries], needed: Sequence[int], docs: Local | None = None) -> Local:
    """Which documents of a part hold a phrase.

    Of the rarest term all documents are looked at, of the others only those that have all of the
    terms so far; positions are read only of documents that have every term.

    Args:
        terms, needed: as :class:`Located` has them.
        docs: uint16[n], ascending: in which documents the phrase is looked for; None for all.

    Returns:
        uint16[m], ascending.
    """
    sought = {terms[at] for at in needed}
    rarest, *others = dict.fromkeys(sorted(terms, key=_frequency))
    stands: dict[Entries, At | Local] = {}
    if docs is None:
        docs, stands[rarest] = rarest.docs, np.arange(rarest.frequency)
    else:
        others.insert(0, rarest)
    for term in others:
        if len(docs) <= _FEW and term not in sought:
            continue
        at, has = term.stands(docs)
        kept = has.nonzero()[0]
        if len(kept) < len(docs):
            docs, at = docs.take(kept), at.take(kept)
            stands = {other: found.take(kept) for other, found in stands.items()}
            if not len(docs):
                return docs
        stands[term] = at
    needed = sorted(needed, key=lambda at: terms[at].frequency)
    return docs.take(_in_line([_Term(at, terms[at], stands[terms[at]]) for at in needed]))


def _frequency(term: Entries) -> int:
    return term.frequency


class _Term(NamedTuple):
    """A term of a phrase: its offset, and at which of its entries some documents stand, which all
    have the term."""

    offset: int
    entries: Entries
    at: At | Local

    def places(self) -> tuple[Counts, npt.NDArray[np.uint32]]:
        """See ``Entries.places_at``."""
        return self.entries.places_at(self.at)

    def keys(self) -> Positions:
        """uint64[t], ascending: where it stands; in the upper half in which of the documents, in the
        lower the place there."""
        counts, places = self.places()
        if len(self.at) == 1:
            return places.astype(np.uint64)
        keys = np.arange(len(self.at), dtype=np.uint64).repeat(counts)
        keys <<= _PLACE
        keys |= places
        return keys


def _in_line(terms: Sequence[_Term]) -> At:
    """intp[n], ascending: which of the documents have the terms one behind the other.

    Args:
        terms: best the rarest first; there is one at least.
    """
    rarest, *others = terms
    places = rarest.places()[1]
    if len(places) > len(rarest.at):
        which = occurrences((term.offset, term.keys()) for term in terms) >> _PLACE
        return which.take(runs(which)).astype(np.intp)
    begins = places - np.uint32(rarest.offset)  # one in each document: nothing to be merged
    left = np.arange(len(begins))
    for term in others:
        counts, places = term._replace(at=term.at.take(left)).places()
        wanted = begins + np.uint32(term.offset)
        if len(places) == len(left):
            there = (places == wanted).nonzero()[0]
        else:
            where = np.arange(len(left)).repeat(counts)
            there = where.take((places == wanted.take(where)).nonzero()[0])
        if len(there) < len(left):
            begins, left = begins.take(there), left.take(there)
        if not len(left):
            break
    return left


def occurrences(terms: Iterable[tuple[int, Positions]]) -> Positions:
    """Where a phrase begins; where the first terms do not stand so, the others are not asked for.

    Args:
        terms: per term its offset in the phrase and its ascending positions, all of one dtype; best the
            rarest first. There is one at least.

    Returns:
        That dtype, [n], ascending.
    """
    others = iter(terms)
    offset, found = next(others)
    kind = found.dtype.type
    begins: Positions = found - kind(offset)
    for other, places in others:
        begins = _common(begins + kind(other), places) - kind(other)
        if not len(begins):
            break
    return begins


def _common(few: Positions, many: Positions) -> Positions:
    """What two ascending lists without repetitions have in common."""
    if len(many) < len(few):
        few, many = many, few
    if len(many) > _LONGER * len(few):
        there = many.take(many.searchsorted(few), mode="clip") == few
        found: Positions = few.take(there.nonzero()[0])
        return found
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # merges what is sorted already
    twice: Positions = both[:-1].take((both[1:] == both[:-1]).nonzero()[0])
    return twice


def _overlap(grams: Sequence[str]) -> bool:
    """Whether each is a pair of characters, the second of which is the first of the next."""
    last = grams[0][:1]
    for gram in grams:
        if len(gram) != 2 or gram[0] != last:
            return False
        last = gram[1]
    return True
