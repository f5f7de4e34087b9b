"""What a line of a result says on a terminal of texts that stand under it, and of a newer one."""

from __future__ import annotations

from datetime import date

import click

from index.document import PolicyDocument, Validity
from search.related import Standing, TextVersion
from search.request import SearchRequest
from search.results import Hit, SearchResult
from web.cli.terminal import as_text


def said(hit: Hit, total: int = 1) -> str:
    result = SearchResult(SearchRequest(), total, 1, (hit,), (), None, (), (), 1.0, 7)
    return click.unstyle(as_text(result))


def test_the_state_of_today_and_a_newer_text_are_said() -> None:
    old = PolicyDocument(id="old", title="条例", validity=Validity.AMENDED)
    new = PolicyDocument(id="new", title="条例（2024年）")
    standing = Standing(date(2026, 1, 1), Validity.AMENDED, newer=new, source=Validity.IN_FORCE)
    lines = said(Hit(old, standing=standing)).splitlines()
    assert any("[已被修改]" in line for line in lines)
    assert "   有更新文本：new 条例（2024年）" in lines
    assert "另有" not in "".join(lines)
    assert "并为" not in "".join(lines)


def test_of_a_text_to_come_the_one_in_force_is_said() -> None:
    coming = PolicyDocument(id="coming", title="条例", validity=Validity.NOT_YET)
    held = PolicyDocument(id="held", title="条例（2012年）")
    standing = Standing(date(2026, 1, 1), Validity.NOT_YET, newer=held)
    assert "   现行文本：held 条例（2012年）" in said(Hit(coming, standing=standing)).splitlines()


def test_what_is_folded_under_a_line_can_be_asked_for() -> None:
    other = PolicyDocument(id="b\x1b[2J", title="条例")
    gap = TextVersion(date(1994, 1, 1))
    hit = Hit(
        PolicyDocument(id="a", title="条例"),
        versions=(gap, TextVersion(date(2001, 1, 1), document=other)),
        reprints=(PolicyDocument(id="c", title="条例"), PolicyDocument(id="d", title="条例")),
    )
    text = said(hit, total=4)
    assert "找到 4 件，并为 1 条" in text
    assert "另有 1 个历史文本：b" in text
    assert "另有 2 个其他来源：c、d" in text
    assert "\x1b" not in text
