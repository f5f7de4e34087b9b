"""One run of a command that writes an index: when, how it ended, what it did, and its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

RUNNING, DONE, PARTLY, REFUSED, FAILED, KILLED = (
    "running",
    "done",
    "done_with_failures",
    "refused",
    "failed",
    "killed",
)
OUTCOMES = {
    RUNNING: "正在运行",
    DONE: "完成",
    PARTLY: "完成，但有未能收录或保留的内容",
    REFUSED: "拒绝执行",
    FAILED: "失败",
    KILLED: "中途被杀，没有结束",
}
"""How a run ended -> for people."""
SUCCESSFUL = frozenset({DONE, PARTLY})
"""A run that saw all there is to see; what some files lack is told by its counts."""
LISTED = 10
"""So many failures are kept with a run, the new ones first; all of them are in the generation."""
LONGEST = 400
"""Characters of a sentence that are kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did, in documents.

    Attributes:
        failed: files and records that could not be read.
        doubtful: documents whose reading is in doubt.
        held: documents that are gone from their sources and kept all the same.
        new_failures: of ``failed``, those that the generation before did not know.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: int = 0
    doubtful: int = 0
    held: int = 0
    new_failures: int = 0

    @property
    def old_failures(self) -> int:
        """Of ``failed``, those that were known before."""
        return self.failed - self.new_failures


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that a run could not read; ``file`` and ``locator`` as in
    :class:`index.document.Rejected`."""

    file: str
    locator: str
    reason: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A run.

    Attributes:
        id: of its own; one that sorts by time.
        kind: ``index``, ``reindex``, ``sync`` … : the command.
        began, ended: in UTC; ``ended`` is None while it runs and where it was killed.
        outcome: one of :data:`OUTCOMES`.
        why: one Chinese sentence; empty where there is nothing to say.
        exit_code: of the command; None without an end.
        before, after: the generation before and after; None where there is none.
        times: how often it was repeated with the same end (``sync --watch``); ``ended`` is then
            the last time.
        failures: at most :data:`LISTED`, the new ones first.
    """

    id: str
    kind: str
    began: datetime
    ended: datetime | None = None
    outcome: str = RUNNING
    why: str = ""
    exit_code: int | None = None
    before: int | None = None
    after: int | None = None
    counts: Counts = Counts()
    times: int = 1
    failures: tuple[Failure, ...] = ()

    @property
    def is_successful(self) -> bool:
        """Whether it saw all there is to see."""
        return self.outcome in SUCCESSFUL

    @property
    def seconds(self) -> float | None:
        """How long it took, repeats included."""
        return (self.ended - self.began).total_seconds() if self.ended else None

    def to_json(self) -> dict[str, Any]:
        """A row that JSON can hold; times in ISO 8601."""
        row = asdict(self)
        row["began"] = self.began.isoformat()
        row["ended"] = self.ended.isoformat() if self.ended else None
        row["counts"]["old_failures"] = self.counts.old_failures
        return row

    def to_line(self) -> bytes:
        """Its line of the journal, without the end of line."""
        text = json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def run_of(row: Mapping[str, Any]) -> Run:
    """The run that :meth:`Run.to_json` made ``row`` of; what a newer version added is left out.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is no such row.
    """
    known = {key: row[key] for key in _names(Run) & row.keys()}
    counts = {key: int(row["counts"][key]) for key in _names(Counts) & row["counts"].keys()}
    failures = tuple(
        Failure(str(one["file"]), str(one["locator"]), str(one["reason"]), bool(one["is_new"]))
        for one in row["failures"]
    )
    ended = _time(row["ended"]) if row["ended"] else None
    times = {"began": _time(row["began"]), "ended": ended}
    return Run(**{**known, **times, "counts": Counts(**counts), "failures": failures})


def run_of_line(line: bytes) -> Run | None:
    """The run of a line; None where the line is torn or is none."""
    try:
        return run_of(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}
