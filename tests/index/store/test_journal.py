"""The journal of withdrawals: nothing that was acknowledged is lost, nothing is read by half."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.disk import disk
from index.errors import IndexDamaged
from index.store.journal import FOLDER, RESERVED, Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path)
    journal.reserve()
    return journal


def _add(journal: Journal, *ids: str) -> None:
    with journal.locked():
        journal.add([{"do": "withdraw", "id": id} for id in ids])


def _ids(journal: Journal) -> list[object]:
    return [row["id"] for row in journal.read().rows]


def _files(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*.jsonl"))


def test_lines_come_back_in_order(journal: Journal) -> None:
    assert journal.read() == ((), True, "")
    _add(journal, "甲", "乙\n\udc80")
    _add(journal, "丙")
    assert _ids(journal) == ["甲", "乙\n\udc80", "丙"]
    assert journal.read().doubt == ""


def test_no_journal_is_told_from_an_empty_one(tmp_path: Path) -> None:
    assert Journal(tmp_path).read() == ((), False, "")


def test_every_line_changes_the_stamp(journal: Journal) -> None:
    seen = {journal.stamp()}
    for number in range(50):
        _add(journal, str(number))
        seen.add(journal.stamp())
    assert len(seen) == 51


def test_nothing_added_is_nothing_written(journal: Journal) -> None:
    """A write waits until the stamp is another; nothing to write never makes it one."""
    before = journal.stamp()
    with journal.locked():
        journal.add([])
    assert journal.stamp() == before


def test_a_full_disk_prevents_no_line(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is made and none grows: as long as half of what was reserved is left."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "设备上没有空间")

    real = disk.overwrite

    def within(path: Path, at: int, raw: bytes) -> None:
        if at + len(raw) > disk.size(path):
            full()
        real(path, at, raw)

    monkeypatch.setattr(disk, "write", full)
    monkeypatch.setattr(disk, "create", full)
    monkeypatch.setattr(disk, "overwrite", within)
    for number in range(200):
        _add(journal, f"{number}" + "长" * 50)
    assert len(_ids(journal)) == 200
    assert journal.read().doubt == ""


def test_it_grows_before_it_is_full(journal: Journal, tmp_path: Path) -> None:
    for number in range(20):
        _add(journal, f"{number}" + "长" * 3000)
    assert len(_ids(journal)) == 20
    assert all(path.stat().st_size >= 3 * RESERVED for path in _files(tmp_path))


@pytest.mark.parametrize("file", [0, 1])
@pytest.mark.parametrize(
    "hurt",
    [
        pytest.param(lambda raw: b"", id="emptied"),
        pytest.param(lambda raw: raw[:40], id="cut"),
        pytest.param(lambda raw: raw[:20] + b"\xff" + raw[21:], id="a byte"),
        pytest.param(lambda raw: raw[:20] + b"\n" + raw[21:], id="a line end"),
        pytest.param(lambda raw: bytes(len(raw)), id="zeros"),
        pytest.param(lambda raw: b"\n" * len(raw), id="blank"),
        pytest.param(lambda raw: None, id="gone"),
    ],
)
def test_what_one_file_lacks_the_other_has(
    journal: Journal, tmp_path: Path, file: int, hurt: Callable[[bytes], bytes | None]
) -> None:
    _add(journal, "甲", "乙")
    _hurt(_files(tmp_path)[file], hurt)
    assert _ids(journal) == ["甲", "乙"]
    _add(journal, "丙")
    assert _ids(journal) == ["甲", "乙", "丙"]
    assert journal.read().doubt == ""
    one, other = (path.read_bytes().rstrip(b"\n") for path in _files(tmp_path))
    assert one == other


def _hurt(path: Path, hurt: Callable[[bytes], bytes | None]) -> None:
    raw = hurt(path.read_bytes())
    if raw is None:
        path.unlink()
    else:
        path.write_bytes(raw)


@pytest.mark.parametrize(
    "hurt",
    [
        pytest.param(lambda raw: raw[:40], id="cut"),
        pytest.param(lambda raw: raw[:20] + b"\xff" + raw[21:], id="a byte"),
        pytest.param(lambda raw: bytes(len(raw)), id="zeros"),
    ],
)
def test_what_neither_has_is_damage(
    journal: Journal, tmp_path: Path, hurt: Callable[[bytes], bytes | None]
) -> None:
    """Nobody takes what is left for all there was, and no line is added as if it were."""
    _add(journal, "甲", "乙")
    for path in _files(tmp_path):
        _hurt(path, hurt)
    with pytest.raises(IndexDamaged, match="withdraw --repair"):
        journal.read()
    with pytest.raises(IndexDamaged):
        _add(journal, "丙")
    with journal.locked():
        rows, lost = journal.salvaged()
        journal.replace(rows)
    assert lost
    assert len(journal.read().rows) == len(rows) < 2


def test_a_line_cut_off_by_a_kill_was_not_acknowledged(journal: Journal, tmp_path: Path) -> None:
    """It is said, for a withdrawal may have to be done again; what was before it holds."""
    _add(journal, "甲")
    first = _files(tmp_path)[0]
    raw = first.read_bytes().rstrip(b"\n")
    first.write_bytes((raw + b'\n{"n": 2, "do": "wi').ljust(RESERVED, b"\n"))
    rows, _, doubt = journal.read()
    assert [row["id"] for row in rows] == ["甲"]
    assert "中断" in doubt
    _add(journal, "乙")
    assert _ids(journal) == ["甲", "乙"]


def test_every_call_may_be_the_last(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends at any write, in the middle of it: what was acknowledged is there."""
    real, acknowledged, tried, left = os.pwrite, [], [], 0

    def pwrite(file: int, raw: bytes, at: int) -> int:
        nonlocal left
        if not left:
            real(file, raw[: len(raw) // 2], at)
            raise KeyboardInterrupt
        left -= 1
        return real(file, raw, at)

    for number in range(40):
        left, id = number % 3, f"第{number}件"
        tried.append(id)
        with monkeypatch.context() as patch:
            patch.setattr(os, "pwrite", pwrite)
            try:
                _add(journal, id)
                acknowledged.append(id)
            except KeyboardInterrupt:
                pass
        assert {*acknowledged} <= {*_ids(Journal(tmp_path))} <= {*tried}
    assert 5 < len(acknowledged) < 40
