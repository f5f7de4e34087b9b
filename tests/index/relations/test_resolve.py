"""Which document a mention means: the work, and of it the text of the citing text's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.document import PolicyDocument
from index.relations.model import Edge, Entry, Held
from index.relations.resolve import resolved
from index.statements import keys
from index.statements.mentions import mentions_of
from index.statements.model import Article, Identity, Passage, Statements, Timeline
from index.statements.names import names_of
from index.statements.repeals import acts_of


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() if text else 0


def text(
    title: str,
    on: str = "2010-01-01",
    body: str = "",
    *,
    number: str = "",
    begins: str = "",
    worded: str = "",
    history: Sequence[tuple[str, str]] = (),  # amended on what day, by what
    amends: bool = True,
    carries: str = "",
    articles: tuple[int, int] = (1, 999),
) -> Statements:
    """What a document of a title, a day and a body says."""
    made = PolicyDocument(id="x", title=title, body=body, doc_number=number)
    passages = tuple(Passage(day(when), 0, 0, by, amends=amends) for when, by in history)
    return Statements(
        Identity(
            names_of(title),
            number,
            (carries,) if carries else (),
            first=Article(articles[0]),
            last=Article(articles[1]),
        ),
        Timeline(day(on), day(begins) or day(on), worded=day(worded), history=passages),
        mentions_of(made, acts_of(body, title)),
    )


class Shelf:
    """A library of what is given; documents of one title are texts of one work, but for notices."""

    def __init__(self, *says: Statements) -> None:
        self.entries = [Entry(at, f"d{at}", one) for at, one in enumerate(says)]
        self.asked: set[str] = set()

    def entry(self, number: int) -> Entry:
        return self.entries[number]

    def known(self, key: str) -> Sequence[int]:
        self.asked.add(key)
        return [one.number for one in self.entries if key in keys.known_as(one.says)]

    def work(self, number: int) -> Sequence[int]:
        name = self.entries[number].says.identity.names[0]
        if name.endswith("通知"):
            return [number]
        texts = [one for one in self.entries if one.says.identity.names[0] == name]
        return [one.number for one in sorted(texts, key=lambda one: one.says.timeline.day)]


def meant(citing: Statements, *others: Statements) -> list[Edge]:
    """What the mentions of the body of ``citing`` mean: numbers from 1 on are those of ``others``."""
    shelf = Shelf(citing, *others)
    edges = resolved(shelf.entries[0], shelf)
    may_ask = {*keys.refers_to(citing), *keys.known_as(citing)}
    assert shelf.asked <= may_ask, "a join asks for nothing that does not stand in refers_to"
    return edges


def only(citing: Statements, *others: Statements) -> Edge:
    [edge] = meant(citing, *others)
    return edge


def test_the_text_in_force_on_the_day_is_meant() -> None:
    versions = [text("会计法", on) for on in ("1999-01-01", "2005-01-01", "2017-01-01")]
    for on, to, held in (
        ("2003-05-01", 1, Held.THEN),
        ("2005-01-01", 2, Held.THEN),
        ("2016-12-31", 2, Held.THEN),
        ("2020-01-01", 3, Held.THEN),
        ("1990-01-01", 1, Held.LATER),
    ):
        edge = only(text("甲办法", on, "依照《会计法》办理"), *versions)
        assert (edge.to, edge.held) == (to, held)


def test_the_day_is_that_on_which_the_citing_text_takes_effect() -> None:
    versions = [text("会计法", on) for on in ("1999-01-01", "2005-01-01")]
    citing = text("甲办法", "2004-12-01", "依照《会计法》办理", begins="2005-03-01")
    assert only(citing, *versions).to == 2


def test_a_text_that_is_not_held_may_have_been_meant() -> None:
    old = text("会计法", "1999-01-01")
    new = text("会计法", "2017-01-01", history=[("2008-01-01", "关于修改会计法的决定")])
    citing = text("甲办法", "2010-01-01", "依照《会计法》第三条办理")
    edge = only(citing, old, new)
    assert (edge.to, edge.held, edge.safe) == (2, Held.LATER, False)


@pytest.mark.parametrize(
    ("title", "number", "to"),
    [
        ("关于做好工作的通知", "", 2),
        ("关于做好工作的通知", "国办发〔2009〕1号", 1),
        ("关于做好工作的通知", "国办发〔2001〕7号", -1),
    ],
)
def test_a_number_tells_notices_of_one_title_apart(title: str, number: str, to: int) -> None:
    notices = [
        text("关于做好工作的通知", "2009-01-01", number="国办发〔2009〕1号"),
        text("关于做好工作的通知", "2012-01-01", number="国办发〔2012〕2号"),
        text("关于做好工作的通知", "2019-01-01", number="国办发〔2019〕3号"),
    ]
    behind = f"（{number}）" if number else ""
    edge = only(text("甲办法", "2015-01-01", f"按照《{title}》{behind}办理"), *notices)
    assert edge.to == to


def test_a_number_leads_to_a_title_that_is_nearly_the_name() -> None:
    held = text("某市公共租赁住房保障办法", "2014-01-01", number="某府规〔2014〕3号")
    body = "按照《某市公共租赁住房管理办法》（某府规〔2014〕3号）办理"
    assert only(text("甲", "2015-01-01", body), held).to == 1
    assert only(text("甲", "2015-01-01", body.replace("公共租赁住房", "道路")), held).to == -1


def test_an_order_has_another_number_with_each_text() -> None:
    held = text("可疑交易管理办法", "2016-12-28", number="中国人民银行令〔2016〕第3号")
    body = "按照《可疑交易管理办法》（中国人民银行令〔2006〕第2号）办理"
    edge = only(text("甲办法", "2007-06-11", body), held)
    assert (edge.to, edge.held) == (1, Held.LATER)


def test_a_number_alone() -> None:
    notice = text("关于做好工作的通知", "2009-01-01", number="国办发〔2009〕1号")
    edge = only(text("甲办法", "2015-01-01", "按照国办发〔2009〕1号文件办理"), notice)
    assert edge.to == 1


def test_its_own_name_leads_nowhere() -> None:
    older = text("甲办法", "2001-01-01")
    citing = text("甲办法", "2015-01-01", "制定《甲办法》。依照甲办法第三条办理。")
    assert [edge.to for edge in meant(citing, older)] == [-1, -1]


def test_what_it_carries_is_itself() -> None:
    citing = text(
        "关于印发甲办法的通知", "2015-01-01", "现将《甲办法》印发给你们", carries="甲办法"
    )
    assert only(citing, text("甲办法", "2001-01-01")).to == -1


def test_a_predecessor_is_told_by_its_day() -> None:
    older = text("甲办法", "2001-01-01")
    body = "2001年1月1日发布的《甲办法》同时废止。"
    assert only(text("甲办法", "2015-01-01", body), older).to == 1
    assert only(text("甲办法", "2015-01-01", body.replace("2001", "1991")), older).to == -1
    assert only(text("甲办法", "2015-01-01", "《甲办法》同时废止。"), older).to == -1


def test_what_is_ended_is_older() -> None:
    body = "自公布之日起施行。《乙办法》同时废止。"
    assert only(text("甲办法", "2015-01-01", body), text("乙办法", "2020-01-01")).to == -1
    assert only(text("甲办法", "2015-01-01", body), text("乙办法", "2010-01-01")).to == 1


def test_articles_are_linked_where_the_wording_is_not_older() -> None:
    law = text("药品管理法", "2019-08-26", begins="2019-12-01")
    body = "依照《药品管理法》第二十九条处罚"
    young = text("甲条例", "2024-01-01", body, worded="2024-01-01")
    old = text("甲条例", "2024-01-01", body, worded="2002-09-15")
    assert only(young, law).safe
    assert not only(old, law).safe


def test_articles_of_the_first_text_of_a_work_can_mean_no_older_one() -> None:
    body = "依照《民法典》第二十九条处理"
    old = text("甲解释", "2020-12-29", body, worded="2009-10-01")
    made = [("2020-05-28", "")]
    first = text("民法典", "2020-05-28", begins="2021-01-01", history=made, amends=False)
    edge = only(old, first)
    assert (edge.to, edge.held, edge.safe) == (1, Held.THEN, True), "made, and not yet in force"
    amended = text("民法典", "2020-05-28", history=made)
    assert not only(old, amended).safe
    twice = [("2014-12-18", ""), ("2020-05-28", "")]
    assert not only(old, text("民法典", "2020-05-28", history=twice, amends=False)).safe


def test_articles_of_a_law_changed_by_amendments_stay() -> None:
    history = [("1997-03-14", ""), ("2011-02-25", "刑法修正案八"), ("2023-12-29", "刑法修正案十二")]
    law = text("刑法", "2023-12-29", history=history)
    edge = only(text("甲解释", "2005-01-01", "依照刑法第二百三十四条处罚"), law)
    assert (edge.to, edge.held, edge.safe) == (1, Held.THEN, True)
    edge = only(text("甲解释", "1990-01-01", "依照刑法第二百三十四条处罚"), law)
    assert (edge.held, edge.safe) == (Held.LATER, False)


def test_articles_that_are_amended_are_those_of_the_text_before() -> None:
    edge = meant(
        text("关于修改《甲办法》的决定", "2015-01-01", "一、将第三条修改为："),
        text("甲办法", "2015-01-01"),
    )[-1]
    assert (edge.to, edge.safe) == (1, False)


def test_a_part_is_chosen_by_its_articles() -> None:
    parts = [text("民法典", "2020-05-28", articles=of) for of in ((1, 204), (205, 462))]
    citing = text("甲解释", "2021-01-01", "依照民法典第二百一十条处理")
    assert only(citing, *parts).to == 2


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("依照劳动合同法第三条", 1),
        ("承担劳动合同法第三条的责任；依照劳动合同法第四条", 1),
        ("依照合同法第三条", -1),
        ("依照特别劳动合同法第三条", -1),
    ],
)
def test_bare_names_are_whole(words: str, to: int) -> None:
    law = text("中华人民共和国劳动合同法", "2008-01-01")
    assert {edge.to for edge in meant(text("甲办法", "2015-01-01", words), law)} == {to}


def test_a_bare_name_is_cut_to_what_it_means() -> None:
    body = "人民法院适用公司法第三条"
    edge = only(text("甲办法", "2015-01-01", body), text("公司法", "2010-01-01"))
    assert body[edge.mention.start : edge.mention.end] == "公司法"


def test_the_issuer_may_be_left_out() -> None:
    held = text("最高人民法院关于审理劳动争议案件的解释", "2010-01-01")
    edge = only(text("甲", "2015-01-01", "按照《关于审理劳动争议案件的解释》办理"), held)
    assert edge.to == 1
    body = "按照《最高人民检察院关于审理劳动争议案件的解释》办理"
    assert only(text("甲", "2015-01-01", body), held).to == -1


def test_a_text_without_a_day_has_the_year_of_its_number() -> None:
    versions = [text("会计法", on) for on in ("1999-01-01", "2005-01-01", "2017-01-01")]
    dated = text("甲", "", "依照《会计法》", number="国办发[2007]19号")
    assert (only(dated, *versions).to, only(dated, *versions).held) == (2, Held.THEN)
    assert only(text("甲", "", "依照《会计法》"), *versions).held is Held.UNKNOWN
