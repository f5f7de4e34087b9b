"""Understanding: what a query finds before any filter, by what was typed or what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

from index.text.analysis import Analyzer
from search.backend.reading import Question, Reading
from search.backend.selection import (
    AskedArticles,
    Either,
    Lift,
    Matching,
    Numbered,
    Ranking,
    Selection,
    Without,
)
from search.facade import pins as pinning
from search.facade.abbreviations import Abbreviations
from search.facade.index_numbers import Shapes, absent_index_number
from search.facade.ladder import climb, strictly
from search.facade.provisions import NOTHING as NO_ARTICLES
from search.facade.provisions import Cited, cited, not_held, with_laws
from search.facade.spelling.correcting import NOTHING, Correction, Speller
from search.facade.suggest import Suggester
from search.language.lay import LayTable
from search.query import tree
from search.query.interpretation import (
    Interpretation,
    WantedQuery,
    as_it_stands,
    interpret,
    is_plain,
    query_of,
    unquoted,
)
from search.query.plan import Plan, make_plan, needles_of
from search.query.tiers import WHOLE, Pins
from search.request import Scope, SearchRequest
from search.results import Relaxation, Step, Suggestion

KEPT = 4
"""So many queries stay understood: a page asks for one of them again and again, under other filters."""


_USUAL = tuple(map(SearchRequest, ("政策", "怎么领取失业金需要什么材料", "zhengce fagui")))
"""Searches of the kinds that visitors ask: words, a question, pinyin."""


class _Tools:
    """What is made of one generation when it is first needed, and goes with it."""

    def __init__(
        self, reading: Reading, analyzer: Analyzer, table: LayTable, before: _Tools | None = None
    ) -> None:
        self._reading = reading
        self._analyzer = analyzer
        self._table = table
        self.suggester: Suggester = Suggester(reading, before.suggester if before else None)

    @cached_property
    def speller(self) -> Speller:
        return Speller(self._reading, self._analyzer, self.suggester.sounds, self._table)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self._reading)

    @cached_property
    def abbreviations(self) -> Abbreviations:
        return Abbreviations(self._reading, self._analyzer)


class Understanding:
    """Reads queries over one generation after another; the last ones are remembered."""

    def __init__(self, analyzer: Analyzer, table: LayTable) -> None:
        self._analyzer = analyzer
        self._table = table
        self._made: tuple[tuple[Reading, _Tools], ...] = ()
        self._understood = lru_cache(maxsize=KEPT)(self._understand)
        self._narrowed = lru_cache(maxsize=KEPT)(self._narrow)

    def prepare(self, reading: Reading) -> None:
        """Have made what the first answers need of a generation that is not served yet; what was made
        of the one that is stays. Where little is other in it, what takes long is there already."""
        before = self._made[0][1] if self._made else None
        tools = _Tools(reading, self._analyzer, self._table, before)
        _ = tools.speller
        self._made = (*self._made[:1], (reading, tools))
        for usual in () if tools.suggester.goes_on else _USUAL:
            reading.find(question_of(usual, self.answer(reading, usual)))

    def go_over(self, reading: Reading) -> None:
        """Let go of what was made of any other generation, for this one is served now."""
        self._made = tuple(made for made in self._made if made[0] is reading)

    def _tools(self, reading: Reading) -> _Tools:
        """What is made of a generation, remembered for the one that is served: a request that had begun
        with the one before does not take its place."""
        for one, tools in self._made:
            if one is reading:
                return tools
        tools = _Tools(reading, self._analyzer, self._table)
        if all(one.generation <= reading.generation for one, _ in self._made):
            self._made = ((reading, tools),)
        return tools

    def suggest(self, reading: Reading, typed: str) -> tuple[Suggestion, ...]:
        """What may be meant by what is being typed."""
        return self._tools(reading).suggester.suggest(typed)

    def answer(self, reading: Reading, request: SearchRequest) -> Answer:
        """What ``request`` finds before any filter."""
        asked = SearchRequest(request.q, request.scope, literal=request.literal)
        answer = self._understood(reading, asked)
        if not request.within:
            return answer
        within, marked = self._narrowed(reading, request.within)
        needles = sorted({*answer.plan.needles, *marked}, key=len, reverse=True)
        return replace(answer, plan=replace(answer.plan, needles=tuple(needles)), within=within)

    def _narrow(self, reading: Reading, within: str) -> tuple[Selection, tuple[str, ...]]:
        """What has all of a text, and what is marked of it."""
        typed = interpret(within)
        pins = pinning.named(reading, typed)
        plan = self.plan(reading, query_of(SearchRequest(typed.text), typed, pins))
        return Either(strictly(plan), Numbered(tuple(pins.tiers))), plan.needles

    def _understand(self, reading: Reading, request: SearchRequest) -> Answer:
        """What is found before any filter: by what was typed, else by what was probably meant.

        Args:
            request: without anything that this does not depend on, for it is remembered by it.
        """
        typed = interpret(request.q)
        cited = self._named(reading, request, typed)
        asked = typed
        if cited.query and not request.literal:
            typed, asked = interpret(cited.text), interpret(cited.query)
        pins = with_laws(reading, pinning.named(reading, typed), cited, request.scope is Scope.ALL)
        if cited is NO_ARTICLES and not pins.tiers and request.scope is Scope.ALL:
            cited = not_held(reading, typed, self._analyzer, self._table.wordings)
        if absent := absent_index_number(self._tools(reading).shapes, request, typed, pins):
            whole = self._planned(reading, request, typed, as_it_stands(typed), pins)
            return replace(self._found(reading, request, whole), absent=absent)
        query = query_of(request, asked, pins)
        planned = self._planned(reading, request, typed, query, pins, cited)
        if pins.tiers or not request.q or request.scope is Scope.NUMBER:
            return self._found(reading, request, planned)
        meant = self._misspelt(reading, planned)
        if meant and (instead := self._at_once(reading, request, planned, meant)):
            return instead
        answer = self._found(reading, request, planned)
        finds = any(reading.reach([answer.selection], 1))
        if meant is None:
            meant = self._meant(reading, answer, finds)
        if answer.plan.asks and not finds and (plain := unquoted(query)):
            answer = self._found(
                reading, request, self._planned(reading, request, typed, plain, pins)
            )
            (total,) = reading.counts([answer.selection])
            finds = total > 0
            message = "没有文件原样包含引号中的文字，以下按普通检索词查找。"
            answer = answer.instead("unquoted", message, total)
        if meant and not request.literal and _lacks(answer, meant, finds):
            answer = self._corrected(reading, request, planned, meant) or answer
        return replace(answer, suggestion=meant.text)

    def _at_once(
        self, reading: Reading, request: SearchRequest, planned: _Planned, meant: Correction
    ) -> Answer | None:
        """The answer to what is surely meant, where that is given whatever was typed finds: what was typed fell into
        pieces, or no document has every word of it."""
        if request.literal or not meant.sure:
            return None
        if not planned.plan.is_broken and any(reading.reach([planned.strict], 1)):
            return None
        return self._corrected(reading, request, planned, meant)

    def _corrected(
        self, reading: Reading, request: SearchRequest, planned: _Planned, meant: Correction
    ) -> Answer | None:
        """The answer to what was probably meant; None where that finds nothing."""
        query = query_of(replace(request, q=meant.text), interpret(meant.text), planned.pins)
        instead = self._planned(reading, request, planned.typed, query, planned.pins)
        answer = self._found(reading, request, instead)
        (total,) = reading.counts([answer.selection])
        if not total:
            return None
        message = f"没有文件写有“{request.q}”，以下是“{meant.text}”的检索结果。"
        return replace(answer.instead("spelling", message, total), suggestion=meant.text)

    def _named(self, reading: Reading, request: SearchRequest, typed: Interpretation) -> Cited:
        """What the query names by law and article; a search for numbers names none."""
        if request.scope is Scope.NUMBER:
            return NO_ARTICLES
        return cited(reading, typed, self._analyzer, self._table.wordings)

    def _misspelt(self, reading: Reading, planned: _Planned) -> Correction | None:
        """What was probably meant by words that ask nothing and hold other than letters: that depends on nothing
        that is found. None where it does."""
        is_open = is_plain(planned.query) and not planned.plan.asks and not planned.typed.letters
        return self._tools(reading).speller.corrected(planned.typed) if is_open else None

    def _meant(self, reading: Reading, answer: Answer, finds: bool) -> Correction:
        """The query that was probably meant; a question that finds something is left as it is."""
        typed = answer.typed
        if not is_plain(answer.query) or (answer.plan.asks and finds):
            return NOTHING
        speller = self._tools(reading).speller
        if not typed.letters:
            return speller.corrected(typed)
        if finds and answer.relaxation is None:
            return NOTHING
        if " " in typed.text and (words := speller.corrected(typed)):
            return words
        read = self._tools(reading).suggester.read_so(typed.letters)
        return Correction(read, sure=True) if read else speller.corrected(typed)

    def plan(self, reading: Reading, query: WantedQuery, literal: bool = False) -> Plan:
        """What to run for a query, with the other wordings unless it is taken literally."""
        if literal or not len(self._table):
            plan = make_plan(query, self._analyzer, reading)
            return replace(plan, is_literal=True) if literal else plan
        names = self._tools(reading).abbreviations.full_names
        return make_plan(query, self._analyzer, reading, self._table, names)

    def needles(self, reading: Reading, query: WantedQuery) -> tuple[str, ...]:
        """What is marked of a query in a document that it found."""
        if not len(self._table):
            return needles_of(query, self._analyzer, reading)
        names = self._tools(reading).abbreviations.full_names
        return needles_of(query, self._analyzer, reading, self._table, names)

    def _planned(
        self,
        reading: Reading,
        request: SearchRequest,
        typed: Interpretation,
        query: WantedQuery,
        pins: Pins,
        cited: Cited = NO_ARTICLES,
    ) -> _Planned:
        plan = self.plan(reading, query, request.literal)
        return _Planned(typed, query, pins, cited, plan, strictly(plan))

    def _found(self, reading: Reading, request: SearchRequest, planned: _Planned) -> Answer:
        typed, query, pins, cited, plan, strict = planned
        ranking = _ranking(plan)
        if not request.q:
            return Answer(typed, query, pins, plan, Matching(tree.every()), ranking)
        is_named = bool(pins.tiers) and (cited.is_all or not cited.laws)
        rung = climb(reading, plan, ranking, strict, is_named)
        found = rung.found
        if pins.tiers:
            pinned: Selection = Numbered(tuple(pins.tiers))
            if plan.excluded:
                pinned = Without(pinned, Matching(tree.any_of(plan.excluded)))
            found = Either(found, pinned)
        return Answer(
            typed, query, pins, plan, found, ranking, rung.relaxation, whole=rung.whole, cited=cited
        )


class _Planned(NamedTuple):
    """A query as it is read and what to run for it; ``strict`` has everything that was asked for."""

    typed: Interpretation
    query: WantedQuery
    pins: Pins
    cited: Cited
    plan: Plan
    strict: Matching


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds before any filter, and how it was read."""

    typed: Interpretation
    query: WantedQuery
    pins: Pins
    plan: Plan
    selection: Selection
    ranking: Ranking
    relaxation: Relaxation | None = None
    suggestion: str = ""
    within: Selection | None = None
    whole: Selection | None = None
    absent: str = ""
    cited: Cited = NO_ARTICLES

    def instead(self, rung: str, message: str, total: int) -> Self:
        """This as the answer to another query, which ``message`` explains."""
        steps = self.relaxation.steps if self.relaxation else ()
        step = Step(rung, "更正后的检索词" if rung == "spelling" else "不加引号", total)
        return replace(self, relaxation=Relaxation(rung, message, (*steps, step)))


def _lacks(answer: Answer, meant: Correction, finds: bool) -> bool:
    """Whether what was typed finds so little that what was meant is searched instead: nothing or pieces of it,
    or, where it is sure what was meant, no document with every word of it."""
    rung = answer.relaxation.rung if answer.relaxation else ""
    if not finds or rung == "letters" or (rung == "grams" and answer.typed.letters):
        return True
    is_widened = bool(rung) and answer.whole is None
    return meant.sure and (is_widened or answer.plan.is_broken)


def question_of(request: SearchRequest, answer: Answer) -> Question:
    """What was understood, under the filters of ``request``."""
    lifts = [*pinning.lifts(answer.pins)]
    if not (answer.plan.asks and answer.plan.is_sentence):
        lifts += pinning.containing(answer.typed)
    lifts += pinning.in_titles(answer.plan)
    if answer.whole is not None:
        lifts.append(Lift(WHOLE, answer.whole))
    return Question(answer.selection, answer.ranking, request, answer.within, tuple(lifts))


def _ranking(plan: Plan) -> Ranking:
    pairs = plan.grams if plan.is_sentence else ()
    articles = AskedArticles(plan.asked.among, plan.asked.numbers, plan.asked.scores)
    return Ranking(plan.rank, plan.fine, pairs, plan.works, articles)
