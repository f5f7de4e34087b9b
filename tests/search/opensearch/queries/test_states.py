"""States on a day as queries: those of ``index.relations.model.Interval``."""

from __future__ import annotations

from itertools import product

from index.document import Validity
from index.relations.model import End, Interval
from search.backend.reading import OVER, standing
from search.opensearch.queries.states import in_states, is_over, standing_of, states_on
from tests.search.opensearch.queries.matcher import matches

_DAYS = (0, 99, 100, 101)
_INTERVALS = [
    Interval(begins=begins, ends=ends, doubted=doubted, how=how, known=known)
    for begins, ends, doubted, how, known in product(_DAYS, _DAYS, _DAYS, End, (False, True))
]
_DAY = 100


def _columns(interval: Interval) -> dict[str, object]:
    names = ("begins", "ends", "doubted", "how", "known")
    return {name: getattr(interval, name) for name in names}


def test_a_document_is_in_the_one_state_of_its_interval() -> None:
    for interval in _INTERVALS:
        columns, state = _columns(interval), interval.state(_DAY)
        own = [state for state, query in states_on(_DAY).items() if matches(query, columns)]
        assert own == [state.value]
        assert matches(is_over(_DAY), columns) == (standing(state) == OVER)
        hit = {"fields": {name: [value] for name, value in columns.items()}}
        assert standing_of(hit, _DAY) == standing(state)


def test_several_states_are_one_query_and_others_none() -> None:
    wanted = in_states([Validity.IN_FORCE.value, Validity.EXPIRED.value, "胡说"], _DAY)
    for interval in _INTERVALS:
        state = interval.state(_DAY)
        assert matches(wanted, _columns(interval)) == (state in ("有效", "已失效"))
    assert in_states(["胡说"], _DAY) == {"match_none": {}}
