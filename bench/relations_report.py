"""What an index holds of relations, and what it must not say: counted over all of its documents.

Three lists must be empty: documents shown as in force that a document held has ended, documents that are ended
without a sentence that says so, and those on whose page there is none. One is to be read: what a coarse rule
finds beside them. The last two compare what a source's status field says with what is derived: shown in force
there and ended by a document held; ended there without any evidence here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from bench.indexed import Indexed
from bench.predictions import relation
from index.document import Validity
from index.relations.graph import NONE, STATES
from index.relations.model import End
from index.statements.model import How, Kind
from index.statements.names import key_of
from search.engine import Engine

_ENDING = re.compile(r"[^。；\n]*(?:废止|停止执行|失效)[^。；\n]*")
_TITLE = re.compile(r"《([^《》]{3,80})》")
ENDED = frozenset((Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED))


class Finding(NamedTuple):
    """A document of a list: what kind of case it is, and in words."""

    kind: str
    words: str


def report(held: Indexed, engine: Engine, most: int, today: date | None = None) -> Iterator[str]:
    """The lines of the report.

    Args:
        engine: over the same index.
        most: so many documents of each list.
    """
    day = (today or date.today()).toordinal()
    codes = held.graph.states(day)
    states = {number: STATES[codes[number]] for number in held.numbers}
    yield from _counts(held, states, most)
    for title, found in (
        ("shown in force, ended by a document held (must be 0)", ended_though(held, states, day)),
        ("ended, no sentence that says so (must be 0)", unproved(held, states)),
        ("ended, its page shows no sentence (must be 0)", unshown(held, engine, states)),
        (
            "shown in force, named where an older work ends (to be read)",
            named_at_an_end(held, states),
        ),
        ("source says in force, ended by a document held", overruled(held, states)),
        ("source says ended, nothing held says so", unconfirmed(held, states)),
    ):
        rows = list(found)
        kinds = Counter(row.kind for row in rows)
        yield f"\n{title}: {len(rows)}"
        yield from (f"  {count:5} {kind}" for kind, count in kinds.most_common())
        yield from (f"  {row.kind}: {row.words}" for row in rows[:most])


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


def ended_though(held: Indexed, states: dict[int, Validity], day: int) -> Iterator[Finding]:
    """Documents shown in force though another, that applies by now, repeals them, is a later text
    of the same work, or repeals what had its own title before it."""
    namesakes = _repealing_their_title(held)
    for number in _in(states, {Validity.IN_FORCE}):
        for row in held.graph.incoming(number):
            if row.kind is Kind.REPEALS and 0 < _began(held, row.source) <= day:
                yield _finding(held, "repealed", number, row.source)
                break
        own = _began(held, number)
        for other in held.graph.work_of(number):
            if relation(number, other, held) == "version" and own < _began(held, other) <= day:
                yield _finding(held, "a later text is held", number, other)
                break

        for other in namesakes.get(_name(held, number), ()):
            if (
                held.graph.work[number] != held.graph.work[other]
                and own < _began(held, other) <= day
            ):
                yield _finding(held, "its title is repealed by a namesake", number, other)
                break


def _repealing_their_title(held: Indexed) -> dict[str, list[int]]:
    """Documents that repeal their own title, by that title."""
    found: dict[str, list[int]] = {}
    rows = held.graph.rows
    own = (rows["kind"] == Kind.REPEALS) & (rows["to"] == NONE) & (rows["name"] == NONE)
    for number in np.unique(rows["source"][own]).tolist():
        found.setdefault(_name(held, number), []).append(number)
    return found


def named_at_an_end(held: Indexed, states: dict[int, Validity]) -> Iterator[Finding]:
    """Documents shown in force whose title stands in a sentence of a younger one that speaks of an
    end: by a rule of its own, coarser than what is judged here, so that nothing hides from it."""
    known: dict[str, list[int]] = {}
    for number in _in(states, {Validity.IN_FORCE}):
        for name in held.says(number).identity.names:
            known.setdefault(name, []).append(number)
    for other in states:
        for sentence in _ENDING.finditer(held.body(other)):
            for title in _TITLE.findall(sentence[0]):
                for number in known.get(key_of(title), ()):
                    if not _is_one(held, number, other) and _began(held, number) < _began(
                        held, other
                    ):
                        yield _finding(held, "named", number, other)


def _is_one(held: Indexed, one: int, other: int) -> bool:
    return bool(held.graph.text[one] == held.graph.text[other])


def unproved(held: Indexed, states: dict[int, Validity]) -> Iterator[Finding]:
    """Documents shown as ended without a sentence that can be shown for it, a label of their own
    page (失效日期) or a later text."""
    for number in _in(states, ENDED):
        found = held.graph.interval(number)
        where = number if found.by < 0 else found.by
        words = held.body(where)[slice(*found.ends_at)].strip()
        superseded = found.how is End.SUPERSEDED and found.by >= 0
        printed = found.how is End.EXPIRED and held.card(number).repealed_on is not None
        if not (words or superseded or printed):
            yield _finding(held, states[number], number)


def unshown(held: Indexed, engine: Engine, states: dict[int, Validity]) -> Iterator[Finding]:
    """Documents that are ended, on whose page no sentence says so."""
    for number in _in(states, ENDED):
        view = engine.document(held.terms.id(number))
        shown = view.relations.standing.evidence if view and view.relations else ()
        if not any(proof.text.strip() for proof in shown):
            yield _finding(held, states[number], number)


def overruled(held: Indexed, states: dict[int, Validity]) -> Iterator[Finding]:
    """Documents whose source says that they are in force, and that a document held has ended."""
    for number in _in(states, ENDED):
        found = held.graph.interval(number)
        if found.by >= 0 and held.card(number).validity is Validity.IN_FORCE:
            yield _finding(held, f"derived {states[number]}", number, found.by)


def unconfirmed(held: Indexed, states: dict[int, Validity]) -> Iterator[Finding]:
    """Documents whose source says that they are ended, where nothing that is held does."""
    for number in _in(states, set(Validity) - ENDED):
        said = held.card(number).validity
        if said in ENDED:
            yield _finding(held, f"source {said}, derived {states[number]}", number)


def _in(states: dict[int, Validity], wanted: frozenset[Validity] | set[Validity]) -> list[int]:
    return [number for number, state in states.items() if state in wanted]


def _name(held: Indexed, number: int) -> str:
    """The key of a title."""
    return next(iter(held.says(number).identity.names), "")


def _began(held: Indexed, number: int) -> int:
    """The day since which a document applies, or its own; 0 unknown."""
    return held.graph.interval(number).begins or held.says(number).timeline.day


def _finding(held: Indexed, kind: str, number: int, by: int = -1) -> Finding:
    words = _named(held, number) + (f" ← {_named(held, by)}" if by >= 0 else "")
    return Finding(f"{kind} [{held.source(number).split('/')[0]}]", words)


def _named(held: Indexed, number: int) -> str:
    begins = _began(held, number)
    day = date.fromordinal(begins).isoformat() if begins else "----------"
    return f"{held.id(number)} {day} {held.card(number).title}"
