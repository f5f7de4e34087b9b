"""Two folders of files and a folder of lists, an index over them, and what may befall them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest.report import Report
from index.ingest.settling import HeldBack
from index.ingest.sync import sync_index
from tests.support.desk import Desk

Writer = Callable[..., Report]
MANY = 40
"""So many documents does the list have."""


class Sources:
    """Two folders of files and a folder of lists, and an index over them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files, self.more, self.lists = (desk.files / name for name in ("甲", "乙", "清单"))
        for folder in (self.files, self.more):
            for number in range(6):
                write(folder / f"{folder.name}{number}.txt", f"{folder.name}第{number}件")
        write_list(self.lists / "a.jsonl", range(MANY))
        self.run(sync_index)

    @property
    def roots(self) -> list[Path]:
        return [self.files, self.more, self.lists]

    def run(self, writer: Writer, *paths: Path, **more: object) -> Report:
        return writer(self.desk.store, paths or self.roots, self.desk.analyzer, **more)

    def held(self, writer: Writer, *paths: Path) -> HeldBack:
        with pytest.raises(HeldBack) as caught:
            self.run(writer, *paths)
        return caught.value

    def found(self) -> set[str]:
        return self.desk.found()

    @property
    def rows(self) -> int:
        return sum(len(row.ids) for row in self.desk.store.current().sources())


def write(path: Path, title: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"名称: 关于{title}的通知\n\n{title}", encoding="utf-8")


def write_list(path: Path, numbers: range, name: str = "r") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ({"id": f"{name}{n}", "title": f"关于第{n}事的办法", "body": "正文"} for n in numbers)
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


def outcome(run: Callable[[], Report]) -> Report:
    """The report of a run, be something held back or not."""
    try:
        return run()
    except HeldBack as held:
        return held.report


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
