"""Recognised pages are kept beside the index, within bounds, and may vanish at any time."""

from __future__ import annotations

import os
from pathlib import Path

import orjson
import zstandard

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


def test_a_page_with_one_bit_changed_is_not_known(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("ab", 1, PAGE)
    [path] = tmp_path.rglob("1.zst")
    raw = path.read_bytes()
    for at in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[at // 8] ^= 1 << at % 8
        path.write_bytes(changed)
        assert cache.get("ab", 1) in (None, PAGE)


def test_what_others_have_put_there_is_not_known(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("ab", 1, PAGE)
    [path] = tmp_path.rglob("1.zst")
    (path.parent / "2.zst").write_bytes(path.read_bytes())
    assert cache.get("ab", 2) is None, "of another page"
    line = ["甲乙", [1, 2], [1, 2], 1, 1, 1, 1]
    for row in (
        5, None, [1], {}, {"width": "1"}, {"lines": [["甲", *line[1:]]]}, {"lines": [[5, *line[1:]]]},
        {"lines": [["甲乙", "甲乙", "甲乙", 1, 1, 1, 1]]}, {"lines": [[*line[:3], None, 1, 1, 1]]},
        {"lines": [[*line[:3], 1e300, 1, 1, 1]]}, {"lines": [line[:4]]}, {"lines": [[*line, 1]]},
    ):  # fmt: skip
        whole: object = row
        if isinstance(row, dict):
            whole = {"of": ["ab", 1], "width": 1, "height": 1, "lines": [], **row}
        path.write_bytes(_packed(orjson.dumps(whole)))
        assert cache.get("ab", 1) in (None, SeenPage(1, 1)), row
        assert row == {} or cache.get("ab", 1) is None, row
    good = orjson.dumps({"of": ["ab", 1], "width": 1, "height": 1, "lines": [line]})
    path.write_bytes(_packed(good))
    assert cache.get("ab", 1) is not None
    path.write_bytes(zstandard.compress(good))
    assert cache.get("ab", 1) is None, "without a checksum"
    path.write_bytes(_packed(b" " * 2**27 + good))
    assert cache.get("ab", 1) is None, "too large"


def _packed(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(raw)


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
