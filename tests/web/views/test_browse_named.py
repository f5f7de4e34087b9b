"""A name finds a value among the complete lists."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import UNSTATED, PolicyDocument
from search.request import SearchRequest
from tests.web.browse_lists import (
    COLLECTION,
    Catalogue,
    Row,
    assert_complete,
    browse_page,
    counts_of,
    labels_of,
    lists_of,
    site_of,
)
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app


@pytest.fixture(scope="module")
def catalogue() -> FlaskClient:
    return create_app(Catalogue(list(COLLECTION))).test_client()


# --- a name ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "listed"),
    [
        ("财政", {"市财政局", "财政、金融"}),
        ("財政", {"市财政局", "财政、金融"}),
        ("财政局", {"市财政局"}),
        (" 财政局 ", {"市财政局"}),
        ("财 政 局", {"市财政局"}),
        ("体育", {"體育通則"}),
        ("體育通則", {"體育通則"}),
        ("ab", {"ＡＢ规则"}),
        ("ＡＢ", {"ＡＢ规则"}),
        ("ai", {"AI 发展 规划"}),
        ("ai发展", {"AI 发展 规划"}),
        ("AI 發展", {"AI 发展 规划"}),
        ("2020", {"2020"}),
        ("２０２０", {"2020"}),
        ("未注明", {UNSTATED}),
        ("甲", {"甲市"}),
        ("通", {"通知", "體育通則"}),
    ],
)
def test_a_name_is_found_however_it_is_written(
    catalogue: FlaskClient, named: str, listed: set[str]
) -> None:
    assert set(labels_of(browse_page(catalogue, named=named))) == listed


def test_counts_are_the_same_when_a_name_is_given(catalogue: FlaskClient) -> None:
    whole = lists_of(page(catalogue, "/browse"))
    for name, rows in lists_of(browse_page(catalogue, named="通")).items():
        assert set(rows) <= set(whole[name])


@pytest.mark.parametrize(
    ("named", "rows"),
    [
        ("税务", [("财政、金融", 2, False), ("税务", 2, True)]),
        ("稅務", [("财政、金融", 2, False), ("税务", 2, True)]),
        ("预算", [("财政、金融", 2, False), ("预算", 1, True)]),
        ("科技", [("科技、教育", 1, False), ("科技", 1, True)]),
        ("卫生", [("卫生", 1, False)]),
    ],
)
def test_a_topic_of_the_second_level_comes_with_its_parent(
    catalogue: FlaskClient, named: str, rows: list[Row]
) -> None:
    assert lists_of(browse_page(catalogue, named=named))["topic"] == rows


def test_every_value_is_found_by_its_own_name(
    catalogue: FlaskClient, documents: list[PolicyDocument]
) -> None:
    odd = [d for d in documents if d.id in ("sample-1", "hostile-1", "long-1")]
    for client in (catalogue, site_of(FakeEngine(odd))):
        for label in labels_of(page(client, "/browse")):
            assert label in labels_of(browse_page(client, named=label)), label


def test_the_field_keeps_the_name_and_the_search(catalogue: FlaskClient) -> None:
    asked = [
        ("q", "公积金"),
        ("genre", "意见"),
        ("genre", "通知"),
        ("region", "甲市"),
        ("within", "公积"),
        ("from", "2019-05"),
        ("to", "2020"),
    ]
    tree = page(catalogue, f"/browse?{urlencode([*asked, ('named', '財政')])}")
    (form,) = tree.xpath("//form[@class='named']")
    assert (form.method, form.action) == ("GET", "/browse")
    assert form.xpath(".//input[@type='search'][@name='named']/@value") == ["財政"]
    assert form.xpath(".//label[@for='named']")
    sent = form.form_values()
    assert sorted(sent) == sorted([*asked, ("named", "財政")])
    again = page(catalogue, f"/browse?{urlencode(sent)}")
    assert lists_of(again) == lists_of(tree)
    (every,) = tree.xpath("//form[@class='named']//a/@href")
    assert (
        SearchRequest.from_params(_params(every)).to_params()
        == SearchRequest.from_params(asked).to_params()
    )
    assert "named" not in every


def _params(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_without_a_name_there_is_nothing_to_take_off(catalogue: FlaskClient) -> None:
    for query in ("", "?named=", "?named=%20%20", "?named=%00"):
        tree = page(catalogue, f"/browse{query}")
        assert not tree.xpath("//form[@class='named']//a")
        assert_complete(tree, counts_of(COLLECTION))


def test_a_name_that_nothing_has_is_said(catalogue: FlaskClient) -> None:
    tree = browse_page(catalogue, named="没有这个")
    assert "没有名称含“没有这个”的类别。" in words(tree, "//main//p")
    assert not lists_of(tree)
    assert not tree.xpath("//nav[@aria-label='类别']")
    assert words(page(catalogue, tree.xpath("//form[@class='named']//a/@href")[0]), "//section")


@pytest.mark.parametrize("query", ["", "q=公积金", "q=公积金&genre=通知&within=提取&from=2019"])
def test_the_canonical_address_names_the_search_alone(catalogue: FlaskClient, query: str) -> None:
    plain = page(catalogue, f"/browse?{query}").xpath("//link[@rel='canonical']/@href")
    named = page(catalogue, f"/browse?{query}&named=财政&x=1&page=3")
    assert named.xpath("//link[@rel='canonical']/@href") == plain
    assert "named" not in plain[0]


def test_the_twin_of_a_page_lists_what_the_page_lists(catalogue: FlaskClient) -> None:
    for query in ("?q=公积金", "?named=财政", "?q=公积金&named=税务"):
        tree = page(catalogue, f"/browse{query}")
        (address,) = tree.xpath("//footer//a[contains(@href, '.json')]/@href")
        twin = catalogue.get(address).get_json()
        listed = {
            facet["name"]: [(v["label"], v["count"], bool(v["depth"])) for v in facet["values"]]
            for facet in twin["facets"]
            if facet["values"]
        }
        assert listed == lists_of(tree)


@pytest.mark.parametrize(
    "named",
    [
        HOSTILE,
        "'\"><svg/onload=alert(1)>",
        "\x00\x01",
        "(((((",
        "[^]",
        "\\",
        "a" * 100_000,
        "%",
        "\u202e\u200b",
        "{{7*7}}",
        "/",
        "&amp;",
        "..",
        "\ud800".encode("utf-8", "replace").decode(),
    ],
    ids=lambda named: ascii(named[:12]),
)
def test_a_hostile_name_is_text(client: FlaskClient, named: str) -> None:
    tree = browse_page(client, named=named, q="政府网站")
    shown = tree.xpath("//input[@id='named']/@value")[0]
    assert len(shown) <= 200
    if printed := re.sub(
        r"\s+", " ", re.sub(r"[\x00-\x1f]+", " ", named.replace("\u202e", ""))
    ).strip()[:200]:
        assert shown == printed
    assert client.get(f"/browse.json?{urlencode({'named': named})}").status_code == 200


@settings(max_examples=40)
@given(named=st.text(max_size=12))
def test_no_name_fails(catalogue: FlaskClient, named: str) -> None:
    sent = named.encode("utf-8", "replace").decode()
    expected = counts_of(COLLECTION)
    for name, rows in lists_of(browse_page(catalogue, named=sent)).items():
        counts = {value.rpartition("/")[2]: n for value, n in expected[name].items()}
        assert {label: count for label, count, _ in rows}.items() <= counts.items()


def test_the_last_of_several_names_is_not_an_error(catalogue: FlaskClient) -> None:
    tree = page(catalogue, "/browse?named=财政&named=通")
    assert tree.xpath("//input[@id='named']/@value")[0] in ("财政", "通")
