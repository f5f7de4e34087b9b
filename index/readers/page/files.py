"""Files that a page links to, and pages that are nothing but such links: the document is in these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from index.document import Attachment
from index.readers.page.lines import ANNEX, Line
from index.readers.page.naming import without_number, words
from index.text.han import HAN

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)$", re.IGNORECASE)
_LONGEST_ADDRESS = 2_048
_MOST_ATTACHMENTS = 1_000
_MOST_SHOWN = 20
_SUFFIX = re.compile(
    r"(?<!\s)\s*+(?:[(（]\d{1,2}[)）]\s*+)?\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)\s*+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:附\s*+件(?:\s*+\d{1,2})?(?:\s|[:：.、])\s*+)?(?:\d{1,2}\s*+[.．、]\s*+(?!\d))?"
)
_COPY = re.compile(r"(?<!\s)\s*+[(（]\d{1,2}[)）]\s*+$")
_HEADING = re.compile(r"附\s*+件(?:下载|列表)?:?")
_HAN = re.compile(HAN)
_FEWEST = 5


def address_of(metas: Iterable[tuple[str, str, str]]) -> str:
    """The address of a page, as its own ``<meta>`` and ``<link>`` say; empty where they do not."""
    found = next((value for field, _, value in metas if field == "source_url"), "")
    return found if len(found) <= _LONGEST_ADDRESS else ""


def is_address(text: str) -> bool:
    """Whether a text is an address of the web; ``http://[x`` is none."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def attachments_of(links: Iterable[etree._Element], base: str) -> tuple[Attachment, ...]:
    """The files that links lead to, each address once.

    Args:
        base: the address of the page.
    """
    found: dict[str, Attachment] = {}
    for link in islice(links, _MOST_ATTACHMENTS):
        address = (link.get("href") or "").strip()
        whole = _joined(base, address)
        name = _named(link, whole)
        is_first = whole not in found or (_is_title(name) and not _is_title(found[whole].title))
        if is_first and (
            _FILE.search(_path(address)) or _FILE.search(name) or ANNEX.match(name)
        ):  # 下载 or a picture beside the name leads to the same
            found[whole] = Attachment(name, whole if is_address(whole) else "")
    return tuple(found.values())


def _named(link: etree._Element, address: str) -> str:
    text = " ".join("".join(link.itertext()).split())
    title = " ".join((link.get("title") or link.get("download") or "").split())
    return text or title or unquote(address.rsplit("/", 1)[-1])


def _path(address: str) -> str:
    """Where a link leads on its site, as far as that can be told of one that is broken."""
    try:
        return urlsplit(address).path
    except ValueError:
        return re.split("[?#]", address, maxsplit=1)[0]


def _joined(base: str, address: str) -> str:
    """``address`` as seen from ``base``, as far as these are addresses."""
    for known in (base, ""):
        try:
            return urljoin(known, address)
        except ValueError:
            continue
    return address


def is_file(line: Line) -> bool:
    """Whether a line is nothing but the link to a file, its name, or the heading above such."""
    return (
        bool(_HEADING.fullmatch(line.folded))
        or line.filed * 10 >= line.size * 9
        or bool(_SUFFIX.search(line.text))
    )


def is_named(line: Line) -> bool:
    """Whether a line is the name of a file as it lies on a disk, or the heading above such."""
    return is_file(line) and bool(
        any(map(_SUFFIX.search, (line.text, *_shown(line)))) or _HEADING.fullmatch(line.folded)
    )


def title_in(line: Line) -> str:
    """The title that the name of a file is; empty where it is none. What leads to the same file
    beside the name (下载) is no part of it."""
    parts = _shown(line) if len(line.files) > 1 else []
    return next(filter(_is_title, map(_bare, [*parts, line.text])), "")


def _shown(line: Line) -> list[str]:
    """What the links to files of a line show."""
    return [" ".join("".join(link.itertext()).split()) for link in line.files[:_MOST_SHOWN]]


def _bare(name: str) -> str:
    return _COPY.sub("", _COUNTED.sub("", _SUFFIX.sub("", name))).strip()


def _is_title(text: str) -> bool:
    return len(_HAN.findall(text)) >= _FEWEST


def number_in(lines: Sequence[Line], title: str) -> str:
    """The 发文字号 that the name of a file has behind the title of the page; empty where none has."""
    for line in lines:
        named, number = without_number(title_in(line))
        if number and words(named) in words(title):
            return number
    return ""


def warning(lines: Sequence[Line]) -> str:
    """What is said of a page of files."""
    shown = (text for line in lines for text in (*_shown(line), line.text))
    name = next(filter(_is_title, shown), "") or next(
        (line.text for line in lines if line.filed), ""
    )
    return f"没有找到正文，网页只有附件“{name[:60]}”，请把附件一并收录。"
