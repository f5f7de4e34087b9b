"""Markdown files: front matter, headings, and the signs of emphasis, links and quotes taken off the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from index.readers.extract import Extract
from index.readers.options import Options
from index.text.encodings import decode

_FENCE = re.compile(r"-{3,}\s*")
_KEY = re.compile(r"(?P<key>title|标题)\s*+:\s*+(?P<value>\S.*)", re.IGNORECASE)
_HEADING = re.compile(r"[ ]{0,3}(?P<level>#{1,6})(?:\s++(?P<text>.*))?")
_HEADING_CLOSED = re.compile(r"(?<!\s)\s++#++\s*$")
_RULE = re.compile(r"[ ]{0,3}(?:[-*_=][ ]?){3,}\s*")
_QUOTE = re.compile(r"^[ ]{0,3}(?:>[ ]?){1,9}")
_BULLET = re.compile(r"^[ \t]{0,12}[*+-][ ]{1,4}(?=\S)")
_TAG = re.compile(
    r"</?(?:br|p|div|span|center|font|b|strong|u|sup|sub)\b[^<>]{0,200}>", re.IGNORECASE
)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]{0,500})\]\([^()\s]{1,2000}(?:\s[^()\n]{0,200})?\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_{2,3}|~~|`{1,3})")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_OF_RULE = frozenset("|:- \t")
_MOST_FRONT = 60
"""So many lines may the front matter have."""


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a Markdown file."""
    yield parse_markdown(decode(content.read()), name)


def parse_markdown(text: str, name: str) -> Extract:
    """Title and paragraphs: the title of the front matter, else the one heading of the first level."""
    title, lines = _front_matter(_without_comments(text).split("\n"))
    firsts = [at for at, line in enumerate(lines) if _level(line) == 1]
    if not title and len(firsts) == 1 and not any(map(str.strip, lines[: firsts[0]])):
        title = _plain(lines[firsts[0]])
        lines = lines[firsts[0] + 1 :]
    kept = (_plain(line) for line in lines if not _RULE.fullmatch(line) and not _is_cell_rule(line))
    return Extract(name, title=title, lines=list(kept))


def _front_matter(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The title between two lines of dashes at the very beginning, and the lines behind them."""
    if not lines or not _FENCE.fullmatch(lines[0]):
        return "", lines
    for at, line in enumerate(lines[1:_MOST_FRONT], 1):
        if _FENCE.fullmatch(line):
            found = filter(None, map(_KEY.match, lines[1:at]))
            return next((one["value"].strip().strip("\"'") for one in found), ""), lines[at + 1 :]
    return "", lines


def _without_comments(text: str) -> str:
    parts = text.split("<!--")
    ends = (part.partition("-->") for part in parts[1:])
    return parts[0] + "".join(behind if end else f"<!--{inside}" for inside, end, behind in ends)


def _level(line: str) -> int:
    found = _HEADING.fullmatch(line)
    return len(found["level"]) if found else 0


def _is_cell_rule(line: str) -> bool:
    """Whether it parts the head of a table from its rows: ``|:---|---:|``."""
    return {"|", "-"} <= set(line) <= _OF_RULE


def _plain(line: str) -> str:
    """A line as people see it when it is shown."""
    if heading := _HEADING.fullmatch(line):
        line = _HEADING_CLOSED.sub("", heading["text"] or "")
    line = _BULLET.sub("", _QUOTE.sub("", line, count=1), count=1)
    line = _LINK.sub(lambda found: found["text"], _TAG.sub("", line))
    line = _ESCAPED.sub("", _EMPHASIS.sub("", line))
    if line.strip().startswith("|"):
        line = "  ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line
