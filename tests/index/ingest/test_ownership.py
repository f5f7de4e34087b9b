"""Whatever files do, an update finds what a rebuild finds."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from index.errors import SourceError
from index.ingest.report import Progress
from index.ingest.update import rebuild_index, remove, update_index
from index.segment import open_terms
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest


class Lists:
    """Two folders of lists, and an index over them."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self.folder = folder
        self.analyzer = analyzer
        self.store = Store(folder / "index")
        for name in ("a", "b"):
            (folder / name).mkdir()

    def write(self, name: str, *documents: tuple[str, str]) -> Path:
        rows = ({"id": id, "title": f"标题{text}", "body": f"正文{text}"} for id, text in documents)
        path = self.folder / name
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return path

    def update(self, *names: str, progress: Progress | None = None) -> None:
        folders = [self.folder / name for name in names or "ab"]
        update_index(self.store, folders, self.analyzer, progress)

    def found(self, store: Store | None = None) -> list[str]:
        engine = EmbeddedEngine((store or self.store).root, self.analyzer)
        result = engine.search(SearchRequest(size=100, fold=False))
        return sorted(hit.document.title.removeprefix("标题") for hit in result.hits)

    def ids(self) -> list[str]:
        terms = open_terms(self.store.current().terms)
        return [terms.id(number) for number in np.flatnonzero(terms.counts).tolist()]

    def rebuilt(self) -> list[str]:
        fresh = Store(self.folder / "fresh")
        folders = [self.folder / "a", self.folder / "b"]
        rebuild_index(fresh, folders, self.analyzer, force=True)
        return self.found(fresh)


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Lists:
    return Lists(tmp_path, analyzer)


def test_a_duplicate_outside_the_run_steps_in(desk: Lists) -> None:
    desk.write("a/1.jsonl", ("1", "甲"))
    desk.write("b/1.jsonl", ("1", "甲"))
    desk.update()
    desk.write("a/1.jsonl", ("2", "乙"))
    desk.update("a")
    assert desk.found() == ["乙", "甲"]


def test_a_duplicate_of_a_document_with_an_id_of_its_own_steps_in(desk: Lists) -> None:
    desk.write("a/1.jsonl", ("1", "甲"))
    desk.write("a/2.jsonl", ("1", "乙"))
    desk.write("a/3.jsonl", ("1", "乙"))
    desk.update()
    desk.write("a/2.jsonl", ("9", "丙"))
    desk.update()
    assert desk.found() == ["丙", "乙", "甲"]


def test_a_file_deleted_while_the_run_goes_on_gives_nothing_twice(desk: Lists) -> None:
    first = desk.write("a/1.jsonl", ("1", "甲"))
    desk.write("a/2.jsonl", ("1", "甲"))

    def progress(name: str, count: int) -> None:
        if name == "2.jsonl":
            first.unlink(missing_ok=True)

    desk.update("a", progress=progress)
    assert desk.found() == ["甲"]


def test_a_rebuild_that_finds_nothing_says_so_and_changes_nothing(desk: Lists) -> None:
    path = desk.write("a/1.jsonl", ("1", "甲"))
    desk.update()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match="保持不变"):
        rebuild_index(desk.store, [], desk.analyzer)
    assert desk.found() == ["甲"]


def test_an_index_made_anew_in_the_same_place_is_noticed(desk: Lists) -> None:
    desk.write("a/1.jsonl", ("1", "甲"))
    desk.update()
    engine = EmbeddedEngine(desk.store.root, desk.analyzer)
    desk.store.root.rename(desk.folder / "old")
    desk.write("a/1.jsonl", ("1", "乙"))
    desk.update()
    assert engine.search(SearchRequest()).hits[0].document.title == "标题乙"


def test_a_duplicate_steps_in_when_the_first_went_and_its_id_was_taken(desk: Lists) -> None:
    first = desk.write("a/1.jsonl", ("1", "甲"))
    desk.write("a/2.jsonl", ("1", "甲"))
    desk.update()
    first.unlink()
    desk.write("a/0.jsonl", ("1", "丁"))
    desk.update()
    assert desk.found() == ["丁", "甲"]


def test_a_file_that_comes_back_as_it_was_is_read(desk: Lists) -> None:
    path = desk.write("a/1.jsonl", ("1", "甲"))
    desk.update()
    path.rename(desk.folder / "away")
    desk.write("b/1.jsonl", ("1", "乙"))
    desk.update()
    (desk.folder / "away").rename(path)
    desk.update()
    assert desk.found() == ["乙", "甲"]


def test_removing_reads_no_file(desk: Lists) -> None:
    """A file that changed since is left for the next update, not half taken in."""
    first = desk.write("a/1.jsonl", ("1", "甲"))
    desk.write("a/2.jsonl", ("1", "甲"))
    other = desk.write("b/1.jsonl", ("3", "丙"))
    desk.update()
    first.unlink()
    desk.write("a/2.jsonl", ("1", "甲"), ("2", "乙"))
    remove(desk.store, [str(other)])
    other.unlink()
    desk.update()
    assert desk.found() == ["乙", "甲"]


def test_removing_a_folder_forgets_what_could_not_be_read_there(desk: Lists) -> None:
    desk.write("a/1.jsonl", ("1", "甲"))
    (desk.folder / "b" / "1.jsonl").write_text("{", encoding="utf-8")
    desk.update()
    remove(desk.store, [str(desk.folder / "b")])
    assert desk.store.current().manifest.rejected == 0
    assert desk.found() == ["甲"]


def test_what_could_not_be_read_and_is_gone_is_forgotten(desk: Lists) -> None:
    desk.write("a/1.jsonl", ("1", "甲"))
    bad = desk.folder / "a" / "2.jsonl"
    bad.write_text("{", encoding="utf-8")
    desk.update()
    assert desk.store.current().manifest.rejected == 1
    bad.unlink()
    desk.update()
    assert desk.store.current().manifest.rejected == 0


@pytest.mark.parametrize("seed", range(8))
def test_random_changes_lose_and_double_nothing(desk: Lists, seed: int) -> None:
    """Files are written, swapped, copied, moved, removed, and go away and come back. What a file
    gave that went away may stay; what any file gives must be there, under ids that differ."""
    draw = random.Random(seed)
    names = [f"{folder}/{number}.jsonl" for folder in "ab" for number in range(4)]
    desk.write("a/0.jsonl", ("1", "甲"))
    for _ in range(25):
        one, two = (desk.folder / name for name in draw.sample(names, 2))
        change = draw.choice([*["write"] * 3, "swap", "copy", "move", "remove", "vanish", "return"])
        _change(desk, change, one, two, draw)
        if draw.random() < 0.6 and list(desk.folder.glob("[ab]/*.jsonl")):
            desk.update(*draw.choice([("a", "b"), ("a", "b"), ("b", "a")]))
            assert set(desk.found()) >= set(desk.rebuilt())
            assert len(desk.ids()) == len(set(desk.ids()))


def _change(desk: Lists, change: str, one: Path, two: Path, draw: random.Random) -> None:
    match change:
        case "swap" if one.exists() and two.exists():
            one.rename(desk.folder / "t")
            two.rename(one)
            (desk.folder / "t").rename(two)
        case "copy" if one.exists():
            two.write_bytes(one.read_bytes())
        case "move" if one.exists() and not two.exists():
            one.rename(two)
        case "vanish" if one.exists():
            one.rename(one.with_suffix(".away"))
        case "return" if one.with_suffix(".away").exists():
            one.with_suffix(".away").replace(one)
        case "remove" if one.exists() and len(list(desk.folder.glob("*/*.jsonl"))) > 1:
            if desk.store.current_number() and str(one) in _sources(desk.store):
                remove(desk.store, [str(one)])
            one.unlink()
        case "write":
            given = [
                (str(draw.randrange(4)), draw.choice("甲乙丙丁戊己庚辛壬癸")) for _ in range(2)
            ]
            desk.write(str(one.relative_to(desk.folder)), *given)


def _sources(store: Store) -> set[str]:
    return {f"{row.root}/{row.path}" for row in store.current().sources()}
