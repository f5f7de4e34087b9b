"""What a run changes: which documents are new, changed, as before, gone, or cannot be read.

An id belongs to one file. A file that is read again first gives up its ids, and with it every
file that gave one of the same documents; which id a document gets then is for
``index.ingest.identity`` to say. A file that was moved takes its row with it (``places``). Another file
that gives the same document is a duplicate, and its row remembers that; one that gives a
different document under the same id is kept beside it under an id of its own, with a warning.
So whatever files do (swap names, move, change, go), no document that some file gives is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from index.document import PolicyDocument, Rejected
from index.ingest.identity import Ids, Named, known_of
from index.ingest.left_behind import former_after
from index.ingest.places import (
    TO_READ,
    found_again,
    is_as_before,
    is_gone,
    is_left_out,
    row_of,
    rows_by_place,
)
from index.ingest.recall import Recalled
from index.ingest.sources import Folders
from index.readers import Options, SourceFile
from index.readers.sandbox.pool import ReaderPool
from index.store.former_ids import Former
from index.store.generation import Generation
from index.store.source_rows import SourceRow
from index.text.file_names import printable

Progress = Callable[[str, int], None]
"""Called with a file's path and how many items of it were read since the last call."""


FILE_CHANGES = NEW, CHANGED, RENAMED, GONE = ("新增", "更新", "改名", "移除")


@dataclass(slots=True)
class Report:
    """What a run did, in documents; ``rejected`` and ``warnings`` of the files it read.

    ``documents`` is how many the index holds now. ``files`` are those that are new, changed,
    renamed or gone: a word of :data:`FILE_CHANGES` and the path. ``renamed`` counts files.
    """

    generation: int = 0
    documents: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    renamed: int = 0
    files: list[tuple[str, str]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of ``rejected.jsonl``: as :class:`index.document.Rejected`, and the file's place."""

    root: str
    path: str
    source_path: str
    locator: str
    reason: str

    @property
    def place(self) -> Path:
        """The file."""
        return Path(self.root) / self.path


class Changes:
    """Compares ``files`` with what ``base`` holds; read :meth:`documents` to the end first.

    A context manager: the processes that read end with it.

    Args:
        options: how to read; None for what ``base`` remembers. Files are read again when it
            was another.
        processes: how many read.
        memory: what is remembered of ids where it is not ``base``: a rebuild has none.

    Attributes:
        report: the counts.
        options, read_before: how files are read; how they were when ``base`` was written.
        removed: ids whose document in ``base`` counts no longer.
        rejected: the table of what could not be read as it will be.
        became: ids whose documents have others now.
        forgotten: ids of documents that were removed on purpose.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        base: Generation | None,
        progress: Progress | None,
        options: Options | None = None,
        processes: int = 1,
        memory: Generation | None = None,
    ) -> None:
        self.report = Report()
        self.read_before = base.manifest.reading if base else {}
        self.options = options or Options.from_json(self.read_before)
        self._pool = ReaderPool(self.options, processes)
        self.removed: set[str] = set()
        self._claimed: set[str] = set()
        self._progress = progress or (lambda path, count: None)
        known = self._known = list(base.sources()) if base else []
        self._memory = base or memory
        remembered = self._remembered = known if base else list(memory.sources()) if memory else []
        refused = [RejectedRow(**row) for row in self._memory.rejected()] if self._memory else []
        doubtful = {row.place for row in refused}
        where = is_gone if base else is_left_out
        self._places = found_again(files, rows_by_place(remembered, False), where, doubtful)
        self._files = self._places.files
        outdated = self.read_before != self.options.to_json()
        self._rows = rows_by_place([*self._places.rows.values()] if base else [], outdated)
        self._before = {id: digest for row in known for id, digest in row.documents}
        self._owner = {id: place for place, row in self._rows.items() for id in row.ids}
        self._digest = {id: digest for row in remembered for id, digest in row.documents}
        self._names: dict[str, str] = {}
        self._ids = Ids({}, (), Recalled(None))
        self.became: dict[str, str] = {}
        self.forgotten: set[str] = set()
        self._rejected = [
            replace(row, root=self._places.renamed.get(row.root, row.root))
            for row in (refused if base else ())
        ]
        self.rejected = list(self._rejected)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.end()

    @property
    def rows(self) -> list[SourceRow]:
        """The table of sources after the run."""
        return list(self._rows.values())

    @property
    def former(self) -> list[Former]:
        """The table of ids that no document has, after the run."""
        memory = self._memory
        table = memory.former() if memory else ()
        return former_after(table, self._remembered, self.rows, self.became, self.forgotten)

    @property
    def tables_as_before(self) -> bool:
        """Whether files gave what they gave in the run before, and the same could not be read."""
        return self.rows == self._known and set(self.rejected) == set(self._rejected)

    def documents(self) -> Iterator[PolicyDocument]:
        """The documents to write: the new and the changed ones."""
        return (item for item in self.steps() if item)

    def steps(self) -> Iterator[PolicyDocument | None]:
        """The same, and None behind each file that was read to its end: what was written until
        then may be published with :attr:`rows` and :attr:`removed` as they are."""
        again = self._to_read()
        self.rejected = [
            row for row in self._rejected if row.place not in again and os.path.lexists(row.place)
        ]
        given_up = {id for place in again if place in self._rows for id in self._rows[place].ids}
        for id in given_up:
            del self._owner[id]
        self._recognise(again)
        given_up |= {id for row in self._places.overwritten for id in row.ids} & self._before.keys()
        others = sorted(again - {file.path for file in self._files})
        unlisted = [SourceFile(Path(self._rows[place].root), place) for place in others]
        ordered = [*self._files, *unlisted]
        self._pool.expect([file for file in ordered if file.path in again])
        for file in ordered:
            row = self._rows.get(file.path)
            if file.path in again:
                self.report.files.append((CHANGED if row else NEW, file.name))
                yield from self._read(file)
                yield None
            elif row:
                self.report.unchanged += len(row.ids)
                self._progress(row.path, max(len(row.ids), 1))
        gone = given_up - self._owner.keys()
        self.removed |= gone
        self.report.removed += len(gone)

    def forget(self, target: str) -> bool:
        """Remove one document by id, or all that came from a file or folder; was there any?"""
        if target in self._owner:
            self.forgotten.add(target)
            self._drop({target})
            return True
        named = Folders([Path(target)])
        under = [known for known, row in self._rows.items() if named.hold(known, Path(row.root))]
        ids = {id for known in under for id in self._rows[known].ids}
        self.forgotten |= ids
        self._drop(ids)
        for known in under:
            self._rows.pop(known, None)
        left = [row for row in self.rejected if not named.hold(row.place, Path(row.root))]
        found = bool(under) or len(left) < len(self.rejected)
        self.rejected = left
        return found

    def drop_absent(self, roots: Sequence[Path]) -> int:
        """After :meth:`steps`: forget the files under ``roots`` that are there no more.

        A file whose content or whose documents now stand under another name was renamed.

        Returns:
            How many documents were dropped that no renamed file gave.
        """
        listed = {file.path for file in self._files}
        under = Folders(roots)
        absent = {
            place: row
            for place, row in self._rows.items()
            if place not in listed and under.hold(place, Path(row.root))
        }
        known = {row.sha256 for row in absent.values() if row.sha256}
        moved = {self._rows[place].sha256 for place in listed if place in self._rows} & known
        lost = 0
        for place, row in absent.items():
            renamed = row.sha256 in moved or self._is_handed_over(row, place)
            self.report.renamed += renamed
            self.report.files.append((RENAMED if renamed else GONE, row.path))
            self._drop(set(row.ids))
            del self._rows[place]
            lost += 0 if renamed else len(row.ids)
        self.rejected = [row for row in self.rejected if row.place not in absent]
        return lost

    def _is_handed_over(self, row: SourceRow, place: Path) -> bool:
        """Whether all that a file gave was recognised elsewhere."""
        before = self._places.rows.get(place)
        return bool(before and before.ids and not row.ids)

    def _recognise(self, again: set[Path]) -> None:
        """From now on ids are given; files that are moved are reported."""
        places = self._places
        adrift = [places.rows[place] for place in places.gone] + places.overwritten
        self._ids = Ids(
            {place: known_of(row) for place, row in places.rows.items() if place in again},
            [known for row in adrift for known in known_of(row)],
            Recalled(self._memory),
            self._memory.former() if self._memory else (),
            frozenset(digest for row in self._remembered for digest in row.digests),
        )
        if self._known:
            self.report.renamed += len(places.moved)
            self.report.files += [(RENAMED, move.name) for move in places.moved]

    def _to_read(self) -> set[Path]:
        """The files that are new or changed, and those that share a document with one of them,
        be they under the paths of this run or not."""
        doubtful = {row.place for row in self._rejected}
        again = {
            file.path
            for file in self._files
            if file.path in doubtful or not is_as_before(file, self._rows.get(file.path))
        }
        absent = {id for place, row in self._rows.items() if not place.exists() for id in row.ids}
        absent |= {id for row in self._places.overwritten for id in row.ids}
        while True:
            ids = {id for place in again if place in self._rows for id in self._rows[place].ids}
            ids |= absent
            more = {
                place
                for place in self._rows.keys() - again
                if not ids.isdisjoint(self._rows[place].duplicates) and place.exists()
            }
            if not more:
                return again
            again |= more

    def _read(self, file: SourceFile) -> Iterator[PolicyDocument]:
        """The documents of one file that are not as before; fills in its rows."""
        name, place = file.name, file.path
        before = self._rows.get(place)
        given: dict[str, str] = {}
        duplicates: set[str] = set()
        failures: list[Rejected] = []
        for item in self._ids.named(place, self._pool.read(file)):
            self._progress(name, 1)
            if isinstance(item, Rejected):
                failures.append(item)
            elif document := self._own(item, place, given, duplicates):
                self._owner[document.id] = place
                self._claimed.add(document.id)
                self._digest[document.id] = given[document.id]
                if self._is_news(document):
                    yield document
        kept = bool(failures and not given and before and self._keep(before, place))
        self._fail(file, failures, kept)
        names = tuple(self._names[id] for id in given)
        if not kept and (row := row_of(file, given, duplicates, names)):
            self._rows[place] = row

    def _own(
        self, named: Named, place: Path, given: dict[str, str], duplicates: set[str]
    ) -> PolicyDocument | None:
        """A document under an id that is its file's own; None if another gave it already."""
        document, digest = named.document, named.digest
        id = document.id
        owner = self._owner.get(id)
        if owner and owner != place and id not in self._claimed and not owner.exists():
            self._hand_over(id, owner)
            self._rows[owner] = replace(self._rows[owner], size=TO_READ)  # read it if it comes back
        elif owner := owner or self._ids.keeper(id, digest):
            other = self._beside(id, digest)
            if self._digest[id] == digest or self._owner.get(other):
                self.report.duplicates += 1
                duplicates |= {id, other}
                self._led(named, id)
                return None
            document = replace(document, id=other)
            duplicates.add(id)
            if named.name:
                where = "同一文件" if owner == place else f" {printable(owner.name)} "
                warning = f"标识 {id} 与{where}中的另一份文件相同而内容不同，已改用 {other}。"
                document = replace(document, warnings=(*document.warnings, warning))
        given[document.id] = digest
        self._names[document.id] = named.name
        self._led(named, document.id)
        return document

    def _beside(self, id: str, digest: str) -> str:
        """The id of a document whose own another document has."""
        short = f"{id}-{digest[:8]}"
        is_its = self._digest.get(short, digest) == digest
        return short if is_its else f"{id}-{digest}"

    def _led(self, named: Named, now: str) -> None:
        """An id that a document had before leads to what it is called now."""
        if named.was:
            self.became[named.was] = now

    def _is_news(self, document: PolicyDocument) -> bool:
        """Count a document; whether it must be written."""
        self.report.warnings += [(document.id, text) for text in document.warnings]
        before = self._before.get(document.id)
        if before == self._digest[document.id]:
            self.report.unchanged += 1
            return False
        if before:
            self.report.changed += 1
            self.removed.add(document.id)
        else:
            self.report.added += 1
        return True

    def _keep(self, before: SourceRow, place: Path) -> bool:
        """Leave what a file that cannot be read any more gave before; was there anything?"""
        mine = [id for id in before.ids if id not in self._owner]
        for id in mine:
            self._owner[id] = place
        self.report.unchanged += len(mine)
        self._rows[place] = before.with_only(mine)
        return bool(mine)

    def _fail(self, file: SourceFile, failures: list[Rejected], kept: bool) -> None:
        note = "（索引中保留上次收录的内容。）" if kept else ""
        for item in failures:
            reason = item.reason + note
            self.report.rejected.append(replace(item, reason=reason))
            row = RejectedRow(str(file.root), file.name, item.source_path, item.locator, reason)
            self.rejected.append(row)

    def _drop(self, ids: set[str]) -> None:
        """Documents of ``base`` are gone; files that gave them too look changed from now on."""
        for id in ids:
            self._hand_over(id, self._owner.pop(id))
        self.removed |= ids
        self.report.removed += len(ids)
        for place, row in list(self._rows.items()):
            if not ids.isdisjoint(row.duplicates):
                self._rows[place] = replace(row, size=TO_READ)

    def _hand_over(self, id: str, owner: Path) -> None:
        """Take an id out of the row of the file that gave it."""
        row = self._rows[owner]
        self._rows[owner] = row.with_only(set(row.ids) - {id})
