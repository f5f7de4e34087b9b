"""Which of the documents that share a key are compared in pairs: of many, those that may be one work or text.

A title that a hundred documents bear makes five thousand pairs, and nearly none is a pair of texts of one work. Where
no history tells of one adoption, and their numbers are of no one series, they must have words in common
(``works.versions``, ``reprints.same_text``). Who may is found for all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from index.relations.library import Documents
from index.relations.likeness import MONTH
from index.relations.model import Entry
from index.relations.works import SOME
from index.statements.numbers import number_key
from index.statements.sketch import last_known, size

FEW = 8
"""So many are compared each with each: that takes no longer than looking who has anything in common."""
_LEAST = SOME - 0.01
"""So much of the shorter text the longer has, whatever else speaks for them; a little less, for what is computed."""
Array = npt.NDArray[Any]
Pairs = npt.NDArray[np.bool_]


def pairs(documents: Documents, some: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of some documents that share a key which may be texts of one work, in order."""
    if len(some) <= FEW:
        yield from combinations(some, 2)
        return
    entries = list(map(documents.entry, some))
    maybe = _alike(entries) | _told(entries)
    for key in (_number, _series):
        maybe |= _equal([key(it) for it in entries])
    for one, other in zip(*(at.tolist() for at in np.triu(maybe, 1).nonzero()), strict=True):
        yield some[one], some[other]


def _alike(entries: Sequence[Entry]) -> Pairs:
    """bool[n, n]: who may have as much in common as two texts of one work have at least, by
    ``index.statements.sketch.overlap``; whoever has no sketch may with everybody."""
    sketches = [np.array(it.says.identity.sketch, np.uint32) for it in entries]
    lengths = np.array(list(map(len, sketches)))
    both = _in_common(sketches, lengths)
    last = np.array([last_known(it.says.identity.sketch) for it in entries])
    known = np.array([sketch.searchsorted(last, side="right") for sketch in sketches])
    known = np.where(
        last[:, None] <= last, lengths[:, None], known
    )  # of each up to the end of both
    sizes = np.array([size(it.says.identity.sketch) for it in entries])
    common = both / np.maximum(known + known.T - both, 1)
    shared = common * (sizes + sizes[:, None]) / (1 + common)
    contained = shared / np.maximum(np.minimum(sizes, sizes[:, None]), 1)
    found: Pairs = (contained >= _LEAST) | (lengths == 0) | (lengths == 0)[:, None]
    return found


def _in_common(sketches: Sequence[npt.NDArray[np.uint32]], lengths: Array) -> Array:
    """float32[n, n]: how many hashes two have in common."""
    whose = np.arange(len(sketches)).repeat(lengths)
    _, place, often = np.unique(np.concatenate(sketches), return_inverse=True, return_counts=True)
    shared = often > 1
    met = shared[place]
    table = np.zeros((len(sketches), int(shared.sum())), np.float32)
    table[whose[met], (shared.cumsum() - 1)[place[met]]] = 1
    return table @ table.T


def _told(entries: Sequence[Entry]) -> Pairs:
    """bool[n, n]: who may go back to one adoption: both tell of theirs, or one does of a day that may be the
    other's."""
    tells = np.array([bool(it.events) for it in entries])
    maybe = tells & tells[:, None]
    undated = np.array([not it.days for it in entries])
    whose = np.arange(len(entries)).repeat([len(it.days) for it in entries])
    days = np.array([day for it in entries for day in it.days], np.int64)
    for at in tells.nonzero()[0].tolist():
        events = np.array([*entries[at].events], np.int64)
        maybe[at] |= undated
        if len(days):
            near = (np.abs(days[:, None] - events) <= MONTH).any(axis=1)
            maybe[at, whose[near]] = True
    found: Pairs = maybe | maybe.T
    return found


def _equal(keys: Sequence[str]) -> Pairs:
    """bool[n, n]: whose keys are the same; an empty one is nobody's."""
    _, place = np.unique(np.array(keys, object).astype(str), return_inverse=True)
    has = np.array(list(map(bool, keys)))
    found: Pairs = (place == place[:, None]) & has & has[:, None]
    return found


def _number(entry: Entry) -> str:
    number = entry.says.identity.number
    return number_key(number) if number else ""


def _series(entry: Entry) -> str:
    return _number(entry).partition("|")[0]
