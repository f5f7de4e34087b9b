"""The sketch of a text: the smallest hashes of its pieces, by which texts are compared unread.

Pieces are five letters long (marks and white space left out). Of two texts the share of hashes they
have in common estimates the share of pieces they have in common, to some 0.04 (bottom-k sketches:
Broder 1997, Cohen and Kaplan 2007).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.text.fold import Codes, fold_codes
from index.text.runs import runs

SIZE = 128
"""So many hashes are kept of a text; of a text with fewer pieces, all."""
_PIECE = 5
_BITS = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)
_AT_FIRST = 4 * SIZE
"""About so many of the smallest are looked at first: nearly always enough when repeated ones are left out."""
_ROWS, _BANDS = 3, 8
_PARTS = _ROWS * _BANDS
_FEWEST = 2 * _PARTS
_PROMULGATION = re.compile(r"通过|批准|公布|发布|修[订正]")
_FIRST_LINES = 12
_LONGEST_HEAD = 4_000
_LETTERS = ((0x30, 0x3A), (0x61, 0x7B), (0x3007, 0x3008), (0x3400, 0xA000), (0x20000, 0x40000))


class Overlap(NamedTuple):
    """How much two texts have in common, each from 0 to 1.

    Attributes:
        common: the share of the pieces of both together that both have (Jaccard).
        contained: the share of the pieces of the shorter that the longer has, too.
    """

    common: float
    contained: float


_NOTHING = Overlap(0.0, 0.0)


def sketch_of(body: str, codes: Codes | None = None) -> tuple[int, ...]:
    """The :data:`SIZE` smallest hashes of the pieces of a text, 32 bits each, ascending.

    The promulgation under its title is left out: sources print all of it, a part, or nothing. Empty
    for a text of fewer than five letters.

    Args:
        codes: ``body``, where that is folded already.
    """
    codes = fold_codes(body) if codes is None else codes
    codes = codes[_end_of_promulgation(body) :]
    letters = codes[_is_letter()[codes]].astype(np.uint64)
    pieces = len(letters) - _PIECE + 1
    if pieces <= 0:
        return ()
    hashed = letters[:pieces].copy()
    for at in range(1, _PIECE):
        hashed *= _MULTIPLIER
        hashed += letters[at : at + pieces]
    hashed ^= hashed >> _SHIFT
    hashed *= _MIX
    hashes: npt.NDArray[np.uint32] = (hashed >> np.uint64(_BITS)).astype(np.uint32)
    return tuple(_smallest(hashes).tolist())


def bands(sketch: tuple[int, ...]) -> tuple[str, ...]:
    """Keys that texts share which have nearly all pieces in common; none of a text of few pieces.

    Each is made of the smallest hashes of three parts of their range, so that of two texts with four
    fifths of their pieces in common one in 500 shares no key, and of two with a tenth one in 100 any.
    """
    if len(sketch) < _FEWEST:
        return ()
    least = [0] * _PARTS
    for value in reversed(sketch):
        least[value % _PARTS] = value
    rows = (least[at : at + _ROWS] for at in range(0, _PARTS, _ROWS))
    return tuple(f"{band}{_mixed(row):x}" for band, row in enumerate(rows))


def overlap(one: tuple[int, ...], other: tuple[int, ...]) -> Overlap:
    """What two texts have in common, estimated from their sketches; symmetric."""
    if not one or not other:
        return _NOTHING
    both = len(_hashes(one) & _hashes(other))
    if not both:
        return _NOTHING
    # Below the last hash of a full sketch all of the text are known; above it, none.
    last = min(map(last_known, (one, other)))
    common = both / (bisect_right(one, last) + bisect_right(other, last) - both)
    sizes = size(one), size(other)
    shared = common * sum(sizes) / (1 + common)
    return Overlap(common, min(1.0, shared / min(sizes)))


def last_known(sketch: tuple[int, ...]) -> int:
    """Up to which hash a sketch has all of its text."""
    return sketch[-1] if len(sketch) == SIZE else 2**_BITS


@lru_cache(4096)
def _hashes(sketch: tuple[int, ...]) -> frozenset[int]:
    """A sketch as a set: it is compared with many."""
    return frozenset(sketch)


def size(sketch: tuple[int, ...]) -> float:
    """How many different pieces the text of a sketch has; an estimate where it is full."""
    if len(sketch) < SIZE:
        return float(len(sketch))
    return (SIZE - 1) * 2.0**_BITS / max(sketch[-1], 1)


def _smallest(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    if len(hashes) > 2 * _AT_FIRST:  # they are spread evenly
        found = _ascending(hashes[hashes < np.uint32(2**_BITS * _AT_FIRST // len(hashes))])
        if len(found) >= SIZE:
            return found[:SIZE]
    return _ascending(hashes)[:SIZE]


def _ascending(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Each once, in order: ``np.unique`` takes several times as long for few."""
    ordered = np.sort(hashes)
    return ordered[runs(ordered)]


def _mixed(values: list[int]) -> int:
    """48 bits of some numbers in their order."""
    mixed = 0
    for value in values:
        mixed = (mixed + value + 1) * int(_MULTIPLIER) % 2**64
    return mixed >> 16


def _end_of_promulgation(body: str) -> int:
    """Where the bracket ends that tells of the adoption of a text that begins with one; else 0."""
    lines = body[:_LONGEST_HEAD].split("\n")[:_FIRST_LINES]
    first = next((at for at, line in enumerate(lines) if line.strip()[:1] in ("(", "（")), None)
    if first is None:
        return 0
    last = next(
        (at for at in range(first, len(lines)) if lines[at].strip()[-1:] in (")", "）")), len(lines)
    )
    head = "\n".join(lines[: last + 1])
    return len(head) if last < len(lines) and _PROMULGATION.search(head) else 0


@cache
def _is_letter() -> npt.NDArray[np.bool_]:
    """bool[0x110000]: the folded characters that pieces are made of."""
    table = np.zeros(0x110000, np.bool_)
    for first, end in _LETTERS:
        table[first:end] = True
    table.setflags(write=False)
    return table
