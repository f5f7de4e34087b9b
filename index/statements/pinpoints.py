"""Pinpoints: the 条 that are named behind a work, in lists and ranges, with their 款 and 项."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.statements.model import Article, Span
from index.text.han import TENS, THOUSANDS, chinese_number

_DIGIT = rf"[{THOUSANDS}0-9]"
_NUMBER = rf"{_DIGIT}{{1,9}}(?:\n{_DIGIT}{{1,6}})?"  # also where a page broke the line
_OF = rf"(?:\s?之(?P<of>[{TENS}]{{1,2}}))?"
_LISTED = rf"(?=[、和及至]第?{_NUMBER}(?:[、和及至]第?{_NUMBER}){{0,12}}+条)"
ARTICLE = re.compile(rf"第\s?(?P<number>{_NUMBER})\s?(?:条{_OF}|{_LISTED})")
"""One 条; of ``第三、四条`` the 第三."""
_FURTHER = re.compile(rf"(?P<number>{_NUMBER})\s?(?:条{_OF}|(?=[、和及至]))")
_BELOW = re.compile(
    rf"(?:\s?(?:第?\s?[(]?(?:{_NUMBER})[)]?\s?[、和至]?\s?){{1,12}}+[款项目段](?:之[{TENS}])?|\s?前段|\s?后段)"
)
_JOINT = re.compile(r"\s?(?:、|,|和|及|与|或者|或|以及|至|到|-)\s?(?:依照|按照|根据|违反)?")
_REMARK = re.compile(r"\s?\([^()]{0,60}\)")
_MOST = 60


class Place(NamedTuple):
    """A 条 and where in the body it is named."""

    span: Span
    article: Article


def articles_at(folded: str, at: int) -> tuple[Place, ...]:
    """The 条 that are named at ``at`` of a folded text and, in one list, behind it."""
    places: list[Place] = []
    pattern = ARTICLE
    while len(places) < _MOST:
        found = pattern.match(folded, at)
        if not found:
            break
        number = chinese_number("".join(found["number"].split())) or 0
        of = chinese_number(found["of"]) if found["of"] else 0
        places.append(Place(Span(found.start(), found.end()), Article(number, of or 0)))
        at = _below(folded, found.end())
        joint = _JOINT.match(folded, at)
        if not joint:
            break
        at = joint.end()
        is_short = not folded.startswith("条", found.end() - 1) and not found["of"]
        pattern = _FURTHER if is_short and not folded.startswith("第", at) else ARTICLE
    return tuple(place for place in places if place.article.number)


def _below(folded: str, at: int) -> int:
    """Behind the 款 and 项 that stand at ``at``, and the lists of them."""
    while True:
        joint = _JOINT.match(folded, at)
        found = _BELOW.match(folded, at) or (joint and _BELOW.match(folded, joint.end()))
        if not found:
            return at
        at = found.end()
