"""The pages in a real browser: accessibility, keyboard, phones, print. Skipped without Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import FAINT_TEXT, SMALL_TARGETS, SMALL_TEXT, unfold, width_of

WIDTHS = [pytest.param(1280, id="desktop"), pytest.param(375, id="phone")]
PAGES = {
    "home": "/",
    "results": "/search?q=政府网站&genre=通报&from=2005",
    "filtered": "/search?q=政府网站&within=检查&genre=通报&genre=意见&region=示例3区&region=示例4区"
    "&validity=有效&from=2003&to=2020-05",
    "second-page": "/search?q=政府网站&page=2",
    "pinned": "/search?q=示政办发〔2023〕47号",
    "nothing": "/search?q=没有这样的词",
    "way-out": "/search?q=政府网站&genre=条例&region=示例市",
    "relaxed": "/search?q=政府网站 住房公积金 没有这样的词",
    "corrected": "/search?q=政府网占",
    "reworded": "/search?q=官网",
    "beyond": "/search?page=1000000000",
    "document": "/documents/sample-1?q=政府网站",
    "at-a-hit": "/documents/sample-1?q=政府网站&hit=2#hit-2",
    "folded": "/search?q=公积金&on=2020-01-01&validity=有效",
    "linked": "/documents/law-1?q=公积金账户内&hit=2",
    "superseded": "/documents/law-2",
    "repealed": "/documents/law-3?q=公积金",
    "another-day": "/documents/law-3?on=2001-05-06",
    "no-day": "/documents/law-3?on=明天",
    "relations": "/documents/law-1/relations?kind=cited_by",
    "relations-article": "/documents/law-1/relations?kind=cited_by&article=a12",
    "relations-none": "/documents/long-1/relations",
    "relations-beyond": "/documents/law-1/relations?kind=cited_by&page=9",
    "not-yet": "/documents/not-yet",
    "bare": "/documents/bare-1",
    "hostile": "/documents/hostile-1",
    "long-words": "/documents/long-1",
    "compare": "/documents/law-2/compare/law-1",
    "compare-all": "/documents/law-1/compare/law-2?all=1",
    "compare-others": "/documents/sample-1/compare/hostile-1",
    "browse": "/browse",
    "browse-named": "/browse?named=国",
    "browse-nothing": "/browse?q=政府网站&named=没有这样的名称",
    "help": "/help",
    "status": "/status",
    "about": "/about",
    "api": "/api",
    "404": "/nowhere",
    "no-document": "/documents/none",
}
EVERY_PAGE = [pytest.param(path, id=name) for name, path in PAGES.items()]
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that a theme alone can break: at night everything else is as by day."""


@dataclass(frozen=True)
class View:
    """How a page is looked at, and what it must stand besides.

    Attributes:
        windows: so wide the window is made, and nothing may scroll sideways; at 640 a page is
            what 1280 shows at 200 %.
        text: no letter may be smaller, in CSS pixels; 0: whatever it is.
        target: the same of what a finger is to hit.
        contrast: the least that text may have, as it is printed.
    """

    width: int
    reading: str = ""
    windows: tuple[int, ...] = ()
    text: int = 0
    target: int = 0
    contrast: int = 0


VIEWS = [
    pytest.param(View(1280, windows=(320, 375, 640, 768)), id="desktop"),
    pytest.param(View(375, text=15, target=44), id="phone"),
    pytest.param(View(1280, "elder"), id="desktop-elder"),
    pytest.param(
        View(375, "elder", windows=(375, 320, 640), text=18, target=44, contrast=7),
        id="phone-elder",
    ),
]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_is_there_and_fit_for_everybody(
    look: Callable[..., Page], axe: Callable[..., list[str]], path: str, view: View
) -> None:
    """Each page is opened once a view, and all that is wrong with it is told together."""
    page = unfold(look(path, view.width, view.reading))
    is_missing = path in (PAGES["404"], PAGES["no-document"])
    says_so = page.title().startswith("没有") and "检索结果" not in path
    wrong = {"what its title says": [page.title()] if says_so != is_missing else []}
    wrong["axe"] = axe(page)
    wrong["too small for a finger"] = page.evaluate(SMALL_TARGETS, view.target)
    wrong["too small for the eye"] = page.evaluate(SMALL_TEXT, view.text)
    wrong["too faint"] = page.evaluate(FAINT_TEXT, view.contrast)
    page.emulate_media(color_scheme="dark")
    wrong["axe at night"] = axe(page, COLOURS)
    wrong["too faint at night"] = page.evaluate(FAINT_TEXT, view.contrast)
    page.emulate_media(color_scheme="light")
    for width in view.windows:
        page.set_viewport_size({"width": width, "height": 800})
        wide = width_of(page)
        wrong[f"sideways in {width}"] = [f"{wide} wide"] if wide != width else []
    assert not any(wrong.values()), "\n".join(
        f"{check}: {one}" for check, found in wrong.items() for one in found
    )


@pytest.mark.parametrize("reading", ["traditional", "elder-traditional"])
@pytest.mark.parametrize("name", ["filtered", "at-a-hit"])
def test_axe_finds_nothing_wrong_in_traditional_characters(
    look: Callable[..., Page], axe: Callable[..., list[str]], name: str, reading: str
) -> None:
    page = unfold(look(PAGES[name], 375, reading))
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    assert axe(page) == []
    assert width_of(page) == 375


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


def test_a_paragraph_that_is_written_from_the_right_begins_there(at: Callable[..., Page]) -> None:
    page = at("/documents/sample-1")
    ends = page.evaluate("""() => ["ئۇقتۇرۇش.", "通知。"].map(text => {
      const line = document.querySelector(".body").appendChild(document.createElement("p"));
      line.textContent = text;
      const at = (from, to) => { const range = document.createRange();
        range.setStart(line.firstChild, from); range.setEnd(line.firstChild, to);
        return range.getBoundingClientRect().x; };
      return [at(0, 1), at(text.length - 1, text.length), line.getBoundingClientRect()];
    })""")
    (first, last, box), (first_han, last_han, _) = ends
    assert last < first, "the full stop stands at the left of the line"
    assert first > box["x"] + box["width"] / 2
    assert first_han < last_han


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
@pytest.mark.parametrize("path", [PAGES[name] for name in ("home", "results", "document")])
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
    page.goto("/documents/law-1")
    expect(page.locator(".banner")).to_be_visible()
    expect(page.locator(".history")).to_be_visible()
    for hidden in (".leads", ".day", ".times", ".related .proof"):
        expect(page.locator(hidden).first).not_to_be_visible()
    page.goto("/search?q=政府网站")
    for hidden in (".filters", ".pager", ".sort"):
        expect(page.locator(hidden)).not_to_be_visible()


def test_large_letters_of_the_visitor_are_respected(at: Callable[..., Page]) -> None:
    page = at("/search?q=政府网站", 640)
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
