"""How soon a page is seen on a slow phone, and what it weighs: in Chromium, throttled as Lighthouse does.

    python -m bench.paint http://127.0.0.1:8000/ [--query 公积金 ...] [--rounds 5]

Slow 4G as the browser's own tools have it (562 ms from request to answer, which is 150 ms of the line
3.75 times, 1.6 Mbit/s down, .75 up) and a processor four times as slow. Each page is opened in a new
profile, so that nothing is kept from before. Printed are the first contentful paint, best and median of
the rounds, with the budget it is held to, how many requests the page needs (its icon, which browsers
ask for when all is done, is named apart), and bytes as sent and unpacked. The server and Chromium share
the machine: what else runs there is seen as a slower phone, so the best round stands beside the median.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin
from urllib.request import urlopen

from playwright.sync_api import Browser, CDPSession, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
LINE = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
    "uploadThroughput": 750 * 1024 / 8 * 0.9,
}
"""Slow 4G of Chromium's own tools: ms, bytes a second."""
SLOWER = 4
"""The processor, by so much."""
PHONE = {"width": 375, "height": 667}
FIRST_PAINT, REQUESTS, WEIGHT = 1500, 3, 55
"""The budget: ms, requests, KB with style and script as they are sent."""
PAINTED = """() => new Promise((done) => {
    const found = performance.getEntriesByName("first-contentful-paint")[0];
    if (found) return done(found.startTime);
    new PerformanceObserver((list, observer) => {
        const entry = list.getEntriesByName("first-contentful-paint")[0];
        if (entry) { observer.disconnect(); done(entry.startTime); }
    }).observe({ type: "paint", buffered: true });
})"""


@dataclass(frozen=True)
class Visit:
    """One visit of a page."""

    painted: float
    """ms from the click to the first contentful paint."""
    sent: Counter[str]
    """Kind of a file -> bytes over the line, heads and all."""
    read: Counter[str]
    """The same unpacked."""
    requests: Counter[str]
    """Kind of a file -> how often one was asked for."""


KINDS = ("Document", "Stylesheet", "Script")
"""What a page is made of; anything else is its icon."""


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url", help="of the site")
    parser.add_argument("--query", nargs="*", default=["公积金", "高新技术企业 补贴"])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(
            "| page | first paint, ms, best | median | best of budget | requests | KB sent | of it page, style, script "
            "| KB unpacked | KB of the budget |\n|---|---:|---:|---:|---:|---:|---|---:|---:|"
        )
        for name, path in pages(given.url, given.query).items():
            address = urljoin(given.url, path)
            report(name, [visit(browser, address) for _ in range(given.rounds)])
        browser.close()


def pages(site: str, queries: list[str]) -> dict[str, str]:
    """The home page, the results of each query, and the document that stands first of each."""
    found = {"home": "/"}
    for q in queries:
        asked = f"q={quote(q)}"
        found[f"results, {q}"] = f"/search?{asked}"
        with urlopen(urljoin(site, f"/search.json?{asked}")) as answer:
            hits = json.load(answer)["hits"]
        if hits:
            found[f"document, {q}"] = hits[0]["url"]
    return found


def visit(browser: Browser, address: str) -> Visit:
    """Open ``address`` as somebody does who never was here before."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    files = watched(session)
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    painted: float = page.evaluate(PAINTED)
    page.wait_for_load_state("networkidle")
    context.close()
    sent: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for file in files.values():
        sent[file["type"]] += file["sent"]
        read[file["type"]] += file["read"]
    return Visit(painted, sent, read, Counter(file["type"] for file in files.values()))


def watched(session: CDPSession) -> dict[str, dict[str, Any]]:
    """What the page asks for from now on: id of a request -> its kind and its bytes. What a page
    holds itself (``data:``) is no request."""
    files: dict[str, dict[str, Any]] = {}

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            files[event["requestId"]] = {"type": event.get("type", "Other"), "sent": 0, "read": 0}

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in files:
            files[event["requestId"]]["read"] += event["dataLength"]

    def ended(event: dict[str, Any]) -> None:
        if event["requestId"] in files:
            files[event["requestId"]]["sent"] = int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.dataReceived", came)
    session.on("Network.loadingFinished", ended)
    return files


def report(name: str, visits: list[Visit]) -> None:
    """One line of the table."""
    times = [one.painted for one in visits]
    best, median = min(times), statistics.median(times)
    last = visits[-1]
    sent, read = (
        sum(bytes_of[kind] for kind in KINDS) / 1024 for bytes_of in (last.sent, last.read)
    )
    parts = ", ".join(f"{last.sent[kind] / 1024:.1f}" for kind in KINDS)
    asked = sum(last.requests[kind] for kind in KINDS)
    others = last.requests.total() - asked
    print(
        f"| {name} | {best:.0f} | {median:.0f} | {best / FIRST_PAINT:.2f} of {FIRST_PAINT} "
        f"| {asked} of {REQUESTS}, {others} apart | {sent:.1f} | {parts} | {read:.1f} "
        f"| {sent / WEIGHT:.2f} of {WEIGHT} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
