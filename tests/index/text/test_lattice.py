"""What is cut together is cut as alone: the lattice gives the dictionary's cutter's words, text by text."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.analysis import Analyzer, jieba_lattice
from index.text.fold import fold_codes
from index.text.han import JOINED
from index.text.lattice import Lattice
from index.text.tokens import Tokens, tokens_one_by_one, tokens_together

WORDS = ["中华人民共和国", "研究生", "生命", "起源", "的", "和", "结合", "成分", "成", "分子", "高企", "公积金", "提取", "二〇〇六",
         "龘", "㐀", "𠮷", "a1", "2.5", "〇", "。", " ", "Straße", "发展中国家", "国家", "家用"]  # fmt: skip
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS) | st.text(f"{JOINED[0]}国家法规定一七〇x9。", max_size=4), max_size=12).map("".join),
    min_size=1, max_size=5,
)  # fmt: skip


def counted(tokens: Tokens) -> Counter[tuple[str, int]]:
    pairs = zip(tokens.ids.tolist(), tokens.texts.tolist(), strict=True)
    found = Counter((tokens.words[id], text) for id, text in pairs)
    return Counter({key: times for key, times in found.items() if key[0] != "\n"})


@pytest.fixture(scope="module")
def lattice() -> Lattice:
    return jieba_lattice()


@given(TEXTS)
def test_the_same_tokens(lattice: Lattice, analyzer: Analyzer, texts: list[str]) -> None:
    codes = [fold_codes(text) for text in texts]
    alone = counted(tokens_one_by_one(codes, analyzer.tokens))
    assert counted(tokens_together(codes, lattice)) == alone


def test_equal_cuts_are_decided_alike(lattice: Lattice, analyzer: Analyzer) -> None:
    """Words of one frequency in another order weigh the same but for the last bit."""
    draw = np.random.default_rng(1)
    letters = np.array(
        [ord(letter) for letter in "国家法规定发展中人民政府办公厅关于进一步加强和改进工作的通知"]
    )
    codes = [draw.choice(letters, 2_000).astype(np.uint32) for _ in range(20)]
    alone = counted(tokens_one_by_one(codes, analyzer.tokens))
    assert counted(tokens_together(codes, lattice)) == alone


def test_many_are_cut_together(analyzer: Analyzer) -> None:
    codes = [fold_codes("国家发展改革委关于印发规划的通知。" * 20_000), fold_codes("高企a1")] * 2
    together = analyzer.tokens_of(codes)
    assert counted(together) == counted(tokens_one_by_one(codes, analyzer.tokens))
    assert len(together.words) < 30


def test_a_long_run_is_no_more_work_than_its_characters(lattice: Lattice) -> None:
    codes = fold_codes("发展" * 40_000)
    found = lattice.cut(codes)
    assert lattice.words(np.unique(found.ids)) == ["发展"]
    assert len(found.starts) == 40_000


def test_nothing_to_cut(lattice: Lattice) -> None:
    assert tokens_together([fold_codes(""), fold_codes("…")], lattice).words == []


def test_of_equal_cuts_the_one_that_begins_with_the_longer_word_is_taken() -> None:
    words = [("甲", 3), ("乙丙", 5), ("甲乙", 5), ("丙", 3)]
    inside = np.zeros(0x110000, np.bool_)
    inside[[ord(letter) for letter in "甲乙丙"]] = True
    small = Lattice(words, 100, inside)
    assert sorted(small.words(small.cut(fold_codes("甲乙丙")).ids)) == ["丙", "甲乙"]
