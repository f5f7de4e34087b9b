"""The issuers, kinds and places that a query may name: those of a collection, and the country's places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from index.conventions.authorities import is_issuer
from index.conventions.issuers import canonical, leaves_place_out
from index.conventions.places import place_at
from index.conventions.regions import NATIONAL, region_at
from index.document import UNSTATED
from index.text.fold import fold

_LONGEST_ISSUER = 25
_LONGEST_REGION = 30
_SHORTEST_KIND = 2
_REMARK = re.compile(r"[(（].*")
_STATE = re.compile(r"^(?:中华人民共和国|国家|中国)")
_OFFICE_ENDS = frozenset("部委局厅署院会府办室处行社大心法检")
_AUTHORITIES = ("局", "厅", "委", "委员会", "政府", "法院", "检察院", "办公室")
"""How an office is called that a place has though the collection has nothing of it: not 银行, 大学."""
_LONGEST_SHORT = 6
_KEPT = 4096


class NamedHere(NamedTuple):
    """A value of a facet and where it is named."""

    start: int
    end: int
    value: str


class Names:
    """What can be named.

    Args:
        issuers, kinds, regions: the values of the facets 发文机关, 文种 and 地区 that occur.
    """

    def __init__(
        self, issuers: Iterable[str], kinds: Iterable[str], regions: Iterable[str]
    ) -> None:
        self._regions = {fold(one): one for one in regions if one not in (UNSTATED, NATIONAL)}
        self._issuers = {fold(name): name for name in issuers if name != UNSTATED}
        self._kinds = {fold(_REMARK.sub("", kind)): kind for kind in kinds if kind != UNSTATED}
        self._central: defaultdict[str, list[str]] = defaultdict(list)
        self._local: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._issuers:
            short = _STATE.sub("", name)
            (self._local if region_at(name) else self._central)[short[:1]].append(name)
        self._issuer = lru_cache(_KEPT)(self._issuer_called)
        self._ends = _OFFICE_ENDS.union(name[-1:] for name in self._issuers)
        self._begins = frozenset(name[:1] for name in self._regions)
        words = sorted((k for k in self._kinds if len(k) >= _SHORTEST_KIND), key=len, reverse=True)
        self._naming = re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def issuers_in(self, folded: str, edges: frozenset[int]) -> Iterator[NamedHere]:
        """The issuers that a text names, in order, the longest names first.

        Args:
            edges: where words begin and end: a name does so too.
        """
        at = 0
        places = sorted(edges)
        lasts = [end for end in reversed(places) if folded[end - 1 : end] in self._ends]
        for start in places if lasts else ():
            if start < at:
                continue
            ends = (end for end in lasts if start + 2 <= end <= start + _LONGEST_ISSUER)
            for end in ends:
                if name := self._called(folded[start:end]):
                    yield NamedHere(start, end, name)
                    at = end
                    break

    def kinds_in(self, folded: str, edges: frozenset[int]) -> Iterator[NamedHere]:
        """The kinds that a text names as words of their own."""
        for found in self._naming.finditer(folded):
            if found.start() in edges and found.end() in edges:
                yield NamedHere(found.start(), found.end(), self._kinds[found[0]])

    def regions_in(self, folded: str, edges: frozenset[int]) -> Iterator[NamedHere]:
        """The places that a text names as words of their own, as facets write them, in order: those of the
        country, and others that the collection has."""
        at = 0
        places = sorted(edges)
        for start in places:
            if start < at:
                continue
            known = region_at(folded[start:])
            if known and start + known.length in edges:
                at = start + known.length
                yield NamedHere(start, at, known.region)
                continue
            if folded[start : start + 1] not in self._begins:
                continue
            ends = (end for end in reversed(places) if start < end <= start + _LONGEST_REGION)
            if end := next((end for end in ends if folded[start:end] in self._regions), 0):
                at = end
                yield NamedHere(start, end, self._regions[folded[start:end]])

    def _called(self, text: str) -> str:
        if text in self._issuers:
            return self._issuers[text]
        if text[-1] not in _OFFICE_ENDS:
            return ""
        place, *offices = text.split(maxsplit=1)
        if offices:  # 广州 民政局
            head = region_at(place)
            is_one = head and head.length == len(place) and len(offices[0].split()) == 1
            return self._issuer(place + offices[0]) if is_one else ""
        return self._issuer(text)

    def _issuer_called(self, text: str) -> str:
        """The issuer that is called ``text`` too; empty if none is."""
        place = region_at(text)
        whole = place.name + text[place.length :] if place else text
        name = canonical(whole)
        folded = name if name == whole else fold(name)
        if folded in self._issuers:
            return self._issuers[folded]
        if leaves_place_out(text):
            return ""
        if place and len(text) > place.length + 1:
            return self._local_called(name) or (
                name if is_issuer(name) and name.endswith(_AUTHORITIES) else ""
            )
        return self._shortened(text, "", self._central[text[:1]])

    def _local_called(self, name: str) -> str:
        place = place_at(name)
        head, office = name[: place.length], name[place.length :]
        return self._shortened(office, head, self._local[name[:1]])

    def _shortened(self, short: str, head: str, among: Iterable[str]) -> str:
        """The one name that ``short`` takes some letters of, from the first to the last: 人社部."""
        if not 3 <= len(short) <= _LONGEST_SHORT:
            return ""
        found = []
        for name in among:
            office = name[len(head) :] if name.startswith(head) else ""
            office = _STATE.sub("", office) if not head else office
            if len(office) > len(short) and _takes(short, office):
                found.append(name)
        return self._issuers[found[0]] if len(found) == 1 else ""


def _takes(short: str, name: str) -> bool:
    letters = iter(name)
    return name[0] == short[0] and name[-1] == short[-1] and all(one in letters for one in short)
