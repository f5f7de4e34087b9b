"""What comes over the wire is refused or harmless, never a fault of ours, and nothing hides in it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.served import PATIENCE, Site, held
from tests.web.server.conftest import Often
from tests.web.server.raw_requests import ANSWERED, CANARY, CASES, Case

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PARTS = (
    b"GET ", b"POST ", b"HEAD ", b" HTTP/1.1", b"\r\n", b"\n", b"\r", b"\x00", b" ", b"\t", b":", b"Host: ",
    b"Content-Length: ", b"Transfer-Encoding: chunked", b"Expect: 100-continue", b"Connection: close",
    b"Range: bytes=0-9", b"If-None-Match: *", b"Cookie: reading=", b"X-Forwarded-Host: ", b"0", b"9" * 30,
    b"%", b"%00", b"%ff", b"%B9%AB", "公积金".encode(), "公积金".encode("gbk"), b"\xed\xa0\x80", b"..", b"/",
    b"?", b"&", b"=", b"#", b"q=", b"page=", b"size=", b"sort=", b"from=", b"\"", b"<script>", b"{{7*7}}",
    b"/search", b"/search.json", b"/search.csv", b"/search.xlsx", b"/search.atom", b"/documents/", b"/original",
    b"/api/v1/search", b"/suggest", b"/sitemap-1.xml", b"/static/", b"/reading", b"/browse", b"/status",
)  # fmt: skip


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("raw")
    patient = {"WAITING_SECONDS": PATIENCE, "DEAR_SECONDS": PATIENCE}  # nobody is sent away
    with held(folder, config={"ALLOWED_HOSTS": HOSTS}, limits=patient) as running:
        yield running


def statuses(answered: bytes) -> list[int]:
    return [int(status) for status in STATUS.findall(answered)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_request_is_refused_or_harmless(strict: Site, case: Case) -> None:
    answered = strict.exchange(case.sent)
    found = statuses(answered)
    assert set(found[:1]) <= case.statuses
    assert bool(found) == bool(case.statuses)
    assert max(found, default=0) < 500
    assert ANSWERED not in answered
    if case.statuses == {400}:
        assert "。" in answered.decode()  # in Chinese, with the next step


def test_there_are_enough_of_them_and_the_canary_sings(strict: Site) -> None:
    assert len(CASES) >= 110
    assert len({case.name for case in CASES}) == len(CASES)
    assert ANSWERED in strict.exchange(CANARY)


def test_a_probe_may_come_under_any_host_but_one(strict: Site) -> None:
    ask = b"GET /healthz HTTP/1.1\r\n%sConnection: close\r\n\r\n"
    assert statuses(strict.exchange(ask % b"Host: 10.0.0.7\r\n")) == [200]
    assert statuses(strict.exchange(ask % b"Host: a\r\nHost: b\r\n")) == [400]


def test_whatever_comes_is_no_fault_of_ours(strict: Site, often: Often) -> None:
    """Requests put together, and broken, at random."""
    count = often(300, 10_000)
    draw = random.Random(17)
    requests = [_random(draw) for _ in range(count)]
    with ThreadPoolExecutor(4) as pool:
        for request, answered in zip(requests, pool.map(strict.exchange, requests), strict=True):
            assert max(statuses(answered), default=0) < 500, request


def _random(draw: random.Random) -> bytes:
    """A valid request, or one of the cases, in which some bytes were changed; or parts in a row."""
    if draw.random() < 0.2:
        return b"".join(draw.choices(PARTS, k=draw.randrange(1, 30))) + b"\r\n\r\n"
    target = b"".join(draw.choices(PARTS[20:], k=draw.randrange(1, 6))).replace(b" ", b"")
    line = (
        draw.choice((b"GET ", b"HEAD ", b"POST ")) + b"/" + target.lstrip(b"/") + b" HTTP/1.1\r\n"
    )
    whole = bytearray(line + b"Host: localhost\r\nAccept: */*\r\n\r\n")
    if draw.random() < 0.5:
        whole = bytearray(draw.choice(CASES).sent[:5000])
    for _ in range(draw.choice((0, 1, 1, 2, 5))):
        at = draw.randrange(len(whole) + 1)
        change = draw.choice(PARTS) if draw.random() < 0.6 else bytes([draw.randrange(256)])
        whole[at : at + draw.choice((0, 0, 1, 4))] = change
    return bytes(whole)


def test_the_log_has_no_fault(tmp_path: Path) -> None:
    with held(tmp_path, config={"ALLOWED_HOSTS": HOSTS}) as running:
        for case in CASES:
            running.exchange(case.sent)
        code, said = running.end()
    assert code == 0
    assert "Traceback" not in said
