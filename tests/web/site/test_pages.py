"""Every page and its JSON twin, asked the way a browser without scripts asks."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from search.request import FACETS, SearchRequest
from search.results import Hit, Snippet
from tests.web.html_page import form_of, page, titles, words
from web import urls
from web.text import Marked
from web.views.hits import hit_view

PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/search", id="everything"),
    pytest.param("/search?q=政府网站", id="results"),
    pytest.param("/search?q=示政办发〔2023〕47号", id="pinned"),
    pytest.param("/search?q=政府网站+住房公积金", id="relaxed"),
    pytest.param("/search?q=没有这样的词", id="nothing"),
    pytest.param("/search?q=政府网站&page=3", id="page-3"),
    pytest.param("/documents/sample-1?q=政府网站", id="document"),
    pytest.param("/documents/law-3", id="repealed"),
    pytest.param("/documents/bare-1", id="without-body"),
    pytest.param("/documents/hostile-1", id="hostile"),
    pytest.param("/documents/law-2/compare/law-1", id="compare"),
    pytest.param("/documents/hostile-1/compare/sample-1?all=1", id="compare-hostile"),
    pytest.param("/browse", id="browse"),
    pytest.param("/browse?q=政府网站&genre=通报", id="browse-a-search"),
    pytest.param("/help", id="help"),
    pytest.param("/status", id="status"),
    pytest.param("/nowhere", id="404"),
]
# --- every page --------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_chinese_well_formed_and_offers_a_way_on(client: FlaskClient, url: str) -> None:
    tree = page(client, url, 404 if "nowhere" in url else 200)
    assert tree.get("lang") == "zh-Hans"
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//main[@id='main']")
    assert tree.xpath("//a[@class='skip'][@href='#main']")
    assert words(tree, "//title")[0].endswith("政策文件检索")
    assert not tree.xpath("//a[not(normalize-space())]"), "a link without words"


@pytest.mark.parametrize(
    "url",
    [
        *PAGES,
        pytest.param("/search.json?q=政府网站", id="json"),
        pytest.param("/documents/none.json", id="json-404"),
        pytest.param("/healthz", id="health"),
        pytest.param("/static/zhengce.css", id="style"),
        pytest.param("/static/none.css", id="no-such-style"),
    ],
)
def test_every_response_carries_the_headers(client: FlaskClient, url: str) -> None:
    with client.get(url) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in response.headers, "state lives in the query string alone"


def test_styles_are_kept_for_a_year_and_pages_are_asked_for_again(client: FlaskClient) -> None:
    tree = page(client, "/")
    (style,) = tree.xpath("//link[@rel='stylesheet']/@href")
    with client.get(str(style)) as response:
        assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("/", "/"),
        (
            "/search?page=1&size=10&q=%20政府网站 &unknown=1",
            "/search?" + urlencode({"q": "政府网站"}),
        ),
        ("/documents/sample-1?q=政府网站", "/documents/sample-1"),
        ("/browse", "/browse"),
        ("/help", "/help"),
        ("/status", "/status"),
    ],
)
def test_the_canonical_link_is_the_shortest_address(
    client: FlaskClient, url: str, canonical: str
) -> None:
    assert page(client, url).xpath("//link[@rel='canonical']/@href") == [canonical]


def test_both_spellings_of_browse_answer(client: FlaskClient) -> None:
    assert words(page(client, "/browse/"), "//h1") == ["分类浏览"]


# --- home --------------------------------------------------------------------------------


def test_home_says_how_much_there_is_and_what_is_new(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert "共收录 34 件" in words(tree, "//p[@class='holding']")[0]
    newest = words(tree, "//ol[@class='hits compact']//h3/a")
    assert newest[0] == "示例市促进科技创新若干规定"
    assert len(newest) == 10


def test_every_example_of_home_is_a_search(client: FlaskClient) -> None:
    """Those of the help page are drawn from a real index: ``tests/web/views/test_examples``."""
    links = page(client, "/").xpath("//div[@class='examples']//a/@href")
    assert len(links) == 3
    for link in links:
        page(client, link)


# --- results -----------------------------------------------------------------------------


def test_a_hit_shows_kind_number_issuer_date_and_validity(client: FlaskClient) -> None:
    tree = page(client, "/search?q=示政办发〔2023〕47号")
    (hit,) = tree.xpath("//ol[@class='pinned']/li")
    assert words(hit, ".//p[@class='why']") == ["发文字号一致"]
    assert words(hit, ".//ul[@class='facts']/li") == [
        "通知",
        "示政办发〔2023〕47号",
        "示例市人民政府办公室",
        "示例市财政局",
        "成文 2023-05-15",
    ]
    assert words(hit, ".//span[starts-with(@class, 'tag')]") == ["有效"]


def test_that_nothing_is_stated_is_said_where_it_matters(client: FlaskClient) -> None:
    """On the document's own page and at the end of a filter; not on every line of a list."""
    tree = page(client, "/search?q=公告2019年第11号")
    assert words(tree, "//ul[@class='facts']/li")[-1:] == ["仅有标题信息"]
    assert "未注明" not in words(tree, "//ol[@class='pinned']")[0]
    assert words(tree, "//input[@name='validity']/..")[-1].startswith("未注明")
    assert "未注明" not in words(page(client, "/"), "//ol[@class='hits compact']")[0]
    assert "有效性未注明" in words(page(client, "/documents/bare-1"), "//main")[0]


def test_words_are_marked_and_a_snippet_leads_to_its_section(client: FlaskClient) -> None:
    tree = page(client, "/search?q=住房公积金账户")
    assert set(words(tree, "//p[@class='snippet']/mark")) == {"住房公积金账户"}
    where = tree.xpath("//p[@class='snippet']/a[@class='where']")[0]
    assert where.text_content() == "第一条"
    address, _, anchor = where.get("href").partition("#")
    document = page(client, address)
    assert document.xpath(f"//*[@id='{anchor}']")[0].text_content().startswith("第一条")


@pytest.mark.parametrize(
    ("snippet", "shown"),
    [
        (Snippet("…第二条 职工提取", ((7, 9),), "第二条", "a2"), Marked("职工提取", ((2, 4),))),
        (Snippet("第二条职工", (), "第二条", "a2"), Marked("职工")),
        (Snippet("第二条职工", ((0, 3),), "第二条", "a2"), Marked("第二条职工", ((0, 3),))),
        (Snippet("…的职工", ((2, 4),), "第二条", "a2"), Marked("…的职工", ((2, 4),))),
        (Snippet("…职工", (), "", ""), Marked("…职工")),
        (Snippet("…第二条", (), "第二条", "a2"), Marked("…第二条")),
    ],
)
def test_the_label_of_a_section_is_not_said_twice(
    documents: list[PolicyDocument], snippet: Snippet, shown: Marked
) -> None:
    assert (
        hit_view(Hit(documents[0], (), (snippet,)), None, urls.documents()).snippets[0].text
        == shown
    )


def test_the_form_keeps_what_was_asked(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&in=title&sort=newest&from=2010&to=2020&size=20")
    form = form_of(tree)
    assert form.method == "GET"
    asked = dict(form.form_values())
    asked["sort"] = tree.xpath("//select[@name='sort']/option[@selected]/@value")[0]
    for name in ("from", "to"):
        asked[name] = tree.xpath(f"//input[@name='{name}'][@form='f']/@value")[0]
    again = SearchRequest.from_params(asked.items())
    assert again.to_params() == [
        ("q", "政府网站"),
        ("in", "title"),
        ("from", "2010"),
        ("to", "2020"),
        ("sort", "newest"),
        ("size", "20"),
    ]


def test_the_relaxation_is_said(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站 住房公积金")
    assert words(tree, "//div[@role='note']//summary") == [
        "没有同时含有全部词语的文件，以下文件含有其中一个词。"
    ]
    assert not page(client, "/search?q=政府网站").xpath("//div[@role='note']")


def test_nothing_found_offers_what_finds_something(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&genre=条例&from=2014&to=2014")
    assert words(tree, "//h2[@id='found']") == ["没有找到文件"]
    ways = words(tree, "//div[@class='nothing']/ul[1]/li")
    assert ways == ["不限文种，有 2 件", "去掉全部筛选，有 30 件"]
    for link in tree.xpath("//div[@class='nothing']/ul[1]//a/@href"):
        assert titles(page(client, link))


def test_a_page_number_without_end_is_answered_clearly(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&page=1000000000")
    assert "最多可翻看前 1000 条结果" in words(tree, "//div[@role='note']")[0]
    (back,) = tree.xpath("//p[@class='beyond']/a")
    assert "最后一页" in back.text_content()
    assert titles(page(client, back.get("href")))


def test_pages_can_be_turned_both_ways(client: FlaskClient) -> None:
    first = page(client, "/search?q=政府网站")
    assert not first.xpath("//a[@rel='prev']")
    second = page(client, first.xpath("//a[@rel='next']/@href")[0])
    assert words(second, "//h2[@id='found']/span")[0].startswith("第 11—20 件")
    assert not set(titles(first)) & set(titles(second))
    again = page(client, second.xpath("//a[@rel='prev']/@href")[0])
    assert titles(again) == titles(first)


# --- filters -----------------------------------------------------------------------------


def test_a_filter_is_taken_off_by_a_link(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&genre=通知&validity=有效")
    assert words(tree, "//a[@class='chip']") == [
        "去掉筛选 文种：通知 ✕",
        "去掉筛选 有效性：有效 ✕",
    ]
    assert len(titles(tree)) == 1
    wider = page(client, tree.xpath("//a[@class='chip']/@href")[0])
    assert words(wider, "//a[@class='chip']") == ["去掉筛选 有效性：有效 ✕"]
    assert len(titles(wider)) == 10
    (clear,) = tree.xpath("//a[text()='清除全部筛选']/@href")
    assert clear == "/search?" + urlencode({"q": "政府网站"})


def test_every_filter_field_belongs_to_the_search_form(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站")
    boxes = tree.xpath("//details[@class='filters']//input")
    assert boxes
    assert {box.get("form") for box in boxes} == {"f"}
    assert {box.get("name") for box in boxes} == {*FACETS, "from", "to", "on", "within"}


@pytest.mark.parametrize("facet", FACETS)
def test_unstated_is_a_value_like_any_other(client: FlaskClient, facet: str) -> None:
    address = f"/search?{facet}=未注明"
    tree = page(client, "/search" if facet != "issuer" else address)
    assert tree.xpath(f"//input[@name='{facet}'][@value='未注明']")
    chosen = page(client, address)
    assert chosen.xpath(f"//input[@name='{facet}'][@value='未注明'][@checked]")
    assert words(chosen, "//a[@class='chip']") == [f"去掉筛选 {FACETS[facet]}：未注明 ✕"]


def test_a_chosen_value_without_hits_stays_in_sight(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&genre=没有这个文种&region=示例市")
    (box,) = tree.xpath("//input[@name='genre'][@value='没有这个文种']")
    assert box.get("checked") is not None
    assert words(box.getparent(), ".//small") == ["0"]


def test_browse_lists_every_value_and_each_leads_to_its_documents(client: FlaskClient) -> None:
    tree = page(client, "/browse")
    assert words(tree, "//main//section/h2/text()/..")[0] == "发文机关 32 个"
    for item in tree.xpath("//section[@aria-labelledby='genre']//li"):
        found = page(client, item.xpath(".//a/@href")[0])
        count = words(item, ".//span[@class='count']")[0].removesuffix("件").strip()
        assert words(found, "//h2[@id='found']")[0].startswith(f"找到 {count} 件")


# --- JSON twins --------------------------------------------------------------------------


def test_the_twin_of_a_search_has_the_same_values(client: FlaskClient) -> None:
    query = "q=政府网站&genre=通报"
    tree = page(client, f"/search?{query}")
    twin = client.get(f"/search.json?{query}").get_json()
    assert [hit["title"]["text"] for hit in twin["hits"]] == titles(tree)
    assert f"找到 {twin['total']} 件" in words(tree, "//h2[@id='found']")[0]
    assert tree.xpath("//footer//a[contains(@href, '.json')]/@href") == [twin["json_url"]]
    for facet in twin["facets"]:
        shown = tree.xpath(f"//input[@type='checkbox'][@name='{facet['name']}']")
        values = {value["value"]: value for value in facet["values"]}
        assert {box.get("value") for box in shown} <= set(values)
        for box in shown:
            (count,) = words(box.getparent(), ".//small")
            assert count == str(values[box.get("value")]["count"])
            assert (box.get("checked") is not None) == values[box.get("value")]["selected"]


def test_the_twin_of_a_document_has_the_same_values(
    client: FlaskClient, documents: list[PolicyDocument]
) -> None:
    tree = page(client, "/documents/sample-1?q=政府网站")
    twin = client.get(tree.xpath("//footer//a[contains(@href, '.json')]/@href")[0]).get_json()
    assert twin["title"]["text"] == words(tree, "//h1")[0]
    assert [row["label"] for row in twin["metadata"]] == words(tree, "//dl//dt")
    assert twin["body"]["text"] == documents[0].body
    start, end = twin["body"]["marks"][0]
    assert twin["body"]["text"][start:end] == "政府网站"
    assert twin["record"]["doc_number"] == "示政办发〔2023〕47号"


def test_the_other_twins_have_the_same_values(client: FlaskClient) -> None:
    home = client.get("/index.json").get_json()
    assert home["documents"] == 34
    assert len(home["newest"]) == 10
    browse = client.get("/browse.json").get_json()
    listed = page(client, "/browse").xpath("//main//section//li")
    assert sum(len(facet["values"]) for facet in browse["facets"]) == len(listed)
    status = client.get("/status.json").get_json()
    shown = words(page(client, "/status"), "//dd")
    assert f"{status['documents']} 件" in shown
    assert status["fingerprint"] in shown
    assert status["reasons"] == [["PDF 只有图像，没有文字层。<b>", 2]]
    assert "PDF 只有图像，没有文字层。<b>（2 个）" in words(page(client, "/status"), "//li")
    lessons = client.get("/help.json").get_json()["lessons"]
    assert [lesson["name"] for lesson in lessons] == words(
        page(client, "/help"), "//dl[@class='lessons']//dt"
    )


@pytest.mark.parametrize("url", ["/", "/browse", "/help", "/status", "/search?q=a"])
def test_a_page_names_its_twin(client: FlaskClient, url: str) -> None:
    (twin,) = page(client, url).xpath("//footer//a[contains(@href, '.json')]/@href")
    assert client.get(twin).is_json


def test_json_is_readable_chinese(client: FlaskClient) -> None:
    assert "示政办发〔2023〕47号" in client.get("/search.json").text


def test_health_says_what_is_served(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = {"status": "ok", "documents": 34, "generation": 7}
    assert client.get("/readyz").get_json() == ready
