"""From a document back to the results as they were: page, filters, order, reading preferences and all."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from search.request import SearchRequest
from tests.web.fakes import HOSTILE
from tests.web.hit_links import links_of
from tests.web.html_page import page, titles, words
from tests.web.reading_preferences import turned
from web import urls

EVERYTHING = (
    "/search?q=政府网站&in=all&genre=通报&genre=意见&region=示例3区&region=示例4区&validity=有效"
    "&within=检查&from=2003&to=2020-05&sort=newest&size=1&page=2&literal=1&fold=0"
)
SEARCHES = [
    pytest.param("/search?q=政府网站", id="words"),
    pytest.param("/search?q=政府网站&page=2", id="second-page"),
    pytest.param("/search?genre=通报&page=3", id="no-words"),
    pytest.param("/search?q=公积金&on=2020-01-01", id="a-day"),
    pytest.param(EVERYTHING, id="everything"),
    pytest.param(f"/search?genre={quote(HOSTILE)}", id="hostile"),
]


def _back(tree: HtmlElement) -> str:
    (address,) = tree.xpath("//p[@class='back']/a[contains(., '检索结果')]/@href")
    return str(address)


def _same(one: str, other: str) -> bool:
    """Whether two addresses of results ask for the same."""
    asked = [SearchRequest.from_params(parse_qsl(urlsplit(url).query)) for url in (one, other)]
    return asked[0] == asked[1]


def _asked_for_a_day(tree: HtmlElement) -> str:
    """Where the form leads that asks for another day."""
    (form,) = tree.xpath("//details[@class='day']/form")
    form.fields["on"] = "2021-02-03"
    return f"{form.get('action')}?{urlencode(form.form_values())}"


@pytest.mark.parametrize("search", SEARCHES)
def test_a_document_leads_back_to_the_results_it_was_opened_from(
    client: FlaskClient, search: str
) -> None:
    found = page(client, search)
    links = found.xpath("//section[@class='found']//li//h3/a/@href | //a[@class='where']/@href")
    assert links
    for link in links:
        back = _back(page(client, link.split("#")[0]))
        assert _same(back, search)
    assert titles(page(client, back)) == titles(found)


def test_all_links_of_the_document_itself_keep_the_way_back(client: FlaskClient) -> None:
    found = page(client, "/search?q=住房公积金&genre=条例&fold=0&size=1&page=3")
    (link,) = found.xpath("//ol[@class='hits']//h3/a/@href")
    tree = page(client, link)
    (plain,) = tree.xpath("//a[text()='不标出检索词']/@href")
    unmarked = page(client, plain)
    assert not unmarked.xpath("//mark")
    onward = page(client, links_of(tree)["下一处"].split("#")[0])
    day = page(client, _asked_for_a_day(tree))
    (today,) = day.xpath("//a[text()='回到今天']/@href")
    for one in (unmarked, onward, day, page(client, today)):
        assert _same(_back(one), "/search?q=住房公积金&genre=条例&fold=0&size=1&page=3")


@pytest.mark.parametrize("turn", ["elder", "traditional"])
def test_reading_preferences_do_not_lose_it(client: FlaskClient, turn: str) -> None:
    (link,) = page(client, EVERYTHING).xpath("//ol[@class='hits']//h3/a/@href")
    (here,) = page(client, link).xpath("//form[@action='/reading']/input[@name='back']/@value")
    assert _same(
        str(page(client, turned(client, turn, here)).xpath("//p[@class='back']/a/@href")[0]),
        EVERYTHING,
    )


def test_a_plain_search_adds_nothing_to_the_addresses(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站")
    assert not [link for link in tree.xpath("//a/@href") if "back=" in link]


def test_without_results_before_there_is_no_way_back(client: FlaskClient) -> None:
    assert not words(page(client, "/documents/sample-1"), "//p[@class='back']")


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "&&&",
        "q",
        "page=-1",
        "%",
        HOSTILE,
    ],
)
def test_what_leads_back_never_leads_elsewhere(client: FlaskClient, back: str) -> None:
    tree = page(client, f"/documents/sample-1?q=政府网站&back={quote(back)}")
    assert _same(_back(tree), "/search?q=政府网站")


def test_another_search_of_its_own_is_named(client: FlaskClient) -> None:
    tree = page(client, f"/documents/sample-1?back={quote('q=公积金&page=2')}")
    assert words(tree, "//p[@class='back']/a") == ["返回“公积金”的检索结果"]
    assert _same(_back(tree), "/search?q=公积金&page=2")


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "genre", "within", "page", "sort"]), VALUES), max_size=6
    )
)
def test_any_search_is_kept_and_read_again(params: list[tuple[str, str]]) -> None:
    request = SearchRequest.from_params(params)
    assert urls.leading_back(urls.back_to(request), request.q) == request
    assert urls.leading_back(urls.back_to(request, with_q=True), "") == request
