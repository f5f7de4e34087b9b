"""Fault tests run in a short form with the others, and in full by ``make faults``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.text.analysis import Analyzer
from tests.support.desk import Desk

Often = Callable[[int, int], int]


@pytest.fixture(scope="session")
def often() -> Often:
    """``often(short, full)``: how often to try."""
    full = os.environ.get("FAULTS") == "full"
    return lambda few, many: many if full else few


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)


@pytest.fixture(scope="session")
def seeds() -> Path:
    return Path(__file__).parents[2] / "seeds"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, empty before and after."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert not list(folder.iterdir()), "temporary files are left"
