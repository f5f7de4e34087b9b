"""A page that a server sends in place of a document is refused with the reason; a document never is."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest

from index.document import Rejected
from index.errors import Unreadable
from index.readers import NO_OPTIONS, read_file
from index.readers.formats.html import read
from tests.support.desk import Desk
from tests.support.error_pages import ERRORS

UNSEEN = frozenset(random.Random(23).sample(sorted(ERRORS), len(ERRORS) // 2))
"""By these the rules were not made: drawn before they were written, and read once, at the end."""


def refused(text: str) -> str:
    try:
        list(read(BytesIO(text.encode()), "页.html", NO_OPTIONS))
    except Unreadable as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(ERRORS.keys() - UNSEEN))
def test_what_is_no_document_is_refused(name: str) -> None:
    assert refused(ERRORS[name]).endswith("或把它移出文件夹。")


def test_of_those_that_were_not_looked_at_nearly_all_are_refused() -> None:
    read_all_the_same = [name for name in sorted(UNSEEN) if not refused(ERRORS[name])]
    assert len(read_all_the_same) <= 2, read_all_the_same


_LONG = "各有关单位要对照清单逐项整改，确保群众能查得到、看得懂、用得上，整改情况于月底前报送。" * 6

DOCUMENTS = {
    "a notice about dead links": (
        "关于清理网站错误链接的通知", "<p>近期检查发现，部分栏目存在“页面不存在”、404 错误等问题。</p>" + _LONG,
    ),
    "a short notice about upkeep": (
        "关于网站维护的公告", "<p>系统正在升级维护，6月1日暂停服务，给您带来不便敬请谅解。</p>",
    ),
    "a question about logging in": (
        "登录时提示页面不存在怎么办", "<p>您好，请清除浏览器缓存后重新登录，仍提示系统错误的请拨打12345。</p>",
    ),
    "a page with a field to log in": (
        "某县小额贷款贴息办法", '<form>登录<input type="password"></form><p>为扶持创业，给予贴息。</p>' + _LONG,
    ),
    "a page of a file": (
        "封面", '<p>您没有安装阅读器，页面无法显示。</p><a href="a.pdf">某市规划（2024—2030年）.pdf</a>',
    ),
    "a page with its number": (
        "提示", "<p>文号：某政发〔2024〕4号</p><p>页面不存在的，由主办单位负责。</p>",
    ),
    "a long text that begins with an error": (
        "某单位情况", "<p>404 错误</p>" + f"<p>{_LONG}</p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_tells_of_errors_is_read(name: str) -> None:
    title, body = DOCUMENTS[name]
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    assert not refused(page)


def test_no_page_of_the_corpus_is_refused(shared: Path) -> None:
    folders = (shared / "corpus" / "originals", shared / "more_originals", shared / "cases")
    pages = [path for folder in folders for path in folder.rglob("*.*htm*")]
    assert len(pages) >= 100
    refusals = {path.name: refused_file(path) for path in pages}
    assert not {name: why for name, why in refusals.items() if "不是文件" in why}


def refused_file(path: Path) -> str:
    first = next(iter(read_file(path, path.parent)))
    return first.reason if isinstance(first, Rejected) else ""


def test_a_page_that_has_become_an_error_leaves_what_was_read_before(desk: Desk) -> None:
    page = desk.files / "页.html"
    page.write_text(
        "<title>某市办法</title><h1>某市办法</h1><p>公积金可以提取。</p>", encoding="utf-8"
    )
    desk.update()
    page.write_text(ERRORS["nginx 502"], encoding="utf-8")
    report = desk.update()
    assert "502 Bad Gateway" in report.rejected[0].reason
    assert "保留上次" in report.rejected[0].reason
    assert desk.found("公积金")
