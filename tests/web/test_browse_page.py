"""分类浏览: every value with its exact count, the years as a drawing, a field to find a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.document import UNSTATED, PolicyDocument
from search.request import FACETS, SearchRequest
from search.results import Engine, Facet, FacetValue, Tally
from tests.conftest import EngineOf
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.reading import page, words
from web.app import create_app

Counts = dict[str, dict[str, int]]


def _values_of(document: PolicyDocument) -> dict[str, set[str]]:
    """What a document counts under, facet by facet."""
    topics = {"/".join(path[:depth]) for path in document.topics for depth in (1, 2)}
    found = {
        "issuer": set(document.issuers),
        "year": {str(document.day.year)} if document.day else set(),
        "genre": {document.genre} - {""},
        "topic": topics,
        "region": {document.region} - {""},
        "validity": {document.validity.value},
    }
    return {name: values or {UNSTATED} for name, values in found.items()}


def _counted(documents: Sequence[PolicyDocument]) -> Counts:
    counts = {name: Counter[str]() for name in FACETS}
    for document in documents:
        for name, values in _values_of(document).items():
            counts[name].update(values)
    return {name: dict(of) for name, of in counts.items()}


class Catalogue(FakeEngine):
    """The fake engine, its tally complete as the protocol promises: both levels of the topics."""

    def facets(self, request: SearchRequest) -> Tally:
        tally = super().facets(request)
        every = super().search(replace(request, selected=_without(request, "topic"), size=100))
        found = {hit.document.id for hit in every.hits}
        assert every.total == len(found), "more than one page: the counts would be wrong"
        counts = _counted([d for d in self.documents if d.id in found])["topic"]
        chosen = request.values("topic")
        counts |= {value: 0 for value in chosen if value not in counts}
        topics = tuple(
            FacetValue(
                value, value.rpartition("/")[2], count, value in chosen, depth=value.count("/")
            )
            for value, count in sorted(counts.items(), key=lambda one: (one[0] == UNSTATED, one))
        )
        facets = (
            Facet("topic", facet.label, topics) if facet.name == "topic" else facet
            for facet in tally.facets
        )
        return replace(tally, facets=tuple(facets))


def _without(request: SearchRequest, facet: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(pair for pair in request.selected if pair[0] != facet)


def _document(id: str, **fields: object) -> PolicyDocument:
    return PolicyDocument(**{"id": id, "title": f"文件{id}", **fields})  # type: ignore[arg-type]


COLLECTION = (
    _document(
        "1",
        body="公积金提取",
        issuers=("市财政局", "市税务局"),
        genre="通知",
        topics=(("财政、金融", "税务"), ("科技、教育", "科技")),
        region="甲市",
        written_on=date(2019, 5, 1),
    ),
    _document(
        "2",
        body="公积金",
        issuers=("市财政局",),
        genre="意见",
        topics=(("财政、金融", "预算"), ("财政、金融", "税务")),
        region="甲市",
        written_on=date(2020, 5, 12),
    ),
    _document("3", body="公积金", genre="ＡＢ规则", written_on=date(2020, 1, 2)),
    _document("4", genre="AI 发展 规划", topics=(("卫生",),), published_on=date(2023, 1, 1)),
    _document("5", issuers=("市财政局",), genre="體育通則"),
    _document("6", issuers=("市财政局",), genre="通知", written_on=date(2020, 12, 31)),
)


@pytest.fixture(scope="module")
def catalogue() -> FlaskClient:
    return create_app(Catalogue(list(COLLECTION))).test_client()


@pytest.fixture(scope="module")
def indexed(engine_of: EngineOf) -> FlaskClient:
    """The same collection in an index."""
    return create_app(engine_of(*COLLECTION)).test_client()


def _site(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def _number(text: str) -> int:
    return int(text.replace(",", "").removesuffix("件").strip())


Row = tuple[str, int, bool]
"""A label, the count beside it, and whether it stands on the second level."""


def _lists(tree: HtmlElement) -> dict[str, list[Row]]:
    """What the page lists, facet by facet."""
    return {
        section.get("aria-labelledby", ""): [
            (
                item.xpath("./a")[0].text_content(),
                _number(words(item, "./span[@class='count']")[0]),
                "second" in item.get("class", "").split(),
            )
            for item in section.xpath(".//ul/li")
        ]
        for section in tree.xpath("//main//section")
    }


def _labels(tree: HtmlElement, facet: str = "") -> list[str]:
    return [row[0] for name, rows in _lists(tree).items() if facet in ("", name) for row in rows]


def _browse(client: FlaskClient, **params: object) -> HtmlElement:
    return page(client, f"/browse?{urlencode(params, doseq=True)}")


# --- the lists ---------------------------------------------------------------------------


def _assert_complete(tree: HtmlElement, expected: Counts) -> None:
    lists = _lists(tree)
    assert list(lists) == [name for name in FACETS if expected[name]]
    for name, counts in expected.items():
        rows = [(value.rpartition("/")[2], n, "/" in value) for value, n in counts.items()]
        assert sorted(lists[name]) == sorted(rows), name


def test_every_value_of_every_facet_is_listed_with_its_count(catalogue: FlaskClient) -> None:
    tree = page(catalogue, "/browse")
    _assert_complete(tree, _counted(COLLECTION))
    headings = words(tree, "//main//section/h2")
    for (name, label), heading in zip(FACETS.items(), headings, strict=True):
        assert heading == f"{label} {len(_counted(COLLECTION)[name])} 个"
    assert "全部 6 件" in words(tree, "//main//p")[0]


def test_every_value_of_an_index_is_listed_with_its_count(indexed: FlaskClient) -> None:
    _assert_complete(page(indexed, "/browse"), _counted(COLLECTION))
    found = [COLLECTION[n] for n in (0, 1, 2)]
    _assert_complete(_browse(indexed, q="公积金"), _counted(found))


def test_second_level_topics_stand_below_their_own(
    catalogue: FlaskClient, indexed: FlaskClient
) -> None:
    for client in (catalogue, indexed):
        rows = _lists(page(client, "/browse"))["topic"]
        above: dict[str, set[str]] = {}
        for label, _, is_second in rows:
            if is_second:
                above[next(reversed(above))].add(label)
            else:
                above[label] = set()
        assert above == {
            "财政、金融": {"税务", "预算"},
            "科技、教育": {"科技"},
            "卫生": set(),
            UNSTATED: set(),
        }
        assert rows[-1][0] == UNSTATED


@pytest.mark.parametrize(
    "query", ["", "q=公积金", "q=公积金&genre=通知", "from=2020&to=2020", "within=公积金"]
)
def test_every_value_leads_to_as_many_as_it_says(catalogue: FlaskClient, query: str) -> None:
    """Of a facet that has no filter yet: a second value of one widens it."""
    asked = SearchRequest.from_params(parse_qsl(query))
    tree = page(catalogue, f"/browse?{query}")
    filtered = {name for name, _ in asked.selected} | ({"year"} if asked.has_period else set())
    for section in tree.xpath("//main//section"):
        if section.get("aria-labelledby") in filtered:
            continue
        for item in section.xpath(".//li"):
            count = _number(words(item, "./span[@class='count']")[0])
            found = page(catalogue, item.xpath("./a/@href")[0])
            assert words(found, "//h2[@id='found']")[0].startswith(f"找到 {count} 件")


def test_a_long_list_shows_the_first_and_the_field_finds_the_others() -> None:
    many = [_document(str(n), issuers=(f"第{n:03}局",)) for n in range(1, 450)]
    often = [_document(f"x{n}", issuers=("第449局",)) for n in range(3)]

    class Long(FakeEngine):
        def facets(self, request: SearchRequest) -> Tally:
            return super().search(request)  # type: ignore[return-value]

    client = _site(Long([*many, *often]))
    tree = page(client, "/browse")
    shown = _labels(tree, "issuer")
    assert len(shown) == 400
    assert shown[0] == "第449局"
    assert words(tree, "//section[@aria-labelledby='issuer']/h2")[0].endswith("449 个")
    assert "400" in words(tree, "//section[@aria-labelledby='issuer']/p[@class='note']")[0]
    assert _labels(_browse(client, named="第448局")) == ["第448局"]


# --- the years ---------------------------------------------------------------------------


def _histogram(tree: HtmlElement) -> HtmlElement:
    figure: HtmlElement
    (figure,) = tree.xpath("//section[@aria-labelledby='year']//figure")
    return figure


def _of_years(counts: dict[int, int]) -> FlaskClient:
    documents = [
        _document(f"{year}-{n}", written_on=date(year, 1 + n % 12, 1))
        for year, count in counts.items()
        for n in range(count)
    ]
    return _site(FakeEngine([*documents, _document("undated")]))


def _assert_drawn(figure: HtmlElement, counts: dict[int, int]) -> None:
    first, last, most = min(counts), max(counts), max(counts.values())
    (drawing,) = figure.xpath(".//svg")
    left, top, width, height = map(float, drawing.get("viewbox", drawing.get("viewBox")).split())
    assert (left, top, height) == (0, 0, 100)
    bars = [{k: float(bar.get(k)) for k in ("x", "y", "width", "height")} for bar in drawing]
    assert len(bars) == len(counts)
    step = width / (last - first + 1)
    for bar, (year, count) in zip(bars, sorted(counts.items()), strict=True):
        assert abs(bar["height"] - 100 * count / most) <= 1, "as high as it is many"
        assert bar["height"] >= 1, "what there is, is seen"
        assert bar["y"] + bar["height"] == 100, "it stands on the ground"
        column = (year - first) * step
        assert column <= bar["x"] < bar["x"] + bar["width"] <= column + step
    assert max(bar["height"] for bar in bars) == 100
    assert words(figure, ".//p[@class='ends']/span") == [str(first), str(last)]
    _assert_told(drawing.get("aria-label", ""), counts)
    assert words(figure, ".//figcaption")[0].startswith(drawing.get("aria-label"))
    assert drawing.get("role") == "img"


def _assert_told(summary: str, counts: dict[int, int]) -> None:
    told = re.fullmatch(r"(\d+)—(\d+) 年各年件数，最多的是 (\d+) 年，([\d,]+) 件", summary)
    assert told, summary
    first, last, fullest, most = (int(part.replace(",", "")) for part in told.groups())
    assert (first, last) == (min(counts), max(counts))
    assert most == max(counts.values()) == counts[fullest]


@pytest.mark.parametrize(
    "counts",
    [
        {2019: 1, 2020: 1},
        {2019: 3, 2023: 7, 2021: 2},
        {1949: 1, 2026: 60},
        {2001: 5, 2002: 5, 2003: 4},
        {1000: 1, 2999: 1},
    ],
    ids=["two", "gap", "far", "tie", "farthest"],
)
def test_the_years_are_drawn_in_proportion(counts: dict[int, int]) -> None:
    _assert_drawn(_histogram(page(_of_years(counts), "/browse")), counts)


@settings(max_examples=25)
@given(counts=st.dictionaries(st.integers(1900, 2100), st.integers(1, 40), min_size=2, max_size=12))
def test_any_years_are_drawn_in_proportion(
    years: Callable[[dict[int, int]], HtmlElement], counts: dict[int, int]
) -> None:
    _assert_drawn(_histogram(years(counts)), counts)


@pytest.fixture(scope="module")
def years() -> Callable[[dict[int, int]], HtmlElement]:
    """A function from how many documents each year has to the page."""

    class Years(FakeEngine):
        counts: dict[int, int]

        def facets(self, request: SearchRequest) -> Tally:
            values = [FacetValue(str(y), str(y), n) for y, n in sorted(self.counts.items())[::-1]]
            stated = Facet("year", "年份", (*values, FacetValue(UNSTATED, UNSTATED, 1000)))
            return Tally(request, 1000 + sum(self.counts.values()), (stated,), 7)

    engine = Years([])
    client = _site(engine)

    def read(counts: dict[int, int]) -> HtmlElement:
        engine.counts = counts
        return page(client, "/browse")

    return read


def test_unstated_years_are_no_bar_and_not_the_most() -> None:
    undated = [_document(f"u{n}") for n in range(9)]
    dated = [_document(f"d{n}", written_on=date(2019 + n, 1, 1)) for n in range(2)]
    tree = page(_site(FakeEngine([*undated, *dated])), "/browse")
    _assert_drawn(_histogram(tree), {2019: 1, 2020: 1})
    assert (UNSTATED, 9, False) in _lists(tree)["year"]


@pytest.mark.parametrize("counts", [{}, {2020: 5}], ids=["none", "one"])
def test_fewer_than_two_years_are_not_drawn(counts: dict[int, int]) -> None:
    tree = page(_of_years(counts), "/browse")
    assert not tree.xpath("//figure")
    assert (UNSTATED, 1, False) in _lists(tree)["year"]


def test_a_year_that_is_chosen_and_has_none_is_no_bar(catalogue: FlaskClient) -> None:
    for year in ("1990", "未注明", "²", "９９９９", "9" * 30, HOSTILE):
        tree = _browse(catalogue, year=year)
        _assert_drawn(_histogram(tree), {2019: 1, 2020: 3, 2023: 1})


def test_the_years_of_a_search_are_drawn(catalogue: FlaskClient) -> None:
    _assert_drawn(_histogram(_browse(catalogue, q="公积金")), {2019: 1, 2020: 2})
    assert not _browse(catalogue, genre="意见").xpath("//figure")


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
    assert set(_labels(_browse(catalogue, named=named))) == listed


def test_counts_are_the_same_when_a_name_is_given(catalogue: FlaskClient) -> None:
    whole = _lists(page(catalogue, "/browse"))
    for name, rows in _lists(_browse(catalogue, named="通")).items():
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
    assert _lists(_browse(catalogue, named=named))["topic"] == rows


def test_every_value_is_found_by_its_own_name(
    catalogue: FlaskClient, documents: list[PolicyDocument]
) -> None:
    odd = [d for d in documents if d.id in ("sample-1", "hostile-1", "long-1")]
    for client in (catalogue, _site(FakeEngine(odd))):
        for label in _labels(page(client, "/browse")):
            assert label in _labels(_browse(client, named=label)), label


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
    assert _lists(again) == _lists(tree)
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
        _assert_complete(tree, _counted(COLLECTION))


def test_a_name_that_nothing_has_is_said(catalogue: FlaskClient) -> None:
    tree = _browse(catalogue, named="没有这个")
    assert "没有名称含“没有这个”的类别。" in words(tree, "//main//p")
    assert not _lists(tree)
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
        assert listed == _lists(tree)


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
    tree = _browse(client, named=named, q="政府网站")
    shown = tree.xpath("//input[@id='named']/@value")[0]
    assert len(shown) <= 200
    if printed := re.sub(r"\s+", " ", re.sub(r"[\x00-\x1f]+", " ", named)).strip()[:200]:
        assert shown == printed
    assert client.get(f"/browse.json?{urlencode({'named': named})}").status_code == 200


@settings(max_examples=40)
@given(named=st.text(max_size=12))
def test_no_name_fails(catalogue: FlaskClient, named: str) -> None:
    sent = named.encode("utf-8", "replace").decode()
    expected = _counted(COLLECTION)
    for name, rows in _lists(_browse(catalogue, named=sent)).items():
        counts = {value.rpartition("/")[2]: n for value, n in expected[name].items()}
        assert {label: count for label, count, _ in rows}.items() <= counts.items()


def test_the_last_of_several_names_is_not_an_error(catalogue: FlaskClient) -> None:
    tree = page(catalogue, "/browse?named=财政&named=通")
    assert tree.xpath("//input[@id='named']/@value")[0] in ("财政", "通")


# --- under a search ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"q": "公积金"}, "123"),
        ({"q": "没有"}, ""),
        ({"from": "2020"}, "2346"),
        ({"from": "2020", "to": "2020-11"}, "23"),
        ({"to": "2019-05-01"}, "1"),
        ({"within": "公积金"}, "123"),
        ({"q": "公积金", "within": "提取"}, "1"),
        ({"q": "公积金", "from": "二〇二〇年五月"}, "2"),
    ],
    ids=str,
)
def test_only_what_is_found_is_listed(
    catalogue: FlaskClient, indexed: FlaskClient, params: dict[str, str], found: str
) -> None:
    for client in (catalogue, indexed):
        tree = _browse(client, **params)
        assert f"找到的 {len(found)} 件" in words(tree, "//main//p")[0]
        expected = _counted([d for d in COLLECTION if d.id in found])
        lists = _lists(tree)
        for name in FACETS:
            if name == "year" and {"from", "to"} & set(params):
                continue  # the period belongs to the years, whose counts leave it out
            rows = [
                (value.rpartition("/")[2], n, "/" in value) for value, n in expected[name].items()
            ]
            assert sorted(lists.get(name, [])) == sorted(rows), name
        whole = words(tree, "//a[text()='改看全部文件']")
        assert whole == ["改看全部文件"]


def test_values_of_a_facet_are_counted_without_its_own_filter(catalogue: FlaskClient) -> None:
    lists = _lists(_browse(catalogue, genre="意见"))
    assert sorted(lists["genre"]) == sorted(
        (v, n, False) for v, n in _counted(COLLECTION)["genre"].items()
    )
    assert lists["issuer"] == [("市财政局", 1, False)]


def test_what_narrows_the_lists_is_said(catalogue: FlaskClient) -> None:
    tree = _browse(catalogue, q="公积金", genre="通知", within="提取", **{"from": "2019-05"})
    (said,) = [text for text in words(tree, "//main//p") if "找到的" in text]
    for part in ("“公积金”", "文种“通知”", "日期“2019年5月起”", "结果中检索“提取”"):
        assert part in said
    back = tree.xpath("//main//p/a[contains(@href, '/search')]/@href")[0]
    assert "找到 1 件" in words(page(catalogue, back), "//h2[@id='found']")[0]
