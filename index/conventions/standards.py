"""标准编号: the number of a standard: 代号, 顺序号 and the year of its edition.

``GB/T 9704—2012``, ``DB36/T 1994—2024``, ``GM/T 0054—2018``, ``JGJ 18—2012``, ``T/CECS 10001—2019``,
``ISO 9001:2015``. Any dash, width and space occurs; a standard that adopts another bears both
numbers (``GB/T 19001—2016/ISO 9001:2015``), of which the first is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKED = (
    r"(?:[a-z]{2,6}\s?\d{0,6}\s?/\s?(?:iec|[a-z])|[tq]\s?/\s?[a-z]{2,10}(?:\d{1,4}(?=\s))?|gb[zj]?"
    r"|db\s?\d{2,6}\s?/|db\d{2,6}(?=\s))"
)
"""Letters that say what they are: GB, DB36, …/T, T/…; as folded, like all of these."""
_TRADE = r"(?:(?!tel|fax)[a-z]{2,3}|cecs)"
"""Letters of a trade (JGJ, YY): a number only with a whole year behind them."""
_SERIAL = r"(?P<serial>(?:\d{1,3}-)?\d{1,6}(?:\.\d{1,3}){0,3})"
_YEAR = r"(?P<year>(?:19|20)\d\d|[4-9]\d)"
_DATED = rf"(?:(?P<code>{_MARKED})[\s-]{{0,2}}|(?P<trade>{_TRADE})\s?){_SERIAL}\s?[-:]\s?{_YEAR}"
_ADOPTED = r"(?:\s?/\s?(?:iso|iec)[a-z0-9/ .:-]{4,40})?"
_WHOLE = re.compile(_DATED + _ADOPTED)
_UNDATED = re.compile(rf"(?P<code>{_MARKED})[\s-]{{0,2}}{_SERIAL}")
_CITED = re.compile(rf"(?<![a-z0-9/.-]){_DATED}(?![0-9-])")
_FULL_YEAR = 4


class Standard(NamedTuple):
    """The number of a standard.

    Attributes:
        name: 代号 and 顺序号 as standards print them: ``GB/T 9704``, ``GB/T 1.1``.
        year: of the edition; None where it is not said.
    """

    name: str
    year: int | None


def parse(folded: str) -> Standard | None:
    """The standard whose number a folded text is as a whole, with or without a year; else None.

    >>> parse("gb/t 9704-2012")
    Standard(name='GB/T 9704', year=2012)
    """
    found = _WHOLE.fullmatch(folded)
    if found:
        return _standard(found)
    undated = _UNDATED.fullmatch(folded)
    return Standard(_name(undated["code"], undated["serial"]), None) if undated else None


def find(folded: str) -> Iterator[tuple[int, int, Standard]]:
    """The dated numbers in a folded text as ``(start, end, standard)``, in order."""
    for found in _CITED.finditer(folded):
        if standard := _standard(found):
            yield found.start(), found.end(), standard


def key(name: str) -> str:
    """What a name is looked up by: ``GM/T 0054`` is ``gm/t54``, too."""
    letters, _, serial = name.lower().rpartition(" ")
    return letters.replace(" ", "") + serial.lstrip("0")


def _standard(found: re.Match[str]) -> Standard | None:
    year = found["year"]
    if len(year) < _FULL_YEAR and not found["code"]:
        return None
    return Standard(
        _name(found["code"] or found["trade"], found["serial"]),
        int(year) if len(year) == _FULL_YEAR else 1900 + int(year),
    )


def _name(code: str, serial: str) -> str:
    return f"{''.join(code.split()).upper()} {serial}"
