"""A root is what it was when it is named in another way, or a link leads to its next release."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from index.ingest.sources import as_given, files_under
from index.ingest.sync import sync_index
from index.ingest.update import remove
from index.store.store import Store
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk


def synced(desk: Desk, *roots: Path) -> None:
    sync_index(desk.store, roots, desk.analyzer, force=True)


def ids(desk: Desk) -> dict[str, str]:
    """File -> the id of its document."""
    rows = desk.store.current().sources()
    return {f"{row.root}/{row.path}": id for row in rows for id in row.ids}


def names(desk: Desk) -> dict[str, str]:
    return {Path(path).name: id for path, id in ids(desk).items()}


@pytest.fixture
def released(desk: Desk, tmp_path: Path) -> Path:
    """A link to a release folder; an index of it."""
    for name in ("甲.txt", "夹/乙.txt"):
        desk.write(name, f"公积金{name}")
    first = tmp_path / "releases" / "41"
    first.parent.mkdir()
    desk.files.rename(first)
    link = tmp_path / "current"
    link.symlink_to(first)
    synced(desk, link)
    return link


def pointed(link: Path, keep: bool) -> Path:
    """The same files in another folder, to which the link leads now."""
    old = link.resolve()
    new = old.with_name("42")
    shutil.copytree(old, new)
    link.unlink()
    link.symlink_to(new)
    if not keep:
        shutil.rmtree(old)
    return new


@pytest.mark.parametrize("keep", [True, False])
def test_a_link_that_leads_to_the_next_release_changes_nothing(
    desk: Desk, released: Path, keep: bool
) -> None:
    before = ids(desk)
    new = pointed(released, keep)
    report = sync_index(desk.store, [released], desk.analyzer)
    assert (report.added, report.changed, report.unchanged, report.removed) == (0, 0, 2, 0)
    assert (report.files, report.renamed) == ([], 0)
    assert ids(desk) == before
    desk.rebuild()
    assert ids(desk) == before
    origin = EmbeddedEngine(desk.store.root, desk.analyzer).origin("甲.txt")
    assert origin
    assert origin.file == new / "甲.txt"


def test_an_original_never_leaves_its_root(desk: Desk, released: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    (released / "甲.txt").rename(secret)
    (released / "甲.txt").symlink_to(secret)
    origin = EmbeddedEngine(desk.store.root, desk.analyzer).origin("甲.txt")
    assert origin
    assert origin.file is None


@pytest.mark.parametrize("form", ["real", "relative", "slash", "dots", "other link"])
def test_a_root_given_another_way_is_the_same(
    desk: Desk, released: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ids(desk)
    (released.parent / "other").symlink_to(released.resolve())
    monkeypatch.chdir(released.parent)
    given = {
        "real": released.resolve(),
        "relative": Path("current"),
        "slash": Path(f"{released}/"),
        "dots": Path("releases/../current"),
        "other link": released.parent / "other",
    }[form]
    report = sync_index(desk.store, [given], desk.analyzer)
    assert (report.added, report.unchanged, report.removed, report.files) == (0, 2, 0, [])
    assert ids(desk) == before
    (released / "甲.txt").unlink()
    sync_index(desk.store, [given], desk.analyzer, force=True)
    assert names(desk) == {"乙.txt": "夹-乙.txt"}
    assert desk.store.current().manifest.sources == (str(released),)


def test_an_index_of_the_release_itself_learns_the_link(desk: Desk, released: Path) -> None:
    desk.store = Store(released.parent / "older")
    synced(desk, released.resolve())
    before = names(desk)
    synced(desk, released)
    pointed(released, keep=True)
    synced(desk, released)
    assert names(desk) == before
    assert desk.store.current().manifest.sources == (str(released),)


def test_what_is_removed_may_be_named_either_way(desk: Desk, released: Path) -> None:
    remove(desk.store, [str(released.resolve() / "夹")])
    assert names(desk) == {"甲.txt": "甲.txt"}
    remove(desk.store, [str(released)])
    assert desk.store.current().manifest.sources == ()


def test_a_file_named_twice_is_read_once(released: Path) -> None:
    found = list(files_under([released, released.resolve()]))
    assert [file.name for file in found] == ["夹/乙.txt", "甲.txt"]


def test_an_index_within_a_linked_source_is_left_out(released: Path) -> None:
    (released / "data").mkdir()
    (released / "data" / "x.txt").write_text("x", encoding="utf-8")
    found = files_under([released], released / "data")
    assert [file.name for file in found] == ["夹/乙.txt", "甲.txt"]


def test_dots_are_followed_where_links_lead(released: Path) -> None:
    assert as_given(released / ".." / "x") == released.resolve().parent / "x"
    assert as_given(Path(os.curdir)) == Path.cwd()
