"""An HTML page read as a strict browser would: what no page may hold, what is printed where."""

from __future__ import annotations

import html.parser
import re

from flask.testing import FlaskClient
from lxml import html as lxml_html
from lxml.html import FormElement, HtmlElement

VOID = {"br", "col", "hr", "img", "input", "link", "meta"}


class _Balance(html.parser.HTMLParser):
    """Asserts what a lenient parser would mend: every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def assert_well_formed(text: str) -> None:
    balance = _Balance()
    balance.feed(text)
    balance.close()
    assert not balance.open
    assert len(balance.ids) == len(set(balance.ids)), "an id stands twice"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", text)


SCRIPT = "/static/zhengce.js"
"""The only script of the site."""


def assert_harmless(tree: HtmlElement) -> None:
    """Nothing a browser would run, wherever it came from."""
    scripts = tree.xpath("//script")
    assert [(script.get("src") or "").partition("?")[0] for script in scripts] == [SCRIPT]
    assert not any(script.text for script in scripts), "a script within the page"
    assert not tree.xpath("//iframe | //object | //embed | //style | //base")
    drawn = tree.xpath("//svg//*[not(self::path or self::rect)]")
    assert not drawn, "a drawing has shapes alone"
    images = tree.xpath("//img")
    assert all(str(image.get("src")).startswith("/static/") for image in images)
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in ("style", "srcdoc"), name
            if name in ("href", "src", "action"):
                assert re.match(r"/|#|https?://", value), value


def page(client: FlaskClient, url: str, code: int = 200) -> HtmlElement:
    """The page at ``url``, looked through for what no page may have."""
    response = client.get(url)
    assert response.status_code == code, url
    assert response.mimetype == "text/html"
    assert_well_formed(response.text)
    tree = lxml_html.document_fromstring(response.text)
    assert_harmless(tree)
    return tree


def words(tree: HtmlElement, xpath: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(xpath)]


def titles(tree: HtmlElement) -> list[str]:
    return [link.text_content() for link in tree.xpath("//section[@class='found']//h3/a")]


def form_of(tree: HtmlElement) -> FormElement:
    """The search form of a page."""
    form = tree.get_element_by_id("f")
    assert isinstance(form, FormElement)
    return form
