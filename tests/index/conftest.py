"""Fixtures of the tests of the index."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from index.text.analysis import Analyzer


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)
