"""What the documents of an index on a cluster name and none of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from index.statements.model import Kind
from search.backend.relating import Lacking
from search.opensearch.library.records import Record, Records
from search.opensearch.served import Served

LOOKED_AT = 60_000
"""So many names, each with the kind in which it is given, are looked at: those that most documents give so. The
cluster makes no more in one answer."""
_AT_ONCE = 500
Kinds: TypeAlias = Mapping[Kind, int]
"""Kind -> how many documents name something so."""


class _Naming(NamedTuple):
    """How many documents give a name, in whichever way, and the first of them."""

    documents: int
    first: int


def lacking(served: Served, records: Records, limit: int) -> list[Lacking]:
    """The names that no document held has, that which most documents give first, then by name.

    Where more are given than are looked at, one may be missing that is given in several ways, in each by few.
    """
    kinds = _kinds(served)
    several = [name for name, each in kinds.items() if len(each) > 1]
    known = dict(zip(several, _naming(served, several, kinds), strict=True))
    often = {name: max(each.values()) for name, each in kinds.items()}
    often |= {name: naming.documents for name, naming in known.items()}
    names = sorted(kinds, key=lambda name: (-often[name], name))[:limit]
    others = [name for name in names if name not in known]
    known |= zip(others, _naming(served, others, kinds), strict=True)
    firsts = [known[name].first for name in names]
    return [
        _lacking(name, known[name].documents, kinds[name], record)
        for name, record in zip(names, records.of(firsts), strict=True)
    ]


def _lacking(name: str, documents: int, kinds: Kinds, record: Record) -> Lacking:
    first = record.links[record.names.index(name)]
    return Lacking(documents, dict(sorted(kinds.items())), first)


def _kinds(served: Served) -> dict[str, dict[Kind, int]]:
    """Every name that is looked at, and in which ways how many documents give it."""
    most = {
        "terms": {
            "field": "lacks",
            "size": LOOKED_AT,
            "order": [{"_count": "desc"}, {"_key": "asc"}],
        }
    }
    body = {"size": 0, "track_total_hits": False, "aggs": {"names": most}}
    kinds: dict[str, dict[Kind, int]] = defaultdict(dict)
    for bucket in served.search(body)["aggregations"]["names"]["buckets"]:
        kind, _, name = bucket["key"].partition(":")
        kinds[name][Kind(int(kind))] = bucket["doc_count"]
    return kinds


def _naming(served: Served, names: Sequence[str], kinds: Mapping[str, Kinds]) -> Iterator[_Naming]:
    """Who gives each of some names."""
    for at in range(0, len(names), _AT_ONCE):
        part = names[at : at + _AT_ONCE]
        each = {
            str(place): {"terms": {"lacks": [f"{kind.value}:{name}" for kind in kinds[name]]}}
            for place, name in enumerate(part)
        }
        naming = {
            "filters": {"filters": each},
            "aggs": {"first": {"min": {"field": "serial"}}},
        }
        body = {"size": 0, "track_total_hits": False, "aggs": {"names": naming}}
        found = served.search(body)["aggregations"]["names"]["buckets"]
        for place in range(len(part)):
            bucket = found[str(place)]
            yield _Naming(bucket["doc_count"], int(bucket["first"]["value"]))
