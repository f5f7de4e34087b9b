"""Text made ready to print: marked text, numbers and dates as a Chinese page writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime

import orjson
from markupsafe._speedups import _escape_inner as _escaped  # `escape` without its Markup

from search.results import Marks

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, what is no character, and what turns the direction of all text behind it."""


_INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff]")
"""What is not seen, and may make one text look like another."""
_BREAK = re.compile(r"[\t-\r\x85\u2028\u2029]")
_HALF = re.compile(r"[\ud800-\udfff]")
_ESCAPED = re.compile(
    r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Of these JSON writes no character itself, so that no terminal and no editor obeys them."""


def plain(text: str) -> str:
    """``text`` without the characters that no HTML page may hold.

    >>> plain("政\\x00策")
    '政策'
    """
    return _UNPRINTABLE.sub("", text)


def printed(value: object) -> str:
    """``value`` as it stands in a page: :func:`plain` and escaped, unless it prints itself
    (``__html__``). Every value of every template passes here.

    >>> printed("<政\\x00策>")
    '&lt;政策&gt;'
    """
    if type(value) is str:
        return _escaped(value if value.isprintable() else plain(value))
    html: Callable[[], str] | None = getattr(value, "__html__", None)
    return html() if html else printed(str(value))


def seen(text: str) -> str:
    """``text`` on one line, nothing in it that is not seen, and nothing that turns what is behind:
    for names of files and lines of a terminal.

    >>> seen("通知\\u202efdp.exe\\x1b[2J\\n")
    '通知fdp.exe[2J '

    Half characters, of names that are not UTF-8, are U+FFFD.
    """
    return _INVISIBLE.sub("", plain(_HALF.sub("\ufffd", _BREAK.sub(" ", text))))


def json_bytes(
    value: object, default: Callable[[object], object] | None = None, *, indented: bool = False
) -> bytes:
    """``value`` as JSON in UTF-8. Half characters, which UTF-8 has none for (they come from names of
    files), are U+FFFD; controls and what turns text are escaped.

    Args:
        default: turns what JSON has no kind for into what it has; dataclasses and dates are known.
    """
    option = orjson.OPT_INDENT_2 if indented else 0
    try:
        raw = orjson.dumps(value, default, option)
    except orjson.JSONEncodeError:
        raw = orjson.dumps(_whole(value), default, option)
    text = raw.decode()
    return _ESCAPED.sub(_escape, text).encode() if _ESCAPED.search(text) else raw


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _whole(value: object) -> object:
    """``value`` with whole characters in all its texts."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _whole(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_whole(one) for one in value]
    return value


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the ranges of it that are hits. JSON prints the two fields as they are."""

    text: str
    marks: Marks = ()

    def __html__(self) -> str:
        """The text as it stands in a page, the hits in ``<mark>``.

        >>> Marked("政府网站建设", ((0, 4),)).__html__()
        '<mark>政府网站</mark>建设'
        """
        text, at, pieces = self.text, 0, []
        for start, end in self.marks:
            if start > at:
                pieces.append(printed(text[at:start]))
            if end > start:
                pieces.append(f"<mark>{printed(text[start:end])}</mark>")
            at = max(at, end)
        pieces.append(printed(text[at:]))
        return "".join(pieces)

    @property
    def lines(self) -> tuple[Marked, ...]:
        """Its lines, each with the marks within it.

        >>> Marked("一\\n二三", ((0, 3),)).lines[1]
        Marked(text='二三', marks=((0, 1),))
        """
        return tuple(_lines(self.text, self.marks))


def _lines(text: str, marks: Marks) -> Iterator[Marked]:
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        inside = [(max(low, at) - at, min(high, end) - at) for low, high in marks]
        yield Marked(line, tuple((low, high) for low, high in inside if low < high))
        at = end + 1


def bracketed(title: str) -> str:
    """A title in the brackets of titles; those within it are single ones.

    >>> bracketed("关于修改《示例法》的决定")
    '《关于修改〈示例法〉的决定》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


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
