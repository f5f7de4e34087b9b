"""What a backend gives the façade: one generation of an index, opened for reading.

The façade (``search.facade``) decides what a request means and how its answer is put together;
a backend only looks up, counts and ranks. Documents are called by numbers that mean something
within one generation. No array is passed here, and at most :data:`search.request.MAX_WINDOW`
rows at a time, so that a backend may stand on another machine.

What a backend keeps of a document is stated in ``index.schema``: its terms in ``fields``, its values
in ``columns``, what it says of itself and others in ``index.statements``. What follows from the statements of
all documents together (works, texts, who cites whom, since when and until when each is in force) is derived as
``index.relations`` says, and looked up by ``search.backend.relating``. The 有效性 of a document is its state on
the day a generation is opened, in facets, in ``standing`` and on its card; what its source says of it is asked
for apart (``Reading.stated``).

``tests/engine_contract/plain_backend`` keeps all of this in plain Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from index.conventions.index_number import Joints
from index.document import PolicyDocument, Validity
from index.store.origin import Origin
from search.backend.relating import Relating
from search.backend.selection import Lift, Ranking, Selection
from search.language.heard import Changed, Title
from search.query.tree import Tree
from search.query.units import Vocabulary
from search.request import SearchRequest
from search.results import Score, Status, Withdrawn

CHECKED = 1000
"""So many of the best are looked at for a title that has the letters of the query."""


OVER = 2
"""The standing of what is in force no more."""
_STANDING = {
    Validity.IN_FORCE: 0,
    Validity.AMENDED: OVER,
    Validity.REPEALED: OVER,
    Validity.EXPIRED: OVER,
}


def standing(state: Validity) -> int:
    """0 for what is in force, 1 for what may be or will be, 2 for what is no more."""
    return _STANDING.get(state, 1)


FacetCounts: TypeAlias = Mapping[str, Mapping[str, int]]
"""Facet -> value -> how many documents have it: every value that any has, topics of all levels, as
``index.schema.columns.facet_values`` gives them, and places of all levels: those of a document are
``index.conventions.regions.levels`` of its region ``narrowed`` by its issuers. Which are listed is for the
façade to say."""


class Rows(NamedTuple):
    """Documents in order, as columns of one length.

    Attributes:
        numbers: their numbers.
        lines: equal for texts of one work, and prints of one text: these fold into one line.
        texts: equal for prints of one text.
        dates: publication, else writing, as ``date.toordinal``; 0 unknown.
        standing: 0 in force today, 1 not known to be or not yet, 2 no more: see :func:`standing`.
    """

    numbers: list[int]
    lines: list[int]
    texts: list[int]
    dates: list[int]
    standing: list[int]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be found, and in which order it is wanted.

    Attributes:
        selection: the documents before any filter.
        ranking: scores them.
        request: its facets and period narrow them, its sort orders them. A period bounds
            ``Row.day`` (writing first) and belongs to the facet ``year``; results are sorted by
            ``Row.dated`` (publication first). ``on`` keeps what was in force on that day, in the
            facets too.
        within: another set that they must belong to; None for none.
        lifts: what stands above the ranking, where the order is by relevance.
    """

    selection: Selection
    ranking: Ranking
    request: SearchRequest
    within: Selection | None = None
    lifts: tuple[Lift, ...] = ()


class Found(Protocol):
    """The answer to a :class:`Question`."""

    @property
    def total(self) -> int:
        """How many documents are left by all filters, exactly."""
        ...

    @property
    def groups(self) -> int:
        """How many lines they make where texts of one work are folded, exactly."""
        ...

    @property
    def counts(self) -> FacetCounts:
        """Every facet of ``search.request.FACETS`` under all other filters."""
        ...

    @property
    def rows(self) -> Rows:
        """The first ``MAX_WINDOW``: lifted ones, then by score, newest and number; or by date and
        number, undated ones last."""
        ...

    def scores(self, numbers: Sequence[int]) -> list[Score]:
        """What the scores of some of the documents found are made of, in the order given."""
        ...


class Reading(Vocabulary, Relating, Protocol):
    """One generation opened; see the module's docstring. Safe for several threads."""

    def __hash__(self) -> int:
        """Its own: what was made of a generation is kept by it."""
        ...

    @property
    def generation(self) -> int:
        """Its number."""
        ...

    @property
    def documents(self) -> int:
        """How many documents there are, removed ones included, as in document frequencies."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, removed ones included."""
        ...

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """:meth:`frequency` of many terms."""
        ...

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have:
        ``ln(documents / (frequency + 1)) + 1``."""
        ...

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, and how many documents have each, removed ones included.

        They ascend; a backend of several parts may give those of one part after the other, so that
        a term comes several times and its counts are to be added up.
        """
        ...

    def joints(self) -> frozenset[Joints]:
        """How the parts of its index numbers are joined: ``index.conventions.index_number.usual_joints`` of all that
        stand in the field ``number``."""
        ...

    def issued(self, issuer: str) -> int:
        """How many documents have a canonical issuer, removed ones not."""
        ...

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has, exactly."""
        ...

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more: mostly known sooner than how many it has."""
        ...

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some small sets, ascending: those that a key names."""
        ...

    def find(self, question: Question) -> Found:
        """Find, filter, count and order."""
        ...

    def tally(self, question: Question) -> tuple[int, FacetCounts]:
        """How many are left by all filters, and the counts of every facet.

        Nothing is ordered: ranking, sort and lifts do not matter.
        """
        ...

    def best(self, tree: Tree, limit: int) -> Rows:
        """The best by the scores of a tree alone, a term or an Or of terms; of equal ones the first."""
        ...

    def most_cited(self, tree: Tree, limit: int) -> list[int]:
        """Of the documents that a tree matches those cited most often; of equal ones the first."""
        ...

    def titles(self, tree: Tree, limit: int) -> list[str]:
        """Titles as they are looked up (``Row.name``) of documents that a tree matches, each title
        once, by ``Row.version``."""
        ...

    def titles_by_citation(self) -> list[Title]:
        """Every title, once; the most cited first."""
        ...

    def changed(self, before: Reading) -> Changed | None:
        """What is other than in another generation; None where that is much, or not known."""
        ...

    def number_of(self, id: str) -> int | None:
        """The number of the document with that id."""
        ...

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Some documents as rows, in the order given."""
        ...

    def cards(self, numbers: Sequence[int]) -> list[PolicyDocument]:
        """Documents without their bodies."""
        ...

    def body(self, number: int) -> str:
        """The body of a document; empty when it has none."""
        ...

    def listing(self, first: int, count: int) -> list[PolicyDocument]:
        """``count`` of all documents without their bodies, from the ``first`` on."""
        ...

    def moved(self, id: str) -> str | None:
        """The id that a document has now which had ``id`` before; None if none had."""
        ...

    def first_id(self, id: str) -> str:
        """The id that the document with ``id`` had at first; ``id`` if it never had another."""
        ...

    def origin(self, id: str) -> Origin | None:
        """The file a document was read from; None if that is not known."""
        ...

    def withdrawn(self, id: str) -> Withdrawn | None:
        """What visitors are told of a document that was withdrawn; None for any other id. It
        counts in no frequency and stands in no vocabulary, unlike what was removed."""
        ...

    def status(self, damage: str) -> Status:
        """What it holds; ``damage`` is said of newer generations."""
        ...
