"""Addresses in raw UTF-8 and in GBK are read as they were meant, once, and all that is printed is UTF-8."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from tests.web.html_page import words
from web.site.addresses import NOTE


def sent(client: FlaskClient, path: str, query: bytes = b"", raw: bytes = b"") -> str:
    """What a server says to an address of these bytes; ``raw``: of the path, decoded."""
    environ = {"QUERY_STRING": query.decode("latin-1")}
    if raw:
        environ["PATH_INFO"] = raw.decode("latin-1")
    response = client.get(path, environ_overrides=environ)
    assert response.status_code == 200, (path, query)
    return response.text


def parsed(page: str) -> HtmlElement:
    return document_fromstring(page)


def typed(page: str) -> str:
    found: str = parsed(page).xpath("//input[@id='q']/@value")[0]
    return found


def gbk(text: str) -> bytes:
    return quote_plus(text, encoding="gbk").encode()


@pytest.mark.parametrize(
    ("query", "q", "is_gbk"),
    [
        pytest.param("q=公积金".encode(), "公积金", False, id="raw UTF-8"),
        pytest.param("q=公积金+提取".encode(), "公积金 提取", False, id="raw, a plus"),
        pytest.param("q=公%E7%A7%AF金".encode(), "公积金", False, id="raw and encoded"),
        pytest.param(b"q=" + quote("公积金").encode(), "公积金", False, id="encoded UTF-8"),
        pytest.param(b"q=" + gbk("公积金"), "公积金", True, id="GBK"),
        pytest.param(b"q=" + "公积金".encode("gbk"), "公积金", True, id="raw GBK"),
        pytest.param(b"q=%B9%AB%BB%FD%BD%F0+%CC%E1%C8%A1", "公积金 提取", True, id="GBK, a plus"),
        pytest.param(b"q=" + gbk("朱镕基a+b&c=d%20"), "朱镕基a+b&c=d%20", True, id="no GB 2312"),
        pytest.param(b"q=" + quote("\U00020000").encode(), "\U00020000", False, id="plane 2"),
        pytest.param(
            b"q=" + quote("\U00020001", encoding="gb18030").encode(),
            "\U00020001",
            True,
            id="GB 18030, four bytes",
        ),
        pytest.param(b"q=%C1%AA%CD%A8", "联通", True, id="nearly UTF-8"),
        pytest.param(b"%B9%AB=1&q=%B9%AB", "公", True, id="a name, too"),
        pytest.param(b"q=%B9%AB&from=2020", "公", True, id="others are ASCII"),
        pytest.param(b"q=%25B9%25AB", "%B9%AB", False, id="encoded twice is decoded once"),
        pytest.param(b"q=%E5%85%AC%E7%A7", "公%E7%A7", False, id="UTF-8 that was cut"),
        pytest.param(b"q=caf%E9", "caf%E9", False, id="Latin-1"),
        pytest.param(b"q=%FF%FE%00", "%FF%FE", False, id="nothing"),
        pytest.param(b"q=caf%C3%A9", "café", False, id="two bytes in UTF-8"),
        pytest.param(b"q=%", "%", False, id="a lone sign"),
    ],
)
def test_what_was_typed_is_read(client: FlaskClient, query: bytes, q: str, is_gbk: bool) -> None:
    page = sent(client, "/search", query)
    assert typed(page) == q
    assert (NOTE in page) == is_gbk
    assert page.count(NOTE) == is_gbk
    canonical = parsed(page).xpath("//link[@rel='canonical']/@href")[0]
    assert canonical.partition("&")[0] == f"/search?q={quote_plus(q)}"


@pytest.mark.parametrize("path", ["/", "/browse", "/help", "/documents/sample-1"])
def test_every_page_says_once_that_it_was_read_as_gbk(client: FlaskClient, path: str) -> None:
    page = sent(client, path, b"q=" + gbk("网站"))
    assert words(parsed(page), "//*[@role='note']").count(NOTE) == 1
    assert "%CD%F8" not in page
    assert NOTE not in sent(client, path, "q=网站".encode())


def test_programs_are_told_too_and_the_api_stays_strict(client: FlaskClient) -> None:
    twin = client.get("/search.json", environ_overrides={"QUERY_STRING": "q=%B9%AB"}).get_json()
    assert NOTE in twin["notices"]
    assert twin["form"]["q"] == "公"
    assert client.get("/api/v1/search?q=%B9%AB").status_code == 400
    raw = {"QUERY_STRING": "q=公积金".encode().decode("latin-1")}
    assert client.get("/api/v1/search", environ_overrides=raw).status_code == 200


def test_mixed_addresses_keep_what_is_surely_utf8(client: FlaskClient) -> None:
    page = sent(client, "/search", b"q=" + gbk("公积金") + b"&issuer=" + quote("国务院").encode())
    assert typed(page) == "公积金"
    assert "国务院" in page


def test_a_document_is_found_by_a_path_in_gbk(client: FlaskClient) -> None:
    response = client.get(
        "/documents/x",
        environ_overrides={"PATH_INFO": "/documents/没有".encode("gbk").decode("latin-1")},
    )
    assert response.status_code == 404
    assert "没有" in response.text
    assert quote("没有") in response.text
    assert NOTE in response.text


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(
            st.characters(codec="gb18030", exclude_categories=["Cc", "Co", "Cn", "Cs"]), max_size=8
        ),
        max_size=4,
    )
)
def test_utf8_stays_as_it_is(client: FlaskClient, values: list[str]) -> None:
    """Whatever is valid UTF-8 is read as that, raw or encoded, and both ways say the same."""
    raw = b"&".join(b"q=" + quote(value, safe="").encode() for value in values)
    mixed = b"&".join(
        b"q=" + quote(v, safe="").encode() if at % 2 else b"q=" + _bare(v)
        for at, v in enumerate(values)
    )
    assert typed(sent(client, "/search", raw)) == typed(sent(client, "/search", mixed))


def _bare(value: str) -> bytes:
    return b"".join(
        quote(one, safe="").encode() if one.isascii() else one.encode() for one in value
    )


@given(st.binary(max_size=60), st.binary(max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_are_an_error(client: FlaskClient, query: bytes, path: bytes) -> None:
    for address, known in (
        ("/search", {200}),
        ("/" + path.decode("latin-1"), {200, 301, 302, 304, 308, 404, 405}),
    ):
        environ = {"QUERY_STRING": query.decode("latin-1"), "PATH_INFO": address}
        assert client.get("/", environ_overrides=environ).status_code in known
