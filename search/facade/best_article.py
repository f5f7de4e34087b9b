"""The article (条) that answers: the parts of the documents on a page scored as documents of their own.

What is scored are the bodies that are read for excerpts anyway, so any backend will do: it gives how
many documents have each pair of characters, which serves for articles as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from index.conventions.genre import genre_of, is_legal
from index.conventions.regions import NATIONAL, place_of
from index.conventions.sections import anchor_at
from index.document import PolicyDocument, Validity, columns_of
from index.schema.fields import text_field
from index.statements.model import NOWHERE, Article
from index.text.analysis import Analyzer
from search.backend.reading import Reading
from search.comparison.provisions import article_text
from search.facade.blocks import BLOCKS, CITED_BY
from search.facade.evidence import anchor_of, article_of
from search.language.everyday import NOTHING_ASKED, Asked
from search.language.lay import LayTable, LayTerm
from search.query.interpretation import WantedQuery
from search.query.ranking_terms import weights_of
from search.results import Hit, Provision
from search.snippets import Part, Sought, Text, best_parts, marks
from search.weights import (
    ANSWER_DOCUMENTS,
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
_PAIRS, _CHARACTERS = text_field("body", "grams"), text_field("body", "chars")
_ABOUT = "关于"
_FRAME = ("施行", "实施", "生效", "执行", "废止", "制定", "目的")
"""Words of questions about a text itself."""


class Looked(NamedTuple):
    """What a question looks for in articles.

    Attributes:
        sought: pairs and characters of it, and of other wordings.
        meant: articles, and how surely (``share``) the question is one that they answer, whatever their words are.
    """

    sought: Sought
    meant: Asked = NOTHING_ASKED


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
    found = weights_of(analyzer, clauses, list(official), sentence=True)

    def weighed(field: str) -> list[tuple[str, float, int]]:
        own = {text: weight for (name, text), weight in found.items() if name == field}
        counts = reading.frequencies(field, list(own))
        idf = {count: reading.idf(count) for count in set(counts)}
        return [
            (text, (weight if weight == 1 else ARTICLE_LAY) * idf[count], count)
            for (text, weight), count in zip(own.items(), counts, strict=True)
        ]

    pairs, characters = weighed(_PAIRS), weighed(_CHARACTERS)
    documents = max(reading.documents, 1)
    telling = [pair for pair in pairs if pair[2] / documents <= COMMON_SHARE]
    absent = sum(weight for _, weight, count in (*pairs, *characters) if not count)
    return Sought(_heaviest(telling or pairs), _heaviest(characters), absent)


def _heaviest(terms: Sequence[tuple[str, float, int]]) -> tuple[tuple[str, float], ...]:
    """Those that any document has."""
    held = [(text, weight) for text, weight, count in terms if count]
    return tuple(nlargest(MOST_TERMS, held, key=lambda term: term[1]))


def ranked_parts(texts: Sequence[Text], looked: Looked) -> list[list[Candidate]]:
    """The best parts of some documents, the best first; headings alone are none."""
    meant = _meant(texts, looked)
    return [
        [Candidate(part, score, part.article in more) for part, score in found]
        for found, more in zip(best_parts(texts, looked.sought, meant, TRIED), meant, strict=True)
    ]


def _meant(texts: Sequence[Text], looked: Looked) -> list[Mapping[int, float]]:
    """What is added to the scores of some sections of each of some documents."""
    among, numbers, _, shares = looked.meant
    if not numbers:
        return [{}] * len(texts)
    asked: dict[int, list[tuple[Article, float]]] = {text.work: [] for text in texts}
    for number, share in zip(numbers, shares, strict=True):
        work, article = among[number]
        if work in asked:
            asked[work].append((article, share))
    strength = ARTICLE_MEANT * looked.sought.whole
    return [_places(text, asked[text.work], strength) for text in texts]


def _places(
    text: Text, asked: Sequence[tuple[Article, float]], strength: float
) -> Mapping[int, float]:
    """The sections of a document that are asked about, and what is added for each.

    Args:
        asked: articles of its work, and the ``share`` of each.
        strength: what is added for one that is surely meant.
    """
    if not asked:
        return {}
    names = text.names
    wanted = ((anchor_of(article), share) for article, share in asked)
    return {names.index(name): share * strength for name, share in wanted if name in names}


class Read(NamedTuple):
    """A line of a page: the document, what was read of it, and its best parts."""

    number: int
    hit: Hit
    text: Text
    best: Sequence[Candidate]


def answering(
    reading: Reading,
    page: Sequence[Read],
    looked: Looked,
    needles: Sequence[str],
    said: str,
    places: Sequence[str] = (),
) -> Provision | None:
    """The article of a page that answers best, in full; None where none is clearly the best.

    It is clear by what it holds of all that is sought, and by how far the next one is behind; and it is of
    one of the first documents. Nothing answers what stands so in a document of the page, nor the title of a
    通知 or the like: that is what was looked for.

    Args:
        said: what was typed, squeezed.
        places: the places that are asked about.
    """
    if any(said in line.text.title.text or said in line.text.squeezed.text for line in page):
        return None
    if _is_title(said):
        return None
    found = [
        _Article(one.score * _prior(line.hit), one.score, at, line, one.part)
        for at, line in enumerate(page)
        if _holds(line.hit.document, places)
        for one in line.best
        if one.part.article >= 0
    ]
    first = max(found, key=lambda one: one.score, default=None)
    if first is None or first.at >= ANSWER_DOCUMENTS or _is_frame(reading, first, said):
        return None
    found.sort(key=lambda one: -one.score)
    words = first.words
    others = (one for one in found[1:] if one.words != words)
    second = next(others, None)
    lead = 1 - second.score / first.score if second else 1.0
    if first.held / looked.sought.whole + ANSWER_LEAD * lead < ANSWER_SURE:
        return None
    return _in_full(reading, first, needles)


def _in_full(reading: Reading, first: _Article, needles: Sequence[str]) -> Provision:
    document, place = first.line.hit.document, first.part.article
    labels = columns_of(document.sections).labels
    anchor = anchor_at(labels, place)
    cited = reading.linked(first.line.number, *BLOCKS[CITED_BY], 0, 0, article_of(anchor))
    return Provision(
        document=document,
        label=labels[place],
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
    at: int
    line: Read
    part: Part

    @property
    def words(self) -> str:
        """The article itself."""
        sections = self.line.hit.document.sections
        return article_text(self.line.text.body, sections, self.part.article)


def _holds(document: PolicyDocument, places: Sequence[str]) -> bool:
    """Whether a document is in force, and in the places asked about; everywhere, where none is."""
    if document.validity in _NOT_IN_FORCE:
        return False
    own = place_of(document.title) or document.region
    if not places:
        return own in _EVERYWHERE
    return any(place.startswith(own) for place in places) and own not in _EVERYWHERE


def _is_frame(reading: Reading, found: _Article, said: str) -> bool:
    """Whether an article says why a text was made, or since when it is in force, and nobody asks that."""
    if any(word in said for word in _FRAME):
        return False
    part, span = found.part, reading.statements(found.line.number).timeline.begins_at
    begins = span != NOWHERE and part.start <= span.start < part.end
    return begins or "制定本" in found.words.partition("。")[0]


def _is_title(said: str) -> bool:
    """Whether a query is the title of a document that holds no rules: 关于做好防汛工作的通知."""
    kind = genre_of(said)
    return _ABOUT in said and bool(kind) and not is_legal(kind)


def _prior(hit: Hit) -> float:
    """What the score of an article is multiplied by for its document."""
    if hit.score is None:
        return 1.0
    factor: float = (hit.score.authority * hit.score.topic * hit.score.force) ** ARTICLE_PRIOR
    return factor
