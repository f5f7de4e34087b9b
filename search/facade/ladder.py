"""The ladder: a query that finds too little is widened a step at a time, and says so.

    all     every word
    near    what scores at least a share of the best (FLOOR); above it what has every word
    most    of words typed apart: what carries the greater part of them, by their idf
    any     … a part of them
    grams   nothing has a whole word: what has pieces of them
    letters nor that: what has every character of a short query, anywhere

A rung has an exact count: it is a set of documents, not the first so many of a ranking. What was
asked for expressly (quotation marks, issuers, numbers, exclusions) is never relaxed, and the words
of a field are looked for there on every rung. The last rung, the corrected spelling, is the
engine's: it is another query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from search.backend.reading import Reading
from search.backend.selection import (
    NOTHING,
    Matching,
    Ranking,
    Scoring,
    Selection,
    Sharing,
    Units,
    Without,
)
from search.query import tree
from search.query.plan import Plan
from search.query.units import Unit
from search.results import Relaxation, Step
from search.weights import (
    ANY_SHARE,
    APART,
    ENOUGH,
    ENOUGH_FOR_KEYWORDS,
    FLOOR,
    HOPELESS,
    MOST_SHARE,
)

ALL = "全部检索词"
NEAR = "意思相近"
_RUNGS = (
    ("most", MOST_SHARE, "大部分检索词", "没有文件包含全部检索词，以下是包含其中大部分的文件。"),
    ("any", ANY_SHARE, "部分检索词", "没有文件包含大部分检索词，以下是包含其中一部分的文件。"),
)
_PIECES = (
    (
        "grams",
        "部分文字",
        "没有文件包含这些检索词，以下文件只含其中的部分文字，请检查是否有错别字。",
    ),
    (
        "letters",
        "分散的文字",
        "没有文件连写这些字，以下文件分别含有其中每个字，请换一个更完整的说法。",
    ),
)
_NO_SCORE = 1e-6


class Rung(NamedTuple):
    """The documents that answer.

    Attributes:
        relaxation: how the query was widened for them; None if it was not.
        whole: those of them that have all of it and stand above, where others are found beside them.
    """

    found: Selection
    relaxation: Relaxation | None = None
    whole: Selection | None = None


def climb(reading: Reading, plan: Plan, ranking: Ranking, strict: Selection, named: bool) -> Rung:
    """The documents of the first rung that holds enough, and which rung that was.

    Args:
        strict: :func:`strictly` of the plan.
        named: whether the query names documents outright; then nothing is relaxed.
    """
    is_hopeless = plan.asks and len(plan.loose) >= HOPELESS and not plan.strict
    if is_hopeless:
        strict = NOTHING
    if named or not plan.loose or any(reading.reach([strict], _enough(plan))):
        return Rung(strict)
    (held,) = reading.counts([strict])
    allowed = Matching(_strict(plan, []))
    steps = [] if is_hopeless else [Step("all", ALL, held)]
    if held or is_hopeless:
        near = Scoring(allowed, ranking, FLOOR, also=strict, least=_NO_SCORE)
        return _near(reading, near, _Held(_above(reading, plan, near, strict), held), steps)
    return _missed(reading, plan, ranking, allowed, steps)


def _missed(
    reading: Reading, plan: Plan, ranking: Ranking, allowed: Matching, steps: list[Step]
) -> Rung:
    """What answers where no document has every word."""
    held = _are_held(reading, plan.loose)
    missing = [unit.text for unit, is_held in zip(plan.loose, held, strict=True) if not is_held]
    if plan.excluded and any(held) and len(held) == 1:
        return Rung(NOTHING)  # what is excluded leaves nothing
    if not any(held) or len(held) == 1:
        return _pieces(reading, plan, ranking, allowed, steps)
    if plan.is_keywords:
        units = Units(tuple(Matching(unit.query) for unit in plan.loose))
        rung = _sharing(reading, allowed, units, missing, steps)
        if rung or plan.excluded:
            return rung or Rung(NOTHING)
    near = Scoring(allowed, ranking, FLOOR, least=_NO_SCORE)
    return _near(reading, near, _Held(NOTHING, 0), steps, missing)


def _are_held(reading: Reading, units: Sequence[Unit]) -> list[bool]:
    """Which of some units any document has. The last part of one, which is looked for in bodies, mostly says so."""
    lasts = reading.reach([Matching(_last(unit.query)) for unit in units], 1)
    asked = [Matching(unit.query) for unit, last in zip(units, lasts, strict=True) if not last]
    others = iter(reading.reach(asked, 1) if asked else ())
    return [last or next(others) for last in lasts]


def _last(query: tree.Tree) -> tree.Tree:
    return query.subqueries[-1] if tree.is_or(query) else query


def strictly(plan: Plan) -> Matching:
    """The documents of the first rung: what has everything that was asked for."""
    return Matching(_strict(plan, plan.whole))


def _enough(plan: Plan) -> int:
    if len(plan.loose) < 2 or plan.is_bound:
        return 1
    return ENOUGH_FOR_KEYWORDS if plan.is_keywords else ENOUGH


class _Held(NamedTuple):
    """What has every word.

    Attributes:
        above: those which stand above the others.
        total: how many there are in all.
    """

    above: Selection
    total: int


def _above(reading: Reading, plan: Plan, near: Scoring, strict: Selection) -> Selection:
    """Those of ``strict`` that stand above the others: keywords mean all of them; of a sentence those among the
    best; of a question none where documents are long, and have its words far from one another."""
    if plan.is_keywords:
        return strict
    if plan.asks and reading.has_passages:
        return NOTHING
    first = Scoring(near, near.ranking, APART)
    return Without(first, Without(first, strict))


def _near(
    reading: Reading, near: Scoring, held: _Held, steps: list[Step], missing: Sequence[str] = ()
) -> Rung:
    """What has a meaning near to that of the words; above it, what has every one of them."""
    total, above = reading.counts([near, held.above])
    if total == held.total:
        return Rung(near)
    message = _how_near(held.total, above, bool(steps)) + _absent(missing)
    steps.append(Step("near", NEAR, total))
    return Rung(near, Relaxation("near", message, tuple(steps)), held.above if above else None)


def _how_near(held: int, above: int, was_tried: bool) -> str:
    if above:
        which = "列在最前" if above == held else f"其中最相关的 {above} 件列在最前"
        return f"有 {held} 件包含全部检索词，{which}；其后是意思相近的文件。"
    begin = f"有 {held} 件包含全部检索词，" if held else "没有文件包含全部检索词，"
    return f"{begin if was_tried else ''}以下按与所问内容的相关程度列出。"


def _sharing(
    reading: Reading, allowed: Matching, units: Units, missing: Sequence[str], steps: list[Step]
) -> Rung | None:
    """What has the greater part of some keywords, else a part of them; None if nothing has."""
    rungs = [Sharing(allowed, units, least) for _, least, _, _ in _RUNGS]
    totals = reading.counts(rungs)
    for (rung, _, label, message), found, total in zip(_RUNGS, rungs, totals, strict=True):
        steps.append(Step(rung, label, total))
        if total:
            return Rung(found, Relaxation(rung, message + _absent(missing), tuple(steps)))
    return None


def _absent(missing: Sequence[str]) -> str:
    return f"（没有文件含“{'”“'.join(dict.fromkeys(missing))}”。）" if missing else ""


def _pieces(
    reading: Reading, plan: Plan, ranking: Ranking, allowed: Matching, steps: list[Step]
) -> Rung:
    """What has pairs of characters of the words, else all of their characters somewhere; the
    last rung but for the spelling."""
    for wanted, (rung, label, message) in zip((plan.pieces, plan.letters), _PIECES, strict=True):
        found = Scoring(Matching(wanted), ranking, FLOOR, among=allowed)
        (total,) = reading.counts([found])
        if total:
            steps.append(Step(rung, label, total))
            return Rung(found, Relaxation(rung, message, tuple(steps)))
    return Rung(NOTHING)


def _strict(plan: Plan, whole: list[tree.Tree]) -> tree.Tree:
    """Matches everything in ``strict`` and ``whole`` and nothing excluded."""
    if plan.is_empty:
        return tree.NOTHING
    wanted = [*plan.strict, *whole]
    return tree.without(tree.all_of(wanted) if wanted else tree.every(), plan.excluded)
