"""A recognised page as the rooms of ``index.readers.layout`` take it: characters in their places."""

from __future__ import annotations

from collections.abc import Sequence

from index.readers.layout.lines import Mark, Sheet
from index.readers.recognition.punctuation import as_printed, between_items
from index.readers.recognition.seen import SeenLine, SeenPage

_LIKE = 1.15
"""Sizes that differ by no more are one: what is measured on a picture is never exact."""


def sheet(number: int, page: SeenPage, longest: float) -> Sheet:
    """The characters of a recognised page, the longer side of which is ``longest``."""
    scale = longest / max(page.width, page.height, 1.0)
    texts = between_items([as_printed(line.text) for line in page.lines])
    marks: list[Mark] = []
    for line, text, size in zip(page.lines, texts, _sizes(page.lines), strict=True):
        marks += _marks(line, text, size, scale)
    return Sheet(number, page.width * scale, page.height * scale, marks)


def _marks(line: SeenLine, text: str, size: float, scale: float) -> list[Mark]:
    places = zip(text, line.starts, line.widths, strict=True)
    return [
        Mark(letter, start * scale, line.base * scale, width * scale, size * scale)
        for letter, start, width in places
    ]


def _sizes(lines: Sequence[SeenLine]) -> list[float]:
    """The size of each line, those that are nearly equal made equal; long lines count for more."""
    order = sorted(range(len(lines)), key=lambda at: lines[at].size)
    groups: list[list[int]] = []
    for at in order:
        if groups and lines[at].size <= _LIKE * lines[groups[-1][0]].size:
            groups[-1].append(at)
        else:
            groups.append([at])
    made = [0.0] * len(lines)
    for group in groups:
        letters = sum(len(lines[at].text) for at in group)
        mean = sum(lines[at].size * len(lines[at].text) for at in group) / letters
        for at in group:
            made[at] = mean
    return made
