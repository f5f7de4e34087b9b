"""An article in full above the results: on the page, in its twin, in the public API, on a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click
import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.conventions.sections import find_sections
from index.document import PolicyDocument, Validity
from search.request import SearchRequest
from search.results import Provision, SearchResult
from tests.conftest import EngineOf
from tests.web.api_client import get, load_contract, validator
from tests.web.html_page import page, words
from web import urls
from web.cli.terminal import as_text
from web.site.app import create_app
from web.views.provisions import provision_view

_LONG = "\n".join(f"（{number}）" + "甲" * 50 + "；" for number in "一二三四五六七八九")
_BODY = f"""（2010年1月1日全国人民代表大会常务委员会通过）
第一条　为了举例，制定本法。
第二条　有下列情形的：
{_LONG}
第三条　本法自2010年3月1日起施行。"""
_LAW = PolicyDocument(
    id="law",
    title="中华人民共和国网页示例法",
    body=_BODY,
    genre="法律",
    region="全国",
    published_on=date(2010, 1, 1),
    sections=tuple(find_sections(_BODY)),
)
_CITING_BODY = (
    "第一条　根据《网页示例法》第二条，制定本办法。\n第二条　本办法自2012年1月1日起施行。"
)
_CITING = PolicyDocument(
    id="citing",
    title="网页示例办法",
    body=_CITING_BODY,
    published_on=date(2012, 1, 1),
    sections=tuple(find_sections(_CITING_BODY)),
)


@pytest.fixture(scope="module")
def law_client(engine_of: EngineOf) -> FlaskClient:
    return create_app(engine_of(_LAW, _CITING), {"TESTING": True}).test_client()


def _box(client: FlaskClient, q: str) -> HtmlElement:
    boxes: list[HtmlElement] = page(client, f"/search?q={q}").xpath("//article[@class='answer']")
    (box,) = boxes
    return box


def test_the_article_stands_above_the_results(law_client: FlaskClient) -> None:
    box = _box(law_client, "网页示例法3条")
    assert words(box, ".//h3") == ["《网页示例法》第三条 有效"]
    assert words(box, ".//p[@class='why']") == ["法条原文"]
    assert words(box, ".//div/p") == ["本法自2010年3月1日起施行。"]
    assert box.xpath(".//h3/a/@href")[0].endswith("#a3")
    assert not box.xpath(".//details")
    behind = box.xpath("following::h3")
    assert behind, "the law itself is a result too"


def test_a_long_article_unfolds_and_says_how_much(law_client: FlaskClient) -> None:
    box = _box(law_client, "网页示例法2条")
    seen, folded = box.xpath("./div/p"), box.xpath("./div/details/p")
    assert len(seen) + len(folded) == 10
    assert 0 < len(seen) < 10
    assert words(box, ".//summary") == [f"本条其余 {len(folded)} 段"]
    assert not box.xpath(".//details/@open")


def test_a_part_that_is_asked_for_is_open_and_marked(law_client: FlaskClient) -> None:
    box = _box(law_client, "网页示例法2条第九项")
    assert words(box, ".//h3") == ["《网页示例法》第二条第九项 有效"]
    assert box.xpath(".//details/@open")
    (mark,) = words(box, ".//mark")
    assert mark.startswith("（九）")


def test_what_cites_the_article_is_a_link_to_all_of_it(law_client: FlaskClient) -> None:
    box = _box(law_client, "网页示例法2条")
    (link,) = box.xpath(".//p[@class='onward']/a")
    assert link.text == "引用本条的 1 件文件"
    assert "网页示例办法" in law_client.get(link.get("href")).get_data(as_text=True)
    assert not _box(law_client, "网页示例法3条").xpath(".//p[@class='onward']")


def test_there_is_none_without_an_article_nor_on_other_pages(law_client: FlaskClient) -> None:
    for address in ("/search?q=网页示例法", "/search?q=网页示例法2条&page=2", "/search"):
        assert not page(law_client, address).xpath("//article[@class='answer']")


def test_the_twin_and_the_api_have_it_whole(law_client: FlaskClient) -> None:
    twin = law_client.get("/search.json?q=网页示例法第二条第一项").get_json()
    (shown,) = twin["provisions"]
    assert (shown["title"], shown["cited_by"]) == ("《网页示例法》第二条第一项", 1)
    assert len(shown["text"]) == 10
    found = get(law_client, "/search", q="网页示例法第二条第一项")
    validator(load_contract(), "SearchAnswer").validate(found)
    (said,) = found["provisions"]
    assert said["document"]["id"] == "law"
    assert (said["label"], said["anchor"], said["also"]) == ("第二条", "a2", "第一项")
    assert (said["named"], said["cited_by"]) == (True, 1)
    assert said["url"].endswith("#a2")
    assert said["cited_by_url"].endswith("/documents/law/relations?kind=cited_by&article=a2")
    assert [said["text"][start:end][:3] for start, end in said["marks"]] == ["（一）"]
    (last,) = get(law_client, "/search", q="网页示例法3条")["provisions"]
    assert last["cited_by_url"] is None


def test_a_terminal_prints_it_before_the_results(engine_of: EngineOf) -> None:
    found = click.unstyle(as_text(engine_of(_LAW).search(SearchRequest("网页示例法3条"))))
    lines = found.splitlines()
    at = lines.index("《网页示例法》第三条  [有效]")
    assert lines[at + 1 : at + 3] == ["   本法自2010年3月1日起施行。", "   law"]
    assert any(line.startswith("1. 【法规名称一致】") for line in lines[at:])


def test_what_is_over_is_said_to_be_and_the_best_answer_is_named_so() -> None:
    old = replace(_LAW, validity=Validity.REPEALED)
    found = Provision(old, "第三条", "a3", "本法施行。", named=False)
    shown = provision_view(found, None, urls.documents("怎么"))
    assert (shown.why, shown.validity, shown.tone) == ("最相关的条文", "已废止", "ended")
    result = SearchResult(SearchRequest(), 0, 0, (), (), None, (), (), 1.0, 7)
    assert "第三条" not in as_text(result)
