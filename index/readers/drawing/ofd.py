"""What is drawn on a page of an OFD file besides its text: pictures, and the rules of tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from math import isfinite

from lxml import etree

from index.readers.containers.xml import attribute, child
from index.readers.layout.lines import Rule

_MOST_PATHS = 10_000
_MOST_TOKENS = 400  # of one path: a table is seldom drawn as one, a letter always
_OUTLINE = 20  # tokens of a path that is no rectangle
_FEWEST_OUTLINES = 20  # letters that are drawn
_THIN = 1.0  # millimetres
_SHORTEST = 1.4
_STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Point = tuple[float, float]


def has_picture(content: etree._Element) -> bool:
    """Whether something stands on the page that may show text: a picture, a composite object, or
    letters drawn as outlines."""
    if next(content.iter("{*}ImageObject", "{*}CompositeObject"), None) is not None:
        return True
    return next(islice(_outlines(content), _FEWEST_OUTLINES - 1, None), None) is not None


def _outlines(content: etree._Element) -> Iterator[etree._Element]:
    for path in islice(content.iter("{*}PathObject"), _MOST_PATHS):
        data = child(path, "AbbreviatedData")
        if data is not None and len((data.text or "").split(maxsplit=_OUTLINE)) > _OUTLINE:
            yield path


def rules_of(content: etree._Element) -> list[Rule]:
    """The level and upright rules of a page or template, in millimetres."""
    rules: list[Rule] = []
    for path in islice(content.iter("{*}PathObject"), _MOST_PATHS):
        boundary = _numbers(attribute(path, "Boundary"))
        if len(boundary) != 4:
            continue
        matrix = _numbers(attribute(path, "CTM"))
        a, b, c, d, e, f = matrix if len(matrix) == 6 else _STRAIGHT
        for one, other in _strokes(child(path, "AbbreviatedData")):
            ends = [
                (boundary[0] + a * x + c * y + e, boundary[1] + b * x + d * y + f)
                for x, y in (one, other)
            ]
            if rule := _rule(*ends):
                rules.append(rule)
    return rules


def _strokes(data: etree._Element | None) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path: ``M 0 0 L 9 0 L 9 9 C``; a path with curves has none."""
    tokens = (data.text or "").split(maxsplit=_MOST_TOKENS) if data is not None else []
    if any(token in ("B", "Q", "A") for token in tokens):
        return
    run: list[Point] = []
    at = 0
    while at < len(tokens) and at < _MOST_TOKENS:
        if tokens[at] in ("M", "S", "L"):
            point = _numbers(" ".join(tokens[at + 1 : at + 3]))
            if tokens[at] != "L":
                yield from pairwise(run)
                run = []
            if len(point) == 2:
                run.append((point[0], point[1]))
            at += 3
        else:
            if tokens[at] == "C" and run:
                run.append(run[0])
            at += 1
    yield from pairwise(run)


def _rule(one: Point, other: Point) -> Rule | None:
    """The rule between two points; None where it is oblique or short."""
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if max(wide, high) < _SHORTEST or min(wide, high) > _THIN:
        return None
    x, y = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if wide >= high:
        return Rule(True, (y[0] + y[1]) / 2, x[0], x[1])
    return Rule(False, (x[0] + x[1]) / 2, y[0], y[1])


def _numbers(listed: str) -> tuple[float, ...]:
    """The numbers of a list; none where one is no number."""
    try:
        numbers = tuple(float(token) for token in listed.split(maxsplit=6)[:6])
    except ValueError:
        return ()
    return numbers if all(isfinite(number) and abs(number) < 1e6 for number in numbers) else ()
