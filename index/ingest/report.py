"""What a run says of itself: its progress, its counts, what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from index.document import Rejected
from index.ingest.guard import Held

Progress = Callable[[str, int], None]
"""Called with a file's path and how many items of it were read since the last call."""


FILE_CHANGES = NEW, CHANGED, RENAMED, GONE = ("新增", "更新", "改名", "移除")


@dataclass(slots=True)
class Report:
    """What a run did, in documents; ``rejected`` and ``warnings`` of the files it read.

    ``documents`` is how many the index holds now. ``files`` are those that are new, changed,
    renamed or gone: a word of :data:`FILE_CHANGES` and the path. ``renamed`` counts files.
    ``passed`` are files and folders that are not taken in, each with the rule. ``held`` is what would have gone and stays; see ``index.ingest.guard``. ``recognised_pages``
    are those that were pictures, in ``recognising_seconds`` of the time of day.
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
    passed: list[tuple[str, str]] = field(default_factory=list)
    recognised_pages: int = 0
    recognising_seconds: float = 0.0


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
