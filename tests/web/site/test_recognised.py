"""A text that was recognised from pictures says so: on its page, on its line, and to programs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from tests.web.fakes import FakeEngine
from tests.web.html_page import page
from web.site.app import create_app

SAID = "3 页文字由图像识别，可能有误，请以原件为准。"


@pytest.fixture(scope="module")
def client(documents: list[PolicyDocument]) -> FlaskClient:
    warnings = ("第 2 页有 4 行识别把握不大，请对照原件。",)
    scan = replace(documents[0], id="scan", recognised_pages=3, warnings=warnings)
    return create_app(FakeEngine([scan, *documents[1:]]), {"TESTING": True}).test_client()


def test_the_page_says_so_above_the_text_and_links_the_source(client: FlaskClient) -> None:
    found = page(client, "/documents/scan")
    [notice] = found.cssselect(".text > .recognised")
    assert notice.text_content().startswith(SAID)
    [link] = notice.cssselect("a")
    assert link.get("href") == "https://www.example.gov.cn/2023/05/18/content_1.html"
    assert "第 2 页有 4 行识别把握不大" in found.cssselect(".notice.doubt")[0].text_content()
    assert not page(client, "/documents/law-1").cssselect(".recognised")


def test_a_line_of_a_list_bears_a_mark(client: FlaskClient) -> None:
    found = page(client, "/search?q=政府网站")
    marked = [hit for hit in found.cssselect("li") if hit.cssselect(".facts > .recognised")]
    assert [hit.cssselect(".facts > .recognised")[0].text for hit in marked] == ["图像识别"]
    assert [hit.cssselect("h3 a")[0].get("href", "").split("?")[0] for hit in marked] == [
        "/documents/scan"
    ]


def test_a_program_is_told_how_many_pages(client: FlaskClient) -> None:
    for id, pages in (("scan", 3), ("law-1", 0)):
        assert client.get(f"/api/v1/documents/{id}").get_json()["recognised_pages"] == pages
