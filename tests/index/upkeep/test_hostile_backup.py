"""Backups from someone else, and disks that fail while one is written or restored."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import signal
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from index.disk import disk
from index.errors import IndexDamaged, IndexOutdated, ZhengceError
from index.store.generation import MANIFEST
from index.upkeep.archive import CHECKSUMS, JOURNAL, MOST_ENTRIES
from index.upkeep.backup import PARTIAL, backup, restore
from tests.support.desk import Desk
from tests.support.forked_child import Child

Members = dict[str, bytes]


@pytest.fixture
def filled(desk: Desk) -> Iterator[Desk]:
    """An index; after the test it is as it was, and nothing lies about."""
    desk.write("甲.txt", "公积金提取办法" * 20)
    desk.update()
    stamp = desk.store.current_stamp()
    yield desk
    assert desk.store.current_stamp() == stamp
    assert [path.name for path in (desk.store.root / "generations").iterdir()] == ["1"]
    assert desk.found() == {"甲.txt"}
    assert not list(desk.files.parent.rglob("*evil*"))
    assert not list(desk.files.parent.rglob(f"*{PARTIAL}"))


def members(desk: Desk, path: Path) -> Members:
    backup(desk.store, path)
    with tarfile.open(path) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]


def write(path: Path, held: Members, extra: tuple[tarfile.TarInfo, ...] = ()) -> None:
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, raw in held.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
        for entry in extra:
            archive.addfile(entry, io.BytesIO(bytes(max(entry.size, 0))))


def re_summed(held: Members, **manifest: object) -> Members:
    """Every checksum is made right again, as who made the change can do."""
    row: dict[str, Any] = json.loads(held[MANIFEST]) | manifest
    row.pop("checksum")
    beside = (MANIFEST, CHECKSUMS, JOURNAL)
    others = {name: raw for name, raw in held.items() if name not in beside}
    row["files"] = {name: len(raw) for name, raw in others.items()}
    row["files"] |= cast(dict[str, object], manifest.get("files", {}))
    row["checksums"] = {name: _sha(others[name]) for name in row["checksums"] if name in others}
    text = json.dumps(row, ensure_ascii=False, indent=1).encode()
    row["checksum"] = _sha(text)
    held = held | others | {MANIFEST: json.dumps(row, ensure_ascii=False, indent=1).encode()}
    return outer_summed(held)


def outer_summed(held: Members) -> Members:
    held = {name: raw for name, raw in held.items() if name != CHECKSUMS}
    return held | {CHECKSUMS: json.dumps({name: _sha(raw) for name, raw in held.items()}).encode()}


def _sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def part_of(held: Members) -> str:
    return next(name for name in held if name.endswith(".seg"))


def refused(desk: Desk, path: Path, why: str = "") -> None:
    with pytest.raises(IndexDamaged, match=f"不是完整的备份.*{why}.*保持不变"):
        restore(desk.store, path, desk.analyzer)


def test_what_was_changed_and_summed_again_is_still_itself(filled: Desk, tmp_path: Path) -> None:
    """The tools of these tests make archives that are taken, where nothing was changed."""
    path = tmp_path / "b.tar"
    held = members(filled, path)
    write(path, re_summed(held))
    restore(filled.store, path, filled.analyzer)
    assert filled.store.current_number() == 2
    disk.remove(filled.store.root / "generations" / "2")


def test_a_changed_body_is_refused_though_the_file_is_summed_again(
    filled: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    raw = bytearray(held[part_of(held)])
    raw[raw.index(b"\x28\xb5\x2f\xfd") + 9] ^= 1
    for summed in (outer_summed, re_summed):
        write(path, summed(held | {part_of(held): bytes(raw)}))
        refused(filled, path, r"\.seg 已损坏")


@pytest.mark.parametrize("name", ["sources.jsonl", "rejected.jsonl", "terms/parts.json"])
def test_a_changed_table_is_refused(filled: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    write(path, outer_summed(held | {name: held[name] + b" "}))
    refused(filled, path)
    for raw in (b"[]", b"{}", b"1", b"\xff", b"[" * 100_000, b'{"a":1}', b'{"ids":[1]}'):
        write(path, re_summed(held | {name: raw + b"\n"}))
        refused(filled, path)


def test_a_byte_that_only_the_outer_checksum_covers(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    name = part_of(held)
    raw = bytearray(held[name])
    assert raw[8:64] == bytes(56), "filled up to the first block"
    raw[20] = 1
    write(path, held | {name: bytes(raw)})
    refused(filled, path, "校验和不符")


@pytest.mark.parametrize(
    "row",
    [
        {"documents": 7},
        {"documents": "1"},
        {"documents": -1},
        {"documents": True},
        {"files": {"terms/a": -1}},
        {"files": {"terms/a": "1"}},
        {"sources": [1]},
        {"sources": 5},
        {"reading": []},
        {"fingerprint": 5},
        {"built_at": "yesterday"},
        {"newest": 3},
        {"surprise": 1},
    ],
)
def test_a_manifest_that_says_what_cannot_be(
    filled: Desk, tmp_path: Path, row: dict[str, Any]
) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    write(path, re_summed(held, **row))
    refused(filled, path)


@pytest.mark.parametrize("row", [{"format": 99}, {"fingerprint": "0-other"}])
def test_a_backup_of_another_version_says_so(
    filled: Desk, tmp_path: Path, row: dict[str, Any]
) -> None:
    path = tmp_path / "b.tar"
    write(path, re_summed(members(filled, path), **row))
    with pytest.raises(IndexOutdated, match=r"另一版本.*保持不变.*zhengce reindex"):
        restore(filled.store, path, filled.analyzer)


@pytest.mark.parametrize(
    "name",
    ["../evil", "/tmp/evil", "terms/../../evil", "terms/a/evil", "evil.py", "terms/.evil",
     "terms/evil\n", "terms//evil", "./terms/evil", "terms/evil/", "evil"],
)  # fmt: skip
def test_names_of_elsewhere(filled: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / "b.tar"
    write(path, re_summed(members(filled, path) | {name: b"x"}))
    refused(filled, path)


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE,
     tarfile.BLKTYPE, tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE, tarfile.GNUTYPE_LONGNAME,
     tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, b"Z"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["terms/evil", MANIFEST])
def test_whatever_is_no_plain_file(filled: Desk, tmp_path: Path, kind: bytes, name: str) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, "/etc/passwd", 512
    raw = entry.tobuf(tarfile.USTAR_FORMAT) + bytes(512)
    path.write_bytes(raw + path.read_bytes())
    refused(filled, path, "不是普通文件")
    held.pop(name, None)
    write(path, held, (entry,))
    refused(filled, path)


def test_extended_headers_are_not_followed(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    for headers in (
        {"path": "../evil"},
        {"size": "99999999999999"},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9999999999"},
        {"comment": "x" * 2_000_000},
    ):
        entry = tarfile.TarInfo("terms/evil")
        entry.pax_headers = headers
        write(path, held, (entry,))
        refused(filled, path, "不是普通文件")


def test_a_name_that_comes_twice(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    write(path, members(filled, path), (tarfile.TarInfo(MANIFEST),))
    refused(filled, path, "两次")


def test_thousands_of_members(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    write(path, held, tuple(tarfile.TarInfo(f"terms/{n}") for n in range(MOST_ENTRIES)))
    refused(filled, path, "多于")


@pytest.mark.parametrize("size", [-1, 1 << 40, 1 << 62, (1 << 63) - 1])
def test_sizes_that_are_not_there(filled: Desk, tmp_path: Path, size: int) -> None:
    path = tmp_path / "b.tar"
    held = members(filled, path)
    entry = tarfile.TarInfo("terms/evil")
    entry.size = size
    whole = path.read_bytes()
    path.write_bytes(entry.tobuf(tarfile.GNU_FORMAT) + whole)
    refused(filled, path)
    del held


def test_what_does_not_fit_is_refused_before_anything_is_written(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of holes, which cost its maker nothing."""
    path = tmp_path / "b.tar"
    held = members(filled, path)
    row = json.loads(held[MANIFEST])
    big, room = 1 << 26, 1 << 25
    held = re_summed(held, files=row["files"] | {"terms/evil": big})
    held = {MANIFEST: held[MANIFEST], CHECKSUMS: held[CHECKSUMS]} | held
    write(path, held)
    entry = tarfile.TarInfo("terms/evil")
    entry.size = big
    with path.open("r+b") as file:
        file.seek(-tarfile.RECORDSIZE, 2)
        end = sum(512 + -(-len(raw) // 512) * 512 for raw in held.values())
        file.seek(end)
        file.write(entry.tobuf(tarfile.GNU_FORMAT))
        file.truncate(end + 512 + big + 1024)
    created: list[Path] = []
    real = disk.create

    def create(path: Path) -> int:
        created.append(path)
        return real(path)

    monkeypatch.setattr(disk, "create", create)
    monkeypatch.setattr(disk, "free", lambda folder: room)
    with pytest.raises(OSError, match="恢复需要 64 MB，磁盘只剩 32 MB"):
        restore(filled.store, path, filled.analyzer)
    assert created == []


@pytest.mark.parametrize(
    "raw", [b"", b"x", bytes(10240), b"x" * 10240, gzip.compress(bytes(999), mtime=0)]
)
def test_what_is_no_archive(filled: Desk, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "b.tar"
    path.write_bytes(raw)
    refused(filled, path)


def test_any_byte_may_be_another(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    backup(filled.store, path)
    whole, said = path.read_bytes(), list[str]()
    for at in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 64]) + whole[at + 1 :])
        try:
            restore(filled.store, path, filled.analyzer)
        except ZhengceError as error:
            said.append(str(error))
        else:  # what fills up the archive means nothing
            assert filled.found() == {"甲.txt"}
            disk.remove(filled.store.root / "generations" / "2")
    assert len(said) > 40
    assert all("保持不变" in one for one in said)


def test_a_disk_that_fails_while_a_backup_is_written(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.tar"
    backup(filled.store, path)
    before = path.read_bytes()

    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "设备上没有空间")

    for owner, name in ((disk, "sync"), (disk, "rename"), (tarfile.TarFile, "addfile")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, fail)
            with pytest.raises(OSError, match="没有空间"):
                backup(filled.store, path)
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.glob("b.tar*")] == ["b.tar"]


@pytest.mark.parametrize("call", ["create", "write", "sync", "rename", "make_folder", "read"])
def test_a_disk_that_fails_while_a_backup_is_restored(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "b.tar"
    backup(filled.store, path)
    real: Callable[..., object] = getattr(disk, call)
    for nth in range(1, 60):
        numbers = iter(range(1, 10_000))

        def failing(*arguments: object, nth: int = nth, numbers: Iterator[int] = numbers) -> object:
            if next(numbers) == nth:
                raise OSError(errno.ENOSPC, "设备上没有空间")
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(disk, call, failing)
            with suppress(OSError, ZhengceError):
                restore(filled.store, path, filled.analyzer)
        calls = next(numbers) - 1
        assert filled.found() == {"甲.txt"}
        assert not list((filled.store.root / "generations").glob("*.building"))
        done = filled.store.current_number() != 1
        for number in ("2", "3"):
            disk.remove(filled.store.root / "generations" / number)
        if done and calls < nth:
            break
    assert done


def test_a_backup_that_was_killed_leaves_nothing_for_long(filled: Desk, tmp_path: Path) -> None:
    def slow(say: Callable[[bytes], None]) -> None:
        real = tarfile.TarFile.addfile

        def addfile(archive: tarfile.TarFile, entry: tarfile.TarInfo, file: BinaryIO) -> None:
            real(archive, entry, file)
            cast(BinaryIO, archive.fileobj).flush()
            say(b".")
            time.sleep(60)

        tarfile.TarFile.addfile = addfile  # type: ignore[assignment]
        backup(filled.store, tmp_path / "today.tar")

    child = Child(slow)
    assert child.hears() == b"."
    (left,) = tmp_path.glob(f"*{PARTIAL}")
    backup(filled.store, tmp_path / "other.tar")
    assert left.exists(), "another that is being written is left alone"
    child.kill()
    assert child.ended() == (b"", -signal.SIGKILL)
    backup(filled.store, tmp_path / "tomorrow.tar")
    assert not left.exists()
    assert not (tmp_path / "today.tar").exists()
    assert os.path.exists(tmp_path / "tomorrow.tar")


@pytest.mark.parametrize(
    "raw", [b"[]", b"1", b'"x"', b"{}", b"{", b"\xff", b"[" * 100_000, b'{"id":5}', b'{"kind":[]}']
)
def test_a_journal_that_is_none(filled: Desk, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "b.tar"
    write(path, outer_summed(members(filled, path) | {JOURNAL: raw + b"\n"}))
    refused(filled, path)
