"""What the engine says, turned into the answers of the public API (``shapes``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from index.document import PolicyDocument
from index.store.origin import Origin
from search.request import SearchRequest
from search.results import (
    DocumentView,
    Facet,
    Hit,
    Provision,
    Relaxation,
    Score,
    SearchResult,
    SectionLink,
    Snippet,
    Status,
    Suggestion,
    Tally,
)
from web import text, urls
from web.api_v1.card_mapping import card, day, ours, standing, version
from web.api_v1.card_shapes import CardAnswer, LinksAnswer
from web.api_v1.relation_mapping import relation_counts
from web.api_v1.shapes import (
    AttachmentAnswer,
    ContactAnswer,
    DocumentAnswer,
    FacetAnswer,
    FacetsAnswer,
    HitAnswer,
    IntentAnswer,
    NarrowingAnswer,
    OriginAnswer,
    PrintedAnswer,
    ProvisionAnswer,
    ReadAsAnswer,
    ReasonAnswer,
    RelaxationAnswer,
    ScoreAnswer,
    SearchAnswer,
    SectionAnswer,
    SnippetAnswer,
    StateCountAnswer,
    StatusAnswer,
    StepAnswer,
    SuggestAnswer,
    SuggestionAnswer,
    ValueAnswer,
    WordingAnswer,
)
from web.views.originals import original_offered
from web.views.provisions import CITED_BY
from web.views.sources import original_name


def search_answer(result: SearchResult, site: str) -> SearchAnswer:
    """The answer to the search of ``result``; ``site`` is the address of this site."""
    request = result.request
    return SearchAnswer(
        total=result.total,
        groups=result.groups,
        page=request.page,
        size=request.size,
        last_page=result.last_page,
        elapsed_ms=round(result.elapsed_ms, 2),
        generation=result.generation,
        notices=result.notices,
        relaxation=_relaxation(result.relaxation) if result.relaxation else None,
        suggestion=result.suggestion or None,
        wordings=tuple(WordingAnswer(one.text, one.others) for one in result.wordings),
        narrowings=tuple(
            NarrowingAnswer(one.label, one.total, ours(site, urls.search(_folding(one.request))))
            for one in result.narrowings
        ),
        intent=_intent(result, site),
        terms=result.terms,
        provisions=tuple(_provision(one, request.q, site) for one in result.provisions),
        hits=tuple(_hit(hit, request.q, site) for hit in result.hits),
        facets=tuple(_facet(facet) for facet in result.facets),
        links=_turning(request, result.last_page, site),
    )


def facets_answer(tally: Tally, names: Sequence[str], site: str) -> FacetsAnswer:
    """The complete lists of ``tally``; only those of ``names``, unless there are none."""
    request = tally.request
    params = [*_folding(request).to_params(), *(("facet", name) for name in dict.fromkeys(names))]
    return FacetsAnswer(
        total=tally.total,
        generation=tally.generation,
        facets=tuple(_facet(facet) for facet in tally.facets if not names or facet.name in names),
        links=LinksAnswer(
            self=ours(site, "/facets" + (f"?{urlencode(params)}" if params else "")),
            next=None,
            previous=None,
            html=urls.absolute(site, urls.browse(request)),
        ),
    )


def document_answer(
    view: DocumentView, q: str, on: date | None, origin: Origin | None, site: str
) -> DocumentAnswer:
    """A document, the words of ``q`` marked.

    Args:
        on: the day that was asked for.
        origin: the file it was read from.
    """
    document, found = view.document, view.relations
    return DocumentAnswer(
        **card(document, q, site),
        title_marks=view.title_marks,
        body=document.body,
        body_marks=view.body_marks,
        issuers_as_written=document.issuers_as_written,
        sections=tuple(_section(part, document.id, q, site) for part in view.sections),
        contact=ContactAnswer(document.contact.office, document.contact.phone),
        attachments=tuple(
            AttachmentAnswer(one.title, urls.external(one.url) or None)
            for one in document.attachments
        ),
        as_printed=tuple(PrintedAnswer(label, value) for label, value in document.as_printed),
        warnings=document.warnings,
        versions=tuple(CardAnswer(**card(one, q, site)) for one in view.versions),
        similar=tuple(CardAnswer(**card(one, "", site)) for one in view.similar),
        origin=_origin(document, origin, site) if origin else None,
        standing=standing(found.standing, site) if found else None,
        part=found.part if found else "",
        relations=relation_counts(document.id, found, site),
        links=LinksAnswer(
            self=_asking_for(document.id, q, on, site),
            next=None,
            previous=None,
            html=urls.absolute(site, urls.document(document.id, q, on=on)),
        ),
    )


def suggest_answer(found: Sequence[Suggestion], site: str) -> SuggestAnswer:
    """What may be meant."""
    return SuggestAnswer(
        tuple(
            SuggestionAnswer(one.kind, one.text, one.total, _asking(one.text, site))
            for one in found
        )
    )


def status_answer(status: Status) -> StatusAnswer:
    """What the index holds."""
    return StatusAnswer(
        documents=status.documents,
        with_body=status.with_body,
        rejected=status.rejected,
        warnings=status.warnings,
        generation=status.generation,
        built_at=text.utc_second(status.built_at),
        newest=day(status.newest),
        fingerprint=status.fingerprint,
        damaged=bool(status.damage),
        reasons=tuple(ReasonAnswer(reason, count) for reason, count in status.reasons),
        states=tuple(StateCountAnswer(state.value, count) for state, count in status.states),
        relations=status.relations,
        unresolved=status.unresolved,
    )


def _hit(hit: Hit, q: str, site: str) -> HitAnswer:
    return HitAnswer(
        **card(hit.document, q, site),
        title_marks=hit.title_marks,
        snippets=tuple(_snippet(one, hit.document.id, q, site) for one in hit.snippets),
        pin=hit.pin,
        score=_score(hit.score) if hit.score else None,
        standing=standing(hit.standing, site) if hit.standing else None,
        part=hit.part,
        versions=tuple(version(one, site) for one in hit.versions),
        reprints=tuple(CardAnswer(**card(one, "", site)) for one in hit.reprints),
    )


def _provision(found: Provision, q: str, site: str) -> ProvisionAnswer:
    id, anchor = found.document.id, found.anchor
    citing = urls.absolute(site, urls.relations(id, CITED_BY, article=anchor))
    return ProvisionAnswer(
        document=CardAnswer(**card(found.document, q, site)),
        label=found.label,
        anchor=anchor,
        text=found.text,
        marks=found.marks,
        named=found.named,
        also=found.also,
        cited_by=found.cited_by,
        url=urls.absolute(site, urls.document(id, q, anchor)),
        cited_by_url=citing if found.cited_by else None,
    )


def _intent(result: SearchResult, site: str) -> IntentAnswer | None:
    request, found = _folding(result.request), result.intent
    if found is None:
        return None
    parts = ((one, ours(site, urls.search(request.reading_no(one.part)))) for one in found.parts)
    return IntentAnswer(
        applied=found.applied,
        rest=found.rest,
        parts=tuple(ReadAsAnswer(one.part, one.value, one.text, url) for one, url in parts),
        plain_url=ours(site, urls.search(request.reading_no())),
    )


def _snippet(snippet: Snippet, id: str, q: str, site: str) -> SnippetAnswer:
    address = urls.absolute(site, urls.document(id, q, snippet.anchor))
    return SnippetAnswer(snippet.text, snippet.marks, snippet.label, snippet.anchor, address)


def _section(part: SectionLink, id: str, q: str, site: str) -> SectionAnswer:
    address = urls.absolute(site, urls.document(id, q, part.anchor))
    return SectionAnswer(part.anchor, part.level, part.text, part.offset, address)


def _score(score: Score) -> ScoreAnswer:
    return ScoreAnswer(
        total=score.total,
        terms=score.terms,
        passage=score.passage,
        authority=score.authority,
        topic=score.topic,
        cited_by=score.cited_by,
    )


def _relaxation(relaxation: Relaxation) -> RelaxationAnswer:
    steps = tuple(StepAnswer(one.rung, one.label, one.total) for one in relaxation.steps)
    return RelaxationAnswer(relaxation.rung, relaxation.message, steps)


def _facet(facet: Facet) -> FacetAnswer:
    return FacetAnswer(
        facet.name,
        facet.label,
        tuple(
            ValueAnswer(one.value, one.label, one.count, one.selected, one.depth)
            for one in facet.values
        ),
    )


def _origin(document: PolicyDocument, origin: Origin, site: str) -> OriginAnswer:
    offered = urls.absolute(site, urls.original(document.id)) if original_offered(origin) else None
    return OriginAnswer(
        original_name(document.title, origin), text.utc_second(origin.modified), offered
    )


def _turning(request: SearchRequest, last: int, site: str) -> LinksAnswer:
    def on(page: int) -> str:
        return ours(site, urls.search(replace(_folding(request), page=page)))

    page = request.page
    return LinksAnswer(
        self=on(page),
        next=on(page + 1) if page < last else None,
        previous=on(min(page - 1, last)) if page > 1 else None,
        html=urls.absolute(site, urls.search(request)),
    )


def _folding(request: SearchRequest) -> SearchRequest:
    """``request`` as an address of this API names it: it folds nothing, and there is no word for that."""
    return replace(request, fold=True)


def _asking_for(id: str, q: str, on: date | None, site: str) -> str:
    """Where this API is asked for a document."""
    asked = [("q", q)] if q else []
    return urls.absolute(site, urls.api_document(id, [*asked, *([("on", str(on))] if on else [])]))


def _asking(text: str, site: str) -> str:
    """Where this API is asked for ``text``, which a query may have to cut."""
    return ours(site, urls.search(SearchRequest.from_params([("q", text)])))
