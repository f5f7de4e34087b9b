"""One generation of an index on a cluster, as the façade reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from index.conventions.index_number import Joints
from index.document import PolicyDocument
from index.opensearch.kept import origin_of as source_of
from index.opensearch.meta import Meta
from index.opensearch.vocabulary import Vocabulary
from index.store.origin import Origin, origin_of
from search.backend.reading import FacetCounts, Found, Question, Reading, Rows, standing
from search.backend.selection import Matching, Ranking, Selection
from search.language.heard import Changed
from search.opensearch.changed import changed
from search.opensearch.finder import Finder
from search.opensearch.library.listing import Listing
from search.opensearch.library.records import Records
from search.opensearch.library.relating import ClusterRelations
from search.opensearch.served import Served
from search.opensearch.status import status_of, withdrawn
from search.opensearch.words import ClusterWords
from search.query.tree import NOTHING, Tree, every
from search.request import SearchRequest
from search.results import Status, Withdrawn

KEPT = 1 << 14
"""Of so many ids it is remembered which document has them."""
PAGE = 24
"""So many that are found one after the other are asked for together: the lines of a page, and what folds into them."""
_NOTHING_CHANGED = Changed(({}, {}), (), ())


class Opened(NamedTuple):
    """A generation that was opened: what is said of it, its vocabulary, and the file of its titles."""

    meta: Meta
    vocabulary: Vocabulary
    titles: Path


class OpenSearchReading(ClusterRelations, ClusterWords):
    """Keeps the :class:`search.backend.reading.Reading` protocol over one index of a cluster. Documents are called
    by their serials.

    Raises (on construction, and by every method that asks the cluster):
        ClusterUnavailable: it does not answer, or not whole.
    """

    def __init__(self, served: Served, opened: Opened, today: date) -> None:
        meta, vocabulary = opened.meta, opened.vocabulary
        records = Records(served, today.toordinal())
        words = served, vocabulary, opened.titles, meta.mean_length, meta.live
        ClusterRelations.__init__(self, served, records)
        ClusterWords.__init__(self, *words)
        self._meta = meta
        self._today = today
        own = ClusterWords(*words)  # not this, which would wait for Python's collector
        self._finder = Finder(served.client, served.index, meta, own, today, records.bodies)
        self._listing = Listing(served, records)
        self._found: Callable[[str, str], int | None] = lru_cache(KEPT)(partial(_found, records))
        self._states: Callable[[], dict[str, int]] = lru_cache(1)(partial(_states, self._finder))
        self.generation = meta.generation
        self._states()  # what does not answer whole is not served

    def joints(self) -> frozenset[Joints]:
        """How the parts of its index numbers are joined."""
        return frozenset(map(tuple, self._meta.joints))

    # --- sets: counted, filtered, ordered -----------------------------------------------------

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has."""
        return self._finder.counts(selections)

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more."""
        return self._finder.reach(selections, least)

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some small sets, ascending."""
        return self._finder.members(selections)

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        found = self._finder.find(question)
        numbers = found.rows.numbers
        for at in range(0, len(numbers), PAGE):
            self._records.expect(numbers[at : at + PAGE])
        return found

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet."""
        return self._finder.tally(question)

    def best(self, tree: Tree, limit: int) -> Rows:
        """The best by the scores of a tree alone."""
        return self._finder.best(tree, limit)

    def most_cited(self, tree: Tree, limit: int) -> list[int]:
        """Of the documents that a tree matches those cited most often."""
        return self._finder.most_cited(tree, limit)

    def titles(self, tree: Tree, limit: int) -> list[str]:
        """Titles as they are looked up of documents that a tree matches, one for each version."""
        return self._finder.titles(tree, limit)

    def changed(self, before: Reading) -> Changed | None:
        """What is other than in another generation; None where that is much. On another day it is nothing."""
        if not isinstance(before, OpenSearchReading):
            return None
        return _NOTHING_CHANGED if before.has_files_of(self) else changed(before, self)

    def has_files_of(self, other: OpenSearchReading) -> bool:
        """Whether the words and titles are those of another."""
        return self._meta.files == other._meta.files

    # --- documents ----------------------------------------------------------------------------

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        return self._found("id", id)

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Some documents as rows."""
        labels = self._records.labels(numbers)
        today = self._today.toordinal()
        return Rows(
            list(numbers),
            [label.line for label in labels],
            [label.text for label in labels],
            [label.dated for label in labels],
            [standing(label.state(today)) for label in labels],
        )

    def cards(self, numbers: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies."""
        return [record.card for record in self._records.of(numbers)]

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        return self._records.bodies([number])[0]

    def listing(self, first: int, count: int) -> list[PolicyDocument]:
        """``count`` of all documents without their bodies, from the ``first`` on."""
        return self._listing.of(first, count)

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from; None where that is not known on this machine."""
        number = self.number_of(id)
        row = None if number is None else self._records.one(number).origin
        return origin_of(source_of(row, id)) if row else None

    def moved(self, id: str) -> str | None:
        """The id that a document has now which had ``id`` before."""
        number = self._found("former", id)
        return self._meta.moved.get(id) if number is None else self.ids([number])[0]

    def first_id(self, id: str) -> str:
        """The id that a document had at first."""
        number = self.number_of(id)
        return next(iter(() if number is None else self._records.one(number).former), id)

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What is to be said of a document that was withdrawn."""
        return withdrawn(self._meta, id)

    def status(self, damage: str) -> Status:
        """What it holds; ``damage`` is said of newer generations."""
        return status_of(self._meta, self._states(), damage)


def _found(records: Records, field: str, id: str) -> int | None:
    """The document that is called so; all that is kept of it is read with that."""
    try:
        id.encode()
    except UnicodeEncodeError:  # half a character, which no id has
        return None
    return next(iter(records.look_up({"term": {field: id}})), None)


def _states(finder: Finder) -> dict[str, int]:
    """有效性 -> how many documents have it today."""
    everything = Question(Matching(every()), Ranking(NOTHING, NOTHING), SearchRequest())
    return dict(finder.tally(everything)[1]["validity"])
