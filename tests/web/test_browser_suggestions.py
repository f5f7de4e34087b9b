"""Suggestions while typing, in a real browser: keyboard, mouse, phone, without scripts.

Skipped without Chromium.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.browsing import PATIENCE

TITLE = "示例市住房公积金管理条例"
LIST = "[role=listbox]"
OPTIONS = f"{LIST} [role=option]"
CHOSEN = f"{OPTIONS}[aria-selected=true]"


def typed(page: Page, text: str) -> Page:
    """The page when ``text`` was typed and its suggestions are shown."""
    page.locator("#q").press_sequentially(text)
    expect(page.locator(LIST)).to_be_visible()
    expect(page.locator(OPTIONS).first).to_contain_text(text)
    return page


def box(page: Page) -> dict[str, str | None]:
    """What assistive technology is told of the field."""
    names = ("role", "aria-expanded", "aria-controls", "aria-activedescendant")
    return {name: page.locator("#q").get_attribute(name) for name in names}


def wait_for(page: Page, held: list[Route]) -> None:
    """Until the page has asked for suggestions, and the answer is held back."""
    deadline = time.monotonic() + PATIENCE
    while not held:
        assert time.monotonic() < deadline, "nothing was asked"
        page.wait_for_timeout(20)


# --- the list -------------------------------------------------------------------------------


def test_typing_shows_what_may_be_meant(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房公积金")
    expect(page.get_by_role("listbox", name="检索建议")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_have_text(re.compile(f"^{TITLE}\\s*标题$"))
    expect(page.get_by_text("有 1 条建议，可用上下键选择")).to_be_attached()


def test_the_kind_of_each_is_said(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "示例市")
    assert {"发文机关", "标题"} >= set(page.locator(f"{OPTIONS} .note").all_inner_texts())
    page.locator("#q").fill("示检")
    expect(page.locator(f"{OPTIONS} .note").first).to_have_text("发文字号")


def test_assistive_technology_is_told(at: Callable[..., Page]) -> None:
    page = at("/")
    assert box(page)["role"] == "combobox"
    assert box(page)["aria-expanded"] == "false"
    typed(page, "示例市")
    assert box(page)["aria-expanded"] == "true"
    expect(page.locator(f"#{box(page)['aria-controls']}")).to_be_visible()
    assert box(page)["aria-activedescendant"] is None
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box(page)['aria-activedescendant']}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(page.locator("#q")).to_be_focused()


def test_what_is_not_known_shows_nothing(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房")
    page.locator("#q").press_sequentially("没有这样的词")
    expect(page.locator(LIST)).to_be_hidden()
    assert box(page)["aria-expanded"] == "false"


def test_an_emptied_field_shows_nothing(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房")
    page.locator("#q").fill("")
    expect(page.locator(LIST)).to_be_hidden()


def test_an_unfinished_character_asks_nothing(at: Callable[..., Page]) -> None:
    page = at("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#q").dispatch_event("compositionstart")
    page.locator("#q").fill("zhufang")
    page.wait_for_timeout(400)
    assert not [url for url in asked if "suggest" in url]
    page.locator("#q").fill("住房")
    page.locator("#q").dispatch_event("compositionend")
    expect(page.locator(OPTIONS)).to_have_count(1)
    assert len([url for url in asked if "suggest" in url]) == 1


# --- the keyboard ---------------------------------------------------------------------------


def test_arrow_and_enter_search_what_is_chosen(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房公积金")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到 3 件")
    expect(page.locator("#q")).to_have_value(TITLE)


def test_enter_without_a_choice_searches_what_was_typed(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房公积金")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到")
    expect(page.locator("#q")).to_have_value("住房公积金")


def test_arrows_go_round_by_way_of_the_field(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "政府网站")
    count = page.locator(OPTIONS).count()
    assert count > 2
    for key, chosen in [("ArrowUp", count - 1), ("ArrowUp", count - 2), ("ArrowDown", count - 1)]:
        page.keyboard.press(key)
        expect(page.locator(CHOSEN)).to_have_id(f"suggestion-{chosen}")
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_have_id("suggestion-0")


@pytest.mark.parametrize("height", [pytest.param(400, id="keyboard-of-a-phone-is-open"), 800])
def test_what_is_chosen_is_in_sight(at: Callable[..., Page], height: int) -> None:
    page = at("/search?q=公积金", 375)
    page.set_viewport_size({"width": 375, "height": height})
    page.locator("#q").fill("")
    typed(page, "政府网站")
    for _ in range(page.locator(OPTIONS).count()):
        page.keyboard.press("ArrowDown")
        expect(page.locator(CHOSEN)).to_be_in_viewport(ratio=0.5)


def test_escape_closes_and_keeps_what_was_typed(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房公积金")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(LIST)).to_be_hidden()
    assert box(page)["aria-expanded"] == "false"
    assert box(page)["aria-activedescendant"] is None
    page.wait_for_timeout(300)
    expect(page.locator(LIST)).to_be_hidden()
    expect(page.locator("#q")).to_have_value("住房公积金")
    expect(page.locator("#q")).to_be_focused()


def test_tab_closes_and_goes_on(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房公积金")
    page.keyboard.press("Tab")
    expect(page.locator(LIST)).to_be_hidden()
    expect(page.get_by_role("button", name="检索", exact=True)).to_be_focused()


# --- the mouse ------------------------------------------------------------------------------


def test_a_click_searches(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "政府网站信息")
    page.get_by_role("option", name="关于加强政府网站信息内容建设的意见").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到 1 件")
    expect(page.locator("#q")).to_have_value("关于加强政府网站信息内容建设的意见")


def test_a_tap_searches(at: Callable[..., Page]) -> None:
    page = typed(at("/", 375, has_touch=True), "住房")
    page.get_by_role("option").first.tap()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到 3 件")


@pytest.mark.parametrize("button", ["right", "middle"])
def test_another_button_searches_nothing(
    at: Callable[..., Page], button: Literal["right", "middle"]
) -> None:
    page = typed(at("/"), "住房")
    page.get_by_role("option").first.click(button=button)
    page.wait_for_timeout(300)
    assert page.url.endswith("/")


def test_a_click_elsewhere_closes(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "住房")
    page.locator("footer p").click()
    expect(page.locator(LIST)).to_be_hidden()


def test_filters_and_order_are_kept(at: Callable[..., Page]) -> None:
    page = at("/search?genre=条例&sort=newest")
    typed(page, "住房").keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value(TITLE)
    expect(page.get_by_label("排序")).to_have_value("newest")
    expect(page.locator(".chip")).to_contain_text("文种：条例")


# --- nothing breaks -------------------------------------------------------------------------


def test_without_scripts_there_is_a_plain_field(at: Callable[..., Page]) -> None:
    page = at("/", java_script_enabled=False)
    assert page.locator(LIST).count() == 0
    page.get_by_role("searchbox").press_sequentially("住房公积金")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到")


def test_a_server_that_does_not_answer_stops_no_search(at: Callable[..., Page]) -> None:
    page = at("/", expected="net::ERR_FAILED")
    page.route("**/suggest.json*", lambda route: route.abort())
    page.locator("#q").press_sequentially("住房公积金")
    page.wait_for_timeout(400)
    expect(page.locator(LIST)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("找到")


def test_a_late_answer_does_not_replace_a_newer_one(at: Callable[..., Page]) -> None:
    page = at("/")
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/suggest.json*", hold_first)
    page.locator("#q").fill("政府网站")
    wait_for(page, held)
    page.locator("#q").fill("住房")
    expect(page.locator(OPTIONS)).to_have_count(1)
    held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator(OPTIONS)).to_have_count(1)


def test_an_answer_for_a_field_that_was_left_opens_nothing(at: Callable[..., Page]) -> None:
    page = at("/")
    held: list[Route] = []
    page.route("**/suggest.json*", lambda route: held.append(route))
    page.locator("#q").press_sequentially("住房")
    wait_for(page, held)
    page.keyboard.press("Tab")
    held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator(LIST)).to_be_hidden()


def test_hostile_titles_are_words(at: Callable[..., Page]) -> None:
    page = typed(at("/"), "恶意")
    expect(page.locator(OPTIONS)).to_contain_text("<script>alert(1)</script>")
    assert page.locator(f"{LIST} :is(script, img)").count() == 0


# --- how it looks ---------------------------------------------------------------------------


@pytest.mark.parametrize("width", [pytest.param(1280, id="desktop"), pytest.param(375, id="phone")])
@pytest.mark.parametrize("path", ["/", "/search?genre=条例", "/documents/sample-1"])
def test_axe_finds_nothing_wrong_with_an_open_list(
    at: Callable[..., Page], axe: Callable[..., list[str]], path: str, width: int
) -> None:
    page = typed(at(path, width), "政府网站")
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    assert axe(page) == []


@pytest.mark.parametrize("text", [pytest.param("超长", id="long-words"), "政府网站", "恶意"])
@pytest.mark.parametrize("width", [320, 375, 768])
def test_an_open_list_scrolls_nothing_sideways(
    at: Callable[..., Page], text: str, width: int
) -> None:
    page = typed(at("/", width), text)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(LIST).evaluate("list => list.scrollWidth - list.clientWidth") == 0


def test_a_finger_hits_every_suggestion(at: Callable[..., Page]) -> None:
    page = typed(at("/", 375), "政府网站")
    heights = page.locator(OPTIONS).evaluate_all(
        "items => items.map(item => item.getBoundingClientRect().height)"
    )
    assert min(heights) >= 43.5


def test_the_list_lies_above_what_follows(at: Callable[..., Page]) -> None:
    page = typed(at("/search?genre=通报"), "政府网站")
    on_top = page.locator(OPTIONS).evaluate_all(
        "items => items.slice(0, 5).map(item => { const b = item.getBoundingClientRect();"
        " return item.contains(document.elementFromPoint(b.left + 20, b.top + b.height / 2)); })"
    )
    assert on_top == [True] * 5
