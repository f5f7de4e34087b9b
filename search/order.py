"""The order of a result: pins, then score; versions of one title by validity; or by date."""

from __future__ import annotations

import numpy as np

from search.executor import Matches
from search.postings import Docs
from search.request import MAX_WINDOW, Sort
from search.snapshot import Snapshot

NO_TIER = 9
"""The tier of a document that nothing lifts above the ranking."""


def ordered(snapshot: Snapshot, found: Matches, tiers: dict[int, int], sort: Sort) -> Docs:
    """The documents of ``found``, best first.

    Args:
        tiers: document -> tier of a pin; a smaller tier stands higher. Only for relevance.

    Returns:
        int64[n]; at relevance, only the first :data:`MAX_WINDOW` are in their final order.
    """
    docs = found.docs
    dates = snapshot.dates[docs]
    if sort is Sort.OLDEST:
        return docs[np.lexsort((docs, np.where(dates == 0, np.iinfo(np.int64).max, dates)))]
    if sort is Sort.NEWEST:
        return docs[np.lexsort((docs, -dates))]
    tier = np.full(snapshot.documents, NO_TIER, np.int8)
    tier[list(tiers)] = list(tiers.values())
    best = np.lexsort((docs, -dates, -found.scores, tier[docs]))
    return _in_force_first(snapshot, docs[best])


def _in_force_first(snapshot: Snapshot, docs: Docs) -> Docs:
    """Let versions of one title swap places: in force first, then the newest.

    The places a title's versions hold in the ranking stay; which version stands in which
    of them is decided by validity and date, since their texts hardly differ.
    """
    head = docs[:MAX_WINDOW].copy()
    places: dict[int, list[int]] = {}
    for place, version in enumerate(snapshot.versions[head].tolist()):
        places.setdefault(version, []).append(place)
    for held in places.values():
        if len(held) > 1:
            among = head[held]
            head[held] = among[np.lexsort((-snapshot.dates[among], snapshot.standing[among]))]
    return np.concatenate((head, docs[MAX_WINDOW:]))
