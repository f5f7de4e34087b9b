"""How a query was read is said on the page, with a way out; why a hit stands where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from tests.web.html_page import form_of, page, titles, words
from web.site.app import create_app

BROWSER = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Firefox/99", "HTTP_COOKIE": "id=7"}


def twin(client: FlaskClient, query: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/search.json?{query}").get_json()
    return answer


# --- 您是不是要找 ----------------------------------------------------------------------------


def test_what_was_probably_meant_is_a_link_to_its_search(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网占+住房公积金&genre=条例&page=2")
    assert words(tree, "//p[@class='meant']") == ["您是不是要找：政府网站 住房公积金"]
    (link,) = tree.xpath("//p[@class='meant']//a/@href")
    there = page(client, link)
    assert there.xpath("//input[@id='q']/@value") == ["政府网站 住房公积金"]
    assert words(there, "//a[@class='chip']") == ["去掉筛选 文种：条例 ✕"]
    assert "page=" not in link
    assert not there.xpath("//p[@class='meant']")


def test_a_search_of_something_else_says_so(client: FlaskClient) -> None:
    tree = page(client, "/search?q=住房公基金")
    assert titles(tree)
    assert words(tree, "//p[@class='meant']/span") == ["已改按住房公积金检索"]
    assert words(tree, "//p[@class='meant']//a") == ["住房公积金", "仍按原词"]
    assert tree.xpath("//input[@id='q']/@value") == ["住房公基金"], "what was typed stays"
    (typed,) = tree.xpath("//a[text()='仍按原词']/@href")
    literal = page(client, typed)
    assert literal.xpath("//input[@id='q']/@value") == ["住房公基金"]
    assert not titles(literal)


@pytest.mark.parametrize("q", ["", "政府网站", "没有这样的词", "示政办发〔2023〕47号"])
def test_nothing_is_suggested_where_nothing_is_wrong(client: FlaskClient, q: str) -> None:
    assert not page(client, f"/search?q={q}").xpath("//p[@class='meant']")
    assert twin(client, f"q={q}")["understood"]["suggestion"] is None


# --- other wordings -----------------------------------------------------------------------------


def test_other_wordings_are_said_and_can_be_put_away_and_brought_back(client: FlaskClient) -> None:
    tree = page(client, "/search?q=房钱&genre=条例")
    assert len(titles(tree)) == 3
    assert words(tree, "//div[@role='note']//summary") == ["也查：住房公积金"]
    assert words(tree, "//div[@role='note']//p") == ["“房钱”同时按“住房公积金”检索"]
    assert words(tree, "//div[@role='note']//a") == ["只按原词"]
    (away,) = tree.xpath("//div[@role='note']//a/@href")
    literal = page(client, away)
    assert titles(literal) == []
    assert words(literal, "//a[@class='chip']") == ["去掉筛选 文种：条例 ✕"]
    assert words(literal, "//div[@role='note']//p") == ["只按原词检索"]
    assert words(literal, "//div[@role='note']//a") == ["加上其他说法"]
    (back,) = literal.xpath("//div[@role='note']//a/@href")
    assert titles(page(client, back)) == titles(tree)


@pytest.mark.parametrize(("query", "kept"), [("q=房钱&literal=1", "1"), ("q=房钱", None)])
def test_literal_is_kept_while_searching_on(
    client: FlaskClient, query: str, kept: str | None
) -> None:
    form = form_of(page(client, f"/search?{query}"))
    assert dict(form.form_values()).get("literal") == kept


def test_of_many_wordings_three_are_named(client: FlaskClient) -> None:
    tree = page(client, "/search?q=官网")
    assert words(tree, "//div[@role='note']//summary") == ["也查：政府网站、门户网站、网上政府"]
    assert words(tree, "//div[@role='note']//p") == [
        "“官网”同时按“政府网站”“门户网站”“网上政府”等检索"
    ]


def test_every_word_with_other_wordings_is_named(client: FlaskClient) -> None:
    tree = page(client, "/search?q=官网+房钱")
    assert words(tree, "//div[@role='note']//summary")[-1].endswith("网上政府、住房公积金")
    first, second = words(tree, "//div[@role='note']//p[@class='steps']")
    assert first.startswith("“官网”同时按")
    assert second == "“房钱”同时按“住房公积金”检索"


@pytest.mark.parametrize("query", ["q=政府网站", "", "literal=1"])
def test_without_other_wordings_nothing_is_said(client: FlaskClient, query: str) -> None:
    assert not page(client, f"/search?{query}").xpath("//div[@role='note']")


# --- filters the query names ---------------------------------------------------------------------


def test_filters_named_by_the_query_are_offered_with_what_they_leave(client: FlaskClient) -> None:
    tree = page(client, "/search?q=示例3区+政府网站")
    (link,) = tree.xpath("//p[@class='narrow']/a")
    assert words(tree, "//p[@class='narrow']/a") == ["地区：示例3区（1 件）"]
    narrowed = page(client, link.get("href"))
    assert words(narrowed, "//h2[@id='found']")[0].startswith("找到 1 件")
    assert words(narrowed, "//a[@class='chip']") == ["去掉筛选 地区：示例3区 ✕"]
    assert not narrowed.xpath("//p[@class='narrow']"), "what is ticked is not offered again"


def test_a_filter_named_by_a_query_is_never_forced(client: FlaskClient) -> None:
    assert len(titles(page(client, "/search?q=示例3区+政府网站"))) > 1
    assert not page(client, "/search?q=政府网站").xpath("//p[@class='narrow']")


# --- the ladder -----------------------------------------------------------------------------


def test_the_steps_of_the_ladder_are_counted(client: FlaskClient) -> None:
    query = "q=政府网站+住房公积金+科技创新"
    tree = page(client, f"/search?{query}")
    total = twin(client, query)["total"]
    assert words(tree, "//p[@class='steps']") == [f"全部检索词 0 件 → 部分检索词 {total} 件"]


def test_what_was_found_as_typed_has_no_steps(client: FlaskClient) -> None:
    assert not page(client, "/search?q=政府网站").xpath("//p[@class='steps']")


# --- 为什么排在这里 -------------------------------------------------------------------------------


def test_why_a_hit_stands_here_is_said_in_words_alone(client: FlaskClient) -> None:
    tree = page(client, "/search?q=住房公积金")
    why = tree.xpath("//ol[@class='hits']/li[1]/details[@class='reasons']")[0]
    assert why.get("open") is None
    assert words(why, "./summary") == ["为什么排在这里"]
    assert words(why, ".//li") == [
        "标题含“住房公积金”",
        "正文含“住房公积金”",
        "检索词集中出现在同一段",
        "是所问事项的主要法规",
        "被 1,234 份文件引用",
        "现行有效",
    ]


@pytest.mark.parametrize("query", ["q=住房公积金", "q=政府网站", "q=没有这样的词", ""])
def test_no_formula_and_no_time_stand_on_a_page(client: FlaskClient, query: str) -> None:
    shown = page(client, f"/search?{query}").text_content()
    for word in ("得分", "毫秒", "用时", "×"):
        assert word not in shown
    assert twin(client, query)["elapsed_ms"] == 12.3


def test_the_twin_has_the_figures_of_a_score(client: FlaskClient) -> None:
    hit = twin(client, "q=住房公积金")["hits"][0]
    assert hit["figures"] == "得分 220.31 =（检索词 94.00 + 段落 23.50）× 引用 1.250 × 主题 1.5"


def test_what_does_not_count_is_not_named(client: FlaskClient) -> None:
    tree = page(client, "/search?q=检查情况+政府网站")
    why = tree.xpath("//ol[@class='hits']/li[1]/details[@class='reasons']")[0]
    assert words(why, ".//li") == ["标题含“政府网站”“检查情况”", "正文含“政府网站”", "现行有效"]


def test_a_document_named_outright_says_so_first(client: FlaskClient) -> None:
    tree = page(client, "/search?q=示政办发〔2023〕47号")
    (why,) = tree.xpath("//ol[@class='pinned']//details[@class='reasons']")
    assert words(why, ".//li")[0] == "发文字号一致"


@pytest.mark.parametrize("query", ["", "genre=条例", "sort=newest"])
def test_without_a_query_nothing_is_ranked(client: FlaskClient, query: str) -> None:
    tree = page(client, f"/search?{query}")
    assert titles(tree)
    assert not tree.xpath("//details[@class='reasons']")


# --- the JSON twin ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("q=政府网占+住房公积金", id="meant"),
        pytest.param("q=住房公基金", id="corrected"),
        pytest.param("q=官网+房钱", id="wordings"),
        pytest.param("q=房钱&literal=1", id="literal"),
        pytest.param("q=示例3区+政府网站", id="narrowing"),
        pytest.param("q=政府网站+住房公积金+科技创新", id="steps"),
    ],
)
def test_the_twin_says_the_same(client: FlaskClient, query: str) -> None:
    tree, read = page(client, f"/search?{query}"), twin(client, query)["understood"]
    ways = [read["suggestion"], read["typed_way"], read["wording_way"], *read["narrowings"]]
    shown = tree.xpath("//p[@class='meant']//a | //div[@role='note']//a | //p[@class='narrow']/a")
    assert [link.get("href") for link in shown] == [way["url"] for way in ways if way]
    steps = [" → ".join(read["steps"])] * bool(read["steps"])
    assert words(tree, "//p[@class='steps']") == [*steps, *read["wordings"]]
    notes = " ".join(words(tree, "//div[@role='note']"))
    assert all(wording in notes for wording in read["wordings"])
    for way, text in zip(read["narrowings"], words(tree, "//p[@class='narrow']/a"), strict=True):
        assert text == f"{way['label']}（{way['total']} 件）"


def test_the_twin_gives_the_same_reasons(client: FlaskClient) -> None:
    tree, hits = page(client, "/search?q=住房公积金"), twin(client, "q=住房公积金")["hits"]
    shown = tree.xpath("//details[@class='reasons']")
    assert len(shown) == len(hits)
    for why, hit in zip(shown, hits, strict=True):
        assert words(why, ".//li") == hit["reasons"]


# --- /suggest.json ------------------------------------------------------------------------------


def test_suggestions_name_their_kind_and_count(client: FlaskClient) -> None:
    assert client.get("/suggest.json?q=住房").get_json() == {
        "suggestions": [{"kind": "title", "text": "示例市住房公积金管理条例", "total": 3}]
    }


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=没有这样的词", "?x=1"])
def test_nothing_typed_suggests_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/suggest.json{query}")
    assert answer.status_code == 200
    assert answer.get_json() == {"suggestions": []}


def test_suggestions_are_readable_chinese_with_every_header(client: FlaskClient) -> None:
    answer = client.get("/suggest.json?q=住房")
    assert "示例市住房公积金管理条例" in answer.text
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("q", ["政" * 100_000, "%00%ff", '"<script>', "a" * 5000])
def test_nothing_typed_is_an_error(client: FlaskClient, q: str) -> None:
    assert client.get(f"/suggest.json?q={q}").status_code == 200


# --- the log of queries -----------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queries.jsonl"


@pytest.fixture
def logged(fake_engine: Engine, log: Path) -> FlaskClient:
    """A visitor to a site that keeps a log."""
    app: Flask = create_app(fake_engine, {"TESTING": True, "QUERY_LOG": log})
    client = app.test_client()
    client.environ_base.update(BROWSER)
    return client


def test_a_search_is_one_line_that_names_nobody(logged: FlaskClient, log: Path) -> None:
    logged.get("/search?q=政府网站&genre=通报", headers={"X-Forwarded-For": "198.51.100.9"})
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {"at", "q", "total", "rung"}
    assert json.loads(line)["q"] == "政府网站"
    assert json.loads(line)["total"] == 25
    for secret in ("203.0.113.77", "198.51.100.9", "Firefox", "id=7"):
        assert secret not in line


def test_only_what_was_typed_is_logged(logged: FlaskClient, log: Path) -> None:
    silent = ["/", "/search", "/search?genre=通报", "/search?q=%20", "/search?q=政府网站&page=2"]
    silent += ["/search.json?q=政府网站", "/suggest.json?q=政府", "/browse?q=政府网站"]
    silent += ["/documents/sample-1?q=政府网站", "/help", "/healthz"]
    for address in silent:
        assert logged.get(address).status_code == 200
    assert not log.exists()


def test_searches_that_count_for_the_page_are_not_logged(logged: FlaskClient, log: Path) -> None:
    tree = page(logged, "/search?q=政府网站&genre=条例&from=2014&to=2014")
    assert tree.xpath("//div[@class='nothing']/ul[1]//a"), "other searches were tried"
    assert len(log.read_text(encoding="utf-8").splitlines()) == 1


def test_every_search_adds_its_line_and_its_rung(logged: FlaskClient, log: Path) -> None:
    for q in ("政府网站", "政府网站 住房公积金", "住房公基金", "没有这样的词"):
        logged.get("/search", query_string={"q": q})
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [row["q"] for row in rows] == [
        "政府网站",
        "政府网站 住房公积金",
        "住房公基金",
        "没有这样的词",
    ]
    assert [row["rung"] for row in rows] == ["all", "any", "spelling", "all"]
    assert rows[-1]["total"] == 0


def test_no_log_is_kept_unless_it_is_asked_for(client: FlaskClient, tmp_path: Path) -> None:
    client.get("/search?q=政府网站")
    assert client.application.config.get("QUERY_LOG") is None
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_stops_no_search(fake_engine: Engine, tmp_path: Path) -> None:
    app = create_app(fake_engine, {"QUERY_LOG": tmp_path / "gone" / "queries.jsonl"})
    assert app.test_client().get("/search?q=政府网站").status_code == 200


# --- 相关文件 -----------------------------------------------------------------------------------


def test_a_document_leads_to_related_ones(client: FlaskClient) -> None:
    tree = page(client, "/documents/bare-1")
    assert not tree.xpath("//section[@aria-labelledby='similar']")
    tree = page(client, "/documents/sample-1?q=政府网站")
    assert words(tree, "//h2[@id='similar']") == ["相关文件"]
    items = tree.xpath("//section[@aria-labelledby='similar']//li")
    assert words(items[0], ".") == ["关于加强政府网站信息内容建设的意见 2014-11-17"]
    for link in tree.xpath("//section[@aria-labelledby='similar']//a"):
        there = page(client, link.get("href"))
        assert words(there, "//h1") == [link.text_content()]
    similar = client.get("/documents/sample-1.json").get_json()["similar"]
    assert [one["title"]["text"] for one in similar] == [
        link.text_content() for link in tree.xpath("//section[@aria-labelledby='similar']//a")
    ]


# --- the same over a real index -----------------------------------------------------------------


@pytest.fixture(scope="module")
def real(engine_of: Callable[..., EmbeddedEngine]) -> FlaskClient:
    documents = [
        PolicyDocument(
            id=f"fund-{at}",
            title=f"{city}住房公积金提取管理办法",
            body=f"职工购买住房可以提取住房公积金。失信被执行人不得提取。第{at}号。",
            region=city,
            doc_number=f"示政发〔2023〕{at + 1}号",
        )
        for at, city in enumerate(("安徽省", "广东省", "广东省"))
    ]
    return create_app(engine_of(*documents), {"TESTING": True}).test_client()


def test_a_real_index_says_how_it_read(real: FlaskClient) -> None:
    assert words(page(real, "/search?q=公基金"), "//p[@class='meant']//a") == [
        "公积金",
        "仍按原词",
    ]
    (said,) = words(page(real, "/search?q=老赖"), "//div[@role='note']//p")
    assert said.startswith("“老赖”同时按“失信被执行人”")
    assert titles(page(real, "/search?q=老赖"))
    assert not titles(page(real, "/search?q=老赖&literal=1"))
    tree = page(real, "/search?q=广东公积金")
    assert words(tree, "//p[@class='narrow']/a") == ["地区：广东省（2 件）"]
    (link,) = tree.xpath("//p[@class='narrow']/a/@href")
    assert words(page(real, link), "//h2[@id='found']")[0].startswith("找到 2 件")
    assert len(titles(page(real, f"{link}&fold=0"))) == 2
    assert words(page(real, "/search?q=公积金"), "//summary[text()='为什么排在这里']")
    kinds = {one["kind"] for one in real.get("/suggest.json?q=gongjij").get_json()["suggestions"]}
    assert "term" in kinds
