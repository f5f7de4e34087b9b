"""What is kept takes no more room than it may, whatever is asked, by however many at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from web.cache import codings
from web.cache.answers import SHARE, Answer, AnswerCache, Kept, Version

MOST = 200_000
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0")]


def kept(variant: str, body: bytes, edition: str = "1") -> Kept:
    return Kept(Answer.of("200 OK", HEADERS, body), Version(edition, variant)).small()


def noise(length: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(length)


def test_what_was_asked_for_last_stays() -> None:
    cache = AnswerCache(MOST)
    cache.get(Version("1", ""))
    for number in range(100):
        cache.keep(kept(str(number), noise(5000, number)))
        assert cache.get(Version("1", "0"))  # asked for again and again
        assert cache.size <= MOST
    assert cache.get(Version("1", "99"))
    assert not cache.get(Version("1", "1"))
    assert 30 < len(cache) < 40


def test_an_answer_that_takes_too_much_room_drives_none_away() -> None:
    cache = AnswerCache(MOST)
    cache.get(Version("1", ""))
    cache.keep(kept("small", b"small"))
    cache.keep(kept("large", noise(MOST // SHARE)))
    assert cache.get(Version("1", "small"))
    assert not cache.get(Version("1", "large"))


def test_a_long_address_takes_room_too() -> None:
    cache = AnswerCache(MOST)
    cache.get(Version("1", ""))
    cache.keep(kept("x" * MOST, b"small"))
    assert len(cache) == 0


def test_what_is_packed_takes_the_room_of_what_it_is_packed_to() -> None:
    cache = AnswerCache(MOST)
    cache.get(Version("1", ""))
    one = kept("page", "一页结果".encode() * 10_000)
    cache.keep(one)
    assert cache.size == one.size < 2_000


def test_another_edition_drops_all_that_was_kept() -> None:
    cache = AnswerCache(MOST)
    cache.get(Version("1", "a"))
    cache.keep(kept("a", b"one"))
    assert cache.get(Version("1", "a"))
    assert not cache.get(Version("2", "a"))
    assert (len(cache), cache.size) == (0, 0)
    cache.keep(kept("a", b"late"))  # made when the one before was served
    assert not cache.get(Version("2", "a"))
    assert len(cache) == 0


def test_what_was_unpacked_last_is_at_hand_within_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache, unpacked = AnswerCache(MOST), 0
    own = codings.unpacked

    def counting(body: bytes, coding: str) -> bytes:
        nonlocal unpacked
        unpacked += coding != codings.IDENTITY
        return own(body, coding)

    monkeypatch.setattr(codings, "unpacked", counting)
    cache.get(Version("1", ""))
    bodies = {str(n): f"第{n}页".encode() * 90 for n in range(40)}
    answers = {name: kept(name, body) for name, body in bodies.items()}
    for name in ("0", "1", "0", "1"):
        assert cache.body(answers[name], codings.IDENTITY) == (codings.IDENTITY, bodies[name])
    assert unpacked == 2
    for _ in range(2):
        for name, one in answers.items():
            assert cache.body(one, codings.IDENTITY)[1] == bodies[name]
    assert unpacked > 40, "not all of them are kept"
    cache.body(answers["39"], codings.IDENTITY)
    before = unpacked
    cache.get(Version("2", ""))
    assert cache.body(answers["39"], codings.IDENTITY)[1] == bodies["39"]
    assert unpacked == before + 1, "of the edition before nothing is"
    assert cache.body(answers["0"], codings.ZSTD)[0] == codings.ZSTD


@pytest.mark.parametrize("most", [0, 2_000])
def test_a_small_bound_is_a_bound(most: int) -> None:
    cache = AnswerCache(most)
    cache.get(Version("1", ""))
    for number in range(10):
        cache.keep(kept(str(number), noise(1000, number)))
    assert cache.size <= most
    assert bool(cache) is bool(most)


def test_many_threads_at_once() -> None:
    cache = AnswerCache(MOST)

    def visits(seed: int) -> int:
        draw, wrong = random.Random(seed), 0
        for _ in range(300):
            number, edition = draw.randrange(60), str(draw.randrange(200) // 199)
            version = Version(edition, str(number))
            found = cache.get(version)
            body = f"{edition} {number} ".encode() * 500
            if found:
                wrong += found.answer.body("identity")[1] != body
            else:
                cache.keep(kept(str(number), body, edition))
            wrong += cache.size > MOST
        return wrong

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(visits, range(8))) == 0


def test_one_of_many_threads_makes_an_answer_and_the_others_wait() -> None:
    cache, version = AnswerCache(MOST), Version("1", "a")
    cache.get(version)
    makers: list[bool] = []

    def visit(make: Callable[[], None]) -> None:
        is_maker = cache.begin(version)
        if is_maker:
            make()
            cache.done(version)
        else:
            assert cache.get(version)
        makers.append(is_maker)

    assert cache.begin(version)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(visit, lambda: None) for _ in range(6)]
        cache.keep(kept("a", b"made"))
        cache.done(version)
        for one in waiting:
            one.result(60)
    assert len(makers) == 6
    assert cache.begin(version)  # nobody is making it now
