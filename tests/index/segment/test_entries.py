"""What a term has in some documents is what it has in all of them, those left out."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
import pytest

from index.segment.arrays import FieldArrays, TextBuffer
from index.segment.blocks import BlockWriter
from index.segment.field import FEW_TERMS, Field
from index.segment.segment import Segment
from index.segment.texts import TEXTS, TextsBuffer
from index.text.fold import fold_codes

DRAW = random.Random(3)
BODIES = [
    "公积" * 400 + "提取",  # a frequency above 255
    "住房" * 34_000 + "公积提取公积" + "住房" * 300,  # positions beyond 65,535
    "没有",
    *("".join(DRAW.choices("公积提取住房", k=DRAW.randint(0, 30))) for _ in range(300)),
]


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    buffer = TextBuffer()
    for body in BODIES:
        buffer.add(fold_codes(body))
    arrays = buffer.grams()
    path = tmp_path_factory.mktemp("segment") / "1.seg"
    with BlockWriter(path) as file:
        for field in fields(FieldArrays):
            if isinstance(values := getattr(arrays, field.name), np.ndarray):
                file.add(f"f.{field.name}", values)
        for name in TEXTS:
            TextsBuffer().write(file, name)
        file.meta = {"documents": len(BODIES), "totals": {"f": arrays.total}}
    return Segment(path)


@pytest.mark.parametrize("few", [0, FEW_TERMS], ids=["on disk", "in memory"])
def test_a_term_is_found_and_nothing_like_it(
    segment: Segment, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.segment.field.FEW_TERMS", few)
    field = Field(segment.file, "f")
    terms = [field.term(number) for number in range(field.count)]
    assert [field.find(term) for term in terms] == list(range(field.count))
    alike = {term[:-1] for term in terms} | {term[1:] for term in terms} | {b"", b"\xff"}
    alike |= {one + other for one in terms[:5] for other in terms[:5]}
    assert not [term for term in alike - set(terms) if field.find(term) is not None]


def places_of(term: str, body: str) -> list[int]:
    return [at for at in range(len(body)) if body.startswith(term, at)]


CHOSEN = [[], [0], [1], [2], [0, 1], [1, 2, 5], list(range(0, 303, 2)), list(range(303))]


@pytest.mark.parametrize("term", ["公积", "积公", "提取", "住房", "没有"])
@pytest.mark.parametrize("docs", CHOSEN, ids=len)
def test_a_term_in_some_documents(segment: Segment, term: str, docs: list[int]) -> None:
    field = segment.field("f")
    number = field.find(term.encode())
    assert number is not None
    entries = field.entries(number)
    expected = [places_of(term, BODIES[doc]) for doc in docs]
    at, has = entries.stands(np.array(docs, np.uint16))
    assert has.tolist() == [bool(places) for places in expected]
    assert entries.docs.take(at[has]).tolist() == np.array(docs)[has].tolist()
    freqs = entries.frequencies_at(np.array(docs, np.uint16))
    assert freqs.tolist() == [min(len(places), 255) for places in expected]
    counts, places = entries.places_at(at[has])
    assert counts.tolist() == [len(places) for places in expected if places]
    assert places.tolist() == [at for places in expected for at in places]
