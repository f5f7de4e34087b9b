"""Where an index lives on disk, and how a new one takes the place of the old.

::

    data/
      CURRENT                 the number of the generation being served
      LOCK                    held by the process that writes
      generations/7/          one complete, immutable index
        manifest.json         what it holds, and the fingerprint it was built with
        sources.jsonl         the table of sources: every file read, and what it gave
        rejected.jsonl        what could not be read, and why
        terms/                the postings, in whatever form ``index.segment`` keeps them

A new generation is built beside the old one under the name ``7.building``; only when it is
complete is it renamed, and then named in ``CURRENT`` by an atomic replace. Readers hold the
generation they opened. The generation before stays; older ones and what a killed build left
behind are swept by the next writer, under the lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from index.disk import disk
from index.errors import IndexBusy, IndexDamaged, IndexMissing

FORMAT = 1
KEPT_GENERATIONS = 2
BUILDING = ".building"
_TABLES = ("sources.jsonl", "rejected.jsonl", "terms/parts.json")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds.

    ``fingerprint`` identifies schema and analyser; counts are of documents (``rejected``:
    of files and records that could not be read; ``warnings``: of documents the reader
    doubted). ``newest`` is the latest publication or writing date. ``checksums`` are the
    SHA-256 of the tables beside it, filled in when a draft is finished.
    """

    fingerprint: str
    built_at: datetime
    documents: int
    with_body: int
    rejected: int
    warnings: int
    newest: date | None
    sources: tuple[str, ...]
    checksums: dict[str, str] = field(default_factory=dict, compare=False)
    format: int = FORMAT

    def to_json(self) -> str:
        """The text of ``manifest.json``."""
        row = asdict(self) | {
            "built_at": self.built_at.isoformat(),
            "newest": self.newest.isoformat() if self.newest else None,
        }
        return json.dumps(row, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of :meth:`to_json`."""
        row: dict[str, Any] = json.loads(text)
        row["built_at"] = datetime.fromisoformat(row["built_at"])
        row["newest"] = date.fromisoformat(row["newest"]) if row["newest"] else None
        row["sources"] = tuple(row["sources"])
        if row["format"] != FORMAT:
            raise ValueError(f"格式 {row['format']}，本程序读取格式 {FORMAT}")
        return cls(**row)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the table of sources: a file, what it was like, and what came of it.

    Attributes:
        root, path: the folder that was indexed (absolute) and the file's path within it.
        size, mtime_ns, ctime_ns, sha256: of the file before it was read.
        ids: the documents it gave, in order; one file may hold thousands.
        digests: for each of them, :meth:`index.document.PolicyDocument.digest`.
        duplicates: ids of documents it gave that another file had given before.
    """

    root: str
    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str
    ids: tuple[str, ...]
    digests: tuple[str, ...]
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index on disk.

    Raises (when a table is read): IndexDamaged, it is not there or not whole.
    """

    number: int
    folder: Path
    manifest: Manifest

    @property
    def terms(self) -> Path:
        """The folder of the postings; only ``index.segment`` knows what is in it."""
        return self.folder / "terms"

    def sources(self) -> Iterator[SourceRow]:
        """The table of sources."""
        for row in self._table("sources.jsonl"):
            lists = {name: tuple(row[name]) for name in ("ids", "digests", "duplicates")}
            yield SourceRow(**row | lists)

    def rejected(self) -> Iterator[dict[str, str]]:
        """What could not be read: rows as :class:`index.changes.RejectedRow`."""
        yield from self._table("rejected.jsonl")

    def _table(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        try:
            return [json.loads(line) for line in _read(path).split("\n") if line]
        except (OSError, ValueError) as error:
            message = f"索引的登记表 {path} 无法读取（{error}）。{_rebuild(self.folder.parents[1])}"
            raise IndexDamaged(message) from error


class Draft:
    """A generation being built: write into ``terms``, then hand over the tables.

    Attributes:
        number: of the generation this will be.
        finished: whether it is complete; a draft left unfinished is thrown away.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder
        self.number = number
        self.finished = False
        self.terms = folder / "terms"
        disk.make_folder(self.terms)

    def finish(
        self, manifest: Manifest, sources: list[SourceRow], rejected: list[dict[str, str]]
    ) -> None:
        """Write the tables and the manifest; the generation is complete after this."""
        _write_lines(self.folder / "sources.jsonl", [asdict(row) for row in sources])
        _write_lines(self.folder / "rejected.jsonl", rejected)
        tables = {name: self.folder / name for name in _TABLES}
        checksums = {name: _sha256(path) for name, path in tables.items() if path.is_file()}
        _write(self.folder / "manifest.json", replace(manifest, checksums=checksums).to_json())
        self.finished = True


class Store:
    """The folder of an index; see the module's docstring for what is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._generations = root / "generations"
        self._pointer = root / "CURRENT"

    def current_number(self) -> int | None:
        """The number of the generation being served; None before the first.

        That is what ``CURRENT`` says; where it is missing or wrong, the newest generation
        there is.

        Raises:
            IndexDamaged: there is a pointer, but no generation at all.
        """
        try:
            number = int(disk.read(self._pointer))
        except FileNotFoundError:
            number = None
        except (OSError, ValueError):
            number = -1
        if number is not None and self._is_complete(number):
            return number
        newest = max(filter(self._is_complete, self._numbers()), default=None)
        if newest is None and number is not None:
            raise IndexDamaged(f"索引 {self.root} 中没有可用的内容。{_rebuild(self.root)}")
        return newest

    def current_stamp(self) -> tuple[int, int] | None:
        """Changes whenever another generation is served, even one of the same number.

        Raises:
            IndexDamaged: as :meth:`current_number`.
        """
        number = self.current_number()
        if number is None:
            return None
        try:
            manifest = (self._generations / str(number) / "manifest.json").stat()
        except OSError:
            return None
        return number, manifest.st_mtime_ns

    def remembered_sources(self) -> tuple[str, ...]:
        """The sources of the newest generation whose manifest can be read.

        Raises:
            IndexMissing, IndexDamaged: there is none.
        """
        for number in sorted(self._numbers(), reverse=True):
            try:
                text = _read(self._generations / str(number) / "manifest.json")
                return Manifest.from_json(text).sources
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return self.current().manifest.sources

    def current(self) -> Generation:
        """The generation being served.

        Raises:
            IndexMissing: nothing has been indexed here yet.
            IndexDamaged: the pointer or the manifest cannot be read.
        """
        number = self.current_number()
        if number is None:
            raise IndexMissing(
                f"{self.root} 中还没有索引。请先运行：zhengce index 文件夹 --index {self.root}"
            )
        return self._generation(number)

    def _generation(self, number: int) -> Generation:
        folder = self._generations / str(number)
        try:
            manifest = Manifest.from_json(_read(folder / "manifest.json"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"索引第 {number} 代的清单无法读取（{error}）。{_rebuild(self.root)}"
            raise IndexDamaged(message) from error
        for name, checksum in manifest.checksums.items():
            if not _has(folder / name, checksum):
                message = f"索引的登记表 {folder / name} 缺失或已损坏。{_rebuild(self.root)}"
                raise IndexDamaged(message)
        return Generation(number, folder, manifest)

    @contextmanager
    def build(self) -> Iterator[Draft]:
        """Build a new generation; if it is finished, it is served from the end of this on.

        On an error, or when the draft was left unfinished, nothing has changed.

        Raises:
            IndexBusy: another process is writing.
        """
        disk.make_folder(self._generations)
        with self._lock():
            self._sweep()
            number = max(self._numbers(), default=0) + 1
            folder = self._generations / f"{number}{BUILDING}"
            try:
                draft = Draft(folder, number)
                yield draft
                if draft.finished:
                    self._publish(folder, number)
            finally:
                disk.remove(folder)
            self._sweep()

    def _publish(self, folder: Path, number: int) -> None:
        disk.sync_folder(folder / "terms")
        disk.sync_folder(folder)
        disk.rename(folder, self._generations / str(number))
        disk.replace(self._pointer, b"%d\n" % number)

    def _sweep(self) -> None:
        """Remove drafts of killed builds, unpublished and outdated generations."""
        for draft in self._generations.glob(f"*{BUILDING}"):
            disk.remove(draft)
        try:
            current = self.current_number()
        except IndexDamaged:
            return
        if current is None:
            return
        for number in self._numbers():
            if not current - KEPT_GENERATIONS < number <= current:
                disk.remove(self._generations / str(number))

    def _numbers(self) -> list[int]:
        try:
            names = [path.name for path in self._generations.iterdir()]
        except OSError:
            return []
        return [int(name) for name in names if name.isdecimal()]

    def _is_complete(self, number: int) -> bool:
        return (self._generations / str(number) / "manifest.json").is_file()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.root / "LOCK").open("a+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                handle.seek(0)
                holder = handle.read().strip() or "未知"
                message = f"另一个进程（{holder}）正在写入索引 {self.root}，请等它结束后再试。"
                raise IndexBusy(message) from error
            handle.truncate(0)
            handle.write(f"进程号 {os.getpid()}")
            handle.flush()
            yield


def _rebuild(root: Path) -> str:
    return f"请重建索引：zhengce reindex 文件夹 --index {root}"


def _write(path: Path, text: str) -> None:
    """UTF-8; the bytes of a file name that is not UTF-8 are kept as they are."""
    disk.save(path, text.encode("utf-8", "surrogateescape"))


def _read(path: Path) -> str:
    return disk.read(path).decode("utf-8", "surrogateescape")


def _write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    _write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _sha256(path: Path) -> str:
    return hashlib.sha256(disk.read(path)).hexdigest()


def _has(path: Path, checksum: str) -> bool:
    """Whether a file can be read and is what it was."""
    try:
        return _sha256(path) == checksum
    except OSError:
        return False
