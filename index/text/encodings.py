"""From bytes to text: a ladder of encodings, each step checked, so that mojibake never enters.

UTF-8 (with or without BOM) → UTF-16 with a BOM → what is declared → UTF-16 without one → GB18030 → Big5.
A step is taken only if it decodes without an error *and* gives what Chinese pages are made
of: nearly any bytes are some GB18030 text, but not a plausible one. Declared encodings that
are not Chinese count as not declared: any bytes are ISO 8859-1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

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
            continue
        text = text.removeprefix("\ufeff")
        if is_plausible(text):
            return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    raise Undecodable("编码无法识别，或不是文本文件。请另存为 UTF-8 编码的文本后再收录。")


def is_plausible(text: str) -> bool:
    """Whether ``text`` consists of what Chinese documents are made of."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[-_SAMPLE // 2 :]
    visible = [c for c in fold(sample) if not c.isspace()]
    if not visible:
        return True
    if len(_CONTROLS.findall(sample)) > _ALLOWED_CONTROLS:
        return False
    return sum(map(_usual, visible)) >= PLAUSIBLE * len(visible)


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
