"""A document cut into what is compared: its 条, its headings, else its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from index.conventions.sections import anchors
from index.document import PolicyDocument, Section, columns_of
from index.text.fold import fold_all, without_space
from index.text.han import PRINTED_YEAR, TENS
from search.comparison.values import Form

_ANNEX = re.compile(
    rf"^[^\S\n]*附[^\S\n]*(?:件|表|录|图|则)?[^\S\n]*[0-9{TENS}]{{0,3}}(?=[：:\s]|$)",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n\r]+")
_DATED = re.compile(rf"[0-9{PRINTED_YEAR}]{{4}}\s?年")
_CONTENTS = "目录"
MOST = 20_000
"""So many provisions of a document are told apart; all that stands behind is one more."""


class Provision(NamedTuple):
    """A part of a document that is compared as one.

    Attributes:
        label, anchor: see ``values.Passage``.
        text: its words behind the label, its lines kept, blank ones left out.
        key: the same folded, without white space: equal for texts that say the same.
    """

    form: Form
    label: str
    anchor: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A document in parts: what stands above a law, line by line, and its provisions in order."""

    head: tuple[str, ...]
    provisions: tuple[Provision, ...]


class _Part(NamedTuple):
    form: Form
    label: str
    anchor: str
    start: int
    end: int


def cut(document: PolicyDocument) -> Cut:
    """The provisions of ``document``; every line of its body is in one of them, or in its head."""
    body, sections = document.body, sorted(document.sections, key=lambda part: part.offset)
    is_law = any(_is_article(section) for section in sections)
    first = sections[0].offset if sections else len(body)
    head = _head(body[:first], sections, document.title) if is_law else 0
    parts = list(islice(_parts(body, head, sections), MOST))
    if len(parts) == MOST:
        parts.append(_Part(Form.PARAGRAPH, "", "", parts[-1].end, len(body)))
    texts = [_unfolded(body[part.start : part.end]) for part in parts]
    keys = map(without_space, fold_all(texts))
    return Cut(
        tuple(body[start:end] for start, end in _lines(body, 0, head)),
        tuple(
            Provision(part.form, part.label, part.anchor, text, key)
            for part, text, key in zip(parts, texts, keys, strict=True)
            if part.label or key
        ),
    )


def article_text(body: str, sections: Sequence[Section], place: int) -> str:
    """The words of the 条 that ``sections[place]`` opens: from behind its label to the next heading or an
    annex, its lines kept, blank ones left out."""
    section, offsets = sections[place], columns_of(sections).offsets
    end = offsets[place + 1] if place + 1 < len(offsets) else len(body)
    part = next(_section(body, section, "", section.offset, end))
    return _unfolded(body[part.start : part.end])


def _parts(body: str, start: int, sections: Sequence[Section]) -> Iterator[_Part]:
    """All from ``start`` on, in order."""
    offsets = [section.offset for section in sections] + [len(body)]
    yield from _paragraphs(body, start, offsets[0])
    for section, anchor, (at, end) in zip(
        sections, anchors(sections), pairwise(offsets), strict=True
    ):
        yield from _section(body, section, anchor, at, end)


def _unfolded(text: str) -> str:
    """``text`` without blank lines, and without white space around its lines."""
    return "\n".join(line for found in _LINE.findall(text) if (line := found.strip()))


def _is_article(section: Section) -> bool:
    return section.label.startswith("第") and "条" in section.label


def _section(body: str, section: Section, anchor: str, at: int, end: int) -> Iterator[_Part]:
    lead = at + _lead(body[at:end], section.label)
    if _is_article(section):
        annex = _ANNEX.search(body, lead, end)
        rest = annex.start() if annex else end
        yield _Part(Form.ARTICLE, section.label, anchor, lead, rest)
    else:
        line = _LINE.match(body, lead, end)
        rest = line.end() if line else lead
        words = _tight(body[lead:rest])
        heads = words == _tight(section.title) and not words.endswith(("。", "；", ";"))
        form = Form.HEADING if heads else Form.PARAGRAPH
        yield _Part(form, section.label, anchor, lead, rest)
    yield from _paragraphs(body, rest, end)


def _lead(text: str, label: str) -> int:
    """How many characters of ``text`` are its label, which may be printed with spaces in it."""
    left = len("".join(label.split()))
    for at, letter in enumerate(text):
        if not left:
            return at
        left -= not letter.isspace()
    return len(text)


def _paragraphs(body: str, start: int, end: int) -> Iterator[_Part]:
    return (_Part(Form.PARAGRAPH, "", "", *line) for line in _lines(body, start, end))


def _lines(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of what is not blank."""
    for found in _LINE.finditer(body, start, end):
        if not found[0].isspace():
            yield found.span()


def _head(opening: str, sections: Sequence[Section], title: str) -> int:
    """Where the first lines end that are the title, brackets below it, or the contents."""
    known = {_tight(title), _CONTENTS}
    known |= {_tight(section.label + section.title) for section in sections}
    end = 0
    for start, stop in _lines(opening, 0, len(opening)):
        line = opening[start:stop].strip()
        opens = line[0] in "（(" and (line[-1] in "）)" or _DATED.search(line))
        if not opens and _tight(line) not in known:
            break
        end = stop
    return end


def _tight(text: str) -> str:
    return "".join(text.split())
