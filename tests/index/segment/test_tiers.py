"""When parts are merged: as many of one size as a tier holds, or one that is half dead."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.segment import Terms, TermsWriter, open_terms, parts, seal
from index.text.analysis import Analyzer


def nth(folder: Path, number: int) -> Path:
    return folder / str(number) / "terms"


def add(
    folder: Path,
    number: int,
    analyzer: Analyzer,
    documents: int,
    removed: frozenset[str] = frozenset(),
) -> Terms:
    """Generation ``number``: that before, and so many documents more."""
    own = nth(folder, number)
    own.mkdir(parents=True)
    with TermsWriter(own, analyzer, str(number)) as writer:
        for at in range(documents):
            body = f"关于第{number}年{at}号文件的办理。"
            writer.add(PolicyDocument(id=f"{number}-{at}", title="通知", body=body))
    seal(own, nth(folder, number - 1) if number else None, removed)
    return open_terms(own)


def test_eight_parts_of_one_size_become_one(tmp_path: Path, analyzer: Analyzer) -> None:
    counts = [len(add(tmp_path, number, analyzer, 1).segments) for number in range(10)]
    assert counts == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3]


def test_parts_of_other_sizes_are_left_alone(tmp_path: Path, analyzer: Analyzer) -> None:
    """The merged part, of eight documents, is of the same size in bytes; so begin with a larger."""
    add(tmp_path, 0, analyzer, 2000)
    counts = [len(add(tmp_path, number, analyzer, 1).segments) for number in range(1, 9)]
    assert counts == [2, 3, 4, 5, 6, 7, 8, 2]


@pytest.mark.parametrize(
    ("removed", "left"),
    [pytest.param(5, [10], id="half of it"), pytest.param(6, [4], id="more than half")],
)
def test_a_part_of_which_more_than_half_is_removed_is_written_anew(
    tmp_path: Path, analyzer: Analyzer, removed: int, left: list[int]
) -> None:
    add(tmp_path, 0, analyzer, 10)
    gone = frozenset(f"0-{at}" for at in range(removed))
    terms = add(tmp_path, 1, analyzer, 0, gone)
    assert [segment.documents for segment in terms.segments] == left
    assert int(terms.counts.sum()) == 10 - removed


def test_no_merge_makes_a_part_too_large(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts.MOST_BYTES == 512 * 2**20
    first = add(tmp_path, 0, analyzer, 1)
    size = first.segments[0].file.path.stat().st_size
    monkeypatch.setattr(parts, "MOST_BYTES", 4 * size + size // 2)
    counts = [len(add(tmp_path, number, analyzer, 1).segments) for number in range(1, 8)]
    assert counts[-1] == 5, "the first four of eight are one"


def test_a_new_index_is_as_few_parts_as_may_be(tmp_path: Path, analyzer: Analyzer) -> None:
    own = nth(tmp_path, 0)
    own.mkdir(parents=True)
    for number in range(3):
        with TermsWriter(own, analyzer, str(number)) as writer:
            writer.add(PolicyDocument(id=str(number), title="通知", body="公积金"))
    seal(own, compact=True)
    assert len(open_terms(own).segments) == 1


def test_a_part_is_written_when_so_many_characters_are_gathered(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts.FLUSH_CHARACTERS == 4_000_000
    monkeypatch.setattr(parts, "FLUSH_CHARACTERS", 100)
    with TermsWriter(tmp_path, analyzer, "1") as writer:
        for number in range(5):
            writer.add(PolicyDocument(id=str(number), title="通知", body="公积金提取" * 10))
    seal(tmp_path)
    assert [segment.documents for segment in open_terms(tmp_path).segments] == [2, 2, 1]


def test_two_parts_may_be_written_anew_at_once(tmp_path: Path, analyzer: Analyzer) -> None:
    add(tmp_path, 0, analyzer, 4)
    add(tmp_path, 1, analyzer, 4)
    gone = frozenset(f"{number}-{at}" for number in range(2) for at in range(3))
    terms = add(tmp_path, 2, analyzer, 0, gone)
    assert [segment.documents for segment in terms.segments] == [1, 1]
    assert sorted(map(terms.id, range(2))) == ["0-3", "1-3"]


def test_another_part_in_the_place_of_one_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    [one] = add(tmp_path / "one", 0, analyzer, 1).segments
    [other] = add(tmp_path / "other", 0, analyzer, 2).segments
    one.file.path.unlink()
    other.file.path.rename(one.file.path)
    with pytest.raises(IndexDamaged, match="reindex"):
        open_terms(one.file.path.parent)
