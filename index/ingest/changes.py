"""What a run changes: which documents are new, changed, as before, gone, or cannot be read.

An id belongs to one file. A file that is read again first gives up its ids, and with it every
file that gave one of the same documents; which id a document gets then is for
``index.ingest.identity`` to say. A file that was moved takes its row along. Another file
that gives the same document is a duplicate, and its row remembers that; one that gives a
different document under the same id is kept beside it under an id of its own, with a warning.
So whatever files do (swap names, move, change, go), no document that some file gives is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from index.document import PolicyDocument, Rejected
from index.ingest.failures import meant_by
from index.ingest.given_up import GivenUp
from index.ingest.identity import Ids, Named, beside
from index.ingest.known import is_as_before, row_of, rows_by_place, sharing, with_held
from index.ingest.late import Scanning, Turns
from index.ingest.left_behind import former_after
from index.ingest.places import Memory, found_again, ids_of
from index.ingest.recall import Recalled
from index.ingest.report import CHANGED, GONE, NEW, RENAMED, Progress, RejectedRow, Report
from index.ingest.sources import Sight, as_given, as_known, bare, is_below
from index.ingest.withholding import unless_erased
from index.readers import Item, Options, SourceFile
from index.store.former_ids import Former
from index.store.generation import Generation
from index.store.source_rows import SourceRow
from index.store.withdrawals import NONE, Withdrawals, token


class Changes:
    """Compares ``files`` with what ``base`` holds; read :meth:`documents` to the end first, then
    let :func:`index.ingest.settling.settle` decide what of the rest stays and what goes.

    A context manager: the processes that read end with it.

    Args:
        options: how to read; None for what ``base`` remembers. Files are read again when it
            was another.
        processes: how many read.
        memory: what is remembered of ids where it is not ``base``: a rebuild has none.
        paths: where ``files`` were looked for. Of those that hold none, and of what cannot be
            looked into, nothing can be said: what was below them may well be there.
        erased: what is not to be taken in.
        scanning: how pages that are pictures are recognised; None for not at all.

    Attributes:
        report: the counts.
        known: the table of sources of ``base``.
        listed, unseen: the places of ``files``; those that cannot be looked into, and why.
        passed: files and folders that a rule passes over, by their places: they are as if they were gone.
        options, read_before: how files are read; how they were when ``base`` was written.
        removed: ids whose document in ``base`` counts no longer.
        rejected: the table of what could not be read as it will be.
        became: ids whose documents have others now.
        forgotten: ids of documents that were removed on purpose.
        turns: in which the files are read.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        base: Generation | None,
        progress: Progress | None,
        options: Options | None = None,
        processes: int = 1,
        paths: Sequence[Path] = (),
        memory: Generation | None = None,
        erased: Withdrawals = NONE,
        scanning: Scanning | None = None,
    ) -> None:
        self._memory = Memory(base or memory, is_whole=base is not None)
        every = self._memory.names(files)
        files = [file for file in every if not file.passed_over]
        self.passed = {file.path: file for file in every if file.passed_over}
        self.report = Report(passed=[(one.shown, one.passed_over) for one in self.passed.values()])
        self._erased = erased
        self.read_before = base.manifest.reading if base else {}
        self.options = options or Options.from_json(self.read_before)
        self.removed, self.forgotten = set[str](), set[str]()
        self._claimed, self._kept = set[str](), set[str]()
        self._progress = progress or (lambda path, count: None)
        self.turns = Turns(self.options, processes, scanning, self._progress, self.report)
        self._tables = list(base.sources()) if base else []
        self.known = self._memory.rows if base else []
        self.unseen = {file.path: file.refused for file in files if file.is_unseen}
        self._roots = frozenset(map(as_given, paths))
        before = rows_by_place(self._memory.rows, False)
        self._sight = Sight({*bare(paths, every, before), *self.unseen}, self.passed)
        self._places = found_again(files, before, self._sight, self._memory.doubtful, not base)
        standing = self._places.rows.values() if base else ()
        self._rows = rows_by_place([*standing], not self.same_reading, erased)
        self._files = files
        self.listed = frozenset(file.path for file in files)
        known = {id: it for row in self._memory.rows for id, it in row.documents.items()}
        self._digest = {id: digest for id, (digest, _) in known.items()}
        self._names = {id: name for id, (_, name) in known.items()}
        self._before = dict(self._digest) if base else {}
        self._owner = {id: place for place, row in self._rows.items() for id in row.ids}
        self._given_up = GivenUp((), self._owner)
        self._ids = Ids({}, (), Recalled(None))
        self.became: dict[str, str] = {}
        self._rejected = [RejectedRow(**row) for row in self._memory.rejected] if base else []
        self.rejected = [*self._rejected]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.turns.end()

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
    def former(self) -> list[Former]:
        """The table of ids that no document has, after the run."""
        before = self._memory.rows
        return former_after(self._memory.former, before, self.rows, self.became, self.forgotten)

    @property
    def given_as_before(self) -> bool:
        """Whether files gave what they gave in the run before, and the same could not be read."""
        rows = [replace(row, held=()) for row in self.rows]
        known = [replace(row, held=()) for row in self._tables]
        return rows == known and set(self.rejected) == set(self._rejected)

    @property
    def held_as_before(self) -> bool:
        """Where files gave what they gave before: whether the same of it is held back."""
        return [row.held for row in self.rows] == [row.held for row in self._tables]

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
            if row.place not in again and self._sight.may_be(row.place, self._roots)
        ]
        rows = [self._rows[place] for place in again if place in self._rows]
        for id in {id for row in rows for id in row.ids}:
            del self._owner[id]
        self._given_up = GivenUp([*rows, *self._overwritten], self._owner)
        self._recognise(again)
        others = sorted(again - {file.path for file in self._files})
        unlisted = [SourceFile(Path(self._rows[place].root), place) for place in others]
        ordered = [*self._files, *unlisted]
        for file in self.turns.of(ordered, again):
            row = self._rows.get(file.path) if file else None
            if file is None:
                yield None
            elif file.path in again:
                if items := self.turns.items(file):
                    self.report.files.append((CHANGED if row else NEW, file.name))
                    yield from self._read(file, items)
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
            self.forgotten.add(target)
            self._drop({target})
            return True
        [place] = as_known([Path(target)], {row.root for row in self._rows.values()})
        under = [known for known in self._rows if known == place or place in known.parents]
        ids = {id for known in under for id in self._rows[known].ids}
        self.forgotten |= ids
        self._drop(ids)
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
            renamed = row.sha256 in contents or (not row.ids and self._places.gave(place))
            self.report.renamed += renamed
            self.report.files.append((RENAMED if renamed else GONE, row.path))
            del self._rows[place]
            self.rejected = [other for other in self.rejected if other.place != place]

    @property
    def _overwritten(self) -> list[SourceRow]:
        return self._places.overwritten if self.known else []

    def _recognise(self, again: set[Path]) -> None:
        """From now on ids are given; files that were moved are reported."""
        self._ids = ids_of(self._places, self._memory, again)
        if self.known:
            self.report.renamed += len(self._places.moved)
            self.report.files += [(RENAMED, move.name) for move in self._places.moved]

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
            if not doubled.isdisjoint(row.ids) and not self._sight.is_there(place)
            for id in row.ids
        }
        absent |= {id for row in self._overwritten for id in row.ids}
        return sharing(self._rows, again, absent, self._sight.is_there)

    def _read(self, file: SourceFile, items: Iterator[Item]) -> Iterator[PolicyDocument]:
        """The documents of one file that are not as before; fills in its rows."""
        name, place = file.name, file.path
        before = self._rows.get(place)
        given: dict[str, str] = {}
        duplicates: set[str] = set()
        failures: list[Rejected] = []
        withheld: set[str] = set()
        taken = unless_erased(items, self._erased, withheld)
        for item in self._ids.named(place, taken):
            self._progress(name, 1)
            if isinstance(item, Rejected):
                failures.append(item)
            elif erased := self._erased.of(item.document):
                withheld.add(token(erased.id))
            elif document := self._own(item, place, given, duplicates):
                self._owner[document.id] = place
                self._claimed.add(document.id)
                self._digest[document.id] = given[document.id]
                if self._is_news(document):
                    yield document
        kept = self._keep(before, failures, place)
        self._fail(file, failures, kept)
        own = {id: (digest, self._names[id]) for id, digest in (given | kept).items()}
        row = row_of(file, own, duplicates)
        if before and kept and not given:  # the file now is not the one that gave what is kept
            row = before.giving(own)
        if row:
            self._rows[place] = replace(row, withheld=tuple(sorted({*row.withheld, *withheld})))

    def _own(
        self, named: Named, place: Path, given: dict[str, str], duplicates: set[str]
    ) -> PolicyDocument | None:
        """A document under an id that is its file's own; None if another gave it already."""
        document, digest = named.document, named.digest
        id = document.id
        owner = self._owner.get(id)
        if owner and owner != place and id not in self._claimed and self._yields(owner, id, digest):
            self._hand_over(id, owner)
            self._rows[owner] = replace(self._rows[owner], size=-1)  # read it if it comes back
        elif owner := owner or self._ids.keeper(id, digest):
            other = beside(id, digest, self._digest)
            if self._digest[id] == digest or self._owner.get(other):
                self.report.duplicates += 1
                duplicates |= {id, other}
                self._led(named, id)
                return None
            document = replace(document, id=other)
            duplicates.add(id)
            if named.name:
                warning = f"标识 {id} 与另一份文件相同而内容不同，已改用 {other}。"
                document = replace(document, warnings=(*document.warnings, warning))
        given[document.id] = digest
        self._names[document.id] = named.name
        self._led(named, document.id)
        return document

    def _led(self, named: Named, now: str) -> None:
        """An id that a document had before leads to what it is called now."""
        if named.was:
            self.became[named.was] = now

    def _yields(self, owner: Path, id: str, digest: str) -> bool:
        """Whether a file lets go of an id that another gives: it is gone, or nothing can be said
        of it and the document is the same."""
        if self._sight.is_barred(owner):
            return self._digest[id] == digest
        return self._sight.is_gone(owner)

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
        left = {other: it for other, it in row.documents.items() if other != id}
        self._rows[owner] = row.giving(left)
