"""In which order: dates, pages, what is named outright, versions, and what the ranking owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

import pytest

from search.request import MAX_WINDOW
from search.results import Hit
from tests.engine_contract.promise import Engine, Part, asked, ids, promise, promise_of_each, typed
from tests.engine_contract.requests import NAMED, TYPED, WORDS
from tests.engine_contract.scan import Scan, Tier

REASONS = {
    Tier.BOTH: "标题和发文字号一致",
    Tier.NUMBER: "发文字号一致",
    Tier.INDEX_NUMBER: "索引号一致",
    Tier.TITLE: "标题一致",
}
_RANKED = (*WORDS, *TYPED, *NAMED)
_Key = TypeVar("_Key", int, Tier, tuple[Tier, float, int])


@promise_of_each(
    Part.DATES,
    "sort=newest",
    "sort=oldest",
    "sort=newest&topic=审计",
    "sort=oldest&from=2019",
    "sort=newest&q=公积金",
    "sort=oldest&q=补贴",
)
def dates_decide(engine: Engine, scan: Scan, case: str) -> None:
    """By publication, else writing; what has no date comes last both ways."""
    _assert_dated(engine, scan, case)


@promise_of_each(Part.NAMED, "sort=newest&q=云政办〔2023〕15号", "sort=oldest&q=国办发〔2017〕47号")
def dates_go_before_pins(engine: Engine, scan: Scan, case: str) -> None:
    _assert_dated(engine, scan, case)


def _assert_dated(engine: Engine, scan: Scan, case: str) -> None:
    request = asked(case)
    days = [scan.dated(id) for id in ids(engine.search(request))]
    known = [day for day in days if day]
    assert days == [*sorted(known, reverse="newest" in case), *[None] * (len(days) - len(known))]


@promise_of_each(
    Part.PAGES,
    "size=7",
    "size=10&sort=newest",
    "size=1&genre=通知",
    "size=30&sort=oldest&validity=有效",
    "size=3&q=公积金",
    "size=4&q=企业&sort=newest",
)
def pages_follow_each_other(engine: Engine, scan: Scan, case: str) -> None:
    """Pages neither overlap nor leave anything out; behind the last there is none."""
    request = asked(case)
    whole = engine.search(replace(request, size=100))
    first = engine.search(request)
    pages = [engine.search(request.on_page(n)) for n in range(1, first.last_page + 1)]
    assert [id for page in pages for id in ids(page)] == ids(whole)
    assert all(len(page.hits) == request.size for page in pages[:-1])
    assert {page.total for page in pages} == {whole.total}
    behind = engine.search(request.on_page(min(first.last_page + 1, MAX_WINDOW // request.size)))
    assert not behind.hits or first.last_page == MAX_WINDOW // request.size
    assert behind.total == whole.total


@promise_of_each(Part.PAGES, "", "q=补贴", "sort=oldest&genre=通报")
def an_order_stays(engine: Engine, scan: Scan, case: str) -> None:
    request = asked(case)
    assert ids(engine.search(request)) == ids(engine.search(request))


@promise_of_each(Part.NAMED, *_RANKED, "印章管理规定（试行）", "殡葬服务规范")
def what_is_named_says_why(engine: Engine, scan: Scan, case: str) -> None:
    named = scan.named(case)
    for hit in engine.search(typed(case)).hits:
        tier = named.get(hit.document.id)
        assert hit.pin == (REASONS[tier] if tier is not None else "")


@promise_of_each(
    Part.NAMED,
    *_RANKED,
    "住房公积金",
    "专项检查情况",
    "储备企业按每吨",
    "关于限制被执行人高消费的若干规定",
)
def what_is_named_stands_first(engine: Engine, scan: Scan, case: str) -> None:
    """Number and title, number, 索引号, title, words in a title as typed, in a body."""
    tiers = scan.tiers(case)
    found = ids(engine.search(typed(case)))
    earned = _earned(scan, found, [tiers.get(id, Tier.NONE) for id in found])
    assert earned == sorted(earned)


@promise_of_each(Part.RANKING, *_RANKED)
def scores_fall_and_dates_break_ties(engine: Engine, scan: Scan, case: str) -> None:
    """Within a tier: the better score; of equal scores the newer document."""
    result = engine.search(typed(case))
    first = dict.fromkeys(ids(result)[: result.apart], Tier.WHOLE)
    tiers = first | scan.tiers(case, {w.text: w.others for w in result.wordings})
    keys = [_key(scan, hit, tiers) for hit in result.hits]
    for (tier, score, day), (next_tier, next_score, next_day) in pairwise(
        _earned(scan, ids(result), keys)
    ):
        if tier == next_tier:
            assert score <= next_score or score == pytest.approx(next_score, rel=1e-5)
            assert score != next_score or day <= next_day


@promise_of_each(Part.RANKING, *(q for q in _RANKED if not q.startswith("-")))
def a_score_says_what_it_is_made_of(engine: Engine, scan: Scan, case: str) -> None:
    for hit in engine.search(typed(case)).hits:
        assert hit.score is not None
        assert hit.score.cited_by == scan.cited_by(hit.document.id)
        assert (hit.score.authority > 1) == (hit.score.cited_by > 0)
        assert hit.score.topic == 1
        assert (hit.score.force < 1) == (scan.standing(hit.document.id) == 2)
        assert min(hit.score.terms, hit.score.passage) >= 0


@promise_of_each(Part.RANKING, "", "-企业", "-企业 -补贴 -办法")
def without_words_nothing_is_scored(engine: Engine, scan: Scan, case: str) -> None:
    """What is newest comes first then."""
    result = engine.search(typed(case))
    assert all(hit.score is None for hit in result.hits)
    found = ids(result)
    days = _earned(scan, found, [-(scan.dated(id) or date.min).toordinal() for id in found])
    assert days == sorted(days)


@promise_of_each(
    Part.RANKING,
    "河道管理",
    "河道",
    "采砂",
    "",
    "云澜市河道管理条例",
)
def versions_swap_places(engine: Engine, scan: Scan, case: str) -> None:
    """Of one work the text in force comes first, then those of which that is not known, then the ended
    ones; of the same standing the newest."""
    groups: dict[int, list[str]] = defaultdict(list)
    for id in ids(engine.search(typed(case))):
        groups[scan.line_of(id)].append(id)
    assert any(len(group) > 1 for group in groups.values())
    for group in groups.values():
        ranks = [scan.rank_of_version(id, group) for id in group]
        assert ranks == sorted(ranks)


@promise_of_each(
    Part.RANKING,
    "冷链 in-title in-body",
    "渔船 often once",
    "滑雪 short long",
    "价格 cited uncited",
    "热力 governs governed",
)
def of_two_alike_the_better_comes_first(engine: Engine, scan: Scan, case: str) -> None:
    """In the title, more often, in a shorter text, cited, governing: each alone decides, though
    the other document is newer."""
    q, *better_first = case.split()
    result = engine.search(typed(q))
    assert ids(result)[:2] == better_first
    better, other = (hit.score.total for hit in result.hits[:2] if hit.score)
    assert better > other


@promise(Part.RANKING)
def the_governing_work_is_lifted(engine: Engine, scan: Scan) -> None:
    factors = {
        hit.document.id: hit.score.topic for hit in engine.search(typed("热力")).hits if hit.score
    }
    assert factors["governs"] > factors["governed"] == 1


@promise(Part.RANKING)
def equal_scores_go_by_date(engine: Engine, scan: Scan) -> None:
    """The newest first, the undated last."""
    result = engine.search(typed("捕捞"))
    newest, *same_day, undated = ids(result)
    assert (newest, set(same_day), undated) == ("tie-乙", {"tie-甲", "tie-丁"}, "tie-丙")
    assert len({hit.score.total for hit in result.hits if hit.score}) == 1


def _key(scan: Scan, hit: Hit, tiers: dict[str, Tier]) -> tuple[Tier, float, int]:
    day = scan.dated(hit.document.id)
    score = hit.score.total if hit.score else 0.0
    return tiers.get(hit.document.id, Tier.NONE), -score, -(day or date.min).toordinal()


def _earned(scan: Scan, found: Sequence[str], keys: Sequence[_Key]) -> list[_Key]:
    """The key by which each place was earned: texts of one work have swapped theirs."""
    held: dict[int, list[_Key]] = defaultdict(list)
    for id, key in zip(found, keys, strict=True):
        held[scan.line_of(id)].append(key)
    places = {version: iter(sorted(mine)) for version, mine in held.items()}
    return [next(places[scan.line_of(id)]) for id in found]
