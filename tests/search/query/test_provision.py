"""Numbers of articles in queries: which are read, with which name, and what is no article."""

from __future__ import annotations

import random

import pytest

from index.text.fold import fold
from search.query.provision import Below, Listed, lists, names_of, parts, printed, says_more


def _read(query: str) -> list[tuple[str, list[str]]]:
    """The lists of a query: the first name that may go with each, and its articles."""
    folded = fold(query)
    found = lists(folded)
    ends = [*(one.start for one in found), len(folded)][1:]
    low, made = 0, []
    for one, high in zip(found, ends, strict=True):
        places = [names for names in names_of(folded, low, one, high) if names]
        made.append((places[0][-1].key if places else "", _written(one)))
        low = one.end
    return made


def _written(listed: Listed) -> list[str]:
    return [
        f"{asked.article.number}"
        + (f".{asked.article.of}" if asked.article.of else "")
        + printed(asked.below)
        for asked in listed.asked
    ]


@pytest.mark.parametrize(
    ("query", "name", "articles"),
    [
        ("示例法第39条", "示例法", ["39"]),
        ("示例法第三十九条", "示例法", ["39"]),
        ("示例法39条", "示例法", ["39"]),
        ("示例法三十九条", "示例法", ["39"]),
        ("示例法39", "示例法", ["39"]),
        ("示例法第39", "示例法", ["39"]),
        ("示例法第３９條", "示例法", ["39"]),
        ("示例法 第 39 条", "示例法", ["39"]),
        ("《中华人民共和国示例法》第三十九条第二项", "示例法", ["39第二项"]),
        ("示例法第十三条第2款第(三)项", "示例法", ["13第二款第三项"]),
        ("示例法十三条二款三项", "示例法", ["13第二款第三项"]),
        ("示例法39、40", "示例法", ["39", "40"]),
        ("示例法39、40件", "示例法", ["39"]),
        ("示例法第39条和第40条", "示例法", ["39", "40"]),
        ("示例法第39条、40条", "示例法", ["39", "40"]),
        ("示例法39、40条", "示例法", ["39", "40"]),
        ("示例法第39至41条", "示例法", ["39", "40", "41"]),
        ("示例法39-41条", "示例法", ["39", "40", "41"]),
        ("示例法第一百三十三条之一", "示例法", ["133.1"]),
        ("示例法133条之1", "示例法", ["133.1"]),
        ("示例法133之一", "示例法", ["133.1"]),
        ("示例法133条之规定", "示例法", ["133"]),
        ("示例法典一千零四十三条", "示例法典", ["1043"]),
        ("请问示例法264条怎么规定的", "示例法", ["264"]),
        ("根据示例法第39条", "示例法", ["39"]),
        ("示例法的第39条 是什么", "示例法", ["39"]),
        ("示例法中关于试用期的第19条", "试用期", ["19"]),
        ("示例法(2023修订)第15条", "示例法", ["15"]),
        ("第39条示例法", "示例法", ["39"]),
    ],
)
def test_an_article_is_read_as_people_write_it(query: str, name: str, articles: list[str]) -> None:
    assert _read(query) == [(name, articles)]


def test_two_laws_have_their_own_articles() -> None:
    assert _read("甲示例法44条和乙示例法46条、47条") == [
        ("甲示例法", ["44"]),
        ("乙示例法", ["46", "47"]),
    ]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "39件",
            "3条建议",
            "物业管理12条措施",
            "国务院39号文",
            "2016年第39号",
            "二十条措施",
            "示例法解释三",
        ),
        *(
            "示例法二审稿",
            "示例法39件",
            "示例法2012年",
            "示例法三",
            "第3条例",
            "公积金",
            "",
            "十",
            "条",
            "第条",
            "a39条",
        ),
    ],
)
def test_other_numbers_are_none(query: str) -> None:
    assert _read(query) == []


def test_a_bare_number_is_not_sure() -> None:
    assert [one.written for query in ("示例法39", "示例法39条") for one in lists(query)] == [
        False,
        True,
    ]


def test_no_more_articles_are_read_than_are_answered() -> None:
    assert _read("示例法1至99条") == [("示例法", ["1", "2", "3", "4", "5"])]
    assert len(lists("甲法1条 " * 40)) <= 5


@pytest.mark.parametrize(
    ("left", "more"),
    [
        *(("请问  怎么规定的", False), ("根据 是什么意思", True), ("", False), ("的 原文", False)),
        *(("严重违反规章制度", True), ("公司可以开除我吗", True), ("的解释", True)),
    ],
)
def test_whether_anything_else_is_asked(left: str, more: bool) -> None:
    assert says_more(left) is more


_ARTICLE = "有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定不适用于丙：\n（一）丁；\n（二）戊。\n丙另有规定。"


@pytest.mark.parametrize(
    ("below", "marked"),
    [
        ((Below("项", (2,)),), ["（二）乙。", "（二）戊。"]),
        ((Below("款", (1,)), Below("项", (2,))), ["（二）乙。"]),
        ((Below("款", (2,)), Below("项", (1, 2))), ["（一）丁；", "（二）戊。"]),
        ((Below("款", (2,)),), ["前款规定不适用于丙：", "（一）丁；", "（二）戊。"]),
        ((Below("款", (3,)),), ["丙另有规定。"]),
        ((Below("款", (9,)), Below("项", (1,))), []),
    ],
)
def test_parts_of_an_article_are_found(below: tuple[Below, ...], marked: list[str]) -> None:
    assert [_ARTICLE[start:end] for start, end in parts(_ARTICLE, below)] == marked


def test_no_text_is_too_odd() -> None:
    draw = random.Random(20)
    letters = "第条款项之法例一二十百39、和至()《》 的第条"
    for _ in range(400):
        _read("".join(draw.choices(letters, k=draw.randrange(60))))
