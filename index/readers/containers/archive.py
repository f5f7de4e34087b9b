"""Files that are ZIP archives (DOCX, OFD, XLSX, ZIP), read with distrust.

An archive's directory is checked before anything is unpacked, and the bytes that really come
out are counted, since a directory may lie.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.containers.xml import parse_xml

_BLOCK = 2**16
_ENCRYPTED = 0x1
_MANIFEST = "META-INF/manifest.xml"


class Package:
    """An archive in memory.

    Raises (on opening and on every reading): Unreadable.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise Unreadable(refusals.DAMAGED) from error
        entries = self._zip.infolist()
        if len(entries) > limits.ARCHIVE_ENTRIES:
            raise Unreadable(refusals.TOO_MANY_ENTRIES)
        self._left = limits.UNPACKED_BYTES
        self._most = max(len(data) * limits.UNPACKED_RATIO, limits.UNPACKED_SPARED)
        if sum(entry.file_size for entry in entries) > min(self._left, self._most):
            raise Unreadable(refusals.UNPACKED_TOO_LARGE)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the files inside, in the order of the directory."""
        return list(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The content of one file inside; KeyError when there is none of that name."""
        entry = self._entries[name]
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable(refusals.LOCKED)
        try:
            with self._zip.open(entry) as handle:
                return b"".join(self._counted(iter(lambda: handle.read(_BLOCK), b"")))
        except (
            zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
            RuntimeError, OverflowError,
        ) as error:  # fmt: skip
            raise Unreadable(refusals.DAMAGED) from error

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML file inside; KeyError when there is none of that name."""
        return parse_xml(self.read(name))

    def _counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._left -= len(block)
            self._most -= len(block)
            if min(self._left, self._most) < 0:
                raise Unreadable(refusals.UNPACKED_TOO_LARGE)
            yield block


def is_locked_odf(data: bytes) -> bool:
    """Whether ``data`` is an OpenDocument file with a password.

    Raises: Unreadable.
    """
    if not data.startswith(b"PK"):
        return False
    package = Package(data)
    return _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST)


def entry_name(entry: str) -> str:
    """A name as it was meant: Chinese tools write GBK without saying so, and ``zipfile`` then
    reads it as code page 437."""
    try:
        return entry.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry
