"""Cutting: which words of a query are filters and order, and what is left to look for.

What may be meant is found first (:func:`candidates`): periods, words for the newest, issuers, places, kinds.
Of these are taken those that stand for themselves: between white space, at an end, or beside another that is
taken; 的, 关于, 发布 between them say nothing. What is written together with other words is taken only where
the query asks for documents (it ends in a kind or in 政策, or asks for the newest), and a kind, or 最新, not
where it makes one word with its neighbour: that is for the texts to say (处罚决定, 最新技术).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from index.text.analysis import Analyzer
from search.language.question import is_question
from search.query.intent.names import Names
from search.query.intent.periods import Period, periods_in
from search.request import Part

LONGEST = 60
"""A query of more characters is a title or a sentence: nothing of it is read so."""
_ISSUED = "发布|出台|印发|公布|颁布|下发|制定|施行|实施|推出"
_NEWEST = re.compile(
    rf"(?:最新|新近|最近|近期|近来|(?<![创更革翻重全最])新|刚刚?)(?P<issued>{_ISSUED})的?|最新的?|最近的|新近|近期|最近"
)
_GLUE = (
    "的", "了", "关于", "有关", "哪些", "有哪些", "有什么", "由", "在", "所", "都", "请问", "查", "查找", "查询",
    *_ISSUED.split("|"), "过", "、", ",", ";", "。", "?", "!",
)  # fmt: skip
"""Words between what is taken that say nothing beside it."""
_BEFORE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _GLUE), key=len, reverse=True))}|\s)*$")
_BEHIND = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _GLUE), key=len, reverse=True))}|\s)*")
_ASKED_FOR = re.compile(r"(?:政策|文件|法规|规章|规定|条例|办法|细则|新规|新政)[?。!\s]*$")
_NOTHING = re.compile(r"(?:(?:政策|法律)?文件|公文|法律|资料|文档)*")
"""What says nothing of a document where it stands alone."""
_LISTS = re.compile(r"(?:有|了)?哪些|[有了过]什么")
_TITLE = re.compile(r"关于.{2,}$")
_JOINED = 2
"""So many characters beside a kind, or 最新, tell whether it makes one word with them."""


_SAID_OF_TIME = (Part.PERIOD, Part.SORT)


class Candidate(NamedTuple):
    """Words that may be meant as a filter or an order, and where they stand."""

    part: Part
    start: int
    end: int
    value: str = ""
    period: Period | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A query cut.

    Attributes:
        taken: in the order of the text; not what is turned off.
        rest: what is left, from the text as typed; empty if that says nothing. Names that are turned off
            are in it, words of time and order (去年, 最新) are not: nobody looks for those.
        words: the same with every name in it.
    """

    taken: tuple[Candidate, ...]
    rest: str
    words: str


def untouched(text: str) -> Cut:
    """A query of which nothing is read."""
    return Cut((), text, text)


class Cutter:
    """Cuts queries as a collection's names allow.

    Args:
        is_word: whether a few characters stand together in texts of the collection often enough to be a word.
        is_titled: whether a title has some characters as they stand.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        names: Names,
        is_word: Callable[[str], bool],
        is_titled: Callable[[str], bool],
    ) -> None:
        self._analyzer = analyzer
        self._names = names
        self._is_word = is_word
        self._is_titled = is_titled

    def cut(self, text: str, folded: str, today: date, plain: Sequence[Part] = ()) -> Cut:
        """What of a query is meant as filters and order.

        Args:
            text, folded: of one length; no quotation, field or 发文字号 in it.
            plain: what nothing is read as.
        """
        if len(folded) > LONGEST:
            return untouched(text)
        taken = self._taken(folded, today)
        cut = [one for one in taken if one.part not in plain or one.part in _SAID_OF_TIME]
        rest = _rest(text, folded, cut)
        words = _rest(text, folded, [one for one in cut if one.part in _SAID_OF_TIME])
        return Cut(tuple(one for one in cut if one.part not in plain), rest, words)

    def _candidates(self, folded: str, found: list[Candidate]) -> list[Candidate]:
        """What may be meant, in order, none over another: beside words of time and order that are found."""
        found = list(found)
        edges = self._edges(folded, found)
        named = self._names.issuers_in(folded, edges)
        regions = self._names.regions_in(folded, edges)
        _add(found, (Candidate(Part.ISSUER, *one) for one in named))
        _add(found, (Candidate(Part.REGION, *one) for one in regions))
        kinds = self._names.kinds_in(folded, edges)
        _add(found, (Candidate(Part.GENRE, *one) for one in kinds))
        return sorted(found, key=lambda one: one.start)

    def _edges(self, folded: str, found: Sequence[Candidate]) -> frozenset[int]:
        """Where words begin or end."""
        edges = {0, len(folded)}
        for at in sorted({0, *(one.end for one in found)}):
            stop = min((one.start for one in found if one.start >= at), default=len(folded))
            edges |= {at, stop}
            for word in self._analyzer.terms(folded[at:stop]).cut:
                edges |= {at + word.start, at + word.end}
        return frozenset(edges)

    def _taken(self, folded: str, today: date) -> list[Candidate]:
        if is_question(_LISTS.sub("", folded)):
            return []
        timely = _timely(folded, today)
        if not timely and _TITLE.search(folded) and " " not in folded.strip():
            return []
        kept = self._candidates(folded, timely)
        while True:
            asks = self._asks(folded, kept)
            left = [one for one in kept if self._stands(folded, one, kept, asks)]
            if len(left) == len(kept):
                return left
            kept = left

    def _is_name(self, folded: str, kind: Candidate, kept: Sequence[Candidate]) -> bool:
        """Whether a kind is one word, or the name of a document, with what it is written together with."""
        start = max((one.end for one in kept if one.end <= kind.start), default=0)
        start += len(_glue_behind(folded[start : kind.start]))
        run = folded[start : kind.end].rsplit(maxsplit=1)[-1]
        if _glue_before(folded[start : kind.start]):
            return False
        return self._is_word(_around(folded, kind, -1)) or self._is_titled(run)

    def _asks(self, folded: str, kept: Sequence[Candidate]) -> bool:
        """Whether documents are asked for: by their kind, or by the newest, or as policies."""
        if _ASKED_FOR.search(folded) or _LISTS.search(folded):
            return True
        if any(one.part in (Part.GENRE, Part.SORT) for one in kept):
            return True
        pairs = pairwise(kept)
        return any(_dates(one, other) and _is_free(folded, one, kept, 1) for one, other in pairs)

    def _stands(self, folded: str, one: Candidate, kept: Sequence[Candidate], asks: bool) -> bool:
        before = _is_free(folded, one, kept, -1)
        behind = _is_free(folded, one, kept, 1)
        if before and behind:
            return not one.bare or one.part is Part.SORT or _is_apart(folded, one)
        if one.part is Part.GENRE:
            return behind and len(kept) > 1 and not self._is_name(folded, one, kept)
        if one.part is Part.SORT:
            joined = _around(folded, one, 1 if before else -1)
            return not one.bare and (before or behind) and not self._is_word(joined)
        if one.part is Part.REGION and not asks:
            asks = any(other is not one and _is_firm(folded, other, kept) for other in kept)
        return asks and not one.bare and (before or behind)


def _timely(folded: str, today: date) -> list[Candidate]:
    """The words of time and order, none over another."""
    found = [
        Candidate(Part.PERIOD, one.start, one.end, period=one.period, bare=one.bare)
        for one in periods_in(folded, today)
    ]
    newest = _NEWEST.finditer(folded)
    _add(found, (Candidate(Part.SORT, *one.span(), bare=_is_vague(one)) for one in newest))
    return found


def _is_firm(folded: str, one: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether one that is kept is written together with no other words."""
    return _is_free(folded, one, kept, -1) and _is_free(folded, one, kept, 1)


def _is_vague(found: re.Match[str]) -> bool:
    """Whether it is 最近 or the like alone, which goes with much else: 最近亲属."""
    return not found[0].startswith("最新") and not found["issued"]


def _dates(one: Candidate, other: Candidate) -> bool:
    """Whether an issuer and a period are named: what it issued then is asked for."""
    return {one.part, other.part} == {Part.ISSUER, Part.PERIOD}


def _is_apart(folded: str, one: Candidate) -> bool:
    """Whether white space or nothing stands on both sides."""
    return (
        not folded[max(one.start - 1, 0) : one.start].strip()
        and not folded[one.end : one.end + 1].strip()
    )


def _is_free(folded: str, one: Candidate, kept: Sequence[Candidate], side: int) -> bool:
    """Whether on one side stands nothing, white space, or another that is kept."""
    if side < 0:
        gap = folded[max((o.end for o in kept if o.end <= one.start), default=0) : one.start]
        glue = _glue_before(gap)
    else:
        stop = min((o.start for o in kept if o.start >= one.end), default=len(folded))
        gap = folded[one.end : stop]
        glue = _glue_behind(gap)
    return len(glue) == len(gap) or any(letter.isspace() for letter in glue)


def _around(folded: str, one: Candidate, side: int) -> str:
    """Its text with a few characters of one side."""
    if side < 0:
        return folded[max(one.start - _JOINED, 0) : one.end]
    return folded[one.start : one.end + _JOINED]


def _add(found: list[Candidate], more: Iterator[Candidate]) -> None:
    """Add what stands over nothing that was found before."""
    taken = list(found)
    found += [
        one
        for one in more
        if not any(one.start < other.end and other.start < one.end for other in taken)
    ]


def _rest(text: str, folded: str, taken: Sequence[Candidate]) -> str:
    if not taken:
        return text
    starts = [0, *(one.end for one in taken)]
    ends = [*(one.start for one in taken), len(text)]
    gaps = [_bare(text, folded, *gap) for gap in zip(starts, ends, strict=True)]
    rest = " ".join(" ".join(filter(None, gaps)).split())
    return "" if _NOTHING.fullmatch("".join(rest.split())) else rest


def _bare(text: str, folded: str, start: int, end: int) -> str:
    """What stands between two that are taken, without what says nothing there."""
    first = 0 if start == 0 else len(_glue_behind(folded[start:end]))
    last = 0 if end == len(folded) and start else len(_glue_before(folded[start + first : end]))
    return text[start + first : end - last]


def _glue_behind(text: str) -> str:
    found = _BEHIND.match(text)
    return found[0] if found else ""


def _glue_before(text: str) -> str:
    found = _BEFORE.search(text)
    return found[0] if found else ""
