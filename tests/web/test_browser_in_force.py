"""A reader with an old regulation in hand: by its banner to the law in force, and to the 条 that changed.

Over the documents of ``seeds/``, in a real browser, with and without JavaScript. Skipped without Chromium.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.web.browsing import unfold, visits, width_of
from tests.web.served import ROOT
from web.site.app import create_app

FIELD = "检索词、发文字号或一句话"
WIDTHS = [pytest.param(1280, id="desktop"), pytest.param(375, id="phone")]
SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]
PAIR = "/documents/YL0000002-201612-00007/compare/YL0000002-202410-00015"


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, serve: Callable[[Flask], str]
) -> str:
    """The site over the documents of ``seeds/``."""
    folder = tmp_path_factory.mktemp("in-force")
    update_index(Store(folder), [ROOT / "seeds"], analyzer)
    return serve(create_app(EmbeddedEngine(folder, analyzer)))


@pytest.fixture
def at_seeds(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    yield from visits(browser, address)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_from_a_repealed_regulation_to_the_article_in_force(
    at_seeds: Callable[..., Page], scripts: bool, width: int
) -> None:
    page = at_seeds("/", width, java_script_enabled=scripts)
    page.get_by_label(FIELD).fill("云澜市城市供水管理办法")
    page.get_by_role("button", name="检索", exact=True).click()
    found = page.get_by_role("link", name="云澜市城市供水管理办法", exact=True).first
    found.click()

    banner = page.locator(".banner")
    expect(banner).to_contain_text("已废止")
    expect(banner).to_contain_text("自2017年3月1日起废止")
    expect(banner).to_contain_text("《云澜市城市供水管理办法》同时废止。")
    banner.get_by_role("link", name="《云澜市供水用水条例》第十二条").click()

    proof = page.locator("#a12")
    expect(page).to_have_url(re.compile("#a12$"))
    expect(proof).to_contain_text("《云澜市城市供水管理办法》同时废止")
    expect(proof).to_be_in_viewport()
    banner = page.locator(".banner")
    expect(banner).to_contain_text("已被修改")
    banner.locator(".newer").get_by_role("link", name="《云澜市供水用水条例》").click()

    banner = page.locator(".banner")
    expect(banner).to_contain_text("有效")
    expect(banner).to_contain_text("自2024年12月1日起施行")
    page.locator(".history").get_by_role("link", name="与本页对照").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("《云澜市供水用水条例》两个文本对照")
    expect(page.locator(".version-name")).to_have_text(["旧文本", "新文本"])
    page.get_by_text(re.compile("有变化的 . 条")).click()
    page.locator(".jumps").get_by_role("link", name="第五条 → 第六条").click()
    changed = page.locator("section:target")
    expect(changed.locator("del")).to_have_text("删去：二十四")
    expect(changed.locator("ins")).to_have_text("新增：四十八")
    expect(changed).to_be_in_viewport()
    changed.locator(".new").get_by_role("link", name="第六条").click()

    article = page.locator("#a6")
    expect(page).to_have_url(re.compile("/documents/YL0000002-202410-00015#a6$"))
    expect(article).to_contain_text("应当提前四十八小时通知用户")
    expect(article).to_be_in_viewport()


def test_what_moved_is_called_so(at_seeds: Callable[..., Page]) -> None:
    page = at_seeds(PAIR)
    expect(page.locator(".quiet", has_text="第九条 → 第十条")).to_contain_text("序号变了")
    expect(page.locator(".quiet", has_text="位置变了")).to_have_count(1)
    expect(page.locator(".removed h3")).to_contain_text("第十一条")
    expect(page.locator(".added h3")).to_contain_text("第四条")


@pytest.mark.parametrize("reading", ["", "elder", "traditional"])
@pytest.mark.parametrize("width", WIDTHS)
def test_real_texts_side_by_side_are_fit_for_everybody(
    at_seeds: Callable[..., Page], axe: Callable[..., list[str]], width: int, reading: str
) -> None:
    page = at_seeds(f"{PAIR}?all=1", width)
    if reading:
        page.get_by_role(
            "button", name={"elder": "长者模式", "traditional": "繁體"}[reading]
        ).click()
    assert axe(unfold(page)) == []
    assert width_of(page) == width
