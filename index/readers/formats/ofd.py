"""OFD files (GB/T 33190-2016), China's own fixed-layout format: text objects and their places.

Read are the pages' text objects, those of templates among them; annotations, signatures and
seals are no text. A template on every page of several is letterhead or watermark: furniture.

Numbers in a file are not trusted: what is no number counts as none, and a repetition
(``g 999999999 1``) never goes beyond the text it belongs to.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from math import hypot, isfinite
from typing import BinaryIO, NamedTuple
from unicodedata import category, east_asian_width

from lxml import etree

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.containers.archive import Package
from index.readers.containers.xml import attribute, child, tag
from index.readers.drawing.ofd import has_picture, rules_of
from index.readers.extract import Extract
from index.readers.layout.lines import Mark, Sheet, quarter
from index.readers.layout.pages import Lack, Reading, Recogniser, checked, read_pages
from index.readers.layout.paragraphs import printed_title
from index.readers.options import Options
from index.readers.recognition.scans import Scans, scans_or_none

_A4 = (0.0, 0.0, 210.0, 297.0)
_STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST = 1e6  # millimetres; no page is a kilometre wide


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract]:
    """The one document of an OFD file."""
    yield parse_ofd(content.read(), name, scans_or_none(options.scans, options.scan_pages))


def parse_ofd(data: bytes, name: str, scans: Scans | None = None) -> Extract:
    """The text of an OFD file; pages that are pictures are asked of ``scans``.

    Raises:
        ToRecognise: pages are to be recognised first.
        Unreadable: it is damaged, too long, or has no text.
    """
    package = Package(data)
    root = next((entry for entry in package.names if entry.lower() == "ofd.xml"), None)
    if root is None:
        raise Unreadable(refusals.NO_OFD)
    parts = package.xml(root)
    if any(tag(part).startswith("Encrypt") for part in parts.iter()):  # GM/T 0099
        raise Unreadable(refusals.LOCKED)
    bodies = [body for body in parts if tag(body) == "DocBody"]
    scans = scans or scans_or_none(None)
    reading = _Text(package, scans.recogniser(_A4[3], (Lack.IMAGE,))).reading(root, bodies)
    scans.settle(refusals.SCAN_WAITS)
    warnings = [*checked(reading, "OFD", scans.advice, scans.read), *scans.warnings()]
    info = child(bodies[0], "DocInfo") if bodies else None
    title = child(info, "Title")
    known = printed_title(_words(title), reading.lines) or reading.title
    return Extract(
        name, title=known, lines=reading.lines, warnings=warnings, recognised_pages=scans.read
    )


class _Page(NamedTuple):
    """A page: its measures, the elements with its content, and the templates it uses."""

    box: tuple[float, ...]
    content: etree._Element
    templates: tuple[str, ...]


class _Text:
    """The text of one file."""

    def __init__(self, package: Package, recognise: Recogniser | None) -> None:
        self._package = package
        self._recognise = recognise
        self._count = 0

    def reading(self, root: str, bodies: list[etree._Element]) -> Reading:
        """What all documents in the file say, its pages numbered through."""
        parts = [self._document(root, body) for body in bodies]
        if not self._count:
            raise Unreadable(refusals.OFD_WITHOUT_PAGES)
        lines = [line for part in parts for line in part.lines]
        lacking = {number: why for part in parts for number, why in part.lacking.items()}
        return Reading(lines, parts[0].title, self._count, lacking)

    def _document(self, root: str, body: etree._Element) -> Reading:
        path = _resolved(root, _words(child(body, "DocRoot")))
        document = self._xml(path)
        pages = _children(child(document, "Pages"), "Page")
        first = self._count + 1
        self._count += len(pages)
        if self._count > limits.PAGES:
            raise Unreadable(refusals.too_many_pages("OFD"))
        common = child(document, "CommonData")
        templates = {
            attribute(element, "ID"): _resolved(path, attribute(element, "BaseLoc"))
            for element in _children(common, "TemplatePage")
        }
        paths = [_resolved(path, attribute(page, "BaseLoc")) for page in pages]
        box = _box(child(common, "PageArea"), _A4)
        sheets = self._sheets([self._page(path, box) for path in paths], templates, first)
        return read_pages(sheets, self._recognise)

    def _sheets(self, pages: list[_Page], templates: dict[str, str], first: int) -> Iterator[Sheet]:
        furniture = _furniture(pages)
        shown = {
            name: (list(_marks(self._xml(path))), rules_of(self._xml(path)))
            for name, path in templates.items()
            if name not in furniture and any(name in page.templates for page in pages)
        }
        for number, page in enumerate(pages, first):
            marks, rules = list(_marks(page.content)), rules_of(page.content)
            for template in dict.fromkeys(page.templates):  # named twice it is printed once
                more, drawn = shown.get(template, ((), ()))
                marks += more
                rules += drawn
                if len(marks) > limits.CHARACTERS:
                    raise Unreadable(refusals.TOO_MANY_CHARACTERS)
            is_drawn = has_picture(page.content)
            yield Sheet(number, page.box[2], page.box[3], marks, is_drawn, rules)

    def _page(self, path: str, usual: tuple[float, ...]) -> _Page:
        root = self._xml(path)
        templates = (attribute(part, "TemplateID") for part in root if tag(part) == "Template")
        return _Page(_box(child(root, "Area"), usual), root, tuple(templates))

    def _xml(self, path: str) -> etree._Element:
        if path not in self._package:
            raise Unreadable(refusals.OFD_DAMAGED)
        return self._package.xml(path)


def _furniture(pages: list[_Page]) -> set[str]:
    """The templates that stand on every page of several."""
    used = Counter(name for page in pages for name in set(page.templates))
    return {name for name, times in used.items() if times == len(pages) > 1}


def _resolved(base: str, location: str) -> str:
    """The name in the archive that a location in the file ``base`` means; never outside it."""
    location = location.strip().replace("\\", "/")
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location))
    return path.lstrip("/")


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [element for element in parent if tag(element) == name]


def _words(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _box(area: etree._Element | None, usual: tuple[float, ...]) -> tuple[float, ...]:
    """The page's own measures (x, y, width, height in millimetres)."""
    box = _numbers(_words(child(area, "PhysicalBox")))
    return box if len(box) == 4 and box[2] > 0 and box[3] > 0 else usual


def _marks(content: etree._Element) -> Iterator[Mark]:
    for element in content.iter("{*}TextObject"):
        boundary = _numbers(attribute(element, "Boundary"))
        if len(boundary) == 4:
            yield from _object(element, boundary[0], boundary[1])


def _object(element: etree._Element, left: float, top: float) -> Iterator[Mark]:
    """The characters of one text object whose boundary begins at ``left``, ``top``."""
    a, b, c, d, e, f = _matrix(attribute(element, "CTM"))
    turn = quarter(a, b)
    size = _number(attribute(element, "Size"), 0.0)
    if turn is None or not size > 0:
        return
    wide = size * (_number(attribute(element, "HScale"), 1.0) or 1.0)
    x = y = 0.0
    for code in _children(element, "TextCode"):
        x, y = _number(attribute(code, "X"), x), _number(attribute(code, "Y"), y)
        for text, at, down, advance in _placed(code, wide):
            h, v = x + at, y + down
            place = (left + a * h + c * v + e, top + b * h + d * v + f)
            yield Mark(text, *place, advance * hypot(a, b), round(size * hypot(c, d), 2), turn)


def _placed(code: etree._Element, wide: float) -> Iterator[tuple[str, float, float, float]]:
    """(text, x, y, width) of each character of a TextCode, from its beginning."""
    text = (code.text or "").strip("\r\n\t")
    across = list(_deltas(attribute(code, "DeltaX"), len(text)))
    down = list(_deltas(attribute(code, "DeltaY"), len(text)))
    if any(down) and not any(across):
        word = "".join(letter for letter in text if _is_visible(letter))
        if word:
            yield word, 0.0, 0.0, wide  # written downwards: one column is one word
        return
    x = y = 0.0
    for at, letter in enumerate(text):
        natural = wide if east_asian_width(letter) in "WFA" else wide / 2
        step = across[at] if at < len(across) else natural
        is_latin = natural < wide and 0 < step <= 1.05 * wide
        if _is_visible(letter):
            yield letter, x, y, step if is_latin else natural
        x += step
        y += down[at] if at < len(down) else 0.0


def _is_visible(letter: str) -> bool:
    return category(letter) not in ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")


def _deltas(listed: str, most: int) -> Iterator[float]:
    """The steps of a DeltaX or DeltaY, ``g 3 5.5`` being three of 5.5; at most ``most``."""
    tokens = iter(listed.split(maxsplit=3 * most + 1))
    left = most
    for token in tokens:
        times = 1
        if token == "g":
            times = int(max(0.0, _number(next(tokens, ""), 0.0)))
            token = next(tokens, "")
        step = _number(token, 0.0)
        for _ in range(min(times, left)):
            yield step
        left -= min(times, left)
        if not left:
            return


def _matrix(listed: str) -> tuple[float, ...]:
    numbers = _numbers(listed)
    return numbers if len(numbers) == 6 else _STRAIGHT


def _numbers(listed: str) -> tuple[float, ...]:
    return tuple(_number(token, 0.0) for token in listed.split(maxsplit=8)[:7])


def _number(token: str, otherwise: float) -> float:
    try:
        number = float(token)
    except ValueError:
        return otherwise
    return number if isfinite(number) and abs(number) < _MOST else otherwise
