"""Whoosh's query tree, typed: what its nodes hold, how they are made, which one is which.

The tree of the project is Whoosh's own, so that any tool of Whoosh can run it and another engine
can translate it. Its classes carry no types that can be relied on; the protocols here say what is
read of each kind of node, and the functions below are the only place where product code makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeGuard, cast

from whoosh import query as wq

from index.schema.fields import text_field
from index.text.fold import squeeze


class Tree(Protocol):
    """Any node of a query tree, and with it all of the tree below."""

    def is_leaf(self) -> bool:
        """Whether it has no nodes below."""
        ...


class Term(Tree, Protocol):
    """Documents with a term; see :func:`text_of`."""

    fieldname: str
    text: str | bytes
    boost: float


class Phrase(Tree, Protocol):
    """Documents with terms one behind the other."""

    fieldname: str
    words: Sequence[str]
    slop: int
    boost: float


class Compound(Tree, Protocol):
    """An And, Or or DisjunctionMax of other trees; a Not among them excludes."""

    subqueries: Sequence[Tree]
    boost: float


class Or(Compound, Protocol):
    """An Or; some Ors ask for more than one of their parts."""

    minmatch: int
    scale: float | None


class Pair(Tree, Protocol):
    """An AndNot, AndMaybe or Require: one tree, and what a second one does to it."""

    a: Tree
    b: Tree


class Not(Tree, Protocol):
    """Documents that do not match."""

    query: Tree


class Constant(Tree, Protocol):
    """Documents that match, all of one score."""

    child: Tree
    score: float


class Every(Tree, Protocol):
    """All documents, or those with anything in a field."""

    fieldname: str | None
    boost: float


class Prefix(Tree, Protocol):
    """Documents with a term that begins so."""

    fieldname: str
    text: str
    boost: float


class Holding(Tree, Protocol):
    """Documents with a term of a key field that holds one of some texts; see :func:`holding`."""

    fieldname: str
    parts: tuple[str, ...]
    whole: bool


class Citing(Tree, Protocol):
    """Documents that name a work; see :func:`citing`."""

    name: str
    number: str
    kinds: tuple[int, ...]


class Range(Tree, Protocol):
    """Documents whose number lies between two bounds; None is no bound."""

    fieldname: str
    start: int | None
    end: int | None
    startexcl: bool
    endexcl: bool
    boost: float


class DateRange(Range, Protocol):
    """A range of days, as Whoosh's own parser makes it."""

    startdate: date
    enddate: date


NOTHING: Tree = wq.NullQuery
"""Matches no document."""
_NOTHING = type(NOTHING)


class _Lexicon(Protocol):
    """What is asked of a reader of Whoosh's."""

    def lexicon(self, fieldname: str) -> Iterator[bytes]: ...


class HoldingQuery(wq.MultiTerm):  # type: ignore[misc]
    """The node of :func:`holding`; Whoosh itself runs it by walking over the terms."""

    constantscore = True
    boost = 1.0

    def __init__(self, fieldname: str, parts: tuple[str, ...], whole: bool) -> None:
        self.fieldname = fieldname
        self.parts = parts
        self.whole = whole

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fieldname!r}, {self.parts!r}, {self.whole!r})"

    def __eq__(self, other: object) -> bool:
        return repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def _btexts(self, ixreader: _Lexicon) -> Iterator[bytes]:
        for raw in ixreader.lexicon(self.fieldname):
            text = squeeze(raw.decode("utf-8", "replace")).text
            if any(_stands_in(part, text, self.whole) for part in self.parts):
                yield raw


def _stands_in(part: str, text: str, whole: bool) -> bool:
    at = text.find(part)
    while whole and at > 0 and part[:1].isdigit() and "0" <= text[at - 1] <= "9":
        at = text.find(part, at + 1)
    return at >= 0


def holding(field: str, parts: Iterable[str], whole: bool = False) -> Tree:
    """Matches the documents with a term of a key field (发文字号, 发文机关) that, folded and without
    white space, holds one of ``parts``, which are so too.

    However many terms that are, the tree is one node. All of them score nothing.

    Args:
        whole: whether digits that a part begins with must begin a number: 7号 is not in 47号.
    """
    made: Tree = HoldingQuery(field, tuple(dict.fromkeys(parts)), whole)
    return made


class CitingQuery(wq.Query):  # type: ignore[misc]
    """The node of :func:`citing`."""

    def __init__(self, name: str, number: str, kinds: tuple[int, ...]) -> None:
        self.name = name
        self.number = number
        self.kinds = kinds

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.number!r}, {self.kinds!r})"

    def __eq__(self, other: object) -> bool:
        return repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


def citing(name: str, number: str, kinds: Iterable[int]) -> Tree:
    """Matches the documents that name a work, held or not; all of them score nothing.

    Args:
        name: as ``index.statements.names.key_of`` writes it, or empty.
        number: of a document, as ``index.schema.fields.number_key`` writes it, or empty.
        kinds: what they say of it: values of ``index.statements.model.Kind``.
    """
    made: Tree = CitingQuery(name, number, tuple(kinds))
    return made


def term(field: str, text: str, boost: float = 1.0) -> Term:
    """Matches the documents with a term."""
    made: Term = wq.Term(field, text, boost=boost)
    return made


def phrase(field: str, words: Sequence[str]) -> Tree:
    """Matches the documents with these terms one behind the other."""
    made: Tree = wq.Phrase(field, list(words))
    return made


def exactly(zone: str, squeezed: str) -> Tree:
    """Matches the documents whose zone holds a squeezed text, whatever stands around it."""
    if len(squeezed) < 2:
        return term(text_field(zone, "chars"), squeezed) if squeezed else NOTHING
    pairs = [squeezed[at : at + 2] for at in range(len(squeezed) - 1)]
    field = text_field(zone, "grams")
    return phrase(field, pairs) if len(pairs) > 1 else term(field, pairs[0])


def all_of(trees: Iterable[Tree]) -> Tree:
    """Matches what every one of ``trees`` (not empty) matches."""
    parts = list(trees)
    made: Tree = wq.And(parts)
    return made if len(parts) > 1 else parts[0]


def any_of(trees: Iterable[Tree]) -> Tree:
    """Matches what one of ``trees`` matches; :data:`NOTHING` of none."""
    parts = [tree for tree in trees if type(tree) is not _NOTHING]
    if not parts:
        return NOTHING
    made: Tree = wq.Or(parts)
    return made if len(parts) > 1 else parts[0]


def any_term(keys: Iterable[tuple[str, str]], boosts: Mapping[tuple[str, str], float]) -> Tree:
    """:func:`any_of` of a :func:`term` for each field and text, with its boost: a query is ranked by many."""
    parts = [wq.Term(*key, boosts[key]) for key in keys]
    if not parts:
        return NOTHING
    made: Tree = wq.Or(parts)
    return made if len(parts) > 1 else parts[0]


def without(tree: Tree, excluded: Sequence[Tree]) -> Tree:
    """Matches what ``tree`` matches and none of ``excluded`` does."""
    if not excluded:
        return tree
    made: Tree = wq.AndNot(tree, wq.Or(list(excluded)))
    return made


def every() -> Tree:
    """Matches all documents."""
    made: Tree = wq.Every()
    return made


def is_nothing(tree: Tree) -> bool:
    """Whether ``tree`` is :data:`NOTHING`."""
    return type(tree) is _NOTHING


def is_term(tree: Tree) -> TypeGuard[Term]:
    """Whether ``tree`` is a single term."""
    return type(tree) is wq.Term


def is_phrase(tree: Tree) -> TypeGuard[Phrase]:
    """Whether ``tree`` is a phrase."""
    return type(tree) is wq.Phrase


def is_and(tree: Tree) -> TypeGuard[Compound]:
    """Whether ``tree`` is an And."""
    return type(tree) is wq.And


def is_or(tree: Tree) -> TypeGuard[Or]:
    """Whether ``tree`` is an Or."""
    return type(tree) is wq.Or


def is_and_not(tree: Tree) -> TypeGuard[Pair]:
    """Whether ``tree`` is one tree without what another matches."""
    return type(tree) is wq.AndNot


def is_every(tree: Tree) -> TypeGuard[Every]:
    """Whether ``tree`` is every document."""
    return type(tree) is wq.Every and cast(Every, tree).fieldname in (None, "*")


def is_not(tree: Tree) -> TypeGuard[Not]:
    """Whether ``tree`` is a Not."""
    return type(tree) is wq.Not


def split(query: Compound) -> tuple[list[Tree], list[Tree]]:
    """The parts of a compound query that must or may match, and what its Nots exclude."""
    parts = list(query.subqueries)
    if wq.Not not in map(type, parts):
        return parts, []
    wanted = [part for part in parts if not is_not(part)]
    return wanted, [part.query for part in parts if is_not(part)]


def is_date_range(tree: Tree) -> TypeGuard[DateRange]:
    """Whether the bounds of a range are dates."""
    return isinstance(tree, wq.DateRange)


def text_of(term: Term) -> str:
    """The text of a term; in nodes that Whoosh itself has made it is bytes."""
    return term.text if isinstance(term.text, str) else term.text.decode("utf-8", "replace")


def terms_of(tree: Tree) -> list[Term]:
    """The terms of a plain Or of terms; empty for any other tree."""
    if not is_or(tree) or tree.boost != 1 or tree.minmatch or tree.scale:
        return []
    terms = [part for part in tree.subqueries if is_term(part)]
    return terms if len(terms) == len(tree.subqueries) else []
