"""What is kept of terms grows with the documents, unless an operator says how much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.store.store import Store
from search.embedded.arrays.kept import LEAST, kept_bytes
from search.embedded.snapshot import Snapshot
from tests.conftest import Publish


@pytest.mark.parametrize(
    ("documents", "told", "kept"),
    [(0, None, LEAST), (10**6, None, 10**8), (10**6, 2**20, 2**19), (5, 2**30, 2**29)],
)
def test_as_told_or_by_documents(documents: int, told: int | None, kept: int) -> None:
    assert kept_bytes(documents, told) == kept


def test_a_generation_keeps_as_told(tmp_path: Path, publish: Publish) -> None:
    publish(tmp_path, PolicyDocument(id="1", title="石榴种植办法"))
    generation = Store(tmp_path).current()
    opened = (Snapshot(generation, date(2025, 1, 1), told=told) for told in (None, 2**20))
    assert [snapshot.postings.kept for snapshot in opened] == [LEAST, 2**19]
