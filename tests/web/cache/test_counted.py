"""What is given is counted as what is made: by the limits of an address, and in the metrics."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from tests.web.cache.counting import ROOM, CountingEngine
from web.protect.limits import BURST_SECONDS
from web.site.app import create_app

PAGE = "/search?q=%E6%94%BF%E5%BA%9C%E7%BD%91%E7%AB%99"


@dataclass
class Told:
    """In place of ``Metrics``: what it is told."""

    answers: list[tuple[str, str]] = field(default_factory=list)
    lookups: list[bool] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def register(self, app: Flask) -> None:
        """What Flask answers is told by ``web.protect.metrics``, which has tests of its own."""

    def answered(self, page: str, status: str, seconds: float) -> None:
        assert 0 <= seconds < 60
        self.answers.append((page, status))

    def looked_up(self, is_kept: bool, size: int) -> None:
        self.lookups.append(is_kept)
        self.sizes.append(size)


def test_an_address_may_ask_no_more_for_what_is_kept(engine: CountingEngine) -> None:
    client = create_app(engine, {"CACHE_BYTES": ROOM, "RATE": 0.001}).test_client()
    burst = max(int(0.001 * BURST_SECONDS), 1)
    statuses = [client.get(PAGE).status_code for _ in range(burst + 2)]
    assert statuses == [200] * burst + [429] * 2


def test_a_foreign_host_is_given_nothing(engine: CountingEngine) -> None:
    client = create_app(engine, {"CACHE_BYTES": ROOM, "ALLOWED_HOSTS": ("ours.cn",)}).test_client()
    assert client.get(PAGE, base_url="http://ours.cn").status_code == 200
    assert client.get(PAGE, base_url="http://other.cn").status_code == 400


def test_the_metrics_know_every_answer(engine: CountingEngine) -> None:
    told = Told()
    client: FlaskClient = create_app(engine, {"CACHE_BYTES": ROOM, "METRICS": told}).test_client()
    tag = client.get(PAGE).headers["ETag"]
    client.get(PAGE)
    client.get(PAGE, headers={"If-None-Match": tag})
    client.get("/nowhere")
    assert told.answers == [("pages.search", "200"), ("pages.search", "304")]
    assert told.lookups == [False, True, True, False]
    assert told.sizes[0] == 0 < told.sizes[1]
