"""The page of one document: its standing, metadata, contents, body, hits, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from index.document import PolicyDocument, Validity
from index.store.origin import Origin
from search.request import FACETS, UNSTATED, SearchRequest
from search.results import DocumentView, SectionLink
from web import text, urls
from web.text import Marked
from web.views.body import ARTICLE, Block, blocks
from web.views.hits import HitView, document_lines
from web.views.relations import REPRINTS, RelationsView, relations_view
from web.views.results import FormView
from web.views.sources import (
    Facts,
    Link,
    completed,
    file_words,
    leaving,
    original_link,
    source_links,
    whole_links,
)
from web.views.standing import TODAY, Day, StandingView

NO_FILES: Mapping[str, Origin] = MappingProxyType({})
_KEPT = frozenset(("body", "source_path"))
"""What of a document is not part of its record: printed elsewhere, and the operator's own."""
_OF_ANOTHER = "据同一文件的另一来源"
_NARROW = 22
_ENDS = {
    Validity.IN_FORCE: "有效期至",
    Validity.AMENDED: "有效期至",
    Validity.NOT_YET: "有效期至",
    Validity.EXPIRED: "失效日期",
}
"""有效性 -> what the day is called on which a document ends."""


class Asked(NamedTuple):
    """What the address of a document asks for.

    Attributes:
        q: the words to mark.
        hit: at which hit of the body the visitor is; 0 before the first.
        back: which results led to it (:func:`web.urls.back_to`).
        day: the one whose state is asked for.
    """

    q: str = ""
    hit: int = 0
    back: str = ""
    day: Day = TODAY


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """One row of the metadata table."""

    label: str
    values: tuple[Link, ...]

    @property
    def wide(self) -> bool:
        """Whether the row needs the whole width of the table."""
        return sum(len(value.text) for value in self.values) > _NARROW


@dataclass(frozen=True, slots=True)
class HitsView:
    """Going from hit to hit of the body; an address is empty where there is no such hit.

    ``at`` is the hit the visitor is at, of ``last``; 0 before the first.
    """

    at: int
    last: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class DocumentPage:
    """Everything the document page prints. ``record`` is the document as it is kept, or what the page
    itself prints of that.

    ``hit`` is the hit of the body that the address names; 0 before the first. ``day`` is the day that
    it names. ``back`` is what its links keep of the results that led here, which were a search for
    ``back_q`` at ``back_url`` (empty: none did). ``is_excerpt`` says that the body is a part, ``whole`` where the rest may stand.
    """

    id: str
    q: str
    hit: int
    day: Day
    title: Marked
    citation: str
    facts: tuple[str, ...]
    metadata: tuple[MetadataRow, ...]
    versions: tuple[HitView, ...]
    relations: RelationsView
    similar: tuple[HitView, ...]
    toc: tuple[SectionLink, ...]
    body: Marked
    attachments: tuple[Link, ...]
    is_excerpt: bool
    whole: tuple[Link, ...]
    source: Link
    original: Link
    warnings: tuple[str, ...]
    back: str
    back_q: str
    back_url: str
    plain_url: str
    today_url: str
    canonical_url: str
    json_url: str
    record: dict[str, Any]

    @property
    def form(self) -> FormView:
        """The search form above the document."""
        return FormView(q=self.q)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body, line by line."""
        return blocks(
            self.body.text,
            self.body.marks,
            self.toc,
            self.relations.links,
            {one.anchor: one for one in self.relations.cited},
            self.q,
        )

    @property
    def recognised(self) -> str:
        """What is said of a text that was recognised from pictures; empty for all others."""
        pages = self.record.get("recognised_pages", 0)
        return f"{text.count(pages)} 页文字由图像识别，可能有误，请以原件为准。" if pages else ""

    @property
    def hits(self) -> HitsView | None:
        """Going from hit to hit; None where the body has none."""
        last = sum(len(block.numbers) for block in self.blocks)
        at = min(self.hit, last)
        return (
            HitsView(
                at=at,
                last=last,
                previous_url=self._hit_url(at - 1) if at > 1 else "",
                next_url=self._hit_url(at + 1) if at < last else "",
            )
            if last
            else None
        )

    def _hit_url(self, number: int) -> str:
        return urls.hit(self.id, self.q, number, self.day.on, self.back)

    @cached_property
    def headings(self) -> tuple[SectionLink, ...]:
        """The table of contents without the 条."""
        return tuple(part for part in self.toc if not ARTICLE.match(part.text))

    @cached_property
    def articles(self) -> tuple[SectionLink, ...]:
        """The 条, which are too many to stand among the headings."""
        return tuple(part for part in self.toc if ARTICLE.match(part.text))

    @property
    def top_level(self) -> int:
        """The level of the outermost headings."""
        return min((part.level for part in self.headings), default=1)


def document_page(
    view: DocumentView,
    asked: Asked,
    origin: Origin | None = None,
    originals: bool = True,
    others: Mapping[str, Origin] = NO_FILES,
    *,
    whole: bool = True,
) -> DocumentPage:
    """The page of a document as it is asked for.

    Args:
        origin: the file it was read from.
        originals: whether files are handed out.
        others: id of another print of its text -> the file of that one.
        whole: whether all of its record is wanted, which only its JSON prints.
    """
    q, hit, _, day = asked
    document, prints = view.document, prints_of(view)
    results = urls.leading_back(asked.back, q)
    back = urls.back_to(results, with_q=results.q != q)
    facts = completed(document, prints)
    relations = relations_view(view, day.on)
    return DocumentPage(
        id=document.id,
        q=q,
        hit=hit,
        day=day,
        title=Marked(document.title, view.title_marks),
        citation=citation(document),
        facts=_facts(facts.document),
        metadata=_facts_and_sources(facts, relations, source_links(document, prints), origin),
        versions=document_lines(view.versions, q),
        relations=relations,
        similar=document_lines(_not_named(view.similar, relations)),
        toc=_visible(view),
        body=Marked(document.body, view.body_marks),
        attachments=tuple(leaving(item.title, item.url) for item in document.attachments),
        is_excerpt=document.is_excerpt,
        whole=tuple(whole_links(document, prints)),
        source=leaving("查看来源网页", document.source_url),
        original=_original(document.id, origin, others) if originals else Link(""),
        warnings=document.warnings,
        back=back,
        back_q=results.q,
        back_url=urls.search(results) if q or back else "",
        plain_url=_plain_url(document.id, day, results) if _has_marks(view) else "",
        today_url=urls.document(document.id, q, back=back),
        canonical_url=urls.document(document.id),
        json_url=urls.document(document.id, q, suffix=".json", on=day.on),
        record=_record(document) if whole else {"recognised_pages": document.recognised_pages},
    )


def _record(document: PolicyDocument) -> dict[str, Any]:
    return {key: value for key, value in document.to_json().items() if key not in _KEPT}


def _plain_url(id: str, day: Day, results: SearchRequest) -> str:
    """The page without marks, from where the way back is the same."""
    return urls.document(id, on=day.on, back=urls.back_to(results, with_q=True))


def _not_named(
    similar: Iterable[PolicyDocument], relations: RelationsView
) -> Iterator[PolicyDocument]:
    """Similar documents but those that the page names already."""
    named = {row.link.id for block in relations.blocks for row in (*block.rows, *block.over)}
    return (one for one in similar if one.id not in named)


def _facts_and_sources(
    facts: Facts, relations: RelationsView, sources: Iterable[Link], origin: Origin | None
) -> tuple[MetadataRow, ...]:
    """The table beside the text: what is known of the document, and where it is from."""
    rows = (
        *_metadata(facts, relations.standing),
        MetadataRow("来源", tuple(sources)),
        _row("收录自", file_words(origin)),
    )
    return tuple(row for row in rows if row.values)


def citation(document: PolicyDocument) -> str:
    """How the document is cited: 《标题》（文号）."""
    number = f"（{document.doc_number}）" if document.doc_number else ""
    return text.bracketed(document.title) + number


def _facts(document: PolicyDocument) -> tuple[str, ...]:
    """The line under the title."""
    day = document.written_on or document.published_on
    facts = (document.doc_number, "　".join(document.issuers), text.chinese_date(day))
    return tuple(fact for fact in facts if fact)


def prints_of(view: DocumentView) -> tuple[PolicyDocument, ...]:
    """Other prints of the text of a document, the first of them: those of sites before files."""
    blocks = view.relations.blocks if view.relations else ()
    found = [one.document for block in blocks if block.kind == REPRINTS for one in block.items]
    return tuple(sorted(found, key=lambda one: not urls.external(one.source_url)))


def _metadata(facts: Facts, standing: StandingView) -> Iterator[MetadataRow]:
    """The rows in the order of the government's catalogue; empty ones have no values. What another
    print of the text states is said to be of that."""
    document = facts.document

    def stated(row: MetadataRow, field: str) -> MetadataRow:
        other = facts.borrowed.get(field)
        if other is None or not row.values:
            return row
        return replace(row, values=(*row.values, Link(_OF_ANOTHER, urls.document(other.id))))

    yield stated(_row("索引号", document.index_number), "index_number")
    topics = MetadataRow(FACETS["topic"], tuple(_topic(path) for path in document.topics))
    yield stated(topics, "topics")
    yield stated(_facet_row("issuer", document.issuers), "issuers")
    yield stated(_row("成文日期", _day(document.written_on)), "written_on")
    yield _row("标题", document.title)
    yield stated(_row("发文字号", document.doc_number), "doc_number")
    yield stated(_row("发布日期", _day(document.published_on)), "published_on")
    yield stated(_row("施行日期", _day(document.effective_on)), "effective_on")
    yield _row(_ENDS.get(document.validity, "废止日期"), _day(document.repealed_on))
    yield _row(FACETS["validity"], _validity(Validity(standing.state)))
    yield _row("来源标注", standing.said)
    yield stated(_facet_row("genre", (document.genre,)), "genre")
    yield stated(_facet_row("region", (document.region,)), "region")
    yield stated(_row("咨询机关", document.contact.office), "contact")
    yield stated(_row("咨询电话", document.contact.phone), "contact")


def _original(id: str, origin: Origin | None, others: Mapping[str, Origin]) -> Link:
    """The file of a document, else that of another print of its text."""
    own = original_link(id, origin)
    if own.url:
        return own
    links = (original_link(other, file, is_others=True) for other, file in others.items())
    return next((link for link in links if link.url), own)


def _row(label: str, value: str) -> MetadataRow:
    return MetadataRow(label, (Link(value),) if value else ())


def _day(day: date | None) -> str:
    return text.chinese_date(day)


def _validity(validity: Validity) -> str:
    return "未注明（没有依据可以说明）" if validity is Validity.UNSTATED else validity.value


def _topic(path: tuple[str, ...]) -> Link:
    return Link(" › ".join(path), urls.selecting("topic", "/".join(path[:2])))


def _facet_row(facet: str, values: Iterable[str]) -> MetadataRow:
    """The values of a document in a facet, each leading to all documents that have it."""
    stated = (value for value in values if value and value != UNSTATED)
    links = (Link(value, urls.selecting(facet, value)) for value in stated)
    return MetadataRow(FACETS[facet], tuple(links))


def _visible(view: DocumentView) -> tuple[SectionLink, ...]:
    """The sections in the order of the text."""
    return tuple(sorted(view.sections, key=lambda section: section.offset))


def _has_marks(view: DocumentView) -> bool:
    return bool(view.title_marks or view.body_marks)
