"""Which lines of a page are its document: by running text, links and labels; names are hints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from index.readers.page.furniture import is_hinted
from index.readers.page.lines import Block, Line
from index.readers.page.naming import shown

_NAMES = frozenset((
    "ucap-content", "zoom", "trs_editor", "trs_ueditor", "trs_paper_default", "wzcon", "maintextbox",
    "article-content", "article-content-body", "content_article", "pages_content", "xxgk_article",
    "article_con", "article", "content", "vsb_content", "v_news_content",
))  # fmt: skip
_PARAGRAPHS = frozenset(("b", "h1", "h2", "h3", "h4", "li", "p", "strong"))
_LITTLE = 60
_STRONG, _WEAK = 4, 2


@dataclass(slots=True)
class Content:
    """The document's part of a page.

    Attributes:
        first, end: it is among ``lines[first:end]``.
        kept: the numbers of its lines.
    """

    first: int
    end: int
    kept: list[int]


def choose(lines: Sequence[Line], page: Block, names: Sequence[str] = ()) -> Content:
    """The document among the lines of a page.

    Args:
        names: what the page's head calls it, as :func:`index.readers.page.naming.words`: the text
            is below.
    """
    return _Choice(lines, page, names).content()


class _Choice:
    def __init__(self, lines: Sequence[Line], page: Block, names: Sequence[str]) -> None:
        self.lines = lines
        self.page = page
        hinted = self._hinted()
        worth = [
            _worth(line) // (4 if hint else 1) for line, hint in zip(lines, hinted, strict=True)
        ]
        self.first = _first(lines, worth, names)
        self.end = _end(lines, worth, self.first)
        worth[: self.first] = [0] * self.first
        worth[self.end :] = [0] * (len(lines) - self.end)
        self.worths = [0, *accumulate(worth)]
        self.sizes = [0, *accumulate(line.size for line in lines)]
        self.linked = [0, *accumulate(line.linked for line in lines)]
        self.marks = [0, *accumulate(line.furniture for line in lines)]

    def content(self) -> Content:
        block = self._block()
        dropped = self._dropped(block)
        end = max(min(block.end, self.end), block.first)
        kept = [at for at in range(block.first, end) if at not in dropped]
        return Content(block.first, end, kept)

    def _hinted(self) -> list[bool]:
        """For each line whether it stands in a block whose names say that it is furniture."""
        found = [False] * len(self.lines)
        left = [self.page]
        while left:
            block = left.pop()
            if block is not self.page and is_hinted(block.element):
                found[block.first : block.end] = [True] * (block.end - block.first)
            else:
                left += block.inner
        return found

    def _of(self, sums: Sequence[int], block: Block) -> int:
        return sums[block.end] - sums[block.first]

    def _block(self) -> Block:
        """The innermost block that holds nearly all that is worth something."""
        block = self.page
        while inner := self._inner(block):
            block = inner
        return block

    def _inner(self, block: Block) -> Block | None:
        best = max(block.inner, key=lambda inner: self._of(self.worths, inner), default=None)
        if best is None:
            return None
        whole, part = self._of(self.worths, block), self._of(self.worths, best)
        if part * 10 < whole * 6 or not part:
            return None
        if _is_named(best.element):
            return best
        if best.element.tag in _PARAGRAPHS or best.end - best.first <= 1 < block.end - block.first:
            return None
        rest = sum(
            self._of(self.worths, other)
            for other in block.inner
            if other is not best and not self._is_furniture(other)
        )
        return best if rest * 10 <= part and rest <= 4 * _LITTLE else None

    def _is_furniture(self, block: Block) -> bool:
        """Whether a block is navigation, a bar of buttons, a footer."""
        size, linked = self._of(self.sizes, block), self._of(self.linked, block)
        count = block.end - block.first
        marks = self._of(self.marks, block)
        if count > 1 and linked * 10 >= size * 6 and (linked >= _LITTLE // 2 or marks):
            return True
        if count > 1 and marks * 3 >= count * 2 and size < 1000:
            return True
        if not is_hinted(block.element):
            return False
        worth, whole = self._of(self.worths, block), self.worths[-1]
        return worth * 6 < whole and bool(linked or marks or self._has_labels(block))

    def _has_labels(self, block: Block) -> bool:
        return any(line.pairs or line.dated for line in self.lines[block.first : block.end][:20])

    def _dropped(self, block: Block) -> set[int]:
        """The lines of a block that are furniture."""
        dropped: set[int] = set()
        left = list(block.inner)
        while left:
            inner = left.pop()
            if self._of(self.worths, inner) * 3 < self._of(
                self.worths, block
            ) and self._is_furniture(inner):
                dropped.update(range(inner.first, inner.end))
            else:
                left += inner.inner
        return dropped


def _is_named(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400].lower().split()
    return not _NAMES.isdisjoint(names)


def _worth(line: Line) -> int:
    """How much a line speaks for being where the document is."""
    own = line.size - line.linked
    if line.furniture or own * 2 < line.size or line.pairs or line.dated:
        return 0
    return 4 * own if line.sentence else own


def _first(lines: Sequence[Line], worth: Sequence[int], names: Sequence[str]) -> int:
    """The line below the title that the head tells, where most of the text is there; else the first."""
    whole = sum(worth)
    for name in names:
        for at, count in shown(lines, name, range(len(lines))):
            if sum(worth[at:]) * 2 > whole and lines[at].linked * 2 <= lines[at].size:
                return at + count
    return 0


def _end(lines: Sequence[Line], worth: Sequence[int], first: int) -> int:
    """Where the page goes on to other things: a mark of its end with much text above it."""
    whole, above = sum(worth[first:]), 0
    for at in range(first, len(lines)):
        if (
            whole
            and above
            and lines[at].ends
            and above * (_STRONG if lines[at].ends > 1 else _WEAK) >= whole
        ):
            return at
        above += worth[at]
    return len(lines)
