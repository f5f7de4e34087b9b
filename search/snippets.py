"""Marks and snippets: where the words of a query stand, in the original characters.

Whole words and phrases are marked, never a single gram of them. Texts are compared folded
and squeezed, so a word broken over two lines, in full width or in Traditional characters is
marked as printed. Nothing is analysed again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from index.conventions.sections import anchors
from index.document import Section
from index.text.fold import Squeezed, squeeze
from search.results import Marks, SectionLink, Snippet

MAX_MARKS = 5000
"""Occurrences that are marked in a text, those of the longest needles first."""
MAX_SEEN = 50
"""Occurrences of one needle that are looked at for snippets."""
MAX_LOOKED_FOR = 2_500
"""Needles are looked for so often on one page: a hundred texts for the 25 longest, ten for all."""
MAX_COMPARED = 30_000
"""So many occurrences are compared on one page: in ten texts :data:`MAX_SEEN` of up to 60 needles."""
WINDOW = 110
LEAD = 24
_STOPS = "。！？；\n"


class _Place(NamedTuple):
    """An occurrence: its range in the original text, and which needle it is of."""

    start: int
    end: int
    needle: int


def marks(text: str, needles: Sequence[str]) -> Marks:
    """The ranges of ``text`` in which one of ``needles`` (folded, squeezed) stands."""
    return _merged(_places(squeeze(text), needles, MAX_MARKS))


def snippets(
    body: str,
    sections: Sequence[Section],
    needles: Sequence[str],
    limit: int = 2,
    seen: int = MAX_SEEN,
) -> tuple[Snippet, ...]:
    """The best windows of ``body``, in the order of the text; its beginning if nothing is found.

    Args:
        seen: so many occurrences of each needle are looked at.
    """
    if not body:
        return ()
    places = _places(squeeze(body), needles, seen)
    if not places:
        text, _ = _one_line(body, 0, min(len(body), WINDOW), ())
        return (Snippet(text + ("…" if len(body) > WINDOW else ""), ()),) if text else ()
    offsets = [section.offset for section in sections]
    windows = _windows(body, places, needles, limit)
    last = bisect_right(offsets, windows[-1][2])
    names = anchors(sections[:last])
    made = []
    for start, end, first in windows:
        ranges = _merged([p for p in places if start <= p.start and p.end <= end])
        text, found = _one_line(body, start, end, ranges)
        before, after = "…" if start else "", "…" if end < len(body) else ""
        shifted = tuple((a + len(before), b + len(before)) for a, b in found)
        at = bisect_right(offsets, first) - 1
        label, anchor = (_name(sections[at]), names[at]) if at >= 0 else ("", "")
        made.append(Snippet(f"{before}{text}{after}", shifted, label, anchor))
    return tuple(made)


def heading_at(sections: Sequence[Section], at: int) -> tuple[str, str]:
    """The heading that a place of the body stands under, and its anchor; empty where there is none."""
    above = bisect_right(sections, at, key=lambda section: section.offset)
    return (_name(sections[above - 1]), anchors(sections[:above])[-1]) if above else ("", "")


def within_reach(needles: Sequence[str], texts: int) -> tuple[Sequence[str], int]:
    """What is looked for in each of the bodies of a page, and how many occurrences of each: less
    only where a long question meets a long page, which then costs what a short one does.

    Args:
        needles: the longest first.
    """
    kept = needles[: MAX_LOOKED_FOR // max(texts, 1)]
    return kept, min(MAX_SEEN, MAX_COMPARED // max(len(kept) * texts, 1))


def section_links(body: str, sections: Sequence[Section]) -> tuple[SectionLink, ...]:
    """The table of contents: what each heading is called and where it is."""
    return tuple(
        SectionLink(anchor, part.level, _name(part), part.offset)
        for anchor, part in zip(anchors(sections), sections, strict=True)
    )


def _name(section: Section) -> str:
    gap = "" if section.label.endswith(("、", "）", ")")) else " "
    return f"{section.label}{gap}{section.title}".strip()


def _places(squeezed: Squeezed, needles: Sequence[str], most: int) -> list[_Place]:
    """The first ``most`` occurrences of each needle, :data:`MAX_MARKS` in all, in the order of the
    text."""
    text = squeezed.text
    found: list[tuple[int, int, int]] = []
    for number, needle in enumerate(needles):
        length, count = len(needle), 0
        most = min(most, MAX_MARKS - len(found))
        cuts = needle[0].isascii() or needle[-1].isascii()
        at = text.find(needle)
        while at >= 0 and count < most:
            end = at + length
            if cuts and (_glued(squeezed, at - 1) or _glued(squeezed, end - 1)):
                end = at + 1
            else:
                found.append((at, -end, number))
                count += 1
            at = text.find(needle, end)
    found.sort()
    starts = squeezed.offsets[[at for at, _, _ in found]].tolist()
    ends = (squeezed.offsets[[-end - 1 for _, end, _ in found]] + 1).tolist()
    return list(map(_Place, starts, ends, [number for _, _, number in found]))


def _glued(squeezed: Squeezed, left: int) -> bool:
    """Whether a Latin word or number goes on from ``left``: ``5g`` is not in ``15gb``."""
    if left < 0 or left + 1 >= len(squeezed.text):
        return False
    pair = squeezed.text[left : left + 2]
    touching = squeezed.offsets[left + 1] == squeezed.offsets[left] + 1
    return bool(touching) and pair.isascii() and pair.isalnum()


def _merged(places: Sequence[_Place]) -> Marks:
    ranges: list[tuple[int, int]] = []
    for place in places:
        if ranges and place.start <= ranges[-1][1]:
            ranges[-1] = ranges[-1][0], max(ranges[-1][1], place.end)
        else:
            ranges.append((place.start, place.end))
    return tuple(ranges)


def _windows(
    body: str, places: list[_Place], needles: Sequence[str], limit: int
) -> list[tuple[int, int, int]]:
    """Up to ``limit`` windows that show the most different words.

    Returns:
        ``(start, end, mark)`` each; the mark is of the rarest word and says which 章/条 it is.
    """
    starts = [place.start for place in places]
    often = Counter(place.needle for place in places)
    everything = set(often)
    chosen: list[tuple[int, int, int]] = []
    covered: set[int] = set()
    for at in _best_first(places, needles):
        start, end = _bounds(body, places[at])
        if any(start < other_end and other_start < end for other_start, other_end, _ in chosen):
            continue
        within = places[bisect_left(starts, start) : bisect_left(starts, end)]
        inside = {place.needle for place in within if place.end <= end}
        if chosen and inside <= covered:
            continue
        covered |= inside
        rarest = min(
            (place for place in within if place.end <= end),
            key=lambda place: (often[place.needle], place.start),
        )
        chosen.append((start, end, rarest.start))
        if len(chosen) == limit or covered == everything:
            break
    return sorted(chosen)


def _best_first(places: list[_Place], needles: Sequence[str]) -> list[int]:
    """The places by how many characters of different needles a window from there shows.

    One pass with two pointers: linear in the number of places, then a sort.
    """
    within, lengths = [0] * len(needles), [len(needle) for needle in needles]
    weight = right = 0
    weights: list[int] = []
    for start, _, leaving in places:
        stop = start + WINDOW - LEAD
        while right < len(places):
            _, end, needle = places[right]
            if right > len(weights) and end > stop:
                break
            weight += 0 if within[needle] else lengths[needle]
            within[needle] += 1
            right += 1
        weights.append(-weight)
        within[leaving] -= 1
        weight -= 0 if within[leaving] else lengths[leaving]
    return sorted(range(len(places)), key=weights.__getitem__)


def _bounds(body: str, place: _Place) -> tuple[int, int]:
    """A window around a mark, beginning after the sentence before where that is near."""
    low = max(0, place.start - LEAD)
    stop = max(body.rfind(mark, low, place.start) for mark in _STOPS)
    start = stop + 1 if stop >= 0 else low
    end = min(len(body), max(start + WINDOW, place.end))
    return start, end


def _one_line(body: str, start: int, end: int, ranges: Marks) -> tuple[str, Marks]:
    """``body[start:end]`` with white space collapsed, and ``ranges`` moved accordingly."""
    text = " ".join(body[start:end].split())

    def moved(edge: int) -> int:
        before = body[start:edge]
        words = before.split()
        spaced = bool(words) and before[-1].isspace()
        return min(len(" ".join(words)) + spaced, len(text))

    return text, tuple((moved(a), moved(b)) for a, b in ranges)
