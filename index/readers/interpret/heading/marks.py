"""版头: the marks above the red line of GB/T 9704: 份号, 密级和保密期限, 紧急程度, 签发人, 期号.

They stand on lines of their own or share one, with each other, with the letterhead or with the
发文字号 (签发人 beside it). They say nothing of what the document is called.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.conventions.genre import OFFICIAL
from index.text.fold import fold
from index.text.han import HAN, TENS, UNIFIED

_LONGEST = 80
_TERM = rf"(?:长期|[\d{TENS}]{{1,3}}\s?(?:年|个?月|[天日]))"
_MARKS = (
    (
        "密级和保密期限",
        re.compile(
            rf"(?:密\s?级(?:和保密期限)?\s?:\s?)?(?P<value>(?:绝\s?密|机\s?密|秘\s?密)(?:\s?[★☆*]\s?{_TERM}?)?)(?=\s|$|特|加|平)"
        ),
    ),
    (
        "紧急程度",
        re.compile(
            r"(?:(?:紧急|缓急)程度\s?:\s?)?(?P<value>特\s?提|特\s?急|加\s?急|平\s?急|急\s?件)(?=\s|$)"
        ),
    ),
    (
        "份号",
        re.compile(
            r"(?:份\s?号\s?:?\s?)?(?P<value>(?:no\.?\s?|№\s?)?\d{3,8})(?=\s|$|绝|机|秘|特|加)"
        ),
    ),
    (
        "期号",
        re.compile(
            rf"(?P<value>\(?(?:(?:19|20)\d\d年)?(?:第\s?[\d{TENS}百]{{1,5}}\s?期|总第\s?\d{{1,5}}\s?期)\)?)(?=\s|$)"
        ),
    ),
)
_SIGNERS = re.compile(
    rf"(?<!\s)\s*+(?P<label>签\s?发\s?人?|会\s?签\s?人?)\s?:\s*+(?P<names>[{UNIFIED}×xX*·、\s]{{0,40}})$"
)
_NAME = rf"{HAN}\s{{0,3}}(?:[{UNIFIED}×x*]\s?){{1,3}}"
_NAMES = re.compile(rf"{_NAME}(?:[\s、]+{_NAME}){{0,4}}")
_BESIDE = 3
"""So many names at most stand beside a 发文字号."""
_TITLES = frozenset(OFFICIAL)


class Marked(NamedTuple):
    """A line of a head.

    Attributes:
        pairs: the marks on it as (label, value), as printed.
        rest: what else stands on it.
    """

    pairs: tuple[tuple[str, str], ...]
    rest: str


def read_marks(line: str) -> Marked:
    """The marks that a line begins and ends with.

    >>> read_marks("云政发〔2024〕7号      签发人：李某某").rest
    '云政发〔2024〕7号'
    """
    if len(line) > _LONGEST:
        return Marked((), line)
    pairs: list[tuple[str, str]] = []
    folded, start, end = fold(line), 0, len(line)
    if signers := _SIGNERS.search(folded):
        pairs.append(("签发人", line[signers.start("names") :].strip()))
        end = signers.start()
    while start < end:
        start += len(folded[start:end]) - len(folded[start:end].lstrip())
        for label, form in _MARKS:
            if found := form.match(folded, start, end):
                pairs.append((label, line[slice(*found.span("value"))].strip()))
                start = found.end()
                break
        else:
            break
    return Marked(tuple(pairs), line[start:end].strip())


def are_names(line: str) -> bool:
    """Whether a line is names of persons, as stand below 签发人; 通知, 公 告 are none."""
    folded = fold(line).strip()
    return bool(_NAMES.fullmatch(folded)) and "".join(folded.split()) not in _TITLES


def names_beside(line: str) -> tuple[str, str]:
    """What a line begins with, and the names of persons that stand behind it across white space.

    >>> names_beside("云财农〔2025〕30号        钱某某")
    ('云财农〔2025〕30号', '钱某某')
    """
    words = line.split()
    for count in range(min(_BESIDE, len(words) - 1), 0, -1):
        names = " ".join(words[-count:])
        if are_names(names):
            return " ".join(words[:-count]), names
    return line.strip(), ""
