"""What one process has made another gives, and never anything else than what was asked for."""

from __future__ import annotations

import mmap
import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from search.evaluation.query_log import Logged
from tests.web.cache.counting import ROOM, CountingEngine
from web.cache.answers import Answer, AnswerCache, Kept, Version
from web.cache.shared import ROW, SharedAnswers
from web.site import etags
from web.site.app import create_app

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("X-Words", "a")]
SEARCHED = Logged("政策", 7, "all")


def kept(variant: str, body: bytes, edition: str = "1") -> Kept:
    answer = Answer.of("200 OK", HEADERS, body)
    return Kept(answer, Version(edition, variant), "pages.search", SEARCHED).small()


@pytest.mark.parametrize("body", [b"short", "一页".encode() * 2000], ids=["whole", "packed"])
def test_what_is_read_is_what_was_written(body: bytes) -> None:
    shared, one = SharedAnswers(100 * ROW), kept("a", body)
    shared.put(one)
    assert shared.get(Version("1", "a")) == one


def test_another_version_is_another_answer() -> None:
    shared = SharedAnswers(ROW)  # one row: all versions share it
    shared.put(kept("a", b"one"))
    assert shared.get(Version("2", "a")) is None
    assert shared.get(Version("1", "b")) is None
    shared.put(kept("b", b"two"))
    assert shared.get(Version("1", "a")) is None
    assert shared.get(Version("1", "b")) == kept("b", b"two")


def test_what_takes_more_than_a_row_is_not_shared() -> None:
    shared = SharedAnswers(10 * ROW)
    for length in (ROW, 100_000):
        shared.put(kept("a", random.Random(1).randbytes(length)))
        assert shared.get(Version("1", "a")) is None


def test_a_row_that_is_not_of_one_piece_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    table: list[mmap.mmap] = []

    def made(file: int, length: int) -> mmap.mmap:
        table.append(_mmap(file, length))
        return table[-1]

    _mmap = mmap.mmap
    monkeypatch.setattr(mmap, "mmap", made)
    shared = SharedAnswers(ROW)
    one = kept("a", random.Random(2).randbytes(300))
    shared.put(one)
    (row,) = table
    whole = row[:]
    length = len(whole.rstrip(b"\0"))
    assert shared.get(one.version) == one
    for at in range(length):
        row[at] ^= 1 + at % 255
        assert shared.get(one.version) is None
        row[:] = whole
    for cut in range(0, length, 7):  # another answer was being written over it
        row[cut:] = random.Random(cut).randbytes(ROW - cut)
        assert shared.get(one.version) is None
        row[:] = whole


@pytest.mark.filterwarnings("ignore:.*fork")
def test_another_process_has_it() -> None:
    shared = SharedAnswers(100 * ROW)
    child = os.fork()
    if not child:
        shared.put(kept("a", b"made by the child"))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert shared.get(Version("1", "a")) == kept("a", b"made by the child")


def test_many_threads_write_over_one_another() -> None:
    shared = SharedAnswers(3 * ROW)

    def visits(seed: int) -> int:
        draw, wrong = random.Random(seed), 0
        for _ in range(500):
            number = draw.randrange(20)
            one = kept(str(number), random.Random(number).randbytes(200 + 100 * number))
            found = shared.get(one.version)
            wrong += found is not None and found != one
            shared.put(one)
        return wrong

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(visits, range(6))) == 0


def test_a_worker_asks_for_what_the_others_made() -> None:
    shared = SharedAnswers(100 * ROW)
    one, other = AnswerCache(ROOM, shared), AnswerCache(ROOM, shared)
    for cache in (one, other):
        assert cache.get(Version("1", "a")) is None
    one.keep(kept("a", b"body"))
    assert other.get(Version("1", "a")) == kept("a", b"body")
    shared.put(kept("b", b"drives it away"))
    assert len(other) == 1  # it has it itself now
    assert other.get(Version("2", "a")) is None
    assert len(other) == 0


def test_a_site_of_two_workers(engine: CountingEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    tables: list[SharedAnswers] = []

    def shared(most: int) -> SharedAnswers:
        tables[:] = tables or [SharedAnswers(most)]
        return tables[0]

    monkeypatch.setattr(etags, "SharedAnswers", shared)
    clients: list[FlaskClient] = [
        create_app(engine, {"CACHE_BYTES": ROOM}).test_client() for _ in range(2)
    ]
    pages = {client.get("/search?q=a").data for client in clients}
    assert len(pages) == 1
    assert engine.searches == 1
