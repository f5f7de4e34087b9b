"""Old addresses of a document lead to the one it has now; feeds and lists for crawlers stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from web.site.app import create_app

Opened = Callable[[], FlaskClient]
OLD, NEW = "甲 1.txt", "0031-2024"
OLD_ID = "甲-1.txt"
TEXT = "名称: 关于公积金的通知\n{}成文日期: 2024-05-06\n\n公积金提取办法，各单位遵照执行。"


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    return Desk(tmp_path, analyzer)


@pytest.fixture
def opened(desk: Desk) -> Opened:
    """A function that indexes the desk and gives the site over it."""

    def open_site() -> FlaskClient:
        desk.update()
        return create_app(EmbeddedEngine(desk.store.root, desk.analyzer)).test_client()

    return open_site


def renumbered(desk: Desk, opened: Opened) -> FlaskClient:
    (desk.files / OLD).write_text(TEXT.format(""), encoding="utf-8")
    assert opened().get(f"/documents/{quote(OLD_ID)}").status_code == 200
    (desk.files / OLD).write_text(TEXT.format(f"索引号: {NEW}\n"), encoding="utf-8")
    return opened()


@pytest.mark.parametrize("query", ["", "?q=%E5%85%AC%E7%A7%AF%E9%87%91"])
@pytest.mark.parametrize("place", ["/documents/{}", "/documents/{}.json", "/api/v1/documents/{}",
                                   "/documents/{}/original"])  # fmt: skip
def test_an_old_address_leads_to_the_new_one(
    desk: Desk, opened: Opened, place: str, query: str
) -> None:
    client = renumbered(desk, opened)
    response = client.get(place.format(quote(OLD_ID)) + query)
    assert response.status_code == 301
    assert response.headers["Location"] == place.format(NEW) + query
    with client.get(response.headers["Location"]) as followed:
        assert followed.status_code == 200
    if place.startswith("/api"):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_what_never_was_is_not_found(desk: Desk, opened: Opened) -> None:
    client = renumbered(desk, opened)
    for place in ("/documents/x", "/documents/x.json", "/api/v1/documents/x"):
        assert client.get(place).status_code == 404


def test_an_address_cannot_carry_a_header(desk: Desk, opened: Opened) -> None:
    client = renumbered(desk, opened)
    response = client.get(f"/documents/{quote(OLD_ID)}?q=%0d%0aSet-Cookie:%20a=b&x=%C4%E3")
    assert response.status_code == 301
    assert "\n" not in response.headers["Location"]
    assert "Set-Cookie" not in response.headers


def test_a_moved_file_stays_in_feeds_and_lists_for_crawlers(desk: Desk, opened: Opened) -> None:
    (desk.files / OLD).write_text(TEXT.format(""), encoding="utf-8")
    before = _listed(opened())
    assert all(before)
    (desk.files / "夹").mkdir()
    (desk.files / OLD).rename(desk.files / "夹" / "乙.txt")
    client = opened()
    assert _listed(client) == before
    assert client.get(f"/documents/{quote(OLD_ID)}").status_code == 200
    assert client.get(f"/documents/{quote('夹-乙.txt')}").status_code == 404


def _listed(client: FlaskClient) -> list[list[str]]:
    pages = ("/search.atom", "/sitemap.xml", "/sitemap-1.xml")
    return [
        re.findall(r"<id>.*?</id>|<loc>.*?</loc>|<link [^>]*>", client.get(page).get_data(True))
        for page in pages
    ]
