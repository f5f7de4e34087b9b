"""Pages whose content is nothing but links to files: the document is in these, its title in their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.conventions import doc_number
from index.readers.page.lines import Line
from index.readers.page.title import words
from index.text.fold import fold

_SUFFIX = re.compile(
    r"(?<!\s)\s*+(?:[(（]\d{1,2}[)）]\s*+)?\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)\s*+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^附\s*+件\s*+\d{0,2}\s*+[:：.、]\s*+")
_COPY = re.compile(r"(?<!\s)\s*+[(（]\d{1,2}[)）]\s*+$")
_NUMBER = re.compile(r"[(（]([^()（）]{4,40}号)[)）]$")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST = 5


def is_file(line: Line) -> bool:
    """Whether a line is nothing but the link to a file, or its name."""
    return line.filed * 10 >= line.size * 9 or bool(line.filed and _SUFFIX.search(line.text))


def is_named(line: Line) -> bool:
    """Whether a line is the name of a file as it lies on a disk."""
    return is_file(line) and bool(_SUFFIX.search(line.text))


def title_in(line: Line) -> str:
    """The title that the name of a file is; empty where it is none."""
    text = _COPY.sub("", _COUNTED.sub("", _SUFFIX.sub("", line.text))).strip()
    return text if len(_HAN.findall(text)) >= _FEWEST else ""


def number_in(lines: Sequence[Line], title: str) -> str:
    """The 发文字号 that the name of a file has behind the title of the page; empty where none has."""
    for line in lines:
        named = title_in(line)
        found = _NUMBER.search(fold(named))
        if not found or words(named[: found.start()]) not in words(title):
            continue
        number = doc_number.parse(found[1])
        if number and number.is_complete:
            return str(number)
    return ""


def without_number(title: str) -> str:
    """A title without the 发文字号 in brackets behind it."""
    found = _NUMBER.search(fold(title))
    return title[: found.start()].rstrip() if found else title


def warning(lines: Sequence[Line]) -> str:
    """What is said of a page of files."""
    return f"网页只有附件“{lines[0].text[:60]}”，正文在附件中，请把附件一并收录。"
