"""The order of what was found: lifted documents, then by score, date and number; or by date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.postings import Docs, Floats
from search.query.tiers import NO_TIER
from search.request import MAX_WINDOW

Days: TypeAlias = npt.NDArray[np.int32]
Tiers: TypeAlias = npt.NDArray[np.int8]
Key: TypeAlias = Days | Floats | Tiers


def oldest(docs: Docs, dates: Days) -> Docs:
    """The first :data:`MAX_WINDOW` by date, those without one last."""
    return _first(docs, np.where(dates == 0, np.iinfo(dates.dtype).max, dates))


def newest(docs: Docs, dates: Days) -> Docs:
    """The first :data:`MAX_WINDOW` by date, the newest first, those without one last."""
    return _first(docs, -dates)


def by_score(docs: Docs, scores: Floats, dates: Days, tiers: Tiers) -> Docs:
    """The first :data:`MAX_WINDOW` by tier, then score, then date, the newest first."""
    return _first(docs, -dates, -scores, tiers)


def tiers_of(docs: Docs, lifted: Sequence[tuple[int, Docs]], documents: int) -> Tiers:
    """int8[len(docs)]: the smallest tier of each document, ``NO_TIER`` for what nothing lifts.

    Args:
        lifted: tier and documents, in any order.
        documents: how many there are in all.
    """
    tiers = np.full(documents, NO_TIER, np.int8)
    for tier, among in lifted:
        tiers[among] = np.minimum(tiers[among], np.int8(tier))
    return tiers.take(docs)


def _first(docs: Docs, *keys: Key) -> Docs:
    """The first :data:`MAX_WINDOW` by ``keys``, the last of them first, then by number.

    Only those are sorted that are not behind all of them already by the last two keys.
    """
    if len(docs) > 2 * MAX_WINDOW:
        ahead = keys[-1] < keys[-1].max() if len(keys) > 1 else np.zeros(len(docs), np.bool_)
        key = keys[-2] if len(keys) > 1 else keys[-1]
        least = np.partition(key, MAX_WINDOW)[MAX_WINDOW]
        near = (ahead | (key <= least)).nonzero()[0]
        docs, keys = docs[near], tuple(key[near] for key in keys)
    return docs[np.lexsort((docs, *keys))[:MAX_WINDOW]]
