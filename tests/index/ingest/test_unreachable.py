"""What cannot be looked at costs itself only: folders, files, mounts, links, names."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import SourceError, system_says
from index.ingest.sources import files_under
from index.ingest.survey import survey
from index.ingest.sync import preview, sync_index
from index.ingest.update import rebuild_index, update_index
from index.store.origin import origin_of, rows_by_id
from tests.support.desk import Desk
from tests.support.forked_child import Child
from tests.support.sources import Writer, outcome, write

NOBODY = 65534
TROUBLES = [errno.EACCES, errno.EIO, errno.ESTALE, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTCONN]
WRITERS = pytest.mark.parametrize("writer", [sync_index, update_index, rebuild_index])


class Trouble:
    """A place that the system says nothing of but an error, for ``os`` and for ``open``."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.places: dict[str, int] = {}
        for name in ("stat", "lstat", "scandir", "open", "listdir"):
            patch.setattr(os, name, self._failing(getattr(os, name)))
        patch.setattr("io.open", self._failing(open))

    def at(self, place: Path, number: int, with_itself: bool = True) -> None:
        """What is below ``place``, and the place itself, cannot be looked at."""
        self.places[str(place)] = number
        self._with_itself = with_itself

    def _failing(self, call: Callable[..., object]) -> Callable[..., object]:
        def called(path: object = ".", *more: object, **named: object) -> object:
            if isinstance(path, str | os.PathLike):
                name = os.fspath(path)
                for place, number in self.places.items():
                    itself = name == place and (self._with_itself or call.__name__ != "stat")
                    if itself or str(name).startswith(f"{place}/"):
                        raise OSError(number, os.strerror(number), name)
            return call(path, *more, **named)

        called.__name__ = getattr(call, "__name__", "")
        return called


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> Trouble:
    return Trouble(monkeypatch)


@pytest.fixture
def full(desk: Desk) -> Desk:
    for number in range(4):
        write(desk.files / "好" / f"好{number}.txt", f"好{number}")
        write(desk.files / "坏" / "内" / f"坏{number}.txt", f"坏{number}")
    desk.update()
    write(desk.files / "好" / "新.txt", "新")
    return desk


@WRITERS
@pytest.mark.parametrize("number", TROUBLES)
@pytest.mark.parametrize("with_itself", [True, False])
def test_a_folder_costs_itself_only(
    full: Desk, writer: Writer, number: int, with_itself: bool, trouble: Trouble
) -> None:
    trouble.at(full.files / "坏", number, with_itself)
    report = outcome(lambda: writer(full.store, [full.files], full.analyzer))
    trouble.places.clear()
    assert report.added == (5 if writer is rebuild_index else 1)
    assert report.removed == 0
    why = system_says(OSError(number, os.strerror(number)))
    assert any(why in item.reason for item in report.rejected)
    assert len(full.found()) == 9
    again = outcome(lambda: writer(full.store, [full.files], full.analyzer))
    assert (again.removed, again.held, again.rejected) == (0, [], [])
    assert len(full.found()) == 9


@WRITERS
@pytest.mark.parametrize("number", TROUBLES)
def test_a_source_costs_itself_only(
    full: Desk, writer: Writer, number: int, trouble: Trouble
) -> None:
    roots = [full.files / "好", full.files / "坏"]
    sync_index(full.store, [full.files / "坏"], full.analyzer)
    trouble.at(full.files / "坏", number)
    report = outcome(lambda: writer(full.store, roots, full.analyzer))
    trouble.places.clear()
    assert report.rejected
    assert len(full.found()) == 9


@WRITERS
@pytest.mark.parametrize("number", TROUBLES)
def test_a_file_costs_itself_only(
    full: Desk, writer: Writer, number: int, trouble: Trouble
) -> None:
    trouble.at(full.files / "坏" / "内" / "坏0.txt", number)
    report = outcome(lambda: writer(full.store, [full.files], full.analyzer))
    trouble.places.clear()
    assert len(report.rejected) == 1
    assert report.removed == 0
    assert len(full.found()) == 9


def test_survey_and_preview_survive_it(full: Desk, trouble: Trouble) -> None:
    trouble.at(full.files / "坏", errno.EIO, with_itself=False)
    files = list(files_under([full.files]))
    assert survey(files, full.store).to_read >= 1
    report, _ = preview(full.store, [full.files], full.analyzer, files=files)
    assert (report.added, report.removed) == (1, 0)
    [held] = report.held
    assert (held.place, held.lost) == (full.files / "坏", 4)


@pytest.mark.parametrize("number", TROUBLES)
def test_an_original_that_cannot_be_looked_at_is_none(
    full: Desk, number: int, trouble: Trouble
) -> None:
    rows = rows_by_id(full.store.current()).values()
    assert all(origin_of(row).file for row in rows)
    trouble.at(full.files, number)
    assert not any(origin_of(row).file for row in rows)


def test_what_is_below_may_go_once_it_is_accepted(full: Desk, trouble: Trouble) -> None:
    bad = full.files / "坏"
    trouble.at(bad, errno.EIO, with_itself=False)
    report = sync_index(full.store, [full.files], full.analyzer, accept=[bad])
    assert (report.removed, report.held) == (4, [])


def test_a_folder_that_goes_during_the_walk_is_gone(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def vanishing(folder: str) -> Iterator[os.DirEntry[str]]:
        if str(folder).endswith("坏"):
            shutil.rmtree(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", vanishing)
    assert [file.name for file in files_under([full.files])] == [
        *(f"好/好{n}.txt" for n in range(4)), "好/新.txt",
    ]  # fmt: skip


def test_a_file_that_goes_before_it_is_read_stops_nothing(full: Desk) -> None:
    write(full.files / "好" / "短命.txt", "短命")
    files = list(files_under([full.files]))
    (full.files / "好" / "短命.txt").unlink()
    report = sync_index(full.store, [full.files], full.analyzer, files=files)
    assert (report.added, len(report.rejected)) == (1, 1)


def test_pipes_sockets_circles_and_depth_stop_nothing(full: Desk, tmp_path: Path) -> None:
    os.mkfifo(full.files / "管.txt")
    (full.files / "圈").symlink_to(full.files / "圈")
    (full.files / "上").symlink_to(full.files)
    here = os.getcwd()
    with socket.socket(socket.AF_UNIX) as door:
        try:
            os.chdir(full.files)
            door.bind("门.txt")
            for _ in range(1500):  # deeper than the stack, longer than a path may be
                os.mkdir("dd")
                os.chdir("dd")
            Path("底.txt").write_text("深处", encoding="utf-8")
        finally:
            os.chdir(here)
        try:
            report = sync_index(full.store, [full.files], full.analyzer)
            assert report.added == 1
            refused = {item.source_path for item in report.rejected}
            assert {"管.txt", "圈", "门.txt"} <= refused
            assert len(full.found()) == 9
        finally:
            subprocess.run(["rm", "-rf", str(full.files / "dd")], check=True)


def test_a_root_that_is_a_circle_is_said(full: Desk) -> None:
    (full.files.parent / "圈").symlink_to(full.files.parent / "圈")
    report = outcome(
        lambda: sync_index(full.store, [full.files, full.files.parent / "圈"], full.analyzer)
    )
    assert (report.added, len(report.rejected)) == (1, 1)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_no_permission_as_the_system_has_it(full: Desk) -> None:
    for place in [full.store.root, *full.store.root.rglob("*")]:
        os.chown(place, NOBODY, NOBODY)
    folder = full.files
    while folder.parent != folder.parent.parent:
        folder.chmod(0o755)
        folder = folder.parent
    write(full.files / "好" / "好1.txt", "改过")
    (full.files / "坏" / "内").chmod(0)
    (full.files / "好" / "好1.txt").chmod(0)

    def work(say: Callable[[bytes], None]) -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        report = outcome(lambda: sync_index(full.store, [full.files], full.analyzer))
        counts = (report.added, report.removed, len(report.rejected), len(report.held))
        say(bytes(counts))

    assert Child(work).ended() == (bytes([1, 0, 2, 1]), 0)
    assert len(full.found()) == 9


def test_all_sources_gone_is_an_error(full: Desk) -> None:
    shutil.rmtree(full.files)
    for writer in (sync_index, update_index, rebuild_index):
        with pytest.raises(SourceError):
            writer(full.store, [full.files], full.analyzer)
    assert len(full.found()) == 8
