"""While the cluster cannot be reached: pages that are kept are given and say so, all else says since when."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from index.errors import ClusterUnavailable, IndexDamaged, ZhengceError
from search.request import SearchRequest
from search.results import SearchResult, Status, Withdrawn
from tests.web.cache.counting import ROOM, CountingEngine
from web.protect.limits import AGAIN_SECONDS, PAST_SECONDS
from web.protect.outage import Outage
from web.site.app import create_app
from web.site.etags import Versions

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

PAGE = "/search?q=%E6%94%BF%E5%BA%9C%E7%BD%91%E7%AB%99"
OTHER = "/search?q=%E5%85%AC%E7%A7%AF%E9%87%91"
SAID = "检索服务暂时连不上，以下是 "
SECRET = "https://reader@h1:9200 没有回应"


class FarEngine(CountingEngine):
    """One whose index is on a cluster."""

    fails: type[ZhengceError] | None = None
    was_long = False

    def held(self, is_long: bool = False) -> AbstractContextManager[None]:
        self.was_long = is_long
        return super().held()

    def _ask(self) -> None:
        if self.fails:
            raise self.fails(SECRET)

    def status(self) -> Status:
        self._ask()
        return super().status()

    def search(self, request: SearchRequest) -> SearchResult:
        self._ask()
        return super().search(request)

    def withdrawn(self, id: str) -> Withdrawn | None:
        self._ask()
        return super().withdrawn(id)


@pytest.fixture
def engine() -> FarEngine:
    return FarEngine()


@pytest.fixture
def client(engine: FarEngine) -> FlaskClient:
    return create_app(engine, {"CACHE_BYTES": ROOM}).test_client()


def test_a_page_that_is_kept_is_given_and_says_of_when_it_is(
    engine: FarEngine, client: FlaskClient
) -> None:
    before = client.get(PAGE)
    engine.fails = ClusterUnavailable
    meanwhile = client.get(PAGE)
    assert meanwhile.status_code == 200
    text = meanwhile.get_data(as_text=True)
    assert SAID in text
    line = text[
        text.index("\n<div", text.index("<main")) : text.index("</div>", text.index(SAID)) + 6
    ]
    assert text.replace(line, "") == before.get_data(as_text=True)
    assert meanwhile.headers["Cache-Control"] == "no-store"
    assert int(meanwhile.headers["Content-Length"]) == len(meanwhile.data)


def test_it_is_never_said_to_be_unchanged(engine: FarEngine, client: FlaskClient) -> None:
    tag = client.get(PAGE).headers["ETag"]
    engine.fails = ClusterUnavailable
    meanwhile = client.get(PAGE, headers={"If-None-Match": tag})
    assert meanwhile.status_code == 200
    assert "ETag" not in meanwhile.headers
    engine.fails = None
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304


def test_it_is_written_as_its_reader_reads(engine: FarEngine, client: FlaskClient) -> None:
    for reading in ("traditional", "elder"):
        client.set_cookie("reading", reading)
        client.get(PAGE)
    engine.fails = ClusterUnavailable
    assert SAID in client.get(PAGE).get_data(as_text=True)
    client.set_cookie("reading", "traditional")
    page = client.get(PAGE).get_data(as_text=True)
    assert "檢索服務暫時連不上" in page
    assert SAID not in page


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_it_is_packed_for_who_takes_it(engine: FarEngine, client: FlaskClient, coding: str) -> None:
    client.get(PAGE)
    engine.fails = ClusterUnavailable
    meanwhile = client.get(PAGE, headers={"Accept-Encoding": coding})
    assert meanwhile.headers["Content-Encoding"] == coding
    assert client.head(PAGE).data == b""


def test_programs_get_no_answer_of_before(engine: FarEngine, client: FlaskClient) -> None:
    for address in (PAGE.replace("?", ".json?"), f"/api/v1{PAGE}"):
        assert client.get(address).status_code == 200
        engine.fails = ClusterUnavailable
        assert client.get(address).status_code == 503
        engine.fails = None


def test_what_is_not_kept_says_since_when_and_when_to_ask_again(
    engine: FarEngine, client: FlaskClient
) -> None:
    engine.fails = ClusterUnavailable
    answers = [
        client.get(path)
        for path in ("/", OTHER, "/documents/sample-1", "/status", "/search.csv", "/search.atom")
    ]
    answers += [client.get(OTHER.replace("?", ".json?")), client.get(f"/api/v1{OTHER}")]
    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == str(AGAIN_SECONDS)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "起，本站连不上存放文件的检索服务" in answer.get_data(as_text=True)
        assert "h1:9200" not in answer.get_data(as_text=True)
    assert answers[-1].mimetype == "application/problem+json"
    assert answers[-1].get_json()["title"] == "检索服务暂时连不上"
    assert client.get("/healthz").status_code == 200
    told = client.get("/readyz").get_json()
    assert (told["status"], told["refused"]) == ("unavailable", "unreachable")
    assert datetime.fromisoformat(told["since"]).tzinfo


def test_it_recovers_by_itself(engine: FarEngine, client: FlaskClient) -> None:
    engine.fails = ClusterUnavailable
    assert client.get(OTHER).status_code == 503
    engine.fails = None
    answer = client.get(OTHER)
    assert answer.status_code == 200
    assert SAID not in answer.get_data(as_text=True)
    assert "ETag" in answer.headers


def test_an_index_that_does_not_mend_itself_is_not_answered_from_before(
    engine: FarEngine, client: FlaskClient
) -> None:
    client.get(PAGE)
    engine.fails = IndexDamaged
    assert client.get(PAGE).status_code == 503
    engine.fails = ClusterUnavailable
    assert client.get(PAGE).status_code == 503


@pytest.mark.parametrize(
    ("later", "is_given"),
    [
        (timedelta(seconds=PAST_SECONDS - 1), True),
        (timedelta(seconds=PAST_SECONDS + 1), False),
    ],
)
def test_what_is_too_old_is_not_given(engine: FarEngine, later: timedelta, is_given: bool) -> None:
    now = [datetime(2026, 11, 30, 9, 0)]
    versions = Versions(engine, "", "", Outage(), lambda: now[0])
    environ = environ_of(PAGE)
    assert versions.of(environ)
    assert versions.past(environ) is None  # it can be asked
    engine.fails = ClusterUnavailable
    now[0] += later
    assert versions.of(environ) is None
    assert (versions.past(environ) is not None) is is_given


def test_yesterday_is_not_given(engine: FarEngine) -> None:
    now = [datetime(2026, 11, 30, 23, 59)]
    versions = Versions(engine, "", "", Outage(), lambda: now[0])
    environ = environ_of(PAGE)
    versions.of(environ)
    engine.fails = ClusterUnavailable
    versions.of(environ)
    assert versions.past(environ)
    now[0] += timedelta(minutes=2)
    assert versions.past(environ) is None


def test_an_outage_lasts_from_the_first_failure_to_an_answer_that_began_after_the_last() -> None:
    moments = iter(datetime(2026, 11, 30, 21, minute) for minute in range(60))
    ticks = iter(range(60))
    outage = Outage(lambda: next(moments), lambda: next(ticks))
    assert outage.since is None
    first = outage.met()
    assert outage.met() == outage.since == first == datetime(2026, 11, 30, 21, 0)
    outage.over(began=0.5)  # the second failure came after that
    assert outage.since == first
    outage.over(began=1.5)
    assert outage.since is None
    assert outage.met() != first


def environ_of(address: str) -> WSGIEnvironment:
    return EnvironBuilder(address).get_environ()


def test_who_asks_for_a_table_has_more_time(engine: FarEngine, client: FlaskClient) -> None:
    for address, is_long in ((PAGE, False), ("/search.csv", True), ("/sitemap-1.xml", True)):
        client.get(address)
        assert engine.was_long is is_long
