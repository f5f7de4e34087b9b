"""The order of a result: pins, then score; versions of one title by validity; or by date."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.text.runs import runs
from search.embedded.arrays.matches import Matches
from search.embedded.arrays.postings import Docs
from search.embedded.snapshot import Snapshot
from search.query.pinned import NO_TIER
from search.request import MAX_WINDOW, Sort


def ordered(snapshot: Snapshot, found: Matches, tiers: dict[int, int], sort: Sort) -> Docs:
    """The first :data:`MAX_WINDOW` documents of ``found``, best first.

    Args:
        tiers: document -> tier of a pin; a smaller tier stands higher. Only for relevance.

    Returns:
        uint32[min(n, MAX_WINDOW)].
    """
    dates = snapshot.dates.take(found.docs)
    if sort is Sort.OLDEST:
        return _first(found.docs, np.where(dates == 0, np.iinfo(dates.dtype).max, dates))
    if sort is Sort.NEWEST:
        return _first(found.docs, -dates)
    tier = np.full(snapshot.documents, NO_TIER, np.int8)
    tier[list(tiers)] = list(tiers.values())
    lifted = tier.take(found.docs)
    return _in_force_first(snapshot, _first(found.docs, -dates, -found.scores, lifted))


def _first(docs: Docs, *keys: Any) -> Docs:
    """The first :data:`MAX_WINDOW` by ``keys``, the last of them first, then by number.

    Only those are sorted that are not behind all of them already by the last two keys.
    """
    if len(docs) > 2 * MAX_WINDOW:
        ahead = keys[-1] < keys[-1].max() if len(keys) > 1 else np.zeros(len(docs), np.bool_)
        key = keys[-2] if len(keys) > 1 else keys[-1]
        least = np.partition(key, MAX_WINDOW)[MAX_WINDOW]
        near = np.flatnonzero(ahead | (key <= least))
        docs, keys = docs[near], tuple(key[near] for key in keys)
    return docs[np.lexsort((docs, *keys))[:MAX_WINDOW]]


def _in_force_first(snapshot: Snapshot, docs: Docs) -> Docs:
    """Let versions of one title swap places: in force first, then the newest.

    The places a title's versions hold in the ranking stay; which version stands in which
    of them is decided by validity and date, since their texts hardly differ.
    """
    head = docs.copy()
    versions = snapshot.versions.take(head)
    places = versions.argsort(kind="stable")
    begins = runs(versions.take(places))
    sizes = np.diff(begins, append=len(places))
    several = sizes > 1
    for begin, size in zip(begins[several].tolist(), sizes[several].tolist(), strict=True):
        held = places[begin : begin + size]
        among = head[held]
        head[held] = among[np.lexsort((-snapshot.dates[among], snapshot.standing[among]))]
    return head
