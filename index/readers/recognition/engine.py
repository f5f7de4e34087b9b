"""From the picture of a page to the lines on it: straighten, find, read, place."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from unicodedata import east_asian_width

import numpy as np

from index.readers.recognition.detection import Box, Detector
from index.readers.recognition.ink import Picture, grey
from index.readers.recognition.reading import LineReader, Read
from index.readers.recognition.seen import SeenLine, SeenPage
from index.readers.recognition.straighten import level

_DETECTION = "ch_PP-OCRv4_det_infer.onnx"
_READING = "ch_PP-OCRv4_rec_infer.onnx"
_LEGIBLE = 0.6
"""Lines less certain than this are no text: pictures, seals, scribbles."""
_ON_ITS_HEAD = 0.75
"""A page whose longest lines are less certain than this is tried upside down."""
_ALIKE = ("〔[【", "〕]】")
"""Brackets that never stand beside each other in print."""
_TRIED = 5
_BESIDE = 0.4
"""So much more than a box is looked at on its left and right, in its height."""
_MARGIN = 0.12
"""Share of the height of a box that is white above and below the characters."""


class Recogniser:
    """Recognises pages. Args: ``threads``, how many processors it may use."""

    def __init__(self, threads: int = 1) -> None:
        found = find_spec("rapidocr_onnxruntime")
        assert found
        assert found.submodule_search_locations
        models = Path(next(iter(found.submodule_search_locations)), "models")
        self._detector = Detector(models / _DETECTION, threads)
        self._reader = LineReader(models / _READING, threads)

    def see(self, picture: Picture) -> SeenPage:
        """The lines on the picture of a page."""
        page = level(grey(picture))
        boxes = self._detector.boxes(page)
        if boxes is None:
            page = np.ascontiguousarray(np.rot90(page))
            boxes = self._detector.boxes(page) or []
        if self._is_on_its_head(page, boxes):
            page = np.ascontiguousarray(np.rot90(page, 2))
            boxes = self._detector.boxes(page) or []
        reads = self._reader.read([_cut(page, box) for box in boxes])
        lines = [
            line for box, read in zip(boxes, reads, strict=True)
            if read.text.strip() and read.certainty >= _LEGIBLE and (line := _placed(box, read, page.shape[1]))
        ]  # fmt: skip
        return SeenPage(float(page.shape[1]), float(page.shape[0]), tuple(lines))

    def _is_on_its_head(self, page: Picture, boxes: list[Box]) -> bool:
        longest = sorted(boxes, key=lambda box: box.wide, reverse=True)[:_TRIED]
        if not longest:
            return False
        cuts = [_cut(page, box) for box in longest]
        here = median(read.certainty for read in self._reader.read(cuts))
        if here >= _ON_ITS_HEAD:
            return False
        flipped = [np.ascontiguousarray(np.rot90(cut, 2)) for cut in cuts]
        return median(read.certainty for read in self._reader.read(flipped)) > here + 0.1


def _cut(page: Picture, box: Box) -> Picture:
    """A line with a little of what is beside it: the last stop is easily cut off."""
    beside = round(_BESIDE * box.high)
    return page[box.top : box.bottom, max(0, box.left - beside) : box.right + beside]


def _placed(box: Box, read: Read, wide: int) -> SeenLine:
    """The characters of a line on the page: those that follow each other closely stand evenly,
    since the network says their places to a sixth of a character only.

    Args:
        wide: of the page.
    """
    beside = round(_BESIDE * box.high)
    left, right = max(0, box.left - beside), min(wide, box.right + beside)
    letters = [(a, certainty, left + at * (right - left)) for a, certainty, at in _letters(read)]
    size = _size(box, letters)
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
    text = "".join(letter for letter, _, _ in letters)
    return SeenLine(
        text, tuple(starts), tuple(widths), base, size,
        sum(certainties) / len(certainties), min(certainties),
    )  # fmt: skip


def _letters(read: Read) -> list[tuple[str, float, float]]:
    """Each character but spaces, with its certainty and place; of two brackets that were seen in
    the place of one, the surer."""
    kept: list[tuple[str, float, float]] = []
    for one in zip(*read, strict=True):
        is_double = kept and any(kept[-1][0] in kind and one[0] in kind for kind in _ALIKE)
        if is_double and one[1] > kept[-1][1]:
            kept[-1] = one
        elif not is_double and not one[0].isspace():
            kept.append(one)
    return kept


def _share(letter: str) -> float:
    """The width of a character, in those of an ideograph."""
    return 1.0 if east_asian_width(letter) in "WFA" else 0.5


def _size(box: Box, letters: list[tuple[str, float, float]]) -> float:
    """Of the characters: by the distance of ideographs, else by the height of the box."""
    steps = [
        after[2] - before[2]
        for before, after in pairwise(letters)
        if _share(before[0]) == _share(after[0]) == 1.0
    ]
    by_height = box.high * (1 - 2 * _MARGIN)
    if len(steps) < 4:
        return by_height
    return min(max(median(steps), 0.7 * by_height), 1.25 * by_height)


def _runs(
    letters: list[tuple[str, float, float]], size: float
) -> list[list[tuple[str, float, float]]]:
    """Letters that follow each other without a gap."""
    runs = [[letters[0]]]
    for before, after in pairwise(letters):
        natural = (_share(before[0]) + _share(after[0])) / 2 * size
        if after[2] - before[2] > natural + 0.75 * size:
            runs.append([])
        runs[-1].append(after)
    return runs
