"""Where a phrase stands, against a plain search of the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.arrays.phrase import covering, occurrences
from search.request import SearchRequest
from tests.conftest import EngineOf


def found(analyzer: Analyzer, text: str, phrase: str) -> list[int]:
    """Where ``phrase`` begins in ``text``, by the positions of its pairs of characters."""
    positions = analyzer.grams(text)
    pairs = [phrase[i : i + 2] for i in range(len(phrase) - 1)]
    places = [np.asarray(positions.get(pair, ()), np.uint32) for pair in pairs]
    needed = covering(pairs, [len(one) for one in places])
    begins: list[int] = occurrences([(at, places[at]) for at in needed]).tolist()
    return begins


@given(st.text("甲乙丙", max_size=60), st.text("甲乙丙", min_size=3, max_size=8))
def test_a_phrase_stands_where_the_text_has_it(analyzer: Analyzer, text: str, phrase: str) -> None:
    expected = [at for at in range(len(text)) if text.startswith(phrase, at)]
    assert found(analyzer, text, phrase) == expected


@pytest.mark.parametrize(
    "body",
    ["甲乙丙丁戊己", "甲乙己丁戊己", "甲乙丙甲戊己", "乙丙丁戊己", "甲乙丙丁戊"],
)
def test_every_character_counts(analyzer: Analyzer, body: str) -> None:
    assert found(analyzer, body, "甲乙丙丁戊己") == ([0] if body == "甲乙丙丁戊己" else [])


def test_no_phrase_goes_on_in_the_next_document(engine_of: EngineOf) -> None:
    engine = engine_of(
        PolicyDocument(id="first", title="通知", body="其他甲乙"),
        PolicyDocument(id="second", title="办法", body="丙丁其他"),
        *(PolicyDocument(id=str(n), title="意见", body="乙丙。") for n in range(3)),
    )
    assert engine.search(SearchRequest(q='"甲乙丙丁"')).total == 0
    assert engine.search(SearchRequest(q='"其他甲乙"')).total == 1
