"""Recognised pages, kept beside the index: a run that was stopped, and a rebuild, need not look again.

One small file for each page, under the hash of the file it is of::

    data/recognised/1/ab12…/3.zst      version of the recogniser, SHA-256 of the file, page

Nothing else depends on them: they may be deleted at any time.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import orjson
import zstandard

from index.disk import disk
from index.errors import MALFORMED
from index.readers.recognition.seen import SeenPage

VERSION = "1"
"""Goes up when pages are recognised otherwise than before."""
FOLDER = "recognised"
MOST_BYTES = 2**30
"""So much room do recognised pages take; a page takes 4,096 bytes, or a little more."""
_BLOCK = 4_096
_LARGEST = 8 * 2**20
"""Bytes of one page, unpacked; a page that is full of text takes 40,000."""


class PageCache:
    """The recognised pages in a folder.

    Args:
        folder: of the index.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER / VERSION

    def get(self, digest: str, page: int) -> SeenPage | str | None:
        """What was seen on a page of a file, or why it could not be recognised; None: not known.

        What is damaged, of another page, or nothing that was put here is not known.
        """
        try:
            row = _unpacked(self._path(digest, page).read_bytes())
            if row["of"] != [digest, page]:
                return None
            return str(row["failed"]) if "failed" in row else SeenPage.from_json(row)
        except (OSError, zstandard.ZstdError, *MALFORMED):
            return None

    def put(self, digest: str, page: int, found: SeenPage | str) -> None:
        """Keep what was seen on a page, or why it could not be recognised."""
        row: dict[str, object] = {"failed": found} if isinstance(found, str) else found.to_json()
        row["of"] = digest, page
        path = self._path(digest, page)
        disk.make_folder(path.parent)
        part = path.with_suffix(".part")
        disk.remove(part)
        disk.save(part, zstandard.ZstdCompressor(write_checksum=True).compress(orjson.dumps(row)))
        disk.rename(part, path)

    def tidy(self, needed: Collection[str] = (), most: int = MOST_BYTES) -> None:
        """Remove what other versions kept, and of the rest the files looked at longest ago, until
        all takes ``most`` bytes at most.

        Args:
            needed: hashes of files of which nothing is removed.
        """
        for name in disk.names(self.folder.parent):
            if name != VERSION:
                disk.remove(self.folder.parent / name)
        sizes = {name: self._size(name) for name in disk.names(self.folder)}
        taken = sum(size for size, _ in sizes.values())
        for name, (size, _) in sorted(sizes.items(), key=lambda item: item[1][1]):
            if taken <= most:
                return
            if name not in needed:
                disk.remove(self.folder / name)
                taken -= size

    def forget(self) -> None:
        """Remove everything."""
        disk.remove(self.folder.parent)

    def _size(self, digest: str) -> tuple[int, int]:
        """Bytes of the pages of a file, and when one was last added."""
        folder = self.folder / digest
        pages = [disk.identity(folder / name) for name in disk.names(folder)]
        known = [page for page in pages if page]
        return sum(page.size + _BLOCK for page in known), max(
            (page.changed for page in known), default=0
        )

    def _path(self, digest: str, page: int) -> Path:
        return self.folder / digest / f"{page}.zst"


def _unpacked(raw: bytes) -> dict[str, Any]:
    """What was packed with a checksum; a file that tells of none, or of too much, is not ours."""
    frame = zstandard.get_frame_parameters(raw)
    if not frame.has_checksum or frame.content_size > _LARGEST:
        raise ValueError(len(raw))
    row: dict[str, Any] = orjson.loads(zstandard.decompress(raw, _LARGEST))
    return row
