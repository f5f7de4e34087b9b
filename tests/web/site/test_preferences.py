"""长者模式 and 繁體 are turned on and off, and lead back to where one was."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from tests.web.fakes import HOSTILE
from tests.web.html_page import assert_harmless, assert_well_formed, page, words
from tests.web.reading_preferences import cookie_of, state_of, turned, with_cookie

# --- turning on and off ------------------------------------------------------------------


@pytest.mark.parametrize("turn", ["elder", "traditional"])
def test_a_choice_is_kept_for_a_year_out_of_reach_of_scripts(
    client: FlaskClient, turn: str
) -> None:
    response = client.post("/reading", data={"turn": turn, "back": "/help"})
    (header,) = response.headers.getlist("Set-Cookie")
    morsel = SimpleCookie(header)["reading"]
    assert morsel.value == turn
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert morsel["domain"] == ""
    assert int(morsel["max-age"]) == 365 * 24 * 3600
    assert not morsel["secure"], "a site without TLS could not keep it"


def test_under_tls_the_cookie_is_sent_under_tls_alone(app: Flask) -> None:
    client = app.test_client()
    response = client.post("/reading", data={"turn": "elder"}, base_url="https://localhost")
    assert "Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("turns", "kept"),
    [
        (["elder"], {"elder"}),
        (["traditional"], {"traditional"}),
        (["elder", "traditional"], {"elder", "traditional"}),
        (["traditional", "elder"], {"elder", "traditional"}),
        (["elder", "traditional", "elder"], {"traditional"}),
        (["elder", "elder"], set()),
        (["traditional", "elder", "traditional", "elder"], set()),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_each_turn_changes_its_own_preference_and_pages_follow(
    client: FlaskClient, turns: list[str], kept: set[str]
) -> None:
    for turn in turns:
        turned(client, turn)
    assert cookie_of(client) == kept
    tree = page(client, "/search?q=政府网站")
    assert tree.get("lang") == ("zh-Hant" if "traditional" in kept else "zh-Hans")
    assert ("elder" in tree.get("class", "").split()) == ("elder" in kept)
    assert state_of(tree) == {
        turn: "true" if turn in kept else "false" for turn in ("elder", "traditional")
    }


def test_turning_off_the_last_one_deletes_the_cookie(client: FlaskClient) -> None:
    turned(client, "elder")
    response = client.post("/reading", data={"turn": "elder"})
    (header,) = response.headers.getlist("Set-Cookie")
    morsel = SimpleCookie(header)["reading"]
    assert morsel.value == ""
    assert morsel["max-age"] == "0"
    assert morsel["path"] == "/", "else the browser deletes another cookie"
    assert client.get_cookie("reading") is None


@pytest.mark.parametrize("turn", ["", "Elder", "elder-traditional", "x", "长者模式", HOSTILE])
@pytest.mark.parametrize("before", ["", "elder", "elder-traditional"])
def test_an_unknown_turn_changes_nothing(app: Flask, before: str, turn: str) -> None:
    client = with_cookie(app, before) if before else app.test_client()
    assert turned(client, turn, "/help") == "/help"
    assert cookie_of(client) == set(filter(None, before.split("-")))


def test_a_missing_turn_changes_nothing(client: FlaskClient) -> None:
    response = client.post("/reading", data={"back": "/help"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/help"
    assert not cookie_of(client)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_a_preference_is_never_changed_by_following_a_link(
    client: FlaskClient, method: str
) -> None:
    response = getattr(client, method)("/reading?turn=elder")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "Set-Cookie" not in response.headers


def test_the_page_for_a_link_to_the_form_is_chinese(client: FlaskClient) -> None:
    tree = page(client, "/reading?turn=elder", 405)
    assert words(tree, "//h1") == ["这个网址不能这样访问"]


@pytest.mark.parametrize(
    "cookie",
    [
        "x",
        "-",
        "----",
        "elder" * 1000,
        "a" * 10_000,
        "%00",
        '"',
        '"elder',
        "=;=;,",
        "ELDER",
        "é",
        "\x01\x02",
        "\\054\\377",
        quote(HOSTILE),
        "<script>",
        "elder;reading=traditional;reading=x",
        "elder-" * 3000,
    ],
    ids=lambda cookie: repr(cookie[:20]),
)
def test_a_garbage_cookie_never_fails_a_page(app: Flask, cookie: str) -> None:
    client = app.test_client(use_cookies=False)
    headers = {"Cookie": f"reading={cookie}"}
    for url in ("/help", "/documents/sample-1"):
        response = client.get(url, headers=headers)
        assert response.status_code == 200, url
        assert_well_formed(response.text)
        assert_harmless(lxml_html.document_fromstring(response.text))
    turned = client.post("/reading", data={"turn": "elder", "back": "/help"}, headers=headers)
    assert (turned.status_code, turned.headers["Location"]) == (303, "/help")


@pytest.mark.parametrize("cookie", ["elderly", "nontraditional", "ELDER", "eldertraditional"])
def test_what_is_no_preference_is_left_out(app: Flask, cookie: str) -> None:
    tree = page(with_cookie(app, cookie), "/help")
    assert (tree.get("lang"), tree.get("class")) == ("zh-Hans", "plain")


@given(value=st.text(max_size=60))
def test_no_cookie_at_all_fails_a_page(app: Flask, value: str) -> None:
    sent = value.encode("utf-8", "replace").decode("latin-1")
    environ = {"HTTP_COOKIE": f"reading={sent}"}
    response = app.test_client(use_cookies=False).get("/help", environ_overrides=environ)
    assert response.status_code == 200
    (tag,) = re.findall(r"<html[^>]*>", response.text)
    assert re.fullmatch(r'<html lang="zh-Han[st]" class="(elder|plain)">', tag)


def test_a_page_is_not_taken_for_the_one_read_otherwise(client: FlaskClient) -> None:
    before = client.get("/help")
    assert "Cookie" in before.headers["Vary"]
    turned(client, "traditional")
    after = client.get("/help", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    again = client.get("/help", headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


# --- the way back ------------------------------------------------------------------------

HERE = "https://zhengce.example"


def _leads_to(location: str) -> str:
    """Where a browser goes that is sent to ``location`` from here.

    For browsers (WHATWG URL) a backslash is a slash, tabs and newlines are not there, and of an
    address of another host any number of slashes may stand before the host.
    """
    seen = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33))))
    seen = re.sub(r"^[/\\]{2,}", "//", seen)
    return urljoin(HERE + "/reading", seen)


def _lands_here(location: str) -> bool:
    return _leads_to(location).startswith(HERE + "/")


@pytest.mark.parametrize(
    "back",
    [
        "/",
        "/help",
        "/search?q=%E6%94%BF%E5%BA%9C&genre=%E9%80%9A%E7%9F%A5&page=2",
        "/documents/sample-1?q=a&hit=3#hit-3",
        "/%5cevil.example",
        "/search?q=https://evil.example",
        "/search?q=//evil.example",
        "/search?q=%0d%0aSet-Cookie:%20a=b",
        "/@evil.example",
        "/evil.example//x",
        "/search?q=a%2Bb+c%26d",
        "/search?q=what%3F",
    ],
)
def test_a_local_path_is_led_back_to_as_it_is(client: FlaskClient, back: str) -> None:
    assert turned(client, "elder", back) == back


def test_a_path_in_chinese_is_led_back_to(client: FlaskClient) -> None:
    location = turned(client, "elder", "/search?q=政府 网站")
    assert location == "/search?q=" + quote("政府 网站")


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "//////evil.example/a",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "//evil.example/\\..",
        "https://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)//",
        "data:text/html,x",
        "evil.example",
        " //evil.example",
        " /help",
        "\t/help",
        "/\t/evil.example",
        "/\n/evil.example",
        "/help\r\nSet-Cookie: a=b",
        "/help\nX: y",
        "/\x00/evil.example",
        "/\x7f",
        "/\u2028",
        "//[",
        "//[::1]/",
        "//[evil",
        "//℀.example",
        "/" + "a" * 5000,
        "",
        "?q=a",
        "#top",
        "../help",
    ],
    ids=lambda back: ascii(back[:24]),
)
def test_anything_else_leads_home(client: FlaskClient, back: str) -> None:
    response = client.post("/reading", data={"turn": "elder", "back": back})
    assert response.status_code == 303
    assert _lands_here(response.headers["Location"]), response.headers["Location"]
    assert response.headers["Location"] == "/"
    assert [name for name, _ in response.headers].count("Set-Cookie") == 1
    assert cookie_of(client) == {"elder"}, "the preference is set all the same"


def test_without_an_address_it_leads_home(client: FlaskClient) -> None:
    response = client.post("/reading", data={"turn": "elder"})
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    response = client.post("/reading")
    assert (response.status_code, response.headers["Location"]) == (303, "/")


def test_an_address_in_no_encoding_leads_home_or_stays_here(client: FlaskClient) -> None:
    response = client.post(
        "/reading",
        data=b"turn=elder&back=/%ff%fe%c0",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 303
    assert _lands_here(response.headers["Location"])


SLASHES = st.text("/\\\t ", max_size=6)
TRICKY = st.text(
    st.one_of(st.sampled_from("/\\:@?#[]%.;&\t\r\n evilhtps℀．／＼。"), st.characters()),
    max_size=12,
)


@settings(max_examples=120)
@given(back=st.builds("/{}{}".format, SLASHES, TRICKY) | TRICKY)
def test_no_address_leads_off_this_site(app: Flask, back: str) -> None:
    sent = back.encode("utf-8", "replace").decode()
    response = app.test_client().post("/reading", data={"turn": "elder", "back": sent})
    assert response.status_code == 303
    assert _lands_here(response.headers["Location"]), response.headers["Location"]


def test_addresses_that_are_led_back_to_are_of_this_site() -> None:
    """The browser that these tests pretend is one."""
    assert not any(map(_lands_here, ["//evil", "///evil", "/\\evil", "\t//evil", "https://evil"]))
    assert all(map(_lands_here, ["/", "/a//b", "/%5cevil", "?q=a", "/@evil"]))
    assert urlsplit(_leads_to("/help")).hostname == "zhengce.example"
