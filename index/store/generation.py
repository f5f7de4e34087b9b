"""One generation of an index: what its folder holds, how it is written and read.

::

    manifest.json         what it holds, the fingerprint it was built with, every file's size
    sources.jsonl         the table of sources: every file read, and what it gave
    rejected.jsonl        what could not be read, and why
    former.jsonl          ids that documents had before, and where they lead; if there are any
    terms/                the postings, in whatever form ``index.segment`` keeps them
    terms/relations       what the documents are to one another (``index.relations``), perhaps as
                          changes of what stands in terms/relations-ground

The manifest carries its own checksum and those of the tables; segments carry theirs, and
``terms/parts.json`` says which segment is meant. All of it is JSON and arrays of numbers:
nothing read here can run as code.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

from index.disk import Identity, disk
from index.errors import MALFORMED, damaged, outdated
from index.segment import RELATIONS
from index.store.former_ids import Former
from index.store.source_rows import LISTS, SourceRow

FORMAT = 2
MANIFEST = "manifest.json"
RELATED = f"terms/{RELATIONS}"
_TABLES = ("sources.jsonl", "rejected.jsonl", "former.jsonl", "terms/parts.json", RELATED)
NAME = re.compile(r"(sources|rejected|former)\.jsonl|terms/[A-Za-z0-9_][A-Za-z0-9._-]*")
"""What a file of a generation may be called, so that a manifest from elsewhere names no other."""


class OtherFormat(ValueError):
    """A manifest of another version of zhengce."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds.

    ``fingerprint`` identifies schema and analyser; counts are of documents (``rejected``:
    of files and records that could not be read; ``warnings``: of documents the reader
    doubted). ``newest`` is the latest publication or writing date. ``files`` are the sizes
    in bytes of all files beside it, ``checksums`` the SHA-256 of the tables among them; both
    are filled in when a draft is finished. ``reading`` is how its files were read
    (:meth:`index.readers.options.Options.to_json`). ``held`` counts the documents of each source
    that it gives no more and that are held back (``index.ingest.guard``). ``journal`` says that there was a journal
    of withdrawals beside it: it is not to be opened without one.
    """

    fingerprint: str
    built_at: datetime
    documents: int
    with_body: int
    rejected: int
    warnings: int
    newest: date | None
    sources: tuple[str, ...]
    reading: dict[str, Any] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict, compare=False)
    checksums: dict[str, str] = field(default_factory=dict, compare=False)
    format: int = FORMAT
    journal: bool = field(default=False, compare=False)
    held: dict[str, int] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The content of ``manifest.json``: JSON, its own SHA-256 under ``checksum``."""
        row = asdict(self) | {
            "built_at": self.built_at.isoformat(),
            "newest": self.newest.isoformat() if self.newest else None,
            "sources": list(self.sources),
        }
        return _json(row | {"checksum": _sha256(_json(row))})

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """The inverse of :meth:`to_bytes`.

        Raises:
            OtherFormat: it is of another version.
        ValueError, KeyError, TypeError, AttributeError …: it is not what was written.
        """
        row: dict[str, Any] = json.loads(raw.decode("utf-8", "surrogateescape"))
        if row["format"] != FORMAT:
            raise OtherFormat(f"格式 {row['format']}，本程序读取格式 {FORMAT}")
        checksum = row.pop("checksum")
        body, _, _ = raw.rpartition(
            b',\n "checksum"'
        )  # as it is written: nothing has to be printed again
        if checksum != _sha256(body + b"\n}") and checksum != _sha256(_json(row)):
            raise ValueError("校验和不符")
        row["built_at"] = datetime.fromisoformat(row["built_at"])
        row["newest"] = date.fromisoformat(row["newest"]) if row["newest"] else None
        row["sources"] = tuple(row["sources"])
        manifest = cls(**row)
        manifest.check_types()
        return manifest

    def check_types(self) -> None:
        """Raise TypeError or ValueError for what a manifest cannot hold; its own checksum does not
        tell who wrote it."""
        counts = (self.documents, self.with_body, self.rejected, self.warnings)
        tables = (self.reading, self.files, self.checksums, self.held)
        if not _are(dict, tables):
            raise TypeError("a table is none")
        numbers = (*counts, *self.files.values(), *self.held.values())
        words = (self.fingerprint, *self.sources, *self.files, *self.checksums.values(), *self.held)
        if not _are(int, numbers) or min(numbers) < 0:
            raise TypeError("a count is none")
        if not _are(str, words):
            raise TypeError("a text is none")
        if any(not NAME.fullmatch(name) for name in self.files):
            raise ValueError("a file that is not of a generation")


class Remembered(NamedTuple):
    """What a rebuild needs of an index: its sources, and how they were read."""

    sources: tuple[str, ...]
    reading: dict[str, Any]


def remembered(raw: bytes) -> Remembered | None:
    """What a manifest names, also one of another format; None if it is damaged."""
    try:
        row: dict[str, Any] = json.loads(raw.decode("utf-8", "surrogateescape"))
        whole = row["format"] != FORMAT or Manifest.from_bytes(raw)
        return Remembered(tuple(row["sources"]), row.get("reading", {})) if whole else None
    except MALFORMED:
        return None


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index on disk.

    Raises (when a table is read): IndexDamaged, it is not there or not whole.
    """

    number: int
    folder: Path
    manifest: Manifest
    identity: Identity | None = None
    """Of its manifest: another generation may come to stand in its place."""

    @property
    def terms(self) -> Path:
        """The folder of the postings; only ``index.segment`` knows what is in it."""
        return self.folder / "terms"

    def sources(self) -> Iterator[SourceRow]:
        """The table of sources."""
        for row in self._table("sources.jsonl"):
            try:
                lists = {name: tuple(row.get(name, ())) for name in LISTS}
                found = SourceRow(**row | lists)
            except MALFORMED as error:
                raise damaged(self.folder / "sources.jsonl") from error
            numbers = (found.size, found.mtime_ns, found.ctime_ns)
            lists_of_words = (found.ids, found.duplicates, found.held, found.withheld)
            words = (found.root, found.path, found.sha256, *chain(*lists_of_words))
            if not (_are(int, numbers) and _are(str, words)):
                raise damaged(self.folder / "sources.jsonl")
            yield found

    def rejected(self) -> Iterator[dict[str, str]]:
        """What could not be read: rows as :class:`index.ingest.changes.RejectedRow`."""
        for row in self._table("rejected.jsonl"):
            if not ({"source_path", "locator", "reason"} <= row.keys() and _are(str, row.values())):
                raise damaged(self.folder / "rejected.jsonl")
            yield row

    def former(self) -> Iterator[Former]:
        """The ids that no document has any more; none in a generation that kept no such table."""
        if "former.jsonl" in self.manifest.files:
            for row in self._table("former.jsonl"):
                yield Former(**row)

    def _table(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        try:
            raw = disk.read(path)
        except OSError as error:
            raise damaged(path) from error
        if _sha256(raw) != self.manifest.checksums.get(name):
            raise damaged(path)
        lines = raw.decode("utf-8", "surrogateescape").split("\n")
        try:
            rows = [json.loads(line) for line in lines if line]
        except MALFORMED as error:
            raise damaged(path) from error
        if not _are(dict, rows):
            raise damaged(path)
        return rows


def open_generation(folder: Path) -> Generation:
    """The generation in ``folder``: its manifest, the sizes of its files and its small tables
    are what was written. Segments and the table of sources are verified as they are read.

    Raises:
        IndexDamaged: one of them is not.
        IndexOutdated: they are of another format.
        IndexInaccessible: this process may not read them.
    """
    try:
        identity = disk.identity(folder / MANIFEST)
        manifest = Manifest.from_bytes(disk.read(folder / MANIFEST))
    except OtherFormat as error:
        raise outdated(folder, str(error)) from error
    except (OSError, *MALFORMED) as error:
        raise damaged(folder / MANIFEST) from error
    for name, size in manifest.files.items():
        if disk.size(folder / name) != size:
            raise damaged(folder / name)
    parts = folder / "terms" / "parts.json"
    wanted = manifest.checksums.get("terms/parts.json")
    if wanted and _sha256(disk.read(parts)) != wanted:
        raise damaged(parts)
    number = int(folder.name.partition(".")[0])
    return Generation(number, folder, manifest, identity)


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
        self,
        manifest: Manifest,
        sources: list[SourceRow],
        rejected: list[dict[str, str]],
        former: Sequence[Former] = (),
    ) -> None:
        """Write the tables and the manifest; the generation is complete after this."""
        _save_lines(self.folder / "sources.jsonl", [_line(row) for row in sources])
        _save_lines(self.folder / "rejected.jsonl", rejected)
        if former:
            _save_lines(self.folder / "former.jsonl", [one._asdict() for one in former])
        self._close(manifest)

    def copy(self, other: Generation) -> None:
        """Become what ``other`` is: its files are linked, not written again."""
        for name in other.manifest.files:
            disk.link(other.folder / name, self.folder / name)
        self._close(other.manifest)

    def adopt(self) -> Generation:
        """Be complete with the files that stand here, manifest included, if they are whole.

        Raises:
            IndexDamaged, IndexOutdated: they are not, or of another format.
        """
        generation = open_generation(self.folder)
        disk.sync_folder(self.terms)
        disk.sync_folder(self.folder)
        self.finished = True
        return generation

    def _close(self, manifest: Manifest) -> None:
        files = {
            path.relative_to(self.folder).as_posix(): disk.size(path)
            for path in sorted(self.folder.rglob("*"))
            if not path.is_dir()
        }
        tables = [name for name in _TABLES if name in files]
        checksums = {name: _sha256(disk.read(self.folder / name)) for name in tables}
        whole = replace(manifest, files=files, checksums=checksums, journal=True)
        disk.save(self.folder / MANIFEST, whole.to_bytes())
        disk.sync_folder(self.terms)
        disk.sync_folder(self.folder)
        self.finished = True


def _line(row: SourceRow) -> dict[str, Any]:
    """A row as it is saved: ``held`` and ``names`` only where there are any, for software that
    knows no such."""
    line = asdict(row)
    return {name: value for name, value in line.items() if value or name not in ("held", "names")}


def _save_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    """The bytes of a file name that is not UTF-8 are kept as they are."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    disk.save(path, text.encode("utf-8", "surrogateescape"))


def _are(kind: type, values: Iterable[object]) -> bool:
    """Whether all are of a kind; True is no number."""
    return all(type(value) is kind for value in values)


def _json(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
