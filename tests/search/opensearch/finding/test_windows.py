"""What several searches give, put in one order."""

from __future__ import annotations

from search.backend.selection import Titled
from search.opensearch.finding.windows import Windows, named
from search.opensearch.queries.dsl import Dsl
from search.opensearch.ranking.fine import Best


def _answer(*documents: tuple[float, int, int], names: dict[int, str] | None = None) -> Dsl:
    """Scores, dates and serials as the cluster gives them."""
    hits: list[Dsl] = [{"sort": [*document]} for document in documents]
    for hit in hits if names else []:
        hit["fields"] = {"name": [(names or {})[hit["sort"][-1]]]}
    return {"hits": {"hits": hits}}


def test_tier_then_score_then_date_then_serial() -> None:
    windows = Windows(6)
    windows.add(_answer((9.0, 5, 1), (8.0, 7, 4), (8.0, 6, 2), (8.0, 6, 3), (2.0, 9, 5)))
    windows.lift(5, windows.add(_answer((2.0, 9, 5), (1.0, 1, 6))))
    windows.lift(9, [1])
    windows.lift(7, [5])  # the smaller tier counts
    assert windows.ordered() == [5, 6, 1, 4, 2, 3]


def test_what_is_added_to_the_best_counts() -> None:
    windows = Windows(3)
    windows.add(_answer((9.0, 5, 1), (8.0, 7, 4), (7.0, 6, 2)))
    windows.best = {4: Best(9.5, 8.0, fine=1.5), 1: Best(9.0, 9.0)}
    assert windows.ordered() == [4, 1, 2]
    assert windows.score(2) == 7.0


def test_equal_scores_of_32_bits_are_equal() -> None:
    windows = Windows(2)
    windows.add(_answer((0.1, 1, 1), (0.10000000149011612, 2, 2)))  # the same float, written twice
    assert windows.ordered() == [2, 1]


def test_titles_are_looked_into() -> None:
    answer = _answer((9.0, 5, 1), (8.0, 5, 2), names={1: "云澜市公积金条例", 2: "公积条例金"})
    assert named(answer, Titled("公积金")) == [1]
