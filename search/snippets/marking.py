"""Marks: where the words of a query stand, in the original characters.

Whole words and phrases are marked, never a single gram of them. Texts are compared folded
and squeezed, so a word broken over two lines, in full width or in Traditional characters is
marked as printed. Nothing is analysed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from index.text.fold import Squeezed, squeeze
from search.results import Marks

MAX_MARKS = 5000
"""Occurrences that are marked in a text, those of the longest needles first."""
MAX_SEEN = 50
"""Occurrences of one needle that are looked at for snippets."""
MAX_LOOKED_FOR = 2_500
"""Needles are looked for so often on one page: a hundred texts for the 25 longest, ten for all."""
MAX_COMPARED = 30_000
"""So many occurrences are compared on one page: in ten texts :data:`MAX_SEEN` of up to 60 needles."""


Place: TypeAlias = tuple[int, int, int]
"""An occurrence: where it starts and ends in the original text, and which needle it is of. There are
hundreds on a page, so it has no names."""


_NARROW = 0xFFFF
LONG = 3000
"""From so many characters on a text is looked through with arrays: twice as quick at 8,000 characters, five
times at 64,000; slower below."""
_TYPED = 1000
"""What was typed weighs so many times what nobody typed: any of it more than all of that."""


class Needles(NamedTuple):
    """What is looked for in the bodies of a page.

    Attributes:
        words: folded and squeezed, the longest first.
        weights: what each weighs.
        seen: so many occurrences of each are looked at.
    """

    words: Sequence[str]
    weights: Sequence[int]
    seen: int


def needles_of(words: Sequence[str], seen: int = MAX_SEEN, others: Container[str] = ()) -> Needles:
    """Words as they are looked for.

    Args:
        others: those that nobody typed, other wordings: what was typed is shown before them.
    """
    return Needles(words, [len(word) * (1 if word in others else _TYPED) for word in words], seen)


Occurrences: TypeAlias = tuple[int, int, list[int]]
"""Of a needle its number, its length, and where it stands in the squeezed text, ascending."""


def marks(text: str, needles: Sequence[str]) -> Marks:
    """The ranges of ``text`` in which one of ``needles`` (folded, squeezed) stands."""
    return marked(squeeze(text), needles) if needles else ()


def marked(squeezed: Squeezed, needles: Sequence[str]) -> Marks:
    """The same of a text that is squeezed already."""
    return merged(places_in(squeezed, needles, MAX_MARKS))


def within_reach(needles: Sequence[str], texts: int) -> tuple[Sequence[str], int]:
    """What is looked for in each of the bodies of a page, and how many occurrences of each: less
    only where a long question meets a long page, which then costs what a short one does.

    Args:
        needles: the longest first.
    """
    kept = needles[: MAX_LOOKED_FOR // max(texts, 1)]
    return kept, min(MAX_SEEN, MAX_COMPARED // max(len(kept) * texts, 1))


def places_in(
    squeezed: Squeezed, needles: Sequence[str], most: int, low: int = 0, high: int | None = None
) -> list[Place]:
    """The first ``most`` occurrences of each needle, :data:`MAX_MARKS` in all, in the order of the
    text.

    Args:
        low, high: only in this range of the squeezed text.
    """
    find, high = squeezed.text.find, len(squeezed.text) if high is None else high
    if high - low >= LONG:
        return placed(squeezed, occurrences(squeezed, needles, most, low, high))
    found: list[tuple[int, int, int]] = []
    for number, needle in enumerate(needles):
        at = find(needle, low, high)
        if at < 0:
            continue
        length, count = len(needle), 0
        most = min(most, MAX_MARKS - len(found))
        cuts = _may_be_cut(needle)
        while at >= 0 and count < most:
            end = at + length
            if cuts and (_glued(squeezed, at - 1) or _glued(squeezed, end - 1)):
                end = at + 1
            else:
                found.append((at, -end, number))
                count += 1
            at = find(needle, end, high)
    found.sort()
    return _original(squeezed, found) if found else []


def occurrences(
    squeezed: Squeezed, needles: Sequence[str], most: int, low: int, high: int
) -> list[Occurrences]:
    """The same of a long text, needle by needle."""
    found, left = list[Occurrences](), MAX_MARKS
    for number, needle in enumerate(needles):
        starts = _in_one_pass(squeezed, needle, min(most, left), low, high)
        if starts:
            found.append((number, len(needle), starts))
            left -= len(starts)
    return found


def placed(squeezed: Squeezed, found: Sequence[Occurrences]) -> list[Place]:
    """Occurrences in the order of the text, as places of the original."""
    ordered = [(at, -at - length, number) for number, length, starts in found for at in starts]
    ordered.sort()
    return _original(squeezed, ordered)


def _in_one_pass(squeezed: Squeezed, needle: str, most: int, low: int, high: int) -> list[int]:
    """Where a needle stands, ascending: where its first two characters do is seen in one pass, several
    characters a step."""
    length, units = len(needle), squeezed.units
    last = high - length + 1
    first, second = ord(needle[0]), ord(needle[1]) if length > 1 else 0
    if last <= low or (units.dtype == np.uint16 and max(first, second) > _NARROW):
        return []
    stands = units[low:last] == first
    if length > 1:
        stands &= units[low + 1 : last + 1] == second
    found = stands.nonzero()[0] + low
    cuts = _may_be_cut(needle)
    if not cuts and (length == 1 or (length == len("前后") and first != second)):
        starts: list[int] = found[:most].tolist()
        return starts
    begins, end, starts = squeezed.text.startswith, 0, []
    for at in found.tolist():
        if at < end or not begins(needle, at):
            continue
        if cuts and (_glued(squeezed, at - 1) or _glued(squeezed, at + length - 1)):
            continue
        starts.append(at)
        end = at + length
        if len(starts) == most:
            break
    return starts


def _original(squeezed: Squeezed, found: Sequence[tuple[int, int, int]]) -> list[Place]:
    """Ascending places of the squeezed text (where each begins, less where it ends, its needle) as those of
    the original: what :meth:`Squeezed.span` gives. Between two gaps all are moved by the same."""
    gaps, before, gap, places = squeezed.gaps, 0, -1, list[Place]()
    if not gaps:
        return [(at, -end, number) for at, end, number in found]
    for at, end, number in found:
        if gap <= at:
            before = bisect_right(gaps, at, before)
            gap = gaps[before] if before < len(gaps) else len(squeezed.text)
        within = before if gap >= -end else bisect_right(gaps, -end - 1, before)
        places.append((at + before, within - end, number))
    return places


def merged(places: Sequence[Place]) -> Marks:
    """The ranges that ascending places cover, those that touch as one."""
    ranges: list[tuple[int, int]] = []
    for start, end, _ in places:
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = ranges[-1][0], max(ranges[-1][1], end)
        else:
            ranges.append((start, end))
    return tuple(ranges)


def _may_be_cut(needle: str) -> bool:
    """Whether a needle may be a part of a longer Latin word or number."""
    return needle[0].isascii() or needle[-1].isascii()


def _glued(squeezed: Squeezed, left: int) -> bool:
    """Whether a Latin word or number goes on from ``left``: ``5g`` is not in ``15gb``."""
    if left < 0 or left + 1 >= len(squeezed.text):
        return False
    pair = squeezed.text[left : left + 2]
    start, end = squeezed.span(left, left + 2)
    return end - start == len(pair) and pair.isascii() and pair.isalnum()
