"""What is asked about in everyday words: which documents have the article; see ``AskedArticles``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from threading import Lock
from typing import NamedTuple, TypeAlias

from index.statements.model import Article
from search.backend.selection import AskedArticles
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import (
    Dsl,
    all_of,
    among,
    any_of,
    counting,
    total,
)
from search.opensearch.queries.states import COLUMNS, standing_of

FEW = 20_000
"""Where the works that the table knows have no more documents than this, all of them are read at once, when the first
question is asked; else those of the articles that a question is about."""
KEPT = 1 << 16
"""Of so many articles it is remembered which documents have them: more than the table has."""
_SPAN = ("work_number", "article_first", "article_last", "dated")
_Place: TypeAlias = tuple[int, Article]
_Having: TypeAlias = dict[_Place, tuple[int, ...]]


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
        self._every: Sequence[_Place] = ()

    def scores(self, articles: AskedArticles) -> dict[int, float]:
        """Serial of a document -> the best score of the articles that it has."""
        if not articles.numbers:
            return {}
        places = [articles.among[number] for number in articles.numbers]
        having = self._having(places, articles.among)
        found: dict[int, float] = {}
        for place, score in zip(places, articles.scores, strict=True):
            for serial in having[place]:
                found[serial] = max(found.get(serial, 0.0), score)
        return found

    def _having(self, places: Sequence[_Place], every: Sequence[_Place]) -> _Having:
        """The documents with each of some articles, prints of the text in force, else of the newest."""
        with self._lock:
            known = {place: self._known[place] for place in places if place in self._known}
            is_new = self._every is not every
            self._every = every
        new = [place for place in dict.fromkeys(places) if place not in known]
        if not new:
            return known
        made = (self._of_all(every) if is_new else {}) or self._of(new, list(starmap(_has, new)))
        with self._lock:
            if len(self._known) + len(made) > KEPT:
                self._known.clear()
            self._known |= made
        return known | {place: made[place] for place in new}

    def _of_all(self, every: Sequence[_Place]) -> _Having:
        """The same of all articles that may be asked about; none if they are too many."""
        works = _of_works({work for work, _ in every})
        (answer,) = self._asking.searches([counting(works)])
        return self._of(list(dict.fromkeys(every)), [works]) if total(answer) <= FEW else {}

    def _of(self, places: Sequence[_Place], queries: Sequence[Dsl]) -> _Having:
        by_work: defaultdict[int, list[_Text]] = defaultdict(list)
        for text in self._texts(any_of(queries)):
            by_work[text.work].append(text)
        return {place: _best(by_work[place[0]], place[1]) for place in places}

    def _texts(self, query: Dsl) -> Iterator[_Text]:
        for columns in self._asking.columns(query, ("serial", *_SPAN, *COLUMNS)):
            serial, work, begin, end, dated = (columns[name][0] for name in ("serial", *_SPAN))
            order = standing_of({"fields": columns}, self._today), -dated
            yield _Text(serial, int(work), begin, end, order)


def _of_works(works: Iterable[int]) -> Dsl:
    """What has an article, of some works."""
    has_any: Dsl = {"range": {"article_last": {"gte": 1}}}
    return all_of([among("work_number", map(str, works)), has_any])


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
