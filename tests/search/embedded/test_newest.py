"""Which generation is served while newer ones come that cannot be, and files change underneath."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from index.errors import IndexDamaged, ZhengceError
from index.text.analysis import Analyzer
from index.upkeep.backup import backup, restore
from search.embedded.engine import AGAIN_SECONDS, EmbeddedEngine
from search.language.sounds import Sounds
from search.request import SearchRequest
from tests.support.desk import Desk
from tests.support.forked_child import Child
from tests.support.unprivileged import as_nobody, public_folder


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(analyzer: Analyzer) -> Iterator[Desk]:
    with public_folder() as folder:
        desk = Desk(folder, analyzer)
        desk.write("甲.txt", "公积金")
        desk.update()
        yield desk


def opened(desk: Desk, clock: Clock) -> EmbeddedEngine:
    return EmbeddedEngine(desk.store.root, desk.analyzer, lambda: date(2024, 5, 6), clock=clock)


def documents(engine: EmbeddedEngine) -> int:
    return engine.search(SearchRequest(q="公积金")).total


def newest(desk: Desk) -> Path:
    return desk.store.root / "generations" / str(desk.store.current_number())


def parts(desk: Desk) -> list[Path]:
    return sorted(newest(desk).rglob("*.seg"))


def cut(path: Path) -> None:
    os.truncate(path, 100)


def add(desk: Desk) -> None:
    desk.write("乙.txt", "公积金二")
    desk.update()


def test_the_next_is_made_ready_while_that_before_is_served(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened(desk, clock)
    seen: list[int] = []
    begin = Sounds.__init__

    def made(
        self: Sounds, entries: list[tuple[str, str, int]], weights: Sequence[int] | None = None
    ) -> None:
        begin(self, entries, weights)
        seen.append(len(entries))
        if len(seen) == 2:
            seen.append(documents(engine))

    monkeypatch.setattr(Sounds, "__init__", made)
    assert documents(engine) == 1
    assert len(seen) == 1
    add(desk)
    engine.status()
    assert seen[2:] == [1], "that before is served while the next is made ready"
    assert documents(engine) == 2
    assert len(seen) == 3, "what was made ready is not made again"


def test_what_is_served_no_more_goes(desk: Desk, clock: Clock) -> None:
    engine = opened(desk, clock)
    documents(engine)
    held = {str(path) for path in parts(desk)}
    assert held & _mapped()
    for at in range(3):  # each links to the files of the one before, until they are merged
        desk.write("甲.txt", f"公积金{at}")
        desk.update()
    for query in ("公积金", "甲", "乙", "二", "金", "公"):
        engine.search(SearchRequest(q=query))
    assert not held & _mapped()


def _mapped() -> set[str]:
    """The files that this process has mapped."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return {line.split(maxsplit=5)[5].removesuffix(" (deleted)") for line in lines if "/" in line}


def test_a_newer_one_that_may_not_be_read_is_said(desk: Desk, clock: Clock) -> None:
    add(desk)
    shut = parts(desk)[-1]
    shut.chmod(0o600)

    def look() -> object:
        engine = opened(desk, clock)
        status = engine.status()
        return documents(engine), status.refused, "没有权限" in status.damage

    assert as_nobody(look) == "(1, 'inaccessible', True)"
    shut.chmod(0o644)
    assert as_nobody(look) == "(2, '', False)"


def test_rights_that_are_mended_are_noticed_without_anything_being_published(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = opened(desk, clock)
    add(desk)
    real, asked = engine._newest._store.newest, []  # noqa: SLF001 -- how often it is asked

    def counted(open_: Callable[..., object]) -> object:
        asked.append(1)
        return real(open_)

    monkeypatch.setattr(engine._newest._store, "newest", counted)  # noqa: SLF001
    manifest = newest(desk) / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(b"{")
    with caplog.at_level(logging.ERROR):
        for _ in range(9):
            assert (documents(engine), engine.status().refused) == (1, "damaged")
        clock.now += AGAIN_SECONDS
        assert documents(engine) == 1
    assert len(asked) == 2, "it is not looked at for every request"
    assert caplog.text.count("无法打开") == 1, "nor said again"
    manifest.write_bytes(whole)
    assert documents(engine) == 1
    clock.now += AGAIN_SECONDS
    assert (documents(engine), engine.status().damage) == (2, "")


def test_what_is_open_is_kept_with_all_it_remembers(desk: Desk, clock: Clock) -> None:
    engine = opened(desk, clock)
    add(desk)
    (newest(desk) / "manifest.json").write_bytes(b"{")
    before = engine._newest._reading  # noqa: SLF001 -- not only an equal one
    for _ in range(3):
        clock.now += AGAIN_SECONDS
        documents(engine)
    assert engine._newest._reading is before  # noqa: SLF001


def test_a_file_cut_under_a_server_ends_nobody(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    """Bytes that are mapped and gone end a process by a signal; so do its children's."""
    backup(desk.store, tmp_path / "b.tar")
    engine = opened(desk, clock)
    assert documents(engine) == 1
    for path in parts(desk):
        cut(path)

    def ask(say: Callable[[bytes], None]) -> None:
        for call in (lambda: documents(engine), engine.status, lambda: engine.document("甲.txt")):
            with pytest.raises(IndexDamaged, match="损坏"):
                call()
        say(b"1")

    assert Child(ask).ended() == (b"1", 0)
    restore(desk.store, tmp_path / "b.tar", desk.analyzer)
    assert (documents(engine), engine.status().generation) == (1, 2), "without being told"


def test_the_one_before_takes_over_where_its_files_are_whole(desk: Desk, clock: Clock) -> None:
    desk.rebuild()
    engine = opened(desk, clock)
    assert engine.status().generation == 2
    cut(parts(desk)[0])
    assert documents(engine) == 1
    assert (engine.status().generation, engine.status().refused) == (1, "damaged")


def test_a_file_that_is_written_over_is_read_again(desk: Desk, clock: Clock) -> None:
    """Zeros of the same length must not be taken for what was checked before."""
    engine = opened(desk, clock)
    assert documents(engine) == 1
    (path,) = parts(desk)
    raw = path.read_bytes()
    path.write_bytes(bytes(len(raw)))
    with pytest.raises(IndexDamaged):
        documents(engine)
    path.write_bytes(raw)
    clock.now += AGAIN_SECONDS
    assert documents(engine) == 1


def test_a_folder_that_is_gone_is_said_while_what_is_open_goes_on(desk: Desk, clock: Clock) -> None:
    engine = opened(desk, clock)
    away = desk.store.root.with_name("away")
    desk.store.root.rename(away)
    assert (documents(engine), engine.status().refused) == (1, "missing")
    shutil.copytree(away, desk.store.root)
    clock.now += AGAIN_SECONDS
    assert (documents(engine), engine.status().refused) == (1, "")


def test_an_error_that_is_given_again_does_not_grow(desk: Desk, clock: Clock) -> None:
    engine = opened(desk, clock)
    cut(parts(desk)[0])
    depths = set()
    for _ in range(20):
        try:
            engine.status()
        except ZhengceError as error:
            at, depth = error.__traceback__, 0
            while at:
                at, depth = at.tb_next, depth + 1
            depths.add(depth)
    assert max(depths) < 12


def test_what_is_replaced_is_closed_without_a_collector(desk: Desk, clock: Clock) -> None:
    """However many generations come while a server is up: files that are open do not pile up."""
    engine = opened(desk, clock)
    held: list[int] = []
    gc.disable()
    try:
        for number in range(10):
            desk.write("甲.txt", f"公积金第{number}次")
            desk.update()
            assert documents(engine) == 1
            assert engine.document("甲.txt", "公积金")
            engine.suggest("公积金")
            for n in range(5):  # so many queries stay understood, each with its generation
                engine.search(SearchRequest(q=f"公积{n}"))
            held.append(open_files(desk))
    finally:
        gc.enable()
    assert held[0] == held[4] == held[-1] > 0


def open_files(desk: Desk) -> int:
    """How many descriptors this process has of the index, files that are gone included."""
    links = (os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink())
    return sum(link.startswith(str(desk.store.root)) for link in links)
