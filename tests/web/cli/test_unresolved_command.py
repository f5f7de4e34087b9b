"""What to collect next: names that are cited and not held, on a terminal and as a table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.document import PolicyDocument
from search.related import Unresolved
from tests.web.fakes import FakeEngine
from web.cli import unresolved_command
from web.cli.main import main

NAMES = (
    Unresolved(
        "示例市节水条例",
        12,
        (("cites", 9), ("based_on", 3)),
        PolicyDocument(id="a", title="甲办法"),
    ),
    Unresolved("=1+1", 2, (("repeals", 2),), PolicyDocument(id="b", title="乙\x1b[2J办法")),
)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    engine = FakeEngine([])
    engine.names = NAMES
    monkeypatch.setattr(unresolved_command, "open_engine", lambda folder, address: engine)
    done = CliRunner().invoke(main, ["unresolved", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done


def test_the_most_cited_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = run(monkeypatch).output.splitlines()
    assert "12  示例市节水条例" in first
    assert "引用 9；依据 3" in first
    assert "=1+1" in second
    assert len(run(monkeypatch, "--limit", 1).output.splitlines()) == 1


def test_a_table_of_them_runs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "待收录.csv"
    assert "2 个名称" in run(monkeypatch, "--csv", target).output
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == {
        "名称": "示例市节水条例",
        "提到它的文件数": "12",
        "怎样提到": "引用 9；依据 3",
        "例如": "甲办法",
        "例如（标识）": "a",
    }
    assert rows[1]["名称"] == "'=1+1"
    assert "\x1b" not in rows[1]["例如"]
