"""The headings of a body (编 章 节 条, 一、 （一） 1.), and the anchors that lead to them.

A text with articles (条) is read as a law: only 编 章 节 条 are its headings, since numbered
items there belong to their article. Any other text has 一、 and （一）, and 1. and （1） where such a
line stands above text of its own and is no item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from index.document import Section, columns_of
from index.text.han import TENS, THOUSANDS, chinese_number

_NUMERAL = rf"[{THOUSANDS}0-9０-９]{{1,7}}"
_LAW = re.compile(
    rf"^[^\S\n]*(?P<label>第[^\S\n]*{_NUMERAL}[^\S\n]*(?P<kind>[编章节条])"
    rf"(?:[^\S\n]*之[{TENS}]{{1,2}})?)(?P<rest>[^\n]*)",
    re.MULTILINE,
)
_WITHIN = re.compile(
    rf"(?:^|(?<=[。；：:;] )|(?<=[。；：:;]))第(?P<number>{_NUMERAL})条(?=[^\S\n])"
)
_LAW_LEVELS = {"编": 1, "章": 2, "节": 3, "条": 4}
_CITES = re.compile(r"[^\S\n]*(?:第|的|和|、|至|所|中|及|或|与|以|规定|款|项|，|。|；|）)")
_ITEMS = (
    re.compile(rf"^[^\S\n]*(?P<label>[{TENS}]{{1,3}}、)(?P<rest>[^\n]*)", re.MULTILINE),
    re.compile(rf"^[^\S\n]*(?P<label>[（(][{TENS}]{{1,3}}[）)])(?P<rest>[^\n]*)", re.MULTILINE),
    re.compile(
        r"^[^\S\n]*(?P<label>[0-9]{1,2}[.．、])(?![0-9](?![0-9]{3}年))(?P<rest>[^\n]*)",
        re.MULTILINE,
    ),
    re.compile(r"^[^\S\n]*(?P<label>[（(][0-9]{1,2}[）)])(?P<rest>[^\n]*)", re.MULTILINE),
)
_REMARK = re.compile(r"[（(【]([^（）()【】。，]{2,20})[）)】]")
_CONTENTS = re.compile(r"^[^\S\n]*目[^\S\n]*录[^\S\n]*$", re.MULTILINE)
_LONGEST_TITLE = 40
_SENTENCE = "。；;：:，,、"
_CUT_TITLE = 20
_FEWEST_ARTICLES = 2
MOST = 20_000
"""So many headings of one body are kept; the longest code has 1,400."""


def find_sections(body: str) -> tuple[Section, ...]:
    """The headings of ``body`` in order, those of a printed table of contents left out."""
    law = _without_contents(body, list(islice(_law_headings(body), MOST)))
    if sum(section.level == _LAW_LEVELS["条"] for section in law) >= _FEWEST_ARTICLES:
        return tuple(law)
    return tuple(sorted(_item_headings(body), key=lambda section: section.offset)[:MOST])


def split_articles(line: str) -> list[str]:
    """A line into which several articles have run, parted again where their numbers count on.

    >>> split_articles("第一条 甲。 第二条 依照第一条办理。")
    ['第一条 甲。', '第二条 依照第一条办理。']
    """
    if line.count("条") < _FEWEST_ARTICLES:
        return [line]
    parts: list[str] = []
    begin, last = 0, 0
    for found in _WITHIN.finditer(line):
        number = chinese_number(found["number"]) or 0
        if last and number == last + 1:
            parts.append(line[begin : found.start()].rstrip())
            begin = found.start()
        if not last or number == last + 1:
            last = number
    return [*parts, line[begin:]] if parts else [line]


def anchors(sections: Sequence[Section]) -> tuple[str, ...]:
    """A distinct fragment for each: ``a12`` for 第十二条, ``s3`` for the third other heading.

    A number that comes again (an annex counts its articles anew) gets ``a12-2``;
    第十二条之一 is ``a12z1``.
    """
    made: list[str] = []
    seen: dict[str, int] = {}
    others = 0
    for name in map(_article, columns_of(sections).labels):
        if not name:
            others += 1
            name = f"s{others}"
        seen[name] = count = seen.get(name, 0) + 1
        made.append(name if count == 1 else f"{name}-{count}")
    return tuple(made)


def anchor_at(labels: Sequence[str], at: int) -> str:
    """What :func:`anchors` gives the one at ``at``, by the labels of all sections or of those up to it.

    >>> anchor_at(["第一章", "第一条", "第一章", "第一条"], 2), anchor_at(["第一条", "第1条"], 1)
    ('s2', 'a1-2')
    """
    return anchor_among(article_names(labels[: at + 1]), at)


def anchor_among(names: Sequence[str], at: int) -> str:
    """The same by what :func:`article_names` gives."""
    name = names[at]
    if name and names.index(name) == at:  # nearly always
        return name
    count = names[: at + 1].count(name)
    if not name:
        return f"s{count}"
    return f"{name}-{count}"


def article_names(labels: Sequence[str]) -> list[str]:
    """The anchor of each 条, as the first of its number has it; empty for another heading.

    >>> article_names(["第一章", "第一条", "第1条"])
    ['', 'a1', 'a1']
    """
    return list(map(_article, labels))


_ARTICLE = re.compile(rf"第({_NUMERAL})条(?:之(.+))?")


@lru_cache(4096)
def _article(label: str) -> str:
    """The anchor of an article; empty for another heading. The same few labels come again."""
    found = _ARTICLE.fullmatch("".join(label.split()))
    number = chinese_number(found[1]) if found else None
    if not found or number is None:
        return ""
    return f"a{number}" + (f"z{chinese_number(found[2])}" if found[2] else "")


def _law_headings(body: str) -> Iterator[Section]:
    for found in _LAW.finditer(body):
        level, rest = _LAW_LEVELS[found["kind"]], found["rest"]
        if _CITES.match(rest) and not rest[:1].isspace():
            continue
        title = rest.strip()
        if found["kind"] == "条":
            title = _remark(title)
        elif not _is_title(title):
            continue
        yield Section(level, _tight(found["label"]), _tight(title), found.start("label"))


def _item_headings(body: str) -> Iterator[Section]:
    """一、 and （一）, and the short 1. and （1） with text below; where there are no others, any 1."""
    found = [section for level in (1, 2) for section in islice(_items(body, level), MOST)]
    last = len(body.rstrip())
    found += [
        section
        for level in (3, 4)
        for section in islice(_items(body, level), MOST)
        if _heads(body, section, last)
    ]
    yield from found or islice(_items(body, 3), MOST)


def _heads(body: str, section: Section, last: int) -> bool:
    """Whether a numbered line is a heading: short, no sentence, and no neighbour numbered so.

    Args:
        last: where the blank end of ``body`` begins.
    """
    form = _ITEMS[section.level - 1]
    end = body.find("\n", section.offset, section.offset + _LONGEST_TITLE + 1)
    if not 0 <= end < last or body[section.offset : end].rstrip()[-1:] in _SENTENCE:
        return False
    before = section.offset
    while before and body[before - 1] == "\n":
        before -= 1
    above = body.rfind("\n", 0, before) + 1
    return not (form.match(body, end + 1) or form.match(body[above:before]))


def _items(body: str, level: int) -> Iterator[Section]:
    for found in _ITEMS[level - 1].finditer(body):
        title = re.split("[。；;]", found["rest"].strip(), maxsplit=1)[0].rstrip("：:")
        kept = title if len(title) <= _LONGEST_TITLE else f"{title[:_CUT_TITLE]}…"
        yield Section(level, found["label"], kept, found.start("label"))


def _without_contents(body: str, headings: list[Section]) -> list[Section]:
    """Leave out the headings of a 目录: those that come again before the first 条."""
    contents = _CONTENTS.search(body)
    if not contents:
        return headings
    listed = [i for i, section in enumerate(headings) if section.offset > contents.end()]
    names: set[tuple[str, str]] = set()
    for i in listed:
        name = (headings[i].label, headings[i].title)
        if name in names:
            return [*headings[: listed[0]], *headings[i:]]
        if headings[i].level == _LAW_LEVELS["条"]:
            break
        names.add(name)
    return headings


def _is_title(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_TITLE and not any(
        stop in text.rstrip("。：:；;") for stop in "。；"
    )


def _remark(text: str) -> str:
    """``（目的和依据）`` at the beginning of an article is its title."""
    found = _REMARK.match(text)
    return found[1] if found else ""


def _tight(text: str) -> str:
    """``总　则`` -> ``总则``: the space that spreads few characters over a line left out."""
    parts = text.split()
    return "".join(parts) if all(len(part) <= 3 for part in parts) else " ".join(parts)
