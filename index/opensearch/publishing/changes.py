"""What is other in a generation than in an index: which serials its documents get, which are written, which removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.opensearch.documents.digests import digests_of
from index.opensearch.documents.shown import Shown
from index.opensearch.publishing.members import Members, members_of
from index.opensearch.schema import Normalisation

MOST_SHARE = 5
"""Where more than one document in so many is other, all are written anew."""
DRIFT = 0.01
"""An index serves with the mean lengths that it was made with until one is so much off."""
Int64s = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Norms = Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True)
class Changes:
    """A generation beside an index.

    Attributes:
        shown: the generation, with the serials of the index.
        members: what an index of it holds.
        digests: int64[documents]: of all of them.
        written: int64[n], ascending: the numbers of the documents to be written.
        removed: int64[m]: the serials to be removed.
    """

    shown: Shown
    members: Members
    digests: Int64s
    written: Int64s
    removed: Int64s

    @property
    def count(self) -> int:
        """How many documents are other."""
        return len(self.written) + len(self.removed)

    @property
    def is_much(self) -> bool:
        """Whether it is as quick to write all anew."""
        return self.count * MOST_SHARE > len(self.members.serial)


def anew(shown: Shown, contents: U64) -> Changes:
    """A generation beside nothing; each document is called by its number."""
    digests = digests_of(shown, contents)
    members = members_of(shown, contents, digests)
    return Changes(shown, members, digests, shown.live, np.empty(0, np.int64))


def beside(shown: Shown, contents: U64, before: Members) -> Changes:
    """A generation beside an index that holds ``before``.

    A document that is there as it was keeps its serial, also where others made it what it is to them; one that is
    new or has changed gets a serial above all others.
    """
    moved = shown.called(_serials(shown, contents, before))
    digests = digests_of(moved, contents)
    members = members_of(moved, contents, digests)
    order = before.serial.argsort()
    at = before.serial.searchsorted(members.serial, sorter=order)
    at = order.take(at, mode="clip") if len(order) else np.zeros(len(at), np.int64)
    same = np.zeros(len(at), np.bool_)
    if len(order):
        same = before.serial[at] == members.serial
        same &= before.digest[at] == members.digest
    removed = before.serial[~np.isin(before.serial, members.serial)]
    return Changes(moved, members, digests, moved.live[~same], removed)


def _serials(shown: Shown, contents: U64, before: Members) -> Int64s:
    """int64[documents]: the serials; -1 for those that are not to be seen."""
    live, uids = shown.live, shown.terms.column("uid")
    own, known = np.stack((uids, contents), axis=1)[live], np.stack(before[1:3], axis=1)
    pairs, back = np.unique(np.concatenate((known, own)), axis=0, return_inverse=True)
    serial_of = np.full(len(pairs), -1, np.int64)
    serial_of[back.ravel()[: len(known)]] = before.serial
    serials = np.full(len(shown.serials), -1, np.int64)
    serials[live] = serial_of[back.ravel()[len(known) :]]
    fresh = live[serials[live] < 0]
    serials[fresh] = np.arange(len(fresh)) + int(before.serial.max(initial=-1)) + 1
    return serials


def may_serve(held: Norms, wanted: Mapping[str, Normalisation]) -> bool:
    """Whether fields made with ``held`` score as those made with ``wanted``, or as good as so."""
    return held.keys() == wanted.keys() and all(
        (k1, b) == wanted[field][:2] and abs(mean / wanted[field].mean - 1) < DRIFT
        for field, (k1, b, mean) in held.items()
    )
