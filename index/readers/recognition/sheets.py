"""A recognised page as the rooms of ``index.readers.layout`` take it: characters in their places."""

from __future__ import annotations

from collections import Counter

from index.readers.layout.lines import Mark, Sheet
from index.readers.recognition.punctuation import as_printed, between_items
from index.readers.recognition.seen import SeenLine, SeenPage

_LIKE = (0.84, 1.19)
"""Sizes that differ by so little are one: what is measured on a picture is never exact."""


def sheet(number: int, page: SeenPage, longest: float) -> Sheet:
    """The characters of a recognised page, the longer side of which is ``longest``."""
    scale = longest / max(page.width, page.height, 1.0)
    usual = _usual(page)
    marks: list[Mark] = []
    texts = between_items([as_printed(line.text) for line in page.lines])
    for line, text in zip(page.lines, texts, strict=True):
        is_usual = usual and _LIKE[0] < line.size / usual < _LIKE[1]
        marks += _marks(line, text, usual if is_usual else line.size, scale)
    return Sheet(number, page.width * scale, page.height * scale, marks)


def _marks(line: SeenLine, text: str, size: float, scale: float) -> list[Mark]:
    places = zip(text, line.starts, line.widths, strict=True)
    return [
        Mark(letter, start * scale, line.base * scale, width * scale, size * scale)
        for letter, start, width in places
    ]


def _usual(page: SeenPage) -> float:
    """The size of most characters."""
    sizes: Counter[int] = Counter()
    for line in page.lines:
        sizes[round(line.size)] += len(line.text)
    if not sizes:
        return 0.0
    mode = sizes.most_common(1)[0][0]
    near = [
        (line.size, len(line.text)) for line in page.lines if abs(line.size - mode) < 0.15 * mode
    ]
    count = sum(letters for _, letters in near)
    return sum(size * letters for size, letters in near) / count if count else float(mode)
