"""What is asked about in everyday words: which documents have the article; see ``AskedArticles``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple, TypeAlias

from index.statements.model import Article
from search.backend.selection import AskedArticles
from search.opensearch.queries.asking import PAGE, Asking
from search.opensearch.queries.dsl import Dsl, all_of, any_of, first, hits, listing, sort
from search.opensearch.queries.states import COLUMNS, standing_of

KEPT = 1 << 16
"""Of so many articles it is remembered which documents have them: more than the table has."""
_SPAN = ("work_number", "article_first", "article_last", "dated")
_Place: TypeAlias = tuple[int, Article]


class _Text(NamedTuple):
    """A document of a work that is asked about; the least of ``order`` counts, of those that have an article."""

    serial: int
    work: int
    first: int
    last: int
    order: tuple[int, int]


class Everyday:
    """Who has the articles asked about, of one generation on one day; safe for several threads."""

    def __init__(self, asking: Asking, today: int) -> None:
        self._asking = asking
        self._today = today
        self._lock = Lock()
        self._known: dict[_Place, tuple[int, ...]] = {}

    def scores(self, articles: AskedArticles) -> dict[int, float]:
        """Serial of a document -> the best score of the articles that it has."""
        places = [articles.among[number] for number in articles.numbers]
        having = self._having(places)
        found: dict[int, float] = {}
        for place, score in zip(places, articles.scores, strict=True):
            for serial in having[place]:
                found[serial] = max(found.get(serial, 0.0), score)
        return found

    def _having(self, places: Sequence[_Place]) -> Mapping[_Place, tuple[int, ...]]:
        """The documents with each of some articles, prints of the text in force, else of the newest."""
        with self._lock:
            known = {place: self._known[place] for place in places if place in self._known}
        new = [place for place in dict.fromkeys(places) if place not in known]
        if not new:
            return known
        by_work: defaultdict[int, list[_Text]] = defaultdict(list)
        for text in self._texts(new):
            by_work[text.work].append(text)
        made = {place: _best(by_work[place[0]], place[1]) for place in new}
        with self._lock:
            if len(self._known) + len(made) > KEPT:
                self._known.clear()
            self._known |= made
        return known | made

    def _texts(self, places: Iterable[_Place]) -> Iterable[_Text]:
        body = listing(any_of([_has(*place) for place in places]), PAGE, sort("serial"))
        body["docvalue_fields"] = [*_SPAN, *COLUMNS]
        while found := hits(self._asking.search(body)):
            yield from (self._text(hit) for hit in found)
            if len(found) < PAGE:
                return
            body["search_after"] = found[-1]["sort"]

    def _text(self, hit: Dsl) -> _Text:
        work, begin, end, dated = (first(hit, column) for column in _SPAN)
        order = standing_of(hit, self._today), -dated
        return _Text(hit["sort"][0], int(work), begin, end, order)


def _has(work: int, article: Article) -> Dsl:
    place = _number(article)
    return all_of(
        [
            {"term": {"work_number": str(work)}},
            {"range": {"article_first": {"lte": place}}},
            {"range": {"article_last": {"gte": max(place, 1)}}},
        ]
    )


def _best(texts: Iterable[_Text], article: Article) -> tuple[int, ...]:
    """Of the texts of a work those that have an article and stand first, prints of one alike."""
    having = [text for text in texts if text.first <= _number(article) <= text.last]
    least = min((text.order for text in having), default=None)
    return tuple(text.serial for text in having if text.order == least)


def _number(article: Article) -> int:
    """As the columns have it."""
    return article.number << 8 | article.of
