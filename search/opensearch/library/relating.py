"""Relations looked up in an index of a cluster; see ``search.backend.relating``.

Whom a document names stands with it, and who belongs to one line with it is read once for all of them. Who names a
document is asked of the cluster: how many as what at first, for most are named by nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from index.document import Validity
from index.relations.model import Interval
from index.statements.model import Article, Kind, Statements
from search.backend.relating import Days, Lacking, Link, Linked
from search.opensearch.library.lacking import lacking
from search.opensearch.library.records import COLUMNS, Label, Records, label_of
from search.opensearch.served import NOTHING_STORED, PART, Served

KEPT = 4096
"""So many answers about who names a document are kept."""
MOST_NAMING = 50_000
"""The 条 of a document are counted in so many of those that name it; those of the greatest serials are left out."""
_FAMILIES = 1 << 14
"""Of so many lines it is remembered who is in them."""


class ClusterRelations:
    """Keeps the :class:`search.backend.relating.Relating` protocol over one index."""

    def __init__(self, served: Served, records: Records) -> None:
        self._records = records
        self._families = Families(served, records)
        self._naming: Callable[[int], frozenset[Kind]] = lru_cache(KEPT)(partial(_naming, served))
        self._named_by: Callable[[Named], Linked] = lru_cache(KEPT)(partial(_named_by, served))
        self._cited: Callable[[int, frozenset[Kind]], list[tuple[Article, int]]] = lru_cache(KEPT)(
            partial(_cited_articles, served)
        )
        self._served = served

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents; since when each is in force is asked for next."""
        self._records.of(numbers)
        return [label.id for label in self._records.labels(numbers)]

    def statements(self, number: int) -> Statements:
        """What a document says."""
        return self._records.one(number).statements

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last 条 of a document."""
        identity = self.statements(number).identity
        return identity.first, identity.last

    def links(self, number: int) -> list[Link]:
        """Whom a document names, by place."""
        return [*self._records.one(number).links]

    def between(self, source: int, to: int) -> list[Link]:
        """Where one document names another, by place."""
        return [link for link in self.links(source) if link.to == to]

    def linked(
        self,
        number: int,
        kinds: Collection[Kind],
        incoming: bool,
        first: int,
        count: int,
        article: Article | None = None,
    ) -> Linked:
        """Some of the documents that a document names, or that name it, one print of each; the newest
        first."""
        if not incoming:
            return self._linked_to(number, kinds, first, count, article)
        held = self._naming(number).intersection(kinds)
        if not held:
            return Linked(0, [])
        found = self._named_by(Named(number, held, first, count, article))
        if found.numbers:
            self._records.of(found.numbers)  # their cards, and where they name it, are shown
        return Linked(found.total, [*found.numbers])

    def _linked_to(
        self,
        number: int,
        kinds: Collection[Kind],
        first: int,
        count: int,
        article: Article | None,
    ) -> Linked:
        named = {
            link.to: None
            for link in self.links(number)
            if link.to >= 0
            and link.kind in kinds
            and (article is None or (link.safe and article in link.articles))
        }
        labels = sorted(
            self._records.labels([*named]), key=lambda label: (-label.dated, label.serial)
        )
        prints: dict[int, int] = {}
        for label in labels:
            prints.setdefault(label.text, label.serial)
        return Linked(len(prints), [*prints.values()][first : first + count])

    def cited_articles(self, number: int, kinds: Collection[Kind]) -> list[tuple[Article, int]]:
        """The 条 of a document that others name safely, and how many name each; see :data:`MOST_NAMING`."""
        held = self._naming(number).intersection(kinds)
        return [*self._cited(number, held)] if held else []

    def interval(self, number: int) -> Interval:
        """When a document is in force."""
        return self._records.one(number).interval

    def days(self, numbers: Sequence[int]) -> list[Days]:
        """The days of the intervals of some documents."""
        own = [record.interval for record in self._records.of(numbers)]
        return [Days(one.begins, one.ends, one.by) for one in own]

    def states(self, numbers: Sequence[int], day: int) -> list[Validity]:
        """The states of some documents on a day."""
        return [label.state(day) for label in self._records.labels(numbers)]

    def stated(self, numbers: Sequence[int]) -> list[Validity]:
        """What the sources of some documents say."""
        return [record.stated for record in self._records.of(numbers)]

    def work(self, number: int) -> list[int]:
        """The texts of the work of a document."""
        own, family = self._families.of(number)
        return [label.serial for label in family if label.work == own.work]

    def prints(self, number: int) -> list[int]:
        """The prints of the text of a document."""
        own, family = self._families.of(number)
        return [label.serial for label in family if label.text == own.text]

    def lacking(self, limit: int) -> list[Lacking]:
        """The names that no document held has, the one most documents give first."""
        return lacking(self._served, self._records, limit)


class Families:
    """Who is in one line: the texts of a work and the prints of these, all read at once.

    Who is alone in its line asks nothing; where one is looked up, so are the others that were asked for with it.
    """

    def __init__(self, served: Served, records: Records) -> None:
        self._served = served
        self._records = records
        self._kept: dict[int, tuple[Label, ...]] = {}

    def of(self, number: int) -> tuple[Label, Sequence[Label]]:
        """A document, and all in its line, ascending."""
        (own,) = self._records.labels([number])
        if own.is_alone:
            return own, (own,)
        known = self._kept.get(own.line)
        return own, known if known is not None else self._read(own)

    def _read(self, own: Label) -> tuple[Label, ...]:
        others = self._records.labels([own.serial, *self._records.with_(own.serial)])
        lines = {one.line for one in others if not one.is_alone} - self._kept.keys()
        query = {"terms": {"line": sorted({own.line, *lines})}}
        found: dict[int, list[Label]] = {}
        for fields in self._served.columns(query, COLUMNS):
            label = label_of(fields)
            found.setdefault(label.line, []).append(label)
        if len(self._kept) + len(found) > _FAMILIES:
            self._kept = {}
        self._records.hold(label for family in found.values() for label in family)
        self._kept |= {line: tuple(family) for line, family in found.items()}
        return tuple(found[own.line])


@dataclass(frozen=True, slots=True)
class Named:
    """A question: who names a document; see ``Relating.linked``."""

    number: int
    kinds: frozenset[Kind]
    first: int
    count: int
    article: Article | None


def _naming(served: Served, number: int) -> frozenset[Kind]:
    """The kinds of what others say of a document."""
    terms = {kind.name: f"{kind.value}:{number}" for kind in Kind}
    found = served.search(
        {
            "size": 0,
            "query": {"bool": {"filter": [{"terms": {"cites": [*terms.values()]}}]}},
            "track_total_hits": False,
            "aggs": {
                "kinds": {
                    "filters": {
                        "filters": {name: {"term": {"cites": term}} for name, term in terms.items()}
                    }
                }
            },
        }
    )["aggregations"]["kinds"]["buckets"]
    return frozenset(Kind[name] for name, bucket in found.items() if bucket["doc_count"])


def _named_by(served: Served, asked: Named) -> Linked:
    """Who names a document: of each text the newest print, then the first. How many texts there are is counted
    exactly: documents alone in their line, and the texts of the others."""
    query = {"bool": {"filter": [{"terms": _terms(asked)}]}}
    wanted = min(asked.count, max(PART - asked.first, 0))
    body = {
        "query": query,
        "from": min(asked.first, PART - wanted),
        "size": wanted,
        "sort": [{"dated": "desc"}, {"serial": "asc"}],
        "collapse": {"field": "text"},
        "stored_fields": NOTHING_STORED,
        "docvalue_fields": ["serial"],
        "track_total_hits": False,
        "aggs": {"alone": {"filter": {"term": {"is_alone": True}}}, "others": _texts(None)},
    }
    answer = served.search(body)
    total = answer["aggregations"]["alone"]["doc_count"]
    total += sum(_counted(served, query, answer["aggregations"]["others"]))
    numbers = [hit["fields"]["serial"][0] for hit in answer["hits"]["hits"]]
    return Linked(total, numbers)


def _terms(asked: Named) -> dict[str, list[str]]:
    """What says that a document names another, in a field."""
    if asked.article is None:
        return {"cites": [f"{kind.value}:{asked.number}" for kind in asked.kinds]}
    number, of = asked.article
    return {"cites_article": [f"{asked.number}:{kind.value}:{number}.{of}" for kind in asked.kinds]}


def _texts(after: Mapping[str, Any] | None) -> dict[str, Any]:
    """The different texts of documents that are not alone in their line, a part of them."""
    pages = {"size": PART, "sources": [{"text": {"terms": {"field": "text"}}}]}
    if after:
        pages["after"] = after
    return {
        "filter": {"term": {"is_alone": False}},
        "aggs": {"texts": {"composite": pages}},
    }


def _counted(served: Served, query: Mapping[str, Any], first: Mapping[str, Any]) -> Iterator[int]:
    """How many different texts there are, a part after the other."""
    found = first["texts"]
    while found["buckets"]:
        yield len(found["buckets"])
        if len(found["buckets"]) < PART:
            return
        body = {
            "size": 0,
            "query": query,
            "track_total_hits": False,
            "aggs": {"others": _texts(found["after_key"])},
        }
        found = served.search(body)["aggregations"]["others"]["texts"]


def _cited_articles(
    served: Served, number: int, kinds: frozenset[Kind]
) -> list[tuple[Article, int]]:
    """The 条 of a document that others name safely, and how many texts name each."""
    begins = tuple(f"{number}:{kind.value}:" for kind in kinds)
    query = {"bool": {"should": [{"prefix": {"cites_article": one}} for one in begins]}}
    rows = islice(served.columns(query, ("serial", "text", "cites_article")), MOST_NAMING)
    naming = {
        (article, row["text"][0])
        for row in rows
        for article in _articles(row["cites_article"], begins)
    }
    return sorted(Counter(article for article, _ in naming).items())


def _articles(values: Iterable[str], begins: tuple[str, ...]) -> Iterator[Article]:
    for value in values:
        if value.startswith(begins):
            number, of = value.rpartition(":")[2].split(".")
            yield Article(int(number), int(of))
