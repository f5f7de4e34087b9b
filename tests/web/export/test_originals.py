"""The file of a document is sent as it was read, and only where no browser could run it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index.store.origin import Origin
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from tests.web.html_page import page, words
from web.site.app import create_app
from web.views.originals import original_offered


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)


Opened = Callable[[], tuple[EmbeddedEngine, FlaskClient]]


@pytest.fixture
def opened(desk: Desk) -> Opened:
    """A function that indexes the desk and gives the site over it."""

    def open_site() -> tuple[EmbeddedEngine, FlaskClient]:
        desk.update()
        engine = EmbeddedEngine(desk.store.root, desk.analyzer)
        return engine, create_app(engine).test_client()

    return open_site


def _original(id: str) -> str:
    return f"/documents/{quote(id)}/original"


def test_an_original_is_sent_as_it_was_read(desk: Desk, opened: Opened) -> None:
    file = desk.write("乙/通知 “甲”.txt", "公积金提取")
    engine, client = opened()
    (id,) = desk.found()
    assert original_offered(engine.origin(id))
    with client.get(_original(id)) as response:
        assert response.data == file.read_bytes()
        assert response.mimetype == "text/plain"
        header = response.headers["Content-Disposition"]
        named = quote(f"{engine.document(id).document.title}.txt")  # type: ignore[union-attr]
        assert header == f"attachment; filename=original.txt; filename*=UTF-8''{named}"
        assert quote(file.stem) not in header, "what the operator calls his files is his affair"
        assert response.headers["Content-Security-Policy"].endswith("; sandbox")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-cache"
        known = response.headers["ETag"]
    with client.get(_original(id), headers={"If-None-Match": known}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"one\nline\r\x1b[31m.txt", id="line breaks"),
        pytest.param(b"\xff\xfe\xed\xa0\x80half.txt", id="not UTF-8"),
        pytest.param(b'";filename=evil.html;.txt', id="a header"),
    ],
)
def test_a_file_of_any_name_is_sent(desk: Desk, opened: Opened, name: bytes) -> None:
    file = desk.files / os.fsdecode(name)
    file.write_text("关于公积金提取的通知\n\n请执行。", encoding="utf-8")
    _, client = opened()
    (id,) = desk.found()
    with client.get(_original(id)) as response:
        assert response.status_code == 200
        assert response.data == file.read_bytes()
        header = response.headers["Content-Disposition"]
        assert header.startswith("attachment; filename=original.txt; filename*=UTF-8''")
        assert header.isprintable()


def test_a_file_that_has_changed_is_not_sent(desk: Desk, opened: Opened) -> None:
    file = desk.write("甲.txt", "公积金提取")
    _, client = opened()
    (id,) = desk.found()
    file.write_text("别的内容", encoding="utf-8")
    assert words(page(client, _original(id), 404), "//h1") == ["没有这个网页"]
    file.unlink()
    page(client, _original(id), 404)


def test_a_link_out_of_the_folder_is_not_followed(
    desk: Desk, opened: Opened, tmp_path: Path
) -> None:
    file = desk.write("甲.txt", "公积金提取")
    _, client = opened()
    (id,) = desk.found()
    outside = tmp_path / "outside.txt"
    file.rename(outside)  # what it holds is unchanged
    file.symlink_to(outside)
    page(client, _original(id), 404)


def test_pages_lists_and_strangers_are_not_sent(desk: Desk, opened: Opened) -> None:
    desk.write("页.html", "<html><body><h1>关于公积金的通知</h1><p>公积金提取</p></body></html>")
    (desk.files / "表.jsonl").write_text('{"id": "a", "title": "办法"}\n', encoding="utf-8")
    engine, client = opened()
    for id in desk.found():
        assert not original_offered(engine.origin(id))
        page(client, _original(id), 404)
    assert len(desk.found()) == 2
    page(client, _original("none"), 404)
    page(client, "/documents/..%2f..%2fetc%2fpasswd/original", 404)


@pytest.mark.parametrize(
    ("name", "content", "offered"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.PDF", b"%PDF-1.7", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.ofd", b"PK\x03\x04", True),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.doc", b"<html><body>", False),
        ("a.xls", b"<table><tr>", False),
        ("a.rtf", b"{\\rtf1", True),
        ("a.txt", "通知".encode(), True),
        ("a.txt", b"<!doctype html><script>", False),
        ("a.csv", "标题,文号\r\n".encode(), True),
        ("a.html", b"<html>", False),
        ("a.svg", b"<svg/>", False),
        ("a.xml", b"<a/>", False),
        ("a.mht", b"MIME-Version: 1.0", False),
        ("a.zip", b"PK\x03\x04", False),
        ("a.docm", b"PK\x03\x04", False),
        ("a", b"%PDF-1.7", False),
        ("a.html.txt", b"<html>", False),
    ],
)
def test_only_what_no_browser_runs_is_offered(
    tmp_path: Path, name: str, content: bytes, offered: bool
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert original_offered(Origin(name, datetime.now(UTC), file)) == offered
    assert not original_offered(Origin(name, datetime.now(UTC), None))
