"""From a query as read to query trees: what must match, and what ranks it.

Nothing here is run: that is ``search.embedded.arrays.executor``'s part.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from index.schema.fields import text_field
from index.text.analysis import Analyzer
from search.language.everyday import NOTHING_ASKED, Asked, EverydayTable
from search.language.lay import NO_TABLE, LayTable, LayTerm
from search.language.question import FILLERS
from search.query.grammar import Field
from search.query.interpretation import WantedQuery
from search.query.ranking_terms import ZONES, Weights, weights_of
from search.query.tree import NOTHING, Tree, all_of, any_of, any_term, is_nothing, term
from search.query.units import (
    FEW_WORDS,
    FullNames,
    Unit,
    UnitReader,
    Vocabulary,
    only_telling,
)
from search.weights import COMMON_SHARE

_CHARS = frozenset(text_field(zone, "chars") for zone in ZONES[Field.ANY])
_GRAMS = frozenset(text_field(zone, "grams") for zone in ZONES[Field.ANY])
_BODY_GRAMS = text_field("body", "grams")
_SENTENCE = 3
"""So many units make a sentence of what was typed: its words seldom stand in the title they are for."""
_LONG = 6
"""So many are no title or name any more: the article that answers it may be shown for it."""
_KEYWORDS = 5
"""So many words at most, each typed apart, are keywords."""


def _no_names(_: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    Attributes:
        strict: every one of these trees must match.
        whole: trees per group of plain words; their And (with ``strict``) is the first rung.
        loose: the units of those groups; further rungs ask for a share of them.
        excluded: documents that match one of these are left out.
        rank: scores the documents found, by words and pairs of characters.
        fine: scores the best of them more finely, by single characters.
        needles: what is highlighted, longest first.
        terms: the words looked for, as shown.
        lay: the words that are looked for under other wordings too.
        works: ``index.statements.names.work_number`` of the works that govern what is asked.
        asked: the articles that are asked about so; see ``search.language.everyday``.
        weights: all terms that may score.
        characters: those typed, and not those of numbers written out.
        grams: the pairs of characters looked for in bodies, for the best passage.
        titled: per unit, matches the titles that have it in any wording; none for a question.
        typed: per unit, matches the titles that have it as typed; none for a question of several.
        is_sentence: whether a question or a sentence was typed rather than a few words.
        is_long: whether it is a sentence that is hardly the name of something.
        is_bound: whether a field was named, or titles alone: then more is not wanted where any have all.
        is_broken: whether single characters between the words need not be there: often a word misspelt.
        is_keywords: whether each word was typed apart: that all are there is what was meant.
        asks: whether it has a question word.
        is_literal: whether what was typed is meant to the letter: then characters alone find nothing.
    """

    strict: list[Tree] = field(default_factory=list)
    whole: list[Tree] = field(default_factory=list)
    loose: list[Unit] = field(default_factory=list)
    excluded: list[Tree] = field(default_factory=list)
    rank: Tree = NOTHING
    fine: Tree = NOTHING
    needles: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    lay: tuple[LayTerm, ...] = ()
    works: tuple[int, ...] = ()
    asked: Asked = NOTHING_ASKED
    weights: Weights = field(default_factory=lambda: MappingProxyType({}))
    characters: Set[str] = frozenset()
    grams: tuple[str, ...] = ()
    titled: tuple[Tree, ...] = ()
    typed: tuple[Tree, ...] = ()
    is_sentence: bool = False
    is_long: bool = False
    is_bound: bool = False
    is_broken: bool = False
    is_keywords: bool = False
    asks: bool = False
    is_literal: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was looked for."""
        return not (self.strict or self.whole or self.excluded)

    @property
    def pieces(self) -> Tree:
        """Matches the documents that have a pair of the characters typed; made when it is asked for, for few
        queries come so far."""
        typed = self.characters
        keys = [key for key in self.weights if key[0] in _GRAMS and typed >= {*key[1]}]
        return any_term(keys, self.weights)

    @property
    def letters(self) -> Tree:
        """Matches the documents that have every character of a short query, anywhere in the zones asked."""
        typed: dict[str, list[Tree]] = {}
        for (name, text), weight in self.weights.items() if not self.is_literal else ():
            is_typed = name in _CHARS and weight == 1 and text in self.characters
            if is_typed and not text.isascii():
                typed.setdefault(text, []).append(term(name, text))
        if not 1 < len(typed) <= FEW_WORDS:
            return NOTHING
        return all_of(map(any_of, typed.values()))


def make_plan(
    query: WantedQuery,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    table: LayTable = NO_TABLE,
    full_names: FullNames = _no_names,
) -> Plan:
    """Plan how ``query`` is answered.

    Args:
        table: its words are looked for under their other wordings too.
        full_names: gives the names that a short word may abbreviate, which no table knows.
    """
    asks = any(c.asks for c in query.clauses if not c.phrase and c.field in ZONES)
    query = _without_asking(query)
    reader = UnitReader(analyzer, vocabulary, table, full_names)
    read = _read(query, reader)
    kept = only_telling(read.loose)
    sentence = read.length >= _SENTENCE
    weights = weights_of(analyzer, query.clauses, reader.official, sentence)
    coarse = _coarse(weights, vocabulary, sentence)
    return Plan(
        strict=read.strict,
        whole=[tree for tree in read.whole if not is_nothing(tree)],
        loose=kept,
        excluded=[reader.contains(clause) for clause in query.excluded],
        rank=any_term(coarse or weights, weights),
        fine=any_term([key for key in weights if coarse and key[0] in _CHARS], weights),
        needles=_needles(read.units),
        terms=tuple(dict.fromkeys(unit.text for unit in read.units if unit.needle)),
        lay=tuple(term for term in reader.lay if term.official),
        works=tuple({work for term in reader.lay for work in term.works}),
        titled=() if asks else tuple(unit.titled for unit in kept),
        typed=() if asks and sentence else tuple(unit.typed for unit in kept),
        asked=_asked(analyzer, query, table.everyday) if sentence else NOTHING_ASKED,
        weights=weights,
        characters={one for clause in query.clauses for one in clause.bare},
        grams=tuple(text for name, text in coarse if name == _BODY_GRAMS),
        is_sentence=sentence,
        is_long=read.length >= _LONG,
        is_bound=any(clause.field is not Field.ANY for clause in query.clauses),
        is_broken=reader.is_broken,
        is_keywords=not asks and 1 < len(kept) == len(read.whole) <= _KEYWORDS,
        asks=asks,
    )


def needles_of(
    query: WantedQuery,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    table: LayTable = NO_TABLE,
    full_names: FullNames = _no_names,
) -> tuple[str, ...]:
    """What is marked of ``query``: :attr:`Plan.needles`, without all that only finds; see :func:`make_plan`."""
    reader = UnitReader(analyzer, vocabulary, table, full_names)
    return _needles(_read(_without_asking(query), reader).units)


class _Read(NamedTuple):
    """Clauses as read: trees of what was asked for expressly and of plain words, the units of these, how many
    words these are, and all units."""

    strict: list[Tree]
    whole: list[Tree]
    loose: list[Unit]
    length: int
    units: list[Unit]


def _read(query: WantedQuery, reader: UnitReader) -> _Read:
    strict: list[Tree] = []
    whole: list[Tree] = []
    loose: list[Unit] = []
    units: list[Unit] = []
    length = 0
    for group in query.groups:
        before = reader.length
        parts = [reader.clause(clause) for clause in group]
        found = [unit for _, clause_units in parts for unit in clause_units]
        units += found
        tree = any_of(tree for tree, _ in parts)
        if len(group) == 1 and not group[0].phrase and group[0].field in ZONES:
            whole.append(tree)
            loose += found
            length += reader.length - before
        else:
            strict.append(tree)
    return _Read(strict, whole, loose, length, units)


def _asked(analyzer: Analyzer, query: WantedQuery, everyday: EverydayTable) -> Asked:
    """The articles that are asked about in the words of a sentence."""
    words = [c.bare for c in query.clauses if not c.phrase and c.field is Field.ANY]
    terms = analyzer.terms(" ".join(words))
    telling = [one for one in terms.characters if one not in FILLERS]
    return everyday.asked([pair for pair in terms.grams if pair.isalnum()], telling)


def _without_asking(query: WantedQuery) -> WantedQuery:
    """``query`` without the groups that only ask, unless there are no others."""
    kept = tuple(group for group in query.groups if not all(c.only_asks for c in group))
    return replace(query, groups=kept) if kept else query


def _coarse(weights: Weights, vocabulary: Vocabulary, sentence: bool) -> list[tuple[str, str]]:
    """What scores every document: the characters left out, and the commonest words and pairs of a sentence."""
    coarse = [key for key in weights if key[0] not in _CHARS]
    if not sentence:
        return coarse
    texts = list({text: None for _, text in coarse})
    share = dict(zip(texts, vocabulary.shares(texts), strict=True))
    return [key for key in coarse if share[key[1]] <= COMMON_SHARE] or coarse


def _needles(units: list[Unit]) -> tuple[str, ...]:
    kept = only_telling(units)
    needles = {needle for unit in kept for needle in (unit.needle, *unit.others) if needle}
    return tuple(sorted(needles, key=lambda needle: (-len(needle), needle)))
