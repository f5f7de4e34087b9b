"""An index in one file, written while it is in use, and back again.

The file is a plain tar archive of one generation, with the SHA-256 of every file at its end.
What is backed up has been verified to its last byte. Nothing in a file that is restored is
trusted (``index.upkeep.archive``): names and sizes are those its manifest gives, it must fit on
the disk, and what was written is judged as every generation is, before it is published. A checksum tells
that nothing changed by accident; who can write the file can write its checksums too.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedRandom, BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from index.disk import NewFile, access, disk
from index.errors import MALFORMED, IndexDamaged, IndexInaccessible, IndexOutdated, damaged
from index.segment import Terms
from index.store.generation import MANIFEST, Draft, Generation, Manifest, OtherFormat
from index.store.judgement import ensure_current, ensure_whole
from index.store.store import Store
from index.store.withdrawals import backup_row, missing_from, withdrawals_of
from index.text.analysis import Analyzer
from index.upkeep.archive import CHECKSUMS, JOURNAL, NotOurs, entries, read_small, unpacked

PARTIAL = ".zhengce-partial"
"""What the name of a backup ends with while it is written."""


def backup(store: Store, target: Path) -> Generation:
    """Write the newest generation to ``target``; the generation.

    Raises:
        IndexMissing: there is none.
        IndexDamaged, IndexOutdated, IndexInaccessible: it is not whole, or of another format, or
            may not be read; it says which file. What ``target`` was it still is.
        OSError: the file cannot be written; then none is left.
    """
    with ExitStack() as stack:
        held, refusal = store.newest(lambda found: _hold(found, stack))
        if refusal:
            raise refusal
        with _partial(target) as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
                sums = {name: _add(archive, name, one) for name, one in held.files.items()}
                sums[JOURNAL] = _add(archive, JOURNAL, BytesIO(_lines(store)))
                _add(archive, CHECKSUMS, BytesIO(json.dumps(sums, indent=1).encode()))
            held.ensure_unchanged(sums)
    remember_backup(store, target)
    return held.generation


def restore(store: Store, source: Path, analyzer: Analyzer) -> Generation:
    """Publish what a backup holds as a new generation; the generation.

    Raises:
        IndexDamaged: the file is no backup, or not whole; the index is as it was.
        IndexOutdated: another version of this software made it; the index is as it was.
        OSError: it does not fit on the disk, or cannot be read.
        IndexBusy: another process is writing.
    """
    with store.build() as draft, source.open("rb") as file:
        try:
            lines = _unpack(file, draft)
            generation = draft.adopt()
            ensure_current(generation, analyzer)
            ensure_whole(generation)
            _take_over(store, lines)
        except (OtherFormat, IndexOutdated) as error:
            raise IndexOutdated(
                f"{source} 是另一版本的备份，本程序不能使用。索引保持不变。"
                f"请用建立它的版本恢复，或用本程序重建索引：zhengce reindex --index {store.root}"
            ) from error
        except NotOurs as error:
            raise _no_backup(source, str(error)) from error
        except IndexDamaged as error:
            what = f"{error.path.name} 已损坏" if error.path else str(error)
            raise _no_backup(source, what) from error
        except MALFORMED as error:
            raise _no_backup(source, "清单已损坏") from error
    return store.current()


def _unpack(file: BinaryIO, draft: Draft) -> bytes:
    """Write into a draft what a backup holds, once it is known what that will be; the lines of its
    journal of withdrawals."""
    found = entries(file)
    raw = read_small(file, found, MANIFEST)
    manifest = Manifest.from_bytes(raw)
    expected = {**manifest.files, MANIFEST: len(raw)}
    beside = (CHECKSUMS, JOURNAL)
    sizes = {name: entry.size for name, entry in found.items() if name not in beside}
    if sizes != expected:
        raise NotOurs("内容与其清单不符")
    wanted = json.loads(read_small(file, found, CHECKSUMS))
    lines = read_small(file, found, JOURNAL) if JOURNAL in found else b""
    if lines and hashlib.sha256(lines).hexdigest() != wanted[JOURNAL]:
        raise NotOurs(f"校验和不符：{JOURNAL}")
    _ensure_room(draft.folder, sum(sizes.values()))
    for name in sizes:
        digest = hashlib.sha256()
        with NewFile(draft.folder / name) as target:
            for piece in unpacked(file, found[name]):
                digest.update(piece)
                target.write(piece)
        if digest.hexdigest() != wanted[name]:
            raise NotOurs(f"校验和不符：{name}")
    return lines


def _ensure_room(folder: Path, needed: int) -> None:
    free = disk.free(folder)
    if needed > free:
        said = f"恢复需要 {needed / 2**20:,.0f} MB，磁盘只剩 {free / 2**20:,.0f} MB"
        raise OSError(errno.ENOSPC, said, str(folder.parent))


def remember_backup(store: Store, target: Path) -> None:
    """Write down where a backup was made, for those who erase a document later; who may read an
    index and not write into it makes backups all the same."""
    with suppress(OSError, IndexInaccessible), store.journal.locked():
        store.journal.add([backup_row(str(target.resolve()))])


def _lines(store: Store) -> bytes:
    """The journal of withdrawals, which must be whole."""
    store.withdrawals()
    rows = store.journal.read().rows
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return text.encode("utf-8", "surrogateescape")


def _take_over(store: Store, lines: bytes) -> None:
    """What was withdrawn when the backup was made stays so; nothing is undone by it."""
    text = lines.decode("utf-8", "surrogateescape")
    other = withdrawals_of([json.loads(line) for line in text.split("\n") if line])
    with store.journal.locked():
        if rows := missing_from(store.withdrawals(held=True), other):
            store.journal.add(rows)


class _Held(NamedTuple):
    """A generation that is whole, all its files open: what sweeps or changes it meanwhile does
    not change what is read, or is noticed."""

    generation: Generation
    terms: Terms
    files: dict[str, BufferedReader]

    def ensure_unchanged(self, sums: dict[str, str]) -> None:
        """Raise IndexDamaged if what was copied (name -> SHA-256) is not what was verified."""
        folder, checksums = self.generation.folder, self.generation.manifest.checksums
        for segment in self.terms.segments:
            if not segment.file.is_as_opened():
                raise damaged(segment.file.path)
        for name in checksums:
            if sums[name] != checksums[name]:
                raise damaged(folder / name)


def _hold(generation: Generation, stack: ExitStack) -> _Held:
    names = [*generation.manifest.files, MANIFEST]
    try:
        files = {name: stack.enter_context(_reader(generation.folder / name)) for name in names}
    except OSError as error:
        raise damaged(generation.folder) from error
    return _Held(generation, ensure_whole(generation), files)


def _reader(path: Path) -> BufferedReader:
    with access.reading(path):
        return path.open("rb")


@contextmanager
def _partial(target: Path) -> Iterator[BufferedRandom]:
    """A file that takes the name ``target`` when it is whole; else nothing is left of it, and
    nothing of what a killed process left beside it before."""
    for left in target.parent.glob(f"*{PARTIAL}"):
        _remove_void(left)
    beside = target.with_name(f"{target.name}.{os.getpid()}{PARTIAL}")
    try:
        with beside.open("xb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            disk.sync(file.fileno())
            disk.rename(beside, target)
    finally:
        disk.remove(beside)


def _remove_void(path: Path) -> None:
    """Remove a partial backup that no process writes (an empty one may be about to be locked)."""
    with suppress(OSError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_size:
            disk.remove(path)


def _add(archive: tarfile.TarFile, name: str, file: BufferedReader | BytesIO) -> str:
    """Append a file; the SHA-256 of the bytes that were written."""
    entry = tarfile.TarInfo(name)
    entry.size = file.seek(0, 2)
    file.seek(0)
    hashed = _Hashed(file)
    archive.addfile(entry, hashed)
    return hashed.digest.hexdigest()


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: BufferedReader | BytesIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def _no_backup(source: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{source} 不是完整的备份（{why}）。索引保持不变。请换一份备份再试。")
