"""Each client has an answer in a coding that it takes, and one answer says the same in all of them."""

from __future__ import annotations

import gzip

import pytest
import zstandard
from flask.testing import FlaskClient

from tests.web.cache.counting import ROOM, CountingEngine
from web.cache import codings
from web.site.app import create_app

PAGE = "/search?q=%E6%94%BF%E5%BA%9C%E7%BD%91%E7%AB%99"


@pytest.mark.parametrize(
    ("sent", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("GZIP", "gzip"),
        ("br", "identity"),
        ("*", "zstd"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0", "identity"),
        ("zstd;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("\xff", "identity"),
    ],
)
def test_the_coding_that_a_client_likes_best(sent: str, coding: str) -> None:
    assert codings.accepted(sent) == coding


def plain(data: bytes, coding: str | None) -> bytes:
    if coding == "gzip":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompress(data) if coding == "zstd" else data


@pytest.mark.parametrize("room", [0, ROOM])
@pytest.mark.parametrize("first", ["", "gzip", "zstd"])
def test_one_answer_in_all_codings(engine: CountingEngine, room: int, first: str) -> None:
    client = create_app(engine, {"CACHE_BYTES": room}).test_client()
    whole = create_app(engine).test_client().get(PAGE)
    searches = engine.searches
    for sent in (first, "gzip", "zstd", "", "gzip", "br"):
        answer = client.get(PAGE, headers={"Accept-Encoding": sent})
        coding = answer.headers.get("Content-Encoding")
        assert coding == (sent if sent in ("gzip", "zstd") else None)
        assert plain(answer.data, coding) == whole.data
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["ETag"] == whole.headers["ETag"]
        assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
        assert not coding or len(answer.data) < len(whole.data) / 2
    assert engine.searches - searches == (1 if room else 6)


@pytest.mark.parametrize("room", [0, ROOM])
def test_a_tag_holds_in_every_coding(engine: CountingEngine, room: int) -> None:
    client = create_app(engine, {"CACHE_BYTES": room}).test_client()
    tag = client.get(PAGE, headers={"Accept-Encoding": "zstd"}).headers["ETag"]
    for sent in ("", "gzip", "zstd"):
        known = {"Accept-Encoding": sent, "If-None-Match": tag}
        answer = client.get(PAGE, headers=known)
        assert answer.status_code == 304
        assert "Content-Encoding" not in answer.headers
        assert "Content-Length" not in answer.headers
        assert answer.headers["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/documents/none",
        "/status",
        "/search.csv",
        "/api/v1/openapi.yaml",
    ],
)
def test_texts_that_are_not_kept_are_packed_too(client: FlaskClient, address: str) -> None:
    whole = client.get(address)
    for coding in ("gzip", "zstd"):
        answer = client.get(address, headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert len(plain(answer.data, coding)) == len(whole.data)
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ["/suggest.json?q=zzzz", "/search.xlsx?q=a", "/healthz"])
def test_what_would_not_become_smaller_is_sent_as_it_is(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "zstd, gzip"})
    assert "Content-Encoding" not in answer.headers


def test_a_head_says_what_the_get_says(client: FlaskClient) -> None:
    for coding in ("gzip", "zstd", ""):
        sent = {"Accept-Encoding": coding}
        head, get = client.head(PAGE, headers=sent), client.get(PAGE, headers=sent)
        assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity"])
def test_what_is_packed_can_be_unpacked(coding: str) -> None:
    for body in (b"", b"a", "政策".encode() * 100_000):
        assert codings.unpacked(codings.packed(body, coding), coding) == body
