"""How the scan reads a query: the query language of the help page, for what is well formed.

::

    公积金 提取          both words           "高新技术企业"    exactly this string
    个人 OR 企业         either               -补贴             without
    标题:公积金          only there; also 正文: 发文机关: 文号:

Quotations that are not closed, prefixes before nothing and the like are not read here: what is
promised of them is that they are no error.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple


class Place(Enum):
    """Where a clause looks."""

    ANYWHERE = auto()
    TITLE = auto()
    BODY = auto()
    ISSUER = auto()
    NUMBER = auto()


PREFIXES = {
    "标题": Place.TITLE,
    "正文": Place.BODY,
    "发文机关": Place.ISSUER,
    "文号": Place.NUMBER,
    "索引号": Place.NUMBER,
}
_CLAUSE = re.compile(
    rf"(?P<minus>[-－](?=\S))?(?:(?P<prefix>{'|'.join(PREFIXES)})[:：])?"
    r'(?:["＂“](?P<phrase>[^"＂“”]+)["＂”]|(?P<words>[^\s"＂“”]+))'
)


class Clause(NamedTuple):
    """One thing looked for: words, or (``exactly``) a string."""

    text: str
    exactly: bool = False
    place: Place = Place.ANYWHERE

    @property
    def is_text(self) -> bool:
        """Whether it is looked for in title or body."""
        return self.place not in (Place.ISSUER, Place.NUMBER)


class Reading(NamedTuple):
    """What was typed: of every group one clause must hold, and no excluded one."""

    groups: tuple[tuple[Clause, ...], ...]
    excluded: tuple[Clause, ...] = ()

    @property
    def required(self) -> tuple[tuple[Clause, ...], ...]:
        """The groups that were asked for expressly; they are never relaxed."""
        return tuple(group for group in self.groups if not _is_plain(group))

    @property
    def plain(self) -> tuple[Clause, ...]:
        """The words typed side by side; a ladder may ask for a part of them."""
        return tuple(group[0] for group in self.groups if _is_plain(group))


def read(q: str, in_titles: bool = False) -> Reading:
    """The clauses of ``q``; ``in_titles`` looks in titles what is not bound to another place."""
    groups: list[tuple[Clause, ...]] = []
    excluded: list[Clause] = []
    either = False
    for found in _CLAUSE.finditer(q):
        if found[0] == "OR" and groups:
            either = True
            continue
        place = PREFIXES.get(found["prefix"], Place.TITLE if in_titles else Place.ANYWHERE)
        clause = Clause(found["phrase"] or found["words"], bool(found["phrase"]), place)
        if found["minus"]:
            excluded.append(clause)
        elif either:
            groups[-1] = (*groups[-1], clause)
        else:
            groups.append((clause,))
        either = False
    return Reading(tuple(groups), tuple(excluded))


def _is_plain(group: tuple[Clause, ...]) -> bool:
    return len(group) == 1 and not group[0].exactly and group[0].is_text
