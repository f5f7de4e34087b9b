"""发文字号 that running text names: behind 》 in brackets, before 《, or alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


class Named(NamedTuple):
    """A number and where it stands."""

    span: Span
    number: str


def numbers_in(folded: str) -> Iterator[Named]:
    """The complete numbers of a folded text, in order."""
    for serial in _SERIAL.finditer(folded):
        begin = max(0, serial.start() - _WINDOW)
        for start, end, number in doc_number.find_folded(folded[begin : serial.end()]):
            if begin + end == serial.end() and number.is_complete:
                yield Named(Span(begin + start, begin + end), number.folded)


@lru_cache(4096)
def number_key(number: str) -> str:
    """What a number, in any form, is looked up by: 国务院令第8号 with or without 中华人民共和国."""
    parsed = doc_number.parse_folded(number)
    return doc_number.key(parsed) if parsed else number
