"""Markup in the values of lists: crawlers and databases keep a body, and even a title, as HTML.

Only what is certainly markup is taken for it: known elements with an end, an attribute, or none
inside. ``a<b``, ``<5%`` and ``〈甲〉`` are text. What was escaped twice is unescaped twice.
"""

from __future__ import annotations

import html
import re

_BLOCK = (
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre"
    "|section|table|tbody|thead|tr|ul|body|html"
)
_INLINE = (
    "a|abbr|b|big|code|del|em|font|i|img|ins|label|mark|q|s|small|span|strike|strong|sub|sup|td|th|tt|u|col"
    "|colgroup|head|meta|title|style|script|input|button|form|iframe|video|o:p|st1:[a-z]{1,20}"
)
_NAMES = f"(?:{_BLOCK}|{_INLINE})"
_TAG = re.compile(
    rf"<(?:/{_NAMES}\s*+>|{_NAMES}(?:\s*+/?>|\s++[A-Za-z_:@-]++\s*+(?:=|/?>|\s)))",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"</{_NAMES}\s*+>|<(?:br|hr|p)\s*+/?>|<{_NAMES}\s++[A-Za-z_:@-]++\s*+=|<!--", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"<!--(?:[^-]|-(?!->))*+(?:-->)?"
    r"|<script\b[^<>]{0,1000}+>(?:[^<]|<(?!/script))*+"
    r"|<style\b[^<>]{0,1000}+>(?:[^<]|<(?!/style))*+",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?:{_BLOCK})\b")
_CELLS = re.compile(r"t[dh]\b")
_SPACE = re.compile(r"\s++")
_CELL = "  "
_LONGEST_TAG, _LONGEST_CELL = 4_096, 80
_BREAKS = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_NOTHING = frozenset(("nan", "null", "none", "undefined", "nat", "n/a", "<na>"))
_LONGEST_NOTHING, _ROUNDS = 12, 3


def plain(text: str) -> str:
    """A value as text, one paragraph a line; what has no markup, or nothing else, comes back as it
    is, and what a program writes for nothing (NaN, null) as nothing."""
    if len(text) <= _LONGEST_NOTHING and text.strip().lower() in _NOTHING:
        return ""
    given = text
    for _ in range(_ROUNDS):
        if "<" in text and _SURE.search(text):
            text = _lines(text)
        elif "&" in text and _ENTITY.search(text):
            text = html.unescape(text).replace("\xa0", " ")
        else:
            break
    return text if text.strip() else given


def _lines(text: str) -> str:
    """The text of markup. Line breaks of the source part paragraphs where they are more than the
    elements that do."""
    text = _UNSEEN.sub("", text)
    keeps_lines = text.count("\n") > len(_BREAKS.findall(text))
    pieces: list[str] = []
    cells: list[int] = []  # where in ``pieces`` the cells begin that are open
    end = 0
    for tag in _TAG.finditer(text):
        pieces.append(_flowing(text[end : tag.start()], keeps_lines))
        name = tag[0].strip("</> ").lower()
        if not _CELLS.match(name):
            pieces.append("\n" if _PARTS.match(name) else "")
        elif tag[0][1] != "/":
            pieces.append(_CELL)
            cells.append(len(pieces))
        elif cells:
            begun = cells.pop()
            pieces[begun:] = [_in_cell("".join(pieces[begun:]))]
        end = _end_of_tag(text, tag.end())
    pieces.append(_flowing(text[end:], keeps_lines))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def _in_cell(text: str) -> str:
    """What stands in a cell: on one line, unless it is long, as where a table is the page's frame."""
    return text if len(text) > _LONGEST_CELL else " ".join(text.split())


def _flowing(text: str, keeps_lines: bool) -> str:
    """Text between tags, its entities read."""
    text = html.unescape(text).replace("\xa0", " ")
    return text if keeps_lines else _SPACE.sub(" ", text)


def _end_of_tag(text: str, at: int) -> int:
    """Where a tag ends of which the beginning, up to ``at``, was recognised."""
    if text[at - 1] == ">":
        return at
    end = text.find(">", at, at + _LONGEST_TAG)
    return end + 1 if end >= 0 else at
