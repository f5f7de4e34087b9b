"""The tree of a page as browsers make it, whatever its author forgot; bounded in depth and work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from index.errors import Unreadable
from index.readers import refusals
from index.readers.page.frames import with_ends

_RESOURCE_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_SPACE = r"\t\n\f\r "
_PIECE = re.compile(
    rf"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?:[!?]|/[^a-zA-Z])[^>]*+
    | <(?P<end>/?)(?P<name>[a-zA-Z][^{_SPACE}/>]*+)
      (?:
        [{_SPACE}]++
        | /(?!>)
        | (?:=[^{_SPACE}/>=]*+|[^{_SPACE}/>=]++)
          (?:[{_SPACE}]*+=[{_SPACE}]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>"'][^{_SPACE}>]*+)?+)?+
      )*+
      (?P<closed>/?+)
    """,
    re.DOTALL | re.VERBOSE,
)
"""A comment, or a tag as far as its ``>``, as the standard parts them: 13.2.5."""
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s>/]", re.IGNORECASE
)
_FORMATS = frozenset(
    ("b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u")
)
_VOID = frozenset((
    "area", "base", "basefont", "bgsound", "body", "br", "col", "embed", "frame", "head", "hr", "html",
    "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}
"""What they hold are no tags, unless within SVG and MathML."""
_FOREIGN = re.compile("<(?:svg|math)", re.IGNORECASE)
_OPENING = re.compile("<[a-zA-Z]")
_HARD = re.compile(
    r"<plaintext|<script[^<]*+<!--(?:(?!</script|-->|<script).)*+<script",
    re.IGNORECASE | re.DOTALL,
)
"""Where text begins or ends is then hard to say."""
_ROWS = frozenset(("td", "th", "tr", "tbody", "tfoot", "thead"))
_STARTS = {
    "p": frozenset(("p",)), "li": frozenset(("p", "li")), "option": frozenset(("option",)),
    **dict.fromkeys(("dd", "dt"), frozenset(("p", "dd", "dt"))),
    **dict.fromkeys(("td", "th"), frozenset(("p", "td", "th"))),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))),
    "tr": frozenset(("p", "td", "th", "tr")), **dict.fromkeys(("tbody", "tfoot", "thead"), _ROWS),
}  # fmt: skip
"""What is ended where such an element begins, if it is the innermost."""
_ENDS = {
    **dict.fromkeys(("div", "dl", "menu", "ol", "ul"), frozenset(("p", "li", "dd", "dt"))),
    "select": frozenset(("option",)), **dict.fromkeys(("td", "th"), frozenset(("p",))),
    **dict.fromkeys(("tr", "tbody", "tfoot", "thead", "table"), _ROWS | {"p"}),
}  # fmt: skip
"""What is ended where such an element ends, if it is the innermost."""
_GRAPHICS = frozenset((
    "circle", "clippath", "defs", "ellipse", "g", "line", "lineargradient", "mask", "path", "polygon", "polyline",
    "radialgradient", "rect", "stop", "svg", "symbol", "text", "tspan", "use",
))  # fmt: skip
_FEW_TAGS = 5_000
_FEW_CHARACTERS = 2**16
_MOST_OPEN = 2_000
"""libxml2 ends at 2,048."""
_MOST_WORK = 200_000_000
_MOST_COPIES = 400_000
"""Elements; each takes about half a kilobyte."""
_LONGEST_TAG = 20_000
_MOST_ATTRIBUTES = 1_000
_ATTRIBUTE = re.compile(rf"[{_SPACE}/\"'][^{_SPACE}/\"']")


def tree_of(text: str) -> etree._Element | None:
    """The tree of a page; None of a page without anything.

    A parser of HTML5 reads the page as browsers do (a ``</html>`` or ``</form>`` in between ends
    nothing) and writes it out, well-formed; of that lxml makes the tree.

    Raises:
        Unreadable: the parser gave up before its end, so that text would be missing.
    """
    text = _without_crowds(with_ends(text))
    whole = text.encode("utf-8", "replace")
    if _is_bounded(text):
        whole = _repaired(whole)
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


def parsed(text: str) -> LexborHTMLParser:
    """A page as browsers understand it.

    Raises:
        Unreadable: that would take too much work or memory.
    """
    text = _without_crowds(text)
    if not _is_bounded(text):
        raise Unreadable(refusals.PAGE_TOO_DEEP)
    try:
        return LexborHTMLParser(text.encode("utf-8", "replace"))
    except SelectolaxError as error:
        raise Unreadable(refusals.PAGE_TOO_LARGE) from error


def _repaired(page: bytes) -> bytes:
    """A page as browsers understand it; as it is, where memory does not last for that."""
    try:
        return (LexborHTMLParser(page).html or "").encode("utf-8", "replace")
    except SelectolaxError:
        return page


def _without_crowds(text: str) -> str:
    """A page without attributes where a tag has thousands: parsers look for each among all others."""
    if len(text) <= _FEW_CHARACTERS:
        return text
    kept: list[str] = []
    done = 0
    for tag in _tags(text):
        if tag.end() - tag.start() < _LONGEST_TAG:
            continue
        if sum(1 for _ in _ATTRIBUTE.finditer(text, *tag.span())) > _MOST_ATTRIBUTES:
            kept += text[done : tag.start()], f"<{tag['end']}{tag['name'][:40]} "
            done = tag.end()
    return "".join((*kept, text[done:]))


def _tags(text: str) -> Iterator[re.Match[str]]:
    """The tags of a page, without what stands in scripts and other raw text."""
    at = 0
    while piece := _PIECE.search(text, at):
        at = piece.end()
        if not piece["name"]:
            continue
        yield piece
        name = piece["name"].lower()
        if name in _RAW and not piece["end"]:
            end = _RAW[name].search(text, at)
            at = end.start() if end else len(text)


def _is_bounded(text: str) -> bool:
    """Whether a parser of HTML5 has bounded work with a page.

    The standard lets it walk up all open elements at each tag, and write every open format anew in
    each paragraph, so a page that opens a hundred thousand is a matter of minutes or gigabytes.
    Such a page is left to libxml2 alone.
    """
    tags = text.count("<")
    if tags <= _FEW_TAGS and len(_FORMATTING.findall(text)) * tags <= _MOST_COPIES:
        return True
    return _Work().is_bounded(text)


class _Work:
    """What a parser of HTML5 would do with the tags of a page, never told too low.

    An element counts as ended where its own end tag comes and nothing else is open within it, and
    else by what the standard says of a few: so none that the parser holds open is missing, whatever
    end tags it ignores.
    """

    def __init__(self) -> None:
        self.open: list[str] = []
        self.formatted = 0
        self.is_drawing = False

    def is_bounded(self, text: str) -> bool:
        if _HARD.search(text):
            return False
        work = copies = done = 0
        is_mixed = bool(_FOREIGN.search(text))
        if is_mixed and "<![CDATA[" in text:
            return False
        for tag in _tags(text):
            if is_mixed:  # what looks like raw text may be none: nothing in it ends anything
                self.open += _OPENING.findall(text, done, tag.start())
                done = tag.end()
            self._take(tag["name"].lower(), bool(tag["end"]), bool(tag["closed"]))
            work += len(self.open)
            copies += self.formatted
            if len(self.open) > _MOST_OPEN or work > _MOST_WORK or copies > _MOST_COPIES:
                return False
        return True

    def _take(self, name: str, is_end: bool, is_closed: bool) -> None:
        if name in _VOID:
            return
        if name == "svg":
            self.is_drawing = not is_end
        elif name not in _GRAPHICS:
            self.is_drawing = False
        if is_end:
            self._end(name)
        elif not (is_closed and self.is_drawing):
            self._drop(_STARTS.get(name, frozenset()))
            self.open.append(name)
            self.formatted += name in _FORMATS

    def _end(self, name: str) -> None:
        ended = _ENDS.get(name, frozenset())
        at = len(self.open) - 1
        while at >= 0 and self.open[at] != name and self.open[at] in ended:
            at -= 1
        if at >= 0 and self.open[at] == name:
            del self.open[at:]
            self.formatted -= name in _FORMATS

    def _drop(self, ended: frozenset[str]) -> None:
        while self.open and self.open[-1] in ended:
            self.open.pop()
