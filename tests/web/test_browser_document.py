"""The page of a document on a phone and in 长者模式: what stands first, what folds, and that the bar of hits
covers nothing. Skipped without Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 375, "height": 667}
VIEWS = [
    pytest.param(375, "", id="phone"),
    pytest.param(375, "elder", id="phone-elder"),
    pytest.param(1280, "", id="desktop"),
    pytest.param(1280, "elder", id="desktop-elder"),
]


def _top(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def _bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("reading", ["", "elder"])
def test_on_a_phone_what_matters_stands_above_a_folded_table(
    look: Callable[..., Page], reading: str
) -> None:
    page = look("/documents/sample-1?q=政府网站", 375, reading)
    table, summary = page.locator(".metadata"), page.locator(".every-fact > summary")
    expect(table).not_to_be_visible()
    facts = page.locator(".title-facts")
    above = [
        page.locator("h1"),
        facts,
        page.get_by_role("link", name="查看来源网页").first,
        page.get_by_role("button", name="打印"),
        page.locator("#standing"),
    ]
    tops = [_top(part) for part in above]
    assert tops == sorted(tops)
    assert max(map(_bottom, above)) <= _top(summary)
    line = facts.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")
    assert facts.evaluate("e => e.offsetHeight") < 1.5 * line, "one line of facts"
    expect(facts).to_contain_text("示政办发〔2023〕47号")
    summary.click()
    expect(table).to_be_visible()
    expect(table).to_contain_text("索引号")


def test_on_a_phone_where_it_can_be_had_stands_on_the_first_screen(
    look: Callable[..., Page],
) -> None:
    page = look("/documents/law-1?q=公积金", 375)
    page.set_viewport_size(PHONE)
    for part in (page.locator("h1"), page.locator("#standing"), page.locator(".takings")):
        assert _bottom(part) < PHONE["height"]


def test_on_a_wide_screen_the_table_is_open(look: Callable[..., Page]) -> None:
    page = look("/documents/sample-1")
    expect(page.locator(".metadata")).to_be_visible()
    expect(page.locator(".every-fact > summary")).not_to_be_visible()


def test_the_button_prints(at: Callable[..., Page]) -> None:
    page = at("/documents/sample-1")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="打印").click()
    expect(page).to_have_title("printed")


def test_without_a_script_no_button_promises_to_print(at: Callable[..., Page]) -> None:
    page = at("/documents/sample-1", java_script_enabled=False)
    expect(page.get_by_role("button", name="打印")).to_have_count(0)


@pytest.mark.parametrize(("width", "reading"), VIEWS)
def test_what_a_link_leads_to_stands_below_the_bar_of_hits(
    look: Callable[..., Page], width: int, reading: str
) -> None:
    page = look("/documents/law-1?q=公积金", width, reading)
    bar = page.locator(".hits-nav")
    line = bar.evaluate("e => e.offsetHeight")
    assert line < 80, "one line"
    for anchor in ("a5", "a12", "a30"):
        page.goto(f"/documents/law-1?q=公积金#{anchor}")
        target = page.locator(f"#{anchor}")
        expect(target).to_be_in_viewport()
        assert _top(target) >= _bottom(bar)
    for number in (3, 9, 4):
        page.goto(f"/documents/law-1?q=公积金&hit={number}#hit-{number}")
        hit = page.locator("mark:target")
        expect(hit).to_be_in_viewport()
        assert _top(hit) >= _bottom(bar)
        expect(bar).to_contain_text(f"{number}/")
    page.get_by_role("link", name="下一处").click()
    expect(page.locator("mark:target")).to_have_id("hit-5")
    assert _top(page.locator("mark:target")) >= _bottom(bar)


@pytest.mark.parametrize(("width", "reading"), VIEWS[1:3])
def test_what_the_keyboard_comes_to_is_not_covered(
    look: Callable[..., Page], width: int, reading: str
) -> None:
    page = look("/documents/law-1?q=公积金", width, reading)
    bar = page.locator(".hits-nav")
    links = page.locator("article a")
    links.last.scroll_into_view_if_needed()
    links.first.focus()
    assert _top(links.first) >= _bottom(bar)
