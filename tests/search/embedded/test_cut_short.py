"""Files that become shorter while they are served: another generation is, or none is, and no byte
of theirs is read, which would end the process (SIGBUS)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.conftest import Publish

FIRST = PolicyDocument(id="first", title="关于海绵城市的通知", body="海绵城市建设。")
SECOND = PolicyDocument(id="second", title="关于养老服务的通知", body="养老服务。")


@pytest.fixture
def engine(tmp_path: Path, publish: Publish) -> EmbeddedEngine:
    """Over two generations that share no file, of one and two documents."""
    publish(tmp_path, FIRST)
    publish(tmp_path, FIRST, SECOND)
    return EmbeddedEngine(tmp_path)


def found(engine: EmbeddedEngine) -> int:
    return engine.search(SearchRequest(q="通知")).total


def cut(folder: Path, number: int) -> None:
    """What is done to a generation by a copy into its place, or a bad disk."""
    for path in (folder / "generations" / str(number) / "terms").iterdir():
        if path.suffix != ".json":
            os.truncate(path, 100)


def test_the_generation_before_is_served(engine: EmbeddedEngine, tmp_path: Path) -> None:
    assert found(engine) == 2
    cut(tmp_path, 2)
    assert found(engine) == 1
    assert engine.status().damage


def test_where_none_is_whole_nothing_is_served_until_one_is(
    engine: EmbeddedEngine, tmp_path: Path, publish: Publish
) -> None:
    cut(tmp_path, 1)
    cut(tmp_path, 2)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            found(engine)
        with pytest.raises(IndexDamaged):
            engine.status()
    publish(tmp_path, FIRST, SECOND)
    assert found(engine) == 2
    assert found(engine) == 2


def test_what_is_whole_is_not_opened_again(engine: EmbeddedEngine, tmp_path: Path) -> None:
    before = engine.status()
    assert engine.status() == before
    (tmp_path / "generations").rename(tmp_path / "away")  # what is open stays open
    assert found(engine) == 2
