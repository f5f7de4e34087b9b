"""Printed web pages: what a site and a browser put above, below and between the pages of a text.

A page that was printed to a file, or scanned, has no markup that says what belongs to the site. Above the text
stands its navigation, which ends in the path to the page (当前位置：…); below it what every page offers (打印本页,
责任编辑：…), links and the site's foot; between its pages the address with the number of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.conventions.labels import scan
from index.text.fold import fold

_MOST_ABOVE = 12
_MOST_BELOW = 60
_LONGEST = 240
_LONGEST_TOOL = 80
_FEWEST_TOOLS = 2
_SENTENCE = 40
_ADDRESS = re.compile(
    r"(?:[a-z]{2,5}://)?[A-Za-z0-9.-]{3,60}(?:\.|-gov)[a-z]{2,4}/\S{0,200}\s++\d{1,3}\s?/\s?\d{1,3}"
)
_PATH = re.compile(r"(?:当前|您(?:现在)?(?:所在)?的?|所在|页面)位置\s{0,3}(?:[是为]\s{0,3})?[:>]")
_OFFER = re.compile(
    r"扫一扫|打印本页|关闭(?:本页|窗)|\[(?:打印|关闭)|责任?编辑\s*:|公网安备|ICP备\s*\d|版权所有\s*:|返回顶部|我要纠错"
)
_TOOL = re.compile(
    rf"{_OFFER.pattern}|网站(?:地图|声明|标识码|纠错|简介)|浏览(?:次数|量)|分享\s*(?:到|:)|^相关(?:阅读|稿件|链接|新闻|文章)\s*:?$"
    r"|^[上下]一[篇条]\s*:|主办单位\s*:|党政机关|联系我们|无障碍"
)
_SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*:")
_TOLD = frozenset(("published_on", "source"))
_BRACKETS = str.maketrans("【】", "[]")


class Copy(NamedTuple):
    """A text without what the site and the browser printed around it.

    Attributes:
        lines: of the text.
        printed: labelled days and sources in the site's part below, as ``labels.scan`` gives them.
    """

    lines: list[str]
    printed: list[tuple[str, str, str]]


def without_site(lines: Sequence[str]) -> Copy:
    """``lines`` (not blank) without those that are the site's."""
    kept = [line for line in lines if not _is_address(line)]
    kept = kept[_above(kept) :]
    end = _below(kept)
    told = [pair for line in kept[end:] for pair in scan(line) if pair[0] in _TOLD]
    return Copy(kept[:end], told)


def _is_address(line: str) -> bool:
    return line[-1:].isdecimal() and "/" in line and bool(_ADDRESS.fullmatch(line.strip()))


def _folded(line: str) -> str:
    return fold(line).translate(_BRACKETS).strip()


def _above(lines: Sequence[str]) -> int:
    """How many lines the navigation takes: those down to the path to the page."""
    for at in range(min(len(lines) - 1, _MOST_ABOVE) - 1, -1, -1):
        is_short = "位置" in lines[at] and len(lines[at]) <= _LONGEST
        if is_short and _PATH.search(_folded(lines[at])):
            return at + 1
    return 0


def _below(lines: Sequence[str]) -> int:
    """Where the site's part below begins: at the first of the last lines that offers something to do
    with the page, if another does so and no sentence follows."""
    begin, tools, offers = len(lines), 0, 0
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - _MOST_BELOW), -1):
        line = _folded(lines[at])
        if len(line) >= _SENTENCE and line.endswith("。"):
            break
        if len(line) <= _LONGEST_TOOL and _TOOL.search(line):
            begin, tools = at, tools + 1
            offers += bool(_OFFER.search(line))
    if tools < _FEWEST_TOOLS or not offers:
        return len(lines)
    return begin - bool(begin > 1 and _SOURCE.match(_folded(lines[begin - 1])))
