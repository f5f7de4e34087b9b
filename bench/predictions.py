"""What an index says of the items of a judged set of relations: one prediction an item, as ``score.py`` wants it.

An item is a JSON object of the files of a half (``citations.jsonl`` …); a prediction has its ``id`` and what the
index says: of a mention the document it means and the 条 that would be linked, of a document its state on a day
and the document that proves it, of two documents what they are to one another, of a notice what it carries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from bench.indexed import ORIGINALS, Indexed, covering
from index.document import Validity
from index.relations.graph import Row
from index.statements.model import Article, How, Kind, Mention
from index.statements.pinpoints import ARTICLE
from index.statements.places import places_of
from index.text.fold import fold
from index.text.han import chinese_numeral

Item: TypeAlias = Mapping[str, str | int]
Prediction: TypeAlias = dict[str, object]

STATES = {
    Validity.IN_FORCE: "in_force",
    Validity.NOT_YET: "not_yet",
    Validity.AMENDED: "superseded",
    Validity.REPEALED: "repealed",
    Validity.EXPIRED: "expired",
    Validity.DISPUTED: "conflict",
    Validity.UNSTATED: "unknown",
}


def citation(item: Item, held: Indexed) -> Prediction:
    """The document that a mention means, and its 条 where they would be linked."""
    number = held.number(str(item["doc"]))
    if number is None:
        return {}
    words = str(item["mention"])
    start, end = held.place(number, int(item["start"]), int(item["end"]), words)
    rows = [row for row in held.edges(number) if row.how is not How.HEADING]
    if ARTICLE.fullmatch(fold(words)):
        row, articles = _pinned(held.body(number), rows, start)
    else:
        row = covering(rows, start, end) or _numbered(held.body(number), rows, start)
        articles = row.articles if row else ()
    target = held.id(row.to) if row is not None and row.to >= 0 else ""
    if row is None or not target or target.startswith(ORIGINALS):
        return {
            "target": "",
            "articles": [],
        }  # judged among the records: a file beside them is none
    linked = articles if row.safe else ()
    return {"target": target, "articles": [printed(article) for article in linked]}


def _numbered(body: str, rows: Sequence[Row], at: int) -> Row | None:
    """The mention whose 发文字号 stands at ``at``, beside the name."""
    folded = fold(body)
    for row in rows:
        span = places_of(folded, Mention(row.start, row.end, "")).number
        if span.start <= at < span.end:
            return row
    return None


def _pinned(body: str, rows: Sequence[Row], at: int) -> tuple[Row | None, tuple[Article, ...]]:
    """The mention one of whose 条 stands at ``at``, and that 条."""
    folded = fold(body)
    for row in (row for row in reversed(rows) if row.start <= at and row.articles):
        for place in places_of(folded, Mention(row.start, row.end, "")).articles:
            if place.span.start <= at < place.span.end:
                return row, (place.article,)
    return None, ()


def printed(article: Article) -> str:
    """A 条 as documents print it: 第十二条之一."""
    of = f"之{chinese_numeral(article.of)}" if article.of else ""
    return f"第{chinese_numeral(article.number)}条{of}"


def validity(item: Item, held: Indexed) -> Prediction:
    """The state of a document on a day, and the document that proves it or ends it later."""
    number = held.number(str(item["doc"]))
    if number is None:
        return {}
    found = held.graph.interval(number)
    state = found.state(date.fromisoformat(str(item["date"])).toordinal())
    return {"state": STATES[state], "evidence_doc": held.id(found.by if found.by >= 0 else number)}


def version(item: Item, held: Indexed) -> Prediction:
    """What the second of two documents is to the first."""
    a, b = held.number(str(item["a"])), held.number(str(item["b"]))
    return {} if a is None or b is None else {"relation": relation(a, b, held)}


def relation(a: int, b: int, held: Indexed) -> str:
    """What ``b`` is to ``a``."""
    graph = held.graph
    if graph.text[a] == graph.text[b]:
        return "duplicate"
    if graph.work[a] == graph.work[b]:
        return "different" if _are_parts(a, b, held) else "version"
    work = set(graph.work_of(a))
    kinds = {row.kind for row in held.edges(b) if row.to in work}
    if Kind.REPEALS in kinds or graph.interval(a).by == b:
        return "successor"
    return "amends" if Kind.AMENDS in kinds else "different"


def _are_parts(a: int, b: int, held: Indexed) -> bool:
    """Whether two documents of one work have different 条 of it."""
    one, other = held.says(a).identity, held.says(b).identity
    if not (one.last.number and other.last.number):
        return False
    return one.last < other.first or other.last < one.first


def carried(item: Item, held: Indexed) -> Prediction:
    """The titles of what a document prints or explains."""
    number = held.number(str(item["doc"]))
    if number is None:
        return {}
    identity = held.says(number).identity
    return {"titles": [*identity.carries, *identity.interprets]}


def reprint(item: Item, held: Indexed) -> Prediction:
    """Whether two documents are one text."""
    a, b = held.number(str(item["a"])), held.number(str(item["b"]))
    if a is None or b is None:
        return {}
    return {"same": bool(held.graph.text[a] == held.graph.text[b])}


FILES: Mapping[str, Callable[[Item, Indexed], Prediction]] = {
    "citations": citation,
    "citations_probe": citation,
    "validity": validity,
    "versions": version,
    "carried": carried,
    "neardup": reprint,
}
"""A file of a half, without ``.jsonl``, and what predicts its items."""


def predictions(items: Mapping[str, list[Item]], held: Indexed) -> Iterator[Prediction]:
    """A prediction for each item of the files of a half."""
    for name, rows in items.items():
        for item in rows:
            yield {"id": item["id"], **FILES[name](item, held)}
