"""Is an index what the ledger says: documents and digests summed up, range of serials by range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.opensearch.client import Client

RANGE = 1_000
"""So many serials are summed up together."""
_MOST_RANGES = 5_000
"""So many ranges are asked for at once."""
Int64s = npt.NDArray[np.int64]


class Sum(NamedTuple):
    """How many documents a range has, and the sum of their digests."""

    documents: int
    digests: int


def held(client: Client, index: str, last: int) -> dict[int, Sum]:
    """Range -> what the cluster holds of it; ranges that are empty are left out.

    Args:
        last: the greatest serial that there may be; what stands behind it is summed up as well.

    Raises:
        Refused, Unavailable: not every shard has answered.
    """
    found: dict[int, Sum] = {}
    step = RANGE * _MOST_RANGES
    for first in range(0, last + 1, step):
        bounds = {"gte": first} if first + step > last else {"gte": first, "lt": first + step}
        found |= _asked(client, index, bounds)
    return found


def _asked(client: Client, index: str, bounds: Mapping[str, int]) -> dict[int, Sum]:
    histogram = {"field": "serial", "interval": RANGE, "min_doc_count": 1}
    body = {
        "size": 0,
        "track_total_hits": False,
        "query": {"range": {"serial": bounds}},
        "aggs": {
            "ranges": {
                "histogram": histogram,
                "aggs": {"digests": {"sum": {"field": "digest"}}},
            }
        },
    }
    answer = client.search(index, body)
    return {
        int(one["key"]) // RANGE: Sum(one["doc_count"], int(one["digests"]["value"]))
        for one in answer["aggregations"]["ranges"]["buckets"]
    }


def wanted(serials: Int64s, digests: Int64s) -> dict[int, Sum]:
    """Range -> what is to be there."""
    ranges = serials // RANGE
    counts = np.bincount(ranges)
    sums = np.zeros(len(counts), np.int64)
    np.add.at(sums, ranges, digests)
    return {
        at: Sum(count, total)
        for at, (count, total) in enumerate(zip(counts.tolist(), sums.tolist(), strict=True))
        if count
    }


def within(serials: Int64s, ranges: Sequence[int]) -> npt.NDArray[np.bool_]:
    """bool[n]: which of some serials lie in some ranges."""
    return np.isin(serials // RANGE, ranges)


def other(there: Mapping[int, Sum], here: Mapping[int, Sum]) -> list[int]:
    """The ranges that are not as they are to be, ascending."""
    return sorted(at for at in {*there, *here} if there.get(at) != here.get(at))
