"""以下简称: names that a document gives to works it has named in full, and their uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from index.conventions.genre import LEGAL, OFFICIAL, SITES
from index.statements.model import Span
from index.text.han import UNIFIED

MOST = 100
"""A document that gives more short names than this is no document."""
_DEFINES = re.compile(
    r"""\s?\((?:[^()]{0,80}[,;]\s?)?(?:以下(?:均|合并)?简?称|下称|简称)(?:为|作)?\s?:?\s?["'《〈]?"""
    rf"""(?P<short>[{UNIFIED}a-z0-9]{{2,24}})["'》〉]?"""
)
_GENERIC = frozenset(
    (*OFFICIAL, *LEGAL, *SITES, "纲要", "目录", "细则", "总则", "法典", "合同", "协议")
)
_OF_DOCUMENTS = "法例定则释约程案章知告复见议划要录准范引施典书"
_NOT_BEHIND = "律规制院定人庭官学治案警医理式"


def short_name(folded: str, at: int) -> str:
    """The short name that is given at ``at``, behind 》; empty where none is."""
    found = _DEFINES.match(folded, at)
    return found["short"] if found and not found["short"].startswith("本") else ""


def is_generic(short: str) -> bool:
    """Whether a short name is a word of its own (条例), which alone says nothing."""
    return short in _GENERIC


def uses(folded: str, shorts: Mapping[str, int]) -> Iterator[tuple[Span, str]]:
    """Where short names stand without 《》 behind the place that gives them.

    Args:
        shorts: short name -> where it is given.
    """
    telling = tuple(
        sorted(
            (one for one in shorts if one[-1] in _OF_DOCUMENTS and not is_generic(one)),
            key=len,
            reverse=True,
        )
    )
    if not telling or len(telling) > MOST:
        return
    for found in _pattern(telling).finditer(folded):
        if found.start() > shorts[found[0]] and folded[found.start() - 1] not in "本该《〈":
            yield Span(found.start(), found.end()), found[0]


@lru_cache(16)
def _pattern(shorts: tuple[str, ...]) -> re.Pattern[str]:
    parts = (
        re.escape(short) + (f"(?![{_NOT_BEHIND}])" if short[-1] == "法" else "") for short in shorts
    )
    return re.compile("|".join(parts))
