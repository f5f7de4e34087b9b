"""The site over a small engine, and a real browser to look at it.

Fixtures that need Chromium skip, with the reason, where there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from index.document import PolicyDocument
from search.engine import Engine
from tests.web.browsing import PATIENCE, Tabs, visits
from tests.web.fakes import FakeEngine, make_documents
from web.site.app import create_app

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def documents() -> list[PolicyDocument]:
    return make_documents()


@pytest.fixture(scope="session")
def fake_engine() -> Engine:
    return FakeEngine.related_documents()


@pytest.fixture(scope="session")
def app(fake_engine: Engine) -> Flask:
    return create_app(fake_engine, {"TESTING": True})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


# --- the browser ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Flask], str]]:
    """A function that serves an application on this machine and gives its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(serve: Callable[[Flask], str], app: Flask) -> str:
    """The address of the site over the small engine."""
    return serve(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for each process that tests."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed (apt install chromium)")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        running = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=arguments, timeout=PATIENCE * 1000
        )
        yield running
        running.close()


@pytest.fixture
def at(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A function ``(path, width=1280, …)`` that opens a page of the site; see ``visits``."""
    yield from visits(browser, site)


@pytest.fixture(scope="session")
def tabs(browser: Browser, site: str) -> Iterator[Tabs]:
    """Tabs that stay open, for the many tests that only look at a page."""
    kept = Tabs(browser, site)
    yield kept
    kept.close()


@pytest.fixture
def look(tabs: Tabs) -> Iterator[Callable[..., Page]]:
    """A function ``(path, width=1280, reading="")`` to a page in a tab that stays open."""
    yield tabs.look
    tabs.console.check()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """A function from a page to what axe-core finds wrong with it; ``rules`` names some alone.

    Its source is evaluated by the debugger: the site's CSP allows no script element.
    """
    folder = Path(axe_playwright_python.__file__).parent
    source = (folder / "axe.min.js").read_text(encoding="utf-8")

    def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
        if not page.evaluate("() => !!window.axe"):
            page.evaluate(source)
        found: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {resultTypes: ['violations'],"
            " ...(rules.length && {runOnly: rules})})",
            list(rules),
        )
        return [
            f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations
