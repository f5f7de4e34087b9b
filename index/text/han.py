"""Ideographs, Chinese numerals and remarks in brackets: written once for every rule about them.

Most names are the inside of a character class of ``re``. That there are several of a kind has
its reason beside each: a rule that reads more than it did reads files otherwise, and an index
must then read them again (``index.readers.options.VERSION``).
"""

from __future__ import annotations

import re

# --- ideographs -------------------------------------------------------------------------

UNIFIED = "\u3400-\u9fff"
"""The ideographs of the basic plane: what names, codes and titles consist of once folded."""
HAN = f"[{UNIFIED}]"
TITLE_LETTERS = f"{UNIFIED}a-z0-9〇"
"""What folded titles are compared by."""
JOINED = f"{UNIFIED}\uf900-\ufaff\U00020000-\U000323af"
"""What dictionaries join to words."""
CUT = f"{JOINED}〇"
"""What the analyser cuts by its dictionary. The terms of every index depend on it: another range
is another ``index.text.analysis.ANALYSIS_VERSION``."""
PRINTED = f"\u2e80-\u2fdf\u3005-\u3007{UNIFIED}\uf900-\ufaff\U00020000-\U0003ffff"
"""What stands on pages before it is folded: fonts also give radicals for ideographs, and marks of
repetition are as wide as they. Where spaces are real is told by it."""

# --- numerals ---------------------------------------------------------------------------

DIGITS = "一二三四五六七八九"
TENS = f"{DIGITS}十"
"""Of numbers below 100: items, annexes, months, days."""
HUNDREDS = f"{TENS}百零〇"
"""Of numbers below 1,000: sessions, and labels on pages, where 千 is more often a word."""
THOUSANDS = f"{TENS}百千〇零"
"""Of all that are read: articles, orders."""
YEAR = f"〇零{DIGITS}"
"""Of years, a digit each, once folded: ○ is 〇 then."""
PRINTED_YEAR = f"{YEAR}○"
"""The same before folding."""

_VALUE = {letter: value for value, letter in enumerate(f"〇{DIGITS}")} | {
    "零": 0,
    "o": 0,
    "0": 0,
    "两": 2,
    "元": 1,
}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_LIMIT = 10_000


def chinese_number(text: str) -> int | None:
    """The value of digits or of a Chinese numeral below 10,000; None for anything else.

    >>> chinese_number("七十三"), chinese_number("二〇〇六"), chinese_number("047")
    (73, 2006, 47)
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    if not text or any(c not in _VALUE and c not in _UNIT for c in text):
        return None
    if not any(c in _UNIT for c in text):
        return int("".join(str(_VALUE[c]) for c in text))
    total, digit = 0, None
    for character in text:
        if character in _UNIT:
            total += (1 if digit is None else digit) * _UNIT[character]
            digit = None
        else:
            digit = _VALUE[character] or None
    return total + (digit or 0)


def chinese_numeral(number: int) -> str:
    """The inverse of :func:`chinese_number` for 1 to 9,999, as articles are counted.

    >>> chinese_numeral(12), chinese_numeral(120), chinese_numeral(1005)
    ('十二', '一百二十', '一千零五')
    """
    if not 0 < number < _LIMIT:
        return str(number)
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + f"〇{DIGITS}"[digit] + name
        gap = bool(written) and not digit
    return written[1:] if written.startswith("一十") else written


# --- remarks in brackets ----------------------------------------------------------------

PRINTED_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
"""A remark anywhere in a name of an issuer, before folding; 〔 〕 hold the year of a 发文字号."""
PRINTED_REMARK_AT_END = re.compile(r"(?:[(（][^()（）]*[)）]|[\[【〔][^\[\]【】〔〕]*[\]】〕])$")
"""A remark that ends a title, before folding; its brackets are a pair."""
_REMARK_AT_END = re.compile(r"[(\[][^()\[\]]*[)\]]$")


def without_remark(title: str) -> str:
    """A folded title without the remark that ends it: 试行, a year of amendment, a 发文字号.

    >>> without_remark("公司法(2023修订)")
    '公司法'
    """
    return _REMARK_AT_END.sub("", title)
