"""Whatever stands in documents and in names of files, every route answers, in whole text alone.

Swept by the map of addresses, so that a route that is added is looked at too.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pytest
from flask import Flask
from lxml import etree, html
from werkzeug.wrappers import Response

from index.store.origin import Origin
from tests.web.fakes import FakeEngine
from tests.web.hostility import EVERY, IN_ADDRESS, PAYLOADS, hostile, twin_of
from web.site.app import create_app
from web.text import json_bytes, seen

NAMES = [
    "通知\u202efdp.exe\u2069.pdf",
    "half\udcff\udcfe\udced名.pdf",
    "零\u200b宽\ufeff\u2060.pdf",
    "\x1b]0;x\x07\x9b31m行\r\n\x85.pdf",
    "a/../b\\c\u2028\u200f.pdf",
]
"""Names of files, as the file system gives them."""
RAW = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""What no answer holds as it is."""
HOSTS = [
    "a:1@evil.example", "127.0.0.1:1@evil.example", "[::1", "[::1]evil", "a b", "a/evil", "a?b", "a#b", "a\\b",
    "a:port", "a:123456", "-a", "a..b", ".", ":80", "<script>", "a,b", "公积金.cn", "a%00", "x" * 300, "ours.cn:",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FakeEngine:
    kept: Path = tmp_path_factory.mktemp("files") / "kept.pdf"
    kept.write_bytes(b"%PDF-1.4")
    documents = [hostile(name) for name in EVERY]
    made = FakeEngine(documents + [twin_of(one) for one in documents[:4]])
    for at, document in enumerate(made.documents):
        name = NAMES[at % len(NAMES)]
        made.origins[document.id] = Origin(name, datetime(2026, 1, 1, tzinfo=UTC), kept)
    return made


@pytest.fixture(scope="module")
def site(engine: FakeEngine) -> Flask:
    return create_app(engine, {"TESTING": True, "RATE": 1e9, "GLOBAL_RATE": 1e9})


def addresses(app: Flask, engine: FakeEngine) -> Iterator[str]:
    """Every route that is read, of every document."""
    ids = [quote(document.id, safe="", errors="replace") for document in engine.documents]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        if "<id>" in rule.rule:
            both = rule.rule.replace("<other>", ids[0])
            yield from (both.replace("<id>", id) for id in ids)
        else:
            yield rule.rule.replace("<int:part>", "1").replace("<path:filename>", "icon.svg")


def check(response: Response, url: str) -> None:
    """The answer is whole, and nothing in it is obeyed by who shows it."""
    assert response.status_code < 500, url
    for name, value in response.headers.items():
        assert value.isascii(), (url, name)
        assert not RAW.search(unquote(value)), (url, name)
    data = response.get_data()
    kind = response.mimetype or ""
    if kind.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for part in book.namelist():
                etree.fromstring(book.read(part))
                assert not RAW.search(book.read(part).decode()), (url, part)
        return
    text = data.decode()
    assert not RAW.search(text.replace("\r\n", "\n")), (url, RAW.search(text))
    if kind.endswith("json"):
        json.loads(text)
    elif kind.endswith("xml"):
        etree.fromstring(data)
    elif kind == "text/html":
        assert html.document_fromstring(text) is not None


def test_every_route_answers_whatever_documents_hold(site: Flask, engine: FakeEngine) -> None:
    client = site.test_client()
    for url in addresses(site, engine):
        with client.get(url) as response:
            check(response, url)


@pytest.mark.parametrize("name", EVERY)
def test_every_route_answers_whatever_is_asked(site: Flask, name: str) -> None:
    payload = PAYLOADS[name][:IN_ADDRESS]
    named = urlencode(
        [(one, payload) for one in ("q", "named", "issuer", "from")], errors="surrogatepass"
    )
    client = site.test_client()
    for rule in site.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            url = re.sub("<[^>]*>", "1", rule.rule) + f"?{named}&size=100"
            with client.get(url) as response:
                check(response, url)


def test_a_download_is_named_by_what_is_seen(site: Flask, engine: FakeEngine) -> None:
    client = site.test_client()
    for document in engine.documents:
        url = f"/documents/{quote(document.id, safe='')}/original"
        with client.get(url) as response:
            assert response.status_code == 200, url
            name = unquote(response.headers["Content-Disposition"].rpartition("''")[2])
            assert name == seen(name)
            assert name.endswith(".pdf")
            assert not set("/\\\r\n") & set(name)


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_no_host_is_refused_and_never_printed(site: Flask, host: str) -> None:
    response = site.test_client().get(
        "/sitemap.xml", headers={"Host": host.encode().decode("latin-1")}
    )
    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_of_ours_before_another_is_not_ours(engine: FakeEngine, host: str) -> None:
    ours = create_app(engine, {"ALLOWED_HOSTS": ("a", "127.0.0.1", "[::1]")})
    sent = host.encode().decode("latin-1")
    assert ours.test_client().get("/robots.txt", headers={"Host": sent}).status_code == 400


@pytest.mark.parametrize(
    "host",
    [
        "a",
        "A.EXAMPLE.CN:8000",
        "a.example.cn.",
        "127.0.0.1:80",
        "[::1]:8000",
        "xn--fiqs8s.cn",
        "a_b",
    ],
)
def test_a_host_is_taken(site: Flask, host: str) -> None:
    assert site.test_client().get("/robots.txt", headers={"Host": host}).status_code == 200


def test_half_characters_are_mended_in_json_and_controls_escaped() -> None:
    value = {"\udcff": ["a\u202eb\x85", ("\ud800", None, 1.5)]}
    raw = json_bytes(value)
    assert json.loads(raw) == {"\ufffd": ["a\u202eb\x85", ["\ufffd", None, 1.5]]}
    assert raw.isascii() or not RAW.search(raw.decode())


@pytest.mark.parametrize("query", ["?v=1", "?v=", "", "?v={v}&x", "?x&v={v}", "?V={v}"])
def test_only_the_address_of_the_content_is_kept_for_good(site: Flask, query: str) -> None:
    client = site.test_client()
    (style,) = html.document_fromstring(client.get("/").text).xpath(
        "//link[@rel='stylesheet']/@href"
    )
    path, _, version = str(style).partition("?v=")
    with client.get(str(style)) as response:
        assert "immutable" in response.headers["Cache-Control"]
    with client.get(path + query.format(v=version)) as response:
        assert response.status_code == 200
        assert "immutable" not in response.headers["Cache-Control"]


def test_no_page_is_framed(site: Flask) -> None:
    for url in ("/", "/nowhere", "/search.json", "/static/icon.svg"):
        with site.test_client().get(url) as response:
            assert response.headers["X-Frame-Options"] == "DENY"
