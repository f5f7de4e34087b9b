"""Windows on a text: its best articles where a question was asked, else the most different words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from search.results import Marks, Snippet
from search.snippets.headings import named_at
from search.snippets.marking import (
    LONG,
    Needles,
    Occurrences,
    Place,
    merged,
    occurrences,
    placed,
    places_in,
)
from search.snippets.parts import Part
from search.snippets.texts import Text

WINDOW = 110
LEAD = 24
ARTICLE_WINDOW = 130
"""An article is shown from its beginning, so many characters of it."""
_OPENING = 2 / 3
"""It is, where its beginning shows this share of what the best window within it does."""
_STOPS = "。！？；\n"
_AHEAD = 1000
"""So far behind the first place of the last needle a window that shows all of them is looked for first."""


class _Window(NamedTuple):
    """A range of the text, the place that says under which heading it is, and the marks in it."""

    start: int
    end: int
    first: int
    marks: Marks


def snippets(
    text: Text,
    needles: Needles,
    limit: int = 2,
    best: Sequence[Part] = (),
    anyway: Container[Part] = (),
) -> tuple[Snippet, ...]:
    """The best windows of the body of ``text``, in its order; its beginning if nothing is found.

    Args:
        best: the parts to be shown, the best first; those that have none of the needles are not.
        anyway: those of ``best`` that are shown though they have none of the needles.
    """
    body = text.body
    if not body:
        return ()
    windows = _within(text, needles, best, anyway, limit) if best else []
    windows = windows or _windows(text, needles, limit)
    if not windows:
        line, _ = _one_line(body, 0, min(len(body), WINDOW), (), 0)
        return (Snippet(line + ("…" if len(body) > WINDOW else ""), ()),) if line else ()
    return tuple([_snippet(text, window) for window in windows])


def _snippet(text: Text, window: _Window) -> Snippet:
    start, end, first, ranges = window
    before = "…" if start else ""
    line, marks = _one_line(text.body, start, end, ranges, len(before))
    after = "…" if end < len(text.body) else ""
    return Snippet(f"{before}{line}{after}", marks, *named_at(text.columns, text.names_to, first))


def _within(
    text: Text, needles: Needles, parts: Sequence[Part], anyway: Container[Part], limit: int
) -> list[_Window]:
    """A window on each of the first ``limit`` parts that have a needle, in the order of the text."""
    squeezed, found = text.squeezed, list[_Window]()
    for part in parts:
        low, high = squeezed.place(part.start), squeezed.place(part.end)
        places = places_in(squeezed, needles.words, needles.seen, low, high)
        if places or part in anyway:
            found.append(_window_of(text.body, part, places, needles.weights))
        if len(found) == limit:
            break
    return sorted(found)


def _window_of(body: str, part: Part, places: list[Place], weights: Sequence[int]) -> _Window:
    """The window that shows most of what stands in a part: from its beginning, where it is an article
    and its beginning shows nearly as much."""
    opening = part.start, min(part.start + ARTICLE_WINDOW, part.end)
    start, end = opening
    if places:
        shown = _shown_from(places, weights)
        start, end = _bounds(body, *places[shown.index(max(shown))][:2])
        start, end = max(start, part.start), min(end, part.end)
    nearly = _OPENING * _shown(places, weights, start, end)
    if part.article >= 0 and _shown(places, weights, *opening) >= nearly:
        start, end = opening
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    return _Window(start, end, inside[0][0] if inside else start, merged(inside))


def _shown(places: list[Place], weights: Sequence[int], start: int, end: int) -> int:
    """What the different needles weigh that a window shows."""
    shown = {needle for first, last, needle in places if start <= first and last <= end}
    return sum([weights[needle] for needle in shown])


def _windows(text: Text, needles: Needles, limit: int) -> list[_Window]:
    """Up to ``limit`` windows that show the most different words; the rarest of them says which 章/条
    each is."""
    squeezed, (words, weights, seen) = text.squeezed, needles
    if len(squeezed.text) < LONG:
        places = places_in(squeezed, words, seen)
    else:
        held = occurrences(squeezed, words, seen, 0, len(squeezed.text))
        if held and (first := _first_of_all(text, weights, held)):
            return [first]
        places = placed(squeezed, held)
    return _chosen(text.body, places, weights, limit) if places else []


def _chosen(body: str, places: list[Place], weights: Sequence[int], limit: int) -> list[_Window]:
    """The windows that show most of what stands in some places; each but the first shows something new."""
    each = [needle for _, _, needle in places]
    everything = set(each)
    chosen: list[_Window] = []
    covered: set[int] = set()
    news: list[int] = []
    for at in _best_first(places, weights):
        if chosen and not _is_near(places[at], news):
            continue
        start, end = _bounds(body, places[at][0], places[at][1])
        if any(start < other.end and other.start < end for other in chosen):
            continue
        inside = _inside(places, start, end)
        words = {needle for _, _, needle in inside}
        if chosen and words <= covered:
            continue
        covered |= words
        often = {needle: each.count(needle) for needle in words}
        chosen.append(_Window(start, end, _rarest(inside, often), merged(inside)))
        if len(chosen) == limit or covered == everything:
            break
        news = [start for start, _, needle in places if needle not in covered]
    return sorted(chosen)


def _first_of_all(
    text: Text, weights: Sequence[int], held: Sequence[Occurrences]
) -> _Window | None:
    """The first window that shows all needles that a text has, where that is soon behind the place at which
    the last of them is met: what :func:`_chosen` begins and ends with then, without the places farther on.

    A window in which nothing is missing ends within the places that are looked at.
    """
    squeezed = text.squeezed
    last = max([starts[0] for _, _, starts in held])
    low, high = last - WINDOW, last + _AHEAD
    near = [
        (number, length, starts[bisect_left(starts, low) : bisect_left(starts, high)])
        for number, length, starts in held
    ]
    places = placed(squeezed, near)
    shown = _shown_from(places, weights)
    if shown[-1] < sum([weights[number] for number, _, _ in held]):
        return None
    start, end = _bounds(text.body, *places[len(shown) - 1][:2])
    if squeezed.place(end) > high:
        return None
    inside = _inside(places, start, end)
    often = {number: len(starts) for number, _, starts in held}
    return _Window(start, end, _rarest(inside, often), merged(inside))


def _inside(places: list[Place], start: int, end: int) -> list[Place]:
    """The places in a window."""
    within = places[bisect_left(places, (start, 0, 0)) : bisect_left(places, (end, 0, 0))]
    return [place for place in within if place[1] <= end]


def _rarest(inside: list[Place], often: Mapping[int, int]) -> int:
    """Where the needle that the text has least often stands first."""
    if len(often) == 1:
        return inside[0][0]
    rarest, _, _ = min(inside, key=lambda place: (often[place[2]], place[0]))
    return rarest


def _is_near(place: Place, news: Sequence[int]) -> bool:
    """Whether a window on a place may show one of some ascending places as well."""
    at = bisect_left(news, place[0] - LEAD)
    return at < len(news) and news[at] <= max(place[0] + WINDOW, place[1])


def _best_first(places: list[Place], weights: Sequence[int]) -> list[int]:
    """The places by what the different needles weigh that a window from there shows; that alone which shows
    all of them, where one does."""
    shown = _shown_from(places, weights)
    if len(shown) < len(places):
        return [len(shown) - 1]
    return sorted(range(len(places)), key=shown.__getitem__, reverse=True)


def _shown_from(places: list[Place], weights: Sequence[int]) -> list[int]:
    """What the different needles weigh that a window from each of the places shows, up to the first that
    shows all of them.

    One pass with two pointers: linear in the number of places.
    """
    everything = sum([weights[needle] for needle in {place[2] for place in places}])
    within = [0] * len(weights)
    weight = right = 0
    shown: list[int] = []
    for start, _, leaving in places:
        stop = start + WINDOW - LEAD
        while right < len(places):
            _, end, needle = places[right]
            if right > len(shown) and end > stop:
                break
            if not within[needle]:
                weight += weights[needle]
            within[needle] += 1
            right += 1
        shown.append(weight)
        if weight == everything:
            break
        within[leaving] -= 1
        if not within[leaving]:
            weight -= weights[leaving]
    return shown


def _bounds(body: str, start: int, end: int) -> tuple[int, int]:
    """A window around a mark, beginning after the sentence before where that is near."""
    low = max(0, start - LEAD)
    stop = max([body.rfind(mark, low, start) for mark in _STOPS])
    first = stop + 1 if stop >= 0 else low
    return first, min(len(body), max(first + WINDOW, end))


def _one_line(body: str, start: int, end: int, ranges: Marks, before: int) -> tuple[str, Marks]:
    """``body[start:end]`` with white space collapsed, and ``ranges`` as they stand there behind ``before``
    other characters."""
    raw = body[start:end]
    text = " ".join(raw.split())
    length = len(text)
    if length == len(raw.strip()):  # white space became a blank each, but for that at the ends
        lead = end - len(raw.lstrip())  # a mark begins and ends with what is no white space
        moved_by = before - lead
        return text, tuple([(a + moved_by, b + moved_by) for a, b in ranges])

    def moved(edge: int) -> int:
        head = body[start:edge]
        words = head.split()
        spaced = bool(words) and head[-1].isspace()
        return min(len(" ".join(words)) + spaced, length) + before

    return text, tuple([(moved(a), moved(b)) for a, b in ranges])
