"""From a query as typed to Whoosh query trees: what must match, and what ranks it.

A *unit* is the smallest thing a person looked for: a word, a run of single characters that
jieba could not join (高企), a quoted phrase. Units decide which documents are found; the
ranking also uses their parts, grams and characters. Nothing here is run: that is
``search.executor``'s part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from whoosh import query as wq

from index import doc_number
from index.analysis import Analyzer, Word
from index.fold import fold, squeeze
from index.issuers import canonical
from index.schema import number_key, text_field
from search.grammar import Clause, Field, Query
from search.ranking import PARTICLES, QUESTION_WORDS

_ZONES = {Field.ANY: ("title", "body"), Field.TITLE: ("title",), Field.BODY: ("body",)}
_QUESTION = re.compile("|".join(sorted(QUESTION_WORDS, key=len, reverse=True)))


class Vocabulary(Protocol):
    """The values that clauses on 发文机关 and 文号 look through."""

    @property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        ...

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every 发文字号 and 索引号 as ``index.schema.number_key`` writes it."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase looked for.

    Attributes:
        text: as typed, for messages.
        needle: folded and squeezed, for highlighting; empty when nothing is highlighted.
        query: matches the documents that have it.
    """

    text: str
    needle: str
    query: Any


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    Attributes:
        strict: every one of these trees must match.
        whole: trees per group of plain words; their And (with ``strict``) is the first rung.
        loose: the units of those groups; further rungs ask for a share of them.
        excluded: documents that match one of these are left out.
        rank: scores the documents found.
        needles: what is highlighted, longest first.
        terms: the words looked for, as shown.
    """

    strict: list[Any] = field(default_factory=list)
    whole: list[Any] = field(default_factory=list)
    loose: list[Unit] = field(default_factory=list)
    excluded: list[Any] = field(default_factory=list)
    rank: Any = wq.NullQuery
    needles: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was looked for."""
        return not (self.strict or self.whole or self.excluded)


def make_plan(query: Query, analyzer: Analyzer, vocabulary: Vocabulary) -> Plan:
    """Plan how ``query`` is answered."""
    planner = _Planner(analyzer, vocabulary)
    strict, whole, loose, units = [], [], [], []
    for group in query.groups:
        parts = [planner.clause(clause) for clause in group]
        found = [unit for _, clause_units in parts for unit in clause_units]
        units += found
        tree = _either(tree for tree, _ in parts)
        if len(group) == 1 and not group[0].phrase and group[0].field in _ZONES:
            whole.append(tree)
            loose += found
        else:
            strict.append(tree)
    return Plan(
        strict=strict,
        whole=[tree for tree in whole if tree != wq.NullQuery],
        loose=_without_lone_characters(loose),
        excluded=[planner.contains(clause) for clause in query.excluded],
        rank=planner.rank(query.clauses),
        needles=_needles(units),
        terms=tuple(dict.fromkeys(unit.text for unit in units if unit.needle)),
    )


class _Planner:
    def __init__(self, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary

    def clause(self, clause: Clause) -> tuple[Any, list[Unit]]:
        """The tree that matches a clause, and the units it consists of."""
        if clause.field not in _ZONES or clause.phrase:
            tree = self.contains(clause)
            needle = squeeze(clause.text).text if clause.field in _ZONES else ""
            return tree, [Unit(clause.text, needle, tree)]
        units = list(self._units(clause))
        if not units:
            return self.contains(clause), []
        kept = _without_lone_characters(units)
        tree = wq.And([unit.query for unit in kept]) if len(kept) > 1 else kept[0].query
        if len(units) > 1:
            tree = wq.Or([tree, self.contains(clause)])
        return tree, kept

    def contains(self, clause: Clause) -> Any:
        """Matches the documents whose zone, issuer or number contains the text."""
        if clause.field is Field.ISSUER:
            wanted = {squeeze(text).text for text in (clause.text, canonical(clause.text))}
            names = [
                name
                for name in self._vocabulary.issuers
                if any(part in squeeze(name).text for part in wanted)
            ]
            return _either(wq.Term("issuer", name) for name in names)
        if clause.field is Field.NUMBER:
            return self._number(clause.text)
        return _either(self._phrase(zone, clause.text) for zone in _ZONES[clause.field])

    def _number(self, text: str) -> Any:
        wanted, parsed = number_key(text), doc_number.parse(text)
        whole = re.compile(("(?<![0-9])" if wanted[:1].isdigit() else "") + re.escape(wanted))
        numbers = [n for n in self._vocabulary.numbers if wanted and whole.search(n)]
        trees = [wq.Term("number", number) for number in numbers]
        if parsed:
            trees.append(wq.Term("doc_number", doc_number.key(parsed)))
        return _either(trees)

    def _phrase(self, zone: str, text: str) -> Any:
        squeezed = squeeze(text).text
        grams = [squeezed[i : i + 2] for i in range(len(squeezed) - 1)]
        if len(grams) > 1:
            return wq.Phrase(text_field(zone, "grams"), grams)
        if grams:
            return wq.Term(text_field(zone, "grams"), grams[0])
        return wq.Term(text_field(zone, "chars"), squeezed) if squeezed else wq.NullQuery

    def _units(self, clause: Clause) -> Iterator[Unit]:
        """The words of a clause; neighbouring single ideographs that form none are joined."""
        for words in _joined(self._analyzer.cut(_without_questions(clause.text))):
            start, end = words[0].start, words[-1].end
            text = clause.text[start:end]
            if len(words) == 1 and (len(words[0].text) > 1 or words[0].text.isascii()):
                trees = [
                    wq.Term(text_field(zone, "words"), words[0].text)
                    for zone in _ZONES[clause.field]
                ]
                yield Unit(text, words[0].text, _either(trees))
            else:
                joined = Clause(text, phrase=True, field=clause.field)
                yield Unit(text, fold(text), self.contains(joined))

    def rank(self, clauses: Iterable[Clause]) -> Any:
        """All terms of all kinds in all zones; ``search.ranking`` weighs the fields."""
        counts: Counter[tuple[str, str]] = Counter()
        for clause in clauses:
            zones = _ZONES.get(clause.field, ())
            text = _without_questions(clause.text)
            kinds: dict[str, Iterable[str]] = {
                "words": self._analyzer.words(text),
                "grams": (gram for gram in self._analyzer.grams(text) if gram.isalnum()),
                "chars": self._analyzer.characters(text),
            }
            for kind, terms in kinds.items():
                for term in terms:
                    counts.update((text_field(zone, kind), term) for zone in zones)
        return _either(wq.Term(field, term) for field, term in counts)


def _either(trees: Iterable[Any]) -> Any:
    """Their Or; without the idle ones."""
    kept = [tree for tree in trees if tree != wq.NullQuery]
    if not kept:
        return wq.NullQuery
    return wq.Or(kept) if len(kept) > 1 else kept[0]


def _without_questions(text: str) -> str:
    """``text`` with question words blanked out, unless it is made of nothing else."""
    blanked = _QUESTION.sub(lambda found: " " * len(found[0]), text)
    return blanked if any(character.isalnum() for character in blanked) else text


def _joined(words: list[Word]) -> Iterator[list[Word]]:
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


def _without_lone_characters(units: list[Unit]) -> list[Unit]:
    """Single characters score, they never widen or narrow what is found."""
    longer = [unit for unit in units if len(unit.needle) != 1 or unit.needle.isascii()]
    return longer or units


def _needles(units: list[Unit]) -> tuple[str, ...]:
    needles = {unit.needle for unit in _without_lone_characters(units) if unit.needle}
    return tuple(sorted(needles, key=lambda needle: (-len(needle), needle)))
