"""A record and the original of one document: one line of results, both sources on each page, the facts of
the better one; a body that is but a part is said to be; what the operator calls his files is not."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from tests.web.html_page import page, words
from web.site.app import create_app

TITLE = "云澜市人民政府办公室关于加强乡村医疗卫生服务的通知"
NUMBER = "云政办发〔2024〕12号"
ADDRESS = "https://www.yunlan.example.gov.cn/a/1.html"
LINES = [
    "各县（区）人民政府，市政府各部门：",
    "为提升乡村医疗卫生服务能力，结合我市实际，现就有关事项通知如下。",
    *(
        f"{n}、第{n}项任务：各县（区）要在两年内完成村卫生室标准化改造第{n}批，配齐基本诊疗设备，"
        "落实乡村医生岗位补助，按月足额发放到位。"
        for n in "一二三四五六七八"
    ),
]
RECORD = {
    "id": "record", "title": TITLE, "doc_no": NUMBER, "published_date": "2024-03-15", "url": ADDRESS,
    "index_no": "11/2024-1", "body": "\n".join(LINES)[:300] + "……", "body_kind": "excerpt",
}  # fmt: skip
FILE, LIST = "内部归档/扫描0077号.txt", "采集清单0088.jsonl"
ORIGINAL = f"云政办发-2024-12号-{TITLE}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> FlaskClient:
    desk = Desk(tmp_path_factory.mktemp("desk"), analyzer)
    text = "\n".join(
        ["云澜市人民政府办公室文件", NUMBER, TITLE, *LINES, "云澜市人民政府办公室", "2024年3月12日"]
    )
    (desk.files / FILE).parent.mkdir()
    (desk.files / FILE).write_text(text, encoding="utf-8")
    (desk.files / LIST).write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")
    desk.update()
    assert desk.found() == {"record", ORIGINAL}
    return create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()


def row(tree: HtmlElement, label: str) -> list[str]:
    return words(tree, f"//dt[text()='{label}']/following-sibling::dd/span")


def hrefs(tree: HtmlElement, label: str) -> list[str]:
    found: list[str] = tree.xpath(f"//dt[text()='{label}']/following-sibling::dd//a/@href")
    return found


def test_results_show_one_line_and_it_is_the_whole_text(client: FlaskClient) -> None:
    tree = page(client, "/search?q=乡村医疗")
    (link,) = tree.xpath("//h3/a/@href")
    assert quote(ORIGINAL) in link
    assert words(tree, "//details[@class='folded']/summary") == ["另有 1 个来源"]
    assert words(tree, "//details[@class='folded']//a") == ["www.yunlan.example.gov.cn"]
    assert "正文不完整" not in tree.text_content()


def test_each_of_them_alone_is_shown_as_it_is(client: FlaskClient) -> None:
    tree = page(client, "/search?q=乡村医疗&fold=0")
    assert words(tree, "//li[@class='bare']") == ["正文不完整"]
    hits = client.get("/api/v1/search?q=乡村医疗&fold=0").get_json()["hits"]
    assert {hit["id"]: hit["is_excerpt"] for hit in hits} == {"record": True, ORIGINAL: False}
    exported = client.get("/search.csv?q=乡村医疗").text
    assert exported.count("不完整") == 1


def test_the_page_of_the_record_names_the_original_and_offers_its_file(client: FlaskClient) -> None:
    tree = page(client, "/documents/record")
    assert row(tree, "来源") == [ADDRESS, "另一来源：TXT 文件"]
    assert hrefs(tree, "来源") == [ADDRESS, f"/documents/{quote(ORIGINAL)}"]
    assert row(tree, "收录自")[0].startswith("数据清单（")
    (file,) = tree.xpath("//a[contains(., '下载原文件')]")
    assert file.text_content() == "下载原文件（TXT，同一文件的另一来源）"
    with client.get(file.get("href")) as response:
        assert quote(f"{TITLE}.txt") in response.headers["Content-Disposition"]
        assert "0077" not in response.headers["Content-Disposition"]


def test_an_excerpt_says_so_and_where_the_whole_is(client: FlaskClient) -> None:
    tree = page(client, "/documents/record")
    (said,) = words(tree, "//p[@role='note'][contains(., '正文不完整')]")
    assert "查看来源网页" in said
    links = tree.xpath("//p[@role='note'][contains(., '正文不完整')]/a/@href")
    assert links == [ADDRESS, f"/documents/{quote(ORIGINAL)}"]
    assert "正文不完整" not in page(client, f"/documents/{quote(ORIGINAL)}").text_content()
    assert client.get("/api/v1/documents/record").get_json()["is_excerpt"] is True
    assert client.get("/documents/record.json").get_json()["is_excerpt"] is True


def test_facts_of_the_other_source_are_used_with_its_page(client: FlaskClient) -> None:
    tree = page(client, f"/documents/{quote(ORIGINAL)}")
    assert row(tree, "索引号") == ["11/2024-1", "据同一文件的另一来源"]
    assert row(tree, "发布日期") == ["2024年3月15日", "据同一文件的另一来源"]
    assert hrefs(tree, "索引号") == ["/documents/record"]
    assert row(tree, "成文日期") == ["2024年3月12日"], "its own comes first"
    assert row(tree, "来源") == ["另一来源：www.yunlan.example.gov.cn"]
    record = page(client, "/documents/record")
    assert row(record, "成文日期") == ["2024年3月12日", "据同一文件的另一来源"]
    assert row(record, "发布日期") == ["2024年3月15日"]


@pytest.mark.parametrize(
    "address",
    ["/search?q=乡村医疗", "/search.json?q=乡村医疗", "/search.csv?q=乡村医疗", "/search.atom?q=乡村医疗",
     "/documents/record", "/documents/record.json", "/documents/record/relations",
     f"/documents/{quote(ORIGINAL)}", f"/documents/{quote(ORIGINAL)}.json",
     "/api/v1/search?q=乡村医疗", "/api/v1/documents/record", f"/api/v1/documents/{quote(ORIGINAL)}",
     "/status", "/status.json", "/", "/about", "/browse"],
)  # fmt: skip
def test_what_the_operator_calls_his_files_is_nowhere(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        assert response.status_code in (200, 404)
        said = response.get_data(as_text=True)
    for name in ("0077", "0088", "内部归档", "采集清单", "source_path"):
        assert name not in said, address
