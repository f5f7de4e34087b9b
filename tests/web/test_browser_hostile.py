"""Whatever a document, a file name or a visitor says stays words, in a real browser.

Every payload stands in every field of a document, in names of files and in every parameter; no
script runs, nothing of it becomes an element, and no page falls apart. Skipped without Chromium.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from index.analysis import Analyzer
from index.document import Attachment, Contact, PolicyDocument, Section, Validity
from index.ingest import update_index
from index.origin import Origin
from index.store import Store
from search.request import FACETS
from search.whoosh_engine import WhooshEngine
from tests.web.browsing import Tabs, unfold, width_of
from tests.web.fakes import FakeEngine
from web.app import create_app
from web.text import printable

RUN = "window.pwned=1"
PAYLOADS = {
    "script": f"<script>{RUN}</script>",
    "double-quote": f'"><img src=x onerror={RUN}>',
    "single-quote": f"'><svg onload={RUN}> ' autofocus onfocus={RUN} x='",
    "attribute": f'" autofocus onfocus={RUN} style="position:fixed;inset:0" x="',
    "way-out": f"</title></textarea></select></style></script></svg><script>{RUN}</script>",
    "comment": f"--><script>{RUN}</script><!--",
    "section": f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{RUN}</script><![CDATA[",
    "svg": f"<svg><animate onbegin={RUN} attributeName=x dur=1s /><foreignObject>"
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "mathml": f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style>",
    "javascript": f"javascript:{RUN}//",
    "javascript-spaced": f"\x01java\tscript\n:{RUN}//",
    "data": f"data:text/html;charset=utf-8,<script>parent.{RUN}</script>",
    "other-host": f"//evil.example/\\@evil.example/?<script src=//evil.example>{RUN}</script>",
    "template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} {% for x in '123' %}{{ config }}{% endfor %}",
    "percent": "%s %(x)s %3Cscript%3E {0} {x.__class__} \\u003cscript\\u003e \\x3cscript\\x3e",
    "entities": f"&lt;script&gt; &#x3c;img src=x onerror={RUN}&#x3e; &amp;lt; &#0; &nbsp;",
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
    "base": "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "form": "</form><form action=//evil.example><input name=q value=1><button>检索</button>",
    "closing": "</p></li></ul></section></main></body></html>",
    "bidi": "甲\u202e乙丙丁 abc\u2067def",
    "zero-width": "零\u200b宽\u200d\ufeff\u2060\u00ad字",
    "long-word": "A" * 10_000,
    "no-break": "\u2060".join("政策" * 800),
    "no-break-space": "\u00a0".join("policy" for _ in range(400)),
    "spaces": "　" * 300 + " " * 300 + "末",
    "long-title": "关于进一步加强和改进有关工作的若干意见" * 250,
    "marks-above": "政" + "\u0301" * 300 + "策",
    "controls": "\x00\x01\x1b[31m\x7f\x85\x9f末",
    "lines": "一\u2028二\u2029三\r\n四\v五\f六",
    "surrogates": "\ud800半\udfff",
    "noncharacters": "\ufffe\uffff\U0001ffff末",
    "formula": "=cmd|' /C calc'!A0",
    "formulas": '@SUM(1+1)\t=HYPERLINK("http://evil.example")\r\n+1-1',
    "paths": "../../../etc/passwd\x00.txt %2e%2e%2f ..\\..\\ C:\\con",
}
EVERY = sorted(PAYLOADS)
SOME = ["bidi", "double-quote", "long-word", "template", "way-out"]
STORED = [name for name in EVERY if name != "surrogates"]
"""An index holds UTF-8: half a character comes out of it as a question mark (see the real files)."""
IN_FIELD = 600
"""So many characters of a payload stand in a field but the title and the body, which hold all: a
word of 10,000 letters costs Chromium a second each time it is printed."""
IN_ADDRESS = 1000
"""So many characters of a payload go into an address, eight times; servers refuse longer ones."""

LISTENER = """addEventListener('securitypolicyviolation', (event) => {
    (window.refused ||= []).push(`${event.violatedDirective} ${event.blockedURI}`);
});"""

HARM = """() => {
    const known = new Set(('html head meta title link script body a header div nav ul ol li form input '
        + 'button main section h1 h2 h3 h4 h5 p span small strong b em mark label fieldset legend details '
        + 'summary select option svg path rect dl dt dd time article footer figure figcaption code pre '
        + 'table caption thead tbody tr th td').split(' '));
    const found = (window.refused || []).map((what) => `the policy refused ${what}`);
    if ('pwned' in window) found.push('a script ran');
    const scripts = [...document.scripts].map((s) => s.getAttribute('src') || s.textContent);
    if (scripts.length !== 1 || !/^.static.zhengce.js/.test(scripts[0])) found.push(`scripts ${scripts}`);
    if (document.querySelectorAll('form[role=search]').length > 1) found.push('another search form');
    for (const e of document.querySelectorAll('*')) {
        if (!known.has(e.localName)) found.push(`an element ${e.localName}`);
        for (const {name, value} of e.attributes) {
            if (/^on|^style$|^srcdoc$|^autofocus$|^http-equiv$|^formaction$/.test(name)) {
                found.push(`an attribute ${name}=${value}`);
            }
            if (['href', 'src', 'action', 'data', 'xlink:href', 'poster'].includes(name)
                && !/^(#|[/](?![/\\\\])|https?:[/][/](?!evil))/.test(value)) found.push(`an address ${value}`);
        }
    }
    return found;
}"""
"""What came from a payload and is more than words."""

DISORDER = """() => {
    scrollTo(0, 0);
    const parts = ['header.site', 'main', 'footer.site-foot'].map((name) => document.querySelector(name));
    if (parts.some((part) => !part)) return ['a part of the page is missing'];
    const found = [];
    const [header, main, footer] = parts.map((part) => part.getBoundingClientRect());
    if (header.bottom > main.top + 1 || main.bottom > footer.top + 1) found.push('the parts overlap');
    for (const [box, part] of [[header, 'header'], [main, 'main'], [footer, 'footer']]) {
        if (Math.abs(box.width - document.documentElement.clientWidth) > 1) found.push(`${part}: ${box.width} wide`);
        if (box.height < 20) found.push(`${part}: ${box.height} high`);
    }
    if (header.height > 240) found.push(`a header of ${header.height}`);
    const on = (e) => {
        e.scrollIntoView({block: 'center'});
        const box = e.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return e.contains(top) || !!top && top.contains(e);
    };
    if (!on(document.querySelector('.brand'))) found.push('something lies on the header');
    if (!on(document.querySelector('.site-foot a'))) found.push('something lies on the footer');
    scrollTo(0, 0);
    return found;
}"""
"""Where a page has fallen apart."""

TURNED = """(payload) => {
    const place = (node, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.checkVisibility() || node.parentElement.closest('.unseen, .skip')) continue;
        for (let at = 0, piece; at <= node.data.length; at += piece.length + payload.length) {
            const end = node.data.indexOf(payload, at);
            piece = node.data.slice(at, end < 0 ? undefined : end);
            const first = at + piece.search(/\\S\\S/);
            if (first < at) continue;
            const [one, other] = [place(node, first), place(node, first + 1)];
            if (Math.abs(one.top - other.top) < 2 && other.left < one.left) {
                found.push(`${node.parentElement.className || node.parentElement.localName}: ${piece.trim().slice(0, 20)}`);
            }
        }
    }
    return found;
}"""
"""Words beside the payload that are printed from right to left."""


def hostile(name: str) -> PolicyDocument:
    """A document with a payload in every field."""
    full = PAYLOADS[name]
    text = full[:IN_FIELD]
    body = "\n".join([f"政府网站{text}", f"第一条　{text}", f"第二条　{text}", full])
    return PolicyDocument(
        id=f"hostile-{name}",
        title=f"恶意{name}{full}",
        body=body,
        doc_number=text,
        index_number=text,
        issuers=(text, f"机关{text}"),
        issuers_as_written=(text,),
        genre=text,
        topics=((text, text), (f"主题{text}",)),
        region=text,
        validity=Validity.REPEALED,
        written_on=date(2023, 5, 15),
        source_url=text,
        source_path=text,
        contact=Contact(text, text),
        attachments=(
            Attachment(text, text),
            Attachment(text, f"https://www.example.gov.cn/{text}"),
            Attachment(text, f"javascript:{text}"),
        ),
        sections=(
            Section(1, text, text, 0),
            Section(4, "第一条", text, body.index("第一条")),
            Section(4, text, "", body.index("第二条")),
        ),
        as_printed=((text, text),),
        warnings=(text,),
    )


class _Watching(Tabs):
    """Tabs that write down what the policy of a page refuses."""

    def look(self, path: str, width: int = 1280, reading: str = "") -> Page:
        if (width, reading) not in self._open:
            page = self._new(width, reading)
            page.add_init_script(LISTENER)
        return super().look(path, width, reading)


@pytest.fixture(scope="module")
def hostile_site(serve: Callable[[Flask], str]) -> str:
    """The address of a site over documents of which each holds one payload everywhere."""
    documents = [hostile(name) for name in STORED]
    engine = FakeEngine([*documents, *map(_twin, documents)])
    for document in documents:
        name = printable(document.genre)
        engine.origins[document.id] = Origin(name, datetime(2024, 1, 1, tzinfo=UTC), None)
    return serve(create_app(engine))


def _twin(document: PolicyDocument) -> PolicyDocument:
    """A document that is related, with another title."""
    row = document.to_json()
    row |= {"id": f"{document.id}-twin", "title": f"同一机关{document.title[2:]}", "body": ""}
    return PolicyDocument.from_json(row)


@pytest.fixture(scope="module")
def hostile_tabs(browser: Browser, hostile_site: str) -> Iterator[_Watching]:
    kept = _Watching(browser, hostile_site)
    yield kept
    kept.close()


@pytest.fixture
def look_at(hostile_tabs: _Watching) -> Iterator[Callable[..., Page]]:
    yield hostile_tabs.look
    hostile_tabs.console.check()


def _query(*pairs: tuple[str, str]) -> str:
    return urlencode([(name, value[:IN_ADDRESS]) for name, value in pairs], errors="surrogatepass")


def _is_unharmed(page: Page, payload: str = "") -> None:
    """The page is in order on a desk and on a phone, and no payload is more than words."""
    unfold(page)
    assert page.evaluate(HARM) == []
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert width_of(page) == width
        assert page.evaluate(DISORDER) == [], width
    if payload:
        assert page.evaluate(TURNED, payload) == []


# --- documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STORED)
def test_a_hostile_document_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at(f"/documents/hostile-{name}?q={quote('政府网站')}&hit=1")
    _is_unharmed(page)
    said = page.locator("h1").evaluate("heading => heading.textContent")
    assert said == printable(hostile(name).title).replace("\r\n", "\n")


@pytest.mark.parametrize("name", STORED)
def test_a_hostile_document_among_results_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at(f"/search?{_query(('q', f'恶意{name}'))}")
    expect(page.locator("#found")).to_contain_text("找到 1 件")
    _is_unharmed(page)


@pytest.mark.parametrize("path", ["/", "/search?size=100", "/browse", "/status", "/about", "/api"])
@pytest.mark.parametrize("reading", ["", "elder-traditional"])
def test_all_hostile_documents_together_are_words(
    look_at: Callable[..., Page], path: str, reading: str
) -> None:
    _is_unharmed(look_at(path, 1280, reading))


@pytest.mark.parametrize("name", SOME)
def test_hostile_words_are_words_in_traditional_characters(
    look_at: Callable[..., Page], name: str
) -> None:
    _is_unharmed(look_at(f"/documents/hostile-{name}?q={quote('政府网站')}", 1280, "traditional"))
    _is_unharmed(look_at(f"/search?{_query(('q', PAYLOADS[name]))}", 1280, "traditional"))


@pytest.mark.parametrize("name", STORED)
def test_a_hostile_suggestion_is_words(look_at: Callable[..., Page], name: str) -> None:
    page = look_at("/")
    page.set_viewport_size({"width": 375, "height": 800})
    page.locator("#q").fill(f"恶意{name}")
    offered = page.get_by_role("option")
    expect(offered.first).to_be_visible()
    assert printable(hostile(name).title) in offered.evaluate_all(
        "items => items.map(item => item.firstChild.textContent)"
    )
    assert page.evaluate(HARM) == []
    assert width_of(page) == 375
    assert page.locator("[role=listbox]").evaluate("l => l.scrollWidth - l.clientWidth") == 0


# --- what visitors type ---------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_a_hostile_question_is_words(look_at: Callable[..., Page], name: str) -> None:
    text = PAYLOADS[name]
    names = ["q", "within", "from", "to", "in", "sort", "page", "size", "literal", *FACETS, text]
    _is_unharmed(look_at(f"/search?{_query(*((one, text) for one in names))}"))
    _is_unharmed(look_at(f"/search?{_query(('q', f'政府网站 {text}'), ('within', text))}"))


@pytest.mark.parametrize("name", EVERY)
def test_a_hostile_name_is_words_on_every_other_page(
    look_at: Callable[..., Page], name: str
) -> None:
    text = PAYLOADS[name]
    names = ["named", "q", "within", "from", "hit", "issuer", "genre"]
    given = _query(*((one, text) for one in names))
    for path in ("/browse", "/documents/hostile-script", "/help"):
        _is_unharmed(look_at(f"{path}?{given}"))


@pytest.mark.parametrize("name", EVERY)
def test_a_hostile_address_is_words(look_at: Callable[..., Page], name: str) -> None:
    """Also where it is read back to the visitor: there is no such document, no such page."""
    part = quote(PAYLOADS[name][:IN_ADDRESS], safe="", errors="surrogatepass")
    for path in (f"/documents/{part}", f"/x{part}"):
        page = look_at(path)
        assert page.locator("h1").inner_text().startswith("没有")
        _is_unharmed(page)


@pytest.mark.parametrize("name", ["script", "double-quote", "bidi", "template", "closing"])
def test_a_hostile_name_typed_into_a_filter_is_words(
    look_at: Callable[..., Page], name: str
) -> None:
    """The field that narrows a long list builds what it shows from the data of the page."""
    page = look_at("/search?size=100")
    field = page.get_by_label("输入名称查找发文机关")
    field.fill(PAYLOADS[name])
    found = page.get_by_role("group", name="发文机关").locator(".choices").first
    expect(found.get_by_role("checkbox")).to_have_count(2)
    assert page.evaluate(HARM) == []
    found.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator("#found")).to_contain_text("找到 2 件")
    _is_unharmed(page)


# --- nothing beside it is turned around -----------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/documents/hostile-bidi?q=政府网站", id="document"),
        pytest.param("/search?q=恶意bidi", id="results"),
        pytest.param("/search?{bidi}", id="question"),
        pytest.param("/browse?named=乙丙丁", id="browse"),
        pytest.param("/browse?{bidi}", id="browse-nothing"),
        pytest.param("/documents/甲\u202e乙丙丁 abc\u2067def", id="no-document"),
        pytest.param("/documents/hostile-script?{bidi}", id="way-back"),
    ],
)
def test_a_change_of_direction_ends_with_the_words_that_bring_it(
    look_at: Callable[..., Page], path: str
) -> None:
    """A title or a query with U+202E turns nothing but itself: not a date, not a count."""
    text = PAYLOADS["bidi"]
    given = _query(("q", text), ("named", text), ("within", text), ("genre", text))
    page = unfold(look_at(path.replace("{bidi}", given)))
    assert page.evaluate(TURNED, text) == []


# --- what is taken away ---------------------------------------------------------------------


@pytest.mark.parametrize("name", STORED)
def test_no_hostile_answer_to_a_program_is_a_page(look_at: Callable[..., Page], name: str) -> None:
    """Data is sent as data, whole and well-formed; a browser that opens it runs nothing."""
    page = look_at("/help")
    query = _query(("q", f"恶意{name}"))
    for path in (
        f"/search.json?{query}",
        f"/documents/hostile-{name}.json?{query}",
        f"/browse.json?{_query(('q', PAYLOADS[name]), ('named', PAYLOADS[name]))}",
        f"/suggest.json?{query}",
        f"/api/v1/search?{query}",
        f"/api/v1/documents/hostile-{name}",
        f"/api/v1/facets?{query}",
    ):
        answer = page.request.get(path)
        assert answer.ok, path
        assert answer.headers["content-type"].startswith("application/json"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.body())
    feed = page.request.get(f"/search.atom?{query}")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    tags = {etree.QName(element).localname for element in etree.fromstring(feed.body()).iter()}
    assert tags <= {
        *("feed", "id", "title", "updated", "author", "name", "generator"),
        *("link", "entry", "category", "summary"),
    }
    for suffix in ("csv", "xlsx"):
        table = page.request.get(f"/search.{suffix}?{query}")
        assert table.ok
        assert table.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/search.json", "/search.atom", "/documents/hostile-svg.json"])
def test_data_opened_in_a_browser_runs_nothing(look_at: Callable[..., Page], path: str) -> None:
    page = look_at(path)
    assert page.evaluate("() => 'pwned' in window") is False
    assert page.evaluate("() => document.querySelectorAll('img, iframe, animate').length") == 0


# --- real files -----------------------------------------------------------------------------

NAMES = [
    f"<script>{RUN}<script>.txt".encode(),
    f'"><img src=x onerror={RUN}>.txt'.encode(),
    f"'onfocus={RUN} autofocus x='.txt".encode(),
    f"javascript:{RUN}.txt".encode(),
    b"{{7*7}}{% raw %}.txt",
    b"&lt;b&gt;&#x3c;.txt",
    b"=cmd|' C calc'!A0.txt",
    b"-rf.txt",
    b" \t .txt",
    b"..%2f..%2fetc%2fpasswd.txt",
    b"C:\\con.txt",
    "\u202etxt.fdp\u2067.txt".encode(),
    "零\u200b宽\u2028行.txt".encode(),
    b"one\nline\r\x1b[31m\x01.txt",
    b"\xff\xfe\xed\xa0\x80.txt",
    b"A" * 250 + b".txt",
]
"""Names that a file can have; the file system decides, not UTF-8."""


@pytest.fixture(scope="module")
def disk_tabs(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    analyzer: Analyzer,
    serve: Callable[[Flask], str],
) -> Iterator[_Watching]:
    """A browser at a site over real files with hostile names and contents, read and indexed."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_bytes(f"名  称: 名称{number}的文件\n\n正文".encode())
    for name, text in PAYLOADS.items():
        _write_formats(folder, name, text)
    index = tmp_path_factory.mktemp("index")
    report = update_index(Store(index), [folder], analyzer)
    assert report.documents >= len(NAMES) + 2 * len(PAYLOADS)
    kept = _Watching(browser, serve(create_app(WhooshEngine(index, analyzer))))
    yield kept
    kept.close()


def _write_formats(folder: Path, name: str, text: str) -> None:
    """The payload in a text, a page and a list, as far as each can hold it."""
    flat = " ".join(text.split())
    labels = ("索引号", "发布机构", "成文日期", "发文字号", "有效性", "主题分类", "政策咨询电话")
    head = [f"{label}: {flat}" for label in labels]
    plain = "\n".join([*head, f"名  称: 文本{name}{flat}", "", "第一条　正文", text])
    (folder / f"text-{name}.txt").write_bytes(plain.encode("utf-8", "replace"))
    row = {
        **{"标题": f"列表{name}{text}", "发文机关": text, "文号": text, "正文": f"正文{text}"},
        **{"来源": f"javascript:{text}", "地区": text, "文种": text, "主题分类": text},
        **{"发布日期": text, "有效性": text, "索引号": text},
    }
    (folder / f"list-{name}.jsonl").write_bytes(json.dumps(row).encode())
    page = (
        f"<html><head><title>{text}</title><meta name=ArticleTitle content='{flat}'>"
        f"<meta name=ContentSource content='{flat}'></head><body><div class=TRS_Editor>"
        f"<h1>网页{name}{text}</h1><p>正文{text}</p><a href='{flat}'>附件{text}</a></div></body></html>"
    )
    (folder / f"page-{name}.html").write_bytes(page.encode("utf-8", "replace"))


@pytest.fixture
def look_on_disk(disk_tabs: _Watching) -> Iterator[Callable[..., Page]]:
    yield disk_tabs.look
    disk_tabs.console.check()


def test_files_with_hostile_names_are_found_shown_and_handed_out(
    look_on_disk: Callable[..., Page], tmp_path: Path
) -> None:
    for number in range(len(NAMES)):
        page = look_on_disk(f"/search?{_query(('q', f'标题:名称{number}的文件'))}")
        page.get_by_role("link", name=f"名称{number}的文件", exact=True).first.click()
        expect(page.locator("h1")).to_have_text(f"名称{number}的文件")
        _is_unharmed(page)
        with page.expect_download() as started:
            page.get_by_role("link", name="下载原文件").click()
        assert "/" not in started.value.suggested_filename
        started.value.save_as(tmp_path / "kept")
        assert f"名称{number}的文件".encode() in (tmp_path / "kept").read_bytes()


@pytest.mark.parametrize("name", EVERY)
def test_what_was_read_from_hostile_files_is_words(
    look_on_disk: Callable[..., Page], name: str
) -> None:
    page = look_on_disk(f"/search?{_query(('q', f'{name}'), ('size', '100'))}")
    _is_unharmed(page)
    addresses = page.locator("#main .hits h3 a").evaluate_all(
        "(links, name) => links.filter(a => a.textContent.includes(name)).map(a => a.href)", name
    )
    for address in addresses[:3]:
        _is_unharmed(look_on_disk(address))


@pytest.mark.parametrize("path", ["/", "/search?size=100", "/browse", "/status"])
def test_all_hostile_files_together_are_words(look_on_disk: Callable[..., Page], path: str) -> None:
    _is_unharmed(look_on_disk(path))
