"""繁體: what is turned, and what never is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markupsafe import escape

from index.document import PolicyDocument
from search.engine import Engine
from tests.conftest import EngineOf
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, titles, words
from tests.web.reading_preferences import tree_of, turned, with_cookie
from web.site.app import create_app
from web.site.traditional import traditional


@pytest.fixture
def traditional_client(app: Flask) -> FlaskClient:
    client = app.test_client()
    turned(client, "traditional")
    return client


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
    return app.test_client(), with_cookie(app, "traditional")


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
            text = tree_of(with_cookie(app, cookie), url).text_content()
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
    return with_cookie(create_app(engine), "traditional")


@pytest.mark.parametrize("q", ["發展", "头发", "頭髮", "頭發", "幹部", "乾部", "ＦＡＺＨＡＮ發展"])
def test_a_query_in_traditional_finds_the_same(both_scripts: FlaskClient, q: str) -> None:
    simplified = {"發": "发", "展": "展", "頭": "头", "髮": "发", "幹": "干", "乾": "干"}
    other = "".join(simplified.get(character, character) for character in q)
    found = titles(tree_of(both_scripts, f"/search?{urlencode({'q': q})}"))
    assert found == titles(tree_of(both_scripts, f"/search?{urlencode({'q': other})}"))
    assert found


def test_what_is_shown_in_traditional_can_be_looked_for(both_scripts: FlaskClient) -> None:
    shown = titles(page(both_scripts, "/search"))
    assert len(shown) == 3
    for title in shown:
        assert titles(tree_of(both_scripts, f"/search?{urlencode({'q': title})}"))[0] == title


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
    client = with_cookie(create_app(engine), "traditional")

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
