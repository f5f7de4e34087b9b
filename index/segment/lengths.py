"""How long a text is, in one byte: exact up to 39, then in four significant bits.

The byte of Lucene (``org.apache.lucene.util.SmallFloat.intToByte4``), so that a score here is what an index of Lucene
gives, and a cluster of OpenSearch with it: below 24 a byte is the length itself, from there on it is 24 and a number of
three bits behind a leading one, shifted. A length is taken for the greatest of the 256 that is not above it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_EXACT = 24
"""As many bytes as 31 bits with four of them significant leave over."""


def _length(byte: int) -> int:
    """What a byte stands for."""
    if byte < _EXACT:
        return byte
    shifted, bits = divmod(byte - _EXACT, 8)
    return _EXACT + (bits if shifted == 0 else (bits | 8) << (shifted - 1))


LENGTHS = np.array(list(map(_length, range(256))), np.float64)
"""float64[256], ascending: the length that a byte stands for."""


def length_bytes(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """uint8[n]: the byte of each length, which is not below 0."""
    return (LENGTHS.searchsorted(lengths, side="right") - 1).astype(np.uint8)


def total_length(octets: npt.NDArray[np.uint8]) -> int:
    """The sum of the lengths that some bytes stand for: a mean length is of what lengths are compared with it."""
    return int(LENGTHS.take(octets).sum())
