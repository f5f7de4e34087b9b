"""Headings as they are shown: what each is called, and the anchor that leads to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from index.conventions.sections import anchor_among, anchors, article_names
from index.document import Columns, Section, columns_of
from search.results import SectionLink


def heading_at(sections: Sequence[Section], at: int) -> tuple[str, str]:
    """The heading that a place of the body stands under, and its anchor; empty where there is none."""
    columns = columns_of(sections)
    return named_at(columns, lambda place: article_names(columns.labels[: place + 1]), at)


def named_at(
    columns: Columns, names_to: Callable[[int], Sequence[str]], at: int
) -> tuple[str, str]:
    """The same by the columns of the headings, and what gives the names of their articles up to one."""
    place = bisect_right(columns.offsets, at) - 1
    if place < 0:
        return "", ""
    name = _name(columns.labels[place], columns.titles[place])
    return name, anchor_among(names_to(place), place)


def section_links(body: str, sections: Sequence[Section]) -> tuple[SectionLink, ...]:
    """The table of contents: what each heading is called and where it is."""
    return tuple(
        SectionLink(anchor, part.level, _name(part.label, part.title), part.offset)
        for anchor, part in zip(anchors(sections), sections, strict=True)
    )


def _name(label: str, title: str) -> str:
    """``第一章 总则``, ``一、总体要求``."""
    gap = "" if label.endswith(("、", "）", ")")) else " "
    return f"{label}{gap}{title}".strip()
