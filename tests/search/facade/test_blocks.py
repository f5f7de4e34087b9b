"""Prints of one text are one document in the blocks of what it names, and in the counts beside a 条."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine

_RULES = (
    "第一条 为了加强河道管理，制定本条例。\n第二条 涉河工程应当经过审批。\n"
    "第三条 本条例自2010年5月1日起施行。"
)
RULES = PolicyDocument(
    id="rules",
    title="云澜市河道管理条例",
    body=_RULES,
    sections=find_sections(_RULES),
    genre="条例",
    published_on=date(2010, 3, 1),
)
NOTICE = PolicyDocument(
    id="city",
    title="关于枯水期用水调度的通知",
    doc_number="云水〔2021〕44号",
    body=(
        "枯水期为每年十一月至次年三月。各取水单位应当按照计划用水，优先保障居民生活用水，"
        "暂停高耗水行业的新增取水。涉河工程依照《云澜市河道管理条例》第二条审批。"
        "水务局每旬公布取水情况，发现超计划取水的，责令改正。应急水源由市水务局统一调度。"
    ),
    issuers=("云澜市水务局",),
    genre="通知",
    published_on=date(2021, 10, 8),
    source_url="https://www.yunlan.example.cn/2021/10/08/content_1.html",
)
PRINT = replace(
    NOTICE,
    id="county",
    published_on=date(2021, 10, 12),
    source_url="https://www.qinghe.example.cn/tz/3.html",
)


def test_two_prints_of_a_text_cite_once(engine_of: Callable[..., EmbeddedEngine]) -> None:
    engine = engine_of(RULES, NOTICE, PRINT)
    view = engine.document("rules")
    assert view
    assert view.relations
    (block,) = view.relations.blocks
    assert (block.kind, block.total, len(block.items)) == ("cited_by", 1, 1)
    assert view.relations.cited == (("a2", 1),)
    every = engine.related("rules", "cited_by", article="a2")
    assert every
    assert (every.total, [one.document.id for one in every.items]) == (1, ["county"])
    other = engine.document("county")
    assert other
    assert other.relations
    assert "reprints" in [one.kind for one in other.relations.blocks]
