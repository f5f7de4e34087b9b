"""Hits of the small engine: the words of a query, where they stand, and headings."""

from __future__ import annotations

import re
from dataclasses import replace

from index.conventions.sections import anchors
from index.document import PolicyDocument
from search.results import Hit, Marks, SectionLink, Snippet
from tests.web.guesses import score


def terms_of(q: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q.replace("“", " ").replace("”", " ").split()))


def marks_of(text: str, terms: tuple[str, ...]) -> Marks:
    pattern = "|".join(map(re.escape, terms))
    return tuple(m.span() for m in re.finditer(pattern, text)) if pattern else ()


def section_links(document: PolicyDocument) -> tuple[SectionLink, ...]:
    return tuple(
        SectionLink(anchor, s.level, f"{s.label}{s.title}", s.offset)
        for anchor, s in zip(anchors(document.sections), document.sections, strict=True)
    )


def hit_of(document: PolicyDocument, terms: tuple[str, ...], pin: str) -> Hit:
    snippets: tuple[Snippet, ...] = ()
    if document.body:
        marks = marks_of(document.body, terms)
        start = max(0, marks[0][0] - 20) if marks else 0
        text = document.body[start : start + 110].replace("\n", " ")
        before = [link for link in section_links(document) if marks and link.offset <= marks[0][0]]
        label, anchor = (before[-1].text, before[-1].anchor) if before else ("", "")
        snippets = (Snippet(text, marks_of(text, terms), label, anchor),)
    title = marks_of(document.title, terms)
    return Hit(replace(document, body=""), title, snippets, pin, score(document, terms))
