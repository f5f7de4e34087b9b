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
from index.readers.containers.xml import parse_xml

MAX_UNPACKED = 100 * 2**20
"""So many bytes may come out of one archive."""
MAX_RATIO = 100
"""So many times larger than the archive may its content be; small archives are spared."""
MAX_ENTRIES = 2_000
_SPARED = 2**20
_BLOCK = 2**16
_ENCRYPTED = 0x1


class Package:
    """An archive in memory.

    Raises (on opening and on every reading): Unreadable.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise Unreadable("文件已损坏或不完整。请重新下载或另存一份。") from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(f"压缩包内文件超过 {MAX_ENTRIES:,} 个。请拆分后再收录。")
        self._left = MAX_UNPACKED
        self._most = max(len(data) * MAX_RATIO, _SPARED)
        if sum(entry.file_size for entry in entries) > min(self._left, self._most):
            raise Unreadable(_too_large())
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
            raise Unreadable("文件设有密码。请去掉密码后再收录。")
        try:
            with self._zip.open(entry) as handle:
                return b"".join(self._counted(iter(lambda: handle.read(_BLOCK), b"")))
        except (
            zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
            RuntimeError, OverflowError,
        ) as error:  # fmt: skip
            raise Unreadable("文件已损坏或不完整。请重新下载或另存一份。") from error

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML file inside; KeyError when there is none of that name."""
        return parse_xml(self.read(name))

    def _counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._left -= len(block)
            self._most -= len(block)
            if min(self._left, self._most) < 0:
                raise Unreadable(_too_large())
            yield block


def entry_name(entry: str) -> str:
    """A name as it was meant: Chinese tools write GBK without saying so, and ``zipfile`` then
    reads it as code page 437."""
    try:
        return entry.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry


def _too_large() -> str:
    return (
        f"压缩包解开后过大（上限 {MAX_UNPACKED // 2**20} MB，且不超过原大小的 {MAX_RATIO} 倍）。"
        "请拆分后再收录。"
    )
