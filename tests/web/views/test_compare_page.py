"""The page of two documents side by side: counts, what changed, the ways to see it, its twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.conventions.sections import find_sections
from index.document import PolicyDocument, Validity
from search.results import Withdrawn
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, words
from web import urls
from web.site.app import create_app

OLD = """（2010年1月1日通过）
第一章　总则
第一条　为了节约用水，制定本条例。
第二条　市水务局负责本条例的实施。
第三条　用水单位应当安装计量设施，按照实际用水量缴纳水费。
第四条　任何单位不得擅自拆除供水设施。
第二章　附则
第五条　违反第四条规定的，处一万元以下罚款。
第六条　本条例自2010年1月1日起施行。"""
NEW = """（2010年1月1日通过　2020年5月1日修订）
第一章　总则
第一条　为了节约用水，制定本条例。
第二条　市水务局负责本条例的实施。
第三条　本市实行阶梯水价，具体办法由市价格主管部门制定。
第四条　用水单位应当安装计量设施，按照阶梯水价缴纳水费。
第五条　任何单位不得擅自拆除供水设施。
第二章　附则
第六条　本条例自2010年1月1日起施行。"""


def _document(
    id: str, body: str, day: date | None, title: str = "云澜市用水条例"
) -> PolicyDocument:
    return PolicyDocument(
        id=id,
        title=title,
        body=body,
        sections=find_sections(body),
        published_on=day,
        validity=Validity.AMENDED if id == "old" else Validity.IN_FORCE,
    )


@pytest.fixture
def engine() -> FakeEngine:
    old = _document("old", OLD, date(2010, 1, 1))
    return FakeEngine(
        [
            old,
            _document("new", NEW, date(2020, 5, 1)),
            _document("other", "各区：\n现将用水情况通报如下。", None, "用水通报"),
            _document("bare", "", None, "用水公告"),
            _document("notice", "抄送各区。", None, "用水通知"),
            replace(old, id="again"),
        ]
    )


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(engine, {"TESTING": True}).test_client()


@pytest.fixture
def tree(client: FlaskClient) -> HtmlElement:
    return page(client, urls.compare("old", "new"))


# --- what it shows ------------------------------------------------------------------------


def test_it_counts_what_became_of_the_provisions(tree: HtmlElement) -> None:
    assert words(tree, "//h1") == ["《云澜市用水条例》两个文本对照"]
    assert words(tree, "//ul[@class='tally']/li") == [
        "未变 3 条", "改动 1 条", "新增 1 条", "删去 1 条", "移动 1 条（文字未变，序号或位置变了）",
    ]  # fmt: skip


def test_what_changed_is_shown_and_of_the_rest_the_numbers(tree: HtmlElement) -> None:
    lines = words(tree, "//main//h2[@class='chapter'] | //main//section/h3 | //p[@class='quiet']")
    assert lines == [
        "第一章 总则",
        "第一条至第二条：未变",
        "第三条 新增",
        "第三条 → 第四条 改动",
        "第四条 → 第五条：文字未变，序号变了",
        "第二章 附则",
        "第五条 删去",
        "第六条：未变",
    ]


def test_words_that_came_and_went_are_named_too(tree: HtmlElement) -> None:
    """Colour and lines alone would tell nothing to who hears the page."""
    (changed,) = tree.xpath("//section[contains(@class, 'changed')]")
    assert words(changed, ".//del") == ["删去：实际用水量"]
    assert words(changed, ".//ins") == ["新增：阶梯水价"]
    assert words(changed, ".//*[@class='side-name']") == ["旧文本 第三条", "新文本 第四条"]
    assert changed.xpath(".//*[@class='side-name']/a/@href") == [
        "/documents/old#a3",
        "/documents/new#a4",
    ]
    (removed,) = tree.xpath("//section[contains(@class, 'removed')]")
    assert removed.get("id") == "old-a5"
    assert words(removed, ".//p[@class='none']") == ["新文本没有"]
    assert not removed.xpath(".//del"), "a whole provision is not struck through"


def test_the_changes_can_be_jumped_to(tree: HtmlElement) -> None:
    assert words(tree, "//details[@class='jumps']//li") == [
        "第三条 新增",
        "第三条 → 第四条 改动",
        "第五条 删去",
    ]
    for link in tree.xpath("//details[@class='jumps']//a/@href"):
        assert tree.get_element_by_id(link[1:]).tag == "section"


def test_the_two_are_named_with_their_days_and_states(tree: HtmlElement) -> None:
    old, new = tree.xpath("//div[@class='version']")
    assert words(old, "./p") == ["旧文本", "云澜市用水条例 已被修改", "2010年1月1日"]
    assert words(new, "./p") == ["新文本", "云澜市用水条例 有效", "2020年5月1日"]
    assert words(new, "./details/p") == ["（2010年1月1日通过 2020年5月1日修订）"]
    assert new.xpath(".//a/@href") == ["/documents/new"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_everything_can_be_shown(client: FlaskClient, tree: HtmlElement) -> None:
    (link,) = (a for a in tree.xpath("//p[@class='ways-to-see']/a") if "全部" in a.text)
    every = page(client, link.get("href"))
    assert words(every, "//main//section/h3")[:2] == ["第一条 未变", "第二条 未变"]
    assert len(every.xpath("//main//section[contains(@class, 'provision')]")) == 7
    assert not every.xpath("//p[@class='quiet']")
    (back,) = (a for a in every.xpath("//p[@class='ways-to-see']/a") if "变化" in a.text)
    assert back.get("href") == urls.compare("old", "new")


def test_the_sides_can_be_exchanged(client: FlaskClient, tree: HtmlElement) -> None:
    (link,) = tree.xpath("//a[text()='两份对调']/@href")
    other = page(client, link)
    assert words(other, "//p[@class='version-name']") == ["新文本", "旧文本"]
    assert words(other, "//p[@role='note']")[0].startswith("前一份比后一份新。")
    assert words(other, "//main//ins") == ["新增：实际用水量"]
    assert other.xpath("//a[text()='两份对调']/@href") == [urls.compare("old", "new")]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("old", "old", "两边是同一份文件，没有可以对照的。"),
        ("old", "again", "两份正文的文字没有差别。"),
        ("old", "other", "这是两份不同的文件，不是同一文件先后的两个文本。"),
        ("other", "bare", "《用水公告》只收录了标题和文件信息，没有正文，无法对照。"),
    ],
)
def test_what_a_reader_must_know_is_said(
    client: FlaskClient, old: str, new: str, note: str
) -> None:
    tree = page(client, urls.compare(old, new))
    assert note in words(tree, "//p[@role='note']")


def test_documents_without_articles_are_counted_in_paragraphs(client: FlaskClient) -> None:
    tree = page(client, urls.compare("other", "notice"))
    assert "删去 2 段" in words(tree, "//ul[@class='tally']/li")
    assert words(tree, "//main//section/h3") == [
        "“各区：” 删去",
        "“现将用水情况通报如下。” 删去",
        "“抄送各区。” 新增",
    ]


@pytest.mark.parametrize(("old", "new"), [("old", "bare"), ("bare", "old"), ("bare", "bare")])
def test_of_a_title_alone_nothing_is_said_to_have_come_or_gone(
    client: FlaskClient, old: str, new: str
) -> None:
    tree = page(client, urls.compare(old, new))
    assert not words(tree, "//ul[@class='tally']/li")
    assert not tree.xpath("//main//ins | //main//del | //p[@class='none']")


# --- what is not there --------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize(("old", "new"), [("old", "none"), ("none", "old"), ("none", "none")])
def test_a_document_that_is_not_there_is_named(
    client: FlaskClient, old: str, new: str, suffix: str
) -> None:
    response = client.get(urls.compare(old, new, suffix=suffix))
    assert response.status_code == 404
    assert response.is_json == bool(suffix)
    assert "none" in response.text


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_document_that_moved_is_led_to(
    engine: FakeEngine, client: FlaskClient, suffix: str
) -> None:
    engine.former = {"before": "old", "earlier": "new"}
    response = client.get(urls.compare("before", "earlier", everything=True, suffix=suffix))
    assert response.status_code == 301
    assert response.location == urls.compare("old", "earlier", everything=True, suffix=suffix)
    response = client.get(response.location)
    assert response.location == urls.compare("old", "new", everything=True, suffix=suffix)


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize("pair", [("old", "gone"), ("gone", "old"), ("gone", "none")])
def test_a_document_that_was_withdrawn_is_gone_on_either_side(
    engine: FakeEngine, client: FlaskClient, pair: tuple[str, str], suffix: str
) -> None:
    engine.withdraw("gone", Withdrawn(datetime(2026, 11, 1, tzinfo=UTC), "已撤下。"))
    response = client.get(urls.compare(*pair, suffix=suffix))
    assert response.status_code == 410
    assert "已撤下。" in response.text


# --- its twin -----------------------------------------------------------------------------


def test_the_twin_has_the_same_values(client: FlaskClient, tree: HtmlElement) -> None:
    (address,) = tree.xpath("//footer//a[contains(@href, '.json')]/@href")
    twin = client.get(address).get_json()
    assert [f"{word} {count} 条" for word, count in twin["counts"][:4]] == words(
        tree, "//ul[@class='tally']/li"
    )[:4]
    shown = [one for one in twin["entries"] if not one["is_quiet"] and not one["is_heading"]]
    assert [one["id"] for one in shown] == tree.xpath("//main//section/@id")
    (changed,) = (one for one in shown if one["kind"] == "changed")
    assert [piece for piece in changed["new"]["pieces"] if piece[1]] == [["阶梯水价", True]]
    assert not twin["everything"]
