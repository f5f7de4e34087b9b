"""Power cuts, played from a record of what was asked of the disk.

The record is turned into what a file system may hold after a cut at any moment: of a file
that was not synced any beginning of what was written, of a folder that was not synced any
part of the names that came and went since. That is more than a journaling file system may
forget, and about every file system keeps what this one keeps.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from index.disk import Disk, disk
from index.errors import IndexMissing, ZhengceError
from index.store.store import Store
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.support.desk import Desk

Operation = tuple[Any, ...]


class Recorder:
    """Notes what is done to the files below a folder; ``syncs`` says whether syncing counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, syncs: bool = True) -> None:
        self.log: list[Operation] = []
        self._open: dict[int, Path] = {}
        self._syncs = syncs
        self._real = Disk()
        for name in ("create", "write", "sync", "link", "rename", "remove", "make_folder"):
            monkeypatch.setattr(disk, name, getattr(self, name))
        monkeypatch.setattr(disk, "sync_folder", self.sync_folder)

    def create(self, path: Path) -> int:
        file = self._real.create(path)
        self._open[file] = path
        self.log.append(("create", path))
        return file

    def write(self, file: int, raw: memoryview) -> int:
        self.log.append(("write", self._open[file], bytes(raw)))
        return self._real.write(file, raw)

    def sync(self, file: int) -> None:
        if self._syncs:
            self.log.append(("sync", self._open[file]))

    def sync_folder(self, path: Path) -> None:
        if self._syncs:
            self.log.append(("sync folder", path))

    def link(self, source: Path, target: Path) -> None:
        os.link(source, target)
        self.log.append(("link", source, target))

    def rename(self, old: Path, new: Path) -> None:
        old.replace(new)
        self.log.append(("rename", old, new))
        self.sync_folder(new.parent)

    def remove(self, path: Path) -> None:
        below = sorted(path.rglob("*"), reverse=True) if path.is_dir() else []
        self.log += [("remove", one) for one in (*below, path) if one.exists()]
        self._real.remove(path)

    def make_folder(self, path: Path) -> None:
        missing = [one for one in (path, *path.parents) if not one.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for one in reversed(missing):
            self.log.append(("folder", one))
            self.sync_folder(one.parent)


@dataclass(eq=False)
class Node:
    """A file or folder: what is on the disk for sure, and what may be."""

    names: dict[str, Node] | None = None
    pending: list[dict[str, Node | None]] = field(default_factory=list)
    content: bytes = b""
    durable: int = 0

    def now(self) -> dict[str, Node]:
        """The names as a process sees them."""
        seen: dict[str, Node | None] = dict(self.names or {})
        for change in self.pending:
            seen |= change
        return {name: node for name, node in seen.items() if node}

    def after_a_cut(self, draw: random.Random) -> dict[str, Node]:
        """The names that are left."""
        left: dict[str, Node | None] = dict(self.names or {})
        for change in self.pending[: draw.randint(0, len(self.pending))]:
            left |= change
        return {name: node for name, node in left.items() if node}


class Disks:
    """The files as the record leaves them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.top = Node(names={})

    def play(self, operation: Operation) -> None:
        """One more call."""
        kind, path, *rest = operation
        parent, node = self._at(path.parent), self._find(path)
        if kind in ("create", "folder"):
            made = Node(names={} if kind == "folder" else None)
            parent.pending.append({path.name: made})
        elif kind == "write":
            assert node
            node.content += rest[0]
        elif kind == "sync":
            assert node
            node.durable = len(node.content)
        elif kind == "sync folder":
            folder = self._at(path)
            folder.names, folder.pending = folder.now(), []
        elif kind == "link":
            target = rest[0]
            self._at(target.parent).pending.append({target.name: node})
        elif kind == "rename":
            assert rest[0].parent == path.parent
            parent.pending.append({path.name: None, rest[0].name: node})
        elif kind == "remove":
            parent.pending.append({path.name: None})

    def cut(self, folder: Path, draw: random.Random) -> None:
        """Write into ``folder`` what a cut now may leave."""
        self._write(self.top, folder, draw)

    def _write(self, node: Node, path: Path, draw: random.Random) -> None:
        if node.names is None:
            lost = len(node.content) - node.durable
            path.write_bytes(
                node.content[: node.durable + draw.choice((0, draw.randint(0, lost), lost))]
            )
            return
        path.mkdir()
        for name, inner in node.after_a_cut(draw).items():
            self._write(inner, path / name, draw)

    def _find(self, path: Path) -> Node | None:
        return self._at(path.parent).now().get(path.name) if path != self._root else self.top

    def _at(self, folder: Path) -> Node:
        node = self.top
        for name in folder.relative_to(self._root).parts if folder != self._root.parent else ():
            node = node.now()[name]
        return node


def _cuts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, count: int, syncs: bool
) -> tuple[int, int, int]:
    """Cuts, unreadable indexes, and acknowledged batches that were lost."""
    desk.store.root.mkdir()
    with monkeypatch.context() as patch:
        recorder = Recorder(patch, syncs)
        acknowledged = []
        for number in range(12):
            desk.write(f"{number}.txt", f"公积金提取办法{number}")
            desk.update() if number % 5 else desk.rebuild(desk.files)
            acknowledged.append(len(recorder.log))
    draw, unreadable, lost = random.Random(4), 0, 0
    places = sorted(draw.randrange(len(recorder.log) + 1) for _ in range(count))
    disks, played = Disks(desk.store.root), 0
    for number, place in enumerate(places):
        for operation in recorder.log[played:place]:
            disks.play(operation)
        played = place
        folder = desk.files.parent / f"cut{number}"
        disks.cut(folder, draw)
        done = sum(place >= end for end in acknowledged)
        try:
            found = EmbeddedEngine(folder, desk.analyzer).search(
                SearchRequest(size=100, fold=False)
            )
            ids = {hit.document.id for hit in found.hits}
            whole = [{f"{n}.txt" for n in range(size)} for size in (done, done + 1)]
            lost += ids not in whole
            mended = Store(folder)
            with mended.build():
                pass
        except IndexMissing:
            lost += done > 0
        except ZhengceError:
            unreadable += 1
    return count, unreadable, lost


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    desk: Desk, often: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    count, unreadable, lost = _cuts(desk, monkeypatch, often(60, 1000), syncs=True)
    print(f"\n{count} power cuts: {unreadable} unreadable, {lost} lost")
    assert (unreadable, lost) == (0, 0)


def test_without_syncing_it_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the test above can fail."""
    count, unreadable, lost = _cuts(desk, monkeypatch, 60, syncs=False)
    print(f"\nwithout fsync, {count} power cuts: {unreadable} unreadable, {lost} lost")
    assert unreadable + lost > 5
