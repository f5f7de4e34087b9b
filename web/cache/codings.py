"""Content codings (RFC 9110, 8.4): which one a client takes, and bytes packed and unpacked in it.

Measured on pages of results (24 KB): zstd 4 takes 50 µs for 5.4 KB, gzip 3 takes 120 µs for 5.5 KB;
gzip 6 takes 210 µs for 5.1 KB, zstd 9 220 µs for 5.2 KB. To unpack zstd takes 10 to 20 µs.
"""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache

import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

IDENTITY, GZIP, ZSTD = "identity", "gzip", "zstd"
PACKED = (ZSTD, GZIP)
_OURS = (*PACKED, IDENTITY)
"""By preference, among those that a client likes as well."""
_ZSTD_LEVEL = 4
_GZIP_LEVEL = 3
_GZIP_FRAME = zlib.MAX_WBITS + 16
FEWEST = 600
"""Fewer bytes go into one packet with their head anyway: they are sent as they are."""
_TEXTS = frozenset(
    (
        "application/json",
        "application/javascript",
        "application/yaml",
        "application/xml",
        "image/svg+xml",
    )
)
"""Media types of texts, beside ``text/…`` and those that end in ``+xml`` or ``+json``."""


@lru_cache(256)
def accepted(header: str) -> str:
    """The coding for a client that sends ``header`` as its Accept-Encoding."""
    if not header:
        return IDENTITY
    chosen: str | None = parse_accept_header(header, Accept).best_match(_OURS)
    return chosen or IDENTITY


@lru_cache(256)
def is_text(content_type: str) -> bool:
    """Whether a body of that type becomes smaller."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind in _TEXTS or kind.endswith(("+xml", "+json"))


def packed(body: bytes, coding: str) -> bytes:
    """``body`` in a coding."""
    return _packed(body, coding, _ZSTD_LEVEL, _GZIP_LEVEL)


def smallest(body: bytes, coding: str) -> bytes:
    """The same, for what is packed once and given as long as the program runs."""
    return _packed(body, coding, zstandard.MAX_COMPRESSION_LEVEL, zlib.Z_BEST_COMPRESSION)


def _packed(body: bytes, coding: str, zstd_level: int, gzip_level: int) -> bytes:
    if coding == ZSTD:
        return zstandard.ZstdCompressor(level=zstd_level).compress(body)
    if coding == GZIP:
        deflate = zlib.compressobj(gzip_level, zlib.DEFLATED, _GZIP_FRAME)
        return deflate.compress(body) + deflate.flush()
    return body


def unpacked(body: bytes, coding: str) -> bytes:
    """What :func:`packed` was given."""
    if coding == ZSTD:
        return zstandard.ZstdDecompressor().decompress(body)
    return gzip.decompress(body) if coding == GZIP else body
