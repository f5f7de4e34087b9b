"""Documents that cite one 条: as many are listed as the 条 says, and all of them name it."""

from __future__ import annotations

from datetime import date

import pytest

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from search.facade.evidence import anchor_of, article_of
from tests.conftest import EngineOf

_TITLE = "示例省水资源管理条例"


def _law(id: str, title: str, day: date, *articles: str) -> PolicyDocument:
    head = f"（{day.year}年{day.month}月{day.day}日示例省人民代表大会常务委员会通过）"
    body = "\n".join((head, *articles))
    sections = tuple(find_sections(body))
    return PolicyDocument(id=id, title=title, body=body, published_on=day, sections=sections)


def test_those_that_cite_an_article_are_as_many_as_it_says(engine_of: EngineOf) -> None:
    law = _law(
        "law",
        _TITLE,
        date(2010, 1, 1),
        "第一条　为了保护水资源，制定本条例。",
        "第二条　取水应当申请许可。",
        "第三条　违反规定取水的，处以罚款。",
        "第四条　本条例自2010年3月1日起施行。",
    )
    citing = [
        _law(
            f"citing-{n}",
            f"示例市第{n}号取水办法",
            date(2012, 1, n),
            f"第一条　根据《{_TITLE}》第二条，制定本办法。",
            f"第二条　依照《{_TITLE}》第{'三' if n % 2 else '二'}条处理。",
            f"第三条　本办法自2012年2月{n}日起施行。",
        )
        for n in (1, 2, 3)
    ]
    engine = engine_of(law, *citing)
    view = engine.document("law")
    assert view
    assert view.relations
    assert dict(view.relations.cited) == {"a2": 3, "a3": 2}
    for anchor, times in view.relations.cited:
        block = engine.related("law", "cited_by", article=anchor)
        assert block
        assert block.total == times == len(block.items)
        label = {"a2": "第二条", "a3": "第三条"}[anchor]
        assert all(label in one.articles for one in block.items)
    third = engine.related("law", "cited_by", article="a3")
    assert third
    assert [one.document.id for one in third.items] == ["citing-3", "citing-1"], "the newest first"
    nobody = engine.related("law", "cited_by", article="a4")
    assert nobody
    assert (nobody.total, nobody.items) == (0, ())
    every = engine.related("law", "cited_by")
    assert every
    assert every.total == 3
    assert engine.related("law", "cited_by", article="nonsense") == every


@pytest.mark.parametrize("anchor", ["a1", "a12z1", "a1260"])
def test_an_anchor_names_an_article_and_back(anchor: str) -> None:
    article = article_of(anchor)
    assert article
    assert anchor_of(article) == anchor


@pytest.mark.parametrize("anchor", ["", "a", "s2", "a12-2", "第十二条", "a1\n", "a99999"])
def test_what_is_no_anchor_names_none(anchor: str) -> None:
    assert article_of(anchor) is None
