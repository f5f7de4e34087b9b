"""Which documents are lifted, as the search that counts tells it."""

from __future__ import annotations

from typing import Any

from search.backend.selection import Lift, Matching, Titled
from search.opensearch.finding.lifting import Lifting, telling, told
from search.opensearch.queries.dsl import EVERYTHING
from search.query.tree import term

_HAVING = Lifting(
    Lift(3, Matching(term("title_words", "公积金"))), {"terms": {"title_words": ["公积金"]}}
)
_TITLED = Lifting(Lift(4, Titled("公积金")), EVERYTHING)


def _answer(*serials: dict[int, str], others: int = 0) -> dict[str, Any]:
    """What is told of some lifts: serials, and the names that stand with them."""
    made = {}
    for at, names in enumerate(serials):
        buckets = [
            {"key": serial, "doc_count": 1, "name": {"buckets": [{"key": name}] if name else []}}
            for serial, name in names.items()
        ]
        made[f"lift{at}"] = {"in": {"sum_other_doc_count": others, "buckets": buckets}}
    return {"aggregations": made}


def test_each_lift_tells_its_own() -> None:
    assert [*telling([_HAVING, _TITLED])] == ["lift0", "lift1"]
    assert told([_HAVING, _TITLED], _answer({7: "", 2: ""}, {9: "住房公积金条例"})) == [[7, 2], [9]]


def test_titles_are_looked_into() -> None:
    assert told([_TITLED], _answer({1: "云澜市公积金条例", 2: "公积条例金", 3: ""})) == [[1]]


def test_too_many_are_not_told() -> None:
    assert told([_HAVING], _answer({1: "a"}, others=1)) == [None]
