"""Generations that link to one file share what is open; other files never do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.segment.segment import open_segment
from index.segment.writer import SegmentWriter
from index.text.analysis import Analyzer


def _write(path: Path, analyzer: Analyzer, id: str) -> Path:
    with SegmentWriter(path, analyzer) as writer:
        writer.add(PolicyDocument(id=id, title="通知", body="公积金"))
    return path


def test_a_link_is_the_same_segment_and_gives_it_its_name(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    before = open_segment(_write(tmp_path / "before.seg", analyzer, "a"))
    os.link(tmp_path / "before.seg", tmp_path / "after.seg")
    after = open_segment(tmp_path / "after.seg")
    assert after is before
    assert after.file.path == tmp_path / "after.seg"


def test_another_file_in_its_place_is_opened_anew(tmp_path: Path, analyzer: Analyzer) -> None:
    path = _write(tmp_path / "part.seg", analyzer, "a")
    before = open_segment(path)
    _write(tmp_path / "other.seg", analyzer, "b").replace(path)
    assert open_segment(path).id(0) == "b"
    assert before.id(0) == "a"


def test_a_file_changed_where_it_lies_is_checked_anew(tmp_path: Path, analyzer: Analyzer) -> None:
    path = _write(tmp_path / "part.seg", analyzer, "a")
    before = open_segment(path)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    os.utime(path, ns=(0, 0))
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="reindex"):
        open_segment(path)
    assert before.documents == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"gone\.seg"):
        open_segment(tmp_path / "gone.seg")
