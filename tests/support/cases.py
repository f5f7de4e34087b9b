"""The minimal inputs of ``ZHENGCE_CORPUS/cases``: one or two of each kind of fault that readers had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.readers import Item, read_file
from index.readers.formats.text import parse_text
from index.readers.interpret.document import document_of

FOLDER = Path(os.environ.get("ZHENGCE_CORPUS", "/nowhere"), "cases")


def read_case(name: str) -> list[Item]:
    """Everything that is read of one input; the test is skipped where the corpus is absent."""
    if not FOLDER.is_dir():
        pytest.skip("ZHENGCE_CORPUS is not set")
    return list(read_file(FOLDER / name, FOLDER))


def document_of_case(name: str) -> PolicyDocument:
    """The one document of an input."""
    (item,) = read_case(name)
    assert isinstance(item, PolicyDocument)
    return item


def read_bytes(folder: Path, name: str, content: bytes) -> list[Item]:
    """Everything that is read of a file of this name and content."""
    path = folder / name
    path.write_bytes(content)
    return list(read_file(path, folder))


def document_of_text(text: str) -> PolicyDocument:
    """The document that a text file of this content is."""
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    return document
