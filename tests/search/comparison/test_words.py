"""What differs within a provision: by clauses and words, all of both sides, within bounds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.analysis import Analyzer
from index.text.fold import squeeze
from search.comparison.words import Budget, Pieces, difference

_CUT = Analyzer().cut
texts = st.text(alphabet="甲乙丙丁，。；、 \n应当可以三年五", max_size=60)


def _shown(pieces: Pieces) -> str:
    return "".join(f"[{text}]" if marked else text for text, marked in pieces)


def _differ(old: str, new: str) -> tuple[str, str]:
    before, after = difference(old, new, _CUT, Budget())
    return _shown(before), _shown(after)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("处三年以下有期徒刑。", "处五年以下有期徒刑。", "处[三年]以下有期徒刑。", "处[五年]以下有期徒刑。"),
        ("甲、乙可以申请。", "甲、丙、乙可以申请。", "甲、乙可以申请。", "甲、[丙、]乙可以申请。"),
        ("国务院主管部门负责。", "国家主管部门负责。", "[国务院]主管部门负责。", "[国家]主管部门负责。"),
        ("应当备案。", "应当备案。\n逾期不备案的，责令改正。", "应当备案。", "应当备案。\n[逾期不备案的，责令改正。]"),
        ("职工应当办理,并备案。", "职工应当办理，并备案。", "职工应当办理,并备案。", "职工应当办理，并备案。"),
        ("职工应当 办理。", "职工应当\n办理。", "职工应当 办理。", "职工应当\n办理。"),
        ("", "新增。", "", "[新增。]"),
        ("删去。", "", "[删去。]", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_words_and_clauses_are_marked(old: str, new: str, before: str, after: str) -> None:
    assert _differ(old, new) == (before, after)


def test_a_few_letters_that_stayed_by_chance_are_not_left_standing() -> None:
    """The letter 的 and a comma are in both, and tell nobody anything."""
    old = "违反本办法规定的单位，由财政部门责令改正。"
    new = "有前款行为的，由县级以上人民政府给予警告。"
    before, after = _differ(old, new)
    assert (before, after) == (f"[{old}]", f"[{new}]")


def test_what_is_too_much_is_marked_as_a_whole() -> None:
    old, new = "甲乙" * 10 + "年" * 30, "甲乙" * 10 + "月" * 30
    budget = Budget(share=0.0005)
    assert difference(old, new, _CUT, budget)[0] == (("甲乙" * 10, False), ("年" * 30, True))
    assert not budget.whole
    assert difference("第一。" * 99, "第二。" * 99, _CUT, budget)[0] == (("第一。" * 99, True),)
    assert Budget().whole


@given(texts, texts)
def test_nothing_is_lost_and_what_is_not_marked_is_equal(old: str, new: str) -> None:
    before, after = difference(old, new, _CUT, Budget())
    assert "".join(text for text, _ in before) == old
    assert "".join(text for text, _ in after) == new
    same_old, same_new = (
        squeeze("".join(text for text, marked in side if not marked)).text
        for side in (before, after)
    )
    assert same_old == same_new
    for side in (before, after):
        marks = [marked for _, marked in side]
        assert all(one != other for one, other in pairwise(marks))


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    before, after = difference(text, text, _CUT, Budget())
    assert before == after
    assert not any(marked for _, marked in before)
