"""What belongs to a document: blocks of other documents, the history of its work, a page of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.document import PolicyDocument, Validity
from search.related import RELATED_PAGE, Block, BodyLink, Related, Relations, TextVersion
from search.results import DocumentView
from web import text, urls
from web.views.body import articles
from web.views.results import FormView, PagerView
from web.views.standing import (
    OVER,
    TODAY,
    TONES,
    Day,
    DocumentLink,
    ProofView,
    StandingView,
    document_link,
    proof_view,
    standing_of,
    standing_view,
)

KINDS = {
    "based_on": "依据",
    "cites": "引用",
    "cited_by": "被引用",
    "amends": "修改的文件",
    "amended_by": "被修改",
    "repeals": "废止的文件",
    "repealed_by": "被废止",
    "carries": "印发、转发的文件",
    "carried_by": "印发、转发本文件的通知",
    "interprets": "解读的文件",
    "interpreted_by": "解读",
    "reprints": "同一文件的其他来源",
}
"""Kind of a block -> its heading, in the order of a page."""
CITED_BY, REPRINTS = "cited_by", "reprints"
_MOST_CITED = 12
_INCOMING = ("cited_by", "amended_by", "repealed_by", "carried_by", "interpreted_by")
"""Kinds whose sentence stands in the other document, and whose 条 are this one's."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One document of a block.

    Attributes:
        times: how often it is named, or names.
        articles: the 条 named; ``leads`` are those of the document of the page, each with its address.
        proof: the sentence that says so; None where a title does.
    """

    link: DocumentLink
    state: str
    tone: str
    times: int
    articles: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    proof: ProofView | None


@dataclass(frozen=True, slots=True)
class BlockView:
    """Documents that are one thing to a document.

    Attributes:
        rows: those in force, or not known not to be; ``over`` the others.
        all_url: the page of all, where not all are here.
    """

    kind: str
    heading: str
    total: int
    rows: tuple[RelatedRow, ...]
    over: tuple[RelatedRow, ...]
    all_url: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One text in the history of a work. ``link`` is None for one that is not held, and for the
    text of the page itself, which ``here`` says.

    Attributes:
        compare_url: it and the text of the page side by side.
    """

    date: str
    part: str
    decision: str
    link: DocumentLink | None
    here: bool
    state: str
    tone: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class CitedView:
    """A 条, how many documents cite it, and the page of these."""

    label: str
    anchor: str
    times: int
    url: str


@dataclass(frozen=True, slots=True)
class RelationsView:
    """All that the page of a document says of it and others; see ``search.related.Relations``."""

    standing: StandingView
    part: str
    blocks: tuple[BlockView, ...]
    history: tuple[VersionView, ...]
    links: tuple[BodyLink, ...]
    cited: tuple[CitedView, ...]

    @property
    def most_cited(self) -> tuple[CitedView, ...]:
        """The 条 that most documents cite, in the order of the text."""
        often = sorted(self.cited, key=lambda one: -one.times)[:_MOST_CITED]
        return tuple(one for one in self.cited if one in often)

    @property
    def notes(self) -> bool:
        """Whether a link of the body leads to another text than that which was meant."""
        return any(link.note for link in self.links)


class AskedRelations(NamedTuple):
    """What a page of relations is of: a kind, a page of it, the 条 of an anchor."""

    kind: str = ""
    page: int = 1
    article: str = ""


@dataclass(frozen=True, slots=True)
class KindView:
    """A block that the document has, and the page of all of it."""

    kind: str
    heading: str
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class RelationsPage:
    """Everything that a page of all documents of one kind prints.

    Attributes:
        block: those of this page; None where the document has none of any kind.
        kinds: every block that the document has.
        article: the 条 that all cite, where one was asked for; ``whole_url`` leads to all others too.
        cited: the 条 that documents cite, on the page of these.
    """

    id: str
    title: str
    article: str
    on: str
    notices: tuple[str, ...]
    block: BlockView | None
    kinds: tuple[KindView, ...]
    cited: tuple[CitedView, ...]
    pager: PagerView
    back_url: str
    whole_url: str
    canonical_url: str
    json_url: str

    @property
    def heading(self) -> str:
        """What stands here."""
        if not self.block:
            return "相关的文件"
        return self.block.heading + (f"（{self.article}）" if self.article else "")

    @property
    def form(self) -> FormView:
        """The search form above the page."""
        return FormView()


def relations_view(view: DocumentView, on: date | None = None) -> RelationsView:
    """What the page of a document says of it and others.

    Args:
        on: the day the visitor asked for; None: today.
    """
    document = view.document
    told = view.relations or Relations(standing_of(document, on or date.today()))
    anchors = articles(view.sections) if told.blocks or told.cited else {}
    labels = {anchor: label for label, anchor in anchors.items()}
    return RelationsView(
        standing=standing_view(told.standing, document, on, len(told.versions) > 1),
        part=told.part,
        blocks=tuple(block_view(one, document, anchors, on) for one in told.blocks if one.total),
        history=_history(told.versions, document, on),
        links=told.links,
        cited=_cited(told, labels, document.id, on),
    )


def block_view(
    block: Block, document: PolicyDocument, anchors: Mapping[str, str], on: date | None = None
) -> BlockView:
    """One block of a document."""
    here = urls.document(document.id) if block.kind in _INCOMING else ""
    apart = block.kind == CITED_BY
    rows = [
        (apart and one.state in OVER, _row(one, document, anchors, here, on)) for one in block.items
    ]
    return BlockView(
        kind=block.kind,
        heading=heading(block.kind),
        total=block.total,
        rows=tuple(row for is_over, row in rows if not is_over),
        over=tuple(row for is_over, row in rows if is_over),
        all_url=urls.relations(document.id, block.kind, on=on)
        if block.total > len(block.items)
        else "",
    )


def _row(
    related: Related,
    document: PolicyDocument,
    anchors: Mapping[str, str],
    here: str,
    on: date | None,
) -> RelatedRow:
    own = [label for label in related.articles if here and label in anchors]
    return RelatedRow(
        link=document_link(related.document, on),
        state=related.state.value,
        tone="" if related.state is Validity.IN_FORCE else TONES[related.state],
        times=related.times,
        articles=related.articles,
        leads=tuple((label, f"{here}#{anchors[label]}") for label in own),
        proof=proof_view(related.evidence, document) if related.evidence else None,
    )


def _history(
    versions: tuple[TextVersion, ...], document: PolicyDocument, on: date | None
) -> tuple[VersionView, ...]:
    """The history of the work of ``document``, oldest first, each held text to be compared with it."""
    held = [version.document.id if version.document else "" for version in versions]
    own = held.index(document.id) if document.id in held else len(held)
    return tuple(_version(version, document, at < own, on) for at, version in enumerate(versions))


def _version(
    version: TextVersion, document: PolicyDocument, is_older: bool, on: date | None
) -> VersionView:
    other = version.document
    here = other is not None and other.id == document.id
    pair = (other.id, document.id) if other else ("", "")
    comparable = other and not here and not version.part
    return VersionView(
        date=text.chinese_date(version.on) or "日期未注明",
        part=version.part,
        decision=version.decision,
        link=document_link(other, on) if other and not here else None,
        here=here,
        state=version.state.value if other else "",
        tone=TONES[version.state] if other else "",
        compare_url=urls.compare(*(pair if is_older else pair[::-1])) if comparable else "",
    )


def relations_page(
    view: DocumentView, block: Block | None, asked: AskedRelations, day: Day = TODAY
) -> RelationsPage:
    """A page of all documents that are one thing to a document.

    Args:
        block: what the page has of one of its blocks; None where the document has none.
        asked: what the page is of.
        day: the one asked for.
    """
    document, on, page = view.document, day.on, asked.page
    kind = block.kind if block else ""
    told = view.relations or Relations(standing_of(document, on or date.today()))
    anchors = articles(view.sections)
    labels = {anchor: label for label, anchor in anchors.items()}
    whole = urls.relations(document.id, kind, on=on)

    def address(number: int, suffix: str = "") -> str:
        return urls.relations(document.id, kind, number, suffix, on, asked.article)

    return RelationsPage(
        id=document.id,
        title=document.title,
        article=labels.get(asked.article, ""),
        on=text.chinese_date(on),
        notices=day.notices,
        block=block_view(block, document, anchors, on) if block else None,
        kinds=tuple(
            KindView(
                one.kind, heading(one.kind), one.total, urls.relations(document.id, one.kind, on=on)
            )
            for one in told.blocks
        ),
        cited=_cited(told, labels, document.id, on) if kind == CITED_BY else (),
        pager=_pager(page, block.total if block else 0, address),
        back_url=urls.document(document.id, on=on),
        whole_url=whole if asked.article else "",
        canonical_url=urls.relations(document.id, kind, page, article=asked.article),
        json_url=address(page, ".json"),
    )


def _pager(page: int, total: int, address: Callable[[int], str]) -> PagerView:
    last = max(1, -(-total // RELATED_PAGE))
    return PagerView(
        page=page,
        last=last,
        previous_url=address(min(page - 1, last)) if page > 1 else "",
        next_url=address(page + 1) if page < last else "",
    )


def _cited(
    told: Relations, labels: Mapping[str, str], id: str, on: date | None
) -> tuple[CitedView, ...]:
    """The 条 that documents cite, in the order of the text."""
    return tuple(
        CitedView(
            labels[anchor], anchor, times, urls.relations(id, CITED_BY, on=on, article=anchor)
        )
        for anchor, times in told.cited
        if anchor in labels
    )


def heading(kind: str) -> str:
    """What a page calls a kind of block."""
    return KINDS.get(kind, kind)
