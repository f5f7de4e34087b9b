"""What a query names by a law and a number: 劳动合同法第39条, 刑法133条之一, 民法典1043.

Numbers are read here, and where a name may stand that goes with them; which names are those of documents, a
generation says (``search.facade.provisions``). A number is that of a 条 (article) only beside such a name, so
39件, 3条建议 and 39号文 name nothing. All of this takes and gives offsets of a folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from index.conventions.genre import LEGAL
from index.statements.bare import endings
from index.statements.model import Article
from index.statements.names import STATE, says_nothing
from index.text.fold import without_space
from index.text.han import TENS, THOUSANDS, chinese_number, chinese_numeral
from search.language.question import QUESTION_WORDS, only_asks
from search.results import Marks

MOST = 5
"""So many 条 of one query are answered."""
LONGEST_NAME = 60
"""So many letters before a number are looked through for a name."""
_MOST_LISTS = 5
_MOST_NAMES = 16
_HIGHEST = 9_999
_SHORTEST_NAME = 2

_S = r"\s{0,4}"
_NUMERAL = rf"(?:[0-9]{{1,5}}+|[{THOUSANDS}]{{1,9}}+)(?![0-9{THOUSANDS}])"
_AT = re.compile(rf"(?P<ordinal>第{_S})?(?<![0-9a-z.{THOUSANDS}])(?P<number>{_NUMERAL})")
_AMONG = rf"{_S}之{_S}(?:[0-9]{{1,2}}|[{TENS}]{{1,3}})(?![0-9{TENS}])"
_ARTICLE = re.compile(rf"{_S}条(?![例件约形幅码])(?:{_AMONG})?|(?:{_AMONG})(?:{_S}条)?")
_JOINT = re.compile(rf"{_S}(?:[、,和及与或]|以及|或者|(?P<range>[至到~-])){_S}")
_BELOW = re.compile(
    rf"{_S}[、和及]?{_S}(?P<list>第?{_S}\(?{_NUMERAL}\)?(?:{_S}[、和及]{_S}第?\(?{_NUMERAL}\)?){{0,8}}+){_S}(?P<kind>[款项])"
)
_COUNTED = re.compile(
    r"措施|建议|意见|举措|政策|经验|理由|办法|新规|消息|信息|线索|生产线|线路|铁路|河"
)
"""What is counted by 条 and is none: 12条措施."""
_MEANT = ("的", "规定", "内容", "原文", "全文", "条文", "解释", "解读", "释义", *QUESTION_WORDS)
"""What may follow a bare number that is one of a 条: 民法典1043规定; 39件 is not."""
_BETWEEN = re.compile(r"[\s,:、·的中里内之》〉\"'”’-]{1,6}$")
"""What may stand between a name and its number."""
_ENDS = re.compile(rf"(?:{'|'.join((*LEGAL, '法典'))})(?=[^{THOUSANDS}]|$)|[》〉]")
_LEADS = (
    "请问", "想问", "问", "知道", "了解", "咨询", "查询", "查找", "查", "看", "找", "搜", "搜索", "求", "学习", "解读",
    "解释", "关于", "说明", "什么是", "现行", "最新", "新", "新版", "我国", "中国", "国家", "按照", "按", "照", "用",
    "旧", "原", "修订前的", "修改前的", "年", "就", "说", "比如", "例如", "帮我", "根据", "依据", "违反", "触犯", "适用", "参照", "对照", "下",
)  # fmt: skip
"""Words that people type before a name, beside those that documents have there."""
_YEARS = range(1900, 2100)
_OLD = ("旧", "原", "修订前的", "修改前的")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9号])")
_REMARK = r"(?<![0-9])(?:19|20)[0-9]{2}年?(?:版|修[正订改])?(?![0-9])"
_ABOUT = frozenset(("解释", "解读", "释义", "学习"))
"""What is asked for beside the article where one of these is typed."""
_PHRASES = re.compile(
    rf"{_REMARK}|"
    + "|".join(sorted({*_LEADS, *_MEANT} - _ABOUT, key=len, reverse=True))
    + r"|[^\w]+"
)
_ITEM = re.compile(rf"[（(]?([{TENS}]{{1,3}}|[0-9]{{1,2}})(?:[）)]|[、.．])")


class Below(NamedTuple):
    """款 or 项 that are asked for within an article."""

    kind: str
    numbers: tuple[int, ...]


class Asked(NamedTuple):
    """An article, and what is asked for within it."""

    article: Article
    below: tuple[Below, ...] = ()


class Listed(NamedTuple):
    """Articles that one list names (第39条和第40条).

    Attributes:
        start, end: of the list.
        written: whether 条 stands there; a bare number must follow a name directly, and exist.
        is_cut: whether it names more than :data:`MOST`, or others that are not read follow.
    """

    start: int
    end: int
    asked: tuple[Asked, ...]
    written: bool
    is_cut: bool = False


class Name(NamedTuple):
    """Letters that may be a name: where they begin and end, and they as ``key_of`` writes names."""

    start: int
    end: int
    key: str


def lists(folded: str) -> tuple[Listed, ...]:
    """The numbers of a text that may be those of articles, in order."""
    found: list[Listed] = []
    at = 0
    while len(found) <= _MOST_LISTS and (number := _AT.search(folded, at)):
        listed = _list_at(folded, number.start())
        if listed:
            found.append(listed)
        at = listed.end if listed else number.end()
    read = found[:_MOST_LISTS]
    if len(found) > len(read):
        read[-1] = read[-1]._replace(is_cut=True)
    return tuple(read)


class _One(NamedTuple):
    """A number of a list as it is printed."""

    asked: Asked
    start: int
    end: int
    has_ordinal: bool
    has_article: bool
    is_ranged: bool


def _list_at(folded: str, at: int) -> Listed | None:
    ones: list[_One] = []
    start, is_ranged = at, False
    while len(ones) <= MOST and (one := _one_at(folded, at, is_ranged)):
        ones.append(one)
        joint = _JOINT.match(folded, one.end)
        if not joint:
            break
        at, is_ranged = joint.end(), bool(joint["range"])
    written = [place for place, one in enumerate(ones) if one.has_article]
    kept = ones[: written[-1] + 1] if written else ones
    while kept and not written and not _is_article(folded, kept, written=False):
        kept = kept[:-1]
    if not kept or not _is_article(folded, kept, bool(written)):
        return None
    asked = tuple(_expanded(kept))
    return Listed(start, kept[-1].end, asked[:MOST], bool(written), len(asked) > MOST)


def _one_at(folded: str, at: int, is_ranged: bool) -> _One | None:
    number = _AT.match(folded, at)
    value = chinese_number(number["number"]) if number else None
    if not number or not value or value > _HIGHEST:
        return None
    end = number.end()
    article = _ARTICLE.match(folded, end)
    among = 0
    if article:
        end = article.end()
        _, has_among, printed = without_space(article[0]).partition("之")
        among = (chinese_number(printed.removesuffix("条")) or 0) if has_among else 0
    below, end = _below(folded, end)
    asked = Asked(Article(value, among), below)
    return _One(asked, at, end, bool(number["ordinal"]), bool(article), is_ranged)


def _below(folded: str, at: int) -> tuple[tuple[Below, ...], int]:
    """The 款 and 项 that stand at a place, and where they end."""
    found: list[Below] = []
    while len(found) < MOST and (part := _BELOW.match(folded, at)):
        numbers = (chinese_number(one) or 0 for one in re.findall(_NUMERAL, part["list"]))
        found.append(Below(part["kind"], tuple(filter(None, numbers))))
        at = part.end()
    return tuple(found), at


def _is_article(folded: str, ones: list[_One], written: bool) -> bool:
    rest = folded[ones[-1].end :].lstrip()
    if written:
        return ones[0].has_ordinal or not _COUNTED.match(rest)
    numeral = folded[ones[0].start : ones[0].end].strip()
    if len(numeral) < _SHORTEST_NAME and not numeral.isascii():
        return False  # 解释三 is a title
    if any(one.asked.article.number in _YEARS for one in ones):
        return False
    return not rest[:1].isalnum() or rest.startswith(_MEANT)


def _expanded(ones: list[_One]) -> Iterator[Asked]:
    last = 0
    for one in ones:
        article = one.asked.article
        if one.is_ranged and not article.of:
            for number in range(last + 1, min(article.number, last + MOST + 1)):
                yield Asked(Article(number))
        yield one.asked
        last = article.number


# --- names ----------------------------------------------------------------------------------------


def names_of(folded: str, low: int, listed: Listed, high: int) -> Iterator[list[Name]]:
    """What may be the name that goes with a list, place by place: that directly before it; where no name ends
    there, others between ``low`` and the list from the last; else those behind it and before ``high``.

    At each place the longest name comes first.
    """
    direct = _behind_name(folded, low, listed.start)
    yield names_at(folded, low, direct)
    before = [found.end() for found in _ENDS.finditer(folded, low, listed.start)]
    if listed.written and not (before and before[-1] == direct):
        yield from (names_at(folded, low, end) for end in reversed(before[-MOST:]))
        behind = islice(_ENDS.finditer(folded, listed.end, high), MOST)
        yield from (names_at(folded, listed.end, found.end()) for found in behind)


def _behind_name(folded: str, low: int, at: int) -> int:
    between = _BETWEEN.search(folded, max(low, at - 6), at)
    return between.start() if between else at


def names_at(folded: str, low: int, end: int) -> list[Name]:
    """What may be a name that ends at ``end`` and begins behind ``low``, the longest first."""
    end = _without_remark(folded, low, end)
    places = [at for at in range(max(low, end - 2 * LONGEST_NAME), end) if folded[at].isalnum()]
    letters = "".join(folded[at] for at in places)
    while (state := letters.find(STATE)) >= 0:
        places[state : state + len(STATE)] = []
        letters = letters[:state] + letters[state + len(STATE) :]
    places, letters = places[-LONGEST_NAME:], letters[-LONGEST_NAME:]
    if len(letters) < _SHORTEST_NAME:
        return []
    own = {len(letters) - len(ending) for ending in endings(letters)}
    found = [
        Name(_with_state(folded, places[at]), end, letters[at:])
        for at in range(len(letters) - _SHORTEST_NAME + 1)
        if not at or at in own or places[at] - places[at - 1] > 1 or letters[:at].endswith(_LEADS)
    ]
    return found[-_MOST_NAMES:]


def _with_state(folded: str, start: int) -> int:
    return start - len(STATE) if folded.endswith(STATE, 0, start) else start


def version_of(left: str, before: str) -> tuple[int, bool]:
    """Which text of a law is asked for: the year typed beside it, 0 for none, and whether it is one of before.

    >>> version_of("(2018修正)", ""), version_of("", "旧")
    ((2018, False), (0, True))

    Args:
        left: the query without names and articles.
        before: what stands before the name.
    """
    year = _YEAR.search(left)
    return int(year[0]) if year else 0, before.endswith(_OLD)


def _without_remark(folded: str, low: int, end: int) -> int:
    """Where a name ends that a remark on its text follows: 公司法(2023修订)."""
    if folded[end - 1 : end] not in (")", "]"):
        return end
    opening = max(folded.rfind("(", low, end), folded.rfind("[", low, end))
    is_remark = opening > low and says_nothing(without_space(folded[opening + 1 : end - 1]))
    return opening if is_remark else end


def printed(below: tuple[Below, ...]) -> str:
    """款 and 项 as a text names them.

    >>> printed((Below("款", (2,)), Below("项", (3, 4))))
    '第二款第三项、第四项'
    """
    return "".join(
        "、".join(f"第{chinese_numeral(number)}{part.kind}" for number in part.numbers)
        for part in below
    )


def says_more(left: str) -> bool:
    """Whether a folded text says more than that something is asked of an article."""
    return any(part and not only_asks(part) for part in _PHRASES.split(left))


def parts(text: str, below: tuple[Below, ...]) -> Marks:
    """Where the 款 and 项 asked for stand in the text of an article; nowhere where it has them not."""
    lines = [found.span() for found in re.finditer(r"[^\n]+", text)]
    item = [_item_number(text[start:end]) for start, end in lines]
    first, last = 0, len(lines)
    kept: list[int] = []
    for part in below:
        if part.kind == "款":
            clauses = [at for at, number in enumerate(item) if not number]
            chosen = [at for at, _ in enumerate(clauses) if at + 1 in part.numbers]
            ends = [*clauses[1:], len(lines)]
            kept = [line for at in chosen for line in range(clauses[at], ends[at])]
            first, last = (kept[0], kept[-1] + 1) if kept else (0, 0)
        else:
            kept = [at for at in range(first, last) if item[at] in part.numbers]
    return tuple(lines[at] for at in kept)


def _item_number(line: str) -> int:
    """The number of the 项 that a line is; 0 for a line that is none."""
    found = _ITEM.match(line)
    return (chinese_number(found[1]) or 0) if found else 0
