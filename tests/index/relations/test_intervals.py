"""Since when and until when a text is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.conventions.sections import find_sections
from index.document import PolicyDocument, Validity
from index.relations.intervals import interval
from index.relations.model import Edge, Entry, Interval
from index.relations.resolve import resolved
from index.relations.works import same_work
from index.statements import keys
from index.statements.model import Kind
from index.statements.read import statements_of


def document(
    title: str,
    body: str,
    on: str = "",
    validity: Validity = Validity.UNSTATED,
    repealed_on: date | None = None,
) -> PolicyDocument:
    """A document; what follows a # in its title tells it from others of that title."""
    return PolicyDocument(
        id=title,
        title=title.partition("#")[0],
        body=body,
        genre="条例",
        published_on=date.fromisoformat(on) if on else None,
        validity=validity,
        repealed_on=repealed_on,
        sections=find_sections(body),
    )


class Shelf:
    """A library of documents that are texts of one work where ``same_work`` says so."""

    def __init__(self, *documents: PolicyDocument) -> None:
        self.bodies = [one.body for one in documents]
        self._entries = [Entry(at, one.id, statements_of(one)) for at, one in enumerate(documents)]
        self._keys = [keys.known_as(entry.says) for entry in self._entries]

    def entry(self, number: int) -> Entry:
        return self._entries[number]

    def known(self, key: str) -> Sequence[int]:
        found = [at for at, own in enumerate(self._keys) if key in own]
        return sorted(found, key=lambda at: self._entries[at].id)

    def work(self, number: int) -> Sequence[int]:
        mine = self._entries[number]
        texts = [it for it in self._entries if it is mine or same_work(mine, it)]
        return [it.number for it in sorted(texts, key=lambda it: (it.says.timeline.day, it.id))]

    def interval(self, number: int) -> Interval:
        texts = self.work(number)
        incoming: list[tuple[int, Edge]] = []
        for entry in self._entries:
            incoming += [(entry.number, it) for it in resolved(entry, self) if it.to in texts]
        kinds = (Kind.REPEALS, Kind.AMENDS)
        return interval(number, self, [it for it in incoming if it[1].mention.kind in kinds])

    def state(self, number: int, on: str) -> Validity:
        return self.interval(number).state(date.fromisoformat(on).toordinal())

    def evidence(self, number: int) -> str:
        found = self.interval(number)
        body = self.bodies[found.by if found.by >= 0 else number]
        return body[slice(*found.ends_at)]


FILLING = "\n".join(
    f"第{at}条 道路由第{at}养护单位按照第{at}号标准养护和管理。" for at in "二三四五六七八九"
)
OLD = document(
    "甲条例",
    f"（2001年5月1日某会议通过）\n第一条 甲。\n{FILLING}\n第十条 本条例自2001年10月1日起施行。",
    "2001-05-01",
)
NEW = document(
    "甲条例#2",
    f"（2001年5月1日某会议通过 根据2018年3月2日《关于修改〈甲条例〉的决定》修正）\n第一条 乙乙乙乙。\n{FILLING}\n第十条 本条例自2001年10月1日起施行。",
    "2018-03-02",
)


def test_a_later_text_of_the_work_takes_the_place_of_an_earlier_one() -> None:
    shelf = Shelf(OLD, NEW)
    assert shelf.state(0, "2001-09-30") is Validity.NOT_YET
    assert shelf.state(0, "2018-03-01") is Validity.IN_FORCE
    assert shelf.state(0, "2018-03-02") is Validity.AMENDED
    assert shelf.evidence(0) == "2018年3月2日《关于修改〈甲条例〉的决定》修正"
    assert shelf.state(1, "2018-03-01") is Validity.NOT_YET
    assert shelf.state(1, "2018-03-02") is Validity.IN_FORCE


def test_a_text_that_is_not_held_ended_it_before() -> None:
    later = document(
        "甲条例#3",
        "（2001年5月1日某会议通过 根据2010年1月2日《关于修改〈甲条例〉的决定》修正 根据2018年3月2日《关于修改〈甲条例〉的决定》修正）\n第一条 丙。",
        "2018-03-02",
    )
    shelf = Shelf(OLD, later)
    assert shelf.state(0, "2010-01-02") is Validity.AMENDED
    assert shelf.evidence(0).startswith("2010年1月2日")


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        pytest.param("《甲条例》同时废止。", True, id="by name"),
        pytest.param(
            "2001年5月1日某会议通过的《甲条例》同时废止。", True, id="the day is of its history"
        ),
        pytest.param(
            "1985年5月1日某会议通过的《甲条例》同时废止。", False, id="the day is of another"
        ),
        pytest.param("《甲条例》第三条同时废止。", False, id="in part"),
    ],
)
def test_a_repeal_ends_what_it_means(sentence: str, ended: bool) -> None:
    by = document(
        "乙条例",
        f"（2020年1月1日某会议通过）\n第一条 本条例自2020年5月1日起施行。{sentence}",
        "2020-01-01",
    )
    shelf = Shelf(OLD, by)
    assert shelf.state(0, "2020-04-30") is Validity.IN_FORCE
    assert shelf.state(0, "2020-05-01") is (Validity.REPEALED if ended else Validity.IN_FORCE)
    assert shelf.evidence(0) == (sentence if ended else "")


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        pytest.param(
            "2020-05-01", "1985年5月1日某会议通过的《甲条例》同时废止。", id="of another day"
        ),
        pytest.param("1995-05-01", "《甲条例》同时废止。", id="before it was made"),
    ],
)
def test_a_repeal_that_was_resolved_to_it_must_fit_all_the_same(made: str, sentence: str) -> None:
    on = date.fromisoformat(made)
    body = f"第一条 本条例自{on.year}年{on.month}月{on.day}日起施行。{sentence}"
    shelf = Shelf(OLD, document("乙条例", body, made))
    (mention,) = shelf.entry(1).says.mentions
    assert mention.kind is Kind.REPEALS
    assert interval(0, shelf, [(1, Edge(0, mention))]).ends == 0


def test_an_older_text_repeals_no_younger_one() -> None:
    by = document(
        "乙条例",
        "（1995年1月1日某会议通过）\n第一条 本条例自1995年5月1日起施行。《甲条例》同时废止。",
        "1995-01-01",
    )
    assert Shelf(OLD, by).interval(0).ends == 0


def test_what_an_amended_law_repeals_it_repealed_at_first() -> None:
    by = document(
        "乙条例",
        "（2003年1月1日某会议通过 根据2018年1月1日《关于修改〈乙条例〉的决定》修正）\n第一条 本条例自2003年5月1日起施行。《甲条例》同时废止。",
        "2018-01-01",
    )
    shelf = Shelf(OLD, by)
    assert shelf.state(0, "2003-04-30") is Validity.IN_FORCE
    assert shelf.state(0, "2003-05-01") is Validity.REPEALED


def test_a_law_made_anew_repeals_its_namesake_and_not_itself() -> None:
    anew = document(
        "甲条例#anew",
        "（2015年6月1日某会议通过）\n第一条 丙丙。\n第二条 本条例自2015年9月1日起施行。2001年5月1日某会议通过的《甲条例》同时废止。",
        "2015-06-01",
    )
    shelf = Shelf(OLD, anew)
    assert shelf.state(0, "2015-09-01") in (Validity.REPEALED, Validity.AMENDED)
    assert shelf.interval(0).by == 1
    assert shelf.state(1, "2020-01-01") is Validity.IN_FORCE


def test_of_two_that_end_a_text_on_one_day_the_id_decides_and_not_the_number() -> None:
    one, other = (
        document(
            f"甲条例#{name}",
            f"（2015年6月{day}日某会议通过）\n第一条 {word * 40}。\n第二条 本条例自2015年9月1日起施行。2001年5月1日某会议通过的《甲条例》同时废止。",
            f"2015-06-{day}",
        )
        for name, day, word in (("x", "10", "丙丁"), ("y", "20", "戊己"))
    )
    ends = {
        shelf.entry(shelf.interval(0).by).id
        for shelf in (Shelf(OLD, one, other), Shelf(OLD, other, one))
    }
    assert ends == {"甲条例#x"}


@pytest.mark.parametrize(
    ("printed", "states"),
    [
        pytest.param("2026-12-05", ("已失效", "已失效"), id="the same"),
        pytest.param("2029-12-06", ("存疑", "已失效"), id="later than the term"),
        pytest.param("2023-06-01", ("已失效", "已失效"), id="earlier than the term"),
    ],
)
def test_term_and_printed_end(printed: str, states: tuple[str, str]) -> None:
    body = "本细则自2021年12月6日起施行，有效期5年。"
    shelf = Shelf(document("细则", body, "2021-12-06", repealed_on=date.fromisoformat(printed)))
    assert shelf.state(0, "2023-05-31") is Validity.IN_FORCE
    assert (shelf.state(0, "2028-01-01"), shelf.state(0, "2029-12-06")) == states
    found = shelf.interval(0)
    assert body[slice(*found.doubted_at)] == (body if found.doubted else "")


def test_another_document_puts_the_end_of_a_term_off() -> None:
    short = document("甲条例", "本条例自2016年1月1日起施行，有效期至2020年12月31日。", "2016-01-01")
    sentence = "将《甲条例》有效期延长至2023年12月31日。"
    shelf = Shelf(short, document("关于延长有效期的通知", sentence, "2020-12-01"))
    assert shelf.state(0, "2022-05-01") is Validity.IN_FORCE
    assert shelf.state(0, "2024-01-01") is Validity.EXPIRED
    assert shelf.evidence(0) == sentence
    assert Shelf(short).state(0, "2022-05-01") is Validity.EXPIRED


@pytest.mark.parametrize("source", [Validity.REPEALED, Validity.EXPIRED])
def test_the_word_of_a_source_ends_nothing(source: Validity) -> None:
    shelf = Shelf(document("甲条例", OLD.body, "2001-05-01", validity=source))
    assert shelf.state(0, "2020-01-01") is Validity.IN_FORCE


def test_a_title_alone_is_unstated_unless_its_source_says_that_it_is_in_force() -> None:
    assert Shelf(document("甲", "", "2010-01-01")).state(0, "2020-01-01") is Validity.UNSTATED
    said = document("甲", "", "2010-01-01", validity=Validity.IN_FORCE)
    assert Shelf(said).state(0, "2020-01-01") is Validity.IN_FORCE


def test_parts_of_one_law_begin_together_and_do_not_end_one_another() -> None:
    head = "（2020年5月28日某会议通过）\n"
    first = document("民法典#1", f"{head}第一条 甲甲甲。\n第二条 乙乙乙。", "2020-05-28")
    last = document(
        "民法典#2", f"{head}第三条 丙丙丙。\n第四条 本法自2021年1月1日起施行。", "2020-05-28"
    )
    shelf = Shelf(first, last)
    assert len(shelf.work(0)) == 2
    for at in (0, 1):
        assert shelf.state(at, "2020-12-31") is Validity.NOT_YET
        assert shelf.interval(at).ends == 0


def test_a_text_without_a_day_is_placed_by_its_clause() -> None:
    undated = document("甲条例#0", OLD.body.partition("\n")[2])
    shelf = Shelf(undated, NEW)
    assert shelf.interval(0).ends == date(2018, 3, 2).toordinal()
    assert shelf.interval(1).ends == 0
