"""Intents: a request whose words name filters or an order becomes the request that is meant.

What the words say is read by ``search.query.intent``; here stands when they are read so at all. A whole title, a number, an
article, a quotation, a field, and whatever stands in a title as it was typed are looked for as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from index.conventions.genre import LEGAL, genre_of, is_legal
from index.document import PolicyDocument
from index.schema.fields import text_field, title_keys
from index.text.analysis import Analyzer
from search.backend.reading import FacetCounts, Question, Reading
from search.backend.selection import Matching, Ranking
from search.facade import pins as pinning
from search.language.filters_named import narrowings
from search.query import tree
from search.query.grammar import Field
from search.query.intent.cutting import Candidate, Cut, Cutter, untouched
from search.query.intent.names import Names
from search.query.interpretation import Interpretation, interpret
from search.request import FACETS, Part, Scope, SearchRequest, Sort
from search.results import Intent, Narrowing, ReadAs

KEPT = 4
"""So many queries stay cut."""
A_WORD = 3
"""Characters that stand together in so many texts make a word …"""
A_WORD_IN = 2000
"""… of a small collection; of a larger one in one of so many."""

LOOKED_AT = 20
"""So many titles are compared, punctuation apart."""
_SHORTEST_IN_TITLE = 4
_SHORTEST_IN_BODY = 8


class _Asked(NamedTuple):
    """What a cut depends on."""

    q: str
    plain: tuple[Part, ...]
    today: date


class Intents:
    """Reads queries over one generation after another; the last ones are remembered."""

    def __init__(self, analyzer: Analyzer, today: Callable[[], date]) -> None:
        self._analyzer = analyzer
        self._today = today
        self._cutter = lru_cache(maxsize=1)(self._new_cutter)
        self._cut = lru_cache(maxsize=KEPT)(self._cut_now)

    def read(self, reading: Reading, request: SearchRequest) -> Intent | None:
        """What ``request`` means, if words of it are filters or an order; else None."""
        if not request.q or request.scope is not Scope.ALL or request.plain == tuple(Part):
            return None
        cut = self._cut(reading, _Asked(request.q, request.plain, self._today()))
        taken = [one for one in cut.taken if not _is_given(request, one.part)]
        if not taken and cut.rest == request.q:
            return None
        return Intent(
            parts=tuple(_read_as(request.q, taken)),
            rest=cut.rest,
            asked=_meant(request, cut.rest, taken),
            otherwise=replace(request, q=cut.words or request.q, plain=tuple(Part)),
        )

    def words(self, reading: Reading, q: str) -> str:
        """What is looked for as words of a query."""
        intent = self.read(reading, SearchRequest(q))
        return intent.rest if intent else q

    def _cut_now(self, reading: Reading, asked: _Asked) -> Cut:
        typed = interpret(asked.q)
        if not _is_open(typed):
            return untouched(asked.q)
        cut = self._cutter(reading).cut(typed.text, typed.folded, asked.today, asked.plain)
        if cut.rest != asked.q and self._names_documents(reading, typed, cut):
            return untouched(asked.q)
        return cut

    def _names_documents(self, reading: Reading, typed: Interpretation, cut: Cut) -> bool:
        """Whether documents are named by what was typed, or by what is left of it."""
        if pinning.named(reading, typed).tiers or (
            cut.rest and pinning.named(reading, interpret(cut.rest)).tiers
        ):
            return True
        if not any(one.value for one in cut.taken) and _is_law(reading, cut.rest):
            return True
        series = typed.number and typed.number.folded
        if series and next(reading.begun("number", series), None):
            return True
        if not cut.rest and " " in typed.text:
            return False  # words apart, each of which is read
        return _stands_in_title(reading, typed) or _stands_in_body(reading, typed)

    def _new_cutter(self, reading: Reading) -> Cutter:
        counts = reading.tally(_EVERYTHING)[1]
        names = Names(counts["issuer"], counts["genre"], counts["region"])
        often = max(A_WORD, reading.documents // A_WORD_IN)
        return Cutter(
            self._analyzer,
            names,
            lambda text: _stands(reading, "body", "".join(text.split()), often),
            lambda text: _stands(reading, "title", text),
        )


def legal_kinds(intent: Intent) -> frozenset[str]:
    """The kinds that were read and that laws and rules are of."""
    return frozenset(
        one.value for one in intent.parts if one.part is Part.GENRE and is_legal(one.value)
    )


def are_filed_elsewhere(kinds: frozenset[str], best: Sequence[PolicyDocument]) -> bool:
    """Whether what is called so in its title is of another kind here: 消防条例 is a 地方性法规.

    Args:
        best: found without the kind as a filter, the best first.
    """
    called = (one for one in best if genre_of(one.title) in kinds)
    first = next(called, None)
    return first is not None and first.genre not in kinds


def offers(
    request: SearchRequest, intent: Intent | None, counts: FacetCounts, today: date
) -> tuple[Narrowing, ...]:
    """The filters that the words of ``request`` name and that were not applied, each by itself.

    Args:
        counts: of the answer.
    """
    if intent is None:
        return narrowings(request, interpret(request.q).folded, counts, today)
    if intent.applied:
        return narrowings(request, interpret(intent.rest).folded, counts, today)
    return tuple(_refused(request.reading_no(), intent, counts))


def _refused(request: SearchRequest, intent: Intent, counts: FacetCounts) -> Iterator[Narrowing]:
    """The filters that together leave nothing and alone leave something."""
    for one in intent.parts:
        count = counts.get(one.part, {}).get(one.value, 0)
        if count and one.value not in request.values(one.part):
            label = f"{FACETS[one.part]}：{one.value}"
            yield Narrowing(label, request.toggled(one.part, one.value), count)


_EVERYTHING = Question(Matching(tree.every()), Ranking(tree.NOTHING, tree.NOTHING), SearchRequest())


def _stands(reading: Reading, zone: str, text: str, least: int = 1) -> bool:
    """Whether so many documents have a text as it stands."""
    return len(text) > 1 and any(reading.reach([Matching(tree.exactly(zone, text))], least))


def _is_law(reading: Reading, text: str) -> bool:
    """Whether a text ends as the names of laws do and stands in a title: of 最新劳动合同法 the text in force
    is wanted, not what was issued last and speaks of it."""
    return text.endswith(LEGAL) and _stands(reading, "title", "".join(text.split()))


def _stands_in_title(reading: Reading, typed: Interpretation) -> bool:
    """Whether a title has what was typed as it stands, punctuation apart."""
    if _stands(reading, "title", typed.squeezed):
        return True
    letters = "".join(typed.title_keys[:1])
    if len(letters) < _SHORTEST_IN_TITLE:
        return False
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)}
    field = text_field("title", "grams")
    near = reading.best(tree.any_of([tree.term(field, pair) for pair in sorted(pairs)]), LOOKED_AT)
    cards = reading.cards(near.numbers)
    return any(letters in key for card in cards for key in title_keys(card.title)[:1])


def _stands_in_body(reading: Reading, typed: Interpretation) -> bool:
    """Whether a body has what was typed as it stands, and it is long enough to be a quotation."""
    text = typed.squeezed
    if len(text) < _SHORTEST_IN_BODY or any(letter.isspace() for letter in typed.text):
        return False
    return _stands(reading, "body", text)


def _is_open(typed: Interpretation) -> bool:
    """Whether a query is words alone, none of them quoted, bound to a field, excluded, or a number."""
    query = typed.query
    plain = all(
        len(group) == 1 and not group[0].phrase and group[0].field is Field.ANY
        for group in query.groups
    )
    numbered = any(number.is_complete for number in typed.cited)
    return plain and not (query.excluded or numbered or "《" in typed.text)


def _is_given(request: SearchRequest, part: Part) -> bool:
    """Whether the visitor has chosen himself what there can be one of."""
    if part is Part.PERIOD:
        return request.has_period or bool(request.values("year"))
    return part is Part.SORT and request.sort is not Sort.RELEVANCE


def _meant(request: SearchRequest, rest: str, taken: Sequence[Candidate]) -> SearchRequest:
    """``request`` with what was taken as filters and order, and the rest as its words."""
    chosen = {name: set(values) for name, values in request.selected}
    meant = replace(request, q=rest)
    for one in taken:
        if one.part in FACETS:
            chosen.setdefault(one.part, set()).add(one.value)
        elif one.period:
            meant = replace(meant, date_from=one.period.first, date_to=one.period.last)
        else:
            meant = replace(meant, sort=Sort.NEWEST)
    selected = tuple((name, tuple(sorted(chosen[name]))) for name in FACETS if name in chosen)
    return replace(meant, selected=selected)


def _read_as(q: str, taken: Sequence[Candidate]) -> list[ReadAs]:
    parts = list(Part)
    read = [ReadAs(one.part, _value(one), q[one.start : one.end]) for one in taken]
    return sorted(read, key=lambda one: parts.index(one.part))


def _value(one: Candidate) -> str:
    if one.part is Part.SORT:
        return Sort.NEWEST
    return f"{one.period.first or ''}/{one.period.last or ''}" if one.period else one.value
