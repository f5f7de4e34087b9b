"""Text made ready to print: marked text, numbers and dates as a Chinese page writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from markupsafe import Markup

from search.results import Marks

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, what is no character, and what turns the direction of all text behind it."""


def plain(text: str) -> str:
    """``text`` without the characters that no HTML page may hold.

    >>> plain("政\\x00策")
    '政策'
    """
    return _UNPRINTABLE.sub("", text)


def printable(value: object) -> object:
    """``value``, :func:`plain` if it is a text; for Jinja's ``finalize``."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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


def local_second(when: datetime) -> str:
    """A moment in the server's own time zone as 2017-05-15 09:30:00, for operators."""
    return f"{when.astimezone():%Y-%m-%d %H:%M:%S}"


def iso_second(when: datetime) -> str:
    """A moment as ISO 8601 has it, to the second, in its own time zone."""
    return when.isoformat(timespec="seconds")


def utc_second(when: datetime) -> str:
    """A moment as RFC 3339 has it, to the second, in UTC."""
    return iso_second(when.astimezone(UTC))


def milliseconds(elapsed: float) -> str:
    """A time taken, in words."""
    if elapsed < 1:
        return "不到 1 毫秒"
    return f"{elapsed:.0f} 毫秒" if elapsed < 1000 else f"{elapsed / 1000:.1f} 秒"
