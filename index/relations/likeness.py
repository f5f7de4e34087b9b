"""What speaks for and against two documents being one: their names, numbers, days."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from index.statements.model import Identity
from index.statements.names import without_issuer
from index.statements.numbers import number_key
from index.text.han import TENS

MONTH = 31
_SERIALS = frozenset(f"{TENS}0123456789百千年度第批期上下甲乙丙")
"""What tells members of a series apart."""
_ORDER = "令"
_SHORTEST = 3
_PLACE = re.compile(r"[省市县区州旗盟]$")
_PROVINCE = re.compile(r".{2,8}?(?:省|自治区)|北京市|上海市|天津市|重庆市")


def share_name(one: Identity, other: Identity) -> bool:
    """Whether two are known under one name; of the looser ones without issuer, where one of them names none."""
    if not one.names or not other.names:
        return False
    if one.names[0] == other.names[0]:
        return True
    shared = set(one.names) & set(other.names)
    exact = {name for name in shared if not _leaves_issuer_out(name, one, other)}
    return bool(exact) or one.names[0] in shared or other.names[0] in shared


def _leaves_issuer_out(name: str, *identities: Identity) -> bool:
    return any(name == without_issuer(own) for it in identities for own in it.names)


def same_number(one: Identity, other: Identity) -> bool | None:
    """Whether two numbers are one; None where one of them has none."""
    if not one.number or not other.number:
        return None
    return number_key(one.number) == number_key(other.number)


def same_series(one: Identity, other: Identity) -> bool:
    """Whether two numbers are of one series: of one authority, and counted by it together."""
    first, second = (number_key(it.number).partition("|") for it in (one, other))
    return bool(first[0] and first[1]) and first[0] == second[0]


def is_order(identity: Identity) -> bool:
    """Whether it is numbered as an order (令), whose number all texts of a law share."""
    return _ORDER in identity.number


def elsewhere(one: Identity, other: Identity) -> bool:
    """Whether two are of different places, of which neither lies in the other."""
    first, second = one.region, other.region
    if first.startswith(second) or second.startswith(first):
        return False
    return _is_provincial(first) and _is_provincial(second)


@lru_cache(4096)
def _is_provincial(region: str) -> bool:
    return bool(_PROVINCE.match(region))


def apart(one: frozenset[int], other: frozenset[int]) -> int | None:
    """So many days are between the nearest of two sets of days; None where one is empty."""
    return min((abs(a - b) for a in one for b in other), default=None)


def is_substitution(one: str, other: str) -> bool:
    """Whether two names differ in one place, where each has words of its own: 日照市…条例 and 济宁市…条例."""
    head, tail = _frame(one, other)
    longest = max(len(one), len(other))
    return head + tail < min(len(one), len(other)) and 2 * (head + tail) >= longest


def is_serial(one: str, other: str) -> bool:
    """Whether numerals alone tell two names apart: 修正案（二） and 修正案（三）, 2019年度 and 2020年度."""
    head, tail = _frame(one, other)
    rest = one[head : len(one) - tail], other[head : len(other) - tail]
    return any(rest) and all(letter in _SERIALS for part in rest for letter in part)


def is_abbreviation(one: str, other: str) -> bool:
    """Whether a name has only letters of a longer one, in its order and ending as it: 选举法 of 全国…选举法.

    What stands before a name and is a place makes another of it: 山西省…条例.
    """
    short, long = sorted((one, other), key=len)
    ending = short[-_SHORTEST:]
    if len(short) < _SHORTEST or not long.endswith(ending) or _PLACE.search(long[: -len(short)]):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _frame(one: str, other: str) -> tuple[int, int]:
    """How many letters two names have in common at their beginnings, and then at their ends."""
    least = min(len(one), len(other))
    head = 0
    while head < least and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < least - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head, tail


def similarity(one: str, other: str) -> float:
    """From 0 to 1: the share of neighbouring letters that two names have in common (Dice)."""
    first = Counter(pairwise(one))
    second = Counter(pairwise(other))
    held = first.total() + second.total()
    return 2 * (first & second).total() / held if held else float(one == other)
