"""A disk that is full: searching goes on, nothing is left behind, and work goes on when there
is room again. Every single call that may fail is in ``tests/index/test_disk.py``."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk

import index.segment.parts
from index.disk import disk
from index.errors import ZhengceError
from index.ingest.changes import Report
from index.ingest.update import remove
from index.store.store import Store
from search.embedded.engine import WhooshEngine
from search.request import SearchRequest

ROOM = 1024 * 1024


def _assert_swept(store: Store) -> None:
    """No draft is left, nor more generations than are kept."""
    left = [path.name for path in (store.root / "generations").iterdir()]
    assert not [name for name in left if name.endswith(".building")]
    assert len(left) <= 2


def test_every_write_may_be_the_last(
    desk: Desk, often: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates that flush and merge, removals, rebuilds: each write call in turn finds no room."""
    monkeypatch.setattr(index.segment.parts, "FLUSH_CHARACTERS", 60)
    monkeypatch.setattr(index.segment.parts, "TIER_PARTS", 2)
    for name in ("甲", "乙", "丙"):
        desk.write(f"{name}.txt", f"公积金提取办法{name}" * 5)
        desk.update()
    engine = WhooshEngine(desk.store.root, desk.analyzer)
    real, writes, failures = os.write, 0, 0
    last, doc = 0, ""

    def write(file: int, raw: memoryview) -> int:
        nonlocal writes
        writes += 1
        if writes == last:
            raise OSError(errno.ENOSPC, "设备上没有空间")
        return real(file, raw)

    changes: tuple[Callable[[], Report], ...] = (
        desk.update,
        lambda: desk.rebuild(desk.files),
        lambda: remove(desk.store, [doc]),
    )
    for turn, change in enumerate(changes):
        for last in range(1, 500):
            doc = f"新{turn}.txt"
            desk.write(doc, f"养老保险{turn}" * 20)
            if turn == 2:
                desk.update()
            before, writes = desk.found(), 0
            with monkeypatch.context() as patch:
                patch.setattr(disk, "write", write)
                try:
                    change()
                except OSError:
                    failures += 1
            assert engine.search(SearchRequest(q="公积金")).total == 3
            _assert_swept(desk.store)
            if writes < last:
                break
            assert desk.found() == before
        assert writes < last
    print(f"\n{failures} writes found the disk full")
    desk.write("丁.txt", "教育")
    desk.update()
    assert desk.found() == {"甲.txt", "乙.txt", "丙.txt", "丁.txt", "新0.txt", "新1.txt"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_small_disk(desk: Desk, small: Path) -> None:
    desk.store = Store(small / "index")
    desk.write("甲.txt", "公积金")
    desk.update()
    engine = WhooshEngine(desk.store.root, desk.analyzer)
    free = shutil.disk_usage(small).free
    draw, letters = random.Random(3), "关于印发住房公积金提取管理办法的通知各有关部门单位"
    for number in range(300):
        desk.write(f"{number}.txt", "".join(draw.choices(letters, k=3000)))
    with pytest.raises((OSError, ZhengceError)):
        desk.update()
    assert engine.search(SearchRequest(q="公积金")).total == 1
    assert desk.found() == {"甲.txt"}
    assert shutil.disk_usage(small).free >= free - 4096
    for number in range(2, 300):
        (desk.files / f"{number}.txt").unlink()
    desk.update()
    assert desk.found() == {"甲.txt", "0.txt", "1.txt"}
    assert engine.search(SearchRequest()).total == 3
