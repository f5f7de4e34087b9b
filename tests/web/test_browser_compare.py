"""Two documents side by side in a real browser: columns, stacked on a phone, on paper, no script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.web.browsing import width_of

PAIR = "/documents/law-2/compare/law-1"


def _box(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box
    return box


def test_the_older_text_stands_left_and_on_a_phone_above(at: Callable[..., Page]) -> None:
    for width in (1280, 375):
        page = at(PAIR, width)
        old, new = (page.locator(f".changed .{side}").first for side in ("old", "new"))
        if width > 375:
            assert _box(old)["x"] + _box(old)["width"] <= _box(new)["x"]
            assert _box(old)["y"] == _box(new)["y"]
        else:
            assert _box(old)["y"] + _box(old)["height"] <= _box(new)["y"]
        expect(old).to_contain_text("旧文本")
        expect(new).to_contain_text("新文本")
        assert width_of(page) == width


def test_the_names_of_the_columns_stay_in_sight(at: Callable[..., Page]) -> None:
    page = at(f"{PAIR}?all=1")
    names = page.locator(".columns-names")
    page.locator(".provision").last.scroll_into_view_if_needed()
    expect(names).to_be_in_viewport()
    expect(at(PAIR, 375).locator(".columns-names")).not_to_be_visible()


def test_all_is_reached_without_a_script(at: Callable[..., Page]) -> None:
    page = at(PAIR, java_script_enabled=False)
    page.get_by_text("有变化的 1 条").click()
    page.locator(".jumps").get_by_role("link", name="第一条").click()
    expect(page.locator("section:target del")).to_contain_text("本金")
    expect(page.locator("section:target ins")).to_contain_text("本息")
    page.get_by_role("link", name="显示全部文字").click()
    expect(page.locator(".provision.same")).to_have_count(46)
    page.get_by_role("link", name="只看有变化的").click()
    expect(page.locator(".provision")).to_have_count(1)
    page.get_by_role("link", name="两份对调").click()
    expect(page.get_by_role("note")).to_contain_text("前一份比后一份新")


def test_on_paper_both_columns_and_nothing_to_click(at: Callable[..., Page]) -> None:
    page = at(PAIR, 700)
    page.emulate_media(media="print")
    for hidden in (".jumps", ".ways-to-see", "header.site", "form.search"):
        expect(page.locator(hidden).first).not_to_be_visible()
    old, new = (page.locator(f".changed .{side}").first for side in ("old", "new"))
    assert _box(old)["x"] + _box(old)["width"] <= _box(new)["x"]
    line = page.locator("del").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "line-through", "colours may not be printed"
