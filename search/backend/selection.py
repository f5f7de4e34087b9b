"""Sets of documents, described and not yet looked up: what an engine's backend finds and ranks.

A selection says which documents are meant, in terms that any backend can turn into what it has:
arrays on this machine, a query of a cluster. Two descriptions are the same only if they are one
object, so that a backend may remember what it worked out for one as long as it is in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from index.statements.model import Article
from search.query.tree import Tree


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Matching:
    """The documents that a query tree matches.

    The tree is made of what ``search.query.tree`` makes: terms of any field of ``index.schema.fields``,
    phrases of pairs of characters, what holds a text in a key field, And, Or, AndNot, Every, and nothing.
    """

    tree: Tree


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Numbered:
    """Documents by their numbers in this generation, in any order."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Units:
    """Words or phrases looked for, each weighing as much as it is rare (idf)."""

    each: tuple[Matching, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Sharing:
    """Of some documents those which carry ``least`` (0 to 1) of the summed idf of the units that
    any document has; ``search.backend.reading.Reading.idf`` of how many documents have a unit now."""

    of: Selection
    units: Units
    least: float


class AskedArticles(NamedTuple):
    """The articles that a question is like other questions about.

    Attributes:
        among: all there may be: of each the ``index.statements.names.work_number`` of its law, and the 条. It is
            the same object for one question after another, so that a backend may remember who has them.
        numbers: which of them they are, the best first.
        scores: what each adds to the BM25 of a document that is this article; above 0, falling.
    """

    among: tuple[tuple[int, Article], ...] = ()
    numbers: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()


NONE_ASKED = AskedArticles()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Ranking:
    """How found documents are scored: as docs/ranking.md says, by ``search.weights``.

    ``search.results.Score`` names the parts. The best that ``fine`` and ``pairs`` are for are the
    best of a selection, before any filter. ``tree`` and ``fine`` are a term, an Or of terms, or
    nothing; what boost a term has multiplies its BM25. Authority is ``1 + Works.authority * ln(1 + cited)
    / max(ln(1 + most cited), 1)``. What is in force no more today has ``1 - ENDED``.

    Attributes:
        tree: scores every document, by words and pairs of characters.
        fine: adds to the best ``FINE_DOCUMENTS`` of them, by single characters, which count at most 255 times in
            a document.
        pairs: the pairs of characters that make a passage, looked for in the best
            ``PASSAGE_DOCUMENTS`` where ``has_passages``; none where passages say nothing.
        works: ``index.statements.names.work_number`` of the works that govern what is asked.
        articles: a document of one of these works that has the article, or the best of several, scores so
            much more, times ``Works.everyday``.
    """

    tree: Tree
    fine: Tree
    pairs: tuple[str, ...] = ()
    works: tuple[int, ...] = ()
    articles: AskedArticles = NONE_ASKED


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Scoring:
    """Of some documents those which score at least ``floor`` times what the best of them does.

    A question for a Scoring by its own ranking is answered by the scores worked out here.

    Attributes:
        of, ranking: the documents, all of which are scored.
        among: only these count, for the best score too; None for all.
        also: belong to the set whatever they score; None for none.
        least: what the best is taken to score at least.
    """

    of: Selection
    ranking: Ranking
    floor: float
    among: Selection | None = None
    also: Selection | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Either:
    """The documents of one or of the other."""

    one: Selection
    other: Selection


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Without:
    """The documents of one that are not of the other."""

    one: Selection
    other: Selection


Selection: TypeAlias = Matching | Numbered | Sharing | Scoring | Either | Without

NOTHING = Numbered(())


class Titled(NamedTuple):
    """Of the best that are found, those whose title has some letters, punctuation apart.

    Only the best ``search.backend.reading.CHECKED`` by score are looked at, of those left by all filters.
    Titles are compared as ``index.schema.columns.Row.name`` has them.
    """

    letters: str


class Lift(NamedTuple):
    """Documents that stand above the ranking: a smaller tier higher."""

    tier: int
    documents: Selection | Titled
