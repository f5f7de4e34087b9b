"""Withdrawals (撤下): which documents are not to be seen, whatever generation is served.

They stand beside the generations, not in one: what syncs, rebuilds, rolls back or restores an
index leaves them as they are. A document is known again by its id, and under another id by its
*marks*: digests of its content, of a long text, of title and text, title and 发文字号, title and address.
Those who open a generation go by ids alone; so whoever publishes one first looks for documents
that have the marks of a withdrawn one and notes their ids (``index.store.screening``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from index.document import PolicyDocument
from index.schema.fields import number_key, title_keys
from index.store.journal import Row
from index.text.fold import squeeze

LONGEST = 500
"""Characters of a reason that are kept."""
_TELLING = 200
"""A text of so many characters says by itself which document it is."""
_ELSEWHERE = ("id", "source_path", "warnings")
"""Fields that say where a document comes from and how it was read."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One document that was withdrawn.

    Attributes:
        id: under which it is, or was, or may come to be held.
        at: when it was withdrawn.
        by: which user of the machine did it.
        reason: for those who keep the index; never shown to visitors.
        notice: for visitors; empty if they are told nothing but the day.
        title, number: as an operator knows it; empty once it is erased.
        marks: see :func:`marks_of`.
        titles: see :func:`title_mark`.
        same: the id of the withdrawal that this follows, for a copy under another id.
        erased: whether it is not to be taken in again.
    """

    id: str
    at: datetime
    by: str = ""
    reason: str = ""
    notice: str = ""
    title: str = ""
    number: str = ""
    marks: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    same: str = ""
    erased: bool = False

    def to_row(self) -> Row:
        """A line of the journal."""
        row = {
            "do": "withdraw",
            "id": self.id,
            "at": self.at.isoformat(),
            "by": self.by,
            "reason": self.reason,
            "notice": self.notice,
            "title": self.title,
            "number": self.number,
            "marks": sorted(self.marks),
            "titles": sorted(self.titles),
            "same": self.same,
            "erased": self.erased,
        }
        return {name: value for name, value in row.items() if value}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where, and when."""

    path: str
    at: datetime


@dataclass(frozen=True)
class Withdrawals:
    """What the journal says: which documents are withdrawn now.

    Attributes:
        by_id: in the order in which they were withdrawn.
        undone: ids whose withdrawal was taken back, and when.
        backups: those that were made, the oldest first.
        doubt: what is wrong with the journal, if it can be read all the same; see ``Lines``.
    """

    by_id: Mapping[str, Withdrawal]
    undone: Mapping[str, datetime]
    backups: tuple[Backup, ...] = ()
    doubt: str = ""

    def get(self, id: str) -> Withdrawal | None:
        """The withdrawal of that id."""
        return self.by_id.get(id)

    def of(self, document: PolicyDocument) -> Withdrawal | None:
        """The withdrawal of a document, by its id or else by its marks."""
        if (own := self.by_id.get(document.id)) or not self.by_id:
            return own
        if self.may_be(title_mark(document.title), body_mark(document.body)):
            found = (self._by_mark.get(mark) for mark in sorted(marks_of(document)))
            return next(filter(None, found), None)
        return None

    def may_be(self, title: str, body: str) -> bool:
        """Whether a document with such a :func:`title_mark` and :func:`body_mark` may be a
        withdrawn one; then its other marks tell."""
        return title in self._titles or body in self._by_mark

    def related(self, ids: Iterable[str]) -> list[Withdrawal]:
        """The withdrawals of some ids, and of the copies that follow them."""
        wanted = set(ids)
        return [one for one in self.by_id.values() if one.id in wanted or one.same in wanted]

    @cached_property
    def revision(self) -> str:
        """Another one whenever something else is withdrawn, or the same in other words."""
        rows = [one.to_row() for one in self.by_id.values()]
        return _digest(json.dumps(rows, ensure_ascii=False)) if rows else ""

    @cached_property
    def erased(self) -> Withdrawals:
        """Those alone that are not to be taken in again."""
        kept = {id: one for id, one in self.by_id.items() if one.erased}
        return replace(self, by_id=kept)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """What stands for each id where the id itself must not be kept; see :func:`token`."""
        return frozenset(map(token, self.by_id))

    @cached_property
    def _by_mark(self) -> dict[str, Withdrawal]:
        return {mark: one for one in reversed([*self.by_id.values()]) for mark in one.marks}

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset().union(*(one.titles for one in self.by_id.values()))


NONE = Withdrawals({}, {})
"""Nothing is withdrawn."""


def withdrawals_of(rows: Sequence[Row], doubt: str = "") -> Withdrawals:
    """What the lines of a journal come to; the later one rules."""
    by_id: dict[str, Withdrawal] = {}
    undone: dict[str, datetime] = {}
    backups: dict[str, Backup] = {}
    for row in rows:
        at = datetime.fromisoformat(str(row["at"]))
        if row["do"] == "backup":
            backups[str(row["path"])] = Backup(str(row["path"]), at)
        elif row["do"] == "undo":
            by_id.pop(str(row["id"]), None)
            undone[str(row["id"])] = at
        else:
            by_id[str(row["id"])] = _withdrawal(row, at)
    return Withdrawals(by_id, undone, tuple(backups.values()), doubt)


def _withdrawal(row: Row, at: datetime) -> Withdrawal:
    texts = {name: str(row.get(name, "")) for name in ("by", "reason", "notice", "title", "number")}
    return Withdrawal(
        id=str(row["id"]),
        at=at,
        marks=_set(row.get("marks")),
        titles=_set(row.get("titles")),
        same=str(row.get("same", "")),
        erased=bool(row.get("erased")),
        **texts,
    )


def _set(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def undo_row(id: str, by: str) -> Row:
    """The line that takes a withdrawal back."""
    return {"do": "undo", "id": id, "at": now().isoformat(), "by": by}


def backup_row(path: str) -> Row:
    """The line that remembers a backup."""
    return {"do": "backup", "path": path, "at": now().isoformat()}


def now() -> datetime:
    """The time to the second, as it is written down."""
    return datetime.now(UTC).replace(microsecond=0)


def missing_from(own: Withdrawals, other: Withdrawals) -> list[Row]:
    """The lines that ``own`` lacks of another journal, that of a backup: withdrawals which it does
    not know, unless they were taken back since. Nothing is undone by a backup."""
    return [one.to_row() for one in other.by_id.values() if _is_missing(own, one)]


def _is_missing(own: Withdrawals, one: Withdrawal) -> bool:
    if mine := own.by_id.get(one.id):
        return one.erased and not mine.erased and mine.at <= one.at
    undone = own.undone.get(one.id)
    return undone is None or undone < one.at


def marks_of(document: PolicyDocument) -> frozenset[str]:
    """By what a document is known under another id: 20 hexadecimal digits each.

    All but one of them hold the title, so that a list of addresses or a common number does not
    make all its documents one; the other is of a long text, whose title may be the name of a
    file.
    """
    title = _title(document.title)
    card = {k: v for k, v in document.to_json().items() if k not in _ELSEWHERE}
    marks = {_digest("card", json.dumps(card, ensure_ascii=False, sort_keys=True))}
    for kind, text in (
        ("text", squeeze(document.body).text),
        ("number", number_key(document.doc_number)),
        ("address", document.source_url),
    ):
        if text:
            marks.add(_digest(kind, title, text))
    return frozenset(marks | {body_mark(document.body)} - {""})


def title_mark(title: str) -> str:
    """What documents of one title have in common, which does not make them one."""
    return _digest("title", _title(title))


def body_mark(body: str) -> str:
    """What is the same for one long text; empty for a short one."""
    return _digest("body", body) if len(body) >= _TELLING else ""


def _title(title: str) -> str:
    return next(iter(title_keys(title)), "")


def token(id: str) -> str:
    """What stands for an id that must not be written down."""
    return _digest("id", id)


def _digest(*parts: str) -> str:
    raw = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:20]
