"""What is asked of a page in a real browser: scripts that look at it, and what it said itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict, Unpack
from urllib.parse import unquote

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Response,
    ViewportSize,
)

PATIENCE = 120
"""Seconds after which a page has not become what it was waited for, however busy the machine."""

READING = "reading"
"""The cookie that keeps how a visitor reads: ``elder``, ``traditional``, ``elder-traditional``."""

UNFOLD = "document.querySelectorAll('details').forEach(details => details.open = true)"

SMALL_TARGETS = """(least) => [...document.querySelectorAll('a, button, select, summary, input')]
    .map(e => e.closest('label') || e)
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('p:not([class])'))
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)])
    .filter(([box]) => box.width > 1 && box.height < least - .5 && box.bottom > 0)
    .map(([box, html]) => `${box.height}: ${html}`)"""
"""What a finger would miss; links in the middle of a sentence are excepted (WCAG 2.5.8)."""

SMALL_TEXT = """(least) => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => [parseFloat(getComputedStyle(e).fontSize), e.outerHTML.slice(0, 120)])
    .filter(([size]) => size < least)
    .map(([size, html]) => `${size}: ${html}`)"""

FAINT_TEXT = """(least) => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const over = ([r, g, b, a = 1], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
    const linear = (c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
    const ratio = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + .05) / (dark + .05);
    };
    const behind = (e) => {
        if (!e) return [255, 255, 255];
        const style = getComputedStyle(e);
        const drawn = style.backgroundImage.match(/rgba?\\([^)]*[1-9][^)]*\\)/g) || [];
        const colour = parts(e.localName === 'mark' && drawn.length ? drawn.at(-1) : style.backgroundColor);
        return colour[3] === 0 ? behind(e.parentElement) : over(colour, behind(e.parentElement));
    };
    return [...document.querySelectorAll('body *')]
        .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.unseen, .skip, svg')
            && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => { const ground = behind(e); return [ratio(over(parts(getComputedStyle(e).color), ground), ground), e]; })
        .filter(([found]) => found < least)
        .map(([found, e]) => `${found.toFixed(2)}: ${e.outerHTML.slice(0, 120)}`);
}"""
"""Visible text whose contrast with what lies behind it is less than asked (WCAG 1.4.6: 7)."""


def unfold(page: Page) -> Page:
    """The page with every fold open."""
    page.evaluate(UNFOLD)
    return page


def width_of(page: Page) -> int:
    """How wide the content is: more than the window where it scrolls sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@dataclass
class Console:
    """What pages say that no page should: messages, errors, dialogs, broken policies.

    Attributes:
        expected: a part of a message that a test provokes.
    """

    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _visited: set[str] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of ``context``."""
        context.on("console", self._message)
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("dialog", self._dialog)
        context.on("response", self._response)

    def check(self) -> None:
        """Fail on what was said since the last check."""
        heard = [line for line in self.said if not any(part in line for part in self.expected)]
        self.said.clear()
        self.expected.clear()
        assert heard == []

    def _message(self, message: ConsoleMessage) -> None:
        where = unquote(message.location["url"])
        if "status of 404" not in message.text or where not in self._visited:
            self.said.append(f"{message.text} ({where})")

    def _dialog(self, dialog: Dialog) -> None:
        self.said.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _response(self, response: Response) -> None:
        """The browser tells of a page that is not there; that the page says so is right."""
        if response.request.is_navigation_request():
            self._visited.add(unquote(response.url))


@dataclass
class Tabs:
    """One tab for each width and way of reading, kept open: a context costs more than a page."""

    browser: Browser
    site: str
    console: Console = field(default_factory=Console)
    _open: dict[tuple[int, str], Page] = field(default_factory=dict)

    def look(self, path: str, width: int = 1280, reading: str = "") -> Page:
        """The page at ``path``, by day, as wide as it was asked for."""
        page = self._open.get((width, reading)) or self._new(width, reading)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        return page

    def close(self) -> None:
        for page in self._open.values():
            page.context.close()

    def _new(self, width: int, reading: str) -> Page:
        context = opened(self.browser, self.site, width, reading)
        self.console.watch(context)
        self._open[width, reading] = context.new_page()
        return self._open[width, reading]


class Options(TypedDict, total=False):
    """Of a context of Playwright's."""

    java_script_enabled: bool
    has_touch: bool


def opened(
    browser: Browser, site: str, width: int, reading: str = "", **options: Unpack[Options]
) -> BrowserContext:
    """A context for a visitor who reads as the cookie ``reading`` says."""
    viewport: ViewportSize = {"width": width, "height": 800}
    context = browser.new_context(base_url=site, viewport=viewport, **options)
    context.set_default_timeout(PATIENCE * 1000)
    if reading:
        context.add_cookies([{"name": READING, "value": reading, "url": site}])
    return context


def visits(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """For a fixture: a function ``(path, width=1280, reading="", expected="", **options)`` that
    opens a page. Whatever its console says fails the test, but for what is ``expected``.

    Further options are those of :class:`Options`.
    """
    contexts: list[BrowserContext] = []
    console = Console()

    def visit(
        path: str,
        width: int = 1280,
        reading: str = "",
        expected: str = "",
        **options: Unpack[Options],
    ) -> Page:
        context = opened(browser, site, width, reading, **options)
        contexts.append(context)
        console.watch(context)
        console.expected += [expected] if expected else []
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    console.check()
