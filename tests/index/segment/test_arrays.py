"""The arrays of a field hold what a plain count over the documents finds."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.segment.arrays import MOST, FieldArrays, KeysBuffer, TextBuffer, words_arrays
from index.text.fold import fold_codes
from index.text.tokens import Tokens
from tests.support.lucene_lengths import rounded

WORDS = st.sampled_from(["公积金", "a", "5g", "高企", "𠮷", "养老"])
COUNTS = st.lists(st.dictionaries(WORDS, st.integers(1, 700), max_size=4), min_size=1, max_size=6)
TEXTS = st.lists(st.text("公积金提取a1𠮷。", max_size=12), min_size=1, max_size=6)


def terms(field: FieldArrays) -> list[str]:
    ends = field.term_ends.tolist()
    blob = field.terms.tobytes()
    return [blob[a:b].decode() for a, b in zip([0, *ends], ends, strict=False)]


def postings(field: FieldArrays) -> dict[str, dict[int, int]]:
    freqs = field.freqs.astype(np.int64)
    freqs[field.high] = field.high_freqs
    ends = field.ends.tolist()
    return {
        term: dict(zip(field.docs[a:b].tolist(), freqs[a:b].tolist(), strict=True))
        for term, a, b in zip(terms(field), [0, *ends], ends, strict=False)
    }


PARTS = {"公积金": ("公积", "公积金"), "a": ("a", "a"), "养老": ()}


@given(COUNTS)
def test_words(documents: list[dict[str, int]]) -> None:
    cut = [
        [word for word, count in document.items() for _ in range(count)] for document in documents
    ]
    words = sorted({word for one in cut for word in one})
    ids = np.array([words.index(word) for one in cut for word in one], np.int64)
    texts = np.repeat(np.arange(len(cut)), [len(one) for one in cut])
    tokens = Tokens(words, ids, texts)
    field = words_arrays(tokens, lambda word: PARTS.get(word, (word,)), len(documents))
    expected: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for word, count in document.items():
            for part in PARTS.get(word, (word,)):
                expected[part][number] = expected[part].get(number, 0) + count
    assert postings(field) == expected
    assert terms(field) == sorted(expected, key=str.encode)
    lengths = Counter[int]()
    for found in expected.values():
        lengths.update(found)
    assert field.total == sum(map(rounded, lengths.values()))
    assert np.all(np.diff(field.high.astype(np.int64)) > 0)
    assert all(count > MOST for count in field.high_freqs.tolist())


@given(COUNTS)
def test_keys(documents: list[dict[str, int]]) -> None:
    buffer = KeysBuffer()
    for document in documents:
        buffer.add(list(document))
    expected: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for key in document:
            expected[key][number] = 1
    assert postings(buffer.arrays()) == expected


@given(TEXTS)
def test_chars(texts: list[str]) -> None:
    buffer = TextBuffer()
    for text in texts:
        buffer.add(fold_codes(text))
    field = buffer.chars()
    counts = [Counter(filter(str.isalnum, text)) for text in texts]
    assert postings(field) == {
        term: {n: count[term] for n, count in enumerate(counts) if count[term]}
        for term in set().union(*counts)
    }
    assert terms(field) == sorted(set().union(*counts))


@given(TEXTS)
def test_grams(texts: list[str]) -> None:
    buffer = TextBuffer()
    for text in texts:
        buffer.add(fold_codes(text))
    field = buffer.grams()
    counts = [Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in texts]
    expected = {
        term: {n: count[term] for n, count in enumerate(counts) if count[term]}
        for term in set().union(*counts)
    }
    assert postings(field) == expected
    assert terms(field) == sorted(expected, key=str.encode)
    assert field.places is not None
    assert field.place_ends is not None
    assert field.starts is not None
    assert field.starts.tolist() == [sum(map(len, texts[:n])) for n in range(len(texts) + 1)]
    for term, a, b in zip(
        terms(field), [0, *field.place_ends.tolist()], field.place_ends.tolist(), strict=False
    ):
        found = [
            (doc, at)
            for doc, text in enumerate(texts)
            for at in range(len(text) - 1)
            if text[at : at + 2] == term
        ]
        assert field.places[a:b].tolist() == [at for _, at in found]


def test_more_characters_than_two_bytes_can_count() -> None:
    codes = np.array([code for code in range(0x3400, 0x17000) if not 0xD800 <= code < 0xE000])
    text = np.random.default_rng(1).permutation(codes).astype(np.uint32)
    buffer = TextBuffer()
    buffer.add(text)
    field = buffer.grams()
    assert len(codes) > 0x10000
    assert terms(field) == sorted(terms(field), key=str.encode)
    assert field.places is not None
    assert field.far is not None
    assert field.far_places is not None
    places = field.places.astype(np.int64)
    places[field.far] += field.far_places.astype(np.int64) << 16
    assert terms(field)[:100] == [
        chr(text[place]) + chr(text[place + 1]) for place in places[:100].tolist()
    ]
