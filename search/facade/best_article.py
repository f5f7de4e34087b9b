"""The article (条) that answers: the parts of the documents on a page scored as documents of their own.

What is scored are the bodies that are read for excerpts anyway, so any backend will do: it gives how
many documents have each pair of characters, which serves for articles as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest
from types import MappingProxyType
from typing import NamedTuple

from index.conventions.regions import NATIONAL
from index.conventions.sections import anchors
from index.document import PolicyDocument, Validity
from index.schema.fields import text_field
from index.statements.model import Article
from index.statements.names import key_of, work_number
from index.text.analysis import Analyzer
from index.text.fold import Squeezed, fold
from search.backend.reading import Reading
from search.comparison.provisions import article_text
from search.facade.blocks import BLOCKS, CITED_BY
from search.facade.evidence import article_of
from search.language.lay import LayTable, LayTerm
from search.query.interpretation import WantedQuery
from search.query.ranking_terms import weighed_terms
from search.query.tree import text_of
from search.results import Hit, Provision
from search.snippets import Part, Sought, marks, part_scores, parts_of
from search.weights import (
    ANSWER_LEAD,
    ANSWER_SURE,
    ARTICLE_LAY,
    ARTICLE_MEANT,
    ARTICLE_PRIOR,
    COMMON_SHARE,
)

MOST_TERMS = 64
"""So many pairs and so many characters are looked for, the rarest."""
TRIED = 8
"""So many of the best parts of a document are looked at for an excerpt."""
_NOT_IN_FORCE = (Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED, Validity.NOT_YET)
_EVERYWHERE = ("", NATIONAL)
_PLACE = 2
"""A place is named by its first characters: 上海 for 上海市, of a region or before the title of a rule."""


class Looked(NamedTuple):
    """What a question looks for in articles.

    Attributes:
        sought: pairs and characters of it, and of other wordings.
        meant: of the work (``index.statements.names.work_number``) and the article how surely (0 to 1) the
            question is one that it answers, whatever its words are.
    """

    sought: Sought
    meant: Mapping[tuple[int, Article], float] = MappingProxyType({})


class Candidate(NamedTuple):
    """A part of a document that holds something of what is sought, and its score.

    Attributes:
        is_meant: whether it answers the question whatever its words are.
    """

    part: Part
    score: float
    is_meant: bool = False


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

    def weighed(kind: str) -> list[tuple[str, float, int]]:
        field = text_field("body", kind)
        each = [
            (text_of(term), term.boost if term.boost == 1 else ARTICLE_LAY)
            for term in found
            if term.fieldname == field
        ]
        often = ((text, share, reading.frequency(field, text)) for text, share in each)
        return [(text, share * reading.idf(count), count) for text, share, count in often]

    pairs, characters = weighed("grams"), weighed("chars")
    telling = [pair for pair in pairs if reading.share(pair[0]) <= COMMON_SHARE]
    absent = sum(weight for _, weight, count in (*pairs, *characters) if not count)
    return Sought(_heaviest(telling or pairs), _heaviest(characters), absent)


def _heaviest(terms: Sequence[tuple[str, float, int]]) -> tuple[tuple[str, float], ...]:
    """Those that any document has."""
    held = [(text, weight) for text, weight, count in terms if count]
    return tuple(nlargest(MOST_TERMS, held, key=lambda term: term[1]))


def ranked_parts(
    documents: Sequence[PolicyDocument],
    bodies: Sequence[str],
    squeezed: Sequence[Squeezed],
    looked: Looked,
) -> list[list[Candidate]]:
    """The best parts of some documents, the best first; headings alone are none."""
    parts = [
        parts_of(body, document.sections) for body, document in zip(bodies, documents, strict=True)
    ]
    scores = part_scores(squeezed, parts, looked.sought)
    works = {work for work, _ in looked.meant}
    meant = [_meant(document, works, looked) for document in documents]
    return list(map(_best_first, parts, scores, meant))


def _meant(document: PolicyDocument, works: set[int], looked: Looked) -> Mapping[int, float]:
    """What is added to the scores of some sections of a document."""
    work = work_number(key_of(document.title)) if works else 0
    if work not in works:
        return {}
    whole = ARTICLE_MEANT * looked.sought.whole
    found = {}
    for place, anchor in enumerate(anchors(document.sections)):
        article = article_of(anchor)
        if article and (strength := looked.meant.get((work, article))):
            found[place] = strength * whole
    return found


def _best_first(
    parts: Sequence[Part], found: Sequence[float], meant: Mapping[int, float]
) -> list[Candidate]:
    scores = list(found)
    if meant:
        for at, part in enumerate(parts):
            scores[at] += meant.get(part.article, 0.0)
    held = (at for at, score in enumerate(scores) if score > 0 and not parts[at].is_heading)
    first = nlargest(TRIED, held, key=scores.__getitem__)
    return [Candidate(parts[at], scores[at], parts[at].article in meant) for at in first]


class Read(NamedTuple):
    """A line of a page: the document, its body, and its best parts."""

    number: int
    hit: Hit
    body: str
    best: Sequence[Candidate]


def answering(
    reading: Reading,
    page: Sequence[Read],
    looked: Looked,
    needles: Sequence[str],
    said: str,
) -> Provision | None:
    """The article of a page that answers best, in full; None where none is clearly the best.

    It is clear by what it holds of all that is sought, and by how far the next one is behind. What is in
    force no more or not yet is left out, and what holds for a place that is not asked about.

    Args:
        said: what was typed, folded, and the places chosen.
    """
    found = [
        _Article(one.score * _prior(line.hit), one.score, line, one.part)
        for line in page
        if _may_answer(line.hit.document, said)
        for one in line.best
        if one.part.article >= 0
    ]
    if not found:
        return None
    found.sort(key=lambda one: -one.score)
    first = found[0]
    others = (one for one in found[1:] if one.words != first.words)
    second = next(others, None)
    lead = 1 - second.score / first.score if second else 1.0
    if first.held / looked.sought.whole + ANSWER_LEAD * lead < ANSWER_SURE:
        return None
    document, place = first.line.hit.document, first.part.article
    anchor = anchors(document.sections[: place + 1])[-1]
    cited = reading.linked(first.line.number, *BLOCKS[CITED_BY], 0, 0, article_of(anchor))
    return Provision(
        document=document,
        label=document.sections[place].label,
        anchor=anchor,
        text=first.words,
        marks=marks(first.words, needles),
        named=False,
        cited_by=cited.total if article_of(anchor) else 0,
    )


class _Article(NamedTuple):
    """An article of a page: its score with that of its document and without, and where it stands."""

    score: float
    held: float
    line: Read
    part: Part

    @property
    def words(self) -> str:
        """The article itself."""
        sections = self.line.hit.document.sections
        return article_text(self.line.body, sections, self.part.article)


def _may_answer(document: PolicyDocument, said: str) -> bool:
    """Whether a document is in force, and everywhere or in a place that is asked about."""
    if document.validity in _NOT_IN_FORCE:
        return False
    places = [fold(text)[:_PLACE] for text in (document.region, document.title)]
    return document.region in _EVERYWHERE or any(place in said for place in places)


def _prior(hit: Hit) -> float:
    """What the score of an article is multiplied by for its document."""
    if hit.score is None:
        return 1.0
    factor: float = (hit.score.authority * hit.score.topic * hit.score.force) ** ARTICLE_PRIOR
    return factor
