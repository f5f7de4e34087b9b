"""Recognised pages are kept beside the index, within bounds, and may vanish at any time."""

from __future__ import annotations

import os
from pathlib import Path

from index.readers.recognition.cache import FOLDER, VERSION, PageCache
from index.readers.recognition.seen import SeenLine, SeenPage

PAGE = SeenPage(10.0, 20.0, (SeenLine("甲", (1.0,), (2.0,), 3.0, 2.0, 0.9, 0.8),))


def test_a_page_is_found_again_by_its_file_and_number(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("ab", 3, PAGE)
    cache.put("ab", 4, "识别超过 9 秒")
    cache.put("ab", 3, PAGE)
    again = PageCache(tmp_path)
    assert again.get("ab", 3) == PAGE
    assert again.get("ab", 4) == "识别超过 9 秒"
    assert again.get("ab", 5) is None
    assert again.get("cd", 3) is None


def test_a_page_that_was_damaged_is_not_known(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("ab", 1, PAGE)
    [path] = tmp_path.rglob("1.zst")
    for raw in (b"", b"nonsense", path.read_bytes()[:9]):
        path.write_bytes(raw)
        assert cache.get("ab", 1) is None


def test_the_oldest_go_first_and_what_is_needed_stays(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    for at, digest in enumerate(("first", "second", "third")):
        cache.put(digest, 1, PAGE)
        [path] = (tmp_path / FOLDER / VERSION / digest).iterdir()
        os.utime(path, ns=(10**9 * at, 10**9 * at))
    (tmp_path / FOLDER / "0" / "old").mkdir(parents=True)
    cache.tidy(needed={"first"}, most=10_000)
    assert cache.get("first", 1) == PAGE
    assert cache.get("second", 1) is None
    assert cache.get("third", 1) == PAGE
    assert not (tmp_path / FOLDER / "0").exists()
    cache.forget()
    assert not (tmp_path / FOLDER).exists()
