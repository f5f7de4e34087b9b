"""From bytes to text: a ladder of encodings, each step checked, so that mojibake never enters.

UTF-8 (with or without BOM, a few broken bytes are let pass) → UTF-16 with a BOM → what is declared →
UTF-16 without one → GB18030 → Big5 → GB18030 with a few broken bytes: these become U+FFFD. A step is taken only if it decodes without an error *and* gives what Chinese pages are made
of: nearly any bytes are some GB18030 text, but not a plausible one. Declared encodings that
are not Chinese count as not declared: any bytes are ISO 8859-1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from index.errors import Unreadable
from index.text.fold import fold

PLAUSIBLE = 0.9
_SAMPLE = 20_000
_DECLARED = re.compile(rb"""charset\s*+=\s*+["']?+\s*+([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CHINESE = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030",
    "big5": "big5", "big5-hkscs": "big5hkscs", "cp950": "cp950",
}  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ALLOWED_CONTROLS = 8
_CONTROLS_SHARE = 0.005
_UNREAD = "\ufffd"
_ALLOWED_UNREAD = 0.02
_TWO_BYTES, _THREE_BYTES = 0x80, 0x800
_AT_ONCE = 2**20
_OF_BROKEN = 3
"""So many letters must be whole for each broken byte."""


class Undecodable(Unreadable):
    """The bytes are not text in any encoding we know; the message (Chinese) says so."""


def decode(data: bytes, declared: str = "") -> str:
    """``data`` as text, without a BOM, lines ended by ``\\n``.

    Args:
        declared: the encoding that is said elsewhere than in the text.

    Raises:
        Undecodable: no encoding gives a plausible text.
    """
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding != "utf-8":
                continue
            text = data.decode(encoding, "replace")
            if not (_is_utf8(text) and few_unread(text)):
                continue
        if is_plausible(text.removeprefix("\ufeff")):
            return _cleaned(text)
    if few_unread(text := data.decode("gb18030", "replace")) and is_plausible(text):
        return _cleaned(text)
    raise Undecodable("编码无法识别，或不是文本文件。请另存为 UTF-8 编码的文本后再收录。")


def decode_list(data: bytes) -> str:
    """:func:`decode` for a list of records, of which an odd one must not cost the others: what is
    UTF-8 is taken for it, whatever it consists of, and however much of it is broken.

    Raises: Undecodable.
    """
    text = data.decode("utf-8", "replace")
    if "\0" not in text and _is_utf8(text):
        return _cleaned(text)
    try:
        return decode(data)
    except Undecodable:
        if _wide(text) or _is_utf8(text):
            return _cleaned(text)
        if few_unread(text := data.decode("gb18030", "replace")) and _has_plausible_lines(text):
            return _cleaned(text)
        raise


def _has_plausible_lines(text: str) -> bool:
    """Whether most lines of ``text`` are plausible each: one may be anything, of any length."""
    lines = [line for line in text.splitlines() if line.strip()]
    return 2 * sum(map(is_plausible, lines)) > len(lines)


def few_unread(text: str) -> bool:
    """Whether so few bytes could not be read that the encoding must have been the right one."""
    return text.count(_UNREAD) <= _ALLOWED_UNREAD * len(text)


def _is_utf8(text: str) -> bool:
    """Whether what was decoded as UTF-8, broken bytes replaced, was mostly that: GBK read so gives
    broken bytes and few letters that take two bytes, but hardly an ideograph."""
    unread = text.count(_UNREAD)
    return not unread or _wide(text) > _OF_BROKEN * unread


def _wide(text: str) -> int:
    """How many letters of three bytes or more there are beyond those of two bytes; at least 0."""
    beyond = 0
    for at in range(0, len(text), _AT_ONCE):
        part = text[at : at + _AT_ONCE].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(part, "<u4")
        beyond += int(np.count_nonzero(codes >= _THREE_BYTES))
        beyond -= int(np.count_nonzero((codes >= _TWO_BYTES) & (codes < _THREE_BYTES)))
    return max(0, beyond - text.count(_UNREAD))


def _cleaned(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)


def is_plausible(text: str, share: float = PLAUSIBLE) -> bool:
    """Whether ``share`` of ``text`` is what Chinese documents are made of."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[-_SAMPLE // 2 :]
    visible = [c for c in fold(sample) if not c.isspace()]
    if not visible:
        return True
    if len(_CONTROLS.findall(sample)) > max(_ALLOWED_CONTROLS, _CONTROLS_SHARE * len(sample)):
        return False
    return sum(map(_usual, visible)) >= share * len(visible)


def _candidates(data: bytes, declared: str) -> Iterator[str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    yield "utf-8"
    found = _DECLARED.search(data[:4096])
    for name in (declared, found[1].decode("ascii") if found else ""):
        if name.lower() in _CHINESE:
            yield _CHINESE[name.lower()]
    if b"\n\0" in data or b"\0\n" in data:  # a line break of UTF-16, and of nothing else
        yield "utf-16-le"
        yield "utf-16-be"
    yield "gb18030"
    yield "big5"


@cache
def _usual(character: str) -> bool:
    """ASCII, Chinese punctuation, and the 6,763 ideographs of GB 2312 (after folding)."""
    if character.isascii():
        return character.isprintable()
    if "\u2010" <= character <= "\u303f" or "\u00a0" <= character <= "\u00ff":
        return True
    if "\ue000" <= character <= "\uf8ff":  # private use: glyphs of an office font
        return False
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
