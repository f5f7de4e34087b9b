"""What a promise is: one thing that an engine must do, as a function that fails if it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from types import ModuleType
from typing import Protocol, TypeAlias
from urllib.parse import parse_qsl

from search.engine import Engine
from search.request import MAX_SIZE, SearchRequest
from search.results import SearchResult
from tests.engine_contract.scan import Scan


class Part(Enum):
    """What an engine may claim to keep; see ``engines.EngineUnderTest.claims``."""

    FILTERS = auto()  # nothing typed: filters, periods, facets, counts
    WORD = auto()  # one word typed, with any filter
    QUERIES = auto()  # whatever is typed: the query language, within, literal
    FACET_LISTS = auto()  # Engine.facets
    PAGES = auto()
    DATES = auto()  # newest or oldest first
    NAMED = auto()  # pins
    RANKING = auto()
    LADDER = auto()  # how a query is widened
    WORDINGS = auto()  # lay words, abbreviations
    CORRECTIONS = auto()  # misspelt, pinyin
    NARROWINGS = auto()  # filters that a query names itself
    MARKS = auto()  # words marked where they stand
    EXCERPTS = auto()
    DOCUMENTS = auto()  # Engine.document
    RELATIONS = auto()  # works, states on a day, folding, what cites what
    SIMILAR = auto()
    SUGGESTIONS = auto()
    TERM_TOTALS = auto()  # how many documents a suggested word stands for
    LISTING = auto()
    STATUS = auto()
    ORIGIN = auto()
    WITHDRAWN = auto()  # as if it had never been there, and told so
    HARMLESS = auto()  # nothing a visitor types is an error


@dataclass(frozen=True, slots=True)
class Promise:
    """A part of the contract.

    Attributes:
        name: for the report.
        check: raises an AssertionError if the engine does otherwise than the scan.
    """

    part: Part
    name: str
    check: Callable[[Engine, Scan], None]


Promises: TypeAlias = tuple[Promise, ...]


class Checks(Protocol):
    """A check of one case."""

    __name__: str

    def __call__(self, engine: Engine, scan: Scan, case: str, /) -> None:
        """Raise an AssertionError if the promise is not kept."""
        ...


def promise(part: Part) -> Callable[[Callable[[Engine, Scan], None]], Promises]:
    """Make a promise of a function ``(engine, scan)``."""

    def made(check: Callable[[Engine, Scan], None]) -> Promises:
        return (Promise(part, check.__name__, check),)

    return made


def promise_of_each(part: Part, *cases: str) -> Callable[[Checks], Promises]:
    """Make a promise of a function ``(engine, scan, case)`` for each case, mostly a query."""

    def made(check: Checks) -> Promises:
        return tuple(
            Promise(part, f"{check.__name__}[{case}]", partial(_checked, check, case))
            for case in cases
        )

    return made


def _checked(check: Checks, case: str, engine: Engine, scan: Scan) -> None:
    check(engine, scan, case)


def promises_in(module: ModuleType) -> Iterator[Promise]:
    """The promises that a module makes, in its order."""
    for made in vars(module).values():
        if isinstance(made, tuple) and made and all(isinstance(one, Promise) for one in made):
            yield from made


# --- asking ---------------------------------------------------------------------------------

_PLAINLY = (("size", str(MAX_SIZE)), ("fold", "0"))


def asked(address: str) -> SearchRequest:
    """The request of an address as visitors have it: ``q=公积金&year=2023``, 100 to a page, every
    document on a line of its own."""
    pairs = parse_qsl(address, keep_blank_values=True)
    return SearchRequest.from_params([*_PLAINLY, *pairs])


def typed(q: str) -> SearchRequest:
    """The request of someone who types ``q``."""
    return SearchRequest.from_params([("q", q), *_PLAINLY])


def ids(result: SearchResult) -> list[str]:
    """The documents of a page in its order."""
    return [hit.document.id for hit in result.hits]


__all__ = [
    "Engine",  # the protocol: the suite takes it from here alone
    "Part",
    "Promise",
    "Promises",
    "asked",
    "ids",
    "promise",
    "promise_of_each",
    "promises_in",
    "typed",
]
