"""An index in one file, written while it is in use, and back again.

The file is a plain tar archive of one generation, with the SHA-256 of every file at its end.
Nothing in it is trusted: names are those of a generation or refused, and what does not match
its checksum is not restored.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

from index.disk import NewFile, disk
from index.errors import IndexDamaged
from index.segment import open_terms
from index.store.generation import MANIFEST, Generation
from index.store.store import Store

CHECKSUMS = "SHA256.json"
_NAME = re.compile(
    r"(manifest\.json|(sources|rejected|former)\.jsonl|terms/[A-Za-z0-9_][A-Za-z0-9._-]*)"
)
_PIECE = 1 << 20


def backup(store: Store, target: Path) -> Generation:
    """Write the newest generation that is whole to ``target``; the generation.

    Raises:
        IndexMissing, IndexDamaged: there is none.
        OSError: the file cannot be written; then none is left.
    """
    beside = target.with_name(f"{target.name}.partial")
    with ExitStack() as stack:
        generation, files = store.newest(lambda found: (found, _opened(found, stack)))[0]
        try:
            with tarfile.open(beside, "w") as archive:
                checksums = {name: _add(archive, name, file) for name, file in files.items()}
                raw = json.dumps(checksums, indent=1).encode()
                _add(archive, CHECKSUMS, io.BytesIO(raw))
            _sync(beside)
            disk.rename(beside, target)
        finally:
            disk.remove(beside)
    return generation


def restore(store: Store, source: Path) -> Generation:
    """Publish what a backup holds as a new generation; the generation.

    Raises:
        IndexDamaged: the file is no backup, or not whole; the index is as it was.
        IndexBusy: another process is writing.
    """
    with store.build() as draft:
        try:
            with tarfile.open(source, "r:") as archive:
                written = {one.name: _taken(archive, one, draft.folder) for one in archive}
            wanted = json.loads(disk.read(draft.folder / CHECKSUMS))
        except (tarfile.TarError, ValueError, KeyError, EOFError, FileNotFoundError) as error:
            raise _no_backup(source, str(error)) from error
        written.pop(CHECKSUMS)
        if written != wanted or MANIFEST not in written:
            raise _no_backup(source, "校验和不符")
        disk.remove(draft.folder / CHECKSUMS)
        draft.adopt()
        open_terms(draft.terms)
    return store.current()


def _opened(generation: Generation, stack: ExitStack) -> dict[str, BufferedReader]:
    """All files, open: they can be read even when the generation is swept meanwhile."""
    names = [*generation.manifest.files, MANIFEST]
    try:
        return {name: stack.enter_context((generation.folder / name).open("rb")) for name in names}
    except OSError as error:
        raise IndexDamaged(str(error)) from error


def _add(archive: tarfile.TarFile, name: str, file: BufferedReader | io.BytesIO) -> str:
    """Append a file; its SHA-256."""
    entry = tarfile.TarInfo(name)
    entry.size = file.seek(0, 2)
    file.seek(0)
    archive.addfile(entry, file)
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _taken(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> str:
    """Write an entry into ``folder``; its SHA-256."""
    if not entry.isreg() or not (entry.name == CHECKSUMS or _NAME.fullmatch(entry.name)):
        raise ValueError(f"不应有的内容 {entry.name}")
    file, digest = archive.extractfile(entry), hashlib.sha256()
    if file is None:
        raise ValueError(f"无法读取 {entry.name}")
    with NewFile(folder / entry.name) as target:
        while piece := file.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        disk.sync(file.fileno())


def _no_backup(source: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{source} 不是完整的备份（{why}）。索引保持不变。请换一份备份再试。")
