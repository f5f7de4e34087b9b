"""The title of a page's document: what its head, its headings and the look of its lines say together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from index.conventions.genre import ends_with_genre
from index.conventions.issuers import is_authority
from index.readers.page.content import Content
from index.readers.page.furniture import is_page
from index.readers.page.lines import Line
from index.text.fold import squeeze
from index.text.han import TITLE_LETTERS

_SEPARATOR = re.compile(
    r"(?<!\s)\s*+(?:[_|>»›→＞﹥]|(?<![0-9A-Za-z-])--?(?![-0-9])|(?<!—)—(?!—)|--?(?=[^-0-9A-Za-z]))\s*+"
)
_SITE = re.compile(
    r"(?:网|网站|门户|政府|局|委|厅|部|署|院|会|办|平台|办公室|中心|公开|要闻|动态|专栏|频道|首页|主页|详情页?|正文|文章|内容|信息|新闻|列表|栏目|政务"
    r"|目录|文件|文库|政策库|法规|规章|法规库|公告栏|通知公告|公示公告|公告公示|公告|通知|公示|解读|服务|互动|业务|资讯)$"
)
_COLUMN = 14
_FEWEST = 5
_MOST = 200
_MOST_ABOVE = 60
_MOST_WITHIN = 8
_WORDS = re.compile(f"[{TITLE_LETTERS}]+")
_LOOKS = re.compile(
    r"(?:^|[-_ ])\w{0,12}(?:title|biaoti|heading|headline|tit|bt)\w{0,6}(?:$|[-_ ])", re.IGNORECASE
)
_STYLES = re.compile(
    r"text-align\s*+:\s*+center|font-weight\s*+:\s*+(?:bold|[6-9]00)|font-size\s*+:\s*+(?:1[89]|[2-5]\d)(?:\.\d+)?(?:pt|px)|黑体|小标宋",
    re.IGNORECASE,
)
_NEW_FILE = re.compile(
    r"^(?:新建|无标题|未命名|untitled|document|文档\s*\d*$|microsoft\s*word|wps).*$|^\W*$|\.(?:docx?|wps)$",
    re.IGNORECASE,
)
_ENOUGH = 3
_CLEAR = 5
_MOST_LINES = 5


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


def title_of(
    page: etree._Element, lines: Sequence[Line], content: Content, named: str, site: str
) -> Title:
    """The title of the document of a page.

    Args:
        named: what a label or ``<meta>`` calls it; empty where none does.
        site: the name of the site; empty where the page does not say.
    """
    head = page.find(".//title")
    whole = " ".join(("".join(head.itertext()) if head is not None else "").split())
    if _NEW_FILE.search(whole):
        whole = ""
    own = without_site(whole, site)
    if spread := _spread(lines, content, words(named or own)):
        return Title(named or own, *spread)
    best, score = _best(lines, content, words(named or whole), words(own))
    if named or best is None:
        return Title(named or own)
    if (
        own
        and score < _CLEAR
        and _words(lines[best]) not in words(whole)
        and not is_site(own, site)
    ):
        return Title(own)
    return Title(lines[best].text, best)


def _spread(lines: Sequence[Line], content: Content, told: str) -> tuple[int, int] | None:
    """Where lines that follow each other say what the page is called: the first, and how many."""
    for at in _range(lines, content) if told else ():
        gathered = ""
        for count, line in enumerate(lines[at : at + _MOST_LINES], 1):
            gathered += _words(line)
            if gathered == told:
                return at, count
            if not told.startswith(gathered) or not gathered:
                break
    return None


def _range(lines: Sequence[Line], content: Content) -> range:
    """Where a title may stand: above the text, or among its first lines."""
    return range(max(0, content.first - _MOST_ABOVE), min(len(lines), content.first + _MOST_WITHIN))


def without_site(title: str, site: str = "") -> str:
    """``<title>`` without the names of site and columns, before or behind it."""
    parts = _SEPARATOR.split(title)
    marks = [found[0] for found in _SEPARATOR.finditer(title)]
    first, end = 0, len(parts)
    while end - first > 1 and is_site(parts[end - 1], site):
        end -= 1
    while end - first > 1 and is_site(parts[first], site):
        first += 1
    left = parts[first]
    for mark, part in zip(marks[first : end - 1], parts[first + 1 : end], strict=True):
        left += mark + part
    return left.strip()


def is_site(part: str, site: str = "") -> bool:
    """Whether a part of ``<title>`` names a site or one of its columns."""
    part = part.strip()
    if not part or (site and words(part) == words(site)):
        return True
    if "关于" in part or part[-1] in "》）)":
        return False
    return bool(_SITE.search(part)) and (
        len(part) <= _COLUMN or is_authority(part) or part.endswith(("网", "网站", "平台", "门户"))
    )


def _best(lines: Sequence[Line], content: Content, told: str, own: str) -> tuple[int | None, int]:
    """The line that most speaks for being the title, and how much.

    Args:
        told, own: what the page is called, with and without the site, as :func:`words`.
    """
    best: int | None = None
    most = _ENOUGH - 1
    for at in _range(lines, content):
        score = _score(lines, at, told, own)
        if score > most:
            best, most = at, score
    return best, most


def _score(lines: Sequence[Line], at: int, told: str, own: str) -> int:
    line = lines[at]
    if (
        not _FEWEST <= line.size <= _MOST
        or line.linked * 2 > line.size
        or line.filed * 2 > line.size
    ):
        return -9
    if line.text[-1] in "。；，：:;,、" or is_page(line):
        return -9
    here = _words(line)
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
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and (below.pairs or below.dated):
        score += 1
    return score


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


def words(text: str) -> str:
    """What titles are compared by: neither space nor punctuation."""
    return "".join(_WORDS.findall(squeeze(text).text))


def _words(line: Line) -> str:
    """As :func:`words`, of a line, which is folded already."""
    return "".join(_WORDS.findall(line.folded))
