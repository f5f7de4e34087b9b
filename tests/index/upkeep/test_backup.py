"""Backups, bringing the generation before back, and verifying down to the last byte."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.errors import IndexDamaged, IndexMissing
from index.relations.derive import relate
from index.segment import TermsWriter, seal
from index.segment.blocks import BlockFile
from index.segment.writer import SegmentWriter
from index.store.store import Store
from index.upkeep.backup import backup, restore
from index.upkeep.check import check
from index.upkeep.rollback import rollback
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for number in range(5):
        desk.write(f"{number}.txt", f"公积金提取办法{number}")
        desk.update()
    (desk.files / "坏.xls").write_bytes(b"x")
    desk.update()
    return desk


def test_backed_up_and_restored(filled: Desk, tmp_path: Path) -> None:
    backup(filled.store, tmp_path / "b.tar")
    there = Desk.__new__(Desk)
    there.store, there.analyzer = Store(tmp_path / "there"), filled.analyzer
    restore(there.store, tmp_path / "b.tar", filled.analyzer)
    assert there.found() == filled.found()
    assert list(there.store.current().sources()) == list(filled.store.current().sources())
    assert list(there.store.current().rejected()) == list(filled.store.current().rejected())
    assert list(check(there.store, filled.analyzer)) == []
    there.files = filled.files
    assert there.update().unchanged == 5


def test_restoring_can_be_taken_back(filled: Desk, tmp_path: Path) -> None:
    backup(filled.store, tmp_path / "b.tar")
    filled.write("新.txt", "养老")
    filled.update()
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    assert engine.status().documents == 6
    restore(filled.store, tmp_path / "b.tar", filled.analyzer)
    assert engine.status().documents == 5
    rollback(filled.store, filled.analyzer)
    assert engine.status().documents == 6
    rollback(filled.store, filled.analyzer)
    assert engine.status().documents == 5


def test_there_must_be_one_before(desk: Desk) -> None:
    with pytest.raises(IndexMissing, match="zhengce reindex"):
        rollback(desk.store, desk.analyzer)
    assert not desk.store.root.exists()


@pytest.mark.parametrize("where", [0.05, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_backup_is_not_restored(
    filled: Desk, tmp_path: Path, where: float, cut: bool
) -> None:
    path = tmp_path / "b.tar"
    backup(filled.store, path)
    with tarfile.open(path) as archive:
        ends = [entry.offset_data + entry.size for entry in archive]
    raw = bytearray(path.read_bytes())
    at = int(ends[-1] * where)
    if cut:
        del raw[at:]
    else:
        raw[at : at + 600] = bytes(byte ^ 255 for byte in raw[at : at + 600])
    path.write_bytes(raw)
    before = filled.store.current_stamp()
    with pytest.raises(IndexDamaged, match="备份"):
        restore(filled.store, path, filled.analyzer)
    assert filled.store.current_stamp() == before
    assert len(filled.found()) == 5


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "terms/../../evil", "terms/a/b", "x.py"])
def test_a_backup_writes_nowhere_else(filled: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(IndexDamaged, match="备份"):
        restore(filled.store, path, filled.analyzer)
    assert not list(tmp_path.rglob("evil"))


def test_a_link_in_a_backup_is_refused(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("manifest.json")
        entry.type, entry.linkname = tarfile.SYMTYPE, str(tmp_path)
        archive.addfile(entry)
    with pytest.raises(IndexDamaged, match="备份"):
        restore(filled.store, path, filled.analyzer)


@pytest.mark.parametrize("full", [True, False])
def test_all_is_well(filled: Desk, full: bool) -> None:
    assert list(check(filled.store, filled.analyzer, full)) == []


def test_terms_that_are_not_those_of_the_text_are_found(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = SegmentWriter._add_text  # noqa: SLF001 -- what it writes is falsified

    def forgetful(self: SegmentWriter, zone: str, codes: npt.NDArray[np.uint32]) -> None:
        real(self, zone, codes[:-1] if zone == "body" and self.documents == 1 else codes)

    filled.store = Store(filled.store.root.with_name("other"))
    monkeypatch.setattr(SegmentWriter, "_add_text", forgetful)
    filled.update()
    monkeypatch.undo()
    (said,) = check(filled.store, filled.analyzer)
    assert "1.txt" in said
    assert "zhengce reindex" in said


def test_a_table_that_does_not_agree_is_found(filled: Desk) -> None:
    base = filled.store.current()
    rows = list(base.sources())[1:]
    with filled.store.build() as draft:
        with TermsWriter(draft.terms, filled.analyzer, "x"):
            pass
        seal(draft.terms, base.terms)
        relate(draft.terms, base.terms)
        draft.finish(base.manifest, rows, [])
    assert any("来源登记表中没有" in said for said in check(filled.store, filled.analyzer))


def test_every_damaged_byte_is_found(filled: Desk) -> None:
    for path in sorted(filled.store.current().terms.glob("*.seg")):
        whole, blocks = path.read_bytes(), BlockFile(path)
        for name in blocks.names()[::9]:
            begin, size, *_ = blocks._blocks[name]  # noqa: SLF001 -- where the bytes are to be damaged
            if not size:
                continue
            at = begin + size // 2
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            try:
                said = list(check(filled.store, filled.analyzer))
            except IndexDamaged as error:
                said = [str(error)]
            assert said, name
            assert all("zhengce reindex" in line for line in said)
        path.write_bytes(whole)


def test_damage_of_the_generation_before_is_found(filled: Desk) -> None:
    """What both have is one file; after a rebuild they have none in common."""
    before = filled.store.current()
    filled.rebuild()
    part = min(before.terms.glob("*.seg"))
    raw = bytearray(part.read_bytes())
    raw[raw.index(b"\x28\xb5\x2f\xfd") + 9] ^= 1  # in a packed body, which nothing else reads
    part.write_bytes(raw)
    found = list(check(filled.store, filled.analyzer))
    assert len(found) == 1
    assert str(part) in found[0]
