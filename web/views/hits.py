"""One line of a list of documents: on the result page, the home page, among versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.document import PolicyDocument, Validity
from search.request import FACETS
from search.results import Hit, Snippet
from web import text, urls
from web.text import Marked
from web.views.reasons import figures, reasons

VALIDITY_TONES = {
    Validity.IN_FORCE: "in-force",
    Validity.AMENDED: "amended",
    Validity.REPEALED: "ended",
    Validity.EXPIRED: "ended",
    Validity.NOT_YET: "not-yet",
    Validity.UNSTATED: "",
}
"""有效性 -> the style of its label. Unstated has none: results do not print it on every line."""


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A window of the body; ``label`` and ``url`` name and link the 章/条 it comes from."""

    text: Marked
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A document on one line. ``date_kind`` is 成文 or 发布, empty where no date is stated."""

    id: str
    url: str
    title: Marked
    doc_number: str
    issuers: tuple[str, ...]
    date_kind: str
    date: str
    genre: str
    validity: str
    has_body: bool | None
    pin: str = ""
    snippets: tuple[SnippetView, ...] = ()
    reasons: tuple[str, ...] = ()
    figures: str = ""

    @property
    def tone(self) -> str:
        """The style of the validity label; empty where there is none to show."""
        return VALIDITY_TONES[Validity(self.validity)]

    @property
    def validity_words(self) -> str:
        """The validity where no label says what it is."""
        return FACETS["validity"] + self.validity


def hit_view(hit: Hit, q: str) -> HitView:
    """A hit of a search for ``q``."""
    return _view(
        hit.document,
        q,
        Marked(hit.document.title, hit.title_marks),
        pin=hit.pin,
        has_body=bool(hit.snippets),
        why=(reasons(hit), figures(hit)),
        snippets=tuple(
            SnippetView(
                _behind_label(snippet),
                snippet.label,
                urls.document(hit.document.id, q, snippet.anchor) if snippet.anchor else "",
            )
            for snippet in hit.snippets
        ),
    )


def _behind_label(snippet: Snippet) -> Marked:
    """The snippet without the label of its section, which stands before it; a hit there stays."""
    opening = snippet.text.removeprefix("…")
    words = opening.removeprefix(snippet.label).lstrip()
    cut = len(snippet.text) - len(words)
    first = snippet.marks[0][0] if snippet.marks else cut
    if not (snippet.label and words and opening.startswith(snippet.label)) or first < cut:
        return Marked(snippet.text, snippet.marks)
    return Marked(words, tuple((start - cut, end - cut) for start, end in snippet.marks))


def document_lines(documents: Iterable[PolicyDocument], q: str = "") -> tuple[HitView, ...]:
    """Documents without snippets; whether they have a body is left open."""
    return tuple(_view(document, q, Marked(document.title)) for document in documents)


def _view(
    document: PolicyDocument,
    q: str,
    title: Marked,
    *,
    pin: str = "",
    has_body: bool | None = None,
    snippets: tuple[SnippetView, ...] = (),
    why: tuple[tuple[str, ...], str] = ((), ""),
) -> HitView:
    kind, day = dated(document)
    return HitView(
        id=document.id,
        url=urls.document(document.id, q),
        title=title,
        doc_number=document.doc_number,
        issuers=document.issuers,
        date_kind=kind,
        date=day,
        genre=document.genre,
        validity=document.validity.value,
        has_body=has_body,
        pin=pin,
        snippets=snippets,
        reasons=why[0],
        figures=why[1],
    )


def dated(document: PolicyDocument) -> tuple[str, str]:
    """Which date stands for a document, and the date: 成文, else 发布, else nothing."""
    if document.written_on:
        return "成文", text.iso(document.written_on)
    if document.published_on:
        return "发布", text.iso(document.published_on)
    return "", ""
