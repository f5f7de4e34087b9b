"""Every call that touches a file of an index may fail: the index stays whole, and goes on."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import index.segment
import index.store.generation
import index.store.store
from index.disk import BUFFER, NewFile, disk
from tests.support.desk import Desk

CALLS = ("create", "write", "sync", "link", "rename", "remove", "make_folder", "read", "map")


@pytest.mark.parametrize("sizes", [[], [1, 2], [BUFFER, 1, BUFFER + 1, 3], [BUFFER - 1, 1, 5]])
def test_a_file_holds_what_was_written(tmp_path: Path, sizes: list[int]) -> None:
    pieces = [os.urandom(size) for size in sizes]
    with NewFile(tmp_path / "a") as file:
        for piece in pieces:
            file.write(piece)
    assert (tmp_path / "a").read_bytes() == b"".join(pieces)
    assert file.size == sum(sizes)


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "write", lambda file, raw: os.write(file, raw[:1000]))
    raw = os.urandom(3 * BUFFER)
    disk.save(tmp_path / "a", raw)
    assert (tmp_path / "a").read_bytes() == raw


def test_a_file_is_synced_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(disk, "sync", lambda file: synced.append(os.fstat(file).st_size))
    disk.save(tmp_path / "a", b"12345")
    assert synced == [5]


def test_a_file_that_failed_is_gone(tmp_path: Path) -> None:
    def half() -> None:
        with NewFile(tmp_path / "a") as file:
            file.write(bytes(2 * BUFFER))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert not list(tmp_path.iterdir())


def test_where_there_are_no_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_bytes(b"x")
    disk.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"x"


class Failing:
    """Lets calls of one kind pass until the ``nth``, which fails, and counts them."""

    def __init__(self, call: str, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real: Callable[..., object] = getattr(disk, call)
        self._nth = nth
        self.calls = 0
        monkeypatch.setattr(disk, call, self)

    def __call__(self, *arguments: object) -> object:
        self.calls += 1
        if self.calls == self._nth:
            raise OSError(errno.ENOSPC, "设备上没有空间")
        return self._real(*arguments)


@pytest.mark.parametrize("call", CALLS)
def test_any_call_may_fail(desk: Desk, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("甲.txt", "公积金")
    desk.write("乙.txt", "养老")
    desk.update()
    before, after = {"甲.txt", "乙.txt"}, {"甲.txt", "乙.txt", "丙.txt"}
    desk.write("丙.txt", "医保")
    kept = desk.store.root.with_name("kept")
    shutil.copytree(desk.store.root, kept)
    for nth in range(1, 200):
        shutil.rmtree(desk.store.root)
        shutil.copytree(kept, desk.store.root)
        with monkeypatch.context() as patch:
            failing = Failing(call, nth, patch)
            try:
                desk.update()
            except Exception:
                assert failing.calls >= nth
        assert desk.found() in (before, after)
        if failing.calls < nth:
            break
        left = {path.name for path in (desk.store.root / "generations").iterdir()}
        assert len(left) <= 3
    assert failing.calls < nth, "the run without a failure was never reached"
    assert nth > 1, f"{call} is never called"
    assert desk.found() == after
    desk.write("丁.txt", "教育")
    desk.update()
    assert desk.found() == after | {"丁.txt"}
    assert len(list((desk.store.root / "generations").iterdir())) == 2


def test_nothing_else_touches_the_files() -> None:
    other = re.compile(
        r"\bopen\(|(read|write)_(text|bytes)|\bos\.|\.(mkdir|unlink|rename)\(|shutil|mmap"
    )
    sources = [
        Path(index.store.store.__file__),
        Path(index.store.generation.__file__),
        *Path(index.segment.__file__).parent.glob("*.py"),
    ]
    found = [
        line.strip()
        for source in sources
        for line in source.read_text(encoding="utf-8").splitlines()
        if other.search(line) and "disk." not in line and not line.startswith(("import", "from"))
    ]
    assert found == []
