"""Terms are found wherever they stand among others, also among many that begin alike."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from index.segment.arrays import STRIDE, KeysBuffer, heads
from index.segment.blocks import BlockWriter
from index.segment.segment import Segment
from index.segment.texts import TEXTS, TextsBuffer

KEYS = st.text("ab\0公积金𠮷", max_size=5) | st.text("ab", min_size=7, max_size=10)


@settings(max_examples=60, deadline=None)
@given(st.sets(KEYS, max_size=6 * STRIDE), st.lists(KEYS, max_size=20))
def test_the_place_of_a_term(keys: set[str], asked: list[str]) -> None:
    buffer = KeysBuffer()
    buffer.add(sorted(keys))
    arrays = buffer.arrays()
    terms = sorted(key.encode() for key in keys)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "1.seg"
        with BlockWriter(path) as file:
            for name in ("terms", "term_ends", "heads", "ends"):
                file.add(f"f.{name}", getattr(arrays, name))
            for name in TEXTS:
                TextsBuffer().write(file, name)
            file.meta = {"documents": 1, "totals": {"f": arrays.total}}
        segment = Segment(path)
        for key in [*keys, *asked]:
            assert segment.field("f").place(key.encode()) == bisect_left(terms, key.encode())
            assert (segment.field("f").find(key.encode()) is not None) == (key in keys)


def test_heads_are_the_first_eight_bytes() -> None:
    terms = ["ab", *(f"b{n:02}" for n in range(STRIDE)), "公积金"]
    buffer = KeysBuffer()
    buffer.add(terms)
    arrays = buffer.arrays()
    assert heads(arrays.terms, arrays.term_ends).tolist() == [
        int.from_bytes(term.encode()[:8].ljust(8, b"\0"), "big") for term in terms[::STRIDE]
    ]
