"""Two documents side by side: nothing is lost, what is equal is found wherever it stands, bounds hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from index.text.fold import squeeze
from search.comparison import likeness, provisions
from search.comparison.compare import compare
from search.comparison.provisions import cut
from search.comparison.values import Change, Comparison, Form
from tests.search.comparison.laws import document, law

_CUT = Analyzer().cut
WATER = (
    "为了节约用水，保护水资源，制定本条例。",
    "市水务局负责本条例的实施，各区人民政府负责本行政区域的用水管理。",
    "用水单位应当安装计量设施，按照实际用水量缴纳水费。",
    "任何单位和个人不得擅自改装、拆除或者损坏供水设施。",
    "违反本条例第四条规定的，处一万元以下罚款。",
    "本条例自2010年1月1日起施行。",
)
TEXTS = (
    *WATER,
    "略。",
    "略。",
    "有关部门应当加强宣传，提高全社会的节水意识。",
    "甲",
    "（一）甲；\n（二）乙。",
)
texts = st.lists(st.sampled_from(TEXTS), max_size=9)
bodies = st.one_of(
    texts.map(lambda chosen: law(*chosen)),
    texts.map(lambda chosen: law(*chosen, chapters=[(1, "总则"), (3, "分则")], head=["题记。"])),
    texts.map(lambda chosen: "\n".join(f"{n}、{text}" for n, text in zip("一二三四五六七八九", chosen, strict=False))),
    texts.map("\n\n".join),
    st.text(alphabet="第一二条章（）、。\n 甲附件目录", max_size=50),
)  # fmt: skip


def _compared(old: str, new: str) -> Comparison:
    return compare(document(old), document(new, id="b"), _CUT)


def _kinds(compared: Comparison) -> list[str]:
    """Each row as its change and its numbers."""
    return [
        " ".join([row.change.value, *(side.label if side else "—" for side in (row.old, row.new))])
        for row in compared.rows
        if row.form is not Form.HEADING
    ]


# --- what is told apart ------------------------------------------------------------------


def test_what_stands_under_another_number_has_moved() -> None:
    new = (*WATER[:2], "市水务局应当公布用水定额。", *WATER[2:])
    assert _kinds(_compared(law(*WATER), law(*new))) == [
        "same 第一条 第一条",
        "same 第二条 第二条",
        "added — 第三条",
        "moved 第三条 第四条",
        "moved 第四条 第五条",
        "moved 第五条 第六条",
        "moved 第六条 第七条",
    ]


def test_what_stands_elsewhere_is_found_where_it_stands_now() -> None:
    new = (WATER[0], *WATER[3:5], *WATER[1:3], WATER[5])
    compared = _compared(law(*WATER), law(*new))
    assert sorted(_kinds(compared)) == sorted(
        [
            "same 第一条 第一条",
            "moved 第二条 第四条",
            "moved 第三条 第五条",
            "moved 第四条 第二条",
            "moved 第五条 第三条",
            "same 第六条 第六条",
        ]
    )
    assert [row.new.label for row in compared.rows if row.new] == [
        f"第{n}条" for n in "一二三四五六"
    ]
    assert sum(row.displaced for row in compared.rows) == 2


def test_what_is_much_alike_is_one_that_changed_wherever_it_stands() -> None:
    new = (*WATER[:2], WATER[3], WATER[2].replace("实际用水量", "阶梯水价"), *WATER[4:])
    compared = _compared(law(*WATER), law(*new))
    assert "changed 第三条 第四条" in _kinds(compared)
    (changed,) = (row for row in compared.rows if row.change is Change.CHANGED)
    assert changed.old
    assert changed.new
    assert ("实际用水量", True) in changed.old.pieces
    assert ("阶梯水价", True) in changed.new.pieces


def test_one_number_does_not_make_one_provision() -> None:
    """A law made anew counts from one again: what says something else has gone, and come."""
    new = (WATER[0], "排放污水应当取得许可证。", *WATER[2:])
    assert _kinds(_compared(law(*WATER), law(*new)))[:3] == [
        "same 第一条 第一条",
        "removed 第二条 —",
        "added — 第二条",
    ]


def test_headings_are_no_provisions_and_stay_where_they_are() -> None:
    old = law(*WATER, chapters=[(1, "总则"), (3, "用水管理"), (5, "法律责任"), (6, "附则")])
    new = law(*WATER, chapters=[(1, "总则"), (3, "用水"), (5, "法律责任"), (6, "附则")])
    compared = _compared(old, new)
    headings = [row for row in compared.rows if row.form is Form.HEADING]
    assert [(row.change.value, row.new and row.new.text) for row in headings] == [
        ("same", "总则"), ("changed", "用水"), ("same", "法律责任"), ("same", "附则"),
    ]  # fmt: skip
    assert {change.value: compared.count(change) for change in Change} == {
        "same": 6, "moved": 0, "changed": 0, "added": 0, "removed": 0,
    }  # fmt: skip


def test_the_lines_above_a_law_are_not_compared() -> None:
    head = ["云澜市用水条例", "（2010年1月1日通过　2020年1月1日修订）", "目　　录", "第一章　总则"]
    body = law(*WATER, chapters=[(1, "总则")], head=[*head, "序言一段。"])
    compared = _compared(law(*WATER), body)
    assert compared.new_head == tuple(head)
    assert compared.old_head == ()
    added = [row.new.text for row in compared.rows if row.new and row.change is Change.ADDED]
    assert added == ["序言一段。", "总则"]


def test_an_annex_is_no_part_of_the_last_provision() -> None:
    body = law(*WATER) + "\n附件1：\n用水定额表\n居民　120升"
    compared = _compared(law(*WATER), body)
    assert _kinds(compared)[-4:] == ["same 第六条 第六条", "added — ", "added — ", "added — "]


def test_documents_without_articles_are_compared_by_paragraphs() -> None:
    old = "各区人民政府：\n一、总体要求\n坚持节水优先。\n二、工作措施\n（一）安装计量设施。\n（二）公布用水定额。"
    new = (
        "各区人民政府：\n一、总体要求\n坚持节水优先、绿色发展。\n二、工作措施\n（一）公布用水定额。"
    )
    compared = _compared(old, new)
    assert [row.new.text for row in compared.rows if row.form is Form.HEADING and row.new] == [
        "总体要求",
        "工作措施",
    ]
    assert _kinds(compared) == [
        "same  ",
        "changed  ",
        "removed （一） —",
        "moved （二） （一）",
    ]


# --- whatever they are --------------------------------------------------------------------


@given(bodies, bodies)
def test_every_provision_of_both_stands_there_once(old: str, new: str) -> None:
    compared = _compared(old, new)
    for body, head, sides in (
        (old, compared.old_head, [row.old for row in compared.rows]),
        (new, compared.new_head, [row.new for row in compared.rows]),
    ):
        said = sorted((side.label, side.text) for side in sides if side)
        parts = cut(document(body)).provisions
        assert said == sorted((part.label, part.text) for part in parts)
        whole = "".join([*head, *(part.label + part.text for part in parts)])
        assert squeeze(whole).text == squeeze(body).text
    in_order = [(row.new.label, row.new.text) for row in compared.rows if row.new]
    assert in_order == [(part.label, part.text) for part in cut(document(new)).provisions]


@given(bodies)
def test_a_document_does_not_differ_from_itself(body: str) -> None:
    compared = _compared(body, body)
    assert {row.change for row in compared.rows} <= {Change.SAME}
    assert compared.whole


@given(bodies, bodies)
def test_what_comes_goes_if_the_two_are_exchanged(old: str, new: str) -> None:
    """As much is equal either way; and what was found alone on one side is on the other."""
    there, back = _compared(old, new), _compared(new, old)
    equal = [Change.SAME, Change.MOVED]
    assert sum(map(there.count, equal)) == sum(map(back.count, equal))
    size = [len(cut(document(body)).provisions) for body in (old, new)]
    for compared, (before, after) in ((there, size), (back, size[::-1])):
        sides = [(row.old is not None, row.new is not None) for row in compared.rows]
        assert sum(one for one, _ in sides) == before
        assert sum(other for _, other in sides) == after


@given(st.permutations(WATER))
def test_a_provision_is_found_wherever_it_goes(shuffled: list[str]) -> None:
    compared = _compared(law(*WATER), law(*shuffled))
    assert {row.change for row in compared.rows} <= {Change.SAME, Change.MOVED}
    for row in compared.rows:
        assert row.old
        assert row.new
        assert row.old.text == row.new.text
        assert (row.change is Change.SAME) == (row.old.label == row.new.label and not row.displaced)


@given(st.integers(0, 5), st.integers(1, 5))
def test_added_and_removed_are_exchanged_with_the_sides(at: int, more: int) -> None:
    longer = (
        *WATER[:at],
        *(f"第{n}类用水户另行规定，{'甲乙丙丁戊'[n]}。" for n in range(more)),
        *WATER[at:],
    )
    there = _compared(law(*WATER), law(*longer))
    back = _compared(law(*longer), law(*WATER))
    assert there.count(Change.ADDED) == back.count(Change.REMOVED) == more
    assert there.count(Change.REMOVED) == back.count(Change.ADDED) == 0


# --- bounds ---------------------------------------------------------------------------------


def test_what_is_too_much_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    new = [text.replace("用水", "取水") for text in WATER]
    assert _compared(law(*WATER), law(*new)).whole
    monkeypatch.setattr(likeness, "MOST_READ", 30)
    compared = _compared(law(*WATER), law(*new))
    assert not compared.whole
    assert _kinds(compared)[2] == "changed 第三条 第三条", "the number decides then"


def test_of_very_many_provisions_the_last_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisions, "MOST", 3)
    compared = _compared(law(*WATER), law(*WATER[:4], "另有规定的除外。", WATER[5]))
    assert len(compared.rows) == 4
    assert compared.rows[-1].old
    assert "第五条" in compared.rows[-1].old.text
    assert compared.rows[-1].change is Change.CHANGED


def test_the_work_grows_no_faster_than_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates are looked for among what shares rare letters, not among all."""
    measured: list[tuple[int, int]] = []
    of = likeness.Likeness.of

    def metered(self: likeness.Likeness, old: int, new: int) -> float:
        measured.append((old, new))
        return of(self, old, new)

    monkeypatch.setattr(likeness.Likeness, "of", metered)
    counts = []
    for size in (100, 200, 400):
        measured.clear()
        old = [f"第{n}项事务由{n}号窗口办理，自受理之日起{n}日内办结。" for n in range(size)]
        new = [text.replace("办结", "办理完毕") for text in old]
        compare(_plain(old), _plain(new), _CUT)
        counts.append(len(measured))
    assert counts[2] <= 4.5 * counts[0]


def _plain(lines: list[str]) -> PolicyDocument:
    return document("\n".join(lines))
