"""Fixtures of the tests of the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.text.analysis import Analyzer
from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)
