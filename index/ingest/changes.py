"""What a run changes: which documents are new, changed, as before, gone, or cannot be read.

An id belongs to one file. A file that is read again first gives up its ids, and with it every
file that gave one of the same documents; then the first to give an id has it. Another file
that gives the same document is a duplicate, and its row remembers that; one that gives a
different document under the same id is kept beside it under an id of its own, with a warning.
So whatever files do (swap names, move, change, go), no document that some file gives is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from index.document import PolicyDocument, Rejected
from index.ingest.failures import meant_by
from index.ingest.given_up import GivenUp
from index.ingest.guard import Held
from index.ingest.known import as_known, is_as_before, rows_by_place, with_held
from index.ingest.sources import Sight, bare, is_below, is_gone
from index.readers import Options, SourceFile
from index.readers.sandbox.pool import ReaderPool
from index.store.generation import Generation
from index.store.source_rows import SourceRow
from index.store.withdrawals import NONE, Withdrawals, token
from index.text.file_names import printable

Progress = Callable[[str, int], None]
"""Called with a file's path and how many items of it were read since the last call."""


FILE_CHANGES = NEW, CHANGED, RENAMED, GONE = ("新增", "更新", "改名", "移除")


@dataclass(slots=True)
class Report:
    """What a run did, in documents; ``rejected`` and ``warnings`` of the files it read.

    ``documents`` is how many the index holds now. ``files`` are those that are new, changed,
    renamed or gone: a word of :data:`FILE_CHANGES` and the path. ``renamed`` counts files.
    ``held`` is what would have gone and stays; see ``index.ingest.guard``.
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
    held: list[Held] = field(default_factory=list)


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
    """Compares ``files`` with what ``base`` holds; read :meth:`documents` to the end first, then
    let :func:`index.ingest.settling.settle` decide what of the rest stays and what goes.

    A context manager: the processes that read end with it.

    Args:
        options: how to read; None for what ``base`` remembers. Files are read again when it
            was another.
        processes: how many read.
        paths: where ``files`` were looked for. Of those that hold none, and of what cannot be
            looked into, nothing can be said: what was below them may well be there.
        erased: what is not to be taken in.

    Attributes:
        report: the counts.
        known: the table of sources of ``base``.
        listed, unseen: the places of ``files``; those that cannot be looked into, and why.
        options, read_before: how files are read; how they were when ``base`` was written.
        removed: ids whose document in ``base`` counts no longer.
        rejected: the table of what could not be read as it will be.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        base: Generation | None,
        progress: Progress | None,
        options: Options | None = None,
        processes: int = 1,
        paths: Sequence[Path] = (),
        erased: Withdrawals = NONE,
    ) -> None:
        self.report = Report()
        self._erased = erased
        self.read_before = base.manifest.reading if base else {}
        self.options = options or Options.from_json(self.read_before)
        self._pool = ReaderPool(self.options, processes)
        self.removed: set[str] = set()
        self._claimed: set[str] = set()
        self._progress = progress or (lambda path, count: None)
        known = self.known = list(base.sources()) if base else []
        self._rows = rows_by_place(known, not self.same_reading, erased)
        self._files = [as_known(file, self._rows.get(file.path)) for file in files]
        self.listed = frozenset(file.path for file in files)
        self.unseen = {file.path: file.refused for file in files if file.is_unseen}
        self._sight = Sight({*bare(paths, files, self._rows), *self.unseen})
        self._kept: set[str] = set()
        self._before = {
            id: digest for row in known for id, digest in zip(row.ids, row.digests, strict=True)
        }
        self._owner = {id: place for place, row in self._rows.items() for id in row.ids}
        self._given_up = GivenUp((), self._owner)
        self._digest = dict(self._before)
        self._rejected = [RejectedRow(**row) for row in base.rejected()] if base else []
        self.rejected = list(self._rejected)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.end()

    @property
    def rows(self) -> list[SourceRow]:
        """The table of sources after the run; in its midst, a document that its file has given up
        and that no other has taken over yet is still that file's."""
        return [self._given_up.with_suspended(row) for row in self._rows.values()]

    @property
    def same_reading(self) -> bool:
        """Whether files are read as they were when ``base`` was written."""
        return self.options.to_json() == self.read_before

    @property
    def tables_as_before(self) -> bool:
        """Whether files gave what they gave in the run before, and the same could not be read."""
        rows = [replace(row, held=()) for row in self.rows]
        known = [replace(row, held=()) for row in self.known]
        return rows == known and set(self.rejected) == set(self._rejected)

    def documents(self) -> Iterator[PolicyDocument]:
        """The documents to write: the new and the changed ones."""
        return (item for item in self.steps() if item)

    def steps(self) -> Iterator[PolicyDocument | None]:
        """The same, and None behind each file that was read to its end: what was written until
        then may be published with :attr:`rows` and :attr:`removed` as they are."""
        again = self._to_read()
        self.rejected = [
            row
            for row in self._rejected
            if row.place not in again and self._sight.may_be(row.place)
        ]
        rows = [self._rows[place] for place in again if place in self._rows]
        self._given_up = GivenUp(rows, self._owner)
        for id in {id for row in rows for id in row.ids}:
            del self._owner[id]
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

    def owner_of(self, id: str) -> Path | None:
        """The file that gives a document now; None if none does."""
        return self._owner.get(id)

    def row_at(self, place: Path) -> SourceRow | None:
        """What a file gives now."""
        return self._rows.get(place)

    def keep(self, before: SourceRow, ids: Collection[str]) -> None:
        """After :meth:`steps`: documents that ``before`` says a file gave stay, though no file
        gives them any more."""
        self._owner.update(dict.fromkeys(ids, before.place))
        self._kept |= set(ids)
        self._rows[before.place] = with_held(before, self._rows.get(before.place), ids)

    def let_go(self) -> None:
        """After :meth:`steps`: what no file gives any more, and was not kept, counts no longer."""
        gone = self._given_up.ids()
        self.removed |= gone
        self.report.removed += len(gone)
        self._given_up = GivenUp((), self._owner)

    def forget(self, target: str) -> bool:
        """Remove one document by id, or all that came from a file or folder; was there any?"""
        if target in self._owner:
            self._drop({target})
            return True
        place = Path(target).resolve()
        under = [known for known in self._rows if known == place or place in known.parents]
        self._drop({id for known in under for id in self._rows[known].ids})
        for known in under:
            self._rows.pop(known, None)
        left = [row for row in self.rejected if place not in (row.place, *row.place.parents)]
        named = bool(under) or len(left) < len(self.rejected)
        self.rejected = left
        return named

    def absent(self, roots: Collection[Path]) -> dict[Path, SourceRow]:
        """The files under ``roots`` that are there no more, each with what it gave."""
        return {
            place: row
            for place, row in self._rows.items()
            if place not in self.listed and is_below(place, roots)
        }

    def contents(self) -> frozenset[str]:
        """SHA-256 of what the files of this run hold: what is among it was not lost."""
        rows = (self._rows[place] for place in self.listed if place in self._rows)
        return frozenset(row.sha256 for row in rows if row.sha256)

    def drop_absent(self, roots: Collection[Path]) -> None:
        """After :meth:`steps`: forget the files under ``roots`` that are there no more, but for
        what was kept. A file whose content now stands under another name was renamed."""
        contents = self.contents()
        for place, row in self.absent(roots).items():
            self._drop(set(row.ids) - self._kept)
            if not self._kept.isdisjoint(row.ids):
                continue
            renamed = row.sha256 in contents
            self.report.renamed += renamed
            self.report.files.append((RENAMED if renamed else GONE, row.path))
            del self._rows[place]
            self.rejected = [other for other in self.rejected if other.place != place]

    def _to_read(self) -> set[Path]:
        """The files that are new or changed, and those that share a document with one of them,
        be they under the paths of this run or not."""
        doubtful = {row.place for row in self._rejected}
        again = {
            file.path
            for file in self._files
            if file.path in doubtful or not is_as_before(file, self._rows.get(file.path))
        }
        doubled = {id for row in self._rows.values() for id in row.duplicates}
        absent = {
            id
            for place, row in self._rows.items()
            if not doubled.isdisjoint(row.ids) and not self._sight.may_be(place)
            for id in row.ids
        }
        while True:
            ids = {id for place in again if place in self._rows for id in self._rows[place].ids}
            ids |= absent
            more = {
                place
                for place in self._rows.keys() - again
                if not ids.isdisjoint(self._rows[place].duplicates) and self._sight.is_there(place)
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
        withheld: set[str] = set()
        for item in self._pool.read(file):
            self._progress(name, 1)
            if isinstance(item, Rejected):
                failures.append(item)
            elif erased := self._erased.of(item):
                withheld.add(token(erased.id))
            elif document := self._own(item, place, given, duplicates):
                self._owner[document.id] = place
                self._claimed.add(document.id)
                self._digest[document.id] = given[document.id]
                if self._is_news(document):
                    yield document
        kept = self._keep(before, failures, place)
        self._fail(file, failures, kept)
        row = _row_of(file, given | kept, duplicates)
        if before and kept and not given:  # the file now is not the one that gave what is kept
            row = replace(before, ids=tuple(kept), digests=tuple(kept.values()))
        if row:
            self._rows[place] = replace(row, withheld=tuple(sorted({*row.withheld, *withheld})))

    def _own(
        self, document: PolicyDocument, place: Path, given: dict[str, str], duplicates: set[str]
    ) -> PolicyDocument | None:
        """``document`` under an id that is its file's own; None if another gave it already."""
        digest = document.digest()
        id = document.id
        owner = self._owner.get(id)
        if owner and owner != place and id not in self._claimed and self._yields(owner, id, digest):
            self._hand_over(id, owner)
            self._rows[owner] = replace(self._rows[owner], size=-1)  # read it if it comes back
        elif owner:
            other = f"{id}-{digest[:8]}"
            if self._digest[id] == digest or self._owner.get(other):
                self.report.duplicates += 1
                duplicates |= {id, other}
                return None
            where = "同一文件" if owner == place else f" {printable(owner.name)} "
            warning = f"标识 {id} 与{where}中的另一份文件相同而内容不同，已改用 {other}。"
            document = replace(document, id=other, warnings=(*document.warnings, warning))
            duplicates.add(id)
        given[document.id] = digest
        return document

    def _yields(self, owner: Path, id: str, digest: str) -> bool:
        """Whether a file lets go of an id that another gives: it is gone, or nothing can be said
        of it and the document is the same."""
        if self._sight.is_barred(owner):
            return self._digest[id] == digest
        return is_gone(owner)

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

    def _keep(
        self, before: SourceRow | None, failures: list[Rejected], place: Path
    ) -> dict[str, str]:
        """Leave what was given before by what cannot be read now: id -> digest."""
        missing = [id for id in before.ids if id not in self._owner] if before else []
        kept = {id: self._before[id] for id in meant_by(failures, missing)}
        self._owner.update(dict.fromkeys(kept, place))
        self.report.unchanged += len(kept)
        return kept

    def _fail(self, file: SourceFile, failures: list[Rejected], kept: dict[str, str]) -> None:
        for item in failures:
            note = "（索引中保留上次收录的内容。）" if meant_by([item], kept) else ""
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
                self._rows[place] = replace(row, size=-1)

    def _hand_over(self, id: str, owner: Path) -> None:
        """Take an id out of the row of the file that gave it."""
        row = self._rows[owner]
        kept = {i: d for i, d in zip(row.ids, row.digests, strict=True) if i != id}
        self._rows[owner] = replace(row, ids=tuple(kept), digests=tuple(kept.values()))


def _row_of(file: SourceFile, given: dict[str, str], duplicates: set[str]) -> SourceRow | None:
    """The row of a file that was read; None for one that cannot be read at all.

    Its size and times are those before it was read: a change made meanwhile is noticed by the
    next run.
    """
    try:
        digest = file.sha256
    except OSError:
        return None
    if file.status is None:
        return None
    return SourceRow(
        root=str(file.root),
        path=file.name,
        size=file.status.st_size,
        mtime_ns=file.status.st_mtime_ns,
        ctime_ns=file.status.st_ctime_ns,
        sha256=digest,
        ids=tuple(given),
        digests=tuple(given.values()),
        duplicates=tuple(sorted(duplicates)),
    )
