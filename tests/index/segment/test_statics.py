"""Static columns: replaced without a segment being written, carried through updates and merges."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.segment import Terms, TermsWriter, open_terms, seal
from index.segment.parts import TIER_PARTS
from index.text.analysis import Analyzer


def _sealed(
    folder: Path, analyzer: Analyzer, ids: str, base: Path | None = None, removed: str = ""
) -> Terms:
    folder.mkdir(parents=True)
    with TermsWriter(folder, analyzer, folder.parent.name) as writer:
        for id in ids:
            writer.add(PolicyDocument(id=id, title=f"通知{id}", body="公积金"))
    seal(folder, base, set(removed))
    return open_terms(folder)


def _given(column: npt.NDArray[np.float32], terms: Terms) -> dict[str, npt.NDArray[np.float32]]:
    """What a relation computes, whatever the terms are."""
    return {"cited": column}


def _cited(terms: Terms) -> dict[str, float]:
    """The column of the documents that count, by id."""
    column = terms.static("cited")
    assert column.dtype == np.float32
    return {terms.id(n): float(column[n]) for n in np.flatnonzero(terms.counts).tolist()}


def _nth(folder: Path, number: int) -> Path:
    return folder / str(number) / "terms"


def _files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.glob("*.seg")}


def test_none_is_all_zero(tmp_path: Path, analyzer: Analyzer) -> None:
    assert _cited(_sealed(_nth(tmp_path, 1), analyzer, "ab")) == {"a": 0, "b": 0}


def test_replaced_without_writing_a_segment(tmp_path: Path, analyzer: Analyzer) -> None:
    _sealed(_nth(tmp_path, 1), analyzer, "ab")
    _sealed(_nth(tmp_path, 2), analyzer, "c", _nth(tmp_path, 1), removed="a")
    for at, values in enumerate(([1, 2, 3], [4, 5, 6]), start=3):
        before, after = _nth(tmp_path, at - 1), _nth(tmp_path, at)
        after.mkdir(parents=True)
        column = np.array(values, np.float32)
        seal(after, before, statics=partial(_given, column))
        assert _files(after) == _files(before)
        assert _cited(open_terms(after)) == {"b": values[1], "c": values[2]}
    assert _cited(open_terms(_nth(tmp_path, 2))) == {"b": 0, "c": 0}


def test_carried_through_updates_and_merges(tmp_path: Path, analyzer: Analyzer) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    _sealed(_nth(tmp_path, 0), analyzer, "ABCD")
    _nth(tmp_path, 1).mkdir(parents=True)
    seal(
        _nth(tmp_path, 1),
        _nth(tmp_path, 0),
        statics=lambda terms: {"cited": np.arange(4, dtype=np.float32)},
    )
    parts = []
    for at in range(2 * TIER_PARTS):
        folder = _nth(tmp_path, at + 2)
        removed = "B" if at == 1 else ""
        terms = _sealed(folder, analyzer, letters[at], _nth(tmp_path, at + 1), removed)
        parts.append(len(terms.segments))
        expected = {"A": 0, "B": 1, "C": 2, "D": 3} | dict.fromkeys(letters[: at + 1], 0)
        assert _cited(terms) == {id: n for id, n in expected.items() if id != "B" or at < 1}
    assert min(parts[TIER_PARTS:]) < TIER_PARTS, "nothing was merged"


def test_damage_is_said(tmp_path: Path, analyzer: Analyzer) -> None:
    _sealed(_nth(tmp_path, 1), analyzer, "ab")
    _nth(tmp_path, 2).mkdir(parents=True)
    seal(
        _nth(tmp_path, 2),
        _nth(tmp_path, 1),
        statics=lambda terms: {"cited": np.ones(2, np.float32)},
    )
    path = _nth(tmp_path, 2) / "statics"
    raw = bytearray(path.read_bytes())
    raw[64] ^= 1
    path.write_bytes(raw)
    with pytest.raises(IndexDamaged):
        open_terms(_nth(tmp_path, 2))
