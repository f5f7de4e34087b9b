"""The table of formats: each row whole, and nothing about a format said elsewhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

import index.readers
from index.readers.kinds import (
    LISTS,
    PLAIN,
    SUFFIXES,
    Kind,
    counter_of,
    kind_of,
    named,
    reader_of,
)

READERS = Path(index.readers.__file__).parent
SAYING = frozenset(("Unreadable", "Rejected", "Headless", "Row", "_TooLong", "_fail"))


@pytest.mark.parametrize("kind", Kind)
def test_a_row_names_what_reads_it(kind: Kind) -> None:
    assert callable(reader_of(kind))
    assert not kind.value.is_streamed or callable(counter_of(kind))
    module = kind.value.reader.partition(":")[0]
    assert (READERS / "formats" / f"{module}.py").is_file()


def test_a_suffix_is_of_one_kind_and_the_longest_counts() -> None:
    assert max(Counter(SUFFIXES).values()) == 1
    assert all(named(f"甲{suffix.upper()}") is not None for suffix in SUFFIXES)
    assert named("a.jsonl.gz") is named("a.jsonl") is Kind.JSONL
    assert named("a.gz") is None


def test_content_wins_and_names_help_where_it_cannot_tell() -> None:
    assert kind_of(b"<html>", "a.doc") is Kind.HTML
    assert kind_of(b"a,b", "a.xls") is Kind.CSV
    assert kind_of(b"PK\x03\x04", "a.pdf") is Kind.ZIP
    assert kind_of(b"\x1f\x8b", "a.csv") is kind_of(b"text", "a.exe") is None
    assert kind_of(b"text", "README") is Kind.TEXT


def test_what_can_do_harm_is_not_plain() -> None:
    assert {kind for kind in Kind if kind not in PLAIN} == {
        Kind.DOCX, Kind.OFD, Kind.SHEET, Kind.PDF, Kind.PICTURE, Kind.OFFICE, Kind.ZIP,
    }  # fmt: skip
    assert LISTS < PLAIN


def test_reasons_are_worded_in_one_place() -> None:
    """No reader words a reason of its own: ``refusals`` holds them all."""
    own = [
        f"{path.name}:{call.lineno}"
        for path in READERS.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in SAYING
        for given in call.args
        for part in ast.walk(given)
        if isinstance(part, ast.Constant) and re.search("[\u3400-\u9fff]", str(part.value))
    ]
    assert own == []
