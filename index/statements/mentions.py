"""Whom a document names, where, and what it says of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from index.conventions.dates import find_dates
from index.document import PolicyDocument
from index.statements import bare
from index.statements.abbreviations import uses
from index.statements.brackets import named
from index.statements.headings import headings_of
from index.statements.kinds import is_of_the_page, kind_of
from index.statements.model import Act, Article, How, Kind, Mention, Span
from index.statements.names import key_of
from index.statements.numbers import number_before, number_key, numbers_in
from index.statements.pinpoints import ARTICLE, Place, articles_at
from index.statements.sequels import Before, amended, continued, implied
from index.statements.tails import Tail, tail_of
from index.text.fold import fold

MOST = 20_000
"""So many mentions of one document are kept."""
_DATED = re.compile(r"(?:公布|发布|通过|批准|印发|颁布|修订|修正|转发|下发)(?:的|了)?\s?$")
_DATE_WINDOW = 80
_EVENT = re.compile(r"[。;》\n)]")
_ARTICLE_LEVEL = 4
_APPLIES = (Kind.CITES, Kind.IMPLEMENTS, Kind.INTERPRETS)
_OF_NAMES = "法典例定则释约程案章见知告复度编"


def mentions_of(
    document: PolicyDocument, acts: Sequence[Act], folded: str = ""
) -> tuple[Mention, ...]:
    """Whom ``document`` names: in its title, then in the order of its body.

    Args:
        acts: what its sentences end and change (``Timeline.acts``).
        folded: its body, where that is folded already.
    """
    headings = headings_of(document.title)
    reading = _Reading(
        document.body, folded or fold(document.body), number_key(document.doc_number)
    )
    found = [*reading.quoted(), *reading.bare(), *reading.short(), *reading.alone()]
    if acts:
        kinds = {act.start: act.kind for act in acts}
        found = [replace(one, kind=kinds.get(one.start, one.kind)) for one in found]
    found += reading.without_name(chain(headings, found))
    if not any(section.level == _ARTICLE_LEVEL for section in document.sections):
        found += reading.of_the_title(headings)
    found.sort(key=lambda mention: (mention.start, mention.end))
    return (*headings, *found[:MOST])


class _Reading:
    """The mentions in one body, a kind after the other: what one has taken, the next leave."""

    def __init__(self, body: str, folded: str, own_number: str) -> None:
        self._body = body
        self._own_number = own_number
        self._folded = folded
        self._numbers = list(numbers_in(self._folded))
        opens = self._folded.lstrip()[:1] == "("
        self._head = self._folded.find("\n") if opens else 0  # behind the promulgation lines
        self._told: set[int] = set()  # where numbers stand that go with a name
        self._covered: set[int] = set()  # where 条 stand that go with a name
        self._shorts: dict[str, tuple[str, int]] = {}  # short key -> full key, where it is given
        self._names: set[str] = set()
        self._quoted: list[Span] = []
        self._before: list[Before] = []

    def quoted(self) -> Iterator[Mention]:
        """《…》, with what stands behind them."""
        for span in named(self._folded):
            self._quoted.append(span)
            name = key_of(self._folded[span.start + 1 : span.end - 1])
            if not name or self._is_own(span) or is_of_the_page(self._folded, span):
                continue
            tail = tail_of(self._folded, span.end)
            number = self._number_of(span, tail)
            mention = Mention(
                span.start,
                span.end,
                name,
                kind_of(self._folded, span),
                How.TITLE,
                number,
                tail.on or self._dated_before(span.start),
                _articles(tail.places),
            )
            if tail.short:
                self._shorts[key_of(tail.short)] = (name, tail.given)
            elif given := self._shorts.get(name):
                if span.start < given[1]:  # where it is given
                    continue
                mention = replace(mention, name=given[0], how=How.ABBREVIATION)
            self._names.add(mention.name)
            self._remember(mention, tail.places)
            yield mention

    def bare(self) -> Iterator[Mention]:
        """Names without 《》 before 第…条."""
        found = list(self._letters())
        known = self._names | bare.shown(letters for letters, _, _ in found) | self._shorts.keys()
        full = bare.full_names(self._names)
        for letters, end, places in found:
            name, how = bare.cut(letters, known), How.BARE
            start = end - len(name)
            short = name.replace("\n", "")
            given = self._shorts.get(short)
            if given and given[1] < end:
                name, how = given[0], How.ABBREVIATION
            elif meant := bare.full_name(short, full):
                name, how = meant, How.ABBREVIATION
            mention = Mention(start, end, name, how=how, articles=_articles(places))
            self._remember(mention, places)
            yield mention

    def short(self) -> Iterator[Mention]:
        """Short names that the document gives, without 《》 and without 条."""
        shorts = {short: at for short, (_, at) in self._shorts.items()}
        for span, short in uses(self._folded, shorts):
            if span.end not in self._covered and not self._is_quoted(span.start):
                kind = kind_of(self._folded, span)
                yield Mention(*span, self._shorts[short][0], kind, How.ABBREVIATION)

    def alone(self) -> Iterator[Mention]:
        """Numbers that stand alone: neither the document's own, nor of its promulgation lines."""
        for one in self._numbers:
            if one.span.start in self._told or one.span.start < self._head:
                continue
            if number_key(one.number) != self._own_number:
                yield Mention(*one.span, "", Kind.CITES, How.NUMBER, one.number)

    def without_name(self, mentions: Iterator[Mention]) -> list[Mention]:
        """条 of works that are named before them, and of those that the document amends."""
        works = sorted(
            (0 if one.how is How.HEADING else one.start, one.name)
            for one in mentions
            if one.kind is Kind.AMENDS and one.name
        )
        changed = list(amended(self._folded, self._body, works, self._covered)) if works else []
        self._before.sort(key=lambda before: before.end)
        return [*continued(self._folded, self._before, self._covered), *changed]

    def of_the_title(self, headings: Sequence[Mention]) -> list[Mention]:
        """条 that can only be those of the one work that the title names."""
        if len(headings) != 1 or headings[0].kind not in _APPLIES:
            return []
        return list(implied(self._folded, headings[0].name, self._covered))

    def _letters(self) -> Iterator[tuple[str, int, tuple[Place, ...]]]:
        """Letters before 第…条 that end with a name, where they end, and the 条."""
        for found in ARTICLE.finditer(self._folded):
            at = found.start()
            if at in self._covered or not at or self._folded[at - 1] not in _OF_NAMES:
                continue
            letters, end = bare.letters_before(self._folded, at)
            if letters and not bare.is_own(letters):
                yield letters, end, articles_at(self._folded, at)

    def _remember(self, mention: Mention, places: tuple[Place, ...]) -> None:
        if places:
            self._covered.update(place.span.start for place in places)
            self._before.append(Before(mention, places[-1].span.end))

    def _is_quoted(self, at: int) -> bool:
        """Whether a place is inside 《…》."""
        before = bisect_right(self._quoted, (at, 0)) - 1
        return before >= 0 and at < self._quoted[before].end

    def _is_own(self, span: Span) -> bool:
        return self._folded[span.start - 1 : span.start] == "本"

    def _number_of(self, span: Span, tail: Tail) -> str:
        """The number that goes with a name: behind it, in it, or before it."""
        before = number_before(self._folded, span.start)
        within = next(numbers_in(self._folded[slice(*span)]), None)
        if within:
            self._told.add(span.start + within.span.start)
        self._told.update(one.span.start for one in (tail.number, before) if one)
        number = tail.number or within or before
        return number.number if number else ""

    def _dated_before(self, at: int) -> int:
        """The day of ``2006年9月15日省政府公布的`` before 《, or of the event that it made; 0 for none."""
        window = _EVENT.split(self._folded[max(0, at - _DATE_WINDOW) : at])[-1]
        if at >= self._head and not _DATED.search(window):
            return 0
        days = [day for _, _, day in find_dates(window)]
        return days[-1].toordinal() if days else 0


def _articles(places: tuple[Place, ...]) -> tuple[Article, ...]:
    return tuple(dict.fromkeys(place.article for place in places))
