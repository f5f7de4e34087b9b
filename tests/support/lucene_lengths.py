"""Lucene's byte for the length of a text, word for word from its sources: an oracle for ``index.segment.lengths``.

Source: ``org.apache.lucene.util.SmallFloat`` (Apache Lucene 9), ``longToInt4``, ``int4ToLong``, ``intToByte4``,
``byte4ToInt``.
"""

from __future__ import annotations


def long_to_int4(number: int) -> int:
    """Four significant bits of a number: three, and how far they are shifted."""
    bits = number.bit_length()
    if bits < 4:
        return number
    shift = bits - 4
    encoded = number >> shift
    encoded &= 0x07
    encoded |= (shift + 1) << 3
    return encoded


def int4_to_long(encoded: int) -> int:
    """The inverse, but for what was cut off."""
    bits = encoded & 0x07
    shift = (encoded >> 3) - 1
    return bits if shift == -1 else (bits | 0x08) << shift


_MAX_INT4 = long_to_int4(2**31 - 1)
_FREE_VALUES = 255 - _MAX_INT4


def length_byte(length: int | None) -> int:
    """The byte of a length; Whoosh has None for none."""
    if not length or length < _FREE_VALUES:
        return length or 0
    return _FREE_VALUES + long_to_int4(length - _FREE_VALUES)


def length_of(byte: int) -> int:
    """The length that a byte stands for."""
    return byte if byte < _FREE_VALUES else _FREE_VALUES + int4_to_long(byte - _FREE_VALUES)


def rounded(length: int | None) -> int:
    """A length as an index of Lucene keeps it: in one byte, the longer the coarser."""
    return length_of(length_byte(length))
