"""Places within places: which province and prefecture a name begins with, and where a county is.

``data/regions.tsv`` lists the provinces and, behind each, its prefectures; ``data/counties.tsv``
prefectures (or provinces) and their counties, districts and banners, after the codes of the
National Bureau of Statistics of 2023.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_STATUS = re.compile(r"(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|[省市])$")
_PEOPLES = re.compile(
    "(?:藏族|羌族|回族|蒙古族?|哈萨克|柯尔克孜|朝鲜族|白族|傣族|景颇族|傈僳族|土家族|苗族|侗族|布依族|壮族|彝族|哈尼族){1,3}自治州$"
)
_LONGEST_COUNTY = 15


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


@lru_cache(4096)
def place_at(text: str) -> Place:
    """The known place that ``text`` begins with.

    >>> place_at("天河区教育局")
    Place(province='广东省', prefecture='广州市', county='天河区', length=3)
    """
    province = next((name for name in provinces().values() if text.startswith(name)), "")
    at = len(province)
    prefecture, taken = _prefecture(text[at:], province)
    at += taken
    county = _county(text[at:])
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
    for name, of in prefectures().items():
        if text.startswith(name) and province in ("", of):
            return name, len(name)
    for short, name in _short_prefectures().items():
        if text.startswith(short) and province in ("", prefectures()[name]):
            return name, len(short)
    return "", 0


def _county(text: str) -> str:
    homes = _homes()
    for length in range(min(len(text), _LONGEST_COUNTY), 1, -1):
        if text[:length] in homes:
            return text[:length]
    return ""


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
