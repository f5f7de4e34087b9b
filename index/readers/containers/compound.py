"""Compound files (OLE): what their directory says they are, and whether they have a password.

Format: [MS-CFB]; the flag of a DOC: [MS-DOC] 2.5.2. Nothing in a file is trusted: what does not lie
within it is not there.
"""

from __future__ import annotations

from struct import unpack_from

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _HEADER = 128, 512
_MOST_SECTORS = 20_000
_LAST = 0xFFFFFFFA
_WORD_MAGIC, _WORD_ENCRYPTED = 0xA5EC, 0x0100


class Compound:
    """The directory of a compound file; empty where it cannot be read.

    Attributes:
        streams: name of a stream -> the sector where it begins.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = unpack_from("<H", data, 30)[0] if len(data) >= _HEADER else 0
        self._size = 1 << shift if 7 <= shift <= 16 else _HEADER
        self.streams: dict[str, int] = {}
        if data.startswith(MAGIC) and len(data) >= _HEADER:
            for start in self._chain(unpack_from("<I", data, 48)[0]):
                self._read_directory(start)

    @property
    def is_locked(self) -> bool:
        """Whether the document in it can be opened with a password only."""
        if {"EncryptedPackage", "EncryptionInfo"} & self.streams.keys():
            return True
        begins = self._place(self.streams.get("WordDocument", _LAST))
        if begins < 0 or begins + 12 > len(self._data):
            return False
        magic, flags = unpack_from("<H8xH", self._data, begins)
        return bool(magic == _WORD_MAGIC and flags & _WORD_ENCRYPTED)

    def _place(self, sector: int) -> int:
        """Where a sector begins; -1 where there is none."""
        place = (sector + 1) * self._size
        return place if sector < _LAST and place + self._size <= len(self._data) + _HEADER else -1

    def _chain(self, sector: int) -> list[int]:
        """Where the sectors of a chain begin."""
        table = self._table()
        places: list[int] = []
        while len(places) < _MOST_SECTORS and (place := self._place(sector)) >= 0:
            places.append(place)
            sector = table[sector] if sector < len(table) else _LAST
        return places

    def _table(self) -> list[int]:
        """Which sector follows each, as far as the header names the sectors that say so."""
        numbers: list[int] = []
        for sector in unpack_from("<109I", self._data, 76):
            place = self._place(sector)
            if place < 0 or place + self._size > len(self._data):
                break
            numbers += unpack_from(f"<{self._size // 4}I", self._data, place)
        return numbers

    def _read_directory(self, start: int) -> None:
        for at in range(start, min(start + self._size, len(self._data) - _ENTRY + 1), _ENTRY):
            size, kind = unpack_from("<HB", self._data, at + 64)
            if kind and 2 <= size <= 64:
                name = self._data[at : at + size - 2].decode("utf-16-le", "replace")
                self.streams[name] = unpack_from("<I", self._data, at + 116)[0]
