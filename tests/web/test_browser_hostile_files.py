"""Hostile words in real files, and in their names: read, indexed, shown and handed out as words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.web.hostility import (
    IN_FIELD,
    PAYLOADS,
    RUN,
    TRIED,
    WatchingTabs,
    assert_unharmed,
    query_of,
)
from web.site.app import create_app

# --- real files -----------------------------------------------------------------------------

NAMES = [
    f"<script>{RUN}<script>.txt".encode(),
    f'"><img src=x onerror={RUN}>.txt'.encode(),
    f"'onfocus={RUN} autofocus x='.txt".encode(),
    f"javascript:{RUN}.txt".encode(),
    b"{{7*7}}{% raw %}.txt",
    b"&lt;b&gt;&#x3c;.txt",
    b"=cmd|' C calc'!A0.txt",
    b"-rf.txt",
    b" \t .txt",
    b"a..%2f..%2fetc%2fpasswd.txt",
    b"C:\\con.txt",
    "\u202etxt.fdp\u2067.txt".encode(),
    "零\u200b宽\u2028行.txt".encode(),
    b"one\nline\r\x1b[31m\x01.txt",
    b"\xff\xfe\xed\xa0\x80half.txt",
    b"A" * 250 + b".txt",
]
"""Names that a file can have; the file system decides, not UTF-8."""


@pytest.fixture(scope="module")
def disk_tabs(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    analyzer: Analyzer,
    serve: Callable[[Flask], str],
) -> Iterator[WatchingTabs]:
    """A browser at a site over real files with hostile names and contents, read and indexed."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, raw in enumerate(NAMES):
        (folder / os.fsdecode(raw)).write_bytes(f"名  称: 名称{number}的文件\n\n正文".encode())
    for name, text in PAYLOADS.items():
        _write_formats(folder, name, text)
    index = tmp_path_factory.mktemp("index")
    report = update_index(Store(index), [folder], analyzer)
    assert report.documents >= len(NAMES) + 2 * len(PAYLOADS)
    kept = WatchingTabs(browser, serve(create_app(EmbeddedEngine(index, analyzer))))
    yield kept
    kept.close()


def _write_formats(folder: Path, name: str, text: str) -> None:
    """The payload in a text, a page and a list, as far as each can hold it."""
    flat = " ".join(text.split())
    part, short = flat[:IN_FIELD], text[:IN_FIELD]
    labels = ("索引号", "发布机构", "成文日期", "发文字号", "有效性", "主题分类", "政策咨询电话")
    head = [f"{label}: {part}" for label in labels]
    plain = "\n".join([*head, f"名  称: 文本{name}{flat}", "", "第一条　正文", text])
    (folder / f"text-{name}.txt").write_bytes(plain.encode("utf-8", "replace"))
    row = {
        **{"标题": f"列表{name}{text}", "发文机关": short, "文号": short, "正文": f"正文{text}"},
        **{"来源": f"javascript:{short}", "地区": short, "文种": short, "主题分类": short},
        **{"发布日期": short, "有效性": short, "索引号": short},
    }
    (folder / f"list-{name}.jsonl").write_bytes(json.dumps(row).encode())
    page = (
        f"<html><head><title>{text}</title><meta name=ArticleTitle content='{flat}'>"
        f"<meta name=ContentSource content='{part}'></head><body><div class=TRS_Editor>"
        f"<h1>网页{name}{text}</h1><p>正文{text}</p><a href='{part}'>附件{short}</a></div></body></html>"
    )
    (folder / f"page-{name}.html").write_bytes(page.encode("utf-8", "replace"))


@pytest.fixture
def look_on_disk(disk_tabs: WatchingTabs) -> Iterator[Callable[..., Page]]:
    yield disk_tabs.look
    disk_tabs.console.check()


def test_files_with_hostile_names_are_found_shown_and_handed_out(
    look_on_disk: Callable[..., Page], tmp_path: Path
) -> None:
    for number in range(len(NAMES)):
        page = look_on_disk(f"/search?{query_of(('q', f'标题:名称{number}的文件'))}")
        page.get_by_role("link", name=f"名称{number}的文件", exact=True).first.click()
        expect(page.locator("h1")).to_have_text(f"名称{number}的文件")
        assert_unharmed(page)
        with page.expect_download() as started:
            page.get_by_role("link", name="下载原文件").click()
        assert "/" not in started.value.suggested_filename
        started.value.save_as(tmp_path / "kept")
        assert f"名称{number}的文件".encode() in (tmp_path / "kept").read_bytes()


@pytest.mark.parametrize("name", TRIED)
def test_what_was_read_from_hostile_files_is_words(
    look_on_disk: Callable[..., Page], name: str
) -> None:
    page = look_on_disk(f"/search?{query_of(('q', f'{name}'), ('size', '100'))}")
    assert_unharmed(page)
    addresses = page.locator("#main .hits h3 a").evaluate_all(
        "(links, name) => links.filter(a => a.textContent.includes(name)).map(a => a.href)", name
    )
    for address in addresses[:3]:
        assert_unharmed(look_on_disk(address))


@pytest.mark.parametrize("path", ["/", "/search?size=100", "/browse", "/status"])
def test_all_hostile_files_together_are_words(look_on_disk: Callable[..., Page], path: str) -> None:
    assert_unharmed(look_on_disk(path))
