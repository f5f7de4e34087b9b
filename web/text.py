"""Text made ready to print: marked text, numbers and dates as a Chinese page writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from search.results import Marks

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, what is no character, and what turns the direction of all text behind it."""


def printable(value: Any) -> Any:
    """``value`` without the characters that no HTML page may hold; for Jinja's ``finalize``.

    >>> printable("政\\x00策")
    '政策'
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNPRINTABLE.sub("", value)
    return value


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the ranges of it that are hits. JSON prints the two fields as they are."""

    text: str
    marks: Marks = ()

    @property
    def segments(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at the edges of the marks: ``(piece, whether it is marked)``.

        >>> Marked("政府网站建设", ((0, 4),)).segments
        (('政府网站', True), ('建设', False))
        """
        return tuple(_segments(self.text, self.marks))


def _segments(text: str, marks: Marks) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in marks:
        if start > at:
            yield text[at:start], False
        if end > start:
            yield text[start:end], True
        at = max(at, end)
    if at < len(text):
        yield text[at:], False


def count(number: int) -> str:
    """A number of things, grouped by thousands."""
    return f"{number:,}"


def iso(day: date | None) -> str:
    """A date as 2017-05-15; empty for None."""
    return day.isoformat() if day else ""


def chinese_date(day: date | None) -> str:
    """A date as 2017年5月15日; empty for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment(when: datetime) -> str:
    """A moment in the server's own time zone, to the minute."""
    local = when.astimezone() if when.tzinfo else when
    return f"{chinese_date(local.date())} {local:%H:%M}"


def milliseconds(elapsed: float) -> str:
    """A time taken, in words."""
    if elapsed < 1:
        return "不到 1 毫秒"
    return f"{elapsed:.0f} 毫秒" if elapsed < 1000 else f"{elapsed / 1000:.1f} 秒"
