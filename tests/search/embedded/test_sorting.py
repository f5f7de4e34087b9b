"""The order of a result where scores do not decide: ties and dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import MAX_WINDOW, SearchRequest, Sort
from tests.conftest import EngineOf


def ids(engine: EmbeddedEngine, q: str, sort: Sort = Sort.RELEVANCE) -> list[str]:
    return [
        hit.document.id for hit in engine.search(SearchRequest(q=q, sort=sort, fold=False)).hits
    ]


def dated(id: str, year: int | None, title: str = "石榴办法", body: str = "") -> PolicyDocument:
    day = date(year, 1, 1) if year else None
    return PolicyDocument(id=id, title=title, body=body, published_on=day)


ALIKE = [dated("undated", None), dated("2019", 2019), dated("2023", 2023), dated("again", 2019)]
"""Of other titles, which score the same."""
TITLES = [
    replace(one, title=f"石榴{name}办法") for one, name in zip(ALIKE, "甲乙丙丁", strict=True)
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        pytest.param(Sort.RELEVANCE, ["2023", "2019", "again", "undated"], id="relevance"),
        pytest.param(Sort.NEWEST, ["2023", "2019", "again", "undated"], id="newest"),
        pytest.param(Sort.OLDEST, ["2019", "again", "2023", "undated"], id="oldest"),
    ],
)
def test_what_scores_the_same_stands_by_date_then_as_it_came_without_a_date_last(
    engine_of: EngineOf, sort: Sort, expected: list[str]
) -> None:
    assert ids(engine_of(*TITLES), "石榴", sort) == expected


def test_the_day_of_publication_counts_before_that_of_writing(engine_of: EngineOf) -> None:
    engine = engine_of(
        replace(dated("late", 2024, "石榴甲办法"), written_on=date(2019, 1, 1)),
        replace(dated("early", None, "石榴乙办法"), written_on=date(2023, 1, 1)),
    )
    for sort in (Sort.RELEVANCE, Sort.NEWEST):
        assert ids(engine, "石榴", sort) == ["late", "early"]


def test_of_more_than_can_be_turned_to_the_best_are_kept(engine_of: EngineOf) -> None:
    """Twice as many and more: the best are then picked before they are sorted."""
    count = 2 * MAX_WINDOW + 100
    rare = {7: 3, 1500: 5, count - 1: 4}
    engine = engine_of(
        *(
            PolicyDocument(
                id=str(n),
                title=f"办法{n}",
                body="石榴。" * rare.get(n, 1) + "其他。" * (9 - rare.get(n, 1)),
                published_on=date.fromordinal(700_000 + n),
            )
            for n in range(count)
        )
    )
    newest = [str(count - 1 - n) for n in range(10)]
    found = ids(engine, "石榴")
    assert found[:3] == ["1500", newest[0], "7"]
    assert found[3:] == [str(n) for n in range(497, 490, -1)], "500 are scored by characters too"
    assert ids(engine, "石榴", Sort.NEWEST) == newest
    assert ids(engine, "石榴", Sort.OLDEST) == [str(n) for n in range(10)]
    last = SearchRequest(q="石榴", sort=Sort.OLDEST, page=MAX_WINDOW // 10, fold=False)
    assert [hit.document.id for hit in engine.search(last).hits][-1] == str(MAX_WINDOW - 1)


def test_of_more_than_can_be_turned_to_what_is_lifted_is_kept(engine_of: EngineOf) -> None:
    """It says what is asked in one piece, in a text so long that it scores less than all others."""
    apart = [
        PolicyDocument(id=str(n), title=f"办法{n}", body="指导，技术，种植，石榴。")
        for n in range(2 * MAX_WINDOW + 10)
    ]
    whole = "石榴种植技术指导。" + "其他有关事项另行通知。" * 3000
    engine = engine_of(*apart, PolicyDocument(id="lifted", title="通知", body=whole))
    assert ids(engine, "石榴种植技术指导")[:2] == ["lifted", "0"]
