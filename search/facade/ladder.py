"""The ladder: a query that finds too little is widened a step at a time, and says so.

    all     every word
    near    of a sentence: what scores at least a share of the best (FLOOR)
    most    documents that carry the greater part of the words, by their idf
    any     … a part of them
    grams   nothing has a whole word: what has pieces of them
    letters nor that: what has every character of a short query, anywhere

A rung has an exact count: it is a set of documents, not the first so many of a ranking. What was
asked for expressly (quotation marks, issuers, numbers, exclusions) is never relaxed, and the words
of a field are looked for there on every rung. The last rung, the corrected spelling, is the
engine's: it is another query.
"""

from __future__ import annotations

from search.backend.reading import Reading
from search.backend.selection import NOTHING, Matching, Ranking, Scoring, Selection, Sharing, Units
from search.query import tree
from search.query.plan import Plan
from search.results import Relaxation, Step
from search.weights import ANY_SHARE, ENOUGH, FLOOR, HOPELESS, MOST_SHARE

ALL = "全部检索词"
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

Rung = tuple[Selection, Relaxation | None]


def climb(reading: Reading, plan: Plan, ranking: Ranking, named: bool) -> Rung:
    """The documents of the first rung that holds any, and which rung that was.

    Args:
        named: whether the query names documents outright; then nothing is relaxed.
    """
    is_hopeless = plan.asks and len(plan.loose) >= HOPELESS and not plan.strict
    strict: Selection = NOTHING if is_hopeless else strictly(plan)
    (held,) = reading.counts([strict])
    is_enough = held >= (ENOUGH if plan.is_sentence and plan.asks else 1)
    if is_enough or named or not plan.loose:
        return strict, None
    allowed = Matching(_strict(plan, []))
    steps = [] if is_hopeless else [Step("all", ALL, held)]
    if plan.is_sentence:
        near = Scoring(allowed, ranking, FLOOR, also=strict, least=_NO_SCORE)
        return near, _near(reading, near, held, steps)
    return _relaxed(reading, plan, ranking, allowed, steps)


def strictly(plan: Plan) -> Matching:
    """The documents of the first rung: what has everything that was asked for."""
    return Matching(_strict(plan, plan.whole))


def _near(reading: Reading, near: Scoring, held: int, steps: list[Step]) -> Relaxation | None:
    (total,) = reading.counts([near])
    if total == held:
        return None
    steps.append(Step("near", "意思相近", total))
    begin = "没有文件包含全部检索词，" if len(steps) > 1 else ""
    begin = f"有 {held} 件包含全部检索词，" if held else begin
    return Relaxation("near", f"{begin}以下按与所问内容的相关程度列出。", tuple(steps))


def _relaxed(
    reading: Reading, plan: Plan, ranking: Ranking, allowed: Matching, steps: list[Step]
) -> Rung:
    units = Units(tuple(Matching(unit.query) for unit in plan.loose))
    often = reading.counts(units.each)
    texts = [unit.text for unit in plan.loose]
    missing = dict.fromkeys(text for text, count in zip(texts, often, strict=True) if not count)
    if len(texts) > 1:
        rungs = [Sharing(allowed, units, least) for _, least, _, _ in _RUNGS]
        totals = reading.counts(rungs)
        for (rung, _, label, message), found, total in zip(_RUNGS, rungs, totals, strict=True):
            steps.append(Step(rung, label, total))
            if total:
                absent = f"（没有文件含“{'”“'.join(missing)}”。）" if missing else ""
                return found, Relaxation(rung, message + absent, tuple(steps))
    if plan.excluded and len(missing) < len(set(texts)):
        return NOTHING, None  # what is excluded leaves nothing
    return _pieces(reading, plan, ranking, allowed, steps)


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
            return found, Relaxation(rung, message, tuple(steps))
    return NOTHING, None


def _strict(plan: Plan, whole: list[tree.Tree]) -> tree.Tree:
    """Matches everything in ``strict`` and ``whole`` and nothing excluded."""
    if plan.is_empty:
        return tree.NOTHING
    wanted = [*plan.strict, *whole]
    return tree.without(tree.all_of(wanted) if wanted else tree.every(), plan.excluded)
