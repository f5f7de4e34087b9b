"""One line of a list of documents: on the result page, the home page, among versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from index.document import PolicyDocument, Validity
from search.related import TextVersion
from search.results import Hit, Snippet
from web import text, urls
from web.text import Marked
from web.views.reasons import figures, reasons
from web.views.sources import source_name
from web.views.standing import OVER, TONES, DocumentLink, document_link


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A window of the body; ``label`` and ``url`` name and link the 章/条 it comes from."""

    text: Marked
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """A document folded under a line: what tells it apart, and its state."""

    words: str
    url: str
    validity: str
    tone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoldedView:
    """What is folded under a line: other texts of its work, prints of it from other sources.

    ``words`` say what they are and how many (``另有 2 个历史文本``).
    """

    words: str
    rows: tuple[FoldedRow, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A document on one line. ``date_kind`` is 成文 or 发布, empty where no date is stated.

    ``recognised``: whether its text was recognised from pictures. ``later``: whether another day was
    asked for than today, which ``validity`` is of. ``part`` says which 条 of its work it has, where it
    has not all; ``newer`` is the text that is in force for it.
    """

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
    is_excerpt: bool = False
    recognised: bool = False
    pin: str = ""
    snippets: tuple[SnippetView, ...] = ()
    reasons: tuple[str, ...] = ()
    figures: str = ""
    later: bool = False
    part: str = ""
    newer: DocumentLink | None = None
    folded: tuple[FoldedView, ...] = ()

    @property
    def tone(self) -> str:
        """The style of the validity label; empty where there is none to show."""
        return TONES[Validity(self.validity)]

    @property
    def label(self) -> str:
        """The validity as a label has it; that of today is said to be so where another day was
        asked for, and the text was in force then."""
        return f"今{self.validity}" if self.later and self.tone != "in-force" else self.validity

    @property
    def newer_words(self) -> str:
        """What the other text is to this one."""
        return "现行文本" if self.validity == Validity.NOT_YET else "已有更新的文本"


def hit_view(
    hit: Hit, on: date | None, address: Callable[[str, str], str], *, whole: bool = True
) -> HitView:
    """A hit of a search, for what was in force on a day.

    Args:
        address: of a section of a document (:func:`web.urls.documents`).
        whole: whether also what no page prints: the score in figures.
    """
    document = hit.document
    kind, day = dated(document)
    newer = hit.standing.newer if hit.standing else None
    return HitView(
        id=document.id,
        url=address(document.id, ""),
        title=Marked(document.title, hit.title_marks),
        doc_number=document.doc_number,
        issuers=document.issuers,
        date_kind=kind,
        date=day,
        genre=document.genre,
        validity=str(document.validity),
        has_body=bool(hit.snippets),
        is_excerpt=document.is_excerpt,
        recognised=document.recognised_pages > 0,
        pin=hit.pin,
        snippets=tuple(_snippet(one, document.id, address) for one in hit.snippets),
        reasons=reasons(hit),
        figures=figures(hit) if whole else "",
        later=on is not None,
        part=hit.part,
        newer=document_link(newer) if newer else None,
        folded=tuple(_folded(hit, address)) if hit.versions or hit.reprints else (),
    )


def _snippet(snippet: Snippet, id: str, address: Callable[[str, str], str]) -> SnippetView:
    url = address(id, snippet.anchor) if snippet.anchor else ""
    return SnippetView(_behind_label(snippet), snippet.label, url)


def _folded(hit: Hit, address: Callable[[str, str], str]) -> Iterator[FoldedView]:
    texts = [one for one in hit.versions if not one.part]
    is_past = all(one.state in OVER for one in texts)
    kinds = (
        ("部分", [_text(one, address) for one in hit.versions if one.part]),
        ("历史文本" if is_past else "其他文本", [_text(one, address) for one in texts]),
        ("来源", [_print(one, address) for one in hit.reprints]),
    )
    for kind, rows in kinds:
        held = tuple(row for row in rows if row)
        if held:
            yield FoldedView(f"另有 {len(held)} 个{kind}", held)


def _text(version: TextVersion, address: Callable[[str, str], str]) -> FoldedRow | None:
    """A text of the work; None if it is not held."""
    if version.document is None:
        return None
    day = text.chinese_date(version.on or version.document.day)
    return FoldedRow(
        version.part or (f"{day}的文本" if day else "日期未注明的文本"),
        address(version.document.id, ""),
        version.state.value,
        TONES[version.state],
    )


def _print(document: PolicyDocument, address: Callable[[str, str], str]) -> FoldedRow:
    """The same text from another source."""
    kind, day = dated(document)
    return FoldedRow(
        source_name(document),
        address(document.id, ""),
        document.validity.value,
        TONES[document.validity],
        f"{kind} {day}" if day else "",
    )


def _behind_label(snippet: Snippet) -> Marked:
    """The snippet without the label of its section, which stands before it; a hit there stays."""
    label = snippet.label
    opening = snippet.text.removeprefix("…") if label else ""
    if not (label and opening.startswith(label)):
        return Marked(snippet.text, snippet.marks)
    words = opening.removeprefix(label).lstrip()
    cut = len(snippet.text) - len(words)
    first = snippet.marks[0][0] if snippet.marks else cut
    if not words or first < cut:
        return Marked(snippet.text, snippet.marks)
    return Marked(words, tuple((start - cut, end - cut) for start, end in snippet.marks))


def document_lines(documents: Iterable[PolicyDocument], q: str = "") -> tuple[HitView, ...]:
    """Documents without snippets; whether they have a body is left open."""
    address = urls.documents(q)
    return tuple(_line(document, address) for document in documents)


def _line(document: PolicyDocument, address: Callable[[str, str], str]) -> HitView:
    kind, day = dated(document)
    return HitView(
        id=document.id,
        url=address(document.id, ""),
        title=Marked(document.title),
        doc_number=document.doc_number,
        issuers=document.issuers,
        date_kind=kind,
        date=day,
        genre=document.genre,
        validity=str(document.validity),
        has_body=None,
        is_excerpt=document.is_excerpt,
        recognised=document.recognised_pages > 0,
    )


def dated(document: PolicyDocument) -> tuple[str, str]:
    """Which date stands for a document, and the date: 成文, else 发布, else nothing."""
    if document.written_on:
        return "成文", text.iso(document.written_on)
    if document.published_on:
        return "发布", text.iso(document.published_on)
    return "", ""
