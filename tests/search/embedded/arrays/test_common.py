"""Common terms: laid out or looked up, they say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.store.store import Store
from search.embedded.snapshot import Snapshot
from tests.conftest import Publish

FIELD = "body_chars"
CHARACTERS = "的企业柘"


def test_what_is_laid_out_is_what_is_looked_up(tmp_path: Path, publish: Publish) -> None:
    bodies = ("的" * 300, "企业的", "企", "", "的业", "其他")
    publish(tmp_path, *(PolicyDocument(id=b, title="办法", body=b) for b in bodies))
    generation = Store(tmp_path).current()
    docs = np.array([0, 1, 2, 4, 5], np.uint32)
    few, many = (  # no byte is kept for common terms, and as many as they need
        Snapshot(generation, date(2025, 1, 1), told=told).postings.chosen(docs)
        for told in (0, None)
    )
    assert (few.codes(FIELD, CHARACTERS) == many.codes(FIELD, CHARACTERS)).all()
    for character in CHARACTERS:
        assert (few.having(FIELD, character) == many.having(FIELD, character)).all()
    assert sorted((many.codes(FIELD, "的")[0] >> 8).tolist()) == [0, 0, 1, 1, 255]
