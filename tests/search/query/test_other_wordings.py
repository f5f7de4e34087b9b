"""Other wordings of a lay word: when they are looked for, and what they weigh beside the typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.language.lay import LayRow, LayTable
from search.request import SearchRequest
from search.results import SearchResult
from tests.conftest import Publish

SAID, WRITTEN = "石榴", "丹若仙果"
TABLE = LayTable([LayRow(SAID, (WRITTEN,))], ())
LONG, SHORT = 400, 20
"""Characters of a body: of documents, of articles."""


class Collection:
    """Makes engines over documents of a few words each."""

    def __init__(self, folder: Path, analyzer: Analyzer, publish: Publish) -> None:
        self._folder, self._analyzer, self._publish = folder, analyzer, publish

    def search(
        self, q: str, *bodies: str, length: int = SHORT, of: int = 0, literal: bool = False
    ) -> SearchResult:
        """Search bodies, each a document of its own; ``of``: as many documents in all."""
        documents = [
            PolicyDocument(id=str(n), title="办法", body=body + "。" * (length - len(body)))
            for n, body in enumerate([*bodies, *["无关"] * (of - len(bodies))])
        ]
        self._publish(self._folder, *documents)
        engine = EmbeddedEngine(self._folder, self._analyzer, table=TABLE)
        return engine.search(SearchRequest(q=q, literal=literal))


@pytest.fixture
def collection(tmp_path: Path, analyzer: Analyzer, publish: Publish) -> Collection:
    return Collection(tmp_path, analyzer, publish)


def terms_of(result: SearchResult) -> float:
    """What the terms of the first hit score."""
    score = result.hits[0].score
    assert score is not None
    return score.terms


@pytest.mark.parametrize(
    ("beside", "share"),
    [
        pytest.param("", 1.0, id="alone it is all there is to go by"),
        pytest.param("桃子，樱桃，柠檬怎么", 0.4, id="in a sentence"),
    ],
)
def test_another_wording_weighs_so_much_of_what_it_would_typed(
    collection: Collection, beside: str, share: float
) -> None:
    bodies = ("种植丹若仙果", "出售橘子")
    said = collection.search(f"{SAID} {beside}", *bodies, of=20)
    written = collection.search(f"{WRITTEN} {beside}", *bodies, of=20)
    assert terms_of(said) == pytest.approx(share * terms_of(written), rel=1e-5)


def test_a_word_that_the_collection_uses_all_the_time_needs_no_other(
    collection: Collection,
) -> None:
    """One document in sixteen has it."""
    for having, others in ((2, (WRITTEN,)), (3, ())):
        bodies = [*[f"种植{SAID}"] * having, f"种植{WRITTEN}"]
        result = collection.search(SAID, *bodies, of=33)
        assert tuple(other for wording in result.wordings for other in wording.others) == others
        assert result.total == (having + 1 if others else having)


def test_a_word_less_usual_than_its_other_wording_is_looked_for_under_both(
    collection: Collection,
) -> None:
    bodies = [*[f"种植{SAID}"] * 4, *[f"种植{WRITTEN}"] * 5]
    assert collection.search(SAID, *bodies, of=33).total == 9


@pytest.mark.parametrize(
    ("length", "others"),
    [
        pytest.param(LONG, (), id="in documents the words around it find those that say otherwise"),
        pytest.param(SHORT, (WRITTEN,), id="in articles they do not"),
    ],
)
def test_in_sentences_over_documents_a_word_in_use_needs_no_other(
    collection: Collection, length: int, others: tuple[str, ...]
) -> None:
    """One document in a hundred has it: more than one in five hundred."""
    q = f"{SAID}，桃子，樱桃，柠檬怎么"
    result = collection.search(q, f"种植{SAID}", length=length, of=100)
    assert tuple(other for wording in result.wordings for other in wording.others) == others


def test_as_typed_means_without_other_wordings(collection: Collection) -> None:
    assert collection.search(SAID, f"种植{WRITTEN}", of=20).total == 1
    assert collection.search(SAID, f"种植{WRITTEN}", of=20, literal=True).total == 0
