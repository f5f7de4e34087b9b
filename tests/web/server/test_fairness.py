"""Who has used least comes first: in a queue by itself, and on the real server beside many addresses."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from tests.web.served import ROOT, Site, held, site
from web.protect import limits
from web.server.connection import Connection
from web.server.fairness import Usage, visitor_of
from web.server.framing import Inbox
from web.server.lanes import Lane

ADDRESSES = 40
VISITS = 20
"""So often a visitor asks, without a pause, …"""
BEFORE = 30
"""… after each of the others has asked more often: it is known what they are."""


@pytest.fixture
def made() -> Iterator[Connection]:
    with socket.socket() as sock:
        yield Connection(sock, ("a", 1), "a", Inbox(lambda head: (0, False)))


def test_who_has_used_least_comes_first_and_is_sent_away_last(made: Connection) -> None:
    lane = Lane(slots=1, room=9, seconds=60)
    for n in range(9):
        lane.usage.answered(f"flood {n}", 1.0 + n)
        assert lane.queued(f"flood {n}", made, b"") is None
    lane.usage.answered("visitor", 0.5)
    shed = lane.queued("visitor", made, b"")
    assert shed
    assert shed.visitor == "flood 8"
    assert lane.next().visitor == "visitor"
    assert lane.next().visitor == "flood 0"


def test_who_asks_without_end_for_what_is_kept_has_used_more_than_a_visitor(
    made: Connection,
) -> None:
    lane = Lane(slots=1, room=9, seconds=60)
    for _ in range(20):
        lane.usage.answered("flood", 0.0003)
    for _ in range(10):
        lane.usage.answered("visitor", 0.006)
    lane.queued("flood", made, b"")
    lane.queued("visitor", made, b"")
    assert lane.next().visitor == "visitor"


def test_any_number_of_strangers_leave_half_to_those_who_were_here(made: Connection) -> None:
    lane = Lane(slots=1, room=8, seconds=60)
    lane.usage.answered("visitor", 5.0)
    for n in range(20):
        lane.queued(f"once {n}", made, b"")
    for _ in range(3):
        shed = lane.queued("visitor", made, b"")
        assert shed
        assert shed.visitor.startswith("once")
    assert {lane.next().visitor, lane.next().visitor} == {"once 0", "visitor"}


def test_strangers_who_ask_on_and_on_come_after_everyone(made: Connection) -> None:
    lane = Lane(slots=1, room=8, seconds=60)
    for n in range(4):
        lane.usage.answered(f"known {n}", 0.1)
        assert lane.queued(f"known {n}", made, b"") is None
    for n in range(4):
        lane.usage.add(f"insists {n}", limits.USAGE_NEW + 0.1 + n)
        assert lane.queued(f"insists {n}", made, b"") is None
    lane.usage.answered("visitor", 5.0)
    for name, sent_away in (("visitor", "insists 3"), ("new", "insists 2")):
        lane.usage.add(name, limits.USAGE_ASKED)
        shed = lane.queued(name, made, b"")
        assert shed
        assert shed.visitor == sent_away
    turns = [lane.next().visitor for _ in range(8)]
    assert turns[6:] == ["insists 0", "insists 1"]
    assert "new" in turns[:2]


def test_who_asks_no_more_is_a_new_visitor_again() -> None:
    now = [0.0]
    usage = Usage(lambda: now[0])
    usage.add("once", limits.USAGE_NEW + 0.1)
    assert usage.insists("once")
    now[0] += limits.USAGE_SECONDS
    assert not usage.insists("once")
    usage.add("once", limits.USAGE_NEW)
    usage.answered("once", 9.0)
    assert not usage.insists("once"), "who was answered is no stranger"


@example([(0.0, "a", 1.0), (5001.0, "a", 1.0), (0.0, "c", 2.0)])  # made small in between
@given(st.lists(st.tuples(st.floats(0, 1e5), st.sampled_from("abc"), st.floats(0.01, 9))))
def test_the_order_is_that_of_what_is_left(used: list[tuple[float, str, float]]) -> None:
    now = [0.0]
    usage = Usage(lambda: now[0])
    left = dict.fromkeys("abc", 0.0)
    for pause, one, seconds in used:
        now[0] += pause
        for each in left:
            left[each] *= 0.5 ** (pause / limits.USAGE_SECONDS)
        left[one] += seconds
        usage.add(one, seconds)
    for one, other in ("ab", "bc", "ca"):
        if left[one] > left[other] * 1.001 + 1e-9:
            assert usage.of(one) > usage.of(other)


def test_many_visitors_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "USAGE_VISITORS", 100)
    usage = Usage()
    usage.add("flood", 5.0)
    for n in range(1000):
        usage.add(str(n), 0.01)
    assert usage.of("flood") > 0
    assert sum(usage.of(str(n)) > 0 for n in range(1000)) <= 100


@pytest.mark.parametrize(
    ("said", "proxies", "visitor"),
    [
        (b"X-Forwarded-For: 192.0.2.7\r\n", 0, "10.0.0.1"),
        (b"X-Forwarded-For: 192.0.2.7\r\n", 1, "192.0.2.7"),
        (b"x-forwarded-for: 6.6.6.6, 192.0.2.7\r\n", 1, "192.0.2.7"),
        (b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 192.0.2.7\r\n", 1, "192.0.2.7"),
        (b"X-Forwarded-For: 192.0.2.7, 10.0.0.2\r\n", 2, "192.0.2.7"),
        (b"X-Forwarded-For: 192.0.2.7\r\n", 2, "10.0.0.1"),
        (b"X-Forwarded-For:\r\n", 1, "10.0.0.1"),
        (b"", 1, "10.0.0.1"),
        (b"X-Forwarded-For: 2001:db8:1:2::9\r\n", 1, "2001:db8:1:2::/64"),
    ],
)
def test_behind_a_proxy_it_is_whom_the_proxy_names(said: bytes, proxies: int, visitor: str) -> None:
    request = b"GET / HTTP/1.1\r\n" + said + b"\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"
    assert visitor_of(request, "10.0.0.1", proxies) == visitor


@pytest.mark.parametrize("kept", [0, 8], ids=["for what is made", "for what is kept"])
@pytest.mark.parametrize("proxied", [False, True], ids=["directly", "behind a proxy"])
def test_beside_many_addresses_that_ask_without_end(
    tmp_path: Path, analyzer: Analyzer, proxied: bool, kept: int
) -> None:
    update_index(Store(tmp_path), [ROOT / "seeds"], analyzer)
    options = ("--workers", 1, "--threads", 1, "--trusted-proxies", int(proxied))
    with (
        site("--index", tmp_path, *options, "--cache-mb", kept) as running,
        _floods(running, proxied) as asked,
    ):
        _visit(running, asked, {"X-Forwarded-For": "192.0.2.9"} if proxied else {})


def test_an_answer_that_is_kept_counts_as_a_page(tmp_path: Path) -> None:
    """Asking alone counts for nothing here: what tells a flood apart is what it was answered."""
    only = {"USAGE_ASKED": 0.0, "USAGE_PLACE": 0.0}
    config = {"CACHE_BYTES": 2**23}
    with (
        held(tmp_path, threads=1, config=config, limits=only) as running,
        _floods(running, proxied=False) as asked,
    ):
        _visit(running, asked, {}, 4 * BEFORE)  # those who are sent away ask oftenest


def _visit(running: Site, asked: list[int], headers: dict[str, str], before: int = BEFORE) -> None:
    """Ask for one page after the other beside a flood, and be answered each time."""
    while min(asked) < before:
        time.sleep(0.02)
    for n in range(VISITS):
        path = f"/search?q={quote('公积金')}&size={10 + n}"
        assert running.get(path, headers).status == 200


@contextmanager
def _floods(running: Site, proxied: bool) -> Iterator[list[int]]:
    """As many addresses, each on a connection of its own; how often each has been answered."""
    over, asked = threading.Event(), [0] * ADDRESSES

    def ask(n: int) -> None:
        words = (
            f"GET /search?q={quote('政策 通知 办法 管理' * 5)} HTTP/1.1\r\nHost: localhost\r\n"
            f"X-Forwarded-For: 198.51.100.{n}\r\nConnection: close\r\n\r\n"
        ).encode()
        source = "127.0.0.2" if proxied else f"127.0.1.{n + 1}"
        while not over.is_set():
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", running.port), 30, (source, 0)) as client,
            ):
                client.sendall(words)
                while client.recv(2**16):
                    continue
                asked[n] += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(ADDRESSES)]
    with ExitStack() as stack:
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(over.set)
        yield asked
