"""Relations between documents, as the engine says them, turned into answers (``relation_shapes``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from search.engine import Engine
from search.related import RELATED, RELATED_PAGE, Block, BodyLink, Related, Relations
from search.request import MAX_WINDOW
from search.results import DocumentView
from web import urls
from web.api_v1.card_mapping import card, evidence, standing, version
from web.api_v1.card_shapes import CardAnswer, LinksAnswer
from web.api_v1.parameters import RelationsRequest
from web.api_v1.relation_shapes import (
    BodyLinkAnswer,
    CitedAnswer,
    RelatedAnswer,
    RelationAnswer,
    RelationCountAnswer,
    RelationsAnswer,
)


def relations_answer(
    view: DocumentView, blocks: Sequence[Block], asked: RelationsRequest, site: str
) -> RelationsAnswer:
    """What a document and others are to one another.

    Args:
        blocks: those that are ``asked`` for.
    """
    document, found = view.document, view.relations
    whole = None if asked.kind else found  # a page of one kind does not say the rest again
    last = last_page(blocks, asked)
    return RelationsAnswer(
        id=document.id,
        title=document.title,
        url=urls.absolute(site, urls.document(document.id)),
        page=asked.page,
        size=asked.size,
        last_page=last,
        standing=standing(found.standing, site) if found else None,
        part=found.part if found else "",
        relations=tuple(_relation(document.id, block, asked, site) for block in blocks),
        versions=tuple(version(one, site) for one in whole.versions) if whole else (),
        body_links=tuple(_link(one, site) for one in whole.links) if whole else (),
        cited=tuple(CitedAnswer(anchor, times) for anchor, times in whole.cited) if whole else (),
        links=_turning(document.id, asked, last, site),
    )


def asked_blocks(engine: Engine, view: DocumentView, asked: RelationsRequest) -> tuple[Block, ...]:
    """A page of each kind that has anything, or of the one that is asked for."""
    first = view.relations.blocks if view.relations else ()
    kinds = [asked.kind] if asked.kind else [block.kind for block in first]
    if asked.page * asked.size <= RELATED and not asked.kind:  # nothing has to be looked up again
        at = (asked.page - 1) * asked.size
        return tuple(replace(one, items=one.items[at : at + asked.size]) for one in first)
    return tuple(_page(engine, view.document.id, kind, asked) for kind in kinds)


def _page(engine: Engine, id: str, kind: str, asked: RelationsRequest) -> Block:
    """A page of one kind: the engine's own pages have another size."""
    first = (asked.page - 1) * asked.size
    last = first + asked.size
    pages = range(first // RELATED_PAGE, -(-last // RELATED_PAGE))
    found = [engine.related(id, kind, page + 1, asked.on) for page in pages]
    items = [item for block in found if block for item in block.items]
    skipped = first - pages.start * RELATED_PAGE
    total = max((block.total for block in found if block), default=0)
    return Block(kind, total, tuple(items[skipped : skipped + asked.size]))


def last_page(blocks: Sequence[Block], asked: RelationsRequest) -> int:
    """The last page that can be turned to, of the kind that has most."""
    most = max((block.total for block in blocks), default=0)
    reachable = min(most, MAX_WINDOW // asked.size * asked.size)
    return max(1, -(-reachable // asked.size))


def relation_counts(
    id: str, relations: Relations | None, site: str
) -> tuple[RelationCountAnswer, ...]:
    """How many documents are what to a document."""
    blocks = relations.blocks if relations else ()
    return tuple(
        RelationCountAnswer(block.kind, block.total, _of_kind(id, block.kind, site))
        for block in blocks
    )


def _relation(id: str, block: Block, asked: RelationsRequest, site: str) -> RelationAnswer:
    items = tuple(_related(item, site) for item in block.items)
    return RelationAnswer(block.kind, block.total, items, _of_kind(id, block.kind, site, asked.on))


def _related(item: Related, site: str) -> RelatedAnswer:
    return RelatedAnswer(
        document=CardAnswer(**card(item.document, "", site)),
        state=item.state.value,
        times=item.times,
        articles=item.articles,
        evidence=evidence(item.evidence, site) if item.evidence else None,
    )


def _link(link: BodyLink, site: str) -> BodyLinkAnswer:
    address = urls.absolute(site, urls.document(link.id, "", link.anchor))
    return BodyLinkAnswer(link.start, link.end, link.id, link.anchor, link.note, address)


def _of_kind(id: str, kind: str, site: str, on: date | None = None) -> str:
    params = RelationsRequest(kind, on).to_params()
    return urls.absolute(site, urls.api_relations(id, params))


def _page_of(id: str, asked: RelationsRequest) -> str:
    """The page for people: of the document, or of all of one kind."""
    if asked.kind:
        return urls.relations(id, asked.kind, on=asked.on)
    return urls.document(id, on=asked.on)


def _turning(id: str, asked: RelationsRequest, last: int, site: str) -> LinksAnswer:
    def on(page: int) -> str:
        params = asked._replace(page=page).to_params()
        return urls.absolute(site, urls.api_relations(id, params))

    page = asked.page
    return LinksAnswer(
        self=on(page),
        next=on(page + 1) if page < last else None,
        previous=on(min(page - 1, last)) if page > 1 else None,
        html=urls.absolute(site, _page_of(id, asked)),
    )
