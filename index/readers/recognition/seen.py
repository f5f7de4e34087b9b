"""What was seen on the picture of a page: lines, where their characters stand, how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

UNSURE = 0.85
"""A line whose characters are less certain than this on average is doubted …"""
DOUBTED = 0.5
"""… and so is one with a character less certain than this."""

_MOST = 1e9


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
        """The inverse of :meth:`to_json`.

        Raises: one of ``index.errors.MALFORMED``, of what that has not given.
        """
        width, height = _numbers([row["width"], row["height"]])
        return cls(width, height, tuple(map(_line, row["lines"])))


def _line(row: list[Any]) -> SeenLine:
    text, starts, widths, *rest = row
    if not isinstance(text, str) or not len(text) == len(starts) == len(widths):
        raise ValueError(text)
    return SeenLine(text, _numbers(starts), _numbers(widths), *_numbers(rest))


def _numbers(values: list[Any]) -> tuple[float, ...]:
    """Numbers as they are, and nothing else."""
    if not all(isinstance(value, float | int) and abs(value) < _MOST for value in values):
        raise ValueError(values)
    return tuple(values)


def _tenths(values: tuple[float, ...]) -> list[float]:
    return [round(value, 1) for value in values]
