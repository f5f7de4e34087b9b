"""An answer is made once, and given as long as what it says holds: never across generations, days,
withdrawals or ways of reading, and never when it is one visitor's own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.results import Withdrawn
from tests.web.cache.counting import ROOM, CountingEngine
from tests.web.fakes import TODAY
from web.site import etags
from web.site.app import create_app

PAGE = "/search?q=%E6%94%BF%E5%BA%9C%E7%BD%91%E7%AB%99"
SHARED = [
    PAGE,
    PAGE.replace("/search", "/search.json"),
    PAGE.replace("/search", "/search.atom"),
    PAGE.replace("/search", "/api/v1/search"),
    "/",
    "/browse",
    "/documents/sample-1",
    "/suggest.json?q=%E7%A4%BA%E4%BE%8B",
    "/suggestions?q=%E7%A4%BA%E4%BE%8B",
]


@pytest.mark.parametrize("address", SHARED)
def test_what_was_answered_is_given_again(
    engine: CountingEngine, client: FlaskClient, address: str
) -> None:
    first = client.get(address)
    searches = engine.searches
    engine.documents = []  # unknown to the site: it has nothing to ask for
    second = client.get(address)
    assert (second.status_code, second.data) == (200, first.data)
    assert engine.searches == searches
    assert sorted(second.headers) == sorted(first.headers)


def test_a_site_without_room_makes_every_answer(engine: CountingEngine) -> None:
    client = create_app(engine).test_client()
    client.get(PAGE)
    client.get(PAGE)
    assert engine.searches == 2


@pytest.mark.parametrize("change", ["generation", "revision"])
def test_another_generation_and_another_withdrawal_are_answered_anew(
    engine: CountingEngine, client: FlaskClient, change: str
) -> None:
    client.get(PAGE)
    setattr(engine, change, getattr(engine, change) + type(getattr(engine, change))(1))
    client.get(PAGE)
    assert engine.searches == 2


def test_another_day_is_answered_anew(
    engine: CountingEngine, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2099, 1, 1)

    client.get(PAGE)
    monkeypatch.setattr(etags, "date", Tomorrow)
    client.get(PAGE)
    assert engine.searches == 2


def test_what_is_withdrawn_is_gone_at_once(engine: CountingEngine, client: FlaskClient) -> None:
    assert client.get("/documents/sample-1").status_code == 200
    engine.withdrawals["sample-1"] = Withdrawn(engine.status().built_at, "")
    engine.revision = "1"
    assert client.get("/documents/sample-1").status_code == 410
    engine.withdrawals.clear()
    engine.revision = "2"
    assert client.get("/documents/sample-1").status_code == 200


def test_each_way_of_reading_has_its_own(engine: CountingEngine, client: FlaskClient) -> None:
    plain = client.get(PAGE).data
    client.set_cookie("reading", "elder")
    large = client.get(PAGE).data
    assert (b'class="elder"' in plain, b'class="elder"' in large) == (False, True)
    client.set_cookie("reading", "nothing that is known")
    assert client.get(PAGE).data == plain
    client.set_cookie("other", "1")
    assert client.get(PAGE).data == plain
    assert engine.searches == 2


def test_a_site_that_is_called_as_it_is_asked_has_one_for_each_name(
    engine: CountingEngine, client: FlaskClient
) -> None:
    address = PAGE.replace("/search", "/api/v1/search")
    one = client.get(address, base_url="http://one.example")
    other = client.get(address, base_url="http://other.example")
    secure = client.get(address, base_url="https://one.example")
    assert [b"//other.example" in answer.data for answer in (one, other)] == [False, True]
    assert b"https://one.example" in secure.data
    assert engine.searches == 3


def test_what_the_address_was_read_as_is_said_to_whom_it_concerns(client: FlaskClient) -> None:
    utf8 = client.get(PAGE).text
    gbk = client.get("/search?q=" + "".join(f"%{one:02X}" for one in "政府网站".encode("gbk"))).text
    assert ("GBK" in utf8, "GBK" in gbk) == (False, True)


def test_a_second_query_is_nobody_elses(engine: CountingEngine, client: FlaskClient) -> None:
    for _ in range(2):
        client.get(f"{PAGE}&within=%E9%80%9A%E7%9F%A5")
        client.get(f"{PAGE}&%77ithin=%E9%80%9A%E7%9F%A5")
    assert engine.searches == 4


def test_exports_are_not_kept(engine: CountingEngine, client: FlaskClient) -> None:
    for kind in ("csv", "xlsx"):
        client.get(PAGE.replace("/search", f"/search.{kind}"))
        before = engine.searches
        client.get(PAGE.replace("/search", f"/search.{kind}"))
        assert engine.searches > before


@pytest.mark.parametrize("address", ["/documents/none", "/nowhere", "/api/v1/search?q=a&wrong=1"])
def test_errors_are_not_kept(client: FlaskClient, address: str) -> None:
    first, second = client.get(address), client.get(address)
    assert first.status_code == second.status_code >= 400
    assert "ETag" not in second.headers


def test_an_index_that_cannot_be_asked_is_asked_again(
    engine: CountingEngine, client: FlaskClient
) -> None:
    client.get(PAGE)
    engine.is_there = False
    client.get(PAGE)
    assert engine.searches == 2
    engine.is_there = True
    assert client.get(PAGE).status_code == 200
    assert engine.searches == 2  # it is what it was


def test_what_became_new_while_it_was_made_is_not_kept(
    engine: CountingEngine, client: FlaskClient
) -> None:
    waiting = "/search?q=%E7%AD%89"
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(lambda: client.application.test_client().get(waiting))
        assert engine.entered.wait(60)
        engine.generation += 1
        engine.may_go_on.set()
        assert answer.result(60).status_code == 200
    engine.generation -= 1  # as if the one before were served again
    client.get(waiting)
    assert engine.searches == 2


def test_equal_requests_at_once_are_answered_together(
    engine: CountingEngine, client: FlaskClient
) -> None:
    with ThreadPoolExecutor(8) as pool:
        app = client.application
        first = pool.submit(lambda: app.test_client().get("/search?q=%E7%AD%89"))
        assert engine.entered.wait(60)
        others = [
            pool.submit(lambda: app.test_client().get("/search?q=%E7%AD%89")) for _ in range(7)
        ]
        engine.may_go_on.set()
        pages = {one.result(60).data for one in (first, *others)}
    assert len(pages) == 1
    assert engine.searches == 1


def test_who_waited_for_what_is_not_kept_makes_it(
    engine: CountingEngine, client: FlaskClient
) -> None:
    app = client.application
    address = "/search?q=%E7%AD%89&within=%E9%80%9A%E7%9F%A5"
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: app.test_client().get(address))
        assert engine.entered.wait(60)
        second = pool.submit(lambda: app.test_client().get(address))
        engine.may_go_on.set()
        assert first.result(60).status_code == second.result(60).status_code == 200
    both = engine.searches
    client.get(address)
    assert both == 2 * (engine.searches - both)


def test_every_search_is_in_the_log(engine: CountingEngine, tmp_path: Path) -> None:
    log = tmp_path / "queries.jsonl"
    client = create_app(engine, {"CACHE_BYTES": ROOM, "QUERY_LOG": log}).test_client()
    nothing = "/search?q=zzzz"
    for address in (PAGE, PAGE, f"{PAGE}&page=2", f"{PAGE}&page=2", nothing, nothing):
        client.get(address)
    client.get(PAGE.replace("/search", "/search.json"))
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [row["q"] for row in rows] == ["政府网站", "政府网站", "zzzz", "zzzz"]
    assert [row["total"] for row in rows[2:]] == [0, 0]
    assert rows[0] == {**rows[1], "at": rows[0]["at"]}


def test_a_head_is_answered_as_a_get_is_without_the_body(
    engine: CountingEngine, client: FlaskClient
) -> None:
    made = client.head(PAGE)
    kept = client.get(PAGE)
    again = client.head(PAGE)
    assert made.data == again.data == b""
    assert engine.searches == 1
    assert sorted(made.headers) == sorted(kept.headers) == sorted(again.headers)
    assert made.headers["Content-Length"] == str(len(kept.data))


def test_a_browser_that_has_it_is_told_so(engine: CountingEngine, client: FlaskClient) -> None:
    whole = client.get(PAGE)
    tag = whole.headers["ETag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        answer = client.get(PAGE, headers={"If-None-Match": known})
        assert (answer.status_code, answer.data) == (304, b"")
        left = {"Content-Type", "Content-Length"}
        assert set(answer.headers.keys()) == set(whole.headers.keys()) - left
    for other in ("*", 'W/"other"', "garbage", f'"x{tag[3:]}'):
        assert client.get(PAGE, headers={"If-None-Match": other}).status_code == 200
    assert engine.searches == 1


def test_what_is_kept_is_of_today(engine: CountingEngine, client: FlaskClient) -> None:
    """The day of the engine and that of the tag are one: what ``on`` says is in the address."""
    today = client.get(f"{PAGE}&on={TODAY}").data
    later = client.get(f"{PAGE}&on=2030-01-01").data
    assert today != later
    assert engine.searches == 2
