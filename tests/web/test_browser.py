"""The pages in a real browser: accessibility, keyboard, phones, print. Skipped without Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

WIDTHS = [pytest.param(1280, id="desktop"), pytest.param(375, id="phone")]
PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/search?q=政府网站&genre=通报&from=2005", id="results"),
    pytest.param("/search?q=示政办发〔2023〕47号", id="pinned"),
    pytest.param("/search?q=没有这样的词", id="nothing"),
    pytest.param("/search?q=政府网站&genre=条例&region=示例市", id="way-out"),
    pytest.param("/search?q=政府网站 住房公积金", id="relaxed"),
    pytest.param("/search?page=1000000000", id="beyond"),
    pytest.param("/documents/sample-1?q=政府网站", id="document"),
    pytest.param("/documents/law-3?q=公积金", id="repealed"),
    pytest.param("/documents/hostile-1", id="hostile"),
    pytest.param("/documents/long-1", id="long-words"),
    pytest.param("/browse", id="browse"),
    pytest.param("/help", id="help"),
    pytest.param("/status", id="status"),
    pytest.param("/nowhere", id="404"),
]
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, select, summary, input')]
    .map(e => e.closest('label') || e)
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('p:not([class])'))
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)])
    .filter(([box]) => box.width > 1 && box.height < 43.5 && box.bottom > 0)
    .map(([box, html]) => `${box.height}: ${html}`)"""
"""What a finger would miss; links in the middle of a sentence are excepted (WCAG 2.5.8)."""


@pytest.fixture
def at(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A function ``(path, width=1280)`` that opens a page and fails on anything in its console."""
    contexts = []
    said: list[str] = []

    def visit(path: str, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 800}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [line for line in said if "404 (NOT FOUND)" not in line] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong(
    at: Callable[..., Page], axe: Callable[[Page], list[str]], path: str, width: int
) -> None:
    page = at(path, width)
    assert axe(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe(page) == [], "with everything unfolded"


@pytest.mark.parametrize("width", [320, 375, 768])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways(at: Callable[..., Page], path: str, width: int) -> None:
    page = at(path, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", PAGES)
def test_a_finger_hits_every_control(at: Callable[..., Page], path: str) -> None:
    page = at(path, 375)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_text_is_small(at: Callable[..., Page], path: str) -> None:
    sizes = at(path, 375).evaluate(
        "() => [...document.querySelectorAll('body *')]"
        ".filter(e => e.checkVisibility() && e.textContent.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 15


def test_a_search_is_typed_and_entered(at: Callable[..., Page]) -> None:
    page = at("/")
    page.get_by_label("检索词、发文字号或一句话").fill("政府网站")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到 30 件")
    expect(page).to_have_title(re.compile("政府网站"))
    expect(page.get_by_label("检索词、发文字号或一句话")).to_have_value("政府网站")
    assert page.locator("mark").first.inner_text() == "政府网站"


def test_it_works_without_scripts(at: Callable[..., Page]) -> None:
    page = at("/", java_script_enabled=False)
    page.get_by_label("检索词、发文字号或一句话").fill("政府网站")
    page.get_by_role("button", name="检索", exact=True).click()
    page.get_by_label("通知").check()
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator(".chip")).to_contain_text("文种：通知")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_filter_narrows_and_can_be_taken_off(at: Callable[..., Page], width: int) -> None:
    page = at("/search?q=政府网站", width)
    count = page.locator("#found")
    expect(count).to_contain_text("找到 30 件")
    if width < 960:
        page.get_by_text("筛选", exact=True).click()
        page.locator("summary", has_text="文种").click()
    page.get_by_role("checkbox", name="意见").check()
    page.get_by_role("button", name="应用筛选").click()
    expect(count).to_contain_text("找到 1 件")
    assert "genre=" in page.url
    page.get_by_role("link", name="去掉筛选 文种：意见").click()
    expect(count).to_contain_text("找到 30 件")
    assert "genre=" not in page.url


def test_filters_stand_beside_the_results_and_fold_on_a_phone(at: Callable[..., Page]) -> None:
    wide = at("/search?q=政府网站")
    box = wide.get_by_role("group", name="文种").bounding_box()
    found = wide.locator(".found").bounding_box()
    assert box
    assert found
    assert box["x"] + box["width"] <= found["x"]
    expect(at("/search?q=政府网站", 375).get_by_role("group", name="文种")).not_to_be_visible()


def test_sorting_is_kept_while_searching_on(at: Callable[..., Page]) -> None:
    page = at("/search?q=政府网站")
    page.get_by_label("排序").select_option("newest")
    page.get_by_role("button", name="更新").click()
    expect(page.locator(".hits h3").first).to_contain_text("第25批")
    page.get_by_label("检索词、发文字号或一句话").fill("检查情况")
    page.keyboard.press("Enter")
    expect(page.get_by_label("排序")).to_have_value("newest")


def test_the_link_of_a_snippet_lands_on_its_section(at: Callable[..., Page]) -> None:
    page = at("/search?q=第十二条")
    page.locator(".where", has_text="第十二条").first.click()
    section = page.locator("article :target")
    expect(section).to_contain_text("第十二条")
    expect(section).to_be_in_viewport()
    assert section.locator("mark").count() or page.locator("article mark").count()


def test_marks_are_shown_and_can_be_put_away(at: Callable[..., Page]) -> None:
    page = at("/documents/sample-1?q=政府网站")
    assert page.locator("h1 mark").inner_text() == "政府网站"
    assert page.locator("article mark").count() > 3
    page.get_by_role("link", name="不标出检索词").click()
    expect(page.locator("mark")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_contents_lead_to_a_section(at: Callable[..., Page], width: int) -> None:
    page = at("/documents/sample-1", width)
    if width < 960:
        page.locator(".toc summary").first.click()
    page.get_by_role("link", name="三、工作措施").click()
    expect(page.locator("article :target")).to_have_text("三、工作措施")
    expect(page.locator("article :target")).to_be_in_viewport()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_skips_to_the_text(at: Callable[..., Page], width: int) -> None:
    page = at("/search?q=政府网站", width)
    skip = page.locator(".skip")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES[:2] + PAGES[7:8])
def test_focus_is_visible_everywhere(at: Callable[..., Page], path: str, width: int) -> None:
    page = at(path, width)
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " const x = b.left + Math.min(b.width, 8) / 2, y = b.top + b.height / 2;"
            " const top = document.elementFromPoint(x, y);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth), !!top && (e.contains(top)"
            " || top.contains(e) || top.closest('label') === e.closest('label')),"
            " e.outerHTML.slice(0, 100)]; }"
        )
        if style is None:
            break
        assert style[:3] == ["solid", 3, True], style
        seen += 1
    assert seen > 10


def test_print_leaves_the_document_alone(at: Callable[..., Page]) -> None:
    page = at("/documents/sample-1")
    page.emulate_media(media="print")
    for hidden in ("header.site", "footer.site-foot", "form.search", ".toc"):
        expect(page.locator(hidden).first).not_to_be_visible()
    for shown in ("h1", ".metadata", "article", ".cite"):
        expect(page.locator(shown)).to_be_visible()
    page.goto("/search?q=政府网站")
    for hidden in (".filters", ".pager", ".sort"):
        expect(page.locator(hidden)).not_to_be_visible()


def test_large_letters_of_the_visitor_are_respected(at: Callable[..., Page]) -> None:
    page = at("/search?q=政府网站", 640)
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
