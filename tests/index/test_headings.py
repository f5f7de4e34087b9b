"""Sections as an index keeps them: in columns, equal to the tuple they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions.sections import anchor_at, anchors
from index.document import Columns, Headings, PolicyDocument, Section, columns_of

LABELS = st.sampled_from(["第一章", "第一条", "第1条", "第二条", "第二条之一", "一、", "（一）"])
SECTIONS = st.lists(
    st.builds(Section, st.integers(1, 4), LABELS, st.text(max_size=3), st.integers(0, 9)),
    min_size=1,
    max_size=9,
).map(tuple)


def kept(sections: tuple[Section, ...]) -> Headings:
    """Sections as a segment has them."""
    return Headings(json.dumps(list(zip(*sections, strict=True))).encode("utf-8", "replace"))


@given(SECTIONS, st.integers(-3, 9), st.integers(-3, 9))
def test_they_are_the_tuple_they_were(sections: tuple[Section, ...], low: int, high: int) -> None:
    headings = kept(sections)
    assert headings == sections == headings
    assert headings[low:high] == sections[low:high]
    assert headings[-1] == sections[-1]
    assert (len(headings), hash(headings), repr(headings)) == (
        len(sections),
        hash(sections),
        repr(sections),
    )
    assert columns_of(headings) == tuple(map(list, columns_of(sections)))
    assert headings != sections[:-1]


@given(SECTIONS)
def test_a_document_is_the_same_with_either(sections: tuple[Section, ...]) -> None:
    read = PolicyDocument(id="a", title="甲", sections=sections)
    row = PolicyDocument(id="a", title="甲").to_json() | {"sections": kept(sections)}
    again = PolicyDocument.from_json(row)
    assert again == read
    assert (again.to_json(), again.digest()) == (read.to_json(), read.digest())


@given(SECTIONS)
def test_one_anchor_is_that_of_all(sections: tuple[Section, ...]) -> None:
    labels = columns_of(sections).labels
    assert tuple(anchor_at(labels, at) for at in range(len(labels))) == anchors(sections)


def test_no_sections_are_empty_columns() -> None:
    assert columns_of(()) == Columns()


def test_no_more_than_there_are() -> None:
    with pytest.raises(IndexError):
        kept((Section(1, "第一章", "总则", 0),))[1]
