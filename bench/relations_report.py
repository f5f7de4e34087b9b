"""What an index holds of relations, and what it must not say: counted over all of its documents.

Two lists must be empty: documents shown as in force that a document held has ended, and documents shown as
repealed without a sentence that says so. The two after them compare what a source's status field says with
what is derived: shown in force there and ended by a document held; ended there without any evidence here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

import numpy as np

from bench.indexed import Indexed
from bench.predictions import relation
from index.document import Validity
from index.relations.graph import NONE, STATES
from index.relations.model import End
from index.statements.model import How, Kind

ENDED = frozenset((Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED))


def report(held: Indexed, most: int, today: date | None = None) -> Iterator[str]:
    """The lines of the report.

    Args:
        most: so many documents of each list.
    """
    day = (today or date.today()).toordinal()
    codes = held.graph.states(day)
    states = {number: STATES[codes[number]] for number in held.numbers}
    yield from _counts(held, states, most)
    for title, found in (
        ("shown in force, ended by a document held (must be 0)", ended_though(held, states, day)),
        ("shown as ended, no sentence that says so (must be 0)", unproved(held, states)),
        ("source says in force, ended by a document held", overruled(held, states)),
        ("source says ended, nothing held says so", unconfirmed(held, states)),
    ):
        rows = list(found)
        yield f"\n{title}: {len(rows)}"
        yield from (f"  {row}" for row in islice(rows, most))


def _counts(held: Indexed, states: dict[int, Validity], most: int) -> Iterator[str]:
    graph, rows = held.graph, held.graph.rows
    counted = Counter(states.values())
    yield f"documents {len(states)}"
    yield "states    " + "  ".join(f"{state} {counted[state]}" for state in Validity)
    linked = rows["to"] != NONE
    named = rows["name"] != NONE
    yield (
        f"mentions  {len(linked)}: {int(linked.sum())} of a document held, {int(named.sum())} of none, "
        f"{int((~linked & ~named).sum())} of itself; 条 named by {int((rows['articles'] > 0).sum())}, "
        f"linked to by {int((rows['safe'] & linked).sum())}"
    )
    for what, kinds in (("kind", Kind), ("how", How)):
        each = np.bincount(rows[what], minlength=len(kinds))
        here = np.bincount(rows[what][linked], minlength=len(kinds))
        yield f"by {what:7}" + "  ".join(
            f"{one.name.lower()} {each[one]} ({here[one]})" for one in kinds
        )
    waiting = graph.unresolved()
    yield f"unresolved names {len(waiting)}: " + "  ".join(
        f"{name} {count}" for name, count in waiting[:10]
    )
    for what, labels in (("works", graph.work), ("texts", graph.text)):
        sizes = Counter(labels[number] for number in states)
        several = Counter(size for size in sizes.values() if size > 1)
        yield f"{what} of several documents {several.total()}: " + "  ".join(
            f"{count} of {size}" for size, count in sorted(several.items())
        )
    for label, size in Counter(graph.work[number] for number in states).most_common(most):
        yield f"  a work of {size}: {held.card(int(label)).title}"


def ended_though(held: Indexed, states: dict[int, Validity], day: int) -> Iterator[str]:
    """Documents shown in force though another, in force itself, repeals them or is a later text of
    the same work."""
    for number in _in(states, {Validity.IN_FORCE}):
        for row in held.graph.incoming(number):
            if row.kind is Kind.REPEALS and 0 < _began(held, row.source) <= day:
                yield f"{_named(held, number)} ← repealed by {_named(held, row.source)}"
                break
        own = _began(held, number)
        for other in held.graph.work_of(number):
            if relation(number, other, held) == "version" and own < _began(held, other) <= day:
                yield f"{_named(held, number)} ← later text {_named(held, other)}"
                break


def unproved(held: Indexed, states: dict[int, Validity]) -> Iterator[str]:
    """Documents shown as ended without a sentence that can be shown for it."""
    for number in _in(states, ENDED):
        found = held.graph.interval(number)
        where = number if found.by < 0 else found.by
        words = held.body(where)[slice(*found.ends_at)].strip()
        superseded = found.how is End.SUPERSEDED and found.by >= 0
        if not (words or superseded):
            yield f"{states[number]} {_named(held, number)}"


def overruled(held: Indexed, states: dict[int, Validity]) -> Iterator[str]:
    """Documents whose source says that they are in force, and that a document held has ended."""
    for number in _in(states, ENDED):
        found = held.graph.interval(number)
        if found.by >= 0 and held.card(number).validity is Validity.IN_FORCE:
            yield f"{states[number]} {_named(held, number)} ← {_named(held, found.by)}"


def unconfirmed(held: Indexed, states: dict[int, Validity]) -> Iterator[str]:
    """Documents whose source says that they are ended, where nothing that is held does."""
    for number in _in(states, set(Validity) - ENDED):
        said = held.card(number).validity
        if said in ENDED:
            yield f"source {said}, derived {states[number]}: {_named(held, number)}"


def _in(states: dict[int, Validity], wanted: frozenset[Validity] | set[Validity]) -> list[int]:
    return [number for number, state in states.items() if state in wanted]


def _began(held: Indexed, number: int) -> int:
    """The day since which a document applies, or its own; 0 unknown."""
    return held.graph.interval(number).begins or held.says(number).timeline.day


def _named(held: Indexed, number: int) -> str:
    begins = _began(held, number)
    day = date.fromordinal(begins).isoformat() if begins else "----------"
    return f"{held.id(number)} {day} {held.card(number).title} [{held.source(number)}]"
