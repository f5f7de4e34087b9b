"""Withdrawals under attack: full disks, kills, many at once, and whatever an operator does in
whatever order. A document that was withdrawn is never seen."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from index.disk import disk
from index.errors import SourceError, ZhengceError
from index.ingest.sync import sync_index
from index.ingest.update import rebuild_index, remove, update_index
from index.segment import open_terms
from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.backup import backup, restore
from index.upkeep.check import check
from index.upkeep.erase import erase, held
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import undo, withdraw
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.support.desk import Desk
from tests.support.forked_child import Child


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for number in range(12):
        desk.write(f"{number}.txt", f"公积金提取办法第{number}", f"通知{number}")
    desk.update()
    return desk


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2M", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def test_a_disk_that_is_full_to_the_last_byte(desk: Desk, small: Path) -> None:
    desk.store = Store(small / "index")
    for number in range(60):
        desk.write(f"{number}.txt", f"公积金第{number}", f"通知{number}")
    desk.update()
    ids = sorted(desk.found())
    engine = EmbeddedEngine(desk.store.root, desk.analyzer)
    with pytest.raises(OSError, match="28"):
        _fill(small / "ballast")
    assert shutil.disk_usage(small).free == 0
    for id in ids:
        withdraw(Store(desk.store.root), [id], "某人", "磁盘写满时撤下的理由" * 10)
        assert engine.document(id) is None
    assert engine.status().documents == 0
    assert EmbeddedEngine(desk.store.root, desk.analyzer).status().documents == 0
    assert not desk.store.withdrawals().doubt
    with pytest.raises(OSError, match="28"):
        erase(desk.store, ids[:1])
    assert engine.document(ids[0]) is None
    undo(desk.store, ids[1:], "某人")
    assert engine.status().documents == len(ids) - 1
    (small / "ballast").unlink()
    erase(desk.store, [])
    assert not held(desk.store)


def _withdraw_some(root: Path, ids: list[str]) -> None:
    for id in ids:
        withdraw(Store(root), [id], "某人", "理由")


def test_many_at_once(filled: Desk) -> None:
    """Processes that withdraw different documents, none is forgotten."""
    ids = sorted(filled.found())
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    context = get_context("fork")
    workers = [
        context.Process(target=_withdraw_some, args=(filled.store.root, ids[n::4]))
        for n in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert {id for id in ids if engine.document(id)} == set()
    assert {*filled.store.withdrawals().by_id} == {*ids}
    assert not filled.store.withdrawals().doubt


def test_killed_while_withdrawing(filled: Desk, often: Callable[[int, int], int]) -> None:
    """What was acknowledged holds; what was not is whole or not there."""
    draw, acknowledged = random.Random(3), set[str]()
    ids = sorted(filled.found())
    for turn in range(often(25, 400)):
        id = f"{ids[turn % len(ids)]}" if turn < len(ids) else f"没有{turn}"

        def work(say: Callable[[bytes], None], id: str = id) -> None:
            say(b".")
            withdraw(Store(filled.store.root), [id], "某人", "理由" * 50, even_unknown=True)
            say(b"D")

        child = Child(work)
        said = child.hears()
        time.sleep(draw.choice((0, 0.001, 0.002, 0.004, 0.01)))
        child.kill()
        rest, code = child.ended()
        assert code in (0, -signal.SIGKILL)
        if b"D" in said + rest:
            acknowledged.add(id)
        assert acknowledged <= {*filled.store.withdrawals().by_id}
    engine = EmbeddedEngine(filled.store.root, filled.analyzer)
    assert not [id for id in acknowledged if engine.document(id)]


def test_killed_while_erasing(filled: Desk, often: Callable[[int, int], int]) -> None:
    """Whole generations are left, the newest is what it was but for what is erased, and erasing
    again goes on where it was."""
    draw, unfinished = random.Random(4), 0
    for turn in range(often(6, 200)):
        name = f"秘{turn}.txt"
        filled.write(name, f"绝密{turn}", f"绝密通知{turn}")
        filled.update()
        before = filled.found()
        (id,) = [
            id for row in filled.store.current().sources() if row.path == name for id in row.ids
        ]
        withdraw(filled.store, [id], "某人", "理由")

        def work(say: Callable[[bytes], None], id: str = id) -> None:
            say(b".")
            erase(Store(filled.store.root), [id])

        child = Child(work)
        child.hears()
        time.sleep(draw.choice((0, 0.005, 0.01, 0.02, 0.04, 0.08)))
        child.kill()
        child.ended()
        assert filled.found() == before - {id}
        if filled.store.withdrawals().erased.get(id):
            unfinished += bool(held(filled.store))
            erase(filled.store, [])
        else:
            erase(filled.store, [id])
        assert not held(filled.store)
        assert filled.found() == before - {id}
        for generation in filled.store.generations():
            terms = open_terms(generation.terms)
            assert not [*(docs for part in terms.segments for docs in part.with_ids([id]))]
        assert not list(check(filled.store, filled.analyzer))
        assert not list((filled.store.root / "generations").glob("*.building"))
    print(f"\n{unfinished} erasures were interrupted with something left")


def test_every_call_of_an_erasure_may_fail(
    filled: Desk, often: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write, link, rename in turn: the index stays whole, and the document unseen."""
    left, calls = 0, ("create", "write", "link", "rename", "make_folder", "overwrite")

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            nonlocal left
            left -= 1
            if not left:
                raise OSError(errno.EIO, "读写出错")
            return real(*arguments)

        return call

    for turn in range(1, 400, often(7, 1)):
        filled.write("秘.txt", f"绝密{turn}", f"绝密通知{turn}")
        filled.update()
        (id,) = [
            i for row in filled.store.current().sources() if row.path == "秘.txt" for i in row.ids
        ]
        withdraw(filled.store, [id], "某人", "理由")
        left = turn
        failed = False
        with monkeypatch.context() as patch:
            for name in calls:
                patch.setattr(disk, name, failing(getattr(disk, name)))
            try:
                erase(filled.store, [id])
            except OSError:
                failed = True
        assert id not in filled.found()
        assert len(filled.found()) == 12
        assert not list(check(filled.store, filled.analyzer))
        erase(filled.store, [id])
        assert not held(filled.store)
        undo(filled.store, [id], "某人")
        if not failed and left > 0:
            return
    pytest.fail("it has no end")


# --- a model --------------------------------------------------------------------------------

NAMES = st.sampled_from([f"{n}.txt" for n in range(5)])
TEXTS = st.sampled_from("甲乙丙")


class Model(RuleBasedStateMachine):
    """Files come, change, move and go; documents are withdrawn, shown again and erased; syncs,
    rebuilds, rollbacks, backups and restores in between, in any order."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        super().__init__()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self.desk = Desk(folder, analyzer)
        self.desk.write("始.txt", "一直都在的正文", "一直都在")
        self.desk.update()
        self.engine = EmbeddedEngine(self.desk.store.root, analyzer)
        self.folder = folder
        self.titles: dict[str, str] = {}
        self.backups = 0

    @rule(name=NAMES, text=TEXTS)
    def written(self, name: str, text: str) -> None:
        self.desk.write(
            name, f"{text}的正文，只有这一份这样写", f"{text}通知", f"示政发〔2024〕{ord(text)}号"
        )

    @rule(name=NAMES)
    def gone(self, name: str) -> None:
        (self.desk.files / name).unlink(missing_ok=True)

    @rule(one=NAMES, other=NAMES)
    def renamed(self, one: str, other: str) -> None:
        if (self.desk.files / one).exists():
            (self.desk.files / one).rename(self.desk.files / other)

    @rule()
    def updated(self) -> None:
        update_index(self.desk.store, [self.desk.files], self.desk.analyzer)

    @rule()
    def synced(self) -> None:
        sync_index(self.desk.store, [self.desk.files], self.desk.analyzer, force=True)

    @rule()
    def rebuilt(self) -> None:
        try:
            rebuild_index(self.desk.store, [self.desk.files], self.desk.analyzer)
        except SourceError:  # all there is was erased: the index stays as it is
            assert self.desk.store.withdrawals().erased.by_id

    @rule()
    def rolled_back(self) -> None:
        try:
            rollback(self.desk.store, self.desk.analyzer)
        except ZhengceError:
            assert len([*self.desk.store.generations()]) < 2

    @rule()
    def backed_up(self) -> None:
        self.backups += 1
        backup(self.desk.store, self.folder / f"{self.backups}.tar")

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 9))
    def restored(self, which: int) -> None:
        saved = self.folder / f"{1 + which % self.backups}.tar"
        restore(self.desk.store, saved, self.desk.analyzer)

    @rule(which=st.integers(0, 9))
    def removed(self, which: int) -> None:
        if ids := self._seen_ids():
            remove(self.desk.store, [ids[which % len(ids)]])

    @rule(which=st.integers(0, 9), more=st.booleans())
    def withdrawn(self, which: int, more: bool) -> None:
        if ids := self._seen_ids():
            id = ids[which % len(ids)]
            view = self.engine.document(id)
            assert view
            done = withdraw(self.desk.store, [id], "某人", "理由")
            self.titles |= {one.id: view.document.title for one in done.withdrawn}
            if more:
                erase(self.desk.store, [id])

    @rule(which=st.integers(0, 9))
    def undone(self, which: int) -> None:
        known = self.desk.store.withdrawals().by_id
        if originals := [one for one in known.values() if not one.same]:
            for one in undo(self.desk.store, [originals[which % len(originals)].id], "某人"):
                self.titles.pop(one.id, None)

    @rule()
    def erased_on(self) -> None:
        erase(self.desk.store, [])

    @invariant()
    def nothing_withdrawn_is_seen(self) -> None:
        fresh = EmbeddedEngine(self.desk.store.root, self.desk.analyzer)
        withdrawn = self.desk.store.withdrawals().by_id
        for engine in (self.engine, fresh):
            found = engine.search(SearchRequest(size=100, fold=False))
            assert not {hit.document.id for hit in found.hits} & withdrawn.keys()
            assert not {hit.document.title for hit in found.hits} & {*self.titles.values()}
            assert found.total == engine.status().documents == len(engine.listing(0, 100))

    def _seen_ids(self) -> list[str]:
        return sorted(
            hit.document.id for hit in self.engine.search(SearchRequest(size=100, fold=False)).hits
        )


def test_in_any_order(tmp_path: Path, analyzer: Analyzer, often: Callable[[int, int], int]) -> None:
    class Here(Model):
        def __init__(self) -> None:
            super().__init__(tmp_path / "model", analyzer)

    run(
        Here,
        settings=settings(
            max_examples=often(8, 300),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
