"""What belongs to a document: its blocks, the history of its work, the page of all of one kind."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search.related import KINDS
from tests.web.html_page import page, words
from web.views.relations import KINDS as HEADINGS

LAW = "/documents/law-1"
ARTICLE = f"{LAW}/relations?kind=cited_by&article=a12"


def test_blocks_have_counts_and_are_led_to_from_the_top(client: FlaskClient) -> None:
    tree = page(client, LAW)
    leads = dict(
        zip(
            tree.xpath("//nav[@class='leads']//a/@href"),
            words(tree, "//nav[@class='leads']//a"),
            strict=True,
        )
    )
    assert leads["#history"] == "版本沿革 5"
    assert leads["#cited_by"] == "被引用 25"
    assert list(leads) == ["#history", *(f"#{kind}" for kind in KINDS)]
    for address in leads:
        assert tree.xpath(f"//h2[@id='{address[1:]}']"), address


def test_every_kind_has_a_heading() -> None:
    assert tuple(HEADINGS) == KINDS


def test_ten_stand_here_the_ended_ones_apart_and_a_link_to_all(client: FlaskClient) -> None:
    tree = page(client, LAW)
    (block,) = tree.xpath("//section[@aria-labelledby='cited_by']")
    titles = words(block, "./ul[@class='related']/li/a")
    ended = words(block, "./details[@class='over']//li/a")
    assert len(titles) + len(ended) == 10
    assert titles[0] == "《关于第25批政府网站检查情况的通报》"
    assert ended == [f"《关于第{n}批政府网站检查情况的通报》" for n in (24, 20, 16)]
    assert block.xpath(".//a[@class='all']/@href") == [f"{LAW}/relations?kind=cited_by"]
    (other,) = tree.xpath("//section[@aria-labelledby='cites']")
    assert not other.xpath(".//a[@class='all']"), "all are here"


def test_a_row_names_the_articles_and_shows_the_sentence(client: FlaskClient) -> None:
    tree = page(client, LAW)
    (row, *_) = tree.xpath("//section[@aria-labelledby='cited_by']/ul[@class='related']/li")
    assert row.xpath(".//a[text()='第十二条']/@href") == [f"{LAW}#a12"]
    assert not row.xpath(".//a[text()='第九十九条']"), "there is no such 条 here"
    assert words(row, "./details/summary") == [
        "2025年1月1日 第十二条、第九十九条 共 2 处 原句：《关于第25批政府网站检查情况的通报》"
    ]
    proof = words(row, "./details/p")[0]
    assert proof.endswith("：“依照《示例市住房公积金管理条例》第十二条的规定检查。”")
    assert row.xpath("./details/p[1]/a/@href") == ["/documents/more-25"]
    cited = tree.xpath("//section[@aria-labelledby='cites']//li")[0]
    assert not cited.xpath(".//a[text()='第二条']"), "a 条 of the other document"


def test_the_articles_that_most_cite_are_listed(client: FlaskClient) -> None:
    tree = page(client, LAW)
    articles = words(tree, "//ul[@class='by-article']/li")
    assert articles == ["第一条 2", "第十二条 13", "第四十七条 1"]
    assert tree.xpath("//ul[@class='by-article']/li/a/@href")[1] == ARTICLE


def test_those_that_cite_one_article_have_a_page(client: FlaskClient) -> None:
    tree = page(client, ARTICLE)
    assert words(tree, "//h1") == ["示例市住房公积金管理条例：被引用（第十二条）"]
    assert len(tree.xpath("//ul[@class='related']/li")) == 13, "as many as the 条 says"
    assert words(tree, "//ul[@class='by-article']//a[@aria-current]") == ["第十二条 13"]
    assert tree.xpath("//a[text()='不限哪一条']/@href") == [f"{LAW}/relations?kind=cited_by"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [ARTICLE]


@pytest.mark.parametrize("article", ["a99", "第十二条", "", "%3Cb%3E", "a12%00"])
def test_an_article_that_nobody_cites_is_left_out(client: FlaskClient, article: str) -> None:
    tree = page(client, f"{LAW}/relations?kind=cited_by&article={article}")
    assert len(tree.xpath("//ul[@class='related']/li")) == 25
    page(client, f"{LAW}/relations?kind=cites&article={article}")


def test_the_history_has_gaps_and_comparisons(client: FlaskClient) -> None:
    tree = page(client, "/documents/law-2")
    rows = tree.xpath("//ol[@class='history']/li")
    assert [row.get("class") for row in rows] == ["held", "here", "gap", "held", "gap"]
    assert "没有收录" in rows[2].text_content()
    assert "关于修改《示例市住房公积金管理条例》的决定" in rows[2].text_content()
    assert rows[0].xpath(".//a/@href") == ["/documents/law-3", "/documents/law-3/compare/law-2"]
    assert rows[3].xpath(".//a/@href") == ["/documents/law-1", "/documents/law-2/compare/law-1"]
    assert not tree.xpath("//ul[@class='versions']"), "the same texts are not listed twice"


def test_documents_of_a_block_are_not_similar_besides(client: FlaskClient) -> None:
    tree = page(client, LAW)
    similar = set(tree.xpath("//section[@aria-labelledby='similar']//a/@href"))
    named = set(tree.xpath("//ul[@class='related']/li/a/@href"))
    assert not similar & named


# --- the page of all ---------------------------------------------------------------------


def test_all_of_a_kind_have_a_page(client: FlaskClient) -> None:
    tree = page(client, f"{LAW}/relations?kind=cited_by")
    assert words(tree, "//h1") == ["示例市住房公积金管理条例：被引用"]
    assert len(tree.xpath("//ul[@class='related']/li")) == 25
    assert words(tree, "//a[@aria-current='page']") == ["被引用 25"]
    assert tree.xpath("//p[@class='back']/a/@href") == [LAW]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{LAW}/relations?kind=cited_by"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=",
        "kind=nonsense",
        "kind=%3Cscript%3E&page=x",
        "kind=cites&page=0",
        "kind=cites&page=-3",
        "kind=cites&page=99999999999999999999",
        "kind=cited_by&page=7",
        "on=nonsense&kind=cites",
        "on=2015-06-01&kind=cites",
        "kind=cites&kind=cited_by",
    ],
)
@pytest.mark.parametrize("id", ["law-1", "law-3", "long-1", "hostile-1"])
def test_nothing_that_is_typed_is_an_error(client: FlaskClient, id: str, query: str) -> None:
    page(client, f"/documents/{id}/relations?{query}")


def test_a_page_behind_the_last_leads_back(client: FlaskClient) -> None:
    tree = page(client, f"{LAW}/relations?kind=cited_by&page=7")
    assert tree.xpath("//p[@class='beyond']/a/@href") == [f"{LAW}/relations?kind=cited_by"]


def test_there_is_none_of_a_document_that_is_not_there(client: FlaskClient) -> None:
    page(client, "/documents/none/relations", code=404)
    assert client.get("/documents/none/relations.json").status_code == 404


def test_the_twin_has_the_same_values(client: FlaskClient) -> None:
    tree = page(client, f"{LAW}/relations?kind=cited_by")
    (twin,) = tree.xpath("//footer//a[contains(text(), 'JSON')]/@href")
    assert twin == f"{LAW}/relations.json?kind=cited_by"
    found = client.get(twin).get_json()
    rows = [row["link"]["title"] for row in found["block"]["rows"] + found["block"]["over"]]
    assert sorted(rows) == sorted(words(tree, "//ul[@class='related']/li/a"))
    assert client.get(f"{LAW}/relations.json?kind=nonsense&page=x&on=y").status_code == 200


def test_a_day_is_kept_from_page_to_page(client: FlaskClient) -> None:
    tree = page(client, f"{LAW}?on=2020-01-01")
    assert tree.xpath("//section[@aria-labelledby='cited_by']//a[@class='all']/@href") == [
        f"{LAW}/relations?kind=cited_by&on=2020-01-01"
    ]
    tree = page(client, f"{LAW}/relations?kind=cited_by&on=2020-01-01")
    assert tree.xpath("//p[@class='back']/a/@href") == [f"{LAW}?on=2020-01-01"]
    assert all(
        "on=2020-01-01" in address
        for address in tree.xpath(
            "//nav[@class='leads']//a/@href | //ul[@class='related']/li/a/@href"
        )
    )
