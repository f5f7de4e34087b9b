"""What was seen on the picture of a page: lines, where their characters stand, how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

UNSURE = 0.85
"""A line whose characters are less certain than this on average is doubted …"""
DOUBTED = 0.5
"""… and so is one with a character less certain than this."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of text; lengths in pixels of the upright picture.

    Attributes:
        text: its characters, spaces left out.
        starts, widths: where each of them begins, and how wide it is.
        base: the height of the base line, from the top of the picture.
        size: of the characters.
        certainty: from 0 to 1, of all characters on average; least: of the worst.
    """

    text: str
    starts: tuple[float, ...]
    widths: tuple[float, ...]
    base: float
    size: float
    certainty: float
    least: float

    @property
    def is_doubted(self) -> bool:
        """Whether somebody should look at the original."""
        return self.certainty < UNSURE or self.least < DOUBTED


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page: its measures in pixels, and its lines."""

    width: float
    height: float
    lines: tuple[SeenLine, ...] = ()

    @property
    def doubted(self) -> int:
        """How many lines are doubted."""
        return sum(line.is_doubted for line in self.lines)

    @property
    def letters(self) -> int:
        """How many characters were seen."""
        return sum(len(line.text) for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """JSON-ready; lengths to a tenth of a pixel."""
        return {
            "width": self.width,
            "height": self.height,
            "lines": [
                [
                    line.text, _tenths(line.starts), _tenths(line.widths), round(line.base, 1),
                    round(line.size, 1), round(line.certainty, 3), round(line.least, 3),
                ]
                for line in self.lines
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        """The inverse of :meth:`to_json`."""
        lines = (
            SeenLine(text, tuple(starts), tuple(widths), *rest)
            for text, starts, widths, *rest in row["lines"]
        )
        return cls(row["width"], row["height"], tuple(lines))


def _tenths(values: tuple[float, ...]) -> list[float]:
    return [round(value, 1) for value in values]
