"""In force or not, as a page says it: the state, since when, the sentence, the source's own word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.document import PolicyDocument, Validity
from search.related import Evidence, Standing
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app
from web.views.standing import TONES, standing_view

ENDED = PolicyDocument(id="old", title="示例办法")
ENDING = PolicyDocument(id="new", title="关于废止《示例办法》的决定")
PROOF = Evidence(ENDING, "《示例办法》自2020年1月1日起废止。", "第二条", "a2")
TODAY = date(2026, 11, 23)


def banner(tree: HtmlElement) -> HtmlElement:
    found: HtmlElement
    (found,) = tree.xpath("//section[contains(@class, 'banner')]")
    return found


def said(tree: HtmlElement) -> str:
    return " ".join(banner(tree).text_content().split())


def test_a_repealed_text_shows_the_sentence_and_leads_to_it(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-3")
    assert banner(tree).get("class") == "banner ended"
    assert "已废止" in said(tree)
    assert "自2002年3月24日起废止" in said(tree)
    assert (
        "已被《示例市住房公积金管理条例》（2002年3月24日）第四十七条废止：“本条例自2002年3月24日起施行。"
        "1999年4月3日公布的《示例市住房公积金管理条例》同时废止。”" in said(tree)
    )
    assert "/documents/law-2#a47" in banner(tree).xpath(".//a/@href")


def test_an_old_text_leads_to_the_one_in_force(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-2")
    assert banner(tree).get("class") == "banner amended"
    assert "施行期间：2002年3月24日至2019年4月30日" in said(tree)
    (newer,) = banner(tree).xpath(".//p[@class='newer']")
    assert newer.text_content().startswith("现行文本：《示例市住房公积金管理条例》")
    assert newer.xpath("./a/@href") == ["/documents/law-1"]
    assert "来源标注为“有效”。" in said(tree)


def test_a_text_in_force_says_since_when_and_what_the_source_says(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-1")
    assert banner(tree).get("class") == "banner in-force"
    assert "这一文本自2019年5月1日起施行" in said(tree)
    assert "本文件第四十七条：“本条例自2019年5月1日起施行。”" in said(tree)
    assert "来源标注为“已废止”，本站未找到依据" in said(tree)


def test_what_a_source_alone_calls_repealed_is_not_red(client: FlaskClient) -> None:
    tree = page(client, "/documents/bare-1")
    assert str(banner(tree).get("class")).split() == ["banner"]
    assert "来源标注为“已废止”，本站未找到依据" in said(tree)
    assert "有效性未注明" in said(tree)
    assert words(tree, "//dt[text()='来源标注']/following-sibling::dd") == ["已废止"]


def test_a_text_not_yet_in_force_names_its_day(client: FlaskClient) -> None:
    tree = page(client, "/documents/not-yet")
    assert banner(tree).get("class") == "banner not-yet"
    assert "自2027年1月1日起施行" in said(tree)


def test_two_statements_that_disagree_stand_side_by_side(client: FlaskClient) -> None:
    tree = page(client, "/documents/hostile-1")
    assert banner(tree).get("class") == "banner doubt"
    assert "不作判断" in said(tree)
    assert len(banner(tree).xpath("./p[contains(text(), '：“') or contains(., '：“')]")) == 2


def test_what_nobody_says_is_said_to_be_unstated(client: FlaskClient) -> None:
    tree = page(client, "/documents/long-1")
    assert not tree.xpath("//section[contains(@class, 'banner')]")
    assert "有效性未注明" in words(tree, "//p[@class='title-facts']")[0]


@pytest.mark.parametrize("state", Validity)
@pytest.mark.parametrize("source", Validity)
@pytest.mark.parametrize("proofs", [(), (PROOF,)], ids=["bare", "proved"])
def test_red_needs_a_sentence_and_the_source_is_heard(
    state: Validity, source: Validity, proofs: tuple[Evidence, ...]
) -> None:
    view = standing_view(Standing(TODAY, state, evidence=proofs, source=source), ENDED)
    assert (view.tone == "ended") <= bool(proofs)
    assert view.tone in (TONES[state], "")
    if source not in (Validity.UNSTATED, state):
        assert f"来源标注为“{source}”" in view.source
    if source in (Validity.REPEALED, Validity.EXPIRED) and not proofs:
        assert "未找到依据" in view.source
    assert view.is_told or state in (Validity.UNSTATED, Validity.IN_FORCE)


def test_a_long_sentence_that_ends_nothing_is_folded() -> None:
    long = replace(PROOF, text="根据某决定修正，" * 20)
    for state in Validity:
        ends = state in (Validity.REPEALED, Validity.EXPIRED, Validity.DISPUTED)
        assert standing_view(Standing(TODAY, state, evidence=(long,)), ENDED).folds is not ends
        assert not standing_view(Standing(TODAY, state, evidence=(PROOF,)), ENDED).folds


def test_the_label_of_an_article_is_not_said_twice() -> None:
    proof = replace(PROOF, text="第二条　《示例办法》自2020年1月1日起废止。")
    (shown,) = standing_view(Standing(TODAY, Validity.REPEALED, evidence=(proof,)), ENDED).proofs
    assert shown.text == "《示例办法》自2020年1月1日起废止。"
    assert shown.where == "《关于废止〈示例办法〉的决定》第二条"


def test_a_printed_day_is_said_to_be_one() -> None:
    proof = Evidence(ENDED, "2023年06月01日")
    (shown,) = standing_view(Standing(TODAY, Validity.EXPIRED, evidence=(proof,)), ENDED).proofs
    assert (shown.where, shown.text) == ("本文件所印的失效日期", "2023年06月01日")


@pytest.mark.parametrize("state", Validity)
def test_a_text_that_ended_on_the_first_day_has_a_page(state: Validity) -> None:
    standing = Standing(TODAY, state, until=date.min, evidence=(PROOF,))
    assert standing_view(standing, ENDED).state == state.value


# --- another day -------------------------------------------------------------------------


def test_a_day_is_asked_for_without_a_script(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-3?q=公积金")
    (form,) = tree.xpath("//details[@class='day']/form")
    assert (form.get("action"), form.get("method")) == ("/documents/law-3", "get")
    assert {field.get("name") for field in form.xpath(".//input")} == {"q", "on"}


@pytest.mark.parametrize("day", ["2001-05-06", "2001年5月6日", "２００１／５／６", "20010506"])
def test_the_page_of_a_day_says_so(client: FlaskClient, day: str) -> None:
    tree = page(client, f"/documents/law-3?on={day}")
    assert "按 2001年5月6日 查看" in said(tree)
    assert banner(tree).get("class") == "banner in-force"
    assert banner(tree).xpath(".//p[@class='as-of']/a/@href") == ["/documents/law-3"]
    assert tree.xpath("//input[@name='on']/@value") == ["2001-05-06"]
    assert "来源标注为" not in said(tree), "the source speaks of no day"


def test_the_text_of_that_day_is_linked_for_that_day(documents: list[PolicyDocument]) -> None:
    engine = FakeEngine.related_documents()
    told = engine.relations["law-2"]
    standing = replace(told.standing, state=Validity.NOT_YET, newer=engine.documents[3])
    engine.relations["law-2"] = replace(told, standing=standing)
    tree = page(create_app(engine).test_client(), "/documents/law-2?on=2021-01-01")
    (newer,) = tree.xpath("//p[@class='newer']")
    assert newer.text_content().startswith("当日施行的文本：")
    assert newer.xpath("./a/@href") == ["/documents/law-3?on=2021-01-01"]


@pytest.mark.parametrize("day", ["明天", "2015", "2015-13-01", "<b>", "0", "-1", "9" * 400, "%00x"])
def test_a_day_that_is_none_is_told_and_left(client: FlaskClient, day: str) -> None:
    tree = page(client, f"/documents/law-3?on={day}")
    assert banner(tree).get("class") == "banner ended"
    assert not tree.xpath("//p[@class='as-of']")
    notices = words(tree, "//p[@class='notice']")
    assert len(notices) == 1
    assert "2015-06-01" in notices[0]


def test_the_twin_is_of_that_day_too(client: FlaskClient) -> None:
    today = client.get("/documents/law-3.json").get_json()["relations"]["standing"]
    then = client.get("/documents/law-3.json?on=2001-05-06").get_json()["relations"]["standing"]
    assert (today["state"], then["state"]) == ("已废止", "有效")
    assert today["proofs"][0]["url"] == "/documents/law-2#a47"


@pytest.mark.parametrize(
    ("state", "until", "dated", "expected"),
    [
        pytest.param(
            Validity.IN_FORCE, None, "published_on", "2002年6月29日公布。", id="published"
        ),
        pytest.param(Validity.IN_FORCE, None, "written_on", "2002年6月29日成文。", id="written"),
        pytest.param(Validity.IN_FORCE, None, "", "2002年6月29日通过或者修改。", id="adopted"),
        pytest.param(
            Validity.NOT_YET, None, "published_on", "2002年6月29日公布。", id="a-day-before"
        ),
        pytest.param(
            Validity.AMENDED,
            date(2018, 1, 1),
            "published_on",
            "这是修改前的文本，已有更新的文本。2002年6月29日公布，施行至2017年12月31日。",
            id="over",
        ),
    ],
)
def test_a_day_of_publication_is_not_said_to_be_one_of_commencement(
    state: Validity, until: date | None, dated: str, expected: str
) -> None:
    day = date(2002, 6, 29)
    document = PolicyDocument(
        id="a",
        title="示例办法",
        published_on=day if dated == "published_on" else None,
        written_on=day if dated == "written_on" else None,
    )
    standing = Standing(TODAY, state, day, until, is_since_said=False)
    assert standing_view(standing, document).words == expected


def test_where_nothing_says_when_the_newer_text_began_its_day_is_told() -> None:
    old, new = date(2010, 4, 29), date(2024, 12, 6)
    standing = Standing(TODAY, Validity.AMENDED, old, new, is_until_said=False)
    view = standing_view(standing, PolicyDocument(id="a", title="示例办法"))
    assert "自2010年4月29日起施行。更新的文本日期为2024年12月6日。" in view.words
    assert "施行期间" not in view.words


@pytest.mark.parametrize("printed", ["失效日期：2023年06月01日", "2023年06月01日"])
def test_of_a_printed_last_day_it_is_not_said_which_day_it_is(printed: str) -> None:
    """Some pages print the last day, others the first on which the text is over."""
    proof = Evidence(ENDED, printed)
    standing = Standing(TODAY, Validity.EXPIRED, until=date(2023, 6, 1), evidence=(proof,))
    assert standing_view(standing, ENDED).words == "已经失效，不再作为依据，仅供查阅。"


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("第二条", "第二条"),
        ("二、废止《示例市反不正当竞争条例》（1994年7月22日通过）", "二"),
        ("（三）最低生活保障家庭等金融资产的人均金额（市辖区", "（三）"),
        ("第十二条之一 住房公积金贷款的条件和额度由市政府定", "第十二条之一"),
    ],
)
def test_a_section_called_by_a_whole_sentence_is_named_by_its_number(
    label: str, shown: str
) -> None:
    proof = Evidence(ENDING, "《示例办法》自2020年1月1日起废止。", label, "s2")
    standing = Standing(TODAY, Validity.REPEALED, until=date(2020, 1, 1), evidence=(proof,))
    (view,) = standing_view(standing, ENDED).proofs
    assert view.where == f"《关于废止〈示例办法〉的决定》{shown}"
