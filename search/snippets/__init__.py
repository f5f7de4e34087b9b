"""Excerpts: where the words of a query stand in a text, its parts that answer best, windows on them."""

from search.snippets.headings import heading_at, section_links
from search.snippets.marking import (
    MAX_COMPARED,
    MAX_LOOKED_FOR,
    MAX_MARKS,
    MAX_SEEN,
    Needles,
    marked,
    marks,
    needles_of,
    within_reach,
)
from search.snippets.parts import Part, parts_of
from search.snippets.scores import Sought, best_parts, part_scores
from search.snippets.texts import Text
from search.snippets.windows import snippets

__all__ = [
    "MAX_COMPARED",
    "MAX_LOOKED_FOR",
    "MAX_MARKS",
    "MAX_SEEN",
    "Needles",
    "Part",
    "Sought",
    "Text",
    "best_parts",
    "heading_at",
    "marked",
    "marks",
    "needles_of",
    "part_scores",
    "parts_of",
    "section_links",
    "snippets",
    "within_reach",
]
