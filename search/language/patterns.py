"""Patterns of characters: what each may be, and which characters stand side by side in texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.text.runs import runs

_HALF, _LOW = np.uint32(16), np.uint32(0xFFFF)


@dataclass(frozen=True, slots=True)
class Sound:
    """Characters that are read so; the syllable may be unfinished, a letter alone an initial."""

    begins: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some characters."""

    characters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any one character of a text."""


Element: TypeAlias = str | Sound | OneOf | Anything
"""What one character may be: itself, or as its class says."""


class Beside:
    """Which characters stand side by side in texts: most of what may have been typed wrong is written nowhere, and
    two neighbours tell.

    Args:
        codes: uint16[n]: the texts, line ends between them.
        others: what is known of other texts.

    Attributes:
        behind, before: for each character those that stand behind it, before it.
    """

    def __init__(self, codes: npt.NDArray[np.uint16], others: Beside | None = None) -> None:
        first, second = codes[:-1].astype(np.uint32), codes[1:].astype(np.uint32)
        self.behind = _by_first(np.unique(first << _HALF | second))
        self.before = _by_first(np.unique(second << _HALF | first))
        if others:
            self.behind = _both(others.behind, self.behind)
            self.before = _both(others.before, self.before)

    def left(self, pattern: Sequence[Element]) -> list[Element]:
        """A pattern that fits the same texts, with those of :class:`OneOf` that stand beside its characters; empty
        where it fits none."""
        left: list[Element] = []
        around = zip((None, *pattern), pattern, (*pattern[1:], None), strict=False)
        for before, element, behind in around:
            first, second = self._allowed(before, behind)
            if isinstance(element, OneOf):
                fits = [
                    one
                    for one in element.characters
                    if (first is None or one in first) and (second is None or one in second)
                ]
                if not fits:
                    return []
                left.append(fits[0] if len(fits) == 1 else OneOf(frozenset(fits)))
                continue
            if isinstance(element, str) and not all(
                text is None or _clipped(element) in text for text in (first, second)
            ):
                return []
            left.append(element)
        return left

    def _allowed(
        self, before: Element | None, behind: Element | None
    ) -> tuple[str | None, str | None]:
        """What stands behind a character, and before another; None for any."""
        return (
            self.behind.get(_clipped(before), "") if isinstance(before, str) else None,
            self.before.get(_clipped(behind), "") if isinstance(behind, str) else None,
        )


def _by_first(pairs: npt.NDArray[np.uint32]) -> dict[str, str]:
    """First character -> second ones, of ascending pairs, the first in the higher half."""
    first = pairs >> _HALF
    begins = runs(first)
    bounds = [*begins.tolist(), len(first)]
    texts = (pairs & _LOW).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    spans = zip(first[begins].tolist(), pairwise(bounds), strict=True)
    return {chr(code): texts[begin:end] for code, (begin, end) in spans}


def _both(known: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """What either has."""
    joined = {one: known.get(one, "") + found for one, found in more.items()}
    return {**known, **{one: "".join(dict.fromkeys(found)) for one, found in joined.items()}}


def _clipped(one: str) -> str:
    """A character as texts hold it: those beyond the first plane are one."""
    return one if one <= "\uffff" else "\uffff"
