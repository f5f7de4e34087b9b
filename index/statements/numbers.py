"""发文字号 that running text names: behind 》 in brackets, before 《, or alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from index.conventions import doc_number
from index.statements.model import Span
from index.text.han import THOUSANDS

_SERIAL = re.compile(
    rf"(?:[0-9]\s?年?\s?[\])]\s?第?\s?[0-9](?:\s?[0-9]){{0,4}}|令\s?第\s?[0-9{THOUSANDS}]{{1,7}}"
    r"|年\s?第\s?[0-9]{1,5})\s?号"
)
_WINDOW = 45
_ISSUED = re.compile(r"(?:文件?)?(?:公布|发布|颁布|印发|下发)?的?\s?$")
_LONGEST_ISSUED = 8
_BEFORE_CODE = re.compile(
    r"(?:.*(?:批复|复函|通知|意见|决定|通报|报告|纪要|[知复见]|[我本][院委部局会]|日原?)(?=.)"
    r"|原(?![平阳州])(?=.{2}))"
)
"""Words that run on into the number: the end of a title, a day, 我院; 原 before one that is told to be over."""


class Named(NamedTuple):
    """A number and where it stands."""

    span: Span
    number: str


def numbers_in(folded: str) -> Iterator[Named]:
    """The complete numbers of a folded text, in order."""
    if "号" not in folded:
        return
    for serial in _SERIAL.finditer(folded):
        begin = max(0, serial.start() - _WINDOW)
        for start, end, number in doc_number.find_folded(folded[begin : serial.end()]):
            if begin + end == serial.end() and number.is_complete:
                start += end_of.end() if (end_of := _BEFORE_CODE.match(number.code)) else 0
                code = number.code[end_of.end() :] if end_of else number.code
                span = Span(begin + start, begin + end)
                yield Named(span, replace(number, code=code).folded)


def number_before(folded: str, at: int) -> Named | None:
    """The number that ends before the name at ``at``, or before 公布的 (…令第8号公布的《甲办法》)."""
    issued = _ISSUED.search(folded, max(0, at - _LONGEST_ISSUED), at)
    end = issued.start() if issued else at
    if not folded.endswith("号", 0, end):
        return None
    begin = max(0, end - 2 * _WINDOW)
    found = [one for one in numbers_in(folded[begin:end]) if begin + one.span.end == end]
    if not found:
        return None
    return Named(Span(begin + found[-1].span.start, end), found[-1].number)


@lru_cache(4096)
def number_key(number: str) -> str:
    """What a number, in any form, is looked up by: 国务院令第8号 with or without 中华人民共和国."""
    parsed = doc_number.parse(number)
    return doc_number.key(parsed) if parsed else number
