"""Byte strings in a segment: one behind the other, and where each ends."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from struct import Struct

import numpy as np

from index.segment.blocks import BlockFile, BlockWriter

TEXTS = ("text.id", "text.name", "text.card", "text.headings", "text.body", "text.statements")
"""The texts of every document: its id, its title as a key, the rest as JSON but for the headings
(``index.document.Headings``), these, the body packed, and what it says (``index.statements.packing``)."""

_PAIRS = {4: Struct("<II"), 8: Struct("<qq")}
"""By the bytes of a number."""


class TextsBuffer:
    """Gathers byte strings."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("q")

    def add(self, text: bytes) -> None:
        """Add the next one."""
        self._data += text
        self._ends.append(len(self._data))

    def write(self, file: BlockWriter, name: str) -> None:
        """Write the blocks ``name`` and ``name.ends``."""
        file.add(name, np.frombuffer(bytes(self._data), np.uint8))
        file.add(f"{name}.ends", np.frombuffer(self._ends, np.int64))


def reader(file: BlockFile, name: str) -> Callable[[int], bytes]:
    """What reads the byte strings of a block one by one."""
    ends = file.whole(f"{name}.ends").data
    part = file.slicer(name)
    return lambda number: part(ends[number - 1] if number else 0, ends[number])


def texts(file: BlockFile, name: str, ends: str = "") -> Iterator[bytes]:
    """All of them, in order."""
    whole = file.whole(name).tobytes()
    start = 0
    for end in file.whole(ends or f"{name}.ends").tolist():
        yield whole[start:end]
        start = end


def spans(file: BlockFile, name: str) -> Callable[[int], tuple[int, int]]:
    """What tells where item ``number`` begins and ends, out of a large block of ends."""
    raw, width = file.slicer(name), file.width(name)
    unpack = _PAIRS[width].unpack

    def span(number: int) -> tuple[int, int]:
        if not number:
            return 0, int.from_bytes(raw(0, width), "little")
        begin, end = unpack(raw((number - 1) * width, (number + 1) * width))
        return begin, end

    return span
