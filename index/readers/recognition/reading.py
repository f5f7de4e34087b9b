"""What a line says: the network that reads it (PP-OCRv4), and where it saw each character."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

from index.readers.recognition.ink import Picture

_HIGH = 48
"""Pixels of height in which the network takes a line …"""
_LEAST_WIDE, _MOST_WIDE = 320, 3_200
"""… and of width."""
_BATCH = 6 * 1_600
"""So many pixels of width at once: memory."""
_STEP = 8
"""Pixels of width for one column of its answer."""


class Read(NamedTuple):
    """A line: its characters, how certain each is, and where its middle is, from 0 to 1 of the
    width of the line."""

    text: str
    certainties: tuple[float, ...]
    middles: tuple[float, ...]

    @property
    def certainty(self) -> float:
        """On average; 0 where nothing was read."""
        return sum(self.certainties) / len(self.certainties) if self.certainties else 0.0


class LineReader:
    """Reads pictures of single lines."""

    def __init__(self, model: Path, threads: int) -> None:
        settings: dict[str, Any] = {
            "model_path": str(model), "intra_op_num_threads": threads,
            "inter_op_num_threads": 1, "rec_batch_num": 6, "rec_img_shape": [3, _HIGH, 320],
        }  # fmt: skip
        network = TextRecognizer(settings)
        self._run = network.session
        self._letters: list[str] = network.postprocess_op.character

    def read(self, lines: Sequence[Picture]) -> list[Read]:
        """What each of ``lines``, pictures in grey, says."""
        made = [Read("", (), ())] * len(lines)
        for part in _batches(lines):
            wide = max(_width(lines[at]) for at in part)
            block = np.concatenate([_normal(lines[at], wide) for at in part])
            answers = self._run(block)[0]
            for at, answer in zip(part, answers, strict=True):
                made[at] = self._decoded(answer, _width(lines[at]))
        return made

    def _decoded(self, answer: npt.NDArray[np.float32], wide: int) -> Read:
        """CTC: of equal neighbours one counts, and a blank between them parts them."""
        best = answer.argmax(axis=1)
        certain = answer.max(axis=1)
        text: list[str] = []
        certainties: list[float] = []
        middles: list[float] = []
        edges = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(edges[1:], len(best))
        for start, end in zip(edges.tolist(), ends.tolist(), strict=True):
            letter = int(best[start])
            if letter == 0:
                continue
            text.append(self._letters[letter])
            certainties.append(float(certain[start:end].max()))
            middles.append(min(1.0, (start + end) / 2 * _STEP / wide))
        return Read("".join(text), tuple(certainties), tuple(middles))


def _width(line: Picture) -> int:
    high, wide = int(line.shape[0]), int(line.shape[1])
    return min(max(1, math.ceil(_HIGH * wide / high)), _MOST_WIDE)


def _batches(lines: Sequence[Picture]) -> Iterator[list[int]]:
    """Lines of like width together, so that little is read of what is none."""
    part: list[int] = []
    for at in sorted(range(len(lines)), key=lambda at: _width(lines[at])):
        if part and (len(part) + 1) * max(_LEAST_WIDE, _width(lines[at])) > _BATCH:
            yield part
            part = []
        part.append(at)
    if part:
        yield part


def _normal(line: Picture, wide: int) -> npt.NDArray[np.float32]:
    """As the network wants it: 48 pixels high, from -1 to 1, three times, the rest 0."""
    own = _width(line)
    how = cv2.INTER_CUBIC if line.shape[0] < _HIGH else cv2.INTER_AREA
    resized = cv2.resize(line, (own, _HIGH), interpolation=how)
    block = np.zeros((1, 3, _HIGH, max(wide, _LEAST_WIDE)), np.float32)
    block[0, :, :, :own] = resized.astype(np.float32) / 127.5 - 1
    return block
