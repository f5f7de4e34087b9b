"""Side files of generations, kept in a folder of this machine: fetched once, and mapped by all who read them.

A file is called by its SHA-256, so generations that have the same share it, and whoever finds it knows that it is
whole. Several processes may fetch one at once: each writes its own, and the last to be named stays.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from index.errors import IndexInaccessible, system_says
from index.opensearch import files
from index.opensearch.client import Client
from index.opensearch.meta import Meta

KEPT_SECONDS = 7 * 86400.0
"""So long a file stays that nobody has opened."""
_OURS = re.compile(r"[0-9a-f]{64}(?:\.\d+)?")


def usual_folder() -> Path:
    """Where files are kept if nothing else is said: a folder that is this user's alone."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if given:
        home = Path(given)
        return home / "zhengce" if "XDG_CACHE_HOME" in os.environ else home / ".cache" / "zhengce"
    return Path(tempfile.gettempdir()) / f"zhengce-{os.getuid()}"


class SideFiles:
    """The side files of the indexes of one name.

    Args:
        folder: made if it is not there.
        clock: seconds since 1970.
    """

    def __init__(
        self, client: Client, name: str, folder: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._client = client
        self._name = name
        self._folder = folder
        self._clock = clock

    def path(self, index: str, meta: Meta, file: str) -> Path:
        """A file of an index, fetched if it is not here.

        Raises:
            IndexDamaged: it is missing there, or not what was written.
            IndexInaccessible: it cannot be kept here.
            ClusterUnavailable.
        """
        size, digest = meta.files[file]
        target = self._folder / digest
        try:
            if not _is_whole(target, size, digest):
                self._fetch(index, meta, file, target)
            os.utime(target, (now := self._clock(), now))
        except OSError as error:
            raise IndexInaccessible(
                f"缓存文件夹 {self._folder} 不能写入：{system_says(error)}。"
                "请改正权限，或用环境变量 XDG_CACHE_HOME 指定另一个文件夹。"
            ) from error
        return target

    def _fetch(self, index: str, meta: Meta, file: str, target: Path) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._tidy()
        made = target.with_name(f"{target.name}.{os.getpid()}")
        made.unlink(missing_ok=True)
        files.read(self._client, self._name, index, file, meta.files, made)
        made.replace(target)

    def _tidy(self) -> None:
        """Remove what was not opened for long; who has it open reads on."""
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process was quicker
                if _OURS.fullmatch(path.name) and self._is_old(path):
                    path.unlink()

    def _is_old(self, path: Path) -> bool:
        return path.stat().st_mtime < self._clock() - KEPT_SECONDS


def _is_whole(path: Path, size: int, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            is_as_long = os.fstat(file.fileno()).st_size == size
            return is_as_long and hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False
