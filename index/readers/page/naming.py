"""What the head of a page calls its document, the names of site and columns left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from index.conventions import doc_number
from index.conventions.genre import ends_with_genre
from index.conventions.issuers import is_authority
from index.readers import limits
from index.readers.page.lines import Line
from index.readers.page.pairs import Pair
from index.text.fold import fold, squeeze
from index.text.han import HAN, TITLE_LETTERS

_SEPARATOR = re.compile(
    r"(?<!\s)\s*+(?:[_|>»›→＞﹥]|(?<![0-9A-Za-z-])-{1,3}(?![-0-9])|(?<![—\d])—(?![—\d])|-{1,3}(?=[^-0-9A-Za-z]))\s*+"
)
_SITE = re.compile(
    r"(?:网|网站|门户|政府|局|委|厅|部|署|院|会|办|平台|办公室|中心|公开|要闻|动态|专栏|频道|首页|主页|详情页?|正文|文章|内容|信息|新闻|列表|栏目|政务"
    r"|目录|文件|文库|政策库|法规|规章|法规库|公告栏|通知公告|公示公告|公告公示|公告|通知|公示|解读|服务|互动|业务|资讯)$"
)
_OFFICE = re.compile(r"^(?:Microsoft Word|Word\.|WPS )", re.IGNORECASE)
_MOST_METAS = 100
_LONGEST_GENERATOR = 100
_NEW_FILE = re.compile(
    r"^(?:新建|无标题|未命名|untitled|document|文档\s*\d*$|microsoft\s*word|wps).*$|^\W*$|\.(?:docx?|wps)$",
    re.IGNORECASE,
)
_COLUMN = 14
_FEWEST = 6
_MOST_LINES = 5
_MOST_MARKS = 4
_MOST_NAMES = 20
_MOST_PIECES = 100
_WORDS = re.compile(f"[{TITLE_LETTERS}]+")
_IN_BRACKETS = re.compile(r"[(\[](?P<number>(?:[^()\[\]]|[(\[]\d{4}[)\]]){4,40}号令?)[)\]]+$")
_BEHIND_SPACE = re.compile(rf"\s(?P<number>{HAN}{{1,12}}\[\d{{4}}\]第?\d{{1,5}}号)$")
_TAG = re.compile(rf"^\[{HAN}{{2,8}}(?<!稿)\]\s*+(?=\S{{8}})")
_DAY = re.compile(r"(?:20)?\d\d\d{2,4}")


@dataclass(frozen=True, slots=True)
class Named:
    """What the head of a page calls its document.

    Attributes:
        whole: ``<title>``; empty where it names a new file.
        own: that without site and columns; empty where nothing is left.
        told: what ``<meta>`` calls it; empty where none does.
        site: what the site calls itself.
        is_property: whether ``<title>`` is a property of a file that Word or WPS has saved as a page:
            whatever somebody wrote there once.
    """

    whole: str = ""
    own: str = ""
    told: str = ""
    site: str = ""
    is_property: bool = False

    @property
    def is_no_title(self) -> bool:
        """Whether ``<title>`` says nothing but where the page is, or the number of what is on it."""
        return _is_no_title(self.own, self.site)

    def names(self) -> list[str]:
        """All that may be a title, as :func:`words`, the likeliest first."""
        parts = [p for p in _SEPARATOR.split(self.whole) if not _is_no_title(p, self.site)]
        own = "" if self.is_no_title else self.own
        found = map(words, (self.told, own, *parts))
        likely = (name for name in dict.fromkeys(found) if len(name) >= _FEWEST)
        return list(islice(likely, _MOST_NAMES))


def named_of(page: etree._Element, metas: Sequence[Pair]) -> Named:
    """What a page's head says.

    Args:
        metas: what its ``<meta>`` say.
    """
    head = page.find(".//title")
    text = "".join(islice(head.itertext(), _MOST_PIECES)) if head is not None else ""
    whole = " ".join(text[: limits.VALUE_CHARACTERS].split())
    if _NEW_FILE.search(whole):
        whole = ""
    site = next((value for field, _, value in metas if field == "site"), "")
    told = next((value for field, _, value in metas if field == "title"), "")
    told = told[: limits.VALUE_CHARACTERS]
    return Named(whole, without_site(whole, site), told, site, _is_of_office(page))


def _is_of_office(page: etree._Element) -> bool:
    """Whether a page says that Word or WPS has saved it."""
    said = (
        meta.get("content") or ""
        for meta in islice(page.iter("meta"), _MOST_METAS)
        if (meta.get("name") or "").lower() in ("generator", "progid")
    )
    return any(_OFFICE.search(one[:_LONGEST_GENERATOR]) for one in said)


def shown(lines: Sequence[Line], name: str, within: range) -> Iterator[tuple[int, int]]:
    """Where lines say ``name``, over one or some: the first, and how many; a date may stand behind."""
    for at in within if name else ():
        if name[0] not in lines[at].folded[:_MOST_MARKS]:
            continue
        gathered = ""
        for count, line in enumerate(lines[at : at + _MOST_LINES], 1):
            gathered += line_words(line)
            if gathered.startswith(name) and (
                gathered == name or _DAY.fullmatch(gathered[len(name) :])
            ):
                yield at, count
                break
            if not gathered or not name.startswith(gathered):
                break


def without_site(title: str, site: str = "") -> str:
    """``<title>`` without the names of site and columns, before or behind it."""
    before, dash, behind = title.rpartition("——")
    if dash and is_site(behind, site) and not is_site(before, site):
        title = before
    parts = _SEPARATOR.split(title)
    likely = [part for part in parts if _is_title(part)]
    others = [part for part in parts if part not in likely]
    if len(likely) == 1 and all(len(part) <= _COLUMN or is_site(part, site) for part in others):
        return likely[0].strip()
    marks = [found[0] for found in _SEPARATOR.finditer(title)]
    first, end = 0, len(parts)
    while end - first > 1 and is_site(parts[end - 1], site):
        end -= 1
    while end - first > 1 and is_site(parts[first], site):
        first += 1
    left = parts[first]
    for mark, part in zip(marks[first : end - 1], parts[first + 1 : end], strict=True):
        left += mark + part
    return "" if _names_site(left, site) else left.strip(" -_|")


def is_site(part: str, site: str = "") -> bool:
    """Whether a part of ``<title>`` names a site or one of its columns."""
    part = part.strip()
    if not part or _names_site(part, site):
        return True
    if "关于" in part or part[-1] in "》）)":
        return False
    if "——" in part:
        return all(is_site(of_two, site) for of_two in part.split("——"))
    return bool(_SITE.search(part)) and (len(part) <= _COLUMN or is_authority(part))


def _is_no_title(part: str, site: str) -> bool:
    number = doc_number.parse(part)
    return is_site(part, site) or bool(number and number.is_complete)


def _is_title(part: str) -> bool:
    return (
        len(part) >= _FEWEST + 2 and ("关于" in part or ends_with_genre(part)) and not is_site(part)
    )


def _names_site(part: str, site: str) -> bool:
    return part.endswith(("网", "网站", "平台", "门户")) or bool(
        site and words(part) == words(site)
    )


def without_tag(title: str) -> str:
    """A title without the column in square brackets before it: 【政策解读】."""
    found = _TAG.match(fold(title))
    return title[found.end() :] if found else title


def without_number(title: str) -> tuple[str, str]:
    """A title without the 发文字号 behind it, in brackets or behind a space, and that number.

    >>> without_number("关于防汛的通知（云政发〔2024〕3号）")
    ('关于防汛的通知', '云政发〔2024〕3号')
    """
    folded = fold(title)
    found = _IN_BRACKETS.search(folded) or _BEHIND_SPACE.search(folded)
    if not found or len(words(title[: found.start()])) < _FEWEST:
        return title, ""
    number = doc_number.parse(title[slice(*found.span("number"))])
    if not number or not number.is_complete:
        return title, ""
    return title[: found.start()].rstrip(), str(number)


def words(text: str) -> str:
    """What titles are compared by: neither space nor punctuation."""
    return "".join(_WORDS.findall(squeeze(text).text))


def line_words(line: Line) -> str:
    """As :func:`words`, of a line, which is folded already."""
    return "".join(_WORDS.findall(line.folded))
