"""Pages of government sites: metadata table, standard ``<meta>``, body container, no chrome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from index.conventions.labels import field_of, scan
from index.document import Attachment
from index.errors import Unreadable
from index.readers import refusals
from index.readers.extract import Extract
from index.readers.options import Options
from index.text.encodings import decode

_METAS = {
    "articletitle": ("title", "ArticleTitle"),
    "pubdate": ("published_on", "PubDate"),
    "contentsource": ("source", "ContentSource"),
    "sitename": ("site", "SiteName"),
    "indexnumber": ("index_number", "IndexNumber"),
    "url": ("source_url", "Url"),
}
_CONTAINERS = (
    "#UCAP-CONTENT", "#zoom", ".TRS_Editor", ".TRS_UEDITOR", ".trs_paper_default", ".wzcon",
    ".mainTextBox", ".article-content", ".article-content-body", ".content_article", ".pages_content",
    ".xxgk_article", ".article_con", ".article", "#content", ".content",
)  # fmt: skip
_CONTAINER_TAGS = ("div", "td", "article", "section")
_FEWEST = 40
_SHORT = 80
_MOST_LOOKED_AT = 300
_MOST_NODES = 100
_LONGEST_ADDRESS = 2_048
_MOST_ATTACHMENTS = 1_000
_CHROME_TAGS = (
    "script",
    "style",
    "noscript",
    "iframe",
    "nav",
    "form",
    "button",
    "select",
    "svg",
    "textarea",
)
_CHROME_NAMES = re.compile(
    r"(?:^|[-_ ])(?:share|print|nav|navbar|menu|footer|foot|header|bread|breadcrumb|crumbs?|toolbar|qrcode|ewm"
    r"|related|relevant|copyright|login|search|sxp|extended|modal|pagination|sidebar|banner|dib_div|qr_container"
    r"|bdsharebuttonbox|pageBreak|attr|font-?size)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "thead", "tr", "ul", "title",
))  # fmt: skip
_CELLS = ("td", "th")
_INNER_TABLE = (".//table", ".//tr")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar|pptx?)$", re.IGNORECASE)
_RESOURCE_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_PAGE_ENDS = re.compile("[\x0b\x0c]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What pages hold and lxml gives, but does not take: XML has no such characters."""
_SITE_SUFFIX = re.compile(
    r"(?<!\s)\s*+(?:_|--?|\||—)\s*[^_|—-]{2,30}(?:网|网站|门户|政府|局|委|厅|部|平台)\s*$"
)


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a page."""
    yield parse_html(decode(content.read()), name)


def html_lines(text: str) -> list[str]:
    """The text of a page that is all document (a part of another file): one paragraph a line."""
    page = _page(text)
    if page is None:
        return []
    _drop(page, lambda element: element.tag in ("script", "style", "title"))
    return list(_lines(page))


def parse_html(text: str, name: str) -> Extract:
    """Metadata, title and body of a page told apart."""
    page = _page(text)
    if page is None:
        return Extract(name)
    metas = list(_metas(page))
    heading = _heading(page)
    _drop_chrome(page)
    body = _container(page)
    attachments = _attachments(body, _address(metas)) if body is not None else ()
    lines = list(_lines(body)) if body is not None else []
    if body is not None and body.tag != "body":
        _take_out(body)
    printed = [*_table(page), *_labelled_lines(page), *metas]
    return Extract(name, printed=printed, title=heading, lines=lines, attachments=attachments)


def _page(text: str) -> HtmlElement | None:
    """The tree of a page; None of a page without anything.

    Raises:
        Unreadable: the parser gave up before its end, so that text would be missing.
    """
    # The text was decoded before: whatever encoding the page declares is no longer true.
    # Without ``huge_tree`` it ends, and says nothing, at the 256th level and at 10 MB of one piece.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        page = None
    if any(error.type == _RESOURCE_LIMIT for error in parser.error_log):
        raise Unreadable(refusals.PAGE_TOO_DEEP)
    return page


def _metas(page: HtmlElement) -> Iterator[tuple[str, str, str]]:
    for meta in page.iter("meta"):
        known = _METAS.get((meta.get("name") or "").lower())
        value = " ".join((meta.get("content") or "").split())
        if known and value:
            yield (*known, value)
    for link in page.iter("link"):
        if link.get("rel") == "canonical" and _is_address(link.get("href") or ""):
            yield "source_url", "canonical", link.get("href") or ""


def _address(metas: list[tuple[str, str, str]]) -> str:
    found = next((value for field, _, value in metas if field == "source_url"), "")
    return found if len(found) <= _LONGEST_ADDRESS else ""


def _is_address(text: str) -> bool:
    """Whether a text is an address of the web; ``http://[x`` is none."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def _path(address: str) -> str:
    """Where a link leads on its site, as far as that can be told of one that is broken."""
    try:
        return urlsplit(address).path
    except ValueError:
        return re.split("[?#]", address, maxsplit=1)[0]


def _joined(base: str, address: str) -> str:
    """``address`` as seen from ``base``, as far as these are addresses."""
    for known in (base, ""):
        try:
            return urljoin(known, address)
        except ValueError:
            continue
    return address


def _heading(page: HtmlElement) -> str:
    """What the page calls itself: its one ``<h1>``, else ``<title>`` without the site's name."""
    headings = list(islice(page.iter("h1"), 2))
    if len(headings) == 1 and len(text := " ".join(headings[0].text_content().split())) > 4:
        return text
    title = page.find(".//title")
    text = " ".join((title.text_content() if title is not None else "").split())
    return _SITE_SUFFIX.sub("", text)


def _drop_chrome(page: HtmlElement) -> None:
    """Remove what belongs to the site and not to the document."""
    containers = (e for e in page.iter("div", "td") if any(_matches(e, c) for c in _CONTAINERS[:9]))
    with_text = _enclosing(containers)
    with_heading = _enclosing(h.getparent() for h in page.iter("h1"))
    _drop(page, lambda element: _is_chrome(element, with_text, with_heading))


def _enclosing(elements: Iterable[HtmlElement | None]) -> set[HtmlElement]:
    """``elements`` and all that they stand in."""
    found: set[HtmlElement] = set()
    for element in elements:
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _drop(page: HtmlElement, is_unwanted: Callable[[HtmlElement], bool]) -> None:
    """Remove elements with all that is in them; what follows them stays.

    A text is put together once for each place: ``drop_tree`` would do so for every element.
    """
    left = [page]
    while left:
        parent = left.pop()
        keeper: HtmlElement | None = None
        texts = [parent.text or ""]
        for child in list(parent):
            if is_unwanted(child):
                texts.append(child.tail or "")
                parent.remove(child)
                continue
            _put(parent, keeper, texts)
            keeper, texts = child, [child.tail or ""]
            left.append(child)
        _put(parent, keeper, texts)


def _take_out(element: HtmlElement) -> None:
    """Remove one element; what follows it stays. The root stays, too."""
    parent, keeper = element.getparent(), element.getprevious()
    if parent is None:
        return
    before = parent.text if keeper is None else keeper.tail
    texts = [before or "", element.tail or ""]
    parent.remove(element)
    _put(parent, keeper, texts)


def _put(parent: HtmlElement, keeper: HtmlElement | None, texts: list[str]) -> None:
    if len(texts) == 1:
        return
    text = _UNWRITABLE.sub("", _PAGE_ENDS.sub(" ", "".join(texts)))
    if keeper is None:
        parent.text = text
    else:
        keeper.tail = text


def _is_chrome(
    element: HtmlElement, with_text: set[HtmlElement], with_heading: set[HtmlElement]
) -> bool:
    if element.tag in ("html", "body", "head"):
        return False
    if element.tag in _CHROME_TAGS:
        return True
    if element.tag in ("footer", "header", "aside") and element not in with_heading:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    hidden = "display:none" in (element.get("style") or "").replace(" ", "")
    return bool(hidden or _CHROME_NAMES.search(names)) and element not in with_text


def _container(page: HtmlElement) -> HtmlElement | None:
    """The element that holds the text: a usual container, else the densest one."""
    lengths = _lengths(page)
    for wanted in _CONTAINERS:
        found = [e for e in lengths if e.tag in _CONTAINER_TAGS and _matches(e, wanted)]
        best = max(found, key=lengths.__getitem__, default=None)
        if best is not None and lengths[best] >= _FEWEST:
            return best
    paragraphs: dict[HtmlElement, int] = {}
    for paragraph in page.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            paragraphs[parent] = paragraphs.get(parent, 0) + lengths[paragraph]
    densest = max(paragraphs, key=lambda e: paragraphs[e], default=None)
    if densest is not None and paragraphs[densest] >= _FEWEST:
        return densest
    body: HtmlElement | None = page.find("body")
    return body


def _matches(element: HtmlElement, container: str) -> bool:
    name = container[1:]
    if container[0] == "#":
        return (element.get("id") or "").lower() == name.lower()
    return name in (element.get("class") or "").split()


def _lengths(page: HtmlElement) -> dict[HtmlElement, int]:
    """How many characters, white space apart, stand in each container and paragraph, in their
    order; counted in one pass."""
    lengths: dict[HtmlElement, int] = {}
    before: list[int] = []
    count = 0
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            before.append(count)
            if node.tag == "p" or (
                node.tag in _CONTAINER_TAGS and (node.get("id") or node.get("class"))
            ):
                lengths[node] = 0
            count += _visible(node.text)
            continue
        begun = before.pop()
        if node in lengths:
            lengths[node] = count - begun
        count += _visible(node.tail)
    return lengths


def _visible(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _is_short(element: HtmlElement) -> bool:
    """Whether few characters stand in an element; no more of it is looked at than is needed."""
    count = 0
    for number, node in enumerate(element.iter()):
        tail = node.tail if number and node.tail else ""
        count += _visible((node.text or "")[:_MOST_LOOKED_AT]) + _visible(tail[:_MOST_LOOKED_AT])
        if count >= _SHORT or number > _MOST_NODES:
            return False
    return True


def _table(page: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Label cells and the cells behind them, in the innermost tables."""
    for row in page.iter("tr"):
        cells = [cell for cell in row if cell.tag in _CELLS]
        if any(cell.find(inner) is not None for cell in cells for inner in _INNER_TABLE):
            continue
        texts = [" ".join("\n".join(_lines(cell)).split()) for cell in cells]
        for label, value in pairwise(texts):
            if (field := field_of(label)) and not field_of(value):
                yield field, label.strip(" :："), value


def _labelled_lines(page: HtmlElement) -> Iterator[tuple[str, str, str]]:
    for line in _lines(page):
        if len(line) <= 300:
            yield from scan(line)


def _lines(element: HtmlElement) -> Iterator[str]:
    """The text of an element, one paragraph a line, cells of a row parted by spaces."""
    line: list[str] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield text

    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if not isinstance(tag, str):
            continue
        cell_block = tag in ("p", "div") and _in_cell(node, element)
        if tag in _BLOCKS and not cell_block:
            yield from flush()
        elif tag in _CELLS or cell_block:
            line.append("  ")
        if event == "start" and node.text:
            line.append(node.text)
        elif event == "end" and node.tail and node is not element:
            line.append(node.tail)
    yield from flush()


def _in_cell(node: HtmlElement, top: HtmlElement) -> bool:
    """Whether a paragraph stands in a small table cell, where it is no paragraph of the text."""
    parent = node.getparent()
    if parent is None or parent is top or parent.tag not in _CELLS:
        return False
    few = next(islice(parent, 2, None), None) is None  # ``len`` would count all of them
    return few and _is_short(parent)


def _attachments(body: HtmlElement, base: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for link in body.iter("a"):
        if len(found) == _MOST_ATTACHMENTS:
            break
        address = (link.get("href") or "").strip()
        if _FILE.search(_path(address)):
            whole = _joined(base, address)
            name = " ".join(link.text_content().split()) or whole.rsplit("/", 1)[-1]
            found[whole] = Attachment(name, whole if _is_address(whole) else "")
    return tuple(found.values())
