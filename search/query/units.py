"""Units: the smallest things a person looked for, and the trees that match them.

A *unit* is a word, a run of single characters that the dictionary could not join (高企), a quoted
phrase, or a word that is looked for under other wordings too. Units decide which documents are
found; the terms that rank are ``search.query.ranking_terms``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from index.conventions import doc_number
from index.conventions.issuers import canonical
from index.schema.fields import text_field
from index.statements.model import Kind
from index.statements.names import key_of
from index.text.analysis import Analyzer, Word
from index.text.fold import fold, without_space
from search.language.lay import LayTable, LayTerm
from search.language.question import FILLERS, PARTICLES, is_light
from search.query.grammar import CITING, Field
from search.query.interpretation import Wanted
from search.query.ranking_terms import ZONES
from search.query.tree import NOTHING, Tree, all_of, any_of, citing, exactly, holding, term

FEW_WORDS = 10
"""In so many characters abbreviations are looked for, not in sentences."""
_COMMON, _COMMON_IN_SENTENCES = 16, 500
"""A word that more than one document in so many has is the collection's own: no other is needed.
In sentences the words around it find the documents that say it otherwise."""
_RARE = 500
"""An official word that more than one document in so many has is not looked for in what people call it."""

FullNames: TypeAlias = Callable[[str], tuple[str, ...]]
"""The names that a short word, folded, may abbreviate."""


class Vocabulary(Protocol):
    """What is asked of a generation while a plan is made; ``search.backend.reading.Reading`` has more."""

    @property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        ...

    @property
    def has_passages(self) -> bool:
        """Whether bodies are long documents rather than single articles."""
        ...

    def shares(self, words: Sequence[str]) -> list[float]:
        """At most this share of the documents has each of some words in its body: that of its rarest pair of
        characters, removed documents included; 0 for one character alone."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase looked for.

    Attributes:
        text: as typed, for messages.
        needle: folded and squeezed, for highlighting; empty when nothing is highlighted.
        query: matches the documents that have it, or another wording of it.
        others: needles of its other wordings.
        titled: the same as ``query``, of titles alone.
        typed: matches the titles that have it as typed, as a word.
    """

    text: str
    needle: str
    query: Tree
    others: tuple[str, ...] = ()
    titled: Tree = NOTHING
    typed: Tree = NOTHING


class UnitReader:
    """Reads clauses into units.

    Attributes:
        lay: the words of the table, and the abbreviations, met so far.
        length: how many words were met so far, those that say nothing of the matter too.
        is_broken: whether a single character stood beside words: a word misspelt falls into such.
    """

    def __init__(
        self, analyzer: Analyzer, vocabulary: Vocabulary, table: LayTable, full_names: FullNames
    ) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._table = table
        self._full_names = full_names
        self.lay: list[LayTerm] = []
        self.length = 0
        self.is_broken = False

    @property
    def official(self) -> list[str]:
        """Other wordings of the words met so far, folded."""
        return [name for known in self.lay for name in known.official]

    def clause(self, clause: Wanted) -> tuple[Tree, list[Unit]]:
        """The tree that matches a clause, and the units it consists of."""
        if clause.field not in ZONES or clause.phrase:
            tree = self.contains(clause)
            needle = without_space(clause.folded) if clause.field in ZONES else ""
            return tree, [Unit(clause.text, needle, tree)]
        units = list(self._units(clause))
        if not units:
            return self.contains(clause), []
        kept = only_telling(units)
        self.length += len(_without_lone(units))
        self.is_broken |= any(_is_lone(unit) and unit.needle not in FILLERS for unit in units)
        tree = all_of(unit.query for unit in kept)
        if len(units) > 1:  # side by side, for each zone beside the words: nothing is scored here
            tree = any_of([tree, *_each_holding(clause.field, clause.folded)])
        return tree, kept

    def contains(self, clause: Wanted) -> Tree:
        """Matches the documents whose zone, issuer or number contains the text."""
        if clause.field is Field.ISSUER:
            return self._issuer(clause)
        if clause.field is Field.NUMBER:
            return self._number(clause)
        if clause.field in CITING:
            return citing_of(clause)
        return _holding(clause.field, clause.folded)

    def _issuer(self, clause: Wanted) -> Tree:
        names = (clause.folded, fold(canonical(clause.text)))
        return holding("issuer", map(without_space, names))

    def _number(self, clause: Wanted) -> Tree:
        wanted = without_space(clause.folded)
        trees = [holding("number", [wanted], whole=True)] if wanted else []
        if clause.number:
            trees.append(term("doc_number", doc_number.key(clause.number)))
        return any_of(trees)

    def _units(self, clause: Wanted) -> Iterator[Unit]:
        """The words of a clause; neighbouring single ideographs that form none are joined, and
        what the table of lay words knows is one unit."""
        words = self._analyzer.terms(clause.bare).cut
        is_long = len(clause.text) > FEW_WORDS or clause.asks
        known = self._known(clause, words, is_long)
        if not is_long:
            known = sorted([*known, *self._abbreviated(clause, words, known)], key=_start)
        at = 0
        for found in known:
            yield from _plain(clause, [word for word in words if at <= word.start < found.start])
            inner = [word for word in words if found.start <= word.start < found.end]
            yield _reworded(clause, found, list(_plain(clause, inner)))
            at = found.end
        yield from _plain(clause, [word for word in words if word.start >= at])

    def _known(self, clause: Wanted, words: Sequence[Word], is_long: bool) -> list[LayTerm]:
        """The words of the table in a clause; other wordings only of those that the collection
        does not use all the time itself."""
        found = [
            replace(known, official=()) if self._is_common(clause, known, is_long) else known
            for found in self._table.find(clause.text, clause.bare, words)
            for known in [self._with_said(clause, found)]
        ]
        self.lay += [known for known in found if known not in self.lay]
        return [known for known in found if known.official]

    def _with_said(self, clause: Wanted, known: LayTerm) -> LayTerm:
        """What people say stands for an official word only where the collection hardly has that."""
        if not known.said or self._share(clause, known) * _RARE > 1:
            return known
        return replace(known, official=(*known.official, *known.said))

    def _is_common(self, clause: Wanted, known: LayTerm, is_long: bool) -> bool:
        own = self._share(clause, known)
        if is_long and self._vocabulary.has_passages:
            return own * _COMMON_IN_SENTENCES > 1
        if own * _COMMON <= 1:
            return False
        return own >= max(self._vocabulary.shares(known.official), default=0)

    def _share(self, clause: Wanted, known: LayTerm) -> float:
        return self._vocabulary.shares([clause.folded[known.start : known.end]])[0]

    def _abbreviated(
        self, clause: Wanted, words: Sequence[Word], known: list[LayTerm]
    ) -> list[LayTerm]:
        """The short words beside those of the table for which the collection has full names."""
        free = [word for word in words if not any(t.start <= word.start < t.end for t in known)]
        found = []
        for run in _joined(free):
            start, end = run[0].start, run[-1].end
            if names := self._full_names(clause.folded[start:end]):
                found.append(LayTerm(start, end, clause.text[start:end], names, ()))
        self.lay += [one for one in found if one not in self.lay]
        return found


def citing_of(clause: Wanted) -> Tree:
    """Matches the documents that name what a clause gives, by its number or its name."""
    kinds = (Kind.BASED_ON,) if clause.field is Field.BASED_ON else tuple(Kind)
    if clause.number:
        return citing("", clause.number.folded, kinds)
    return citing(key_of(clause.text), "", kinds)


def only_telling(units: list[Unit]) -> list[Unit]:
    """``units`` that a document must have: single characters, and words that say nothing of the matter, score,
    they never widen or narrow what is found, unless there is nothing else."""
    longer = _without_lone(units)
    return [unit for unit in longer if not is_light(unit.needle)] or longer


def _without_lone(units: list[Unit]) -> list[Unit]:
    """``units`` without single characters, unless there is nothing else."""
    return [unit for unit in units if not _is_lone(unit)] or units


def _is_lone(unit: Unit) -> bool:
    return len(unit.needle) == 1 and not unit.needle.isascii()


def _plain(clause: Wanted, words: Sequence[Word]) -> Iterator[Unit]:
    """The units of words that are looked for as typed."""
    zones = ZONES[clause.field]
    for joined in _joined(words):
        start, end = joined[0].start, joined[-1].end
        text, folded = clause.text[start:end], clause.folded[start:end]
        is_word = len(joined) == 1 and (len(joined[0].text) > 1 or joined[0].text.isascii())
        if is_word:
            trees: list[Tree] = [term(text_field(zone, "words"), folded) for zone in zones]
        else:
            trees = [exactly(zone, without_space(folded)) for zone in zones]
        titled = trees[0] if "title" in zones else NOTHING
        typed = titled if is_word or len(folded) > 2 else NOTHING  # 等保 stands in 平等保护
        yield Unit(text, folded, any_of(trees), titled=titled, typed=typed)


def _reworded(clause: Wanted, known: LayTerm, inner: list[Unit]) -> Unit:
    kept = only_telling(inner)
    own, own_title = all_of(unit.query for unit in kept), all_of(unit.titled for unit in kept)
    others = [_holding(clause.field, official) for official in known.official]
    titles = [_holding(Field.TITLE, official) for official in known.official]
    folded = clause.folded[known.start : known.end]
    typed = inner[0].typed if len(inner) == 1 else exactly("title", without_space(folded))
    query, titled = any_of([own, *others]), any_of([own_title, *titles])
    return Unit(known.text, folded, query, known.official, titled, typed)


def _holding(field: Field, folded: str) -> Tree:
    """Matches the documents that hold a folded text as it stands, white space apart."""
    return any_of(_each_holding(field, folded))


def _each_holding(field: Field, folded: str) -> list[Tree]:
    """The same, of each zone."""
    squeezed = without_space(folded)
    return [exactly(zone, squeezed) for zone in ZONES[field]]


def _joined(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Each word alone, but single ideographs that touch each other together.

    Particles belong to no abbreviation: they stand alone and part a run.
    """
    run: list[Word] = []
    for word in words:
        joins = len(word.text) == 1 and not word.text.isascii() and word.text not in PARTICLES
        if run and not (joins and word.start == run[-1].end):
            yield run
            run = []
        if joins:
            run.append(word)
        else:
            yield [word]
    if run:
        yield run


def _start(known: LayTerm) -> int:
    return known.start
