"""Whom a document names, where, and what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from index.conventions.dates import find_dates
from index.document import PolicyDocument
from index.statements import bare
from index.statements.abbreviations import uses
from index.statements.brackets import named
from index.statements.headings import headings_of
from index.statements.kinds import kind_of
from index.statements.model import Article, How, Kind, Mention, Span
from index.statements.names import key_of
from index.statements.numbers import Named, numbers_in
from index.statements.pinpoints import ARTICLE, Place, articles_at
from index.statements.tails import Tail, tail_of
from index.text.fold import fold, squeeze

MOST = 20_000
"""So many mentions of one document are kept."""
_DATED = re.compile(
    r"(?:公布|发布|通过|批准|印发|颁布|制定|修订|施行|实施|转发|下发)(?:的|了)?\s?$"
)
_DATE_WINDOW = 60
_OF_NAMES = "法典例定则释约程案章见知告复度编"


def mentions_of(document: PolicyDocument) -> tuple[Mention, ...]:
    """Whom ``document`` names: in its title, then in the order of its body."""
    folded = fold(document.body)
    found = list(_in_body(folded, squeeze(document.doc_number).text))
    found.sort(key=lambda mention: (mention.start, mention.end))
    return (*headings_of(document.title), *found[:MOST])


def _in_body(folded: str, own_number: str) -> Iterator[Mention]:
    numbers = list(numbers_in(folded))
    taken: set[int] = set()
    covered: set[int] = set()
    shorts: dict[str, tuple[str, int]] = {}
    quoted: list[Span] = []
    names: set[str] = set()
    for mention, tail in _quoted(folded, numbers, taken):
        quoted.append(Span(mention.start, mention.end))
        covered.update(place.span.start for place in tail.places)
        if tail.short:
            shorts[_key(tail.short)] = (mention.name, tail.given)
        elif given := shorts.get(mention.name):
            if mention.start < given[1]:  # where it is given
                continue
            mention = replace(mention, name=given[0], how=How.ABBREVIATION)
        names.add(mention.name)
        yield mention
    yield from _bare(folded, shorts, names, covered)
    yield from _short(folded, shorts, covered, quoted)
    yield from _alone(folded, numbers, taken, own_number, quoted)


def _quoted(folded: str, numbers: list[Named], taken: set[int]) -> Iterator[tuple[Mention, Tail]]:
    """《…》 with what stands behind them; numbers that belong to one are added to ``taken``."""
    ends = {number.span.end: number for number in numbers}
    for span in named(folded):
        if folded[span.start - 1 : span.start] == "本":
            continue
        tail = tail_of(folded, span.end)
        within = next(numbers_in(folded[span.start : span.end]), None)
        if within:
            taken.add(span.start + within.span.start)
        if tail.number:
            taken.add(tail.number.span.start)
        if before := ends.get(span.start):
            taken.add(before.span.start)
        number = tail.number or within or before
        name = _key(folded[span.start + 1 : span.end - 1])
        if name:
            yield (
                Mention(
                    span.start,
                    span.end,
                    name,
                    kind_of(folded, span),
                    How.TITLE,
                    number.number if number else "",
                    tail.on or _dated_before(folded, span.start),
                    _articles(tail.places),
                ),
                tail,
            )


def _dated_before(folded: str, at: int) -> int:
    """The day of ``2006年9月15日省政府公布的`` before 《, 0 where none is printed."""
    window = folded[max(0, at - _DATE_WINDOW) : at]
    if not _DATED.search(window):
        return 0
    days = [day for _, _, day in find_dates(re.split("[。;》]", window)[-1])]
    return days[-1].toordinal() if days else 0


def _bare(
    folded: str, shorts: dict[str, tuple[str, int]], names: set[str], covered: set[int]
) -> Iterator[Mention]:
    """Names without 《》 before 第…条."""
    found = list(_letters(folded, covered))
    known = names | bare.shown(letters for letters, _, _ in found) | set(shorts)
    for letters, end, places in found:
        name = bare.cut(letters, known)
        given = shorts.get(name)
        if given and given[1] < end:
            yield Mention(
                end - len(name), end, given[0], how=How.ABBREVIATION, articles=_articles(places)
            )
        else:
            yield Mention(end - len(name), end, name, how=How.BARE, articles=_articles(places))


def _letters(folded: str, covered: set[int]) -> Iterator[tuple[str, int, tuple[Place, ...]]]:
    """Letters before 第…条 that end with a name, where they end, and the 条."""
    for found in ARTICLE.finditer(folded):
        at = found.start()
        if at in covered or not at or folded[at - 1] not in _OF_NAMES:
            continue
        letters, end = bare.letters_before(folded, at)
        if letters and not bare.is_own(letters):
            places = articles_at(folded, at)
            covered.update(place.span.start for place in places)
            yield letters, end, places


def _short(
    folded: str, shorts: dict[str, tuple[str, int]], covered: set[int], quoted: list[Span]
) -> Iterator[Mention]:
    """Short names that the document gives, without 《》 and without 条."""
    ends = {span.start for span in quoted}
    for span, short in uses(folded, {s: at for s, (_, at) in shorts.items()}):
        if span.end in covered or span.start - 1 in ends:
            continue
        yield Mention(
            span.start, span.end, shorts[short][0], kind_of(folded, span), How.ABBREVIATION
        )


def _alone(
    folded: str, numbers: list[Named], taken: set[int], own_number: str, quoted: list[Span]
) -> Iterator[Mention]:
    """Numbers that stand alone: neither the document's own, nor of its promulgation lines."""
    begin = folded.find("\n") if folded.lstrip()[:1] == "(" else 0
    for named_ in numbers:
        if named_.span.start in taken or named_.span.start < begin or named_.number == own_number:
            continue
        yield Mention(named_.span.start, named_.span.end, "", Kind.CITES, How.NUMBER, named_.number)


def _articles(places: tuple[Place, ...]) -> tuple[Article, ...]:
    return tuple(dict.fromkeys(place.article for place in places))


@lru_cache(8192)
def _key(name: str) -> str:
    return key_of(name)
