"""All documents of an index on a cluster, from any place on: where the so-manieth one is, is counted once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from index.document import PolicyDocument
from search.opensearch.library.records import Records
from search.opensearch.served import NOTHING_STORED, PART, Served

_STEP = PART // 2
"""So many serials make a shelf: the cluster gives no more than twice as many, from the first to the last asked for."""


class _Shelves(NamedTuple):
    """Serials in shelves of :data:`_STEP`.

    Attributes:
        serials: the least that may stand on each.
        before: how many documents stand before it; the number of all at the end.
    """

    serials: Sequence[int]
    before: Sequence[int]


class Listing:
    """The documents in the order of their serials; none that is read is kept."""

    def __init__(self, served: Served, records: Records) -> None:
        self._served = served
        self._records = records
        self._shelves: Callable[[], _Shelves] = lru_cache(1)(partial(_counted, served))

    def of(self, first: int, count: int) -> list[PolicyDocument]:
        """``count`` documents without their bodies, from the ``first`` on."""
        return self._records.listing(self._serials(first, count))

    def _serials(self, first: int, count: int) -> list[int]:
        shelves, found = self._shelves(), list[int]()
        count = min(count, shelves.before[-1] - first)
        while len(found) < count:
            at = bisect_right(shelves.before, first + len(found)) - 1
            begins, skipped = shelves.serials[at], first + len(found) - shelves.before[at]
            found += self._from(begins, skipped, min(count - len(found), PART - skipped))
        return found

    def _from(self, serial: int, skipped: int, count: int) -> list[int]:
        body = {
            "query": {"bool": {"filter": [{"range": {"serial": {"gte": serial}}}]}},
            "from": skipped,
            "size": count,
            "sort": [{"serial": "asc"}],
            "stored_fields": NOTHING_STORED,
            "docvalue_fields": ["serial"],
            "track_total_hits": False,
        }
        return [hit["fields"]["serial"][0] for hit in self._served.search(body)["hits"]["hits"]]


def _counted(served: Served) -> _Shelves:
    """How many documents there are on each shelf that has any."""
    each = {"histogram": {"field": "serial", "interval": _STEP, "min_doc_count": 1}}
    body = {"size": 0, "track_total_hits": False, "aggs": {"shelves": each}}
    buckets = served.search(body)["aggregations"]["shelves"]["buckets"]
    serials = [int(bucket["key"]) for bucket in buckets]
    before = accumulate((bucket["doc_count"] for bucket in buckets), initial=0)
    return _Shelves(serials, list(before))
