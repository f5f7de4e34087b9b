"""Static files are given from memory: whole or packed, by an address that names their content."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from flask.testing import FlaskClient

from web.cache import codings
from web.site import assets
from web.site.app import HEADERS, HERE

STATIC = HERE / "static"
NAMES = [path.name for path in STATIC.iterdir()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("coding", ["", "gzip", "zstd", "br"])
def test_a_file_in_every_coding(client: FlaskClient, name: str, coding: str) -> None:
    whole = (STATIC / name).read_bytes()
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": coding})
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.decompress,
        "zstd": zstandard.ZstdDecompressor().decompress,
    }
    used = answer.headers.get("Content-Encoding", "")
    assert answer.status_code == 200
    assert unpack.get(used, bytes)(answer.data) == whole
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"].endswith("; charset=utf-8")
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    if name.endswith((".css", ".js")) and coding in codings.PACKED:
        assert used == coding
        assert len(answer.data) < len(whole) / 2


def test_a_coding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {}
    for coding in ("", "gzip", "zstd"):
        sent = {"Accept-Encoding": coding}
        tags[coding] = client.get("/static/zhengce.css", headers=sent).headers["ETag"]
        known = {**sent, "If-None-Match": f'"other", {tags[coding]}'}
        answer = client.get("/static/zhengce.css", headers=known)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tags[coding]
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(set(tags.values())) == 3
    other = {"Accept-Encoding": "gzip", "If-None-Match": tags[""]}
    assert client.get("/static/zhengce.css", headers=other).status_code == 200


def test_the_address_of_a_page_names_the_content_and_is_good_for_a_year(
    client: FlaskClient,
) -> None:
    (address,) = re.findall(r'href="(/static/zhengce\.css\?v=\w+)"', client.get("/").text)
    assert "immutable" in client.get(address).headers["Cache-Control"]
    for other in ("/static/zhengce.css", "/static/zhengce.css?v=1", f"{address}&a=1"):
        kept = client.get(other).headers["Cache-Control"]
        assert kept == f"public, max-age={assets.HOUR}"


def test_another_content_is_another_address(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}", encoding="utf-8")
    before = assets.Asset.at(tmp_path / "a.css")
    (tmp_path / "a.css").write_text("b {}", encoding="utf-8")
    assert assets.Asset.at(tmp_path / "a.css").digest != before.digest


def test_a_head_says_what_the_get_says(client: FlaskClient) -> None:
    head, get = client.head("/static/zhengce.js"), client.get("/static/zhengce.js")
    assert head.data == b""
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize(
    "path", ["/static/none.css", "/static/", "/static/../app.py", "/static/%2e"]
)
def test_what_is_no_file_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post("/static/zhengce.css").status_code == 405
