"""Windows on a text: its best articles where a question was asked, else the most different words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import NamedTuple

from index.document import Section
from index.text.fold import Squeezed, squeeze
from search.results import Marks, Snippet
from search.snippets.headings import heading_at
from search.snippets.marking import MAX_SEEN, Place, merged, places_in
from search.snippets.parts import Part

WINDOW = 110
LEAD = 24
ARTICLE_WINDOW = 130
"""An article is shown from its beginning, so many characters of it."""
_OPENING = 2 / 3
"""It is, where its beginning shows this share of what the best window within it does."""
_TYPED = 1000
"""What was typed weighs so many times what nobody typed: any of it more than all of that."""
_STOPS = "。！？；\n"


class _Window(NamedTuple):
    """A range of the text, the place that says under which heading it is, and the marks in it."""

    start: int
    end: int
    first: int
    marks: Marks


def snippets(
    body: str,
    sections: Sequence[Section],
    needles: Sequence[str],
    limit: int = 2,
    seen: int = MAX_SEEN,
    best: Sequence[Part] = (),
    squeezed: Squeezed | None = None,
    others: Container[str] = (),
    anyway: Container[Part] = (),
) -> tuple[Snippet, ...]:
    """The best windows of ``body``, in the order of the text; its beginning if nothing is found.

    Args:
        seen: so many occurrences of each needle are looked at.
        best: the parts to be shown, the best first; those that have none of the needles are not.
        squeezed: ``body`` squeezed, where that is done already.
        anyway: those of ``best`` that are shown though they have none of the needles.
        others: the needles that nobody typed, other wordings: what was typed is shown before them.
    """
    if not body:
        return ()
    squeezed = squeezed or squeeze(body)
    weights = [len(needle) * (1 if needle in others else _TYPED) for needle in needles]
    windows = _within(body, squeezed, needles, weights, best, anyway, limit, seen)
    if not windows:
        places = places_in(squeezed, needles, seen)
        windows = _windows(body, places, weights, limit) if places else []
    if not windows:
        text, _ = _one_line(body, 0, min(len(body), WINDOW), ())
        return (Snippet(text + ("…" if len(body) > WINDOW else ""), ()),) if text else ()
    made = []
    for start, end, first, ranges in windows:
        text, found = _one_line(body, start, end, ranges)
        before, after = "…" if start else "", "…" if end < len(body) else ""
        shifted = tuple((a + len(before), b + len(before)) for a, b in found)
        made.append(Snippet(f"{before}{text}{after}", shifted, *heading_at(sections, first)))
    return tuple(made)


def _within(
    body: str,
    squeezed: Squeezed,
    needles: Sequence[str],
    weights: Sequence[int],
    parts: Sequence[Part],
    anyway: Container[Part],
    limit: int,
    seen: int,
) -> list[_Window]:
    """A window on each of the first ``limit`` parts that have a needle, in the order of the text."""
    found: list[_Window] = []
    for part in parts:
        low, high = squeezed.place(part.start), squeezed.place(part.end)
        places = places_in(squeezed, needles, seen, low, high)
        if places or part in anyway:
            found.append(_window_of(body, part, places, weights))
        if len(found) == limit:
            break
    return sorted(found)


def _window_of(body: str, part: Part, places: list[Place], weights: Sequence[int]) -> _Window:
    """The window that shows most of what stands in a part: from its beginning, where it is an article
    and its beginning shows nearly as much."""
    opening = part.start, min(part.start + ARTICLE_WINDOW, part.end)
    start, end = opening
    if places:
        start, end = _bounds(body, *places[_best_first(places, weights)[0]][:2])
        start, end = max(start, part.start), min(end, part.end)
    nearly = _OPENING * _shown(places, weights, start, end)
    if part.article >= 0 and _shown(places, weights, *opening) >= nearly:
        start, end = opening
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    return _Window(start, end, inside[0][0] if inside else start, merged(inside))


def _shown(places: list[Place], weights: Sequence[int], start: int, end: int) -> int:
    """What the different needles weigh that a window shows."""
    shown = {needle for first, last, needle in places if start <= first and last <= end}
    return sum(weights[needle] for needle in shown)


def _windows(body: str, places: list[Place], weights: Sequence[int], limit: int) -> list[_Window]:
    """Up to ``limit`` windows that show the most different words; the rarest of them says which 章/条
    each is."""
    each = [needle for _, _, needle in places]
    everything = set(each)
    chosen: list[_Window] = []
    covered: set[int] = set()
    for at in _best_first(places, weights):
        start, end = _bounds(body, places[at][0], places[at][1])
        if any(start < other.end and other.start < end for other in chosen):
            continue
        within = places[bisect_left(places, (start, 0, 0)) : bisect_left(places, (end, 0, 0))]
        inside = [place for place in within if place[1] <= end]
        words = {needle for _, _, needle in inside}
        if chosen and words <= covered:
            continue
        covered |= words
        often = {needle: each.count(needle) for needle in words}
        rarest, _, _ = min(inside, key=lambda place: (often[place[2]], place[0]))
        chosen.append(_Window(start, end, rarest, merged(inside)))
        if len(chosen) == limit or covered == everything:
            break
    return sorted(chosen)


def _best_first(places: list[Place], weights: Sequence[int]) -> list[int]:
    """The places by what the different needles weigh that a window from there shows; that alone which shows
    all of them, where one does.

    One pass with two pointers: linear in the number of places, then a sort.
    """
    everything = sum(weights[needle] for needle in {place[2] for place in places})
    within = [0] * len(weights)
    weight = right = 0
    shown: list[int] = []
    for start, _, leaving in places:
        stop = start + WINDOW - LEAD
        while right < len(places):
            _, end, needle = places[right]
            if right > len(shown) and end > stop:
                break
            weight += 0 if within[needle] else weights[needle]
            within[needle] += 1
            right += 1
        if weight == everything:
            return [len(shown)]
        shown.append(-weight)
        within[leaving] -= 1
        weight -= 0 if within[leaving] else weights[leaving]
    return sorted(range(len(places)), key=shown.__getitem__)


def _bounds(body: str, start: int, end: int) -> tuple[int, int]:
    """A window around a mark, beginning after the sentence before where that is near."""
    low = max(0, start - LEAD)
    stop = max(body.rfind(mark, low, start) for mark in _STOPS)
    first = stop + 1 if stop >= 0 else low
    return first, min(len(body), max(first + WINDOW, end))


def _one_line(body: str, start: int, end: int, ranges: Marks) -> tuple[str, Marks]:
    """``body[start:end]`` with white space collapsed, and ``ranges`` moved accordingly."""
    raw = body[start:end]
    text = " ".join(raw.split())
    if len(text) == len(raw.strip()):  # white space became a blank each, but for that at the ends
        lead = end - len(raw.lstrip())
        return text, tuple((max(a - lead, 0), min(b - lead, len(text))) for a, b in ranges)

    def moved(edge: int) -> int:
        before = body[start:edge]
        words = before.split()
        spaced = bool(words) and before[-1].isspace()
        return min(len(" ".join(words)) + spaced, len(text))

    return text, tuple((moved(a), moved(b)) for a, b in ranges)
