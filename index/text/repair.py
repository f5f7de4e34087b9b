"""Text whose bytes are broken here and there, or of two encodings: the cheapest way through them.

A byte that is wrong, lost or too many makes a decoder go on out of step, so that all characters
up to the end of the sentence are other ones. Here every way to cut the bytes into characters of
the file's encoding, of the one that was pasted into it, and broken bytes is weighed by how odd
the characters are (:func:`index.text.plausible.rarities`), and the cheapest taken; bytes that are
never part of a longer character bound how far that must be looked at. Linear in the bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from index.text.plausible import UNREAD, has_odd_stretch, rarities

_APART = re.compile(rb"[^\x01-\x2f\x3a-\x3f]++")
"""What lies between bytes that stand for themselves in every encoding here; a zero does, but
mostly it stands for a byte that is lost."""
_BROKEN, _MORE_BROKEN, _OTHER, _CONTROL = 8.0, 2.0, 8.0, 4.0
"""What a broken character costs, each byte of it beyond the first, a change of the encoding, a
control character."""
_LONGEST_BROKEN = 4
"""So many bytes may a broken character have: its own and a strange one."""
_MOST = 2**17
"""So many bytes are weighed; of what stands behind a piece is one encoding or the other."""
_FOUR, _FOUR_COST = 4, 3.0


class _Step(NamedTuple):
    """One character at a place: its bytes, its cost, and the character."""

    length: int
    cost: float
    text: str


_Steps = Callable[[bytes, int], Iterator[_Step]]


def repaired(data: bytes, encoding: str) -> str:
    """``data`` as text of ``encoding`` (UTF-8 or 16, GB 18030, Big5); what is broken is U+FFFD.

    Text of the other encoding (UTF-8 in a page in GB 18030 and the reverse) is read as what it is.
    """
    if encoding.startswith("utf-16"):
        return _repaired_utf16(data, encoding)
    other = "gb18030" if encoding == "utf-8" else "utf-8"
    left = _MOST
    pieces: list[str] = []
    end = 0
    for part in _APART.finditer(data):
        text = _sound(part[0], encoding)
        if text is None:
            left -= len(part[0])
            text = _cheapest(part[0], encoding, other) if left >= 0 else _sound(part[0], other)
        pieces += (
            data[end : part.start()].decode("ascii"),
            (part[0].decode(encoding, "replace") if text is None else text),
        )
        end = part.end()
    pieces.append(data[end:].decode("ascii"))
    return "".join(pieces)


def _repaired_utf16(data: bytes, encoding: str) -> str:
    """The same of UTF-16, line by line: a byte too many or too few ends with its line."""
    big = data.startswith(codecs.BOM_UTF16_BE) or encoding == "utf-16-be"
    encoding, line_end = ("utf-16-be", b"\0\n") if big else ("utf-16-le", b"\n\0")
    left = _MOST
    lines: list[str] = []
    for line in data.removeprefix(codecs.BOM_UTF16_BE if big else codecs.BOM_UTF16_LE).split(
        line_end
    ):
        text = _sound(line, encoding)
        if text is None:
            left -= len(line)
            text = _cheapest(line, encoding) if left >= 0 else line.decode(encoding, "replace")
        lines.append(text)
    return "\n".join(lines)


def _sound(data: bytes, encoding: str) -> str | None:
    """The text of bytes that need no repair; None where they are broken, or what they give is odd."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding != "utf-8" and not text.isascii() and has_odd_stretch(text):
        return None
    return text


@lru_cache(maxsize=2**14)
def _rarity(character: str) -> float:
    return float(rarities(character)[0])


class _Reached(NamedTuple):
    """The cheapest way to a place in one of the encodings: the step that led there, and the
    encoding it began in."""

    cost: float
    step: _Step
    before: int


def _cheapest(data: bytes, *encodings: str) -> str:
    """The cheapest reading of ``data``; it may begin in another encoding than the first at the
    price of a change."""
    steps: list[_Steps] = [_STEPS[encoding] for encoding in encodings]
    ways: list[dict[int, _Reached]] = [{} for _ in range(len(data) + 1)]
    nothing = _Step(0, 0.0, "")
    for mode in range(len(steps)):
        ways[0][mode] = _Reached(_OTHER if mode else 0.0, nothing, mode)
    for at in range(len(data)):
        for mode, price in _entered(ways[at], range(len(steps))):
            for step in steps[mode](data, at):
                cost = price.cost + step.cost
                there = ways[at + step.length]
                if mode not in there or cost < there[mode].cost:
                    there[mode] = _Reached(cost, step, price.before)
    return _told(ways)


def _entered(here: dict[int, _Reached], modes: range) -> Iterator[tuple[int, _Reached]]:
    """From each encoding the cheapest way on from a place; ``before`` is what led to it."""
    for mode in modes:
        best = min(
            (way.cost + _OTHER * (came != mode), came != mode, came) for came, way in here.items()
        )
        yield mode, _Reached(best[0], here[best[2]].step, best[2])


def _told(ways: list[dict[int, _Reached]]) -> str:
    """The text of the cheapest way to the end."""
    mode = min(ways[-1], key=lambda one: (ways[-1][one].cost, one))
    at = len(ways) - 1
    pieces: list[str] = []
    while at:
        way = ways[at][mode]
        pieces.append(way.step.text)
        at, mode = at - way.step.length, way.before
    return "".join(reversed(pieces))


def _broken(data: bytes, at: int, whole: int = 1) -> Iterator[_Step]:
    """The bytes from ``at`` as one broken character, of whose bytes ``whole`` belong together."""
    for length in range(whole, min(_LONGEST_BROKEN, len(data) - at) + 1):
        yield _Step(length, _BROKEN + _MORE_BROKEN * (length - whole), UNREAD)


def _single(data: bytes, at: int) -> Iterator[_Step]:
    """A byte by itself: ASCII, or broken."""
    byte = data[at]
    if byte < 0x80:
        yield _Step(1, 0.0 if byte >= 0x20 else _CONTROL, chr(byte))
    else:
        yield from _broken(data, at)


def _utf8_steps(data: bytes, at: int) -> Iterator[_Step]:
    yield from _single(data, at)
    lead = data[at]
    if lead < 0xC2 or lead > 0xF4:
        return
    length = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    end = at + 1
    while end < min(at + length, len(data)) and data[end] & 0xC0 == 0x80:
        end += 1
    if end < at + length:
        yield from _broken(data, at, end - at)  # cut off
    elif character := _character(data[at:end], "utf-8"):
        yield _Step(length, 2.0 if length == 2 else _rarity(character), character)


def _gb_steps(data: bytes, at: int) -> Iterator[_Step]:
    yield from _single(data, at)
    if not 0x81 <= data[at] <= 0xFE:
        return
    if character := _character(data[at : at + 2], "gb18030"):
        yield _Step(2, _rarity(character), character)
    elif at + _FOUR <= len(data) and (character := _character(data[at : at + _FOUR], "gb18030")):
        yield _Step(_FOUR, max(_rarity(character), _FOUR_COST), character)


def _big5_steps(data: bytes, at: int) -> Iterator[_Step]:
    yield from _single(data, at)
    if 0x81 <= data[at] <= 0xFE and (character := _character(data[at : at + 2], "big5hkscs")):
        yield _Step(2, _rarity(character), character)


def _utf16_steps(encoding: str, data: bytes, at: int) -> Iterator[_Step]:
    yield from _broken(data, at)
    if character := _character(data[at : at + 2], encoding):
        yield _Step(2, _rarity(character), character)
    elif at + _FOUR <= len(data) and (character := _character(data[at : at + _FOUR], encoding)):
        yield _Step(_FOUR, _FOUR_COST, character)


@lru_cache(maxsize=2**14)
def _character(data: bytes, encoding: str) -> str:
    """The one character that ``data`` is; empty where it is none."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 else ""


_STEPS: dict[str, _Steps] = {
    "utf-8": _utf8_steps, "gb18030": _gb_steps, "big5": _big5_steps, "big5hkscs": _big5_steps,
    "cp950": _big5_steps, "utf-16-le": partial(_utf16_steps, "utf-16-le"),
    "utf-16-be": partial(_utf16_steps, "utf-16-be"),
}  # fmt: skip
