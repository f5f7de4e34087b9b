"""A law and an article are answered by the article in full, its law first."""

from __future__ import annotations

from tests.engine_contract.promise import Engine, Part, ids, promise, promise_of_each, typed
from tests.engine_contract.scan import Scan

_TWELFTH = (
    "职工有下列情形之一的，可以提取账户内的存储余额：购买、建造、翻建自住住房的；离休、退休的。"
)
_NAMED = {
    "云澜市住房公积金管理条例第十二条": [("fund-law", "第十二条", _TWELFTH)],
    "云澜市住房公积金管理条例12条": [("fund-law", "第十二条", _TWELFTH)],
    "《云澜市住房公积金管理条例》第12条怎么规定": [("fund-law", "第十二条", _TWELFTH)],
    "雲瀾市住房公積金管理條例　第１２條": [("fund-law", "第十二条", _TWELFTH)],
    "云澜市住房公积金管理条例24": [("fund-law", "第二十四条", "本条例自公布之日起施行。")],
    "云澜市住房公积金管理条例1条、12条": [
        ("fund-law", "第一条", "为了加强对住房公积金的管理，维护所有者的合法权益，制定本条例。"),
        ("fund-law", "第十二条", _TWELFTH),
    ],
}
"""What is typed, and the articles that are shown."""


@promise_of_each(Part.NAMED, *_NAMED)
def an_article_that_is_named_is_shown_in_full(engine: Engine, scan: Scan, case: str) -> None:
    """In the words of the law up to the next heading; the law is the first result."""
    result = engine.search(typed(case))
    shown = [(one.document.id, one.label, one.text) for one in result.provisions]
    assert shown == _NAMED[case]
    assert all(one.named for one in result.provisions)
    assert ids(result)[:1] == [shown[0][0]]
    for one in result.provisions:
        body = scan.documents[one.document.id].body
        assert f"{one.label}　{one.text}" in body


@promise_of_each(
    Part.NAMED, "12条", "第十二条", "公积金12条", "住房公积金12件", "公积金管理12条措施"
)
def a_number_without_a_law_names_no_article(engine: Engine, scan: Scan, case: str) -> None:
    assert not any(one.named for one in engine.search(typed(case)).provisions)


@promise(Part.NAMED)
def an_article_that_a_law_has_not_is_said_not_to_be_there(engine: Engine, scan: Scan) -> None:
    """No other article is shown for it, and no other law is first."""
    result = engine.search(typed("云澜市住房公积金管理条例第25条"))
    assert not result.provisions
    assert ids(result)[:1] == ["fund-law"]
    assert any("24 条" in one and "第二十五条" in one for one in result.notices)
