"""Whom a document names, where, with which 条, and what it says of it."""

from __future__ import annotations

import sys

import pytest

from index.document import PolicyDocument
from index.statements.mentions import mentions_of
from index.statements.model import Article, How, Kind, Mention
from index.statements.places import places_of
from index.statements.repeals import acts_of
from index.text.fold import fold


def mentions(body: str, title: str = "某办法", number: str = "") -> list[Mention]:
    document = PolicyDocument(id="x", title=title, body=body, doc_number=number)
    return list(mentions_of(document, acts_of(body, title)))


def shown(body: str) -> list[tuple[str, str]]:
    return [(body[one.start : one.end], one.name) for one in mentions(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("依照《中华人民共和国会计法》办理", [("《中华人民共和国会计法》", "会计法")]),
        ("依照《\n会计法\n》办理", [("《\n会计法\n》", "会计法")]),
        ("依照《[[会计法]]》办理", [("《[[会计法]]》", "会计法")]),
        (
            "《关于修改〈会计法〉的决定》和《关于修改《会计法》的决定》",
            [
                ("《关于修改〈会计法〉的决定》", "关于修改会计法的决定"),
                ("《关于修改《会计法》的决定》", "关于修改会计法的决定"),
            ],
        ),
        ("没有收尾的《会计法。依照《审计法》", [("《审计法》", "审计法")]),
        ("按照本《办法》办理", []),
    ],
)
def test_names_in_brackets(body: str, expected: list[tuple[str, str]]) -> None:
    assert shown(body) == expected


@pytest.mark.parametrize(
    ("body", "articles"),
    [
        ("《甲法》第三条", [(3, 0)]),
        ("《甲法》（2015年修正）第三条", [(3, 0)]),
        ("《甲法》第一百二十条之一第二款", [(120, 1)]),
        ("《甲法》第三条第一款第（二）项、第四条和第五条", [(3, 0), (4, 0), (5, 0)]),
        ("《甲法》第三条第（一）、（二）项，第四条", [(3, 0), (4, 0)]),
        ("《甲法》第三条第一款、第二款、第三款、第四条", [(3, 0), (4, 0)]),
        ("《甲法》第三、四条", [(3, 0), (4, 0)]),
        ("《甲法》第三条至第五条", [(3, 0), (5, 0)]),
        ("《甲法》第39条、第40条的规定", [(39, 0), (40, 0)]),
        ("《甲法》的规定，第三条", []),
    ],
)
def test_pinpoints(body: str, articles: list[tuple[int, int]]) -> None:
    [mention] = mentions(body)
    assert mention.articles == tuple(Article(*one) for one in articles)


def test_where_the_articles_stand_can_be_told() -> None:
    body = "依照《甲法》（国发〔2002〕5号）第三条、第四条"
    [mention] = mentions(body)
    places = places_of(fold(body), mention)
    assert body[slice(*places.number)] == "国发〔2002〕5号"
    assert [body[slice(*place.span)] for place in places.articles] == ["第三条", "第四条"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("构成犯罪的，依照刑法第二百三十四条处罚", "刑法"),
        ("依照本法第三条处罚", ""),
        ("根据该条例第三条处罚", ""),
        ("依照劳动合同法第三条处罚", "劳动合同法"),
        ("依照民法典合同编第五百条", "民法典"),
        ("承担民法典第五百条的责任；依照民法典第五百零一条", "民法典"),
        ("违反第十三条的", ""),
        ("\n第十三条 处罚", ""),
    ],
)
def test_bare_names(body: str, name: str) -> None:
    assert {one.name for one in mentions(body)} == ({name} if name else set())


def test_short_names_given_by_the_document() -> None:
    body = "根据《甲乙管理条例》（以下简称《条例》）。按照《条例》第三条和本条例。"
    given, used = mentions(body)
    assert (given.how, used.how) == (How.TITLE, How.ABBREVIATION)
    assert used.name == given.name == "甲乙管理条例"


def test_short_names_stand_without_brackets_too() -> None:
    body = "《甲乙程序法》（以下简称程序法）。受程序法保护，有关程序法律和程序法第二条。"
    assert [(one.start, one.articles) for one in mentions(body)] == [
        (0, ()),
        (18, ()),
        (31, (Article(2),)),
    ]


def test_short_names_inside_other_names_are_part_of_these() -> None:
    body = "《甲乙程序法》（以下简称程序法）。按照《关于适用〈甲乙程序法〉的解释》办理。"
    assert [one.start for one in mentions(body)] == [0, 19]


def test_numbers() -> None:
    body = "国办发〔2017〕47号\n按照《甲通知》（国发〔2002〕5号）和国办函〔1994〕69号"
    named, alone = mentions(body, number="国办发〔2017〕47号")
    assert (named.name, named.number) == ("甲通知", "国发[2002]5号")
    assert (alone.how, alone.number) == (How.NUMBER, "国办函[1994]69号")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("国发〔2002〕5号《甲通知》", "国发[2002]5号"),
        ("2014年7月30日原国家药品局令第8号公布的《甲办法》", "国家药品局令第8号"),
        ("国发〔2002〕5号文件印发的《甲方案》", "国发[2002]5号"),
        ("《甲通知（国发〔2002〕5号）》", "国发[2002]5号"),
        ("关于做好工作的批复国函〔2002〕5号", "国函[2002]5号"),
    ],
)
def test_numbers_go_with_names(body: str, number: str) -> None:
    assert [one.number for one in mentions(body)] == [number]


def test_the_number_of_its_promulgation_is_no_mention() -> None:
    assert mentions("（1999年5月1日 国务院令第266号发布）\n第一条 为了。") == []


def test_the_day_printed_with_a_name() -> None:
    [mention] = mentions("2006年9月15日省人民政府公布的《甲办法》同时废止。")
    assert mention.on == 732569


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("根据《甲法》《乙法》，结合本省实际，制定本办法。", Kind.BASED_ON),
        ("为贯彻落实《甲法》，制定本办法。", Kind.IMPLEMENTS),
        ("现将《甲办法》印发给你们，请遵照执行。", Kind.CARRIES),
        ("《关于甲的请示》（甲发〔2010〕1号）收悉。", Kind.ANSWERS),
        ("依照《甲法》处罚。", Kind.CITES),
    ],
)
def test_what_is_said_of_it(body: str, kind: Kind) -> None:
    assert {one.kind for one in mentions(body)} == {kind}


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("关于印发《甲办法》的通知", Kind.CARRIES, "甲办法"),
        ("关于修改《甲办法》的决定", Kind.AMENDS, "甲办法"),
        ("关于废止〈甲办法〉的决定", Kind.REPEALS, "甲办法"),
        ("《甲办法》政策解读", Kind.INTERPRETS, "甲办法"),
        ("某省实施《中华人民共和国甲法》办法", Kind.IMPLEMENTS, "甲法"),
        ("中华人民共和国海关法实施条例", Kind.IMPLEMENTS, "海关法"),
    ],
)
def test_titles(title: str, kind: Kind, name: str) -> None:
    [mention] = mentions("", title=title)
    assert (mention.kind, mention.name, mention.how) == (kind, name, How.HEADING)


def test_a_page_may_have_broken_the_lines() -> None:
    body = "应当遵守消费者权\n益保护法第五十\n六条的规定，并履行本\n条例第三条规定的义务。"
    [mention] = mentions(body)
    assert (mention.name.replace("\n", ""), mention.articles) == (
        "应当遵守消费者权益保护法",
        (Article(56),),
    )


def test_articles_without_a_name_are_of_the_work_named_before() -> None:
    body = "对符合民事诉讼法第一百二十二条的规定，且不属于第一百二十七条规定情形的。违反第三条的。"
    first, second = mentions(body)
    assert (first.how, first.articles) == (How.BARE, (Article(122),))
    assert (second.how, second.name, second.articles) == (How.SEQUEL, first.name, (Article(127),))
    assert body[second.start : second.end] == "第一百二十七条"


@pytest.mark.parametrize(
    "body",
    [
        "违反民事诉讼法第三条、本解释第四条、第五条的",
        "依照民事诉讼法第三条处理，公告内容同第四条。",
        "依照民事诉讼法第三条处理；违反第四条、第五条的。",
    ],
)
def test_articles_of_the_document_itself(body: str) -> None:
    assert [one.articles for one in mentions(body)] == [(Article(3),)]


def test_articles_of_the_work_that_is_amended() -> None:
    body = "一、将第三条修改为：“在第九条中的期限内。”\n二、删去第四条、第五条第二款。\n本决定第六条不适用。"
    found = mentions(body, title="关于修改《甲办法》的决定")[1:]
    assert {(one.kind, one.name) for one in found} == {(Kind.AMENDS, "甲办法")}
    assert [one.articles[0].number for one in found] == [3, 4, 5]


@pytest.mark.parametrize(
    ("title", "articles"),
    [
        ("关于适用刑法分则规定的犯罪的罪名的意见", [114, 115]),
        ("关于执行《中华人民共和国刑法》确定罪名的规定", [114, 115]),
        ("关于做好工作的通知", []),
    ],
)
def test_articles_where_the_document_has_none_of_its_own(title: str, articles: list[int]) -> None:
    body = "放火罪（第114条、第115条第1款），见本意见第3条"
    found = mentions(body, title=title)
    numbers = [one.articles[0].number for one in found if one.how is not How.HEADING]
    assert numbers == articles


def test_the_pages_own_words_are_none_of_the_document() -> None:
    body = "根据《中华人民共和国著作权法》第五条，本作品不适用于该法，属于公有领域。"
    assert mentions(body) == []


@pytest.mark.parametrize(
    "text", ["", "《", "》》《《", "第条", "（以下简称", "《》", "法第一条", "\n第一条"]
)
def test_scraps_raise_nothing(text: str) -> None:
    body = text * 50
    found = mentions(body)
    assert found == sorted(found, key=lambda one: (one.start, one.end))
    assert all(0 <= one.start < one.end <= len(body) for one in found)


@pytest.mark.parametrize(
    "one",
    [
        "《民{0}法》，依照民{1}法第三条。",
        "《民{0}法》（以下简称民{1}法）。民{0}法",
        "刑法第三条和第四条，将第五条、第六条修改为“第七条",
        "《甲》（国发〔2002〕{0}号）",
    ],
)
def test_work_grows_as_the_text_does(one: str) -> None:
    """Counted by what is called, for a busy machine keeps no time."""

    def calls(often: int) -> int:
        body = "".join(one.format(at, at + 1) for at in range(often))
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            mentions(body, title="关于修改《甲法》的决定")
        finally:
            sys.setprofile(None)
        return count

    calls(100)
    assert calls(1_600) < 6 * calls(400)
