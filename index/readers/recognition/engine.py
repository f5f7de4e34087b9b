"""From the picture of a page to the lines on it: straighten, find, read, place."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np

from index.readers.recognition.detection import Box, Detector
from index.readers.recognition.ink import Picture, grey
from index.readers.recognition.placing import BESIDE, placed
from index.readers.recognition.reading import LineReader
from index.readers.recognition.seen import SeenPage
from index.readers.recognition.straighten import level

_DETECTION = "ch_PP-OCRv4_det_infer.onnx"
_READING = "ch_PP-OCRv4_rec_infer.onnx"
_LEGIBLE = 0.6
"""Lines less certain than this are no text: pictures, seals, scribbles."""
_ON_ITS_HEAD = 0.75
"""A page whose longest lines are less certain than this is tried upside down."""
_TRIED = 5


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
        legible = [
            (box, read) for box, read in zip(boxes, reads, strict=True)
            if read.certainty >= _LEGIBLE
        ]  # fmt: skip
        lines = placed([box for box, _ in legible], [read for _, read in legible], page.shape[1])
        return SeenPage(float(page.shape[1]), float(page.shape[0]), lines)

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
    beside = round(BESIDE * box.high)
    return page[box.top : box.bottom, max(0, box.left - beside) : box.right + beside]
