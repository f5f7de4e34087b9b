"""The lines of a page in order, each with what tells text from furniture, and the blocks they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from index.text.han import HAN, TENS, UNIFIED

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "tfoot", "thead", "title", "tr", "ul",
))  # fmt: skip
CELL, INNER = " \t ", "  "
"""What parts the cells of a row, and the paragraphs within a small cell."""
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
NO_TEXT = frozenset((
    "audio", "canvas", "head", "iframe", "math", "object", "script", "style", "svg", "title", "video",
))  # fmt: skip
UNSHOWN = frozenset((
    "button", "datalist", "del", "noscript", "option", "select", "template", "textarea",
))  # fmt: skip
"""What a reader of the page does not see, or not as text of it."""
_SPECIAL = BLOCKS | CELLS | {"a"}
_COMMENTED = frozenset(("a", "div", "span", "hr", "p"))
_INLINE = frozenset((
    "a", "b", "br", "code", "em", "hr", "i", "img", "input", "ins", "label", "o:p", "s", "small", "span", "strong",
    "sub", "sup", "u", "wbr",
))  # fmt: skip
"""What holds no block in most pages, and is none itself."""
_HIDDEN = re.compile(
    r"display\s*+:\s*+none|visibility\s*+:\s*+hidden|mso-hide\s*+:\s*+all"
    r"|mso-element\s*+:\s*+(?:comment|header|footer)",
    re.IGNORECASE,
)
FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?|txt|jpe?g|png)(?:$|[?#&])", re.IGNORECASE
)
ANNEX = re.compile(rf"附\s{{0,3}}件\s{{0,3}}[{TENS}\d]{{0,3}}\s{{0,3}}[:：.、]")
_LABEL = re.compile(rf"\s*+{HAN}[{UNIFIED}\s]{{0,12}}[:：]")
_SHORT = 80
_MOST_LOOKED_AT = 300
_MOST_NODES = 100
_MOST_TEXTS = 20
_LONGEST_SUFFIX = 300
_LONGEST_PIECES = 400


@dataclass(slots=True)
class Line:
    """A paragraph, or a row of a table.

    Attributes:
        text: what is shown, white space folded.
        size: its characters, white space apart.
        linked: how many of these are links to other pages.
        filed: how many are links to files.
        pieces: the texts of its elements and cells; of a long line none.
        place: the innermost element its text begins in.
        heading: whether (part of) it stands in ``h1`` to ``h4``.
        files: its links to files.
        folded: the text folded, marks at its ends left out; see :mod:`index.text.fold`.
        pairs: the labels and values that the line says.
        furniture, offer, dated, sentence, ends: see :func:`index.readers.page.furniture.judge`, which
            tells these and the pairs.
    """

    text: str
    size: int
    linked: int
    filed: int
    pieces: list[str]
    place: etree._Element
    heading: bool
    files: list[etree._Element]
    folded: str = ""
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    furniture: bool = False
    offer: bool = False
    dated: bool = False
    sentence: bool = False
    ends: int = 0

    @property
    def spaced(self) -> str:
        """The text, its labels parted: pages leave that to the style of an element."""
        parts = (f" {piece}" if _LABEL.match(piece) else piece for piece in self.pieces)
        return " ".join("".join(parts).split()) if self.pieces else self.text


@dataclass(slots=True)
class Block:
    """An element that holds whole lines: ``lines[first:end]`` of its page."""

    element: etree._Element
    first: int
    end: int = 0
    inner: list[Block] = field(default_factory=list)


def lines_of(page: etree._Element, all_text: bool = False) -> tuple[list[Line], Block]:
    """The lines of an element and its outermost block.

    Args:
        all_text: also what is hidden.
    """
    walk = _Walk(page, all_text)
    events = etree.iterwalk(page, events=("start", "end"))
    left_out: etree._Element | None = None
    for event, node in events:
        if event == "start":
            if walk.leaves_out(node):
                events.skip_subtree()
                left_out = node
            else:
                walk.start(node)
        elif left_out is node:
            left_out = None
            walk.put(node.tail)
        else:
            walk.end(node)
    return walk.lines, walk.outermost


class _Walk:
    """One pass over a page."""

    def __init__(self, page: etree._Element, all_text: bool) -> None:
        self.page = page
        self.all_text = all_text
        self.lines: list[Line] = []
        self.outermost = Block(page, 0)
        self.open = [self.outermost]
        self.pieces: list[str] = []
        self.linked = self.filed = self.links = self.headings = self.verbatim = 0
        self.in_file: etree._Element | None = None
        self.to_files: list[etree._Element] = []
        self.place: etree._Element | None = None
        self.heading = False
        self.small_cells: set[etree._Element] = set()

    def leaves_out(self, node: etree._Element) -> bool:
        """Whether nothing of an element is text of the page."""
        tag = node.tag
        if tag in NO_TEXT or not isinstance(tag, str):
            return True
        if self.all_text:
            return False
        if tag in UNSHOWN:
            return True
        style = node.get("style")
        if style and ("none" in style or "mso-" in style or "hidden" in style):
            return bool(_HIDDEN.search(style))
        if node.get("hidden") is not None:
            return True
        return tag in _COMMENTED and (node.get("class") or "").startswith("msocom")

    def start(self, node: etree._Element) -> None:
        tag = node.tag
        if tag in _SPECIAL:
            self._start_special(node, tag)
        if tag not in _INLINE:
            self.open.append(Block(node, len(self.lines)))
        if text := node.text:
            self.put(text, node)

    def _start_special(self, node: etree._Element, tag: str) -> None:
        if tag in BLOCKS:
            self._part(node, tag)
        elif tag in CELLS:
            if _is_layout(node):
                self._flush()
            else:
                self.small_cells.add(node)
                self.pieces.append(CELL)
        elif _is_to_file(node):
            self.in_file = node
            self.to_files.append(node)
        else:
            self.links += 1
        if tag in HEADINGS:
            self.headings += 1
        elif tag == "pre":
            self.verbatim += 1

    def end(self, node: etree._Element) -> None:
        tag = node.tag
        if tag in _SPECIAL:
            self._end_special(node, tag)
        if tag not in _INLINE:
            block = self.open.pop()
            block.end = len(self.lines)
            if block.end > block.first:
                self.open[-1].inner.append(block)
        if node is self.page:
            self._flush()
            self.outermost.end = len(self.lines)
        elif text := node.tail:
            self.put(text)

    def _end_special(self, node: etree._Element, tag: str) -> None:
        if tag in BLOCKS:
            self._part(node, tag)
        elif tag in CELLS:
            if node not in self.small_cells:
                self._flush()
        elif node is self.in_file:
            self.in_file = None
        else:
            self.links = max(self.links - 1, 0)
        if tag in HEADINGS:
            self.headings -= 1
        elif tag == "pre":
            self.verbatim -= 1

    def _part(self, node: etree._Element, tag: str) -> None:
        """A block begins or ends; in a small cell it is no paragraph of the text."""
        if self.small_cells and tag in ("p", "div"):
            parent = node.getparent()
            if parent in self.small_cells and has_few(parent):
                self.pieces.append(INNER)
                return
        if self.pieces:
            self._flush()

    def put(self, text: str | None, place: etree._Element | None = None) -> None:
        """Add to the line that is being put together; ``place``: what the text stands in."""
        if not text:
            return
        if self.verbatim and "\n" in text:
            *whole, text = text.split("\n")
            for part in whole:
                self.put(part, place)
                self._flush()
        if text.isspace():
            if self.place is not None:
                self.pieces.append(" ")
            return
        self.pieces.append(text)
        if self.place is None:
            self.place = place if place is not None else self.open[-1].element
        if self.in_file is not None:
            self.filed += len(text)
        elif self.links:
            self.linked += len(text)
        if self.headings:
            self.heading = True

    def _flush(self) -> None:
        if self.place is None:
            if self.pieces:
                self.pieces = []
            return
        text = " ".join("".join(self.pieces).split())
        size = len(text) - text.count(" ")
        pieces = self.pieces if size <= _LONGEST_PIECES else []
        self.lines.append(
            Line(text, size, min(self.linked, size), min(self.filed, size), pieces, self.place,
                 self.heading, self.to_files)
        )  # fmt: skip
        self.pieces, self.to_files, self.place = [], [], None
        self.linked = self.filed = 0
        self.heading = False


def _is_to_file(link: etree._Element) -> bool:
    """Whether a link leads to a file: by its address, else by what it is called."""
    if FILE.search((link.get("href") or "")[-_LONGEST_SUFFIX:]):
        return True
    if link.get("download") is not None or FILE.search(
        (link.get("title") or "")[-_LONGEST_SUFFIX:]
    ):
        return True
    text = "".join(islice(link.itertext(), _MOST_TEXTS)).strip()
    return bool(FILE.search(text[-_LONGEST_SUFFIX:]) or ANNEX.match(text))


def _is_layout(cell: etree._Element) -> bool:
    """Whether a cell is a part of the page rather than of a table: much stands in it, in blocks."""
    if next((True for inner in islice(cell, 40) if inner.tag in BLOCKS), False):
        return not _is_short(cell)
    return False


def has_few(cell: etree._Element | None) -> bool:
    """Whether an element holds no more than two others; no more of them is looked at."""
    return cell is not None and next(islice(cell, 2, None), None) is None  # ``len`` counts all


def _is_short(element: etree._Element) -> bool:
    """Whether few characters stand in an element; no more of it is looked at than is needed."""
    count = 0
    for number, node in enumerate(element.iter()):
        tail = node.tail if number and node.tail else ""
        count += _visible((node.text or "")[:_MOST_LOOKED_AT]) + _visible(tail[:_MOST_LOOKED_AT])
        if count >= _SHORT or number > _MOST_NODES:
            return False
    return True


def _visible(text: str) -> int:
    return len("".join(text.split()))
