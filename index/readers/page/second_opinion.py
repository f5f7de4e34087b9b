"""A second opinion on which text of a page is its document, asked where our own choice is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.readers.page.furniture import is_furniture_text
from index.readers.page.lines import Line
from index.text.han import UNIFIED

_HAN = re.compile(f"[{UNIFIED}\U00020000-\U0002fa1f]+")
_LITTLE = 3
"""Less than one part in so many is little of a page."""
_DOUBTED = 2
_MOST_CHARACTERS = 1_000_000
_FEWEST = 60
_STOPS = re.compile("[，。；、]")


def han(text: str) -> int:
    """How many Chinese characters a text has."""
    return sum(map(len, _HAN.findall(text)))


def better(text: str, kept: list[str], lines: Sequence[Line]) -> list[str]:
    """``kept``, or what trafilatura takes for the document where that is far more running text."""
    there = sum(line.size - line.linked for line in lines if line.sentence and not line.furniture)
    if there < _FEWEST or sum(map(len, kept)) * _DOUBTED >= there or len(text) > _MOST_CHARACTERS:
        return kept
    import trafilatura  # noqa: PLC0415 -- half a second and 40 MB, which most pages do not need

    found = trafilatura.extract(text, include_comments=False, favor_recall=True) or ""
    other = [
        line for line in map(str.strip, found.split("\n")) if line and not is_furniture_text(line)
    ]
    return other if _running(other) > _DOUBTED * _running(kept) else kept


def _running(lines: Iterable[str]) -> int:
    """How many Chinese characters stand in running text."""
    return sum(han(line) for line in lines if _STOPS.search(line))


def warning(kept: Sequence[str], lines: Sequence[Line]) -> str:
    """What is said of a page of whose Chinese text less than a third is kept; else empty."""
    if not kept or sum(map(len, kept)) * _DOUBTED >= sum(line.size for line in lines):
        return ""
    ours, there = han("".join(kept)), han("".join(line.text for line in lines))
    if ours * _LITTLE >= there:
        return ""
    return f"只采用了网页文字的百分之 {ours * 100 // there}，请对照原文。"
