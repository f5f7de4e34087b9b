"""Is a segment what its documents would be written as?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.disk import disk
from index.document import PolicyDocument
from index.segment.blocks import BlockFile
from index.segment.compression import unpacked
from index.segment.merge import Kept, merge
from index.segment.segment import Segment
from index.segment.texts import texts
from index.segment.writer import SegmentWriter
from index.text.analysis import Analyzer

AT_ONCE = 500
"""So many documents are cut again at a time."""
_BODIES = "text.body"


def verify(
    segment: Segment, numbers: npt.NDArray[np.int64], folder: Path, analyzer: Analyzer
) -> Iterator[str]:
    """Cut the documents ``numbers`` again: the ids of those whose terms are not their texts'.

    What a merge takes of these documents must equal, block by block, what writing them anew
    gives. Where it does not, halves are looked at, down to single documents.

    Args:
        numbers: int64[n], ascending; at most about :data:`AT_ONCE`.
        folder: for files of our own, which are removed again.

    Raises:
        IndexDamaged: a checksum is wrong.
    """
    if _alike(segment, numbers, folder, analyzer):
        return
    if len(numbers) == 1:
        yield segment.id(int(numbers[0]))
        return
    for half in np.array_split(numbers, 2):
        yield from verify(segment, half, folder, analyzer)


def _alike(
    segment: Segment, numbers: npt.NDArray[np.int64], folder: Path, analyzer: Analyzer
) -> bool:
    held, anew = folder / "held", folder / "anew"
    mask = np.zeros(segment.documents, np.bool_)
    mask[numbers] = True
    try:
        merge([Kept(segment, mask)], held)
        with SegmentWriter(anew, analyzer) as writer:
            for number in numbers.tolist():
                row = segment.card(number) | {"body": segment.body(number)}
                writer.add(PolicyDocument.from_json(row))
        return _equal(BlockFile(held), BlockFile(anew))
    finally:
        disk.remove(held)
        disk.remove(anew)


def _equal(one: BlockFile, other: BlockFile) -> bool:
    """Whether two files hold the same; packed bodies are compared unpacked."""
    if one.meta != other.meta or set(one.names()) != set(other.names()):
        return False
    for name in one.names():
        if not name.startswith(_BODIES) and not np.array_equal(one.whole(name), other.whole(name)):
            return False
    return [*map(unpacked, texts(one, _BODIES))] == [*map(unpacked, texts(other, _BODIES))]
