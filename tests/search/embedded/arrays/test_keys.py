"""Keys looked through for a part, against a plain search, and Whoosh's own walk over the terms."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.searching import Searcher

from index.document import PolicyDocument
from index.segment import TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.keys import Keys
from search.embedded.whoosh.reader import open_searcher
from search.query.tree import holding

KEYS = st.lists(st.text("国办12[]a", max_size=6), max_size=8)


@given(KEYS, st.lists(st.text("国办12[]", max_size=3), max_size=2), st.booleans(), st.data())
def test_a_part_is_found_in_every_key_that_holds_it(
    texts: list[str], parts: list[str], whole: bool, data: st.DataObject
) -> None:
    held = [data.draw(st.lists(st.integers(0, 9), max_size=3)) for _ in texts]
    live = np.array(data.draw(st.lists(st.booleans(), min_size=10, max_size=10)))
    keys = Keys(
        texts,
        np.array([len(docs) for docs in held], np.int64),
        np.array([doc for docs in held for doc in docs], np.uint32),
        live,
        10,
    )
    patterns = [
        ("(?<![0-9])" if whole and part[:1].isdigit() else "") + re.escape(part) for part in parts
    ]
    expected = {
        doc
        for text, docs in zip(texts, held, strict=True)
        if any(re.search(pattern, text) for pattern in patterns)
        for doc in docs
        if live[doc]
    }
    assert keys.holding(parts, whole).tolist() == sorted(expected)


NUMBERS = ["国办发〔2017〕47号", "国 发〔2017〕7号", "", "财税〔2018〕17号", "国办发〔2017〕47号"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> tuple[Searcher, Keys]:
    """Whoosh over a small generation of two parts, one document removed, and its keys."""
    base: Path = tmp_path_factory.mktemp("base")
    folder: Path = tmp_path_factory.mktemp("keys")
    for part in range(2):
        with TermsWriter(base, analyzer, str(part)) as writer:
            for at, number in enumerate(NUMBERS):
                writer.add(PolicyDocument(id=f"{part}-{at}", title="通知", doc_number=number))
    seal(base)
    seal(folder, base, ["0-0"])
    terms = open_terms(folder)
    return open_searcher(terms, {}), Keys.read(terms, "number")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("part", ["7号", "发[2017", "国", "47", "号", "没有", ""])
def test_whoosh_runs_the_same_node(both: tuple[Searcher, Keys], part: str, whole: bool) -> None:
    searcher, keys = both
    found = holding("number", [part], whole).docs(searcher)  # type: ignore[attr-defined]
    assert sorted(found) == keys.holding([part], whole).tolist()
