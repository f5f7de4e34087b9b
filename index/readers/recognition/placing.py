"""Where the characters of recognised lines stand on the page, and how large they are.

The network says the place of a character to a sixth of its width only. So ideographs that follow each
other closely are taken to stand evenly, which typesetting does; the size is their distance, and that of
lines too short to measure is told by the height of their boxes, as in the long lines of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width

from index.readers.recognition.detection import Box
from index.readers.recognition.reading import Read
from index.readers.recognition.seen import SeenLine

BESIDE = 0.4
"""So much more than a box is looked at on its left and right, in its height."""
_USUAL = 0.76
"""Of the height of a box, the size of its characters, where no long line tells."""
_LOOSE = (0.7, 1.25)
"""Lines that are set wider or closer than this are spaced out on purpose."""
_MEASURED = 6
"""So many ideographs in a row make a measure."""
_GAP = 0.75
_ALIKE = ("〔[【", "〕]】")
"""Brackets that never stand beside each other in print."""

Letter = tuple[str, float, float]
"""A character, its certainty, and where its middle is, in pixels."""


def placed(boxes: Sequence[Box], reads: Sequence[Read], wide: int) -> tuple[SeenLine, ...]:
    """The lines of a page that is ``wide`` pixels wide."""
    lines = [(box, _letters(box, read, wide)) for box, read in zip(boxes, reads, strict=True)]
    lines = [(box, letters) for box, letters in lines if letters]
    distances = [(box, _distance(letters)) for box, letters in lines]
    shares = [distance / box.high for box, distance in distances if distance]
    share = median(shares) if shares else _USUAL
    share = min(max(share, _LOOSE[0] * _USUAL), _LOOSE[1] * _USUAL)
    sizes = [_size(distance, share * box.high) for box, distance in distances]
    return tuple(_line(*line, size) for line, size in zip(lines, sizes, strict=True))


def _letters(box: Box, read: Read, wide: int) -> list[Letter]:
    """Each character but spaces; of two brackets seen in the place of one, the surer."""
    beside = round(BESIDE * box.high)
    left, right = max(0, box.left - beside), min(wide, box.right + beside)
    kept: list[Letter] = []
    for letter, certainty, middle in zip(*read, strict=True):
        one = (letter, certainty, left + middle * (right - left))
        is_double = kept and any(kept[-1][0] in kind and letter in kind for kind in _ALIKE)
        if is_double and certainty > kept[-1][1]:
            kept[-1] = one
        elif not is_double and not letter.isspace():
            kept.append(one)
    return kept


def _distance(letters: list[Letter]) -> float:
    """Of ideographs that follow each other, over the longest row of them; 0 where none is long."""
    steps = [
        after[2] - before[2] if _share(before[0]) == _share(after[0]) == 1.0 else 0.0
        for before, after in pairwise(letters)
    ]
    usual = median([step for step in steps if step] or [0.0])
    rows: list[list[float]] = [[]]
    for step in steps:
        if 0.5 * usual < step < 1.6 * usual:
            rows[-1].append(step)
        elif rows[-1]:
            rows.append([])
    longest = max(rows, key=len)
    return sum(longest) / len(longest) if len(longest) >= _MEASURED else 0.0


def _size(distance: float, by_height: float) -> float:
    is_sound = _LOOSE[0] * by_height < distance < _LOOSE[1] * by_height
    return distance if is_sound else by_height


def _line(box: Box, letters: list[Letter], size: float) -> SeenLine:
    starts: list[float] = []
    widths: list[float] = []
    for run in _runs(letters, size):
        shares = [_share(letter) for letter, _, _ in run]
        first = run[0][2] - shares[0] * size / 2
        last = run[-1][2] + shares[-1] * size / 2
        step = (last - first) / sum(shares)
        for share in shares:
            starts.append(first)
            widths.append(step * share)
            first += step * share
    certainties = [certainty for _, certainty, _ in letters]
    base = box.bottom - (box.high - size) / 2 - 0.12 * size
    return SeenLine(
        "".join(letter for letter, _, _ in letters), tuple(starts), tuple(widths), base, size,
        sum(certainties) / len(certainties), min(certainties),
    )  # fmt: skip


def _runs(letters: list[Letter], size: float) -> list[list[Letter]]:
    """Letters that follow each other without a gap."""
    runs = [[letters[0]]]
    for before, after in pairwise(letters):
        natural = (_share(before[0]) + _share(after[0])) / 2 * size
        if after[2] - before[2] > natural + _GAP * size:
            runs.append([])
        runs[-1].append(after)
    return runs


def _share(letter: str) -> float:
    """The width of a character, in those of an ideograph."""
    return 1.0 if east_asian_width(letter) in "WFA" else 0.5
