"""Where text stands on an upright page: boxes of lines, as found by a network and completed by ink.

The network (PP-OCRv4, by ``rapidocr-onnxruntime``) parts a line where a gap is wide, and now and
then misses one or its end; so boxes of one line are joined, and ink beside and between them that
is as high as text is taken for text as well. Whether it is, recognition says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr_onnxruntime.ch_ppocr_det import TextDetector

from index.readers.recognition.ink import Picture, strokes

LONGEST = 1_600
"""Pixels of the longer side of the picture in which text is looked for."""
MOST = 600
"""So many lines may a page have."""
_NARROW = 1.2
"""Boxes of one line that are nearer than so many heights are joined."""


class Box(NamedTuple):
    """Pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_upright(self) -> bool:
        """Whether it is much higher than wide: a line of a page on its side."""
        return self.high > 1.5 * self.wide

    @property
    def high(self) -> int:
        """Its height."""
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        """Its width."""
        return self.right - self.left


class Detector:
    """Finds the lines of a page; ``threads``: how many processors it may use."""

    def __init__(self, model: Path, threads: int) -> None:
        settings: dict[str, Any] = {
            "model_path": str(model), "intra_op_num_threads": threads,
            "inter_op_num_threads": 1, "limit_side_len": 736, "limit_type": "min",
            "thresh": 0.3, "box_thresh": 0.4, "max_candidates": MOST, "unclip_ratio": 1.6,
            "use_dilation": True, "score_mode": "fast",
        }  # fmt: skip
        self._detect = TextDetector(settings)

    def boxes(self, page: Picture) -> list[Box] | None:
        """The boxes of the lines of a page in grey, from top to bottom; None for a page that lies
        on its side."""
        scale = LONGEST / max(page.shape)
        small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=_good_for(scale))
        corners, _ = self._detect(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR))
        if corners is None or not len(corners):
            found = []
        else:
            found = [_box(each, small) for each in corners]
        if _run_upwards(found):
            return None
        found = joined(found)
        found = joined([*found, *overlooked(np.asarray(small, np.uint8), found)])
        back = [_scaled(box, 1 / scale, page) for box in found]
        return sorted((box for box in back if min(box.high, box.wide) > 3), key=lambda b: b.top)[
            :MOST
        ]


def _run_upwards(boxes: list[Box]) -> bool:
    """Whether most of the text, by its length, runs up or down."""
    upright = sum(box.high for box in boxes if box.is_upright)
    return upright > sum(box.wide for box in boxes if not box.is_upright)


def joined(boxes: list[Box]) -> list[Box]:
    """Boxes that are pieces of one line become one."""
    done: list[Box] = []
    for box in sorted(boxes):
        for at in range(len(done) - 1, -1, -1):
            if _is_one_line(done[at], box):
                done[at] = _around(done[at], box)
                break
        else:
            done.append(box)
    return done


def _is_one_line(one: Box, other: Box) -> bool:
    low, high = sorted((one.high, other.high))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    gap = other.left - one.right
    return shared > 0.6 * low and high < 1.5 * low and gap < _NARROW * low


def _around(one: Box, other: Box) -> Box:
    """The box around pieces of one line; the longer one says how high it is."""
    longer = max(one, other, key=lambda box: box.wide)
    top = min(longer.top, max(one.top, longer.top - 2))
    return Box(min(one.left, other.left), top, max(one.right, other.right), longer.bottom)


def overlooked(page: Picture, boxes: list[Box]) -> list[Box]:
    """Ink outside ``boxes`` that may be text: as high as their lines, and wider than high."""
    if not boxes:
        return []
    usual = float(np.median([box.high for box in boxes]))
    ink = strokes(page, max(3, round(0.5 * usual)))
    for box in boxes:
        ink[box.top : box.bottom, box.left : box.right] = 0
    ink = _without_rules(ink, usual)
    reach = max(3, round(0.6 * usual)) | 1
    run = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    across = max(3, round(0.2 * usual)) | 1
    run = cv2.morphologyEx(run, cv2.MORPH_CLOSE, np.ones((across, 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(run, connectivity=8)
    found = []
    for left, top, wide, high, area in stats[1:].tolist():
        is_text = 0.4 * usual <= high <= 1.4 * usual and wide >= 0.6 * high
        box = Box(left, top, left + wide, top + high)
        if is_text and area > 0.3 * wide * high and not any(_cuts(one, box) for one in boxes):
            margin = max(1, round((usual - high) / 2)) if high < usual else 1
            found.append(
                Box(
                    max(0, left - 2), max(0, top - margin),
                    min(page.shape[1], left + wide + 2), min(page.shape[0], top + high + margin),
                )
            )  # fmt: skip
    return found


def _cuts(line: Box, ink: Box) -> bool:
    """Whether ink is only the upper or lower edge of the characters of a line."""
    across = min(line.right, ink.right) - max(line.left, ink.left)
    down = min(line.bottom, ink.bottom) - max(line.top, ink.top)
    return across > 0.5 * ink.wide and down > -0.15 * line.high


def _without_rules(ink: Picture, usual: float) -> Picture:
    """Ink without the rules of tables and edges, which are longer than any stroke."""
    long = max(9, round(2.5 * usual))
    for shape in ((1, long), (long, 1)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink = np.asarray(cv2.subtract(ink, rules), np.uint8)
    return ink


def _box(corners: npt.NDArray[np.float32], page: npt.NDArray[Any]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
    return Box(max(0, left), max(0, top), min(page.shape[1], right), min(page.shape[0], bottom))


def _scaled(box: Box, by: float, page: Picture) -> Box:
    left, top, right, bottom = (round(side * by) for side in box)
    return Box(left, top, min(page.shape[1], right), min(page.shape[0], bottom))


def _good_for(scale: float) -> int:
    return cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
