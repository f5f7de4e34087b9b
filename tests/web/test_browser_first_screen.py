"""What stands on the first screen of a phone and of 长者模式: the first result, measured. Skipped without Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.web.browsing import visits
from tests.web.served import ROOT
from web.site.app import create_app

SEARCHES = {
    "plain": "/search?q=政府网站",
    "pinned": "/search?q=示政办发〔2023〕47号",
    "reworded": "/search?q=官网",
    "suggestion": "/search?q=政府网占 住房公积金",
    "corrected": "/search?q=住房公基金",
    "relaxed": "/search?q=政府网站 住房公积金 没有这样的词",
    "relaxed-and-reworded": "/search?q=官网 房钱 科技创新",
    "no-day": "/search?q=政府网站&on=2015",
    "filter-offered": "/search?q=示例3区 政府网站",
    "filtered": "/search?q=政府网站&genre=通报&region=示例3区&region=示例4区",
    "filtered-much": "/search?q=官网&genre=通报&validity=有效&from=2001&to=2020-05",
    "unfolded": "/search?q=政府网站&fold=0",
    "second-page": "/search?q=政府网站&page=2",
}
SCREENS = [
    pytest.param(375, 667, "", id="phone"),
    pytest.param(375, 667, "elder", id="phone-elder"),
    pytest.param(1280, 800, "elder", id="desktop-elder"),
    pytest.param(1280, 800, "", id="desktop"),
]
FIRST = ":is(.answer, .pinned, .hits) h3 a"


@pytest.mark.parametrize(("width", "height", "reading"), SCREENS)
@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in SEARCHES.items()])
def test_the_first_result_stands_on_the_first_screen(
    look: Callable[..., Page], path: str, width: int, height: int, reading: str
) -> None:
    page = look(path, width, reading)
    page.set_viewport_size({"width": width, "height": height})
    title = page.locator(FIRST).first.bounding_box()
    assert title
    assert title["y"] + page.evaluate("scrollY") <= height - title["height"] / 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_notice_is_one_line_that_unfolds(at: Callable[..., Page], scripts: bool) -> None:
    page = at("/search?q=官网 房钱 科技创新", 375, java_script_enabled=scripts)
    lines = page.get_by_role("note").locator("summary")
    expect(lines).to_have_count(2)
    for line in lines.all():
        box = line.bounding_box()
        assert box
        assert box["height"] < 45
    page.get_by_role("note").get_by_text("也查：").click()
    expect(page.get_by_text("“房钱”同时按“住房公积金”检索")).to_be_visible()
    expect(page.get_by_role("link", name="只按原词")).to_be_visible()


@pytest.mark.parametrize("reading", ["", "elder"])
def test_filters_open_over_the_whole_width_of_a_phone(
    at: Callable[..., Page], reading: str
) -> None:
    page = at("/search?q=政府网站&genre=通报", 375, reading)
    page.locator(".filters > summary").click()
    field = page.get_by_label("在结果中检索").bounding_box()
    assert field
    assert field["width"] > 250
    order = page.get_by_label("排序").bounding_box()
    apply = page.get_by_role("button", name="应用筛选").bounding_box()
    assert order
    assert apply
    assert order["y"] >= apply["y"] + apply["height"], "nothing lies over anything"


@pytest.fixture(scope="module")
def seeds_site(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, serve: Callable[[Flask], str]
) -> str:
    """The address of the site over the documents of ``seeds/``."""
    folder = tmp_path_factory.mktemp("seeds")
    update_index(Store(folder), [ROOT / "seeds"], analyzer)
    return serve(create_app(EmbeddedEngine(folder, analyzer)))


@pytest.fixture
def at_seeds(browser: Browser, seeds_site: str) -> Iterator[Callable[..., Page]]:
    yield from visits(browser, seeds_site)


REAL = {
    "an-article": ("云澜市城市供水管理办法第五条", ".answer"),
    "a-question": ("买房子可以把公积金取出来吗", ".answer, .hits > li"),
    "corrected": ("住房公基金", ".hits > li"),
    "filters-and-order": ("最新 云澜市人民政府 通知", ".hits > li"),
    "filters-that-leave-nothing": ("云澜市财政局 供水 意见", ".hits > li"),
    "everything-at-once": ("房钱 老赖 双休 2023年", ".hits > li"),
}


@pytest.mark.parametrize(("width", "height", "reading"), SCREENS)
def test_over_real_documents_too_the_first_answer_is_seen(
    at_seeds: Callable[..., Page], width: int, height: int, reading: str
) -> None:
    """An article in full counts as the first result: it begins on the first screen."""
    page = at_seeds("/", width, reading)
    page.set_viewport_size({"width": width, "height": height})
    tops = {}
    for name, (q, first) in REAL.items():
        page.goto(f"/search?q={q}")
        box = page.locator(first).first.bounding_box()
        assert box, name
        tops[name] = box["y"]
    assert max(tops.values()) <= height - 40, tops
