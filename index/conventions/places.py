"""Places within places: which province and prefecture a name begins with, and where a county is.

``data/regions.tsv`` lists the provinces and, behind each, its prefectures; ``data/counties.tsv``
prefectures (or provinces) and their counties, districts and banners, after the codes of the
National Bureau of Statistics of 2023.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_STATUS = re.compile(r"(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|[省市])$")
_PEOPLES = re.compile(
    "(?:藏族|羌族|回族|蒙古族?|哈萨克|柯尔克孜|朝鲜族|白族|傣族|景颇族|傈僳族|土家族|苗族|侗族|布依族|壮族|彝族|哈尼族){1,3}自治州$"
)
_LONGEST = 15
"""No province, prefecture or county has a longer name."""
_BEGINNING = 2
"""So many characters every name has."""


class Place(NamedTuple):
    """What a text begins with; each part by its full name, empty where it is not told.

    Attributes:
        province, prefecture, county: 广东省, 广州市, 天河区. What stands above a part that occurs
            once in the country is told with it.
        length: how many characters of the text they take; 0 where it begins with no known place.
    """

    province: str = ""
    prefecture: str = ""
    county: str = ""
    length: int = 0


NOWHERE = Place()


def place_at(text: str) -> Place:
    """The known place that ``text`` begins with.

    >>> place_at("天河区教育局")
    Place(province='广东省', prefecture='广州市', county='天河区', length=3)
    """
    return _place_at(text) if begins_as_place(text) else NOWHERE


def begins_as_place(text: str) -> bool:
    """Whether the name of some place, whole or short, has the first characters of a text: most texts name none,
    and are told so."""
    return text[:_BEGINNING] in _beginnings()


@lru_cache(4096)
def _place_at(text: str) -> Place:
    province = _named(text, _whole_provinces())
    at = len(province)
    prefecture, taken = _prefecture(text[at:], province)
    at += taken
    county = _named(text[at:], _homes())
    homes = _homes().get(county, ())
    fitting = [home for home in homes if _fits(home, province, prefecture)]
    if not county or (not at and len(fitting) != 1):
        fitting = []
    if fitting:
        at += len(county)
    if len(fitting) == 1:
        province, prefecture = fitting[0]
    elif prefecture:
        province = prefectures()[prefecture]
    return Place(province, prefecture, county if fitting else "", at) if at else NOWHERE


def is_one_of_many(county: str) -> bool:
    """Whether several districts or counties of the country bear a name (朝阳区)."""
    return len(_homes().get(county, ())) > 1


def _fits(home: tuple[str, str], province: str, prefecture: str) -> bool:
    return (not province or home[0] == province) and (not prefecture or home[1] == prefecture)


def _prefecture(text: str, province: str) -> tuple[str, int]:
    """The prefecture that a text begins with, and how long its name is there (阿坝州)."""
    written = _named(text, prefectures()) or _named(text, _short_prefectures())
    name = _short_prefectures().get(written, written)
    return (name, len(written)) if name and province in ("", prefectures()[name]) else ("", 0)


def _named(text: str, names: Collection[str]) -> str:
    """The longest of some names that a text begins with; empty where it begins with none."""
    for length in range(min(len(text), _LONGEST), _BEGINNING - 1, -1):
        if text[:length] in names:
            return text[:length]
    return ""


@cache
def _beginnings() -> frozenset[str]:
    """The first characters of all names."""
    names = (*_whole_provinces(), *prefectures(), *_short_prefectures(), *_homes())
    return frozenset(name[:_BEGINNING] for name in names)


@cache
def _whole_provinces() -> frozenset[str]:
    return frozenset(provinces().values())


@cache
def provinces() -> Mapping[str, str]:
    """Short name of a province -> its full name."""
    return {_STATUS.sub("", row[0]): row[0] for row in _rows("regions.tsv")}


@cache
def prefectures() -> Mapping[str, str]:
    """Full name of a prefecture -> full name of its province."""
    return {name: province for province, *below in _rows("regions.tsv") for name in below}


@cache
def _short_prefectures() -> Mapping[str, str]:
    """阿坝州 -> 阿坝藏族羌族自治州."""
    short = {_PEOPLES.sub("州", name): name for name in prefectures()}
    return {name: full for name, full in short.items() if name != full}


@cache
def _homes() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """County -> the provinces and prefectures that have one of that name; of what lies directly
    under a province the prefecture is empty."""
    homes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for above, *below in _rows("counties.tsv"):
        province = prefectures().get(above, "")
        for county in below:
            homes[county].append((province, above) if province else (above, ""))
    return {county: tuple(found) for county, found in homes.items()}


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("index.conventions") / "data" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines()]
