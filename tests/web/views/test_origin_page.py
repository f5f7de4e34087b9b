"""Where a document came from: the file and its day, and the file itself where it is offered."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.document import PolicyDocument
from index.store.origin import Origin
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page, words
from web.site.app import create_app

NOON = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
PDF, ZIP, OFFICE = b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

From = Callable[..., FlaskClient]


@pytest.fixture(scope="module")
def site_from(documents: list[PolicyDocument]) -> From:
    """A function from the origin of the first document to a site."""
    engine = FakeEngine(documents)
    client = create_app(engine).test_client()

    def build(origin: Origin | None) -> FlaskClient:
        engine.origins = {documents[0].id: origin} if origin else {}
        return client

    return build


def _document(client: FlaskClient) -> HtmlElement:
    return page(client, "/documents/sample-1")


def _read_from(tree: HtmlElement) -> list[str]:
    return words(tree, "//dt[text()='收录自']/following-sibling::dd")


def _offers(tree: HtmlElement) -> list[tuple[str, str]]:
    """What is offered for download, and where."""
    links = tree.xpath("//a[contains(., '下载原文件')]")
    return [(link.text_content(), link.get("href")) for link in links]


def _file(folder: Path, name: str, content: bytes) -> Origin:
    file = folder / Path(name).name
    file.write_bytes(content)
    return Origin(name, NOON, file)


# --- 收录自 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("存档0077.html", "HTML 文件"),
        ("乙/2024/存档0077 “甲”.txt", "TXT 文件"),
        ("存档0077.jsonl", "数据清单"),
        ("a&b.PDF", "PDF 文件"),
        ("甲.exe", "文件"),
        ("无名", "文件"),
        (HOSTILE.replace("/", "|"), "文件"),
    ],
    ids=ascii,
)
def test_the_kind_of_the_file_and_its_day_are_said_and_not_its_name(
    site_from: From, name: str, kind: str
) -> None:
    """What the operator calls his files and folders is his affair."""
    client = site_from(Origin(name, NOON, None))
    tree = _document(client)
    assert _read_from(tree) == [f"{kind}（2024年5月6日）"]
    twin = client.get("/documents/sample-1.json").text
    answer = client.get("/api/v1/documents/sample-1").text
    stem = Path(name.replace("|", "/")).stem
    assert all(stem not in said for said in (tree.text_content(), twin, answer))


def test_a_file_is_said_where_it_is_not_offered(site_from: From, tmp_path: Path) -> None:
    origin = _file(tmp_path, "甲乙/某某.html", b"<html><body>")
    tree = _document(site_from(origin))
    assert _read_from(tree) == ["HTML 文件（2024年5月6日）"]
    assert not _offers(tree)
    assert str(tmp_path) not in tree.text_content(), "where files lie is the operator's affair"


def test_an_unknown_file_is_not_said(site_from: From) -> None:
    tree = _document(site_from(None))
    assert not _read_from(tree)
    assert not _offers(tree)
    assert "收录自" not in tree.text_content()


def test_each_document_has_its_own_file(documents: list[PolicyDocument], tmp_path: Path) -> None:
    engine = FakeEngine(documents)
    engine.origins["sample-1"] = _file(tmp_path, "甲.pdf", PDF)
    client = create_app(engine).test_client()
    assert not _read_from(page(client, "/documents/sample-2"))
    assert not _offers(page(client, "/documents/law-1"))
    assert _offers(page(client, "/documents/sample-1"))


@pytest.mark.parametrize(
    ("modified", "day"),
    [
        (datetime(2024, 5, 5, 18, 0, tzinfo=UTC), "2024年5月6日"),
        (datetime(2024, 5, 6, 15, 59, tzinfo=UTC), "2024年5月6日"),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), "2024年1月1日"),
        (datetime(2024, 5, 6, 1, 0, tzinfo=timezone(timedelta(hours=8))), "2024年5月6日"),
    ],
    ids=["night", "evening", "new-year", "given-in-local-time"],
)
def test_the_day_is_the_one_of_where_the_server_stands(
    site_from: From, monkeypatch: pytest.MonkeyPatch, modified: datetime, day: str
) -> None:
    """As every other moment on a page (收录情况) is."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "CST-8")
        time.tzset()
        (said,) = _read_from(_document(site_from(Origin("甲.txt", modified, None))))
    time.tzset()
    assert day in said


def test_the_day_is_no_claim_about_the_document(site_from: From) -> None:
    tree = _document(site_from(Origin("甲.txt", datetime(1990, 1, 1, 12, tzinfo=UTC), None)))
    for label, day in (("成文日期", date(2023, 5, 15)), ("发布日期", date(2023, 5, 18))):
        (shown,) = words(tree, f"//dt[text()='{label}']/following-sibling::dd")
        assert shown == f"{day.year}年{day.month}月{day.day}日"


# --- 下载原文件 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("乙/通知.pdf", PDF),
        ("通知.PDF", PDF),
        ("通知.docx", ZIP),
        ("通知.doc", OFFICE),
        ("通知.wps", OFFICE),
        ("通知.ofd", ZIP),
        ("通知.txt", "通知".encode()),
        ("表.xlsx", ZIP),
        ("表.csv", "标题,文号\r\n".encode()),
        ("通知 “甲”&<b>.pdf", PDF),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else "",
)
def test_a_file_is_offered_and_sent(
    site_from: From, tmp_path: Path, name: str, content: bytes
) -> None:
    client = site_from(_file(tmp_path, name, content))
    ((text, address),) = _offers(_document(client))
    assert text == f"下载原文件（{Path(name).suffix[1:].upper()}）"
    with client.get(address) as response:
        assert response.status_code == 200
        assert response.data == content
        header = response.headers["Content-Disposition"]
        assert header.startswith("attachment")
        assert quote("政府网站") in header, "by the title"
        assert response.mimetype != "text/html"
    twin = client.get("/documents/sample-1.json").get_json()
    assert twin["original"]["url"] == address


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.html", b"<!doctype html><html><body>"),
        ("通知.htm", b"<html>"),
        ("通知.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("通知.shtml", b"<html>"),
        ("通知.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("甲.xml", b"<?xml version='1.0'?><a/>"),
        ("通知.doc", b"<html><body>"),
        ("通知.txt", b"<!doctype html><script>alert(1)</script>"),
        ("通知.pdf", b"<html><body>"),
        ("列表.jsonl", b'{"title": "a"}\n'),
        ("列表.json", b"[]"),
        ("甲.zip", ZIP),
        ("甲.exe", b"MZ"),
        ("无名", PDF),
        ("通知.pdf.html", PDF),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else "",
)
def test_what_a_browser_might_run_is_never_offered(
    site_from: From, tmp_path: Path, name: str, content: bytes
) -> None:
    client = site_from(_file(tmp_path, name, content))
    tree = _document(client)
    assert _read_from(tree)
    assert not _offers(tree)
    assert "/original" not in "".join(tree.xpath("//@href"))
    page(client, "/documents/sample-1/original", 404)
    assert not client.get("/documents/sample-1.json").get_json()["original"]["url"]


@pytest.mark.parametrize("gone", ["never-there", "deleted", "a-folder"])
def test_a_file_that_is_gone_is_not_offered(site_from: From, tmp_path: Path, gone: str) -> None:
    origin = _file(tmp_path, "通知.pdf", PDF)
    file = tmp_path / "通知.pdf"
    if gone == "never-there":
        origin = Origin("通知.pdf", NOON, None)
    else:
        file.unlink()
    if gone == "a-folder":
        file.mkdir()
    client = site_from(origin)
    tree = _document(client)
    assert _read_from(tree) == ["PDF 文件（2024年5月6日）"]
    assert not _offers(tree)
    page(client, "/documents/sample-1/original", 404)


def test_the_source_page_is_named_besides(site_from: From, tmp_path: Path) -> None:
    tree = _document(site_from(_file(tmp_path, "通知.pdf", PDF)))
    assert words(tree, "//dt[text()='来源']/following-sibling::dd")
    assert tree.xpath("//a[text()='查看来源网页']")
