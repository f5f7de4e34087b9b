"""地区: one way to write a place, ``安徽省宿州市``, from what sources and issuers say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from index.conventions.places import (
    NOWHERE,
    Place,
    begins_as_place,
    place_at,
    prefectures,
    provinces,
)
from index.text.han import HAN

NATIONAL = "全国"
_LONGEST = 200
_LONGEST_PLACE = 40
"""What goes on longer names no place."""
_CENTRAL = re.compile(
    rf"国务院|中共中央|中央|全国|国家|最高人民|中国|中华人民共和国|{HAN}{{2,9}}(?:部|总局|总署)$"
)
_PLACE = re.compile(rf"(?![省市州盟县区旗]){HAN}{{2,7}}?(?:自治州|自治县|地区|[省市州盟县区旗])")
_OFFICE_THERE = re.compile(
    rf"{HAN}{{2,14}}?(?:总局|总署|管理局|监督管理委员会|[监气能铁民统烟海邮信]{HAN}{{0,2}}局|[证保监]会|银行|人民共和国)(?={HAN}{{3}})"
)
"""A central body whose name goes on."""
_PARTS = re.compile(
    rf"({HAN}{{2,8}}?(?:省|自治区))?({HAN}{{2,12}}?(?:市|自治州|盟|地区))?({HAN}{{2,12}}[市县区旗])?"
)
"""A province, a prefecture, a county, as regions are written whose names nobody knows."""
_LEAD = re.compile(r"^(?:关于|印发|公布|发布|\d{4}年度?|[《“\"])*")
_PARTY = re.compile(r"^(?:中国共产党|中共|共青团|民革|民盟|政协)(?!中央)")
"""What stands before the place in names of parties' offices."""


def canonical_region(text: str) -> str:
    """``text`` with the province before a known prefecture, each by its full name.

    >>> canonical_region("山东"), canonical_region("宿州市")
    ('山东省', '安徽省宿州市')
    """
    return _canonical("".join(text.split())) if len(text) <= _LONGEST else text


@lru_cache(4096)
def _canonical(text: str) -> str:
    for prefecture, province in prefectures().items():
        if text.startswith(prefecture):
            return province + text
    for short, province in provinces().items():
        rest = text[len(short) :]
        if text.startswith(short) and (not rest or rest.startswith(tuple(prefectures()))):
            return province + rest
    return text


def levels(region: str) -> tuple[str, ...]:
    """A region and what it lies in, as facets write each, from the widest on.

    >>> levels("广东省广州市天河区"), levels("云澜市青禾县")
    (('广东省', '广东省广州市', '广东省广州市天河区'), ('云澜市', '云澜市青禾县'))
    """
    return _levels(region[:_LONGEST])


@lru_cache(8192)
def _levels(region: str) -> tuple[str, ...]:
    place = place_at(region)
    if place.province and _whole(place) == region:
        parts: tuple[str | None, ...] = place[:3]
    else:
        found = _PARTS.fullmatch(region)
        parts = found.groups() if found else (region,)
    made = ["".join(part or "" for part in parts[: n + 1]) for n in range(len(parts))]
    return tuple(dict.fromkeys(filter(None, made)))


def narrowed(region: str, issuers: Sequence[str]) -> str:
    """A region, or the place within it that all issuers are of which name one.

    >>> narrowed("浙江省", ["杭州市人民代表大会常务委员会"]), narrowed("浙江省", ["国务院"])
    ('浙江省杭州市', '浙江省')
    """
    places = {place for issuer in issuers if (place := seat(issuer))}
    (place, *others) = places or {""}
    return region if others or not is_within(place, region) else place


@lru_cache(8192)
def seat(issuer: str) -> str:
    """The known place that the name of an issuer begins with, whole, as facets write it; else empty."""
    return _whole(place_at(_PARTY.sub("", issuer[:_LONGEST])))


def is_within(place: str, region: str) -> bool:
    """Whether a known place lies in another and is not the same."""
    return place != region and region in levels(place)


def region_of(issuers: Sequence[str]) -> str:
    """The place the first issuer that names one is of; 全国 for central ones; else empty."""
    for issuer in issuers:
        if region := _region(issuer):
            return region
    return ""


def regions_in(folded: str) -> list[str]:
    """The known places that a folded text names, as facets write them, the longest names first.

    >>> regions_in("广东深圳市租房补贴")
    ['广东省深圳市', '广东省']
    """
    found = dict.fromkeys(_names()[name] for name in _naming().findall(folded))
    return sorted(found, key=len, reverse=True)


class PlaceNamed(NamedTuple):
    """A place that a text begins with.

    Attributes:
        region: as facets write it: 广东省广州市天河区.
        name: as names of its offices begin: 广州市天河区.
        length: how many characters of the text it takes.
    """

    region: str
    name: str
    length: int


def region_at(folded: str) -> PlaceNamed | None:
    """The known place that a text begins with, by a short name or the whole one.

    >>> region_at("广州天河区人才公寓")
    PlaceNamed(region='广东省广州市天河区', name='广州市天河区', length=5)
    """
    if not begins_as_place(folded):
        return None
    known, at = _longer(NOWHERE, folded, 0)
    while found := _naming().match(folded, at):
        below = place_at(_names()[found[0]])
        whole = _whole(known)
        if (
            not _whole(below).startswith(whole)
            or _whole(below) == whole
            or _goes_on(folded, found.end())
        ):
            break
        known, at = _longer(below, folded, found.end())
    if not at:
        return None
    whole = _whole(known)
    above = len(known.province) if known.prefecture or known.county else 0
    return PlaceNamed(whole, whole[above:], at)


def _longer(known: Place, text: str, at: int) -> tuple[Place, int]:
    """The place within ``known`` that stands at ``text[at:]`` by its whole name, and where it ends."""
    whole = _whole(known)
    place = place_at(whole + text[at : at + _LONGEST_PLACE])
    if not place.province or place.length <= len(whole):
        return known, at
    return place, at + place.length - len(whole)


def _whole(place: Place) -> str:
    return place.province + place.prefecture + place.county


def _goes_on(text: str, at: int) -> bool:
    """Whether the word for a kind of place follows: 朝阳区 is not 朝阳."""
    return text[at : at + 1] in tuple("省市州盟县区旗")


@cache
def _names() -> dict[str, str]:
    """Every name of a place, short or whole -> as facets write it."""
    names = {name.removesuffix("市"): of + name for name, of in prefectures().items()}
    return names | {name: of + name for name, of in prefectures().items()} | dict(provinces())


@cache
def _naming() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _names()), key=len, reverse=True)))


def place_of(title: str) -> str:
    """The known place that a title begins with (《 and 关于 apart); else empty.

    >>> place_of("关于印发《广州市老年人优待办法》的通知")
    '广东省广州市'
    """
    text = _LEAD.sub("", title)
    return _region(text) if place_at(_PARTY.sub("", text)).length else ""


@lru_cache(4096)
def _region(issuer: str) -> str:
    issuer = _PARTY.sub("", issuer)
    place = place_at(issuer)
    if place.province:
        return place.province + place.prefecture
    if _CENTRAL.match(issuer):
        return _dispatched(issuer) or NATIONAL
    found = _PLACE.match(issuer)
    if found and len(found[0]) < len(issuer):
        return found[0]
    return next((full for short, full in provinces().items() if issuer.startswith(short)), "")


def _dispatched(issuer: str) -> str:
    """The place within the name of an office that a central body has there: 国家能源局湖南监管办公室."""
    found = _OFFICE_THERE.match(issuer)
    if not found:
        return ""
    there = issuer[found.end() :]
    for name, full in _names().items():
        if there.startswith(name):
            return full
    place = _PLACE.match(there)
    return place[0] if place and len(place[0]) < len(there) else ""
