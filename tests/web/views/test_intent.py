"""What was read of a query as filters and order is said on the page, each with its own way to undo it."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from search.request import SearchRequest
from search.results import SearchResult
from tests.conftest import EngineOf
from tests.web.html_page import form_of, page, titles, words
from web.site.app import create_app
from web.urls import Variants
from web.views.periods import periods_view

SAID = "//div[contains(@class, 'intent')]"
Q = "国务院最新通知"


def document(id: str, issuer: str, genre: str, year: int) -> PolicyDocument:
    title = f"{issuer}关于{year}年石榴种植的{genre}"
    return PolicyDocument(
        id=id, title=title, issuers=(issuer,), genre=genre, written_on=date(year, 1, 1), body=title
    )


DOCUMENTS = (
    document("old", "国务院", "通知", 2010),
    document("new", "国务院", "通知", 2020),
    document("other", "国务院", "意见", 2021),
    document("bureau", "云澜市财政局", "通知", 2022),
)


@pytest.fixture(scope="module")
def reader(engine_of: EngineOf) -> FlaskClient:
    return create_app(engine_of(*DOCUMENTS), {"TESTING": True}).test_client()


def undo(reader: FlaskClient, address: str) -> dict[str, str]:
    """What was read on a page -> where the way to undo it leads."""
    chips = page(reader, address).xpath(f"{SAID}/a[@class='chip']")
    return {"".join(chip.itertext()).split()[1]: chip.get("href") for chip in chips}


def test_what_was_read_is_said_and_applied(reader: FlaskClient) -> None:
    tree = page(reader, f"/search?q={Q}")
    assert words(tree, SAID) == ["已按 不按 国务院 ✕不按 通知 ✕不按 从新到旧 ✕ 列出 按原词检索"]
    assert len(titles(tree)) == 2
    assert tree.xpath("//input[@id='q']/@value") == [Q], "what was typed stays"
    assert tree.xpath("//select[@id='sort']/option[@selected]/@value") == ["newest"]


@pytest.mark.parametrize("label", ["国务院", "通知", "从新到旧"])
def test_one_click_undoes_each(reader: FlaskClient, label: str) -> None:
    ways = undo(reader, f"/search?q={Q}")
    assert {*undo(reader, ways[label])} == {*ways} - {label}


def test_one_click_undoes_all_and_one_brings_them_back(reader: FlaskClient) -> None:
    (plain,) = page(reader, f"/search?q={Q}").xpath(f"{SAID}/a[not(@class)]/@href")
    there = page(reader, plain)
    assert not there.xpath(SAID)
    assert dict(form_of(there).form_values())["plain"] == "all", "kept while searching on"
    (back,) = there.xpath("//p[contains(@class, 'again')]/a/@href")
    assert len(undo(reader, back)) == 3


def test_the_order_can_be_chosen_against_the_words(reader: FlaskClient) -> None:
    (first, *_) = page(reader, f"/search?q={Q}").xpath("//select[@id='sort']/option/@value")
    assert {*undo(reader, f"/search?q={Q}&sort={first}")} == {"国务院", "通知"}


def test_filters_that_leave_nothing_are_named_and_not_applied(reader: FlaskClient) -> None:
    tree = page(reader, "/search?q=国务院+石榴+公告+2010年+通知+2021年")
    assert titles(tree)
    tree = page(reader, "/search?q=云澜市财政局+石榴+意见")
    assert words(tree, "//div[@role='note']//summary")[0] == (
        "没有云澜市财政局 · 意见的文件，以下不限这些条件。"
    )


def test_feeds_and_downloads_hold_the_same(reader: FlaskClient) -> None:
    feed = reader.get(f"/search.atom?q={Q}").get_data(as_text=True)
    assert feed.count("<entry>") == 2
    rows = reader.get(f"/search.csv?q={Q}").get_data(as_text=True).strip().splitlines()
    assert len(rows) == 1 + 2
    assert reader.get(f"/browse.json?q={Q}").get_json()["total"] == 2


def test_programs_are_told(reader: FlaskClient) -> None:
    answer = reader.get(f"/api/v1/search?q={Q}").get_json()
    assert answer["total"] == 2
    intent = answer["intent"]
    assert (intent["applied"], intent["rest"]) == (True, "")
    said = [(one["part"], one["value"], one["text"]) for one in intent["parts"]]
    assert said == [
        ("issuer", "国务院", "国务院"),
        ("genre", "通知", "通知"),
        ("sort", "newest", "最新"),
    ]
    for one in intent["parts"]:
        address = one["url"].partition("/api/")[2]
        left = reader.get(f"/api/{address}").get_json()["intent"]["parts"]
        assert one["part"] not in [other["part"] for other in left]
    address = intent["plain_url"].partition("/api/")[2]
    assert reader.get(f"/api/{address}").get_json()["intent"] is None


# --- periods -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def undated(engine_of: EngineOf) -> FlaskClient:
    bare = PolicyDocument(id="bare", title="关于石榴的答复", genre="答复", body="石榴")
    return create_app(engine_of(*DOCUMENTS, bare), {"TESTING": True}).test_client()


@pytest.mark.parametrize(
    "query", ["q=石榴&from=2020", "q=石榴+2020年至今", "q=石榴&to=2019&year=2010"]
)
def test_what_has_no_date_is_counted_and_can_be_seen(undated: FlaskClient, query: str) -> None:
    tree = page(undated, f"/search?{query}")
    assert words(tree, "//p[contains(@class, 'undated')]") == [
        "另有 1 件未注明日期，不在其中。查看"
    ]
    (link,) = tree.xpath("//p[contains(@class, 'undated')]/a/@href")
    assert titles(page(undated, link)) == ["关于石榴的答复"]


def test_without_a_period_nothing_is_said_of_dates(undated: FlaskClient) -> None:
    assert not page(undated, "/search?q=石榴").xpath("//p[contains(@class, 'undated')]")


def test_periods_are_chosen_with_one_click_and_put_away_with_another(undated: FlaskClient) -> None:
    links = page(undated, "/search?q=石榴&year=2020").xpath("//p[@class='presets']/a")
    assert [link.text for link in links] == ["近一月", "近一年", "今年"]
    for link in links:
        there = page(undated, link.get("href"))
        (on,) = there.xpath("//p[@class='presets']/a[@aria-current]")
        assert on.text == link.text
        assert "year=" not in link.get("href")
        assert words(there, "//a[@class='chip']")[0].startswith("去掉筛选 日期：")
        assert page(undated, on.get("href")).xpath("//p[@class='presets']/a[@aria-current]") == []


def test_last_month_is_counted_from_today_by_the_calendar() -> None:
    result = SearchResult(SearchRequest("石榴"), 0, 0, (), (), None, (), (), 1.0, 1)
    presets = periods_view(result, Variants(result.request), date(2024, 3, 31)).presets
    assert [one.url.partition("from=")[2] for one in presets] == [
        "2024-02-29",
        "2023-03-31",
        "2024",
    ]
