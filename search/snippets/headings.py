"""Headings as they are shown: what each is called, and the anchor that leads to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.conventions.sections import anchors
from index.document import Section
from search.results import SectionLink


def heading_at(sections: Sequence[Section], at: int) -> tuple[str, str]:
    """The heading that a place of the body stands under, and its anchor; empty where there is none."""
    above = bisect_right(sections, at, key=lambda section: section.offset)
    return (name_of(sections[above - 1]), anchors(sections[:above])[-1]) if above else ("", "")


def section_links(body: str, sections: Sequence[Section]) -> tuple[SectionLink, ...]:
    """The table of contents: what each heading is called and where it is."""
    return tuple(
        SectionLink(anchor, part.level, name_of(part), part.offset)
        for anchor, part in zip(anchors(sections), sections, strict=True)
    )


def name_of(section: Section) -> str:
    """``第一章 总则``, ``一、总体要求``."""
    gap = "" if section.label.endswith(("、", "）", ")")) else " "
    return f"{section.label}{gap}{section.title}".strip()
