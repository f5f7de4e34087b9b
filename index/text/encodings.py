"""From bytes to text: a ladder of encodings, each step checked, so that mojibake never enters.

UTF-8 (with or without BOM) → UTF-16 with a BOM → what is declared → UTF-16 without one → GB 18030 →
Big5. A step is taken only if it gives what documents in China are made of
(:mod:`index.text.plausible`): nearly any bytes are some GB 18030 text, but not a plausible one.
Declared encodings that are not Chinese count as not declared: any bytes are ISO 8859-1. Bytes that
are broken become U+FFFD and cost no more than their own character (:mod:`index.text.repair`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import numpy as np

from index.errors import Unreadable
from index.text.plausible import CONTROLS, UNREAD, has_odd_stretch, is_plausible
from index.text.repair import repaired

_DECLARED = re.compile(rb"""charset\s*+=\s*+["']?+\s*+([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CHINESE = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030",
    "big5": "big5", "big5-hkscs": "big5hkscs", "cp950": "cp950",
}  # fmt: skip
_NULS = re.compile("\0{4,}+")
_ALLOWED_UNREAD, _UNREAD_SPARED = 0.05, 2
_HOPELESS = 0.1
"""With so many broken characters bytes are not worth being weighed: a byte too many breaks few."""
_ASCII, _LATIN, _THREE_BYTES = 0x80, 0x370, 0x800
_AT_ONCE = 2**20
_OF_BROKEN = 3
"""So many letters must be whole for each broken byte."""


class Undecodable(Unreadable):
    """The bytes are not text in any encoding we know; the message (Chinese) says so."""


def decode(data: bytes, declared: str = "") -> str:
    """``data`` as text, without a BOM, lines ended by ``\\n``; what could not be read is U+FFFD.

    Args:
        declared: the encoding that is said elsewhere than in the text.

    Raises:
        Undecodable: no encoding gives a plausible text.
    """
    candidates = list(dict.fromkeys(_candidates(data, declared)))
    for read in (_sound, _mended):
        for encoding in candidates:
            text = read(data, encoding)
            if text is None:
                continue
            text = _without_nuls(text.removeprefix("\ufeff"))
            if few_unread(text) and is_plausible(text):
                return _cleaned(text)
    raise Undecodable("编码无法识别，或不是文本文件。请另存为 UTF-8 编码的文本后再收录。")


def _sound(data: bytes, encoding: str) -> str | None:
    """``data`` as text of ``encoding``; None where it is broken or partly something else."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if encoding == "utf-8" or not has_odd_stretch(text) else None


def _mended(data: bytes, encoding: str) -> str | None:
    """``data`` as text of ``encoding``, its broken bytes replaced; None where it is hardly that."""
    as_it_is = data.decode(encoding, "replace")
    if as_it_is.count(UNREAD) > _HOPELESS * len(as_it_is):
        return None
    if encoding == "utf-8" and not _is_utf8(as_it_is):
        return None
    return repaired(data, encoding)


def _without_nuls(text: str) -> str:
    """A text in which a row of NULs is one broken character: what was lost of a file, mostly its
    end, is filled up with them. A single one stands for nothing."""
    return _NULS.sub(UNREAD, text) if "\0" in text else text


def decode_list(data: bytes) -> str:
    """:func:`decode` for a list of records, of which an odd one must not cost the others: what is
    UTF-8 is taken for it, whatever it consists of, and however much of it is broken.

    Raises: Undecodable.
    """
    text = data.decode("utf-8", "replace")
    if "\0" not in text and _is_utf8(text):
        return _cleaned(repaired(data, "utf-8") if UNREAD in text else text)
    try:
        return decode(data)
    except Undecodable:
        if _letters(text, _THREE_BYTES) or _is_utf8(text):
            return _cleaned(text)
        if few_unread(text := repaired(data, "gb18030")) and _has_plausible_lines(text):
            return _cleaned(text)
        raise


def _has_plausible_lines(text: str) -> bool:
    """Whether most lines of ``text`` are plausible each: one may be anything, of any length."""
    lines = [line for line in text.splitlines() if line.strip()]
    return 2 * sum(map(is_plausible, lines)) > len(lines)


def few_unread(text: str) -> bool:
    """Whether so few bytes could not be read that the encoding must have been the right one."""
    return text.count(UNREAD) <= max(_UNREAD_SPARED, _ALLOWED_UNREAD * len(text))


def _is_utf8(text: str) -> bool:
    """Whether what was decoded as UTF-8, broken bytes replaced, was mostly that: GBK read so gives
    broken bytes and few letters, most of them Western, but hardly an ideograph."""
    unread = text.count(UNREAD)
    return not unread or _letters(text, _LATIN) > _OF_BROKEN * unread


def _letters(text: str, least: int) -> int:
    """How many characters there are from the code point ``least`` on, beyond those that are lower
    and no ASCII; at least 0."""
    beyond = 0
    for at in range(0, len(text), _AT_ONCE):
        part = text[at : at + _AT_ONCE].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(part, "<u4")
        beyond += int(np.count_nonzero(codes >= least))
        beyond -= int(np.count_nonzero((codes >= _ASCII) & (codes < least)))
    return max(0, beyond - text.count(UNREAD))


def _cleaned(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", text)


def _candidates(data: bytes, declared: str) -> Iterator[str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    yield "utf-8"
    found = _DECLARED.search(data[:4096])
    for name in (declared, found[1].decode("ascii") if found else ""):
        if name.lower() in _CHINESE:
            yield _CHINESE[name.lower()]
    if b"\0" in data:  # ASCII in UTF-16, and no text of another encoding
        yield "utf-16-le"
        yield "utf-16-be"
    yield "gb18030"
    yield "big5"
