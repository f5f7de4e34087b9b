"""What every reader gives: what stands where in one file, not yet interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.conventions.labels import is_empty
from index.document import Attachment


@dataclass(slots=True)
class Extract:
    """What a reader found in one file or record, not yet interpreted.

    Attributes:
        source_path, locator: as in :class:`index.document.Rejected`.
        printed: (field, label, value) as printed; see ``index.conventions.labels``.
        title: where no label gives one.
        lines: the paragraphs of the body, page chrome possibly still among them.
        own_id: the source's own identifier.
        attachments: files the page links to.
        lacks_body: whether the source itself says that there is no body.
        is_excerpt: whether it says that the body is but a part.
        verbatim: whether the lines are the body as given (a record), from which nothing is taken.
        warnings: what the reader of the format doubts (Chinese, one sentence each).
        recognised_pages: of how many pages the text was recognised from pictures.
    """

    source_path: str
    locator: str = ""
    printed: list[tuple[str, str, str]] = field(default_factory=list)
    title: str = ""
    lines: list[str] = field(default_factory=list)
    own_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    lacks_body: bool = False
    is_excerpt: bool = False
    verbatim: bool = False
    warnings: list[str] = field(default_factory=list)
    recognised_pages: int = 0

    def value(self, name: str) -> str:
        """The first value printed for a field that is not 暂无; else empty."""
        return next((v for f, _, v in self.printed if f == name and not is_empty(v)), "")

    def values(self, name: str) -> list[str]:
        """All values printed for a field, the empty ones left out."""
        return [v for f, _, v in self.printed if f == name and not is_empty(v)]
