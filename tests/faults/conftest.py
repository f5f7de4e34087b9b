"""Fault tests run in a short form with the others, and in full by ``make faults``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk

from index.analysis import Analyzer

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
