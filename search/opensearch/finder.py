"""What is found in a generation on a cluster: the part of a ``Reading`` that turns questions into queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.opensearch.meta import Meta
from search.backend.reading import FacetCounts, Found, Question, Rows
from search.backend.selection import Selection
from search.opensearch.finding.questions import Questions
from search.opensearch.finding.sets import Sets
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import any_of, first, hits, listing, sort
from search.opensearch.queries.rows import NO_ROWS, ROW, RowReader
from search.opensearch.ranking.everyday import Everyday
from search.opensearch.ranking.fine import BY_SCORE, Fine
from search.opensearch.ranking.passages import Bodies, Passages
from search.opensearch.ranking.scoring import Scorer, Words
from search.opensearch.served import Asks
from search.query.tree import Tree


class Finder:
    """Finds, counts and ranks in one generation on one day; safe for several threads.

    Every method raises ``index.opensearch.client.Refused`` and ``Unavailable``.

    Args:
        index: which holds the generation.
        words: its vocabulary.
        bodies: gives bodies, by serial.
    """

    def __init__(
        self, client: Asks, index: str, meta: Meta, words: Words, today: date, bodies: Bodies
    ) -> None:
        self._today = today.toordinal()
        self._asking = Asking(client, index)
        self._scorer = Scorer(meta, words, self._today)
        everyday = Everyday(self._asking, self._today)
        self._rows = RowReader(self._asking, self._today)
        fine = Fine(self._asking, self._scorer, Passages(words, bodies), self._rows)
        self._sets = Sets(self._asking, self._scorer, everyday, fine)
        self._questions = Questions(self._asking, self._sets, self._rows, self._today)

    @property
    def has_passages(self) -> bool:
        """Whether bodies are long documents rather than single articles."""
        return self._scorer.has_passages

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        return self._questions.find(question)

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet."""
        return self._questions.tally(question)

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has."""
        return self._sets.counts(selections)

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more."""
        return self._sets.reach(selections, least)

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some small sets, ascending."""
        return self._sets.members(selections)

    def best(self, tree: Tree, limit: int) -> Rows:
        """The best by the scores of a tree alone; of equal ones the first."""
        parts = self._scorer.bm25(tree)
        if not parts:
            return NO_ROWS
        answer = self._asking.search(listing(any_of(parts), limit, BY_SCORE, ROW))
        self._rows.keep([answer])
        return self._rows.rows([hit["sort"][-1] for hit in hits(answer)])

    def most_cited(self, tree: Tree, limit: int) -> list[int]:
        """Of the documents that a tree matches those cited most often; of equal ones the first."""
        query = self._sets.matching(tree)
        answer = self._asking.search(listing(query, limit, sort("-cited", "serial")))
        return [hit["sort"][-1] for hit in hits(answer)]

    def titles(self, tree: Tree, limit: int) -> list[str]:
        """Titles as they are looked up of documents that a tree matches, each title once, by version."""
        query = self._sets.matching(tree)
        body = listing(query, limit, sort("version", "serial"), ["name"])
        answer = self._asking.search(body | {"collapse": {"field": "version"}})
        return [first(hit, "name", "") for hit in hits(answer)]

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Some documents as rows, in the order given."""
        return self._rows.rows(numbers)
