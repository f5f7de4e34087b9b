"""The shelf: a document is read once, and what is kept is bounded."""

from __future__ import annotations

from collections import Counter

import pytest

from index.document import PolicyDocument
from search.backend.reading import Reading
from search.facade import shelf
from search.facade.shelf import Shelf

DOCUMENTS = [
    PolicyDocument(id=str(n), title=f"果树办法之{n}", body="第一条 石榴。\n第二条 樱桃。" * 9)
    for n in range(9)
]


class _Bodies:
    """Stands for a generation: only bodies are asked of it."""

    def __init__(self) -> None:
        self.read: Counter[int] = Counter()

    def body(self, number: int) -> str:
        self.read[number] += 1
        return DOCUMENTS[number].body


@pytest.fixture
def reading() -> _Bodies:
    return _Bodies()


@pytest.fixture
def kept(reading: _Bodies) -> Shelf:
    return Shelf(_as_reading(reading))


def _as_reading(bodies: object) -> Reading:
    return bodies  # type: ignore[return-value]


def test_a_document_is_read_once(reading: _Bodies, kept: Shelf) -> None:
    texts = [kept.text(number, DOCUMENTS[number]) for number in (3, 4, 3)]
    assert texts[0] is texts[2]
    assert texts[0].body == DOCUMENTS[3].body
    assert texts[0].title.text == "果树办法之3"
    assert reading.read == {3: 1, 4: 1}


def test_a_body_is_read_once_whether_it_is_asked_for_alone_or_not(
    reading: _Bodies, kept: Shelf
) -> None:
    text = kept.text(3, DOCUMENTS[3])
    assert kept.body(3) is text.body
    alone = kept.body(4)
    assert kept.text(4, DOCUMENTS[4], alone).body is alone
    assert reading.read == {3: 1, 4: 1}


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = _Bodies()
    monkeypatch.setattr(shelf, "TEXT_BYTES", 10_000)
    kept = Shelf(_as_reading(reading))
    for number in (*range(9), 8, 0):
        kept.text(number, DOCUMENTS[number])
    assert reading.read[8] == 1, "it was used last"
    assert reading.read[0] == 2, "others have taken its place"
