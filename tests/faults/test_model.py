"""A model of years in an hour: files and lists come, go, move, are cut off and cannot be read,
documents are withdrawn, and every command runs in between, in any order.

Whatever happens: what is withdrawn is never seen, nothing is lost that nobody accepted, and a
document keeps its id.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index.errors import IndexMissing
from index.ingest.guard import FEWEST, SHARE
from index.ingest.settling import HeldBack
from index.ingest.sync import sync_index
from index.ingest.update import rebuild_index, update_index
from index.text.analysis import Analyzer
from index.upkeep.backup import backup, restore
from index.upkeep.check import check
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import undo, withdraw
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.faults.conftest import Often
from tests.support.desk import Desk

NAMES = st.sampled_from([f"{folder}{n}.txt" for folder in ("", "甲/", "乙/") for n in range(3)])
LISTS = st.sampled_from(["一.jsonl", "二.jsonl"])
ANY = st.integers(0, 99)
RECORDS = 12


class Model(RuleBasedStateMachine):
    """Titles are unique, so that a document can be told from every other one."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        super().__init__()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self.folder = folder
        self.desk = Desk(folder, analyzer)
        self.aside = folder / "aside"
        self.aside.mkdir()
        self.serial = 0
        self.ids: dict[str, str] = {}
        """Title -> the id under which it was first seen."""
        self.withdrawn: dict[str, str] = {}
        """Title -> the id that was withdrawn."""
        self.backups = 0
        self.replaced: set[str] = set()
        """Titles in whose place another was written: the operator's own doing."""
        self.listed: dict[str, list[str]] = {}
        """List -> the titles that it last held as a whole."""
        for n in range(3):
            self._new(f"{n}.txt")
        self.list_written("一.jsonl")
        self.desk.update()
        self.engine = EmbeddedEngine(self.desk.store.root, analyzer)
        self.seen = self._now()

    # --- what happens to files ----------------------------------------------------------------

    @rule(name=NAMES)
    def written(self, name: str) -> None:
        """A new document, in the place of another or not."""
        if not (self.desk.files / name).is_symlink():
            self._new(name)

    @rule(name=NAMES)
    def gone(self, name: str) -> None:
        (self.desk.files / name).unlink(missing_ok=True)

    @rule(one=NAMES, other=NAMES)
    def moved(self, one: str, other: str) -> None:
        source, target = self.desk.files / one, self.desk.files / other
        if source.is_file() and not target.is_symlink():
            self._give_way(target)
            source.rename(target)

    @rule(one=NAMES, other=NAMES)
    def copied(self, one: str, other: str) -> None:
        source, target = self.desk.files / one, self.desk.files / other
        if source.is_file() and not target.is_symlink() and one != other:
            self._give_way(target)
            shutil.copy(source, target)

    @rule(name=st.sampled_from(["甲", "乙"]))
    def folder_unmounted(self, name: str) -> None:
        """It is moved aside, and an empty one left; the next time it comes back."""
        here, there = self.desk.files / name, self.aside / name
        if there.exists():
            shutil.rmtree(here)
            there.rename(here)
        elif here.is_dir():
            here.rename(there)
            here.mkdir()

    @rule(name=NAMES)
    def barred(self, name: str) -> None:
        """A link that leads to itself stands in the way of a file, and later no more."""
        path, there = self.desk.files / name, self.aside / name.replace("/", "-")
        if path.is_symlink():
            path.unlink()
            there.rename(path)
        elif path.is_file() and not there.exists():
            path.rename(there)
            path.symlink_to(path.name)

    @rule(name=LISTS)
    def list_written(self, name: str) -> None:
        """A list comes, or grows by a record."""
        titles = self.listed.get(name) or [self._title() for _ in range(RECORDS)]
        self.listed[name] = [*titles, self._title()]
        self._write_list(name, self.listed[name])

    @rule(name=LISTS, keep=st.floats(0, 1))
    def list_cut(self, name: str, keep: float) -> None:
        """As by a copy that was broken off, in the middle of a line."""
        path = self.desk.files / name
        if path.exists():
            raw = path.read_bytes()
            path.write_bytes(raw[: int(len(raw) * keep)])

    @rule(name=LISTS)
    def list_mended(self, name: str) -> None:
        if name in self.listed:
            self._write_list(name, self.listed[name])

    @rule(name=LISTS, at=ANY)
    def record_broken(self, name: str, at: int) -> None:
        path = self.desk.files / name
        if path.exists() and (lines := path.read_text("utf-8", "replace").split("\n")):
            lines[at % len(lines)] = '{"title": broken'
            path.write_text("\n".join(lines), "utf-8")

    # --- commands -----------------------------------------------------------------------------

    @rule()
    def updated(self) -> None:
        self._run(lambda: update_index(self.desk.store, [self.desk.files], self.desk.analyzer))

    @rule()
    def synced(self) -> None:
        self._run(lambda: sync_index(self.desk.store, [self.desk.files], self.desk.analyzer))

    @rule()
    def rebuilt(self) -> None:
        self._run(lambda: rebuild_index(self.desk.store, [self.desk.files], self.desk.analyzer))

    @rule()
    def rolled_back(self) -> None:
        with suppress(IndexMissing):
            rollback(self.desk.store, self.desk.analyzer)
        self._forgetful()

    @rule()
    def backed_up(self) -> None:
        self.backups += 1
        backup(self.desk.store, self.folder / f"{self.backups}.tar")

    @precondition(lambda self: self.backups)
    @rule(which=ANY)
    def restored(self, which: int) -> None:
        saved = self.folder / f"{1 + which % self.backups}.tar"
        restore(self.desk.store, saved, self.desk.analyzer)
        self._forgetful()

    @rule(which=ANY)
    def taken_down(self, which: int) -> None:
        if self.seen:
            title = sorted(self.seen)[which % len(self.seen)]
            self.withdrawn[title] = min(self.seen[title])
            withdraw(self.desk.store, [self.withdrawn[title]], "某人", "理由")
            self.seen = self._now()

    @precondition(lambda self: self.withdrawn)
    @rule(which=ANY)
    def shown_again(self, which: int) -> None:
        title = sorted(self.withdrawn)[which % len(self.withdrawn)]
        undo(self.desk.store, [self.withdrawn.pop(title)], "某人")
        self.seen = self._now()

    # --- what must hold -----------------------------------------------------------------------

    @invariant()
    def what_is_withdrawn_is_not_seen(self) -> None:
        fresh = EmbeddedEngine(self.desk.store.root, self.desk.analyzer)
        for engine in (self.engine, fresh):
            titles = {
                hit.document.title
                for hit in engine.search(SearchRequest(size=100, fold=False)).hits
            }
            titles |= {one.title for one in engine.listing(0, 1000)}
            assert not titles & self.withdrawn.keys()
            for title, id in self.withdrawn.items():
                assert engine.document(id) is None
                assert not engine.search(SearchRequest(q=f"“{title}”")).total

    @invariant()
    def a_document_keeps_its_id(self) -> None:
        """Of copies one keeps it; when that is deleted, its id leads to another."""
        for title, ids in self._now().items():
            first = self.ids.setdefault(title, min(ids))
            assert first in ids or self.engine.moved(first) in ids, title

    @invariant()
    def the_index_is_sound(self) -> None:
        assert not list(check(self.desk.store, self.desk.analyzer))

    def _run(self, command: Callable[[], object]) -> None:
        """A command; what is seen no more had gone from the files, and was little."""
        before = self.seen
        with suppress(HeldBack):
            command()
        self.seen = self._now()
        lost = before.keys() - self.seen.keys()
        there = self._in_files()
        assert not lost & there, "it stands in a file that can be read"
        assert not lost & self._barred(), "it stands in a file that cannot be looked at"
        listed = {title for titles in self.listed.values() for title in titles}
        deleted = lost - listed - self.replaced
        assert len(deleted) < FEWEST or len(deleted) <= SHARE * len(before)
        for titles in self.listed.values():
            mine = lost.intersection(titles)
            assert len(mine) < FEWEST or len(mine) <= SHARE * len(before.keys() & {*titles})

    def _forgetful(self) -> None:
        """An index that was put back knows nothing of what came after it."""
        self.seen = self._now()
        self.ids = {title: id for title, id in self.ids.items() if title in self.seen}

    # --- the hands ----------------------------------------------------------------------------

    def _title(self) -> str:
        self.serial += 1
        return f"关于第{self.serial:04}事的通知"

    def _give_way(self, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        if target.is_file():
            self.replaced.add(_title_in(target))

    def _new(self, name: str) -> None:
        title = self._title()
        self._give_way(self.desk.files / name)
        self.desk.write(name, f"{title}的正文，只有这一份这样写。", title)

    def _write_list(self, name: str, titles: list[str]) -> None:
        rows = [{"id": title, "title": title, "body": f"{title}的正文。"} for title in titles]
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (self.desk.files / name).write_text(text, "utf-8")

    def _now(self) -> dict[str, set[str]]:
        """Title -> the ids of what is seen; more than one where a file was copied."""
        found: dict[str, set[str]] = {}
        for one in self.engine.listing(0, 1000):
            found.setdefault(one.title, set()).add(one.id)
        return found

    def _in_files(self) -> set[str]:
        """The titles that stand in a file that can be read."""
        found = set()
        for path in self.desk.files.rglob("*"):
            if path.is_file() and path.suffix == ".txt":
                found.add(_title_in(path))
            elif path.is_file():
                for line in path.read_bytes().split(b"\n"):
                    with suppress(ValueError):
                        found.add(json.loads(line)["title"])
        return found - self.withdrawn.keys()

    def _barred(self) -> set[str]:
        found = set()
        for path in self.desk.files.rglob("*.txt"):
            there = self.aside / path.relative_to(self.desk.files).as_posix().replace("/", "-")
            if path.is_symlink() and there.is_file():
                found.add(_title_in(there))
        return found - self.withdrawn.keys()


def _title_in(path: Path) -> str:
    return path.read_text("utf-8").split("\n")[0].removeprefix("名称: ")


def test_in_any_order(tmp_path: Path, analyzer: Analyzer, often: Often) -> None:
    run_state_machine_as_test(
        lambda: Model(tmp_path / "model", analyzer),  # type: ignore[arg-type]
        settings=settings(
            max_examples=often(6, 300),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=(Phase.generate,),  # shrinking takes minutes; the steps are printed
        ),
    )
