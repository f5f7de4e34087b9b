"""Facets as arrays: which documents a selection leaves, and how many have each value.

Values within a facet are OR, facets are AND; each facet's counts leave its own selection
out. Counts are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from math import prod
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment import Columns, FacetValues
from search.backend.byte_cache import ByteCache
from search.embedded.arrays.postings import Docs, Mask
from search.request import FACETS, SearchRequest

Combos: TypeAlias = npt.NDArray[np.uint32]
Selection: TypeAlias = Mask
"""bool[combinations], read-only: which of them a selection leaves."""
SELECTIONS_BYTES = 2**20
_KEY = 1000
"""The same values of a facet are chosen again and again: which combinations they leave is kept."""

Counts: TypeAlias = dict[str, int]
Numbers: TypeAlias = npt.NDArray[Any]
"""[values of the facet]: how many documents have each."""

_JOINT = 4096
_MORE = 2
"""So many times as many documents as there are combinations are counted by these: a facet of 80,000 combinations
costs a millisecond so, and one of as many documents a tenth of it."""


class _Joint(NamedTuple):
    """Facets of one value per document, counted as one: the product of their values.

    Attributes:
        shape: how many values each of ``names`` has.
        ordinals: uint32[combinations]: the ordinal of a combination in the product.
    """

    names: tuple[str, ...]
    shape: tuple[int, ...]
    ordinals: npt.NDArray[np.uint32]


class FacetTable:
    """The facets of all documents.

    Everything is decided and counted per *combination* of facet values (see
    ``index.segment.columns``), of which there are fewer than documents.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._ordinals = {
            name: {value: ordinal for ordinal, value in enumerate(facet.values)}
            for name, facet in columns.facets.items()
        }
        self._selections: ByteCache[Selection] = ByteCache(SELECTIONS_BYTES, over=_KEY)

    def combos(self, docs: Docs) -> Combos:
        """uint32[len(docs)]: the combination of each document."""
        return self._columns.combo.take(docs)

    def selections(self, request: SearchRequest) -> dict[str, Selection]:
        """Facet -> what its selection leaves; only facets that select."""
        return {
            name: self._selections.get((name, values), partial(self._leaving, name, values))
            for name, values in request.selected
        }

    def counted(
        self, combos: Combos, selections: dict[str, Selection], period: Mask | None = None
    ) -> dict[str, Counts]:
        """For every facet how many documents have each value, over documents given by their
        combinations before any filter; each facet leaves its own selection out.

        Those that select nothing are counted together.

        Args:
            period: bool[len(combos)]: which documents lie in the period asked for; it belongs
                to the facet ``year``.
        """
        left = within = combos if period is None else combos[period]
        for selection in selections.values():
            left = left[selection.take(left)]
        narrowed = {*selections, *(["year"] if period is not None else [])}
        counted = self.counts([name for name in FACETS if name not in narrowed], left)
        for name in narrowed:
            left = combos if name == "year" else within
            for other, selection in selections.items():
                if other != name:
                    left = left[selection.take(left)]
            counted |= self.counts([name], left)
        return counted

    def within(self, selections: dict[str, Selection], combos: Combos) -> Mask:
        """bool[len(combos)]: which documents, given by their combinations, all selections leave; there must
        be one."""
        first, *others = selections.values()
        left: Mask = first.take(combos)
        for other in others:
            left &= other.take(combos)
        return left

    def counts(self, names: Sequence[str], combos: Combos) -> dict[str, Counts]:
        """For each of some facets, how many documents, given by their combinations, have each
        value; values that none has left out."""
        if len(combos) >= _MORE * self._columns.combos:
            numbers = self._by_combination(names, combos)
        else:
            numbers = self._by_document(names, combos)
        return {name: self._named(name, numbers[name]) for name in names}

    def _named(self, name: str, numbers: Numbers) -> Counts:
        """The values that documents have, and how many have each; the others are not looked at one by one."""
        had = numbers.nonzero()[0]
        counts = numbers.take(had).astype(np.int64).tolist()
        values = map(self._columns.facets[name].values.__getitem__, had.tolist())
        return dict(zip(values, counts, strict=True))

    def _by_combination(self, names: Sequence[str], combos: Combos) -> dict[str, Numbers]:
        """Counts the combinations first: for many more documents than there are of those."""
        found = np.bincount(combos, minlength=self._columns.combos)
        facets = {name: self._columns.facets[name] for name in names}
        return {
            name: np.bincount(facet.ordinals, found.take(facet.combos))
            for name, facet in facets.items()
        }

    def _by_document(self, names: Sequence[str], combos: Combos) -> dict[str, Numbers]:
        """Counts facets of one value per document several at once, as one of all their values."""
        numbers: dict[str, Numbers] = {}
        for joint in self._joints:
            wanted = [name for name in joint.names if name in names]
            if len(wanted) > 1:
                found = np.bincount(joint.ordinals.take(combos), minlength=prod(joint.shape))
                table = found.reshape(joint.shape)
                for axis, name in enumerate(joint.names):
                    others = tuple(at for at in range(len(joint.shape)) if at != axis)
                    numbers[name] = table.sum(axis=others)
        left = [name for name in names if name not in numbers]
        several = [name for name in left if not self._is_single(self._columns.facets[name])]
        for name in left:
            if name not in several:
                numbers[name] = np.bincount(self._columns.facets[name].ordinals.take(combos))
        return numbers | self._by_combination(several, combos) if several else numbers

    @cached_property
    def _joints(self) -> list[_Joint]:
        """Facets of one value per document, as many together as make a small table."""
        joints: list[_Joint] = []
        for name, facet in self._columns.facets.items():
            if not self._is_single(facet) or not facet.values:
                continue
            last = joints[-1] if joints else None
            if last and prod(last.shape) * len(facet.values) <= _JOINT:
                ordinals = last.ordinals * np.uint32(len(facet.values)) + facet.ordinals
                names, shape = (*last.names, name), (*last.shape, len(facet.values))
                joints[-1] = _Joint(names, shape, ordinals)
            else:
                joints.append(_Joint((name,), (len(facet.values),), facet.ordinals))
        return joints

    def _leaving(self, name: str, values: Sequence[str]) -> Selection:
        """Which combinations have at least one of some values."""
        facet, ordinals = self._columns.facets[name], self._ordinals[name]
        wanted = np.zeros(len(ordinals), np.bool_)
        wanted[[ordinals[value] for value in values if value in ordinals]] = True
        mask = np.zeros(self._columns.combos, np.bool_)
        mask[facet.combos[wanted[facet.ordinals]]] = True
        return mask

    def _is_single(self, facet: FacetValues) -> bool:
        """Whether every combination has exactly one value (it has always at least one)."""
        return len(facet.ordinals) == self._columns.combos
