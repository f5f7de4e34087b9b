"""Results that fold the texts of one work, lead to the newer text, and ask for a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.document import PolicyDocument, Validity
from search.related import TextVersion
from search.request import SearchRequest
from search.results import Hit, SearchResult
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, titles, words
from web.site.app import create_app
from web.urls import documents as documents_at
from web.views.facets import explained
from web.views.hits import hit_view

SEARCH = "/search?q=公积金"


def hit_of(tree: HtmlElement, id: str) -> HtmlElement:
    found: HtmlElement
    (found,) = tree.xpath(f"//ol/li[h3/a[contains(@href, '/documents/{id}?')]]")
    return found


class Folding(FakeEngine):
    """Folds what has one title, the first on top."""

    def search(self, request: SearchRequest) -> SearchResult:
        found = super().search(request)
        if not request.fold:
            return found
        lines = {hit.document.title: hit for hit in reversed(found.hits)}
        return replace(found, groups=len(lines), hits=tuple(reversed(lines.values())))


@pytest.fixture
def folding(documents: list[PolicyDocument]) -> FlaskClient:
    return create_app(Folding(documents)).test_client()


def test_what_is_folded_is_counted_and_each_is_reached(client: FlaskClient) -> None:
    hit = hit_of(page(client, SEARCH), "law-1")
    (fold,) = hit.xpath("./details[@class='folded']")
    assert words(fold, "./summary") == ["另有 2 个历史文本 · 另有 1 个来源"]
    links = fold.xpath(".//li/a")
    assert [link.text_content() for link in links] == [
        "1999年4月3日的文本",
        "2002年3月24日的文本",
        "www.example.cn",
    ]
    assert [link.get("href").partition("?")[0] for link in links] == [
        "/documents/law-3",
        "/documents/law-2",
        "/documents/sample-1",
    ]


def test_an_old_text_leads_to_the_newer_one(client: FlaskClient) -> None:
    tree = page(client, SEARCH)
    (newer,) = hit_of(tree, "law-2").xpath("./p[@class='newer amended']")
    assert newer.xpath("./a/@href") == ["/documents/law-1"]
    assert newer.text_content().startswith("已有更新的文本：《示例市住房公积金管理条例》")
    assert not hit_of(tree, "law-1").xpath("./p[@class='newer amended']")


def test_parts_of_one_text_say_their_range(documents: list[PolicyDocument]) -> None:
    parts = tuple(
        TextVersion(date(2020, 5, 28), "", documents[1], Validity.IN_FORCE, part)
        for part in ("第二百零五条至第四百六十二条", "第四百六十三条至第九百八十八条")
    )
    view = hit_view(
        Hit(documents[1], part="第一条至第二百零四条", versions=parts), None, documents_at()
    )
    assert view.part == "第一条至第二百零四条"
    (folded,) = view.folded
    assert folded.words == "另有 2 个部分"
    assert [row.words for row in folded.rows] == [part.part for part in parts]


def test_a_text_that_is_not_past_is_not_called_so(documents: list[PolicyDocument]) -> None:
    other = TextVersion(date(2030, 1, 1), "", documents[1], Validity.NOT_YET)
    gap = TextVersion(date(2010, 1, 1), "某决定")
    (folded,) = hit_view(Hit(documents[1], versions=(other, gap)), None, documents_at()).folded
    assert folded.words == "另有 1 个其他文本"


def test_lines_and_documents_are_both_counted(folding: FlaskClient) -> None:
    tree = page(folding, SEARCH)
    assert "找到 3 件" in words(tree, "//h2[@id='found']")[0]
    assert "合并为 1 条" in words(tree, "//h2[@id='found']")[0]
    (apart,) = tree.xpath("//a[text()='逐件列出']/@href")
    tree = page(folding, apart)
    assert len(titles(tree)) == 3
    assert "合并" not in words(tree, "//h2[@id='found']")[0]
    assert tree.xpath("//form[@id='f']//input[@name='fold']/@value") == ["0"], "it is kept"
    assert "fold" not in tree.xpath("//a[text()='合并显示']/@href")[0]


def test_nothing_is_said_of_folding_where_nothing_is_folded(client: FlaskClient) -> None:
    tree = page(client, SEARCH)
    assert not tree.xpath("//a[text()='逐件列出'] | //a[text()='合并显示']")


def test_a_day_is_a_filter_that_can_be_taken_off(client: FlaskClient) -> None:
    tree = page(client, f"{SEARCH}&on=2015年6月1日")
    assert tree.xpath("//input[@name='on']/@value") == ["2015-06-01"]
    (chip,) = tree.xpath("//a[@class='chip']")
    assert "施行于：2015年6月1日" in " ".join(chip.text_content().split())
    assert "on=" not in str(chip.get("href"))
    assert all("on=2015-06-01" in link for link in tree.xpath("//ol//h3/a/@href"))
    assert words(hit_of(tree, "law-3"), "./h3/span") == ["今已废止"]
    assert words(hit_of(tree, "law-1"), "./h3/span") == ["有效"]
    fold = tree.xpath("//details[@class='folded']//a/@href")
    assert fold
    assert all("on=2015-06-01" in link for link in fold)


def test_a_day_that_is_none_is_told(client: FlaskClient) -> None:
    tree = page(client, f"{SEARCH}&on=2015")
    assert not tree.xpath("//a[@class='chip']")
    assert any("2015-06-01" in notice for notice in words(tree, "//div[@role='note']"))


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("已被修改", "已被修改（有更新文本）"),
        ("已失效", "已失效（有效期届满）"),
        ("存疑", "存疑（两处说法不一）"),
        ("有效", "有效"),
        ("未注明", "未注明"),
        ("任意", "任意"),
    ],
)
def test_a_state_to_choose_says_what_it_means(state: str, label: str) -> None:
    assert explained(state) == label


def test_the_filters_explain_and_send_the_state_alone(client: FlaskClient) -> None:
    tree = page(client, SEARCH)
    (box,) = tree.xpath("//input[@name='validity'][@value='已被修改']")
    assert "已被修改（有更新文本）" in box.getparent().text_content()
