"""Pages whose content is nothing but links to files: the document is in these, its title in their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.page.lines import Line
from index.readers.page.naming import without_number, words

_SUFFIX = re.compile(
    r"(?<!\s)\s*+(?:[(（]\d{1,2}[)）]\s*+)?\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)\s*+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^附\s*+件\s*+\d{0,2}\s*+[:：.、]\s*+")
_COPY = re.compile(r"(?<!\s)\s*+[(（]\d{1,2}[)）]\s*+$")
_HEADING = re.compile(r"附\s*+件(?:下载|列表)?")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST = 5


def is_file(line: Line) -> bool:
    """Whether a line is nothing but the link to a file, its name, or the heading above such."""
    return (
        bool(_HEADING.fullmatch(line.folded))
        or line.filed * 10 >= line.size * 9
        or bool(line.filed and _SUFFIX.search(line.text))
    )


def is_named(line: Line) -> bool:
    """Whether a line is the name of a file as it lies on a disk, or the heading above such."""
    return is_file(line) and bool(_SUFFIX.search(line.text) or _HEADING.fullmatch(line.folded))


def title_in(line: Line) -> str:
    """The title that the name of a file is; empty where it is none."""
    text = _COPY.sub("", _COUNTED.sub("", _SUFFIX.sub("", line.text))).strip()
    return text if len(_HAN.findall(text)) >= _FEWEST else ""


def number_in(lines: Sequence[Line], title: str) -> str:
    """The 发文字号 that the name of a file has behind the title of the page; empty where none has."""
    for line in lines:
        named, number = without_number(title_in(line))
        if number and words(named) in words(title):
            return number
    return ""


def warning(lines: Sequence[Line]) -> str:
    """What is said of a page of files."""
    name = next((line.text for line in lines if line.filed), "")
    return f"没有找到正文，网页只有附件“{name[:60]}”，请把附件一并收录。"
