"""The limits: their arithmetic, whom they count as one, what they cost, and what is answered."""

from __future__ import annotations

import logging
import time
import tracemalloc
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.engine import Engine
from tests.support.forked_child import Child
from web.protect.limits import BURST_SECONDS, KEPT, MAX_PARAMETERS
from web.protect.middleware import host_name
from web.protect.rate_limiter import COLUMNS, ROWS, Limits, Rate, client_of
from web.site.app import create_app

OFF = Rate(0, 0)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def limits(address: Rate = OFF, everyone: Rate = OFF) -> tuple[Limits, Clock]:
    clock = Clock()
    return Limits(address, everyone, clock), clock


# --- arithmetic ---------------------------------------------------------------------------

RATES = st.floats(0.1, 100)
BURSTS = st.integers(1, 50)
PAUSES = st.lists(st.floats(0, 5), max_size=120)


@given(RATES, BURSTS, PAUSES)
def test_no_stretch_of_time_has_more_than_the_burst_and_the_rate(
    rate: float, burst: int, pauses: list[float]
) -> None:
    limit, clock = limits(Rate(rate, burst))
    allowed: list[float] = []
    for pause in pauses:
        clock.now += pause
        if limit.refuses("a") is None:
            allowed.append(clock.now)
    for first, began in enumerate(allowed):
        for last in range(first, len(allowed)):
            assert last - first + 1 <= burst + rate * (allowed[last] - began) + 1e-3


@given(RATES, BURSTS, st.lists(st.floats(1, 3), max_size=100))
def test_who_keeps_to_the_rate_is_never_refused(
    rate: float, burst: int, pauses: list[float]
) -> None:
    limit, clock = limits(Rate(rate, burst))
    for pause in pauses:
        clock.now += pause / rate
        assert limit.refuses("a") is None


@given(RATES, BURSTS)
def test_after_the_seconds_that_were_told_one_is_answered(rate: float, burst: int) -> None:
    limit, clock = limits(Rate(rate, burst))
    for _ in range(burst):
        assert limit.refuses("a") is None
    refused = limit.refuses("a")
    assert refused
    assert refused.reason == "address"
    assert refused.seconds >= 1
    clock.now += refused.seconds
    assert limit.refuses("a") is None


def test_a_refusal_costs_nothing_further() -> None:
    limit, clock = limits(Rate(1, 1))
    assert limit.refuses("a") is None
    for _ in range(100):
        assert limit.refuses("a")
    clock.now += 1
    assert limit.refuses("a") is None


def test_all_together_have_a_limit_of_their_own() -> None:
    limit, clock = limits(everyone=Rate(5, 5))
    assert [limit.refuses(f"10.0.0.{n}") for n in range(5)] == [None] * 5
    refused = limit.refuses("10.0.0.9")
    assert refused
    assert refused.reason == "global"
    clock.now += 1
    assert limit.refuses("10.0.0.9") is None


# --- whom it counts, and where --------------------------------------------------------------


def test_one_address_does_not_use_up_what_another_has() -> None:
    limit, _ = limits(Rate(1, 3))
    refused = sum(limit.refuses(f"10.0.{n // 250}.{n % 250}") is not None for n in range(3000))
    assert refused == 0
    for _ in range(100):
        limit.refuses("192.0.2.1")
    others = [f"198.51.{n // 250}.{n % 250}" for n in range(1000)]
    assert sum(limit.refuses(other) is not None for other in others) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.1:5000", True),
        ("[2001:db8::1]:443", "2001:db8::2", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "unknown", True),
        ("", "unknown", False),
    ],
)
def test_who_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same


@given(st.text(max_size=60))
def test_whatever_stands_for_an_address_is_counted(address: str) -> None:
    limit, _ = limits(Rate(1, 1))
    assert limit.refuses(address) is None
    assert limit.refuses(address)


def test_many_addresses_take_no_more_memory() -> None:
    limit, _ = limits(Rate(10, 40), Rate(1e6, 1e6))
    for n in range(1000):
        limit.refuses(f"10.0.{n // 250}.{n % 250}")
    tracemalloc.start()
    for n in range(5000):
        limit.refuses(f"2001:db8:{n:x}::1")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 100_000
    assert limit.cells.nbytes == (2 * ROWS * COLUMNS + 2) * 8


def test_processes_share_what_they_count() -> None:
    limit, _ = limits(Rate(1, 10))

    def ask(say: object) -> None:
        assert [limit.refuses("192.0.2.1") for _ in range(5)] == [None] * 5

    for _ in range(2):
        assert Child(ask).ended()[1] == 0
    assert limit.refuses("192.0.2.1")
    assert limit.refuses("192.0.2.2") is None


# --- what is answered -----------------------------------------------------------------------


def site(engine: Engine, **config: object) -> FlaskClient:
    return create_app(engine, config).test_client()


def test_without_settings_there_is_no_limit(client: FlaskClient) -> None:
    assert {client.get("/help").status_code for _ in range(100)} == {200}


def test_an_address_that_asks_too_often_is_told_when_to_come_back(fake_engine: Engine) -> None:
    client = site(fake_engine, RATE=0.5)
    assert [client.get("/help").status_code for _ in range(3)] == [200, 200, 429]
    page = client.get("/search?q=a")
    assert int(page.headers["Retry-After"]) >= 1
    assert page.mimetype == "text/html"
    assert "请求过于频繁" in page.text
    assert len(page.data) < 1000
    assert client.get("/search.json").get_json() == {"error": page_message(page.text)}
    problem = client.get("/api/search")
    assert problem.mimetype == "application/problem+json"
    assert problem.get_json(force=True)["status"] == 429
    other = client.get("/help", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200


def page_message(page: str) -> str:
    return page.partition("<p>")[2].partition("</p>")[0]


def test_all_together_are_told_that_it_is_busy(fake_engine: Engine) -> None:
    client = site(fake_engine, GLOBAL_RATE=2.0)
    answers = [client.get("/help", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}) for n in range(40)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert "网站繁忙" in refused.text
    assert int(refused.headers["Retry-After"]) >= 1


def test_what_is_kept_is_a_part_of_one_for_all_together(fake_engine: Engine) -> None:
    client = site(fake_engine, GLOBAL_RATE=10.0, CACHE_BYTES=2**23)
    answers = [client.get("/help", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}) for n in range(80)]
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("count", [1, 40], ids=["of one who asks on", "of many"])
def test_all_together_have_so_many_that_are_kept(count: int) -> None:
    limit, _ = limits(Rate(10, 40_000), Rate(1, 40))
    taken = 0
    while limit.refuses(f"192.0.2.{taken % count}") is None:
        limit.gives_back(f"192.0.2.{taken % count}")
        taken += 1
    assert taken == pytest.approx(39 / KEPT, abs=1.1)
    assert limit.refuses("192.0.2.99")


def test_files_have_a_limit_of_their_own(fake_engine: Engine) -> None:
    client = site(fake_engine, RATE=0.25)
    path = "/static/zhengce.css"
    answers = [client.get(path, buffered=True).status_code for _ in range(30)]
    assert answers[:10] == [200] * 10
    assert answers[20:] == [429] * 10
    assert client.get("/help").status_code == 200


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/search.csv", 4),
        ("/search.xlsx?q=a", 2),
        ("/%73earch.xlsx", 2),
        ("/sitemap-1.xml", 2),
        ("/help", 40),
    ],
)
def test_what_is_dear_counts_as_many(fake_engine: Engine, path: str, allowed: int) -> None:
    client = site(fake_engine, RATE=1e-4 / BURST_SECONDS)  # no second request in our lifetime
    assert client.get(path).status_code in (200, 404)
    client = site(fake_engine, RATE=40 / BURST_SECONDS)
    before = time.monotonic()
    statuses = [client.get(path).status_code for _ in range(allowed + 1)]
    gained = (time.monotonic() - before) * 40 / BURST_SECONDS
    assert statuses[:allowed] == [200] * allowed
    assert statuses[allowed] == 429 or gained > 1


@given(RATES, BURSTS, st.lists(st.tuples(st.floats(0, 5), st.floats(1, 60)), max_size=60))
def test_what_is_dear_keeps_to_the_rate_too(
    rate: float, burst: int, asked: list[tuple[float, float]]
) -> None:
    limit, clock = limits(Rate(rate, burst))
    allowed: list[tuple[float, float]] = []
    for pause, cost in asked:
        clock.now += pause
        if limit.refuses("a", cost) is None:
            allowed.append((clock.now, min(cost, burst)))
    for first, (began, _) in enumerate(allowed):
        for last in range(first, len(allowed)):
            spent = sum(cost for _, cost in allowed[first : last + 1])
            assert spent <= burst + rate * (allowed[last][0] - began) + 1e-3


@given(RATES, BURSTS, st.floats(1, 100))
def test_after_a_pause_anything_is_answered(rate: float, burst: int, cost: float) -> None:
    limit, clock = limits(Rate(rate, burst))
    for _ in range(3):
        assert limit.refuses("a", cost) is None
        clock.now += burst / rate + 1e-6


@pytest.mark.parametrize(("count", "status"), [(MAX_PARAMETERS, 200), (MAX_PARAMETERS + 1, 400)])
def test_an_address_has_so_many_parameters(client: FlaskClient, count: int, status: int) -> None:
    for path in ("/search", "/search.json", "/browse"):
        answer = client.get(path + "?" + "&".join(["year=2020"] * count))
        assert answer.status_code == status
        assert ("参数超过" in answer.text) is (status == 400)


def test_files_and_probes_are_not_counted(fake_engine: Engine) -> None:
    client = site(fake_engine, RATE=0.25, GLOBAL_RATE=1.0)
    for path in ("/static/zhengce.css", "/healthz", "/readyz"):
        assert {client.get(path, buffered=True).status_code for _ in range(5)} == {200}, path
    assert client.get("/help").status_code == 200
    assert client.get("/help").status_code == 429
    assert client.get("/healthz").status_code == 200


def forwarded(client: FlaskClient, address: str) -> int:
    return client.get("/help", headers={"X-Forwarded-For": address}).status_code


def test_what_a_client_says_of_its_address_is_not_believed(
    fake_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    client = site(fake_engine, RATE=0.25)
    with caplog.at_level(logging.WARNING):
        assert [forwarded(client, f"192.0.2.{n}") for n in range(4)] == [200, 429, 429, 429]
    assert [record.message.count("--trusted-proxies 1") for record in caplog.records] == [1]


def test_what_a_trusted_proxy_says_is_believed_and_no_more(fake_engine: Engine) -> None:
    client = site(fake_engine, RATE=0.25, TRUSTED_PROXIES=1)
    assert [forwarded(client, f"192.0.2.{n}") for n in range(3)] == [200, 200, 200]
    assert forwarded(client, "192.0.2.1") == 429
    spoofed = [forwarded(client, f"10.0.0.{n}, 198.51.100.1") for n in range(3)]
    assert spoofed == [200, 429, 429]


def test_a_proxy_says_the_host_too(fake_engine: Engine) -> None:
    trusting = {"TRUSTED_PROXIES": 1, "ALLOWED_HOSTS": ["zc.example.cn"]}
    headers = {"X-Forwarded-Host": "zc.example.cn", "Host": "127.0.0.1:8000"}
    assert site(fake_engine, **trusting).get("/help", headers=headers).status_code == 200
    plain = site(fake_engine, ALLOWED_HOSTS=["zc.example.cn"])
    assert plain.get("/help", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("zc.example.cn", 200),
        ("ZC.example.cn:8443", 200),
        ("zc.example.cn.", 200),
        ("a.example.com", 200),
        ("example.com", 400),
        ("zc.example.cn.evil.cn", 400),
        ("evilzc.example.cn", 400),
        ("", 400),
        ("zc.example.cn@evil.cn", 400),
    ],
)
def test_hosts(fake_engine: Engine, host: str, status: int) -> None:
    client = site(fake_engine, ALLOWED_HOSTS=["zc.example.cn", ".example.com"])
    assert client.get("/help", headers={"Host": host}).status_code == status
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@given(st.text(max_size=30))
def test_any_host_header_has_a_name(host: str) -> None:
    assert host_name(host) == host_name(host).lower()


@dataclass
class Counting:
    reasons: list[str] = field(default_factory=list)

    def register(self, app: object) -> None:
        pass

    def rejected(self, reason: str) -> None:
        self.reasons.append(reason)


def test_refusals_are_counted_by_reason(fake_engine: Engine) -> None:
    counting = Counting()
    client = site(
        fake_engine, RATE=0.25, GLOBAL_RATE=0.1, ALLOWED_HOSTS=["localhost"], METRICS=counting
    )
    client.get("/help", headers={"Host": "other"})
    for n in (1, 1, 2):
        client.get("/help", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})
    assert counting.reasons == ["host", "address", "global"]


def test_who_asks_without_end_at_the_rate_leaves_something_to_others() -> None:
    limit, clock = limits(Rate(10, 40), Rate(100, 100))
    many = [f"10.1.0.{n}" for n in range(30)]
    for turn in range(100):  # 300 a second of thirty that keep to their rate
        clock.now += 0.1
        answered = [limit.refuses(one) is None for one in many]
        if turn > 60:
            assert not all(answered)
            assert limit.refuses(f"192.0.2.{turn % 4}") is None


@pytest.mark.parametrize(("rate", "all_are"), [(100, True), (20, False)])
def test_who_asks_on_for_what_is_kept_leaves_others_theirs(rate: float, all_are: bool) -> None:
    """Thirty ask 300 a second, which count as 30; three quarters of 100 or of 20 are theirs."""
    limit, clock = limits(Rate(10, 40), Rate(rate, rate))
    many = [f"10.1.0.{n}" for n in range(30)]
    for turn in range(100):
        clock.now += 0.1
        answered = []
        for one in many:
            answered.append(limit.refuses(one) is None)
            if answered[-1]:
                limit.gives_back(one)
        if turn > 60:
            assert all(answered) is all_are
            assert limit.refuses(f"192.0.2.{turn % 4}") is None
            limit.gives_back(f"192.0.2.{turn % 4}")


def test_what_is_dear_is_not_taken_from_all_together() -> None:
    limit, _ = limits(Rate(10, 40), Rate(10, 10))
    assert [limit.refuses(f"10.2.0.{n}", 20) for n in range(10)] == [None] * 10
