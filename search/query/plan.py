"""From a query as typed to Whoosh query trees: what must match, and what ranks it.

A *unit* is the smallest thing a person looked for: a word, a run of single characters that
jieba could not join (高企), a quoted phrase. Units decide which documents are found; the
ranking also uses their parts, grams and characters. Nothing here is run: that is
``search.embedded.arrays.executor``'s part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

from whoosh import query as wq

from index.conventions import doc_number
from index.conventions.issuers import canonical
from index.schema.fields import number_key, text_field
from index.text.analysis import Analyzer, Word
from index.text.fold import fold, squeeze
from search.language.lay import NO_TABLE, LayTable, LayTerm
from search.language.question import PARTICLES, is_question, only_asks, without_questions
from search.query.grammar import Clause, Field, Query
from search.query.ranking_terms import ZONES, weighed_terms
from search.weights import COMMON_SHARE

_CHARS = frozenset(text_field(zone, "chars") for zone in ZONES[Field.ANY])
_GRAMS = frozenset(text_field(zone, "grams") for zone in ZONES[Field.ANY])
_COMMON, _COMMON_IN_SENTENCES = 16, 500
"""A word that more than one document in so many has is the collection's own: no other is needed.
In sentences the words around it find the documents that say it otherwise."""
_FEW_WORDS = 10
"""In so many characters abbreviations are looked for, not in sentences."""
_SENTENCE, _QUESTION = 6, 3
"""So many units make a sentence of what was typed; so many beside a question word."""


FullNames: TypeAlias = Callable[[str], tuple[str, ...]]


def _no_names(_: str) -> tuple[str, ...]:
    return ()


class Vocabulary(Protocol):
    """What is asked of an index while a plan is made."""

    @property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        ...

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every 发文字号 and 索引号 as ``index.schema.fields.number_key`` writes it."""
        ...

    @property
    def has_passages(self) -> bool:
        """Whether bodies are long documents rather than single articles."""
        ...

    def share(self, word: str) -> float:
        """At most this share of the documents has ``word`` in its body."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase looked for.

    Attributes:
        text: as typed, for messages.
        needle: folded and squeezed, for highlighting; empty when nothing is highlighted.
        query: matches the documents that have it, or another wording of it.
        others: needles of its other wordings.
    """

    text: str
    needle: str
    query: Any
    others: tuple[str, ...] = ()


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
        works: ``index.conventions.works.work_number`` of the works that govern what is asked.
        pieces: matches the documents that have a pair of characters of the words.
        letters: matches the documents that have every character of a short query, anywhere.
        grams: the pairs of characters looked for in bodies, for the best passage.
        is_sentence: whether a question or a sentence was typed rather than a few words.
        asks: whether it has a question word.
    """

    strict: list[Any] = field(default_factory=list)
    whole: list[Any] = field(default_factory=list)
    loose: list[Unit] = field(default_factory=list)
    excluded: list[Any] = field(default_factory=list)
    rank: Any = wq.NullQuery
    fine: Any = wq.NullQuery
    needles: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    lay: tuple[LayTerm, ...] = ()
    works: tuple[int, ...] = ()
    pieces: Any = wq.NullQuery
    letters: Any = wq.NullQuery
    grams: tuple[str, ...] = ()
    is_sentence: bool = False
    asks: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was looked for."""
        return not (self.strict or self.whole or self.excluded)


def make_plan(
    query: Query,
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
    asks = any(is_question(c.text) for c in query.clauses if not c.phrase and c.field in ZONES)
    query = _without_asking(query)
    planner = _Planner(analyzer, vocabulary, table, full_names)
    strict, whole, loose, units = [], [], [], []
    for group in query.groups:
        parts = [planner.clause(clause) for clause in group]
        found = [unit for _, clause_units in parts for unit in clause_units]
        units += found
        tree = _either(tree for tree, _ in parts)
        if len(group) == 1 and not group[0].phrase and group[0].field in ZONES:
            whole.append(tree)
            loose += found
        else:
            strict.append(tree)
    sentence = len(loose) >= (_QUESTION if asks else _SENTENCE)
    official = [name for term in planner.lay for name in term.official]
    ranking = weighed_terms(analyzer, query.clauses, official, sentence)
    plan = Plan(
        strict=strict,
        whole=[tree for tree in whole if tree != wq.NullQuery],
        loose=_without_lone_characters(loose),
        excluded=[planner.contains(clause) for clause in query.excluded],
        needles=_needles(units),
        terms=tuple(dict.fromkeys(unit.text for unit in units if unit.needle)),
        lay=tuple(term for term in planner.lay if term.official),
        works=tuple({work for term in planner.lay for work in term.works}),
        is_sentence=sentence,
        asks=asks,
    )
    return _with_ranking(plan, ranking, vocabulary)


def _with_ranking(plan: Plan, ranking: list[Any], vocabulary: Vocabulary) -> Plan:
    """``plan`` with what scores: the characters apart, the commonest pairs of a sentence out."""
    coarse = [term for term in ranking if term.fieldname not in _CHARS]
    if plan.is_sentence:
        telling = [term for term in coarse if vocabulary.share(term.text) <= COMMON_SHARE]
        coarse = telling or coarse
    return replace(
        plan,
        rank=_either(coarse or ranking),
        fine=_either(term for term in ranking if coarse and term.fieldname in _CHARS),
        pieces=_either(term for term in ranking if term.fieldname in _GRAMS),
        letters=_letters(ranking),
        grams=tuple(term.text for term in coarse if term.fieldname == "body_grams"),
    )


def _without_asking(query: Query) -> Query:
    """``query`` without the groups that only ask, unless there are no others."""

    def asks(group: Sequence[Clause]) -> bool:
        return all(not c.phrase and c.field is Field.ANY and only_asks(c.text) for c in group)

    kept = tuple(group for group in query.groups if not asks(group))
    return replace(query, groups=kept) if kept else query


class _Planner:
    """Attributes: ``lay``, the words of the table met so far."""

    def __init__(
        self, analyzer: Analyzer, vocabulary: Vocabulary, table: LayTable, full_names: FullNames
    ) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._table = table
        self._full_names = full_names
        self.lay: list[LayTerm] = []

    def clause(self, clause: Clause) -> tuple[Any, list[Unit]]:
        """The tree that matches a clause, and the units it consists of."""
        if clause.field not in ZONES or clause.phrase:
            tree = self.contains(clause)
            needle = squeeze(clause.text).text if clause.field in ZONES else ""
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
        return _either(self._phrase(zone, clause.text) for zone in ZONES[clause.field])

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
        """The words of a clause; neighbouring single ideographs that form none are joined, and
        what the table of lay words knows is one unit."""
        text = without_questions(clause.text)
        words = self._analyzer.cut(text)
        is_long = len(clause.text) > _FEW_WORDS or is_question(clause.text)
        known = self._known(text, words, is_long)
        if not is_long:
            known = sorted([*known, *self._abbreviated(clause.text, words, known)], key=_start)
        at = 0
        for term in known:
            yield from self._plain(
                clause, [word for word in words if at <= word.start < term.start]
            )
            inner = [word for word in words if term.start <= word.start < term.end]
            yield self._reworded(clause, term, list(self._plain(clause, inner)))
            at = term.end
        yield from self._plain(clause, [word for word in words if word.start >= at])

    def _abbreviated(self, text: str, words: list[Word], known: list[LayTerm]) -> list[LayTerm]:
        """The short words beside those of the table for which the collection has full names."""
        free = [word for word in words if not any(t.start <= word.start < t.end for t in known)]
        terms = []
        for run in _joined(free):
            start, end = run[0].start, run[-1].end
            if names := self._full_names(fold(text[start:end])):
                terms.append(LayTerm(start, end, text[start:end], names, ()))
        self.lay += [term for term in terms if term not in self.lay]
        return terms

    def _plain(self, clause: Clause, words: list[Word]) -> Iterator[Unit]:
        for joined in _joined(words):
            start, end = joined[0].start, joined[-1].end
            text = clause.text[start:end]
            if len(joined) == 1 and (len(joined[0].text) > 1 or joined[0].text.isascii()):
                trees = [
                    wq.Term(text_field(zone, "words"), joined[0].text)
                    for zone in ZONES[clause.field]
                ]
                yield Unit(text, joined[0].text, _either(trees))
            else:
                yield Unit(text, fold(text), self._contains_text(clause, text))

    def _known(self, text: str, words: list[Word], is_long: bool) -> list[LayTerm]:
        """The words of the table in ``text``; other wordings only of those that the collection
        does not use all the time itself."""
        found = [
            replace(term, official=()) if self._is_common(term, is_long) else term
            for term in self._table.find(text, words)
        ]
        self.lay += [term for term in found if term not in self.lay]
        return [term for term in found if term.official]

    def _is_common(self, term: LayTerm, is_long: bool) -> bool:
        own = self._vocabulary.share(fold(term.text))
        if is_long and self._vocabulary.has_passages:
            return own * _COMMON_IN_SENTENCES > 1
        return own * _COMMON > 1 and own >= max(
            map(self._vocabulary.share, term.official), default=0
        )

    def _reworded(self, clause: Clause, term: LayTerm, inner: list[Unit]) -> Unit:
        words = [unit.query for unit in _without_lone_characters(inner)]
        own = wq.And(words) if len(words) > 1 else words[0]
        others = [self._contains_text(clause, official) for official in term.official]
        return Unit(term.text, fold(term.text), _either([own, *others]), term.official)

    def _contains_text(self, clause: Clause, text: str) -> Any:
        return self.contains(Clause(text, phrase=True, field=clause.field))


def _start(term: LayTerm) -> int:
    return term.start


def _letters(rank: Sequence[Any]) -> Any:
    """Every character typed, in any of the zones asked; of a few characters only."""
    typed: dict[str, list[Any]] = {}
    for term in rank:
        if term.fieldname in _CHARS and term.boost == 1:
            typed.setdefault(term.text, []).append(term)
    if not 1 < len(typed) <= _FEW_WORDS:
        return wq.NullQuery
    return wq.And([_either(terms) for terms in typed.values()])


def _either(trees: Iterable[Any]) -> Any:
    """Their Or; without the idle ones."""
    kept = [tree for tree in trees if tree != wq.NullQuery]
    if not kept:
        return wq.NullQuery
    return wq.Or(kept) if len(kept) > 1 else kept[0]


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
    kept = _without_lone_characters(units)
    needles = {needle for unit in kept for needle in (unit.needle, *unit.others) if needle}
    return tuple(sorted(needles, key=lambda needle: (-len(needle), needle)))
