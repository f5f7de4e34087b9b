"""The body of a document cut into headings and paragraphs, each with hits, links and its anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import maxsize
from typing import NamedTuple, Protocol, TypeAlias

from search.related import BodyLink
from search.results import Marks, SectionLink
from web import urls
from web.text import Marked
from web.views.hit_order import numbers

ARTICLE = re.compile(r"第[〇○零一二三四五六七八九十百千0-9０-９]+条(?:之[一二三四五六七八九十]+)?")
"""A 条: it opens a paragraph, it does not head one."""

_LONGEST_HEADING = 42
_LONGEST_NAME = 30
_SIGNERS = 5
_LONGEST_ADDRESSEE = 80
_ADDRESSED = 3
"""An addressee (各区县人民政府：) stands in one of so many first lines."""
_DATE = re.compile(
    r"[0-9〇○零一二三四五六七八九]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日"
)
_SENTENCE = re.compile(r"[。；！？：:，,;]")
_TOP = 2

Piece: TypeAlias = tuple[str, int]
"""A part of a line, and the number of the hit it is; 0 for what is between, :data:`GOES_ON` for the
rest of a hit that a link begins or ends in."""
GOES_ON = -1


class Run(NamedTuple):
    """Pieces of a line that stand in one link, or between links: these have no address.

    Attributes:
        note: what a reader must know of where the link leads, or empty.
    """

    pieces: tuple[Piece, ...]
    url: str = ""
    note: str = ""


class Cited(Protocol):
    """How many documents cite a 条, and the page of these."""

    @property
    def times(self) -> int:
        """So many documents."""
        ...

    @property
    def url(self) -> str:
        """The page of them."""
        ...


class Block(NamedTuple):
    """One line of the body.

    Attributes:
        kind: ``h2`` … ``h5`` for a heading, ``article`` for a paragraph that opens a 条,
            ``addressee`` and ``signature`` for those of a letter, ``p`` for any other.
        anchors: the fragments that lead here, usually none or one.
        text: the line without its surrounding white space.
        lead: how many characters at its beginning are the label of its 条.
        numbers: those of its hits, in the order of the line; hits count from 1 through the body.
        links: the links that begin or go on in it, in characters of the line.
        cited: how many documents cite the 条 that it opens, and where they are listed; else None.
    """

    kind: str
    anchors: tuple[str, ...]
    text: Marked
    lead: int = 0
    numbers: tuple[int, ...] = ()
    links: tuple[BodyLink, ...] = ()
    cited: Cited | None = None

    @property
    def style(self) -> str:
        """The class of a paragraph that is set apart: ``addressee`` or ``signature``."""
        return self.kind if self.kind in ("addressee", "signature") else ""

    @property
    def element(self) -> str:
        """The element it is printed as."""
        return self.kind if self.kind.startswith("h") else "p"

    @property
    def label(self) -> tuple[Run, ...]:
        """The label that opens the paragraph."""
        return tuple(self._runs(0, self.lead, self.numbers))

    @property
    def rest(self) -> tuple[Run, ...]:
        """The paragraph behind its label."""
        before = sum(start < self.lead for start, _ in self.text.marks)
        return tuple(self._runs(self.lead, len(self.text.text), self.numbers[before:]))

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but its text: most lines."""
        return self.kind == "p" and not (self.anchors or self.text.marks or self.links)

    @property
    def is_plain(self) -> bool:
        """Whether it has neither hits nor links."""
        return not (self.text.marks or self.links)

    @property
    def hits(self) -> Iterator[str]:
        """Its hits; one that crosses the end of the label counts twice."""
        for start, end in self.text.marks:
            yield self.text.text[start:end]
            if start < self.lead < end:
                yield self.text.text[start:end]

    def _runs(self, start: int, end: int, numbers: Sequence[int]) -> Iterator[Run]:
        """The line from ``start`` to ``end``, the hits in which have these ``numbers``."""
        cut = _Cut(self.text, start, numbers)
        at = start
        for link in self.links:
            low, high = max(link.start, start), min(link.end, end)
            if low >= high:
                continue
            if low > at:
                yield Run(tuple(cut.to(low)))
            yield Run(tuple(cut.to(high)), urls.document(link.id, "", link.anchor), link.note)
            at = high
        if at < end:
            yield Run(tuple(cut.to(end)))


def blocks(
    body: str,
    marks: Marks,
    sections: Sequence[SectionLink],
    links: Sequence[BodyLink] = (),
    cited: Mapping[str, Cited] | None = None,
    q: str = "",
) -> tuple[Block, ...]:
    """The lines of ``body`` that are not empty, in order.

    Args:
        marks, sections, links: ascending, as the engine gives them.
        cited: anchor of a 条 -> how many documents cite it, and where they are listed.
        q: what is marked, by which hits are numbered.
    """
    found = list(_blocks(body, marks, sections, links, cited or {}))
    return tuple(_letter(list(_numbered(found, q)) if marks else found))


def _numbered(found: list[Block], q: str) -> Iterator[Block]:
    """The same blocks, their hits numbered."""
    given = iter(numbers([hit for block in found for hit in block.hits], q))
    for block in found:
        if block.text.marks:
            yield block._replace(numbers=tuple(next(given) for _ in block.hits))
        else:
            yield block


class _Cut:
    """A line that is cut from ``at`` on, at the edges of links and hits; ``numbers`` are those of the
    hits behind ``at``."""

    def __init__(self, line: Marked, at: int, numbers: Sequence[int]) -> None:
        self._line, self._at, self._numbers = line.text, at, iter(numbers)
        self._marks = ((max(low, at), high) for low, high in line.marks if high > at)
        self._next()

    def _next(self) -> None:
        self._low, self._high = next(self._marks, (len(self._line), 0))
        self._number, self._begun = next(self._numbers, 0), False

    def to(self, end: int) -> Iterator[Piece]:
        """What lies before ``end``, from where the call before ended."""
        while self._at < end:
            if self._at < self._low:
                stop, hit = min(self._low, end), 0
            else:
                stop, hit = min(self._high, end), GOES_ON if self._begun else self._number
                self._begun = True
            yield self._line[self._at : stop], hit
            self._at = stop
            if self._begun and stop == self._high:
                self._next()


def articles(toc: Iterable[SectionLink]) -> Mapping[str, str]:
    """The label of every 条 as printed -> the fragment that leads there, the first of that label."""
    found: dict[str, str] = {}
    for part in toc:
        if label := ARTICLE.match(part.text):
            found.setdefault(label.group(), part.anchor)
    return found


def _letter(found: list[Block]) -> Iterator[Block]:
    """The same blocks, the addressee and the signatures of a letter named as such."""
    signed = _signatures(found)
    for at, block in enumerate(found):
        line = block.text.text
        if at in signed:
            yield block._replace(kind="signature")
        elif (
            block.kind == "p"
            and at < _ADDRESSED
            and line.endswith("：")
            and len(line) <= _LONGEST_ADDRESSEE
        ):
            yield block._replace(kind="addressee")
        else:
            yield block


def _signatures(found: list[Block]) -> set[int]:
    """Which lines are a date by itself, or one of the names above it."""
    signed: set[int] = set()
    for at, block in enumerate(found):
        line = block.text.text
        if not (at and block.kind == "p" and line.endswith("日") and _DATE.fullmatch(line)):
            continue
        signed.add(at)
        for above in range(at - 1, max(0, at - 1 - _SIGNERS), -1):
            line = found[above].text.text
            if found[above].kind != "p" or len(line) > _LONGEST_NAME or _SENTENCE.search(line):
                break
            signed.add(above)
    return signed


def _blocks(
    body: str,
    marks: Marks,
    sections: Sequence[SectionLink],
    links: Sequence[BodyLink],
    cited: Mapping[str, Cited],
) -> Iterator[Block]:
    ahead = _Ahead(marks, sections, links)
    depths = _Depths(sections)
    begun = 0
    for raw in body.replace("\r", "\n").split("\n"):
        line, end = raw.strip(), begun + len(raw)
        if line and end <= ahead.nearest:  # most lines
            yield Block("p", (), Marked(line))
        elif line:
            block, opened = ahead.opened(line, end - len(raw.lstrip()))
            yield _opening(block, opened, depths, cited) if opened else block
        begun = end + 1


class _Ahead:
    """The marks, sections and links that begin or go on in the lines to come.

    Attributes:
        nearest: where the first of them begins; a line that ends before has none.
    """

    def __init__(
        self, marks: Marks, sections: Sequence[SectionLink], links: Sequence[BodyLink]
    ) -> None:
        self._sections = sections
        self._offsets = [*(section.offset for section in sections), maxsize]
        self._marks = (*marks, (maxsize, maxsize))
        self._links = (*links, BodyLink(maxsize, maxsize, ""))
        self._mark = self._section = self._link = 0
        self.nearest = 0

    def opened(self, line: str, start: int) -> tuple[Block, Sequence[SectionLink]]:
        """A line with what is in it, and the sections that it opens; lines are asked for in their order."""
        end = start + len(line)
        self._leave(start)
        first = last = self._section
        while self._offsets[last] < end:
            last += 1
        self._section = last
        opened = self._sections[first:last]
        anchors = tuple([section.anchor for section in opened]) if opened else ()
        marks, links = self._marks, self._links
        has_marks, has_links = marks[self._mark][0] < end, links[self._link].start < end
        block = Block(
            "p",
            anchors,
            Marked(line, tuple(_within(marks, self._mark, start, end)) if has_marks else ()),
            links=tuple(_linked(links, self._link, start, end)) if has_links else (),
        )
        if has_marks or has_links:
            self._leave(end)
        self.nearest = min(marks[self._mark][0], links[self._link].start, self._offsets[last])
        return block, opened

    def _leave(self, at: int) -> None:
        """Leave behind what ends before ``at``."""
        while self._marks[self._mark][1] <= at:
            self._mark += 1
        while self._links[self._link].end <= at:
            self._link += 1


def _opening(
    block: Block, opened: Sequence[SectionLink], depths: _Depths, cited: Mapping[str, Cited]
) -> Block:
    """A line that opens sections: as the heading it is, or the beginning of a 条."""
    kind, anchors, words, lead, numbers, links, times = block
    if cited:
        times = next((cited[anchor] for anchor in anchors if anchor in cited), None)
    if article := ARTICLE.match(words.text):
        kind, lead = "article", article.end()
    elif _is_heading(words.text):
        kind = f"h{depths.of(opened[0])}"
    return Block(kind, anchors, words, lead, numbers, links, times)


def _within(marks: Marks, first: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The marks inside a line, relative to it; one that crosses its edge is cut there."""
    for at in range(first, len(marks)):
        low, high = marks[at]
        if low >= end:
            return
        yield max(low, start) - start, min(high, end) - start


def _linked(links: Sequence[BodyLink], first: int, start: int, end: int) -> Iterator[BodyLink]:
    """The links inside a line, relative to it; one that crosses its edge is cut there."""
    for at in range(first, len(links)):
        link = links[at]
        if link.start >= end:
            return
        low, high = max(link.start, start) - start, min(link.end, end) - start
        yield BodyLink(low, high, link.id, link.anchor, link.note)


def _is_heading(line: str) -> bool:
    """A short line without a sentence in it, apart from the label's own punctuation."""
    return len(line) <= _LONGEST_HEADING and not _SENTENCE.search(line)


class _Depths:
    """Heading elements for section levels, beginning at h2 and never skipping one downwards."""

    def __init__(self, sections: Sequence[SectionLink]) -> None:
        levels = sorted({section.level for section in sections})
        self._rank = {level: rank for rank, level in enumerate(levels)}
        self._last = _TOP - 1

    def of(self, section: SectionLink) -> int:
        self._last = min(_TOP + self._rank[section.level], self._last + 1, 5)
        return self._last
