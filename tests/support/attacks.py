"""Texts that make a pattern work as hard as it can, derived from the pattern itself.

A pattern takes long where much can be tried before it fails: a repetition that begins at many
places, two repetitions that share characters, a prefix that comes again and again without what
must follow. Each :data:`Attack` makes one such text of about any length.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from re import _constants, _parser
from typing import Any, TypeAlias

Part: TypeAlias = Any
"""A part of a pattern as ``re`` parses it."""
_NO_LETTER = "\x01"
_BY_CATEGORY = {
    "CATEGORY_DIGIT": "1", "CATEGORY_NOT_DIGIT": "x", "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "x", "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": "-",
}  # fmt: skip
_LEAVES = ("LITERAL", "NOT_LITERAL", "ANY", "IN")


@dataclass(frozen=True, slots=True)
class Attack:
    """``before``, then ``pump`` again and again, then ``after``."""

    before: str
    pump: str
    after: str

    def text(self, length: int) -> str:
        """About ``length`` characters of it."""
        return self.before + self.pump * max(1, length // len(self.pump)) + self.after


def attacks_on(pattern: re.Pattern[Any], seed: int = 0) -> list[Attack]:
    """What ``pattern`` may find hard, the same for the same seed."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    chance = random.Random(f"{seed} {pattern.pattern!r}")
    letters = list(dict.fromkeys(_letters(tree)))
    found = [*_pumped(list(tree), "", chance), *_prefixes(list(tree), chance)]
    found += [Attack("", letter, end) for letter in letters for end in ("", _NO_LETTER)]
    found += _mixed(letters, chance)
    return list(dict.fromkeys(attack for attack in found if attack.pump))


def _mixed(letters: list[str], chance: random.Random) -> Iterator[Attack]:
    """Letters in turn, and one letter at the ends of many others."""
    pairs = list(product(letters, repeat=2))
    for one, other in chance.sample(pairs, min(len(pairs), 30)):
        yield Attack("", one + other, _NO_LETTER)
        yield Attack(one, other, _NO_LETTER)
        yield Attack("", one, other)
    for _ in range(10):
        some = "".join(chance.choices(letters, k=chance.randint(2, 6))) if letters else ""
        yield Attack("", some, _NO_LETTER)


def _prefixes(parts: list[Part], chance: random.Random) -> Iterator[Attack]:
    """The beginning of a match without its end, over and over."""
    for upto in range(1, len(parts) + 1):
        for _ in range(2):
            yield Attack("", _sample(parts[:upto], chance), _NO_LETTER)


def _pumped(parts: list[Part], before: str, chance: random.Random) -> Iterator[Attack]:
    """Every repetition made long behind what leads to it, and what follows left out."""
    for at, (kind, value) in enumerate(parts):
        lead = before + _sample(parts[:at], chance)
        rest = _sample(parts[at + 1 :], chance)
        for body in _bodies(str(kind), value):
            yield from _pumped(body, lead, chance)
        if str(kind) not in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            continue
        for letter in list(dict.fromkeys(_letters(list(value[2]))))[:6]:
            yield Attack(lead, letter, _NO_LETTER)
            yield Attack("", letter, rest)
        pump = _sample(list(value[2]), chance)
        yield Attack(lead, pump, _NO_LETTER)
        yield Attack(lead, pump, rest[:-1])
        yield Attack("", lead + pump, _NO_LETTER)
        yield Attack("", lead + 3 * pump, rest[:-1])


def _bodies(name: str, value: Part) -> list[list[Part]]:
    """The parts within a part."""
    if name == "SUBPATTERN":
        return [list(value[3])]
    if name == "BRANCH":
        return [list(part) for part in value[1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [list(value[1])]
    if name == "ATOMIC_GROUP":
        return [list(value)]
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [list(value[2])]
    return []


def _letters(parts: Part) -> Iterator[str]:
    """A few characters that each part of a pattern takes."""
    for kind, value in parts:
        if str(kind) in _LEAVES:
            yield from _of_leaf(str(kind), value)
        for body in _bodies(str(kind), value):
            yield from _letters(body)


def _of_leaf(name: str, value: Part) -> list[str]:
    if name == "LITERAL":
        return [chr(value)]
    if name == "NOT_LITERAL" or name == "ANY":
        return ["x", "\u6c49"]
    found: list[str] = []
    for kind, inner in value:
        match str(kind):
            case "NEGATE":
                return ["x", "\u6c49", " "]
            case "LITERAL":
                found.append(chr(inner))
            case "RANGE":
                found += [chr(inner[0]), chr(inner[1])]
            case "CATEGORY":
                found.append(_BY_CATEGORY[str(inner)])
    return found[:2] + found[-3:]


def _sample(parts: list[Part], chance: random.Random) -> str:
    """Something that ``parts`` take, one behind the other, repetitions short."""
    made = ""
    for kind, value in parts:
        name = str(kind)
        if name in _LEAVES:
            made += chance.choice(_of_leaf(name, value))
        elif name == "BRANCH":
            made += _sample(list(chance.choice(value[1])), chance)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            made += _sample(list(value[3] if name == "SUBPATTERN" else value), chance)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = value
            unbounded = most is _constants.MAXREPEAT
            for _ in range(chance.randint(least, least + 2 if unbounded else min(most, least + 2))):
                made += _sample(list(body), chance)
    return made


def longest_bound(pattern: re.Pattern[Any]) -> int:
    """The greatest number of repetitions that ``pattern`` bounds."""
    return _bound(list(_parser.parse(pattern.pattern, pattern.flags)))


def _bound(parts: list[Part]) -> int:
    most = 1
    for kind, value in parts:
        if str(kind).endswith("_REPEAT") and value[1] is not _constants.MAXREPEAT:
            most = max(most, value[1])
        most = max([most, *map(_bound, _bodies(str(kind), value))])
    return most


_MOST = 200_000
_SPARE = 500
Measure = Callable[[str, int], int]
"""A text, and how much work is too much -> the work it makes, or what is too much."""


def grows_too_fast(measure: Measure, attack: Attack, size: int) -> bool:
    """Whether four times the length makes more than about four times the work (n·log n).

    Args:
        size: the shortest length; above twice the longest bounded repetition.
    """
    little = measure(attack.text(size), _MOST)
    allowed = 6 * little + _SPARE
    return little >= _MOST or measure(attack.text(4 * size), allowed + 1) > allowed
