"""The tree of a page as browsers make it, whatever its author forgot; bounded in depth and work."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from index.errors import Unreadable
from index.readers import refusals
from index.readers.page.frames import with_ends

_RESOURCE_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s>/]", re.IGNORECASE
)
_FORMATS = frozenset(
    ("b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u")
)
_FENCES = frozenset(("applet", "caption", "marquee", "object", "td", "template", "th"))
"""Within these an end tag closes no format that was opened outside."""
_NEVER_NESTED = frozenset((
    "area", "base", "br", "col", "dd", "dt", "embed", "frame", "hr", "img", "input", "li", "link", "meta",
    "p", "param", "source", "track", "wbr",
))  # fmt: skip
_FEW_TAGS = 5_000
_FEW_COPIES = 500_000
_MOST_OPEN = 2_000
"""libxml2 ends at 2,048."""
_MOST_WORK = 200_000_000
_MOST_COPIES = 2_000_000


def tree_of(text: str) -> etree._Element | None:
    """The tree of a page; None of a page without anything.

    A parser of HTML5 reads the page as browsers do (a ``</html>`` or ``</form>`` in between ends
    nothing) and writes it out, well-formed; of that lxml makes the tree.

    Raises:
        Unreadable: the parser gave up before its end, so that text would be missing.
    """
    text = with_ends(text)
    whole = text.encode("utf-8", "replace")
    if _is_bounded(text):
        whole = (LexborHTMLParser(whole).html or "").encode("utf-8", "replace")
    # The text was decoded before: whatever encoding the page declares is no longer true.
    # Without ``huge_tree`` it ends, and says nothing, at the 256th level and at 10 MB of one piece.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        page = etree.fromstring(whole, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        page = None
    if any(error.type == _RESOURCE_LIMIT for error in parser.error_log):
        raise Unreadable(refusals.PAGE_TOO_DEEP)
    return page


def _is_bounded(text: str) -> bool:
    """Whether a parser of HTML5 has bounded work with a page.

    The standard lets it walk up all open elements at each tag, and write every open format anew in
    each paragraph, so a page that opens a hundred thousand is a matter of minutes or gigabytes.
    Such a page is left to libxml2 alone.
    """
    tags = text.count("<")
    if tags <= _FEW_TAGS and len(_FORMATTING.findall(text)) * tags <= _FEW_COPIES:
        return True
    return _Work().is_bounded(text)


class _Work:
    """What a parser of HTML5 would do with the tags of a page, never told too low."""

    def __init__(self) -> None:
        self.open: dict[str, int] = defaultdict(int)
        self.formats: dict[str, list[int]] = defaultdict(list)
        self.depth = self.formatted = self.fences = 0

    def is_bounded(self, text: str) -> bool:
        work = copies = 0
        for tag in _TAG.finditer(text):
            self._take(tag[2].lower(), is_end=bool(tag[1]))
            work += self.depth
            copies += self.formatted
            if self.depth > _MOST_OPEN or work > _MOST_WORK or copies > _MOST_COPIES:
                return False
        return True

    def _take(self, name: str, is_end: bool) -> None:
        if name in _FORMATS:
            self._format(self.formats[name], is_end)
        elif name not in _NEVER_NESTED and (not is_end or self.open[name]):
            step = -1 if is_end else 1
            self.open[name] += step
            self.depth += step
            self.fences += step if name in _FENCES else 0

    def _format(self, opened: list[int], is_end: bool) -> None:
        if not is_end:
            opened.append(self.fences)
        elif not opened or opened[-1] != self.fences:
            return
        else:
            opened.pop()
        step = -1 if is_end else 1
        self.depth += step
        self.formatted += step
