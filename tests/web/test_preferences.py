"""How a visitor reads (长者模式, 繁體): one cookie, set by a plain form that leads back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markupsafe import escape

from index.document import PolicyDocument
from search.request import SearchRequest
from search.results import Engine, SearchResult
from tests.conftest import EngineOf
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.reading import assert_harmless, assert_well_formed, page, titles, words
from web.app import create_app
from web.traditional import traditional

PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/search", id="everything"),
    pytest.param("/search?q=政府网站&genre=通报&from=2003&to=2010-05&page=1", id="results"),
    pytest.param("/search?q=没有这样的词", id="nothing"),
    pytest.param("/search?q=a%26b%3Dc%23d%2Be&q=%22%3E%3Cb%3E", id="escapes"),
    pytest.param("/documents/sample-1?q=政府网站&hit=2", id="document"),
    pytest.param("/documents/hostile-1", id="hostile"),
    pytest.param("/browse?named=局", id="browse"),
    pytest.param("/help", id="help"),
    pytest.param("/status", id="status"),
    pytest.param("/nowhere?a=1", id="404"),
    pytest.param("/documents/none?q=政", id="no-document"),
]


def _tree(client: FlaskClient, url: str) -> HtmlElement:
    """The page at ``url`` whatever its status."""
    response = client.get(url)
    assert response.mimetype == "text/html"
    assert_well_formed(response.text)
    tree = lxml_html.document_fromstring(response.text)
    assert_harmless(tree)
    return tree


def _turn(client: FlaskClient, turn: str, back: str = "/") -> str:
    """Use the form; the address it leads to."""
    response = client.post("/reading", data={"turn": turn, "back": back})
    assert response.status_code == 303
    return response.headers["Location"]


def _cookie(client: FlaskClient) -> set[str]:
    """What the browser keeps of it."""
    cookie = client.get_cookie("reading")
    return set(cookie.value.split("-")) if cookie else set()


def _with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("reading", value)
    return client


def _state(tree: HtmlElement) -> dict[str, str]:
    """What the two buttons say of themselves."""
    return dict(
        zip(
            tree.xpath("//button[@name='turn']/@value"),
            tree.xpath("//button[@name='turn']/@aria-pressed"),
            strict=True,
        )
    )


@pytest.fixture
def traditional_client(app: Flask) -> FlaskClient:
    client = app.test_client()
    _turn(client, "traditional")
    return client


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
        _turn(client, turn)
    assert _cookie(client) == kept
    tree = page(client, "/search?q=政府网站")
    assert tree.get("lang") == ("zh-Hant" if "traditional" in kept else "zh-Hans")
    assert ("elder" in tree.get("class", "").split()) == ("elder" in kept)
    assert _state(tree) == {
        turn: "true" if turn in kept else "false" for turn in ("elder", "traditional")
    }


def test_turning_off_the_last_one_deletes_the_cookie(client: FlaskClient) -> None:
    _turn(client, "elder")
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
    client = _with_cookie(app, before) if before else app.test_client()
    assert _turn(client, turn, "/help") == "/help"
    assert _cookie(client) == set(filter(None, before.split("-")))


def test_a_missing_turn_changes_nothing(client: FlaskClient) -> None:
    response = client.post("/reading", data={"back": "/help"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/help"
    assert not _cookie(client)


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
    tree = page(_with_cookie(app, cookie), "/help")
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
    _turn(client, "traditional")
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
    assert _turn(client, "elder", back) == back


def test_a_path_in_chinese_is_led_back_to(client: FlaskClient) -> None:
    location = _turn(client, "elder", "/search?q=政府 网站")
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
    assert _cookie(client) == {"elder"}, "the preference is set all the same"


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


# --- the form on every page --------------------------------------------------------------


def _form(tree: HtmlElement) -> HtmlElement:
    form: HtmlElement
    (form,) = tree.xpath("//form[@action='/reading']")
    assert form.get("method") == "post"
    assert not form.get("enctype")
    return form


def _same(one: str, other: str) -> bool:
    """Whether two addresses ask for the same, however they are escaped."""
    return quote(one, safe="/?&=%+#") == quote(other, safe="/?&=%+#")


@pytest.mark.parametrize("url", PAGES)
def test_every_page_carries_the_form_that_leads_back_to_it(client: FlaskClient, url: str) -> None:
    form = _form(_tree(client, url))
    (back,) = form.xpath(".//input[@type='hidden'][@name='back']/@value")
    assert _same(back, url)
    assert form.xpath(".//button/@value") == ["elder", "traditional"]
    assert words(form, ".//button") == ["长者模式", "繁體"]
    location = _turn(client, "elder", back)
    assert _same(location, url)
    assert _tree(client, location).get("class") == "elder"


@pytest.mark.parametrize(
    "id", ["a b", "a?b", "a#b", "a%b", "a%2Fb", "a\\b", "a&b=c", "a\u3000b", "é+1"]
)
def test_the_form_leads_back_to_a_document_of_any_name(
    documents: list[PolicyDocument], id: str
) -> None:
    named = replace(documents[0], id=id, title="名字古怪的文件")
    client = create_app(FakeEngine([named])).test_client()
    address = f"/documents/{quote(id, safe='')}?q=a"
    response = client.get(address)
    if response.status_code == 404:
        pytest.skip("no address leads to such a document")
    (back,) = _form(lxml_html.document_fromstring(response.text)).xpath(".//input/@value")
    tree = page(client, _turn(client, "elder", back))
    assert words(tree, "//h1") == ["名字古怪的文件"]
    assert tree.xpath("//input[@id='q']/@value") == ["a"]


@pytest.mark.parametrize("q", ["what?", "a??", "?", "a&b", "a#b", "100%", "+", "政?"])
@pytest.mark.parametrize("is_quoted", [True, False], ids=["quoted", "as-typed"])
def test_the_form_leads_back_to_the_words_of_the_query(
    client: FlaskClient, q: str, is_quoted: bool
) -> None:
    sent = quote(q, safe="") if is_quoted else quote(q, safe="?")
    (back,) = _form(page(client, f"/search?q={sent}")).xpath(".//input/@value")
    tree = page(client, _turn(client, "elder", back))
    assert tree.xpath("//input[@id='q']/@value") == [q]


def test_a_very_long_address_is_still_answered(client: FlaskClient) -> None:
    (back,) = _form(page(client, "/search?q=" + "a" * 6000)).xpath(".//input/@value")
    page(client, _turn(client, "elder", back))


def test_the_form_of_an_error_page_works(client: FlaskClient) -> None:
    (back,) = _form(page(client, "/nowhere?a=b", 404)).xpath(".//input/@value")
    tree = page(client, _turn(client, "traditional", back), 404)
    assert words(tree, "//h1") == ["沒有這個網頁"]
    assert tree.get("lang") == "zh-Hant"


def test_the_form_of_the_page_of_a_defect_works(documents: list[PolicyDocument]) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> SearchResult:
            raise RuntimeError

    app = create_app(Broken(documents))
    app.logger.disabled = True
    client = _with_cookie(app, "elder-traditional")
    tree = page(client, "/search?q=a", 500)
    assert tree.get("class") == "elder"
    assert tree.get("lang") == "zh-Hant"
    assert _form(tree).xpath(".//input/@value") == ["/search?q=a"]


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data"], ids=["plain", "multipart"]
)
@pytest.mark.parametrize("cookie", ["", "elder-traditional"])
def test_a_body_of_20_kilobytes_is_refused_in_chinese(app: Flask, kind: str, cookie: str) -> None:
    client = _with_cookie(app, cookie)
    sent = {"turn": "elder", "back": "/" + "a" * 20_000}
    response = client.post("/reading", data=sent, content_type=kind)
    assert response.status_code == 413
    assert "Set-Cookie" not in response.headers
    assert_well_formed(response.text)
    tree = lxml_html.document_fromstring(response.text)
    assert_harmless(tree)
    assert words(tree, "//h1") == ["請求過長" if cookie else "请求过长"]
    (back,) = _form(tree).xpath(".//input[@name='back']/@value")
    assert client.get(back).status_code == 200, "the address of a POST cannot be led back to"


# --- 繁體 --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hairy(documents: list[PolicyDocument]) -> Engine:
    """Documents of words whose characters are turned by the phrase they stand in."""
    hair = replace(
        documents[0],
        id="发展",
        title="头发发展<干部>与&lt;干净&gt;后来皇后",
        body="理发店的头发。\n发展干部，后来的皇后在公里之里面。\n发现",
        genre="发展",
        region="发展区",
        issuers=("头发发展局",),
        source_url="https://www.example.gov.cn/发展.html",
        sections=(),
        warnings=("头发存疑",),
    )
    return FakeEngine([hair, *documents])


@pytest.fixture(scope="module")
def hairdresser(hairy: Engine) -> tuple[FlaskClient, FlaskClient]:
    """The same site read in 简体 and in 繁體."""
    app = create_app(hairy, {"TESTING": True})
    return app.test_client(), _with_cookie(app, "traditional")


def test_text_is_turned_phrase_by_phrase(
    hairdresser: tuple[FlaskClient, FlaskClient],
) -> None:
    tree = page(hairdresser[1], "/documents/发展")
    assert words(tree, "//h1") == ["頭髮發展<幹部>與&lt;乾淨&gt;後來皇后"]
    assert words(tree, "//article/p") == [
        "理髮店的頭髮。",
        "發展幹部，後來的皇后在公里之裡面。",
        "發現",
    ]
    assert words(tree, "//title")[0].startswith("頭髮發展<幹部>")
    assert "頭髮存疑" in words(tree, "//div[@role='note']")[0]


def test_a_phrase_is_turned_as_one_where_a_hit_cuts_it(
    hairdresser: tuple[FlaskClient, FlaskClient],
) -> None:
    tree = page(hairdresser[1], "/documents/发展?q=头")
    assert words(tree, "//h1") == ["頭髮發展<幹部>與&lt;乾淨&gt;後來皇后"]


ADDRESSES = [
    "/",
    "/search?q=发展&genre=发展",
    "/search?q=没有这样的头发&genre=发展&from=2020",
    "/documents/发展?q=发展",
    "/documents/hostile-1?q=政府网站",
    "/documents/law-3?q=住房公积金",
    "/browse",
    "/browse?q=发展&named=发展",
    "/help",
    "/status",
]


def _attributes(tree: HtmlElement) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every element with its attributes, but for what says how the page is read."""
    for note in tree.xpath("//*[contains(@class, 'converted')]"):
        note.getparent().remove(note)
    told = {("html", "lang"), ("button", "aria-pressed")}
    return [
        (
            str(element.tag),
            [pair for pair in element.attrib.items() if (element.tag, pair[0]) not in told],
        )
        for element in tree.iter()
    ]


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_address_value_or_id_is_turned(
    hairdresser: tuple[FlaskClient, FlaskClient], url: str
) -> None:
    plain, turned = (page(client, url) for client in hairdresser)
    assert turned.get("lang") == "zh-Hant"
    assert _attributes(turned) == _attributes(plain)
    shown = plain.text_content(), turned.text_content()
    assert shown[0] != shown[1]


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_characters_of_a_page_stay_in_their_places(
    hairdresser: tuple[FlaskClient, FlaskClient], url: str
) -> None:
    """All that has no Traditional form is the same; the converted text has no Simplified left."""
    plain, turned = (page(client, url) for client in hairdresser)
    texts = [
        list(tree.xpath("//main//text()[not(ancestor::*[@role='note'])]"))
        for tree in (plain, turned)
    ]
    drop = re.compile(r"[用時时]{2}.*")  # is another each time
    for before, after in zip(*texts, strict=True):
        kept = re.sub(r"[^\x00-\x7f]", "", drop.sub("", before))
        assert re.sub(r"[^\x00-\x7f]", "", drop.sub("", after)) == kept
    assert not re.search("[头发网页检与关]", "".join(texts[1]))


@pytest.mark.parametrize(
    "url",
    [
        "/index.json",
        "/search.json?q=发展",
        "/documents/发展.json?q=发展",
        "/browse.json",
        "/help.json",
        "/suggest.json?q=头发",
        "/search.csv?q=发展",
        "/search.atom?q=发展",
        "/opensearch.xml",
        "/sitemap.xml",
        "/documents/none.json",
    ],
)
def test_what_machines_read_is_never_turned(
    hairdresser: tuple[FlaskClient, FlaskClient], url: str
) -> None:
    plain, turned = (client.get(url) for client in hairdresser)
    assert plain.status_code == turned.status_code
    volatile = re.compile(rb'"elapsed_ms":\s*[\d.]+')
    assert volatile.sub(b"", turned.data) == volatile.sub(b"", plain.data)
    if url.startswith(("/search.csv", "/documents/发展.json")):
        assert "头发发展" in turned.get_data(as_text=True)


def test_the_note_is_shown_only_in_traditional(app: Flask) -> None:
    note = "由程序轉換"
    for url in ("/", "/search?q=政府网站", "/documents/sample-1", "/nowhere"):
        for cookie, times in (("traditional", 1), ("elder-traditional", 1), ("elder", 0), ("", 0)):
            text = _tree(_with_cookie(app, cookie), url).text_content()
            assert text.count(note) == times, (url, cookie)
            assert "由程序转换" not in text


@pytest.fixture(scope="module")
def both_scripts(engine_of: EngineOf) -> FlaskClient:
    """A site over an index of documents in either script, read in 繁體."""
    engine = engine_of(
        PolicyDocument(id="1", title="关于头发的通知", body="头发发展，干部带头。"),
        PolicyDocument(id="2", title="關於發展的通知", body="幹部發展，fazhan發展。"),
        PolicyDocument(id="3", title="无关的文件", body="没有别的。"),
    )
    return _with_cookie(create_app(engine), "traditional")


@pytest.mark.parametrize("q", ["發展", "头发", "頭髮", "頭發", "幹部", "乾部", "ＦＡＺＨＡＮ發展"])
def test_a_query_in_traditional_finds_the_same(both_scripts: FlaskClient, q: str) -> None:
    simplified = {"發": "发", "展": "展", "頭": "头", "髮": "发", "幹": "干", "乾": "干"}
    other = "".join(simplified.get(character, character) for character in q)
    found = titles(_tree(both_scripts, f"/search?{urlencode({'q': q})}"))
    assert found == titles(_tree(both_scripts, f"/search?{urlencode({'q': other})}"))
    assert found


def test_what_is_shown_in_traditional_can_be_looked_for(both_scripts: FlaskClient) -> None:
    shown = titles(page(both_scripts, "/search"))
    assert len(shown) == 3
    for title in shown:
        assert titles(_tree(both_scripts, f"/search?{urlencode({'q': title})}"))[0] == title


# --- how text is turned ------------------------------------------------------------------

WORDS = st.text(
    st.one_of(
        st.sampled_from("<>&\"'=/;汉字 \n#x"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=20,
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page as Jinja makes it: tags of ours, values escaped."""
    parts = ["<!doctype html>\n<html><head><title>", escape(draw(WORDS)), "</title></head><body>"]
    for _ in range(draw(st.integers(0, 5))):
        title, text, value = draw(WORDS), draw(WORDS), draw(WORDS)
        parts += [
            f'<p title="{escape(title)}" id="{escape(value)}">{escape(text)}<br>',
            f'<a href="/search?{escape(urlencode({"q": value}))}"><b>{escape(value)}</b></a>',
            f'<input value="{escape(text)}"></p>\n',
        ]
    return "".join(map(str, [*parts, "</body></html>\n"]))


@given(pages())
def test_a_page_whose_text_is_kept_is_the_page(text: str) -> None:
    assert traditional(text, lambda piece: piece) == text


@given(pages())
def test_only_what_a_parser_calls_text_is_turned(text: str) -> None:
    def mark(piece: str) -> str:
        return re.sub(r"\S+", lambda found: f"汉{found[0]}汉", piece)

    before = lxml_html.document_fromstring(text)
    after = lxml_html.document_fromstring(traditional(text, mark))
    assert [(e.tag, dict(e.attrib)) for e in after.iter()] == [
        (e.tag, dict(e.attrib)) for e in before.iter()
    ]
    assert [mark(piece) for piece in before.xpath("//body//text()")] == after.xpath(
        "//body//text()"
    )


@pytest.fixture(scope="module")
def titled() -> Callable[[str], HtmlElement]:
    """A function from a title to the page of a document called so, in 繁體."""
    engine = FakeEngine([])
    client = _with_cookie(create_app(engine), "traditional")

    def read(title: str) -> HtmlElement:
        engine.documents = [PolicyDocument(id="x", title=title, body=title, genre=title)]
        return page(client, "/documents/x")

    return read


@settings(max_examples=50)
@given(title=WORDS.filter(str.strip))
def test_any_title_survives(titled: Callable[[str], HtmlElement], title: str) -> None:
    (shown,) = titled(title).xpath("//h1")
    plain = re.compile(r"[\x21-\x7e]")
    assert plain.findall(shown.text_content()) == plain.findall(title)


@pytest.mark.parametrize(
    "title",
    ["a<b", "a>b", "a&lt;b", "<汉>", "&amp;lt;", "-->", "<!--", "]]>", "</title>", "&#x6c49;"],
)
def test_markup_in_a_title_survives(titled: Callable[[str], HtmlElement], title: str) -> None:
    tree = titled(f"发展{title}发展")
    shown = f"發展{title.replace('汉', '漢')}發展"
    assert tree.xpath("//h1")[0].text_content() == shown
    assert tree.xpath("//title")[0].text_content().startswith(shown)


def test_addresses_that_are_led_back_to_are_of_this_site() -> None:
    """The browser that these tests pretend is one."""
    assert not any(map(_lands_here, ["//evil", "///evil", "/\\evil", "\t//evil", "https://evil"]))
    assert all(map(_lands_here, ["/", "/a//b", "/%5cevil", "?q=a", "/@evil"]))
    assert urlsplit(_leads_to("/help")).hostname == "zhengce.example"
