"""Since when and until when documents are in force, as queries and as columns; see ``index.relations.model.Interval``."""

from __future__ import annotations

from collections.abc import Iterable

from index.document import Validity
from index.relations.model import End, Interval
from search.backend.reading import OVER, standing
from search.opensearch.queries.dsl import Dsl, all_of, any_of, first

COLUMNS = ("begins", "ends", "doubted", "how", "known")
_ENDS = {
    Validity.UNSTATED: End.NONE,
    Validity.AMENDED: End.SUPERSEDED,
    Validity.REPEALED: End.REPEALED,
    Validity.EXPIRED: End.EXPIRED,
}


def in_states(values: Iterable[str], day: int) -> Dsl:
    """What is in one of some states on a day (``date.toordinal``); other values are no state of any."""
    states = states_on(day)
    return any_of([states[value] for value in values if value in states])


def states_on(day: int) -> dict[str, Dsl]:
    """State -> what is in it on a day; every document is in one."""
    over, doubted, later = _by("ends", day), _by("doubted", day), _after("begins", day)
    known: Dsl = {"term": {"known": True}}
    ended = {state: all_of([over, {"term": {"how": int(how)}}]) for state, how in _ENDS.items()}
    going_on = [over, doubted, later]
    return {
        **{state.value: query for state, query in ended.items()},
        Validity.DISPUTED.value: all_of([doubted], [over]),
        Validity.NOT_YET.value: all_of([later], [over, doubted]),
        Validity.IN_FORCE.value: all_of([known], going_on),
        Validity.UNSTATED.value: any_of([ended[Validity.UNSTATED], all_of([], [known, *going_on])]),
    }


def is_over(day: int) -> Dsl:
    """What is in force no more on a day."""
    how = [int(how) for state, how in _ENDS.items() if standing(state) == OVER]
    return all_of([_by("ends", day), {"terms": {"how": how}}])


def standing_of(hit: Dsl, day: int) -> int:
    """The standing of a document on a day, by its columns; see ``search.backend.reading.standing``."""
    begins, ends, doubted, how = (first(hit, column) for column in COLUMNS[:4])
    known = first(hit, "known", False)
    interval = Interval(begins=begins, ends=ends, doubted=doubted, how=End(how), known=known)
    return standing(interval.state(day))


def _by(column: str, day: int) -> Dsl:
    """What has a day in a column that has come."""
    return {"range": {column: {"gte": 1, "lte": day}}}


def _after(column: str, day: int) -> Dsl:
    return {"range": {column: {"gt": day}}}
