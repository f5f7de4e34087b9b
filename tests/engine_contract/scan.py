"""What zhengce promises, as a scan: every document looked at for every request.

Nothing is indexed and nothing is clever here, so that a reader can see that it is right:

1. ``named``: what a query names outright (发文字号, 索引号, a whole title);
2. ``found``: what it finds before any filter, and on which rung of the ladder;
3. ``within``: what a second query leaves of that, strictly;
4. ``kept``: what the filters and the period leave;
5. ``counts``: how many each value of a facet has, the facet's own filter left out;
6. ``standing`` and ``dated``: what decides the order where no score does.

Words are what the analyser cuts; 发文字号 are read by ``index.conventions``. Where a rung is decided
by scores the scan says so (``Found.ids`` is None) and the promises ask for less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from math import log
from types import MappingProxyType
from typing import NamedTuple

from index.conventions import doc_number
from index.conventions.regions import levels, narrowed
from index.document import UNSTATED, PolicyDocument, Validity
from index.text.analysis import Analyzer
from index.text.fold import fold, squeeze
from search.request import FACETS, Scope, SearchRequest
from tests.engine_contract.matching import Matcher, Page, Unit, Wordings, telling
from tests.engine_contract.plain_library import PlainLibrary
from tests.engine_contract.reading import Clause, Place, Reading, read

Ids = frozenset[str]
SENTENCE = 3
"""So many words are a sentence: what has them all in its title stands above the others."""
KEYWORDS = 5
"""So many words at most, each typed apart, are keywords: shares of them are looked for."""
ENOUGH, ENOUGH_FOR_KEYWORDS = 20, 3
"""What fewer documents have whole is widened by scores, unless it is one word."""
SHARES = {"most": 0.6, "any": 0.3}
"""The rungs below the first: the share of the words' summed idf that a document carries."""
NO_WORDINGS: Wordings = MappingProxyType({})
_ASKS = re.compile("怎么|什么|如何|哪|吗|咋|是否|多少|[?？]")
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]$")


class Tier(IntEnum):
    """Why a document stands above the ranking; a smaller one stands higher."""

    BOTH = 0
    NUMBER = 1
    INDEX_NUMBER = 2
    TITLE = 3
    IN_TITLE = 4
    IN_BODY = 5
    TYPED = 6
    TITLED = 7
    WHOLE = 8
    NONE = 9


class Found(NamedTuple):
    """What a query finds before any filter.

    Attributes:
        ids: None where scores decide.
        rung: ``""`` for all words, else a rung of :data:`SHARES`.
        units: what was looked for.
        missing: those that no document has.
    """

    ids: Ids | None
    rung: str = ""
    units: tuple[Unit, ...] = ()
    missing: tuple[str, ...] = ()


class Scan:
    """A collection, and the day on which it is asked.

    Args:
        removed: how many documents were removed and not merged away yet: they go on counting among
            all where the rarity of a word is worked out, and nowhere else.
    """

    def __init__(
        self, documents: Sequence[PolicyDocument], analyzer: Analyzer, today: date, removed: int = 0
    ) -> None:
        self.library = PlainLibrary(documents)
        self.numbers = {d.id: number for number, d in enumerate(documents)}
        self.stated = {d.id: d.validity for d in documents}
        self.today = today
        self.documents = {
            d.id: replace(d, validity=self.library.state(number, today))
            for number, d in enumerate(documents)
        }
        self.every: Ids = frozenset(self.documents)
        self._counted = len(self.documents) + removed
        self._analyzer = analyzer
        self._pages = {id: Page(d, analyzer) for id, d in self.documents.items()}
        self._titles = {id: title_keys(d.title) for id, d in self.documents.items()}

    # --- what is found -------------------------------------------------------------------

    def named(self, q: str) -> dict[str, Tier]:
        """The documents that ``q`` names: its number or title as a whole, numbers within it."""
        whole = doc_number.parse(q)
        numbers = [whole] if whole else [number for _, _, number in doc_number.find(q)]
        tiers: dict[str, Tier] = {}
        for id, page in self._pages.items():
            is_numbered = any(page.is_numbered(str(number)) for number in numbers)
            is_titled = not self._titles[id].isdisjoint(title_keys(q))
            if is_numbered:
                tiers[id] = Tier.BOTH if is_titled else Tier.NUMBER
            elif squeeze(q).text in page.numbers:
                tiers[id] = Tier.INDEX_NUMBER
            elif is_titled:
                tiers[id] = Tier.TITLE
        return tiers

    def tiers(self, q: str, wordings: Wordings = NO_WORDINGS) -> dict[str, Tier]:
        """The same, and what has ``q`` as it stands in its title or, if it is longer, its body; or all
        of its words in its title."""
        tiers, length = self.named(q), len(squeeze(q).text)
        for id, page in self._pages.items():
            letters = _letters(q)
            in_title = page.contains(q, Place.TITLE) or (
                len(letters) >= 4 and letters in _letters(page.document.title)
            )
            if length >= 4 and in_title:
                tiers.setdefault(id, Tier.IN_TITLE)
            elif length >= 8 and page.contains(q, Place.BODY):
                tiers.setdefault(id, Tier.IN_BODY)
            elif wordings and self._is_titled(q, page, NO_WORDINGS, 1):
                tiers.setdefault(id, Tier.TYPED)
            elif self._is_titled(q, page, wordings, SENTENCE):
                tiers.setdefault(id, Tier.TITLED)
        return tiers

    def _is_titled(self, q: str, page: Page, wordings: Wordings, least: int) -> bool:
        """Whether the title has every word, where so many were typed."""
        words = [c for c in read(q).plain if c.place is Place.ANYWHERE]
        units = self._units(((one,) for one in words), Matcher(self._analyzer, wordings))
        return len(units) >= least and all(unit.holds(page, Place.TITLE) for unit in units)

    def found(self, request: SearchRequest, wordings: Wordings) -> Found:
        """What ``request`` finds before any filter, its words looked for under ``wordings`` too."""
        if not request.q:
            return Found(self.every)
        named = self.named(request.q)
        reading = self._reading(request, named)
        matcher = Matcher(self._analyzer, wordings)
        strict = self._satisfying(reading, matcher)
        units = self._units(reading.groups, matcher)
        if named:
            nothing_else = Reading((), reading.excluded)
            strict |= frozenset(named) & self._satisfying(nothing_else, matcher)
            return Found(strict, units=units)
        loose = telling(self._units(tuple((c,) for c in reading.plain), matcher))
        is_question = bool(loose) and bool(_ASKS.search(fold(request.q)))
        if is_question:
            return Found(None, units=units)
        is_apart = 1 < len(loose) == len(reading.plain) <= KEYWORDS
        bound = any(one.place is not Place.ANYWHERE for group in reading.groups for one in group)
        enough = 1 if bound or len(loose) < 2 else ENOUGH_FOR_KEYWORDS if is_apart else ENOUGH
        if len(strict) >= enough or not loose:
            return Found(strict, units=units)
        expressly = Reading(reading.required, reading.excluded)
        if not self._satisfying(expressly, matcher):
            return Found(frozenset(), units=units)
        if strict or (len(loose) > 1 and not is_apart):
            return Found(None, units=units)
        return self._widened(reading, matcher, loose)._replace(units=units)

    def strictly(self, q: str, wordings: Wordings = NO_WORDINGS) -> Ids:
        """What has all of ``q``, whatever it names."""
        return self._satisfying(read(q), Matcher(self._analyzer, wordings))

    def expressly(self, q: str) -> Ids:
        """What has all that ``q`` asks for expressly: strings, issuers, numbers, exclusions."""
        reading = read(q)
        kept = Reading(reading.required, reading.excluded)
        return self._satisfying(kept, Matcher(self._analyzer, NO_WORDINGS))

    def within(self, text: str, wordings: Wordings) -> Ids:
        """What has all of ``text``, or is named by it; nothing is ever widened."""
        if not text:
            return self.every
        named = self.named(text)
        reading = self._reading(SearchRequest(text), named)
        return self._satisfying(reading, Matcher(self._analyzer, wordings)) | frozenset(named)

    def _reading(self, request: SearchRequest, named: dict[str, Tier]) -> Reading:
        """The clauses of a request.

        A number that names a document also finds what cites it; one that no document has finds
        what cites it and the other documents of its series.
        """
        if request.scope is Scope.NUMBER:
            return Reading(((Clause(request.q, place=Place.NUMBER),),))
        number = doc_number.parse(request.q)
        if request.scope is Scope.ALL and number:
            if not named.keys().isdisjoint(self._numbered(str(number))):
                place = Place.ANYWHERE if number.is_complete else Place.NUMBER
                return Reading(((Clause(str(number), True, place),),))
            if number.is_complete and not named:
                cited = Clause(str(number), True)
                series = Clause(str(replace(number, serial=None)), place=Place.NUMBER)
                return Reading(((cited, series) if number.year else (cited,),))
        if request.scope is Scope.ALL and Tier.INDEX_NUMBER in named.values():
            return Reading(((Clause(request.q, True),),))
        return read(request.q, in_titles=request.scope is Scope.TITLE)

    def _numbered(self, number: str) -> Ids:
        return frozenset(id for id, page in self._pages.items() if page.is_numbered(number))

    def _satisfying(self, reading: Reading, matcher: Matcher) -> Ids:
        return frozenset(
            id
            for id, page in self._pages.items()
            if all(any(matcher.holds(page, one) for one in group) for group in reading.groups)
            and not any(page.contains(one.text, one.place) for one in reading.excluded)
        )

    def _units(self, groups: Iterable[Sequence[Clause]], matcher: Matcher) -> tuple[Unit, ...]:
        return tuple(unit for group in groups for one in group for unit in matcher.units(one))

    def _widened(self, reading: Reading, matcher: Matcher, loose: Sequence[Unit]) -> Found:
        """The rungs of words: what carries the greater part of them, else a part.

        What is excluded or required stays so; a word that no document has does not count.
        """
        allowed = self._satisfying(Reading(reading.required, reading.excluded), matcher)
        place = {unit.text: c.place for c in reading.plain for unit in matcher.units(c)}
        having = [
            frozenset(id for id, p in self._pages.items() if unit.holds(p, place[unit.text]))
            for unit in loose
        ]
        weights = [1 + log(self._counted / (len(ids) + 1)) if ids else 0.0 for ids in having]
        missing = tuple(u.text for u, ids in zip(loose, having, strict=True) if not ids)
        carried: Counter[str] = Counter()
        for ids, weight in zip(having, weights, strict=True):
            carried.update(dict.fromkeys(ids, weight))
        for rung, least in SHARES.items() if len(loose) > 1 else ():
            ids = frozenset(id for id in allowed if carried[id] >= least * sum(weights) > 0)
            if ids:
                return Found(ids, rung, missing=missing)
        if reading.excluded and len(missing) < len(loose):
            return Found(frozenset())
        return Found(None)

    # --- filters and facets --------------------------------------------------------------

    def kept(self, ids: Iterable[str], request: SearchRequest, without: str = "") -> Ids:
        """What the filters leave: within a facet either value, all facets; and the period.

        Args:
            without: a facet whose filter is left out; the period belongs to the year.
        """
        return frozenset(
            id
            for id in ids
            if all(
                name == without or set(values) & set(values_of(self.documents[id], name))
                for name, values in request.selected
            )
            and (without == "year" or _in_period(self.documents[id].day, request))
            and (request.on is None or self.in_force(id, request.on))
        )

    def in_force(self, id: str, day: date) -> bool:
        """Whether a document was in force on a day."""
        return self.library.state(self.numbers[id], day) is Validity.IN_FORCE

    def counts(
        self, ids: Iterable[str], request: SearchRequest, unfolded: bool = False
    ) -> dict[str, dict[str, int]]:
        """Every value that each facet shows, and its count, over documents before any filter.

        A ticked value is shown though nothing has it; the second level of topics, and what lies in a
        place, is shown below what is ticked, or (``unfolded``) everywhere.
        """
        ids = frozenset(ids)
        shown: dict[str, dict[str, int]] = {}
        for name in FACETS:
            counts: Counter[str] = Counter()
            for id in self.kept(ids, request, without=name):
                counts.update(values_of(self.documents[id], name))
            ticked = request.values(name)
            values = {*counts, *ticked}
            if name == "topic":
                opened = {v.split("/")[0] for v in (*(counts if unfolded else ()), *ticked)}
                values = opened | {v for v in values if _is_shown(v, opened, ticked)}
            if name == "region":
                wide = (*(counts if unfolded else ()), *ticked)
                opened = {above for value in wide for above in levels(value)}
                values = opened | {v for v in values if opened.issuperset(levels(v)[:-1])}
            shown[name] = {value: counts[value] for value in values}
        return shown

    # --- order ---------------------------------------------------------------------------

    def cited_by(self, id: str) -> int:
        """How many documents name the work, or its name, their own texts left out."""
        return self.library.cited[self.numbers[id]]

    def standing(self, id: str) -> int:
        """0: in force today; 1: that is not known, or not yet; 2: no more."""
        ended = (Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED)
        state = self.documents[id].validity
        return 0 if state is Validity.IN_FORCE else 2 if state in ended else 1

    def dated(self, id: str) -> date | None:
        """The day by which results are sorted: published, else written."""
        return self.documents[id].published_on or self.documents[id].written_on

    def line_of(self, id: str) -> int:
        """What documents of one line share: texts of one work, prints of one text."""
        return self.library.lines[self.numbers[id]]

    def text_of(self, id: str) -> int:
        """What prints of one text share."""
        return self.library.texts[self.numbers[id]]

    def work_of(self, id: str) -> int:
        """What texts of one work share."""
        return self.library.works[self.numbers[id]]

    def versions(self, id: str) -> list[str]:
        """The documents of one work, this one too: in force first, then the newest."""
        same = [other for other in self.documents if self.work_of(other) == self.work_of(id)]
        return sorted(same, key=lambda other: self.rank_of_version(other, same))

    def rank_of_version(self, id: str, among: Iterable[str]) -> tuple[int, int]:
        """A smaller one stands higher among the texts of one work; prints are as old as the newest
        of them."""
        prints = [other for other in among if self.text_of(other) == self.text_of(id)]
        newest = max((self.dated(other) or date.min).toordinal() for other in prints)
        return self.standing(id), -newest


def values_of(document: PolicyDocument, facet: str) -> list[str]:
    """What a document has of a facet; 未注明 where it states nothing."""
    if facet == "topic":
        paths = {"/".join(path[:n]) for path in document.topics for n in range(1, len(path) + 1)}
        return sorted(paths) or [UNSTATED]
    if facet == "region" and document.region:
        return list(levels(narrowed(document.region, document.issuers)))
    if facet == "issuer":
        return list(document.issuers) or [UNSTATED]
    return [str(getattr(document, facet) or UNSTATED)]


def title_keys(title: str) -> frozenset[str]:
    """A title by which a document is named: letters and digits; a remark at its end may go."""
    text = squeeze(title).text
    return frozenset((_letters(text), _letters(_REMARK.sub("", text)))) - {""}


def _letters(text: str) -> str:
    return "".join(one for one in squeeze(text).text if one.isalnum())


def _is_shown(topic: str, opened: set[str], ticked: Sequence[str]) -> bool:
    top, *below = topic.split("/")
    return not below or (top in opened and (len(below) == 1 or topic in ticked))


def _in_period(day: date | None, request: SearchRequest) -> bool:
    """Whether a document's day (written, else published) lies in the period."""
    if not request.has_period:
        return True
    first = request.date_from.first if request.date_from else date.min
    last = request.date_to.last if request.date_to else date.max
    return day is not None and first <= day <= last
