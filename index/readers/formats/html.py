"""Pages of government sites: labelled values, title and text told apart, whatever the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from index.readers.extract import Extract
from index.readers.options import Options
from index.readers.page.lines import lines_of
from index.readers.page.reading import read_page
from index.readers.page.tree import tree_of
from index.text.encodings import decode


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a page."""
    yield parse_html(decode(content.read()), name)


def html_lines(text: str) -> list[str]:
    """The text of a page that is all document (a part of another file): one paragraph a line."""
    page = tree_of(text)
    return [line.text for line in lines_of(page, all_text=True)[0]] if page is not None else []


def parse_html(text: str, name: str) -> Extract:
    """Labelled values, title and body of a page told apart.

    Raises:
        Unreadable: the page is nested too deeply to be read to its end.
    """
    return read_page(text, name)
