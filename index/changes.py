"""What a run changes: which documents are new, changed, as before, gone, or cannot be read.

An id belongs to the file that gave it first. Another file that gives the same document is a
duplicate; one that gives a different document under the same id is kept beside it under an
id of its own, with a warning, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.document import PolicyDocument, Rejected
from index.readers import read_file
from index.sources import is_unchanged, source_row
from index.store import Generation, SourceRow

Progress = Callable[[str, int], None]
"""Called with a file's path and how many items of it were read since the last call."""


@dataclass(slots=True)
class Report:
    """What a run did, in documents; ``rejected`` and ``warnings`` of the files it read.

    ``documents`` is how many the index holds now.
    """

    generation: int = 0
    documents: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of ``rejected.jsonl``: as :class:`index.document.Rejected`, and its root."""

    root: str
    source_path: str
    locator: str
    reason: str


class Changes:
    """Compares ``files`` with what ``base`` holds; read :meth:`documents` to the end first.

    Attributes:
        report: the counts.
        removed: ids whose document in ``base`` counts no longer.
        rows: the table of sources as it will be.
        rejected: the table of what could not be read as it will be.
    """

    def __init__(
        self,
        files: Sequence[tuple[Path, Path]],
        base: Generation | None,
        progress: Progress | None,
    ) -> None:
        self.report = Report()
        self.removed: set[str] = set()
        self.rejected: list[RejectedRow] = []
        self._files = files
        self._progress = progress or (lambda path, count: None)
        known = list(base.sources()) if base else []
        self._rows = {_place(row.root, row.path): row for row in known}
        self._owner = {id: place for place, row in self._rows.items() for id in row.ids}
        self._digest = {
            id: digest for row in known for id, digest in zip(row.ids, row.digests, strict=True)
        }
        self._rejected = [RejectedRow(**row) for row in base.rejected()] if base else []

    @property
    def rows(self) -> list[SourceRow]:
        """The table of sources after the run."""
        return list(self._rows.values())

    @property
    def rejected_as_before(self) -> bool:
        """Whether the same things could not be read as in the run before."""
        return set(self.rejected) == set(self._rejected)

    def documents(self) -> Iterator[PolicyDocument]:
        """The documents to write: the new and the changed ones."""
        read = {place for _, place in self._files}
        self.rejected = [
            row for row in self._rejected if _place(row.root, row.source_path) not in read
        ]
        doubtful = {_place(row.root, row.source_path) for row in self._rejected}
        for root, place in self._files:
            row = self._rows.get(place)
            if row and place not in doubtful and is_unchanged(row, place):
                self.report.unchanged += len(row.ids)
                self._progress(row.path, max(len(row.ids), 1))
            else:
                yield from self._read(Path(row.root) if row else root, place)

    def forget(self, target: str) -> bool:
        """Remove one document by id, or all that came from a file or folder; was there any?"""
        if target in self._owner:
            self._release(target)
            return True
        place = Path(target).resolve()
        under = [known for known in self._rows if known == place or place in known.parents]
        for known in under:
            row = self._rows.pop(known)
            self.removed.update(row.ids)
            self.report.removed += len(row.ids)
        kept = [row for row in self._rejected if not _under(row, place)]
        found = bool(under) or len(kept) < len(self._rejected)
        self._rejected = kept
        return found

    def _read(self, root: Path, place: Path) -> Iterator[PolicyDocument]:
        """The documents of one file that are not as before; fills in its rows."""
        name = place.relative_to(root).as_posix()
        before = self._rows.get(place)
        given: dict[str, str] = {}
        failures: list[Rejected] = []
        for item in read_file(place, root):
            self._progress(name, 1)
            if isinstance(item, Rejected):
                failures.append(item)
            elif (document := self._own(item, place, given)) and self._is_news(
                document, given[document.id]
            ):
                yield document
        if failures:
            self._fail(root, failures, kept=bool(before and before.ids and not given))
        if given or not (failures and before):
            self._settle(root, place, given)

    def _own(
        self, document: PolicyDocument, place: Path, given: dict[str, str]
    ) -> PolicyDocument | None:
        """``document`` under an id that is its file's own; None if another gave it already."""
        digest = document.digest()
        id = document.id
        owner = self._owner.get(id)
        if id in given or (owner not in (None, place) and owner is not None and owner.exists()):
            if (given.get(id) or self._digest.get(id)) == digest:
                self.report.duplicates += 1
                return None
            id = f"{document.id}-{digest[:8]}"
            if id in given or self._owner.get(id) not in (None, place):
                self.report.duplicates += 1
                return None
            where = owner.name if owner and owner != place else "同一文件"
            warning = f"标识 {document.id} 与 {where} 中的另一份文件相同而内容不同，已改用 {id}。"
            document = replace(document, id=id, warnings=(*document.warnings, warning))
        elif owner not in (None, place):
            self._hand_over(id, owner)
        given[id] = digest
        return document

    def _is_news(self, document: PolicyDocument, digest: str) -> bool:
        """Count a document; whether it must be written."""
        before = self._digest.get(document.id) if document.id in self._owner else None
        self.report.warnings += [(document.id, text) for text in document.warnings]
        if before == digest:
            self.report.unchanged += 1
            return False
        if before:
            self.report.changed += 1
            self.removed.add(document.id)
        else:
            self.report.added += 1
        return True

    def _settle(self, root: Path, place: Path, given: dict[str, str]) -> None:
        """Note what a file gave; what it gave before and no longer does is gone."""
        before = self._rows.get(place)
        for id in before.ids if before else ():
            if id not in given:
                self._release(id)
        try:
            self._rows[place] = source_row(root, place, given)
        except OSError:  # gone since it was read: the next run will tell
            return
        self._owner |= dict.fromkeys(given, place)
        self._digest |= given

    def _fail(self, root: Path, failures: list[Rejected], kept: bool) -> None:
        note = "（索引中保留上次收录的内容。）" if kept else ""
        for item in failures:
            reason = item.reason + note
            self.report.rejected.append(replace(item, reason=reason))
            self.rejected.append(RejectedRow(str(root), item.source_path, item.locator, reason))

    def _release(self, id: str) -> None:
        """A document of ``base`` is gone."""
        self._hand_over(id, self._owner.pop(id))
        self.removed.add(id)
        self.report.removed += 1

    def _hand_over(self, id: str, owner: Path | None) -> None:
        """Take an id out of the row of the file that gave it."""
        row = self._rows.get(owner) if owner else None
        if owner and row and id in row.ids:
            kept = {i: d for i, d in zip(row.ids, row.digests, strict=True) if i != id}
            self._rows[owner] = replace(row, ids=tuple(kept), digests=tuple(kept.values()))


def _place(root: str, path: str) -> Path:
    return Path(root) / path


def _under(row: RejectedRow, place: Path) -> bool:
    known = _place(row.root, row.source_path)
    return known == place or place in known.parents
