"""Who may read an index and write it, whoever wrote it; and what is said to who may not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import index.disk.files
from index.disk import disk
from index.errors import IndexBusy, IndexDamaged, IndexInaccessible
from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.check import check
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from tests.support.unprivileged import NOBODY, as_nobody, public_folder, umask


@pytest.fixture
def desk(analyzer: Analyzer) -> Iterator[Desk]:
    """A desk in a folder that everyone may enter; its index has two generations."""
    with public_folder() as folder:
        desk = Desk(folder, analyzer)
        yield desk


def fill(desk: Desk) -> None:
    for name in ("甲", "乙"):
        desk.write(f"{name}.txt", f"公积金{name}")
        desk.update()


def everything(root: Path) -> list[Path]:
    return [root, *sorted(root.rglob("*"))]


@pytest.mark.parametrize("mask", [0o077, 0o777, 0o027, 0])
def test_the_umask_of_a_writer_locks_nobody_out(desk: Desk, mask: int) -> None:
    desk.write("甲.txt", "公积金")
    with umask(mask):
        desk.update()
        for path in desk.files.iterdir():
            path.chmod(0o644)
    assert as_nobody(desk.found) == "{'甲.txt'}"
    for path in everything(desk.store.root):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.parametrize("mode", [0o700, 0o750, 0o755, 0o2750, 0o2775])
def test_all_of_an_index_takes_after_its_root(desk: Desk, mode: int) -> None:
    desk.store.root.mkdir()
    os.chown(desk.store.root, NOBODY, 4321)
    desk.store.root.chmod(mode)
    with umask(0o077):
        fill(desk)
    for path in everything(desk.store.root):
        own = path.stat()
        assert (own.st_uid, own.st_gid) == (NOBODY, 4321), path
        if path.is_dir():
            assert stat.S_IMODE(own.st_mode) == mode, path
        elif path.name in ("LOCK", "lock") or path.parent.name == "withdrawals":
            assert stat.S_IMODE(own.st_mode) == mode & 0o666, path
        else:
            assert stat.S_IMODE(own.st_mode) == 0o600 | mode & 0o044, path


def test_writing_for_everyone_is_not_passed_on(desk: Desk) -> None:
    desk.store.root.mkdir()
    desk.store.root.chmod(0o777)
    fill(desk)
    for path in everything(desk.store.root)[1:]:
        assert path.name in ("LOCK", "lock") or not path.stat().st_mode & stat.S_IWOTH, path


def test_what_root_writes_for_a_user_the_user_goes_on_with(desk: Desk) -> None:
    desk.store.root.mkdir()
    os.chown(desk.store.root, NOBODY, NOBODY)
    with umask(0o077):
        fill(desk)
    for path in (desk.files, *desk.files.iterdir()):
        path.chmod(0o755)
    desk.write("丙.txt", "医保")
    (desk.files / "丙.txt").chmod(0o644)

    def update() -> object:
        desk.update()
        return desk.found()

    assert "丙.txt" in as_nobody(update)
    assert len(list((desk.store.root / "generations").iterdir())) == 2, "old ones are swept"
    desk.write("丁.txt", "教育")
    desk.update()
    assert "丁.txt" in as_nobody(desk.found)


def test_a_file_that_few_may_read_is_copied_not_linked(desk: Desk) -> None:
    fill(desk)
    for path in desk.store.current().terms.iterdir():
        path.chmod(0o600)
    assert as_nobody(desk.found).startswith("IndexInaccessible")
    desk.write("丙.txt", "医保")
    desk.update()
    assert "丙.txt" in as_nobody(desk.found)


def test_folders_of_earlier_software_are_mended_by_the_next_writer(desk: Desk) -> None:
    fill(desk)
    for name in ("generations", "queue", "LOCK"):
        (desk.store.root / name).chmod(0o700)
    desk.write("丙.txt", "医保")
    desk.update()
    assert "丙.txt" in as_nobody(desk.found)
    assert stat.S_IMODE((desk.store.root / "LOCK").stat().st_mode) == 0o644


PLACES = (
    "",
    "generations",
    "generations/2",
    "generations/2/terms",
    "generations/2/manifest.json",
    "generations/2/sources.jsonl",
    "generations/2/rejected.jsonl",
    "generations/2/terms/parts.json",
    "generations/2/terms/relations",
    "*.seg",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("owned", [True, False])
def test_what_may_not_be_read_is_never_called_damaged(desk: Desk, place: str, owned: bool) -> None:
    fill(desk)
    root = desk.store.root
    for path in everything(root) if owned else ():
        os.chown(path, NOBODY, NOBODY)
    for path in desk.files.iterdir():
        path.chmod(0o644)
    shut = next((root / "generations/2/terms").glob("2*.seg")) if "*" in place else root / place
    os.chown(shut, 0, 0)
    shut.chmod(0o700)
    before = everything(root)
    calls: tuple[Callable[[], object], ...] = (
        lambda: EmbeddedEngine(root, desk.analyzer).status().damage,
        lambda: list(desk.store.current().sources()),
        lambda: list(desk.store.current().rejected()),
        lambda: "\n".join(check(desk.store, desk.analyzer)),
        desk.update,
        lambda: desk.rebuild(desk.files),
    )
    said = [as_nobody(call) for call in calls]
    assert any("没有权限" in one for one in said)
    for one in said:
        assert "损坏。请恢复" not in one
        assert "IndexMissing" not in one
        if "没有权限" in one:
            assert str(shut) in one or "没有权限写入" in one
            assert "nobody" in one
            assert "chown" in one or "chmod" in one
    if "IndexInaccessible" in said[-1]:
        assert everything(root) == before, "nothing is swept"
    shut.chmod(0o755)
    assert desk.found() == {"甲.txt", "乙.txt"}


def test_an_unreadable_generation_is_not_swept_as_damaged(desk: Desk) -> None:
    desk.store.root.mkdir()
    os.chown(desk.store.root, NOBODY, NOBODY)
    fill(desk)
    first = desk.store.root / "generations" / "1"
    os.chown(first, 0, 0)
    first.chmod(0o700)
    for path in (desk.write("丙.txt", "医保"), *desk.files.iterdir()):
        path.chmod(0o644)
    as_nobody(desk.update)
    names = {path.name for path in first.parent.iterdir()}
    assert names == {"1", "2", "3"}, "it is too old, but may not be removed"
    desk.write("丁.txt", "教育")
    desk.update()
    assert {path.name for path in first.parent.iterdir()} == {"3", "4"}


def test_a_lock_that_may_not_be_taken_says_so(desk: Desk) -> None:
    fill(desk)
    os.chown(desk.store.root, NOBODY, NOBODY)
    (desk.store.root / "LOCK").chmod(0o600)
    said = as_nobody(desk.update)
    assert said.startswith("IndexInaccessible: 没有权限写入")
    assert "LOCK" in said
    assert f"chown -R --reference={desk.store.root}" in said
    (desk.store.root / "LOCK").chmod(0o644)
    assert "LOCK" not in as_nobody(desk.update), "to read it is enough"


def test_a_queue_of_another_user_holds_nobody_up(desk: Desk) -> None:
    fill(desk)
    for path in everything(desk.store.root):
        os.chown(path, NOBODY, NOBODY)
    queue = desk.store.root / "queue"
    os.chown(queue, 0, 0)
    (queue / "0000-dead").write_text("")
    for path, mode in ((queue, 0o755), (queue / "0000-dead", 0o600), (queue, 0o700)):
        path.chmod(mode)
        for file in desk.files.iterdir():
            file.chmod(0o644)
        assert as_nobody(desk.update).startswith("Report(")


def test_two_users_never_write_at_once(desk: Desk) -> None:
    fill(desk)
    for path in everything(desk.store.root):
        os.chown(path, NOBODY, NOBODY)

    def write() -> object:
        with Store(desk.store.root, patience=0).build():
            return "wrote"

    with desk.store.build():
        assert as_nobody(write).startswith(IndexBusy.__name__)
    assert as_nobody(write) == "wrote"


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENOMEM, errno.ESTALE, errno.EACCES])
def test_what_says_nothing_of_a_file_is_not_its_damage(
    desk: Desk, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk)

    def fail(*arguments: object) -> object:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(index.disk.files, "Mapped", fail)
        with pytest.raises(IndexInaccessible, match=r"权限|暂时"):
            desk.found()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", fail)
        with pytest.raises(IndexInaccessible, match=r"权限|暂时"):
            desk.store.current()
    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", fail)
        with pytest.raises(IndexInaccessible, match=r"权限|暂时"):
            desk.store.current_number()


def test_what_is_damaged_still_is(desk: Desk) -> None:
    fill(desk)
    disk.remove(desk.store.current().terms / "parts.json")
    with pytest.raises(IndexDamaged):
        desk.store.current()
