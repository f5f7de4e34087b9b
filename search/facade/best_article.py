"""The article (条) that answers: the parts of the documents on a page scored as documents of their own.

What is scored are the bodies that are read for excerpts anyway, so any backend will do: it gives how
many documents have each pair of characters, which serves for articles as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from typing import NamedTuple

from index.conventions.sections import anchors
from index.document import Section
from index.schema.fields import text_field
from index.text.analysis import Analyzer
from index.text.fold import Squeezed
from search.backend.reading import Reading
from search.language.lay import LayTable, LayTerm
from search.query.interpretation import WantedQuery
from search.query.ranking_terms import weighed_terms
from search.query.tree import text_of
from search.results import Hit, Provision
from search.snippets import Part, Sought, marks, part_scores, parts_of
from search.weights import ARTICLE_LAY, ARTICLE_PRIOR, COMMON_SHARE

MOST_TERMS = 64
"""So many pairs and so many characters are looked for, the rarest."""
TRIED = 8
"""So many of the best parts of a document are looked at for an excerpt."""


class Candidate(NamedTuple):
    """A part of a document that holds something of what is sought, and its score."""

    part: Part
    score: float


def sought(
    reading: Reading,
    analyzer: Analyzer,
    table: LayTable,
    query: WantedQuery,
    lay: Sequence[LayTerm] = (),
) -> Sought:
    """What is looked for in the articles: what was typed, and other wordings of all of it.

    Args:
        table: gives other wordings, those of common words too: an article says a thing once, and in
            the words of the law.
        lay: words with other wordings that no table knows.
    """
    clauses = query.clauses
    known = [
        one
        for clause in clauses
        for one in table.find(clause.text, clause.bare, analyzer.terms(clause.bare).cut)
    ]
    official = dict.fromkeys(name for one in (*known, *lay) for name in one.official)
    found = weighed_terms(analyzer, clauses, list(official), sentence=True)

    def weighed(kind: str) -> list[tuple[str, float]]:
        field = text_field("body", kind)
        each = [
            (text_of(term), term.boost if term.boost == 1 else ARTICLE_LAY)
            for term in found
            if term.fieldname == field
        ]
        often = ((text, share, reading.frequency(field, text)) for text, share in each)
        terms = [(text, share * reading.idf(count)) for text, share, count in often if count]
        return sorted(terms, key=lambda term: -term[1])[:MOST_TERMS]

    pairs = weighed("grams")
    telling = [pair for pair in pairs if reading.share(pair[0]) <= COMMON_SHARE]
    return Sought(tuple(telling or pairs), tuple(weighed("chars")))


def ranked_parts(
    bodies: Sequence[str],
    squeezed: Sequence[Squeezed],
    sections: Sequence[Sequence[Section]],
    sought: Sought,
) -> list[list[Candidate]]:
    """The best parts of some bodies, the best first; headings alone are none."""
    parts = list(map(parts_of, bodies, sections))
    scores = part_scores(squeezed, parts, sought)
    return list(map(_best_first, parts, scores))


def _best_first(parts: Sequence[Part], scores: Sequence[float]) -> list[Candidate]:
    held = (
        Candidate(part, score)
        for part, score in zip(parts, scores, strict=True)
        if score > 0 and not part.is_heading
    )
    return nlargest(TRIED, held, key=lambda one: one.score)


def answering(
    hits: Sequence[Hit],
    bodies: Sequence[str],
    candidates: Sequence[Sequence[Candidate]],
    sought: Sought,
    needles: Sequence[str],
) -> Provision | None:
    """The article of a page that answers best, in full; None where none is clearly the best."""
    found = sorted(
        (
            (one.score * _prior(hit), at, one.part)
            for at, (hit, best) in enumerate(zip(hits, candidates, strict=True))
            for one in best
            if one.part.article >= 0
        ),
        key=lambda it: (-it[0], it[1]),
    )
    if not found:
        return None
    _, at, part = found[0]
    document = hits[at].document
    section = document.sections[part.article]
    text = bodies[at][part.start + len(section.label) : part.end].strip()
    return Provision(
        document=document,
        label=section.label,
        anchor=anchors(document.sections[: part.article + 1])[-1],
        text=text,
        marks=marks(text, needles),
        named=False,
    )


def _prior(hit: Hit) -> float:
    """What the score of an article is multiplied by for its document."""
    if hit.score is None:
        return 1.0
    factor: float = (hit.score.authority * hit.score.topic * hit.score.force) ** ARTICLE_PRIOR
    return factor
