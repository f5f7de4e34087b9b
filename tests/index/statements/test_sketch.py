"""Texts compared by their sketches."""

from __future__ import annotations

from random import Random

import pytest

from index.statements.sketch import SIZE, bands, overlap, size, sketch_of

WORDS = [chr(at) for at in range(0x4E00, 0x5A00)]


def text(letters: int, seed: int) -> str:
    return "".join(Random(seed).choices(WORDS, k=letters))


def test_a_sketch_has_its_hashes_in_order_and_each_once() -> None:
    sketch = sketch_of(text(5_000, 1) * 2)
    assert len(sketch) == SIZE
    assert list(sketch) == sorted(set(sketch))


def test_marks_width_and_space_make_no_difference() -> None:
    assert sketch_of("为 了规范，ＡＢ管理。") == sketch_of("为了规范ab管理") != ()


def test_a_text_of_fewer_than_five_letters_has_none() -> None:
    assert sketch_of("（为了规范）") == ()
    assert sketch_of("") == ()


def test_of_a_short_text_that_says_one_thing_again_and_again_all_is_kept() -> None:
    assert len(sketch_of("同意同意" * 2_000)) == 2


@pytest.mark.parametrize("head", ["（2001年通过；2020年修正）", "(2001年通过\n根据2020年决定修正)"])
def test_the_promulgation_is_left_out(head: str) -> None:
    body = "\n第一条 " + text(300, 2)
    assert sketch_of(f"道路法\n{head}{body}") == sketch_of(body)
    assert sketch_of("（各省人民政府办公厅）" + body) != sketch_of(body)


@pytest.mark.parametrize(("kept", "common"), [(9_000, 0.82), (5_000, 0.33), (1_000, 0.05)])
def test_what_two_texts_have_in_common_is_estimated(kept: int, common: float) -> None:
    one, other = text(10_000, 3), text(10_000, 3)[:kept] + text(10_000 - kept, 4)
    found = overlap(sketch_of(one), sketch_of(other))
    assert found.common == pytest.approx(common, abs=0.12)
    assert found == overlap(sketch_of(other), sketch_of(one))


def test_a_text_within_another_is_contained() -> None:
    found = overlap(sketch_of(text(3_000, 5)), sketch_of(text(3_000, 5) + text(3_000, 6)))
    assert found.contained > 0.8
    assert found.common == pytest.approx(0.5, abs=0.12)


def test_nothing_is_in_common_with_nothing() -> None:
    assert overlap((), sketch_of(text(100, 7))) == (0.0, 0.0)


def test_the_size_of_a_text_is_estimated() -> None:
    assert size(sketch_of(text(100, 8))) == 96
    assert size(sketch_of(text(20_000, 8))) == pytest.approx(20_000, rel=0.3)


def test_texts_that_are_nearly_one_share_a_key_and_others_none() -> None:
    one = text(5_000, 9)
    assert set(bands(sketch_of(one))) & set(bands(sketch_of(one[:4_700] + text(300, 10))))
    assert not set(bands(sketch_of(one))) & set(bands(sketch_of(text(5_000, 11))))
    assert bands(sketch_of(text(40, 12))) == ()
