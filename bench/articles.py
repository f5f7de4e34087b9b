"""Queries that name a law and an article: is the law in force first, and the article shown in full?

    python -m bench.articles --index data [--seed 1] [--count 200] [--by article] [--show]

Articles are drawn of the national laws and 行政法规 that are in force by the data of the index, and asked for by
the full title, by the title without 中华人民共和国, and by a usual short name where there is one, each with the
number written in four ways. What should be shown is read off the body here, line by line, by no code that answers.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.indexed import Indexed
from index.conventions.regions import NATIONAL
from index.document import Validity
from index.text.analysis import Analyzer
from index.text.fold import squeeze
from index.text.han import TENS, THOUSANDS, chinese_number
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.results import SearchResult

SEED = 20261130
COUNT = 200
KINDS = ("法律", "行政法规", "条例")
STATE = "中华人民共和国"
SHORT = {
    "道路交通安全法": "道交法", "工伤保险条例": "工伤条例", "民事诉讼法": "民诉法", "刑事诉讼法": "刑诉法",
    "行政诉讼法": "行诉法", "治安管理处罚法": "治安处罚法", "消费者权益保护法": "消法", "劳动争议调解仲裁法": "劳动仲裁法",
    "土地管理法": "土地法", "住房公积金管理条例": "公积金条例", "个人所得税法": "个税法", "反家庭暴力法": "反家暴法",
    "未成年人保护法": "未保法", "食品安全法": "食安法", "个人信息保护法": "个保法", "税收征收管理法": "税收征管法",
    "社会保险法": "社保法", "招标投标法": "招投标法", "政府采购法": "政采法", "国家赔偿法": "国赔法",
    "城市房地产管理法": "房地产管理法", "农村土地承包法": "土地承包法", "村民委员会组织法": "村委会组织法",
    "国有土地上房屋征收与补偿条例": "房屋征收补偿条例", "人民武装警察法": "武警法", "企业破产法": "破产法",
    "反不正当竞争法": "反不正当竞争法", "中华人民共和国政府信息公开条例": "信息公开条例", "政府信息公开条例": "信息公开条例",
    "道路交通安全法实施条例": "道交法实施条例", "增值税法": "增值税法", "环境保护税法": "环保税法",
    "大气污染防治法": "大气法", "水污染防治法": "水污染法", "固体废物污染环境防治法": "固废法",
    "教师法": "教师法", "公务员法": "公务员法", "妇女权益保障法": "妇女保障法", "老年人权益保障法": "老年人保障法",
    "职工带薪年休假条例": "带薪年休假条例", "女职工劳动保护特别规定": "女职工保护规定",
}  # fmt: skip
"""Title -> a short name that people use; here alone, nothing that answers knows of it."""
_LABEL = rf"第([{THOUSANDS}0-9]+)条(?:之([{TENS}]{{1,2}}))?"
_OPENS = re.compile(rf"[^\S\n]*{_LABEL}(?=\s|[^\S\n]|（|$)", re.MULTILINE)
_HEADING = re.compile(
    rf"\s*第[{THOUSANDS}0-9]+(?:编|章|节)(?:\s|$)|\s*附(?:件|表|录|图|则)?\s*[0-9{TENS}]{{0,3}}(?:[:：\s]|$)"
)


class Drawn(NamedTuple):
    """An article: its document, the titles it is asked for by, its number, and what is to be shown."""

    number: int
    names: tuple[tuple[str, str], ...]
    article: int
    of: int
    text: str


class Asked(NamedTuple):
    """A query, and how its name and its number are written."""

    query: str
    name: str
    form: str


def queries(drawn: Drawn) -> Iterator[Asked]:
    """An article under all its names, in four written forms."""
    written, number = _numeral(drawn.article), str(drawn.article)
    among, digit = (f"之{_numeral(drawn.of)}", f"之{drawn.of}") if drawn.of else ("", "")
    forms = {
        "第三十九条": f"第{written}条{among}",
        "三十九条": f"{written}条{among}",
        "第39条": f"第{number}条{among}",
        "39条": f"{number}条{digit}",
    }
    for kind, name in drawn.names:
        for form, words in forms.items():
            yield Asked(name + words, kind, form)


def drawn(indexed: Indexed, seed: int, count: int, by_article: bool) -> Iterator[Drawn]:
    """Articles at random: of a law at random, or (``by_article``) of all articles."""
    source = random.Random(seed)
    laws = _laws(indexed)
    held = {number: list(_articles(indexed.body(number))) for number in laws}
    laws = [number for number in laws if held[number]]
    weights = [len(held[number]) if by_article else 1 for number in laws]
    seen: set[tuple[int, int]] = set()
    while len(seen) < min(count, sum(map(len, held.values()))):
        [number] = source.choices(laws, weights)
        place = source.randrange(len(held[number]))
        if (number, place) in seen:
            continue
        seen.add((number, place))
        yield Drawn(number, tuple(_names(indexed.card(number).title)), *held[number][place])


def _laws(indexed: Indexed) -> list[int]:
    """The national laws and 行政法规 in force today."""
    today = date.today().toordinal()
    found = []
    for number in indexed.numbers:
        card = indexed.card(number)
        state = indexed.graph.interval(number).state(today)
        if card.region == NATIONAL and card.genre in KINDS and state is Validity.IN_FORCE:
            found.append(number)
    return found


def _names(title: str) -> Iterator[tuple[str, str]]:
    short = title.removeprefix(STATE)
    yield "full title", title
    if short != title:
        yield "without 中华人民共和国", short
    if usual := SHORT.get(short):
        yield "usual short name", usual


def _articles(body: str) -> Iterator[tuple[int, int, str]]:
    """The articles of a body, read line by line: number, 之, and the words folded, without white space."""
    number, of, words = 0, 0, [""]
    seen: set[tuple[int, int]] = set()
    for line in [*body.split("\n"), "第一章 "]:
        opened = _OPENS.match(line)
        if opened or _HEADING.match(line):
            if number and (number, of) not in seen:
                seen.add((number, of))
                yield number, of, squeeze("".join(words)).text
            number = (chinese_number(opened[1]) or 0) if opened else 0
            of = (chinese_number(opened[2] or "") or 0) if opened else 0
            words = [line[opened.end() :]] if opened else [""]
        else:
            words.append(line)


def _numeral(number: int) -> str:
    """A number below 10,000 as laws write it."""
    digits = "零一二三四五六七八九"
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + name
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


class Judged(NamedTuple):
    """What a result does right: the law first, the article in full; and wrong: a local text first."""

    first: bool
    shown: bool
    local: bool


def judged(result: SearchResult, article: Drawn, ids: set[str]) -> Judged:
    """Whether a result answers.

    Args:
        ids: the documents in force that have the text of the law.
    """
    hit = result.hits[0].document if result.hits else None
    shown = result.provisions[0] if result.provisions else None
    return Judged(
        first=bool(hit and hit.id in ids and hit.validity is Validity.IN_FORCE),
        shown=bool(shown and shown.document.id in ids and squeeze(shown.text).text == article.text),
        local=bool(hit and hit.region not in ("", NATIONAL)),
    )


def main() -> None:
    """Print the shares, by name and by form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--by", choices=("law", "article"), default="law")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    given = parser.parse_args()
    indexed, engine = Indexed(given.index), EmbeddedEngine(given.index, Analyzer())
    found: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for article in drawn(indexed, given.seed, given.count, given.by == "article"):
        ids = {indexed.terms.id(one) for one in indexed.graph.work_of(article.number)}
        for asked in queries(article):
            result = engine.search(SearchRequest(q=asked.query))
            right = judged(result, article, ids)
            found[asked.name, asked.form].append(right)
            found["all", ""].append(right)
            if given.show and not (right.first and right.shown):
                first = result.hits[0].document.title if result.hits else "—"
                print(f"{asked.query}: {right}; first {first}", *result.notices)
    print("| name | number | queries | law first | article shown | local first |")
    print("|---|---|---|---|---|---|")
    for (name, form), each in found.items():
        print(f"| {name} | {form} | {len(each)} | {_shares(each)} |")


def _shares(each: Sequence[Judged]) -> str:
    first, shown, local = (sum(values) for values in zip(*each, strict=True))
    return f"{first / len(each):.3f} | {shown / len(each):.3f} | {local}"


if __name__ == "__main__":
    main()
