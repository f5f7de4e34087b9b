"""Articles in full above the results: one that the query names, or that which answers it best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.statements.names import cited_name
from search.results import Provision
from web import text, urls
from web.text import Marked
from web.views.standing import TONES

CITED_BY = "cited_by"
_LINE = 30
_LINES = 12
"""So many lines of an article are seen at once; the rest unfolds. A line is taken for so many characters."""


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """One article.

    Attributes:
        why: what it is: named, or the best answer.
        title: of the document, as it is cited, and the article.
        text: its paragraphs; the last ``folded`` of them unfold, which ``is_open`` says is done already.
        cited_by: how many documents name the article; ``cited_url`` is the page of them.
    """

    id: str
    why: str
    title: str
    label: str
    url: str
    validity: str
    tone: str
    text: tuple[Marked, ...]
    folded: int
    is_open: bool
    cited_by: int
    cited_url: str

    @property
    def seen(self) -> tuple[Marked, ...]:
        """The paragraphs that are seen at once."""
        return self.text[: len(self.text) - self.folded]

    @property
    def rest(self) -> tuple[Marked, ...]:
        """Those that unfold."""
        return self.text[len(self.text) - self.folded :]


def provision_view(
    found: Provision, on: date | None, address: Callable[[str, str], str]
) -> ProvisionView:
    """An article shown for a search, of what was in force on a day.

    Args:
        address: of a section of a document (:func:`web.urls.documents`).
    """
    document = found.document
    paragraphs = Marked(found.text, found.marks).lines
    folded = len(paragraphs) - _seen(paragraphs)
    title = text.bracketed(cited_name(document.title))
    return ProvisionView(
        id=document.id,
        why="法条原文" if found.named else "最相关的条文",
        title=f"{title}{found.label}{found.also}",
        label=found.label,
        url=address(document.id, found.anchor),
        validity=document.validity.value,
        tone=TONES[document.validity],
        text=paragraphs,
        folded=folded,
        is_open=bool(found.also) and any(one.marks for one in paragraphs[-folded:]) and folded > 0,
        cited_by=found.cited_by,
        cited_url=urls.relations(document.id, CITED_BY, article=found.anchor, on=on)
        if found.cited_by
        else "",
    )


def _seen(paragraphs: Sequence[Marked]) -> int:
    """How many paragraphs are seen at once: the first, and what there is room for."""
    left = _LINES
    for number, paragraph in enumerate(paragraphs):
        left -= -(-len(paragraph.text) // _LINE)
        if left < 0:
            return max(number, 1)
    return len(paragraphs)
