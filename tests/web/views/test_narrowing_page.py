"""Narrowing what was found: a second query, a period of days, and ways out of nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.document import PolicyDocument
from search.request import SearchRequest
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page, titles, words
from web.site.app import create_app


def _search(client: FlaskClient, *pairs: tuple[str, str], **params: object) -> HtmlElement:
    return page(client, f"/search?{urlencode([*pairs, *params.items()])}")


def _request(address: str) -> SearchRequest:
    return SearchRequest.from_params(parse_qsl(urlsplit(address).query))


def _found(tree: HtmlElement) -> int:
    """How many documents the page says there are."""
    headline = words(tree, "//h2[@id='found']")[0]
    said = re.match(r"找到 ([\d,]+) 件", headline)
    assert said or headline.startswith("没有找到文件")
    return int(said[1].replace(",", "")) if said else 0


def _chips(tree: HtmlElement) -> dict[str, str]:
    """What every removable chip says, and where it leads."""
    return {
        words(chip, ".")[0].removeprefix("去掉筛选 ").removesuffix(" ✕"): chip.get("href", "")
        for chip in tree.xpath("//a[@class='chip']")
    }


def _fields(tree: HtmlElement) -> SearchRequest:
    """What is asked for when the search form is sent as it is."""
    pairs = [
        (field.get("name", ""), field.get("value") or "")
        for field in tree.xpath("//input[@name][ancestor::form[@id='f'] or @form='f']")
        if field.get("type") not in ("checkbox", "radio") or field.get("checked") is not None
    ]
    pairs += [
        ("sort", value) for value in tree.xpath("//select[@form='f']/option[@selected]/@value")
    ]
    return SearchRequest.from_params(pairs)


def _input(tree: HtmlElement, name: str) -> str:
    (field,) = tree.xpath(f"//input[@name='{name}']")
    assert field.get("form") == "f"
    assert tree.xpath(f"//label[@for='{field.get('id')}']")
    return str(field.get("value") or "")


def _notices(tree: HtmlElement) -> list[str]:
    return words(tree, "//div[@role='note']//*[self::p or self::summary]")


# --- 在结果中检索 -------------------------------------------------------------------------


def test_within_narrows_what_was_found(client: FlaskClient) -> None:
    whole, part = _search(client, q="政府网站"), _search(client, q="政府网站", within="通报")
    assert 0 < _found(part) < _found(whole)
    assert all("通报" in title for title in titles(part))


@pytest.mark.parametrize("within", ["检查", "检查 通报", '"检查"', "a&b=c#d", HOSTILE, "１２"])
def test_within_is_kept_and_shown_as_a_chip(client: FlaskClient, within: str) -> None:
    tree = _search(client, q="政府网站", within=within, genre="通报")
    kept = " ".join(within.split())
    assert _input(tree, "within") == kept
    chips = _chips(tree)
    assert list(chips) == ["文种：通报", f"结果中检索：{kept}"]
    without = _request(chips[f"结果中检索：{kept}"])
    assert without == SearchRequest.from_params([("q", "政府网站"), ("genre", "通报")])
    assert "within" not in chips[f"结果中检索：{kept}"]
    assert _request(chips["文种：通报"]).within == kept
    assert _fields(tree).within == kept


@pytest.mark.parametrize("within", ["", "  ", "\x00\n", "\u3000"], ids=ascii)
def test_an_empty_second_query_is_none(client: FlaskClient, within: str) -> None:
    tree = _search(client, q="政府网站", within=within)
    assert not _chips(tree)
    assert _input(tree, "within") == ""
    assert _found(tree) == _found(_search(client, q="政府网站"))


def test_a_long_second_query_is_cut_and_said(client: FlaskClient) -> None:
    tree = _search(client, q="政府网站", within="检" * 900)
    assert _input(tree, "within") == "检" * 200
    assert any("超过 200 个字" in notice for notice in _notices(tree))


def test_within_works_without_a_query(client: FlaskClient) -> None:
    tree = _search(client, within="通报")
    assert _found(tree) == 25
    assert list(_chips(tree)) == ["结果中检索：通报"]


# --- 日期 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2020-05", "", "2020年5月起"),
        ("2020", "", "2020年起"),
        ("2020-05-12", "", "2020年5月12日起"),
        ("", "2020-05", "2020年5月止"),
        ("2019", "2020-05", "2019年至2020年5月"),
        ("2019-01-02", "2020", "2019年1月2日至2020年"),
        ("2023-05-01", "2023-05-01", "2023年5月1日"),
        ("2023-05", "2023-05", "2023年5月"),
        ("2023", "2023", "2023年"),
    ],
)
def test_the_period_is_said_in_words(client: FlaskClient, first: str, last: str, said: str) -> None:
    tree = _search(client, ("from", first), ("to", last), genre="通报", within="检查")
    chips = _chips(tree)
    assert list(chips) == ["文种：通报", f"日期：{said}", "结果中检索：检查"]
    without = _request(chips[f"日期：{said}"])
    assert not without.has_period
    assert without.within == "检查"
    assert without.values("genre") == ("通报",)
    assert (_input(tree, "from"), _input(tree, "to")) == (first, last)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("二〇二〇年五月", "2020-05"),
        ("二○二○年", "2020"),
        ("2020年5月", "2020-05"),
        ("2020.5.12", "2020-05-12"),
        ("2020/5", "2020-05"),
        ("20200512", "2020-05-12"),
        ("202005", "2020-05"),
        ("２０２０－５", "2020-05"),
        (" 2020 ", "2020"),
        ("2020年度", "2020"),
    ],
)
def test_a_date_in_any_form_stands_in_the_field_in_one(
    client: FlaskClient, typed: str, canonical: str
) -> None:
    tree = _search(client, ("from", typed), ("to", "2030"))
    assert _input(tree, "from") == canonical
    assert _request(tree.xpath("//link[@rel='canonical']/@href")[0]) == _fields(tree)
    same = _search(client, ("from", canonical), ("to", "2030"))
    assert _chips(tree) == _chips(same)
    assert _found(tree) == _found(same)


def test_bounds_the_wrong_way_round_are_put_right(client: FlaskClient) -> None:
    tree = _search(client, ("from", "2010-05"), ("to", "2003"))
    assert list(_chips(tree)) == ["日期：2003年至2010年5月"]
    assert (_input(tree, "from"), _input(tree, "to")) == ("2003", "2010-05")


def test_a_period_holds_its_first_and_its_last_day() -> None:
    days = [date(2020, 4, 30), date(2020, 5, 1), date(2020, 5, 31), date(2020, 6, 1)]
    documents = [PolicyDocument(id=str(d), title=str(d), written_on=d) for d in days]
    client = create_app(FakeEngine(documents)).test_client()
    assert set(titles(_search(client, ("from", "2020-05"), ("to", "2020-05")))) == {
        "2020-05-01",
        "2020-05-31",
    }
    assert _found(_search(client, ("from", "2020-05-31"))) == 2
    assert _found(_search(client, ("to", "2020-05-01"))) == 2


@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize(
    "typed",
    ["去年", "2020-13", "2020-02-30", "20-5", "abc", "0", "-1", "12345", "2020-05-12-01", HOSTILE],
)
def test_a_bad_date_is_said_and_ignored(client: FlaskClient, name: str, typed: str) -> None:
    tree = _search(client, (name, typed), q="政府网站", within="检查")
    (said,) = [notice for notice in _notices(tree) if "无法识别" in notice]
    assert f"“{typed[:20]}”" in said
    assert _input(tree, name) == ""
    assert list(_chips(tree)) == ["结果中检索：检查"]
    assert _found(tree) == _found(_search(client, q="政府网站", within="检查"))


def test_a_bad_date_does_not_take_the_good_one_with_it(client: FlaskClient) -> None:
    tree = _search(client, ("from", "去年"), ("to", "2010"))
    assert list(_chips(tree)) == ["日期：2010年止"]
    assert any("“去年”无法识别" in notice for notice in _notices(tree))


def test_a_good_date_is_not_complained_of(client: FlaskClient) -> None:
    assert not _notices(_search(client, ("from", "2003"), ("to", ""), q="政府网站"))


# --- nothing found -----------------------------------------------------------------------


def _ways(tree: HtmlElement) -> list[tuple[str, str, int]]:
    """Every way out: what it says, where it leads, how many it promises."""
    ways = []
    for item in tree.xpath("//div[@class='nothing']/ul[1]/li[contains(., '，有 ')]"):
        said = re.fullmatch(r"(.*)，有 ([\d,]+) 件", words(item, ".")[0])
        assert said
        ways.append((said[1], item.xpath("./a/@href")[0], int(said[2].replace(",", ""))))
    return ways


def _assert_kept(client: FlaskClient, tree: HtmlElement) -> None:
    for label, address, total in _ways(tree):
        assert total > 0, label
        there = page(client, address)
        assert _found(there) == total, label
        assert titles(there), label


NOTHING = [
    ({"q": "政府网站", "within": "没有这个词"}, ["不限“没有这个词”，有 32 件"]),
    (
        {"q": "政府网站", "from": "1900", "to": "1901-05"},
        ["不限日期（1900年至1901年5月），有 32 件"],
    ),
    (
        {"q": "政府网站", "within": "通报", "genre": "条例"},
        ["不限文种，有 25 件", "去掉全部筛选，有 32 件"],
    ),
    (
        {"q": "政府网站", "within": "没有", "genre": "条例", "from": "1800", "to": "1801"},
        ["去掉全部筛选，有 32 件"],
    ),
    ({"q": "没有这样的词", "within": "通报", "from": "2001"}, []),
    ({"within": "没有这个词"}, ["不限“没有这个词”，有 34 件"]),
    (
        {"q": "政府网站", "from": "2003", "to": "2003", "within": "第4批"},
        ["不限日期（2003年），有 1 件", "不限“第4批”，有 1 件", "去掉全部筛选，有 32 件"],
    ),
]


@pytest.mark.parametrize(("params", "ways"), NOTHING, ids=lambda value: str(value)[:60])
def test_what_emptied_the_result_is_listed(
    client: FlaskClient, documents: list[PolicyDocument], params: dict[str, str], ways: list[str]
) -> None:
    every = sum("政府网站" in d.title + d.body for d in documents)
    assert every == _found(_search(client, q="政府网站"))
    tree = _search(client, *params.items())
    assert _found(tree) == 0
    expected = [way.replace("32 件", f"{every} 件") for way in ways]
    assert [f"{label}，有 {total} 件" for label, _, total in _ways(tree)] == expected
    _assert_kept(client, tree)
    assert "/help" in tree.xpath("//div[@class='nothing']//a/@href")


def test_a_way_out_keeps_every_other_condition(client: FlaskClient) -> None:
    asked = {"q": "政府网站", "genre": "通报", "from": "2003", "to": "2003", "within": "第4批"}
    tree = _search(client, *asked.items(), sort="oldest", size="20")
    ways = {label: _request(address) for label, address, _ in _ways(tree)}
    given = SearchRequest.from_params([*asked.items(), ("sort", "oldest"), ("size", "20")])
    assert ways["不限日期（2003年）"] == given.without_period()
    assert ways["不限“第4批”"] == replace(given, within="")
    assert ways["去掉全部筛选"] == given.unfiltered()
    assert not {"不限文种"} & set(ways), "that finds nothing either"


def test_where_something_is_found_there_are_no_ways_out(client: FlaskClient) -> None:
    tree = _search(client, q="政府网站", within="检查")
    assert not tree.xpath("//div[@class='nothing']")


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(
            ["政府网站", "住房公积金", "科技", "没有", "政府网站 住房公积金", "官网"]
        ),
        "within": st.sampled_from(["检查", "第4批", "条", "没有", "政府 网站"]),
        "genre": st.sampled_from(["通报", "条例", "没有"]),
        "region": st.sampled_from(["示例市", "示例3区"]),
        "from": st.sampled_from(["2003", "2020-05", "1900", "去年"]),
        "to": st.sampled_from(["2003", "2020-05-12", "1901"]),
        "in": st.sampled_from(["title", "number"]),
        "sort": st.sampled_from(["newest", "oldest"]),
        "size": st.sampled_from(["1", "20"]),
    },
)


@settings(max_examples=20)
@given(params=CONDITIONS)
def test_every_page_keeps_its_word(app_client: FlaskClient, params: dict[str, str]) -> None:
    tree = _search(app_client, *params.items())
    asked = SearchRequest.from_params(params.items())
    assert _fields(tree) == asked or _found(tree) == 0, "the form asks for the same"
    _assert_kept(app_client, tree)
    if not _found(tree):
        assert tree.xpath("//div[@class='nothing']//a")
    for address in _chips(tree).values():
        there = _request(address)
        assert there != asked
        assert _found(page(app_client, address)) >= _found(tree)


@pytest.fixture(scope="module")
def app_client(documents: list[PolicyDocument]) -> FlaskClient:
    return create_app(FakeEngine(documents)).test_client()


# --- turning pages and sorting -----------------------------------------------------------

NARROWED = [("q", "政府网站"), ("within", "检查"), ("from", "2003-01"), ("to", "2020-05-12")]


def test_turning_pages_keeps_what_narrows(client: FlaskClient) -> None:
    tree, seen = _search(client, *NARROWED), []
    total = _found(tree)
    assert total > 10
    while True:
        assert _found(tree) == total
        assert list(_chips(tree)) == ["日期：2003年1月至2020年5月12日", "结果中检索：检查"]
        assert _fields(tree) == SearchRequest.from_params(NARROWED)
        seen += titles(tree)
        if not (onward := tree.xpath("//a[@rel='next']/@href")):
            break
        tree = page(client, onward[0])
    assert len(seen) == len(set(seen)) == total
    before = _request(tree.xpath("//a[@rel='prev']/@href")[0])
    assert before.on_page(1) == SearchRequest.from_params(NARROWED)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorting_keeps_what_narrows(client: FlaskClient, sort: str) -> None:
    tree = _search(client, *NARROWED, sort=sort, size="50")
    assert _fields(tree) == SearchRequest.from_params([*NARROWED, ("sort", sort), ("size", "50")])
    days = words(tree, "//ol[@class='hits']//time")
    assert days == sorted(days, reverse=sort == "newest")
    assert len(days) == _found(_search(client, *NARROWED))
    assert tree.xpath("//select[@name='sort'][@form='f']")


def test_every_link_of_a_narrowed_page_keeps_what_narrows(client: FlaskClient) -> None:
    tree = _search(client, *NARROWED)
    files = tree.xpath("//a[contains(@href, '.csv') or contains(@href, '.xlsx')]/@href")
    lists = tree.xpath("//a[starts-with(@href, '/browse?')]/@href")
    feeds = tree.xpath("//link[@type='application/atom+xml']/@href")
    assert files
    assert feeds
    for address in [*files, *lists, *feeds, *tree.xpath("//link[@rel='canonical']/@href")]:
        assert _request(address) == SearchRequest.from_params(NARROWED), address


# --- the twin ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pairs",
    [
        NARROWED,
        [("q", "政府网站"), ("within", "没有这个词"), ("from", "2003")],
        [("q", "政府网站"), ("from", "去年"), ("within", "检查")],
    ],
    ids=["narrowed", "nothing", "bad-date"],
)
def test_the_twin_says_the_same(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    tree = _search(client, *pairs)
    (address,) = tree.xpath("//footer//a[contains(@href, '.json')]/@href")
    asked = f"/search.json?{urlencode(pairs)}"
    twin = client.get(asked).get_json()
    assert _request(twin["json_url"]) == _request(address)
    assert twin["total"] == _found(tree)
    chips = {f"{one['label']}：{one['value']}": one["remove_url"] for one in twin["filters"]}
    assert chips == _chips(tree)
    form = twin["form"]
    assert form["within"] == _input(tree, "within")
    assert (form["date_from"], form["date_to"]) == (_input(tree, "from"), _input(tree, "to"))
    assert set(twin["notices"]) <= set(_notices(tree))
    assert bool(twin["notices"]) == any("无法识别" in notice for notice in _notices(tree))
    ways = [(way["label"], way["url"], way["total"]) for way in twin["ways_out"]]
    assert ways == _ways(tree)
    assert [hit["title"]["text"] for hit in twin["hits"]] == titles(tree)
