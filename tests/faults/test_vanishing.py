"""Random things befall files while every writer runs: no source loses much unasked, no row is wrong."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import SourceError
from index.ingest import sync
from index.ingest.guard import FEWEST, SHARE
from index.ingest.settling import HeldBack
from index.ingest.sync import sync_index
from index.ingest.update import rebuild_index, update_index
from index.upkeep.check import check
from tests.support.desk import Desk
from tests.support.sources import write

SOURCES = ("甲", "乙", "丙")


class Model:
    """Three sources, what happens to them, and what the index says of each."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.draw = random.Random(seed)
        self.roots = [desk.files / name for name in SOURCES]
        self.number = 0
        for root in self.roots:
            root.mkdir()
            for _ in range(8):
                self.appear(root)
            self.grow(root)

    def appear(self, root: Path) -> None:
        self.number += 1
        folder = self.draw.choice((root, root / "子"))
        write(folder / f"{root.name}{self.number}.txt", f"第{self.number}事")

    def grow(self, root: Path) -> None:
        path = root / f"{self.draw.randrange(2)}.jsonl"
        with path.open("a", encoding="utf-8") as file:
            for _ in range(self.draw.randrange(1, 12)):
                self.number += 1
                row = {"id": f"{root.name}r{self.number}", "title": f"关于第{self.number}事的办法"}
                file.write(json.dumps(row) + "\n")

    def some(self, root: Path, pattern: str = "**/*.*") -> list[Path]:
        found = sorted(path for path in root.glob(pattern) if path.is_file())
        return self.draw.sample(found, min(len(found), self.draw.randrange(1, 6)))

    def vanish(self, root: Path) -> None:
        for path in self.some(root):
            path.unlink()

    def cut(self, root: Path) -> None:
        for path in self.some(root, "*.jsonl"):
            raw = path.read_bytes()
            path.write_bytes(raw[: self.draw.randrange(len(raw) + 1)])

    def spoil(self, root: Path) -> None:
        for path in self.some(root)[:1]:
            path.write_bytes(b"\0\xff" * 90)

    def rename(self, root: Path) -> None:
        for path in self.some(root):
            self.number += 1
            path.rename(path.with_name(f"{root.name}{self.number}改{path.suffix}"))

    def unmount(self, root: Path) -> None:
        away = root.with_name(f".{root.name}")
        if not away.exists():
            root.rename(away)
            if self.draw.random() < 0.6:
                root.mkdir()

    def unmount_below(self, root: Path) -> None:
        if (root / "子").exists() and not (root / ".子").exists():
            (root / "子").rename(root / ".子")
            (root / "子").mkdir()

    def mount(self, root: Path) -> None:
        for away in (root.with_name(f".{root.name}"), root / ".子"):
            if away.exists():
                place = away.with_name(away.name[1:])
                shutil.rmtree(place, ignore_errors=True)
                away.rename(place)

    def happen(self) -> None:
        does: list[Callable[[Path], None]] = [
            self.appear, self.grow, self.vanish, self.cut, self.spoil, self.rename,
            self.unmount, self.unmount_below, self.mount, self.mount,
        ]  # fmt: skip
        root = self.draw.choice(self.roots)
        act = self.draw.choice(does)
        if act in (self.mount, self.unmount) or root.exists():
            act(root)

    def run(self) -> None:
        writer = self.draw.choice((sync_index, sync_index, update_index, rebuild_index))
        some = [root for root in self.roots if self.draw.random() < 0.8] or self.roots
        try:
            with suppress(HeldBack):
                writer(self.desk.store, some, self.desk.analyzer)
        except SourceError:
            assert not all(root.exists() for root in some) or writer is rebuild_index

    def documents(self) -> dict[str, str]:
        """Id -> the source that gave it."""
        return {
            id: row.place.relative_to(self.desk.files).parts[0]
            for row in self.desk.store.current().sources()
            for id in row.ids
        }


@pytest.mark.parametrize("seed", range(6))
def test_no_source_loses_much_unasked(
    desk: Desk, seed: int, monkeypatch: pytest.MonkeyPatch, often: Callable[[int, int], int]
) -> None:
    model = Model(desk, seed)
    monkeypatch.setattr(sync, "CHECKPOINT", model.draw.choice((1, 5, 10_000)))
    sync_index(desk.store, model.roots, desk.analyzer)
    for _ in range(often(15, 150)):
        for _ in range(model.draw.randrange(1, 4)):
            model.happen()
        before, rows = model.documents(), list(desk.store.current().sources())
        model.run()
        after = model.documents()
        assert list(check(desk.store, desk.analyzer)) == []
        now = {row.sha256 for row in desk.store.current().sources()}
        renamed = {id for row in rows if row.sha256 in now for id in row.ids}
        lost = Counter(before[id] for id in before.keys() - after.keys() - renamed)
        for source, count in lost.items():
            held = sum(it == source for it in before.values())
            assert count < FEWEST or count <= SHARE * held, (source, count, held)
            assert set(after.values()) >= {source}, "a source has gone empty"
