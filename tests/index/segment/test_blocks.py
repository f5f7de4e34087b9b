"""A segment file gives back what was written, or says that it is damaged; never anything else."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from index.errors import IndexDamaged
from index.segment.blocks import CHUNK, BlockFile, BlockWriter

BIG = np.arange(CHUNK, dtype=np.uint32)  # four chunks
BLOCKS: dict[str, npt.NDArray[Any]] = {
    "big": BIG,
    "empty": np.empty(0, np.uint64),
    "small": np.array([3, 1, 2], np.uint16),
    "text": np.frombuffer("高新技术企业".encode(), np.uint8),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.seg"
    with BlockWriter(path) as writer:
        for name, block in BLOCKS.items():
            writer.add(name, block)
        writer.meta = {"文件": 3}
    return path


def test_blocks_come_back_as_they_were(path: Path) -> None:
    file = BlockFile(path)
    assert file.meta == {"文件": 3}
    for name, block in BLOCKS.items():
        assert name in file
        assert file.size(name) == len(block)
        found = file.whole(name)
        assert found.dtype == block.dtype
        assert found.tolist() == block.tolist()
    assert file.part("big", 70_000, 70_003).tolist() == [70_000, 70_001, 70_002]
    assert "other" not in file
    with pytest.raises(ValueError, match="read-only"):
        file.whole("big")[0] = 1


def test_only_what_is_used_is_checked(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[64 + 2 * CHUNK + 5] ^= 1  # in the third chunk of the first block
    path.write_bytes(damaged)
    file = BlockFile(path)
    assert file.part("big", 0, 10).tolist() == list(range(10))
    assert file.whole("small").tolist() == [3, 1, 2]
    with pytest.raises(IndexDamaged, match="zhengce reindex"):
        file.part("big", CHUNK // 2, CHUNK // 2 + 1)


def test_no_flipped_bit_becomes_another_answer(path: Path) -> None:
    original = path.read_bytes()
    draw = random.Random(7)
    noticed = 0
    for _ in range(300):
        changed = bytearray(original)
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        try:
            file = BlockFile(path)
            read = {name: file.whole(name).tolist() for name in BLOCKS}
            assert file.meta == {"文件": 3}
        except IndexDamaged:
            noticed += 1
            continue
        assert read == {name: block.tolist() for name, block in BLOCKS.items()}  # padding
    assert noticed > 280


def test_no_byte_of_the_directory_and_what_leads_to_it_may_change(path: Path) -> None:
    original = path.read_bytes()
    begin = original.index(b'{"blocks"')
    padding = range(len(original) - 12, len(original) - 8)  # of the footer: nothing reads it
    for at in {*range(8), *range(begin, len(original))} - {*padding}:
        changed = bytearray(original)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(IndexDamaged):
            BlockFile(path)


def test_what_is_read_byte_by_byte_is_checked_too(path: Path) -> None:
    original = path.read_bytes()
    content = original.index("高新技术企业".encode())
    assert BlockFile(path).slicer("text")(0, 6) == "高新".encode()
    changed = bytearray(original)
    changed[content] ^= 1
    path.write_bytes(changed)
    with pytest.raises(IndexDamaged, match="zhengce reindex"):
        BlockFile(path).slicer("text")(6, 12)
    changed = bytearray(original)
    changed[64 + CHUNK] ^= 1  # in the second chunk of the first block
    path.write_bytes(changed)
    read = BlockFile(path).slicer("big")
    assert read(0, 4) == b"\0\0\0\0"
    with pytest.raises(IndexDamaged):
        read(CHUNK - 4, CHUNK + 4)


@pytest.mark.parametrize("kept", [0, 5, 63, 1000, -1])
def test_a_file_cut_off_is_refused(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexDamaged):
        BlockFile(path)


def test_an_error_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with BlockWriter(tmp_path / "a.seg") as writer:
            writer.add("x", BIG)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
