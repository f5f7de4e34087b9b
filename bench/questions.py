"""Questions whose answer is an article (条): whether a result page names it, and shows it first.

    python -m bench.questions --index DIR --queries Q.jsonl --qrels R.tsv --articles corpus.jsonl.gz

The judged answers are rows of ``--articles`` (``{"id", "law", "article"}``). Asked are the questions that an
article answers whose law the index holds whole: a document known by the name of the law that has the article.
Of each the first page of ten is looked at. Prints Markdown.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from index.conventions.sections import anchors
from index.document import PolicyDocument, Section
from index.statements.names import key_of
from search.embedded.engine import open_engine
from search.engine import Engine
from search.evaluation.judged import JudgedQuery, judged_queries
from search.request import SearchRequest
from search.results import SearchResult

Answer: TypeAlias = tuple[str, str]
"""The key of a law, and the anchor of an article of it."""

CALIBRATED = 5
"""The boxes are told apart by how sure the engine was, in so many groups."""


class Asked(NamedTuple):
    """A question and the articles that answer it."""

    query: JudgedQuery
    answers: frozenset[Answer]


class Seen(NamedTuple):
    """What a page shows of the articles that answer a question.

    Attributes:
        law: whether a document of the ten is their law.
        named: whether an excerpt of the ten is of one.
        first: whether the first excerpt of the first document that has them is.
        box: whether an article stands above the ranking.
        right: whether that is one of them.
        milliseconds: how long the page took.
    """

    law: bool
    named: bool
    first: bool
    box: bool
    right: bool
    milliseconds: float


def articles_of(path: Path) -> dict[str, Answer]:
    """Which article each row is, by its id."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return {
        str(row["id"]): (key_of(str(row["law"])), anchor_of(str(row["article"]))) for row in rows
    }


def anchor_of(label: str) -> str:
    """The anchor of an article by what it is called."""
    return anchors([Section(4, label, "", 0)])[0]


def held(engine: Engine, laws: frozenset[str]) -> set[Answer]:
    """The articles of some laws that the documents known by their names have."""
    return {
        (key, anchor)
        for document in _listed(engine)
        if (key := key_of(document.title)) in laws
        for anchor in anchors(document.sections)
    }


def _listed(engine: Engine) -> Iterator[PolicyDocument]:
    for first in range(0, engine.status().documents, 1000):
        yield from engine.listing(first, 1000)


def asked(
    engine: Engine, queries: Sequence[JudgedQuery], articles: Mapping[str, Answer]
) -> list[Asked]:
    """The questions that an article answers which the index holds within its law."""
    gold = [[articles[id] for id in query.gains if id in articles] for query in queries]
    whole = held(engine, frozenset(law for answers in gold for law, _ in answers))
    kept = [frozenset(answers) & whole for answers in gold]
    return [Asked(query, answers) for query, answers in zip(queries, kept, strict=True) if answers]


def seen(result: SearchResult, answers: frozenset[Answer]) -> Seen:
    """What a page shows of the articles that answer."""
    laws = {law for law, _ in answers}
    shown = [
        [(key_of(hit.document.title), snippet.anchor) for snippet in hit.snippets]
        for hit in result.hits
    ]
    boxes = [(key_of(one.document.title), one.anchor) for one in result.provisions if not one.named]
    of_laws = [places for places in shown if places and places[0][0] in laws]
    return Seen(
        law=any(key_of(hit.document.title) in laws for hit in result.hits),
        named=any(place in answers for places in shown for place in places),
        first=bool(of_laws) and of_laws[0][0] in answers,
        box=bool(boxes),
        right=bool(boxes) and boxes[0] in answers,
        milliseconds=result.elapsed_ms,
    )


def table(pages: Sequence[Seen]) -> Iterator[str]:
    """The shares, as Markdown."""
    count = len(pages)
    boxes = [page for page in pages if page.box]
    times = sorted(page.milliseconds for page in pages)
    yield "| questions | law among ten | article named | shown first, right | shown | right where shown | p50 ms | p95 ms |"
    yield "|---|---|---|---|---|---|---|---|"
    shares = [
        sum(page.law for page in pages) / count,
        sum(page.named for page in pages) / count,
        sum(page.right for page in pages) / count,
        len(boxes) / count,
        sum(page.right for page in boxes) / max(len(boxes), 1),
    ]
    cells = [f"{share:.3f}" for share in shares]
    spent = [f"{times[count // 2]:.1f}", f"{times[min(int(0.95 * count), count - 1)]:.1f}"]
    yield f"| {count} | {' | '.join([*cells, *spent])} |"


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what was named of each question")
    given = parser.parse_args()
    engine = open_engine(given.index)
    queries = judged_queries(given.queries, given.qrels)
    questions = asked(engine, queries, articles_of(given.articles))
    pages: list[Seen] = []
    for query, answers in questions:
        result = engine.search(SearchRequest.from_params([("q", query.text)]))
        pages.append(seen(result, answers))
        if given.show:
            words = "".join(
                mark if done else "-" for mark, done in zip("lnfbr", pages[-1][:5], strict=True)
            )
            print(words, query.id, query.text, sorted(answers))
    print(*table(pages), sep="\n")


if __name__ == "__main__":
    main()
