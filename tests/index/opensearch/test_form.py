"""A document as the cluster keeps it: the terms of our own index, and all that is given back of it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.opensearch.documents.form import LONGEST, Forms, cut, held_characters
from index.opensearch.documents.shown import Shown
from index.opensearch.kept import card_of, interval_of, link_of, statements_of
from index.opensearch.schema import BEGINS_NUMBER, KEY_FIELDS, mappings, text_fields
from index.text.analysis import Analyzer

TEXTS = st.text(
    st.sampled_from("公积金提取 abAB12.３一\n\t\u3000\u00a0\u200b\u2028\x1c𠮷㐂《》"), max_size=60
)


@pytest.fixture(scope="session")
def forms(shown: Shown, analyzer: Analyzer) -> Forms:
    return Forms(shown, analyzer, np.arange(len(shown.serials)))


@given(TEXTS)
@example("\x1c\x1d\x1e\x1f\x85\u1680\u180e\u2000\u2007\u202f\u205f\u3000")
def test_a_text_parted_by_blanks_has_the_terms_of_ours(analyzer: Analyzer, text: str) -> None:
    found = {kind: terms.split() for kind, terms in cut(analyzer, text).items()}
    assert Counter(found["words"]) == analyzer.words(text)
    assert Counter(found["chars"]) == analyzer.characters(text)
    ours = {gram: places.tolist() for gram, places in analyzer.grams(text).items()}
    assert sorted(ours) == sorted(set(found["grams"]))
    for gram, places in ours.items():
        assert [at for at, one in enumerate(found["grams"]) if one == gram] == places


def test_no_term_is_longer_than_the_cluster_takes(analyzer: Analyzer) -> None:
    terms = cut(analyzer, "a" * 50_000)["words"].split()
    assert [len(term) for term in terms] == [LONGEST]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国办发〔2017〕47号", "国 办 发 [ ^ 2 0 1 7 ] ^ 4 7 号"),
        ("７号", "^ 7 号"),
        (" 国务院 办公厅 ", "国 务 院 办 公 厅"),
        ("", ""),
    ],
)
def test_a_key_is_looked_into_by_its_characters(text: str, expected: str) -> None:
    assert " ".join(held_characters(text)) == expected.replace("^", BEGINS_NUMBER)


def test_only_known_fields_are_filled_and_all_is_json(forms: Forms, shown: Shown) -> None:
    known = mappings({})["properties"]
    filled: set[str] = set()
    for number in shown.live.tolist():
        row = forms.document(number)
        assert orjson.loads(orjson.dumps(row)) == row
        filled |= row.keys()
    absent = {*text_fields()[3:6], "origin"}  # nobody has headings here, or a file
    assert filled == known.keys() - absent


def test_what_is_given_back_is_what_was_there(
    forms: Forms, shown: Shown, documents: list[PolicyDocument]
) -> None:
    by_id = {document.id: document for document in documents}
    for number in shown.live.tolist():
        row = orjson.loads(orjson.dumps(forms.document(number)))
        card = PolicyDocument.from_json({**card_of(row["card"]), "body": row["body"]})
        assert card == by_id[card.id]
        assert statements_of(row["statements"]) == shown.terms.statements(number)
        assert interval_of(row["interval"]) == shown.graph.interval(number)
        links = [link_of(link, number) for link in row["links"]]
        assert links == shown.graph.edges(number)


def test_keys_are_those_of_our_index(forms: Forms, shown: Shown) -> None:
    for number in shown.live.tolist():
        row = forms.document(number)
        for field in KEY_FIELDS:
            assert all(number in shown.terms.having(field, key) for key in row[field])


def test_others_are_called_by_their_serials(shown: Shown, analyzer: Analyzer) -> None:
    moved = shown.called(shown.serials + 1_000)
    before = Forms(shown, analyzer, np.zeros(len(shown.serials), np.int64))
    after = Forms(moved, analyzer, np.zeros(len(shown.serials), np.int64))
    for number in shown.live.tolist():
        old, new = before.document(number), after.document(number)
        assert new["serial"] == old["serial"] + 1_000
        assert new["line"] == old["line"] + 1_000
        for one, other in zip(old["links"], new["links"], strict=True):
            assert other[0] == (one[0] + 1_000 if one[0] >= 0 else -1)
            assert other[1:] == one[1:]
