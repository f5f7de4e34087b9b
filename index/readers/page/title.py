"""The title of a page's document: what its head, its headings and the look of its lines say together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from index.conventions import doc_number
from index.conventions.genre import ends_with_genre
from index.conventions.issuers import is_authority
from index.readers.page.content import Content
from index.readers.page.furniture import is_page
from index.readers.page.lines import BLOCKS, Line
from index.readers.page.naming import Named, is_site, line_words, shown, words
from index.text.han import HUNDREDS

_FEWEST = 5
_MOST = 200
_MOST_ABOVE = 60
_MOST_WITHIN = 8
_LOOKS = re.compile(
    r"(?:^|[-_ ])\w{0,12}(?:title|biaoti|heading|headline|tit|bt)\w{0,6}(?:$|[-_ ])", re.IGNORECASE
)
_STYLES = re.compile(
    r"text-align\s*+:\s*+center|font-weight\s*+:\s*+(?:bold|[6-9]00)|font-size\s*+:\s*+(?:1[89]|[2-5]\d)(?:\.\d+)?(?:pt|px)|黑体|小标宋",
    re.IGNORECASE,
)
_ENOUGH = 3
_CLEAR = 5
_MOST_ISSUERS = 5
_MOST_LINES = 4
_FEWEST_LINES = 2
_LONGEST_PART = 60
SERIAL = re.compile(rf"\W?(?:(?:19|20)\d\d\W?年?\s?)?第?\s?[\d{HUNDREDS}]{{1,6}}\s?号\W?")
"""The number of an announcement below the words 某局公告: 第7号, 2025年第7号."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a page calls its document.

    Attributes:
        text: empty where nothing says.
        at: the number of its (first) line; -1 where the page shows none.
        count: how many lines it takes.
    """

    text: str
    at: int = -1
    count: int = 1


def title_of(lines: Sequence[Line], content: Content, named: Named) -> Title:
    """The title of the document of a page."""
    within = _range(lines, content)
    own = "" if named.is_no_title else words(named.own)
    for name in (words(named.told), own):
        if place := next(shown(lines, name, within), None):
            return Title(named.told or named.own, *place)
    if named.told:
        return Title(named.told)
    for name in named.names():
        if place := next(shown(lines, name, within), None):
            return Title("".join(line.text for line in lines[place[0] : sum(place)]), *place)
    if named.is_property:  # and nowhere on the page
        named = replace(named, whole="", own="")
    best, score = _best(lines, content, named)
    if best is None:
        return Title(named.own)
    is_own = named.own and not named.is_no_title
    if is_own and score < _CLEAR and words(best.text) not in words(named.whole):
        return Title(named.own)
    first = _with_issuers(lines, best.at)
    text = "".join(line.text for line in lines[first : best.at])
    return Title(text + best.text, first, best.at + best.count - first)


def _with_issuers(lines: Sequence[Line], at: int) -> int:
    """Where a title begins that names its issuers in lines of their own above 关于…."""
    if not lines[at].text.startswith("关于"):
        return at
    first, beside = at, _beside(lines[at])
    while first and at - first < _MOST_ISSUERS:
        above = lines[first - 1]
        if above.linked or not is_authority(above.text) or _beside(above) is not beside:
            break
        first -= 1
    return first


def _block(line: Line) -> etree._Element | None:
    """The block of a line."""
    element: etree._Element | None = line.place
    while element is not None and (element.tag not in BLOCKS or element.tag == "br"):
        element = element.getparent()
    return element


def _beside(line: Line) -> etree._Element | None:
    """What the block of a line stands in."""
    block = _block(line)
    return block.getparent() if block is not None else None


def _range(lines: Sequence[Line], content: Content) -> range:
    """Where a title may stand: above the text, or among its first lines."""
    return range(max(0, content.first - _MOST_ABOVE), min(len(lines), content.first + _MOST_WITHIN))


def _best(lines: Sequence[Line], content: Content, named: Named) -> tuple[Title | None, int]:
    """The line (or lines) that most speaks for being the title, and how much."""
    told, own = words(named.whole), words(named.own)
    best: Title | None = None
    most = _ENOUGH - 1
    for at in _range(lines, content):
        count = _count(lines, at)
        score = _score(_one(lines[at : at + count]), lines[at + count : at + count + 1], told, own)
        if score > most:
            best, most = (
                Title("".join(line.text for line in lines[at : at + count]), at, count),
                score,
            )
    return best, most


def _count(lines: Sequence[Line], at: int) -> int:
    """How many lines from ``at`` on are one title: breaks part them, or they stand each in a block
    of its own, set as titles are, and the first cannot stand alone."""
    if not _may_be_part(lines[at]) or is_authority(lines[at].text):
        return 1
    text, block, count = "", _block(lines[at]), 1
    for line in lines[at : at + _MOST_LINES]:
        if not _may_be_part(line) or not _is_beside(line, lines[at], block):
            break
        text += line.text
        if ends_with_genre(text):
            return count
        count += 1
    else:
        return 1
    is_heading = count > _FEWEST_LINES and block is _block(lines[at + 1]) and _tag(lines[at])
    return count - 1 if is_heading else 1


def _may_be_part(line: Line) -> bool:
    """Whether a line may be one of a title of several."""
    return (
        line.size <= _LONGEST_PART
        and not (is_page(line) or line.sentence or line.linked or line.filed)
        and line.text[-1] not in "。；：:;"
        and not _is_number(line)
    )


def _is_number(line: Line) -> bool:
    """Whether a line is a 发文字号 or the last part of one."""
    if line.size > _LONGEST_PART or line.text[-1] not in "号)）":
        return False
    return bool(SERIAL.fullmatch(line.folded) or doc_number.parse(line.text))


def _is_beside(line: Line, first: Line, block: etree._Element | None) -> bool:
    """Whether a line stands in the block of the first one, or in the next of the same looks."""
    if _block(line) is block:
        return bool(_tag(first) or _looks(first.place))
    is_next = _beside(line) is _beside(first)
    return is_next and bool(_looks(line.place) and _looks(first.place))


def _one(lines: Sequence[Line]) -> Line:
    """Lines of a title as one."""
    if len(lines) == 1:
        return lines[0]
    return replace(
        lines[0],
        text="".join(line.text for line in lines),
        folded="".join(line.folded for line in lines),
        size=sum(line.size for line in lines),
    )


def _score(line: Line, below: Sequence[Line], told: str, own: str) -> int:
    if (
        not _FEWEST <= line.size <= _MOST
        or line.linked * 2 > line.size
        or line.filed * 2 > line.size
    ):
        return -9
    if line.text[-1] in "。；，：:;,、" or is_page(line) or _is_number(line):
        return -9
    here = line_words(line)
    if not here:
        return -9
    score = 0
    if told and here in told and len(here) * 2 >= len(own) and not is_site(line.text):
        score += 4 + 2 * (here == own)
    tag = _tag(line)
    score += {"h1": 3, "h2": 2, "h3": 1}.get(tag, 0)
    score += _looks(line.place)
    if ends_with_genre(line.text):
        score += 1 + ("关于" in line.text)
    if is_authority(line.text) and not ends_with_genre(line.text):
        score -= 4
    return score + any(other.pairs or other.dated for other in below)


def _tag(line: Line) -> str:
    if not line.heading:
        return ""
    element: etree._Element | None = line.place
    for _ in range(8):
        if element is None or element.tag in ("h1", "h2", "h3"):
            break
        element = element.getparent()
    return str(element.tag) if element is not None else ""


def _looks(element: etree._Element | None) -> int:
    """1 where a line is set as a title is: centred, bold, large, or so named."""
    for _ in range(3):
        if element is None or element.tag == "body":
            return 0
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
        if (
            element.tag in ("b", "strong", "center")
            or element.get("align") == "center"
            or _LOOKS.search(names)
        ):
            return 1
        if _STYLES.search((element.get("style") or "")[:300]):
            return 1
        element = element.getparent()
    return 0
