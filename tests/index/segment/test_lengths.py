"""A length in a byte is the one that Lucene keeps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.segment.lengths import LENGTHS, length_bytes, total_length
from tests.support.lucene_lengths import length_byte, length_of, rounded


def test_every_byte_stands_for_what_lucene_reads_out_of_it() -> None:
    assert LENGTHS.tolist() == [length_of(byte) for byte in range(256)]
    assert np.all(np.diff(LENGTHS) > 0)


def test_the_byte_of_every_length_of_a_text() -> None:
    lengths = range(20_000)
    assert length_bytes(np.array(lengths)).tolist() == list(map(length_byte, lengths))
    assert [rounded(length) for length in range(40)] == list(range(40))
    assert rounded(41) == 40


@given(st.lists(st.integers(0, 2**31 - 1)))
def test_bytes_of_long_texts_and_their_sum(lengths: list[int]) -> None:
    octets = length_bytes(np.array(lengths, np.int64))
    assert octets.tolist() == list(map(length_byte, lengths))
    assert total_length(octets) == sum(map(rounded, lengths))
