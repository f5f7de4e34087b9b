"""The ladder: a query that finds too little is widened a step at a time, and says so.

    all     every word
    near    of a sentence: what scores at least a share of the best (FLOOR)
    most    documents that carry the greater part of the words, by their idf
    any     … a part of them
    grams   nothing has a whole word: what has pieces of them
    letters nor that: what has every character of a short query, anywhere

A rung has an exact count: it is a set of documents, not the first so many of a ranking. What was
asked for expressly (quotation marks, fields, exclusions) is never relaxed. The last rung, the
corrected spelling, is the engine's: it is another query.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from whoosh import query as wq

from search.embedded.arrays.executor import Executor
from search.embedded.arrays.matches import NOTHING
from search.embedded.arrays.postings import Docs
from search.embedded.rank.score import Ranked, ranked
from search.embedded.snapshot import Snapshot
from search.query.plan import Plan
from search.query.tree import Tree
from search.query.units import Unit
from search.results import Relaxation, Step
from search.weights import ANY_SHARE, ENOUGH, FLOOR, HOPELESS, MOST_SHARE

ALL = "全部检索词"
_RUNGS = (
    ("most", MOST_SHARE, "大部分检索词", "没有文件包含全部检索词，以下是包含其中大部分的文件。"),
    ("any", ANY_SHARE, "部分检索词", "没有文件包含大部分检索词，以下是包含其中一部分的文件。"),
)


def climb(snapshot: Snapshot, plan: Plan, named: bool) -> tuple[Ranked, Relaxation | None]:
    """The documents of the first rung that holds any, scored, and which rung that was.

    Args:
        named: whether the query names documents outright; then nothing is relaxed.
    """
    is_hopeless = plan.asks and len(plan.loose) >= HOPELESS and not plan.strict
    docs = NOTHING.docs if is_hopeless else strictly(snapshot.executor, plan)
    is_enough = len(docs) >= (ENOUGH if plan.is_sentence and plan.asks else 1)
    if is_enough or named or not plan.loose:
        return ranked(snapshot, plan, docs), None
    allowed = _strict(snapshot.executor, plan, [])
    steps = [] if is_hopeless else [Step("all", ALL, len(docs))]
    if plan.is_sentence:
        return _near(snapshot, plan, docs, allowed, steps)
    share, missing = _shares(snapshot.executor, plan.loose)
    for rung, least, label, message in _RUNGS if len(plan.loose) > 1 else ():
        docs = allowed[share[allowed] >= least]
        steps.append(Step(rung, label, len(docs)))
        if len(docs):
            absent = f"（没有文件含“{'”“'.join(missing)}”。）" if missing else ""
            return ranked(snapshot, plan, docs), Relaxation(rung, message + absent, tuple(steps))
    if plan.excluded and len(missing) < len({u.text for u in plan.loose}):
        return ranked(snapshot, plan, docs), None  # what is excluded leaves nothing
    return _pieces(snapshot, plan, allowed, steps)


def _near(
    snapshot: Snapshot, plan: Plan, strict: Docs, allowed: Docs, steps: list[Step]
) -> tuple[Ranked, Relaxation | None]:
    found = ranked(snapshot, plan, allowed)
    scores = found.scores
    near = scores >= FLOOR * max(float(scores.max(initial=0)), 1e-6)
    near |= np.isin(found.docs, strict)
    found = found.kept(near)
    if len(found.docs) == len(strict):
        return found, None
    steps.append(Step("near", "意思相近", len(found.docs)))
    begin = "没有文件包含全部检索词，" if len(steps) > 1 else ""
    begin = f"有 {len(strict)} 件包含全部检索词，" if len(strict) else begin
    return found, Relaxation("near", f"{begin}以下按与所问内容的相关程度列出。", tuple(steps))


def _pieces(
    snapshot: Snapshot, plan: Plan, allowed: Docs, steps: list[Step]
) -> tuple[Ranked, Relaxation | None]:
    """What has pairs of characters of the words, else all of their characters somewhere; the
    last rung but for the spelling."""
    found = ranked(snapshot, plan, snapshot.executor.run(plan.pieces).docs)
    found = found.kept(np.isin(found.docs, allowed))
    if len(found.docs):
        found = found.kept(found.scores >= FLOOR * found.scores.max())
        steps.append(Step("grams", "部分文字", len(found.docs)))
        message = "没有文件包含这些检索词，以下文件只含其中的部分文字，请检查是否有错别字。"
        return found, Relaxation("grams", message, tuple(steps))
    found = ranked(snapshot, plan, snapshot.executor.run(plan.letters).docs)
    found = found.kept(np.isin(found.docs, allowed))
    if not len(found.docs):
        return found, None
    found = found.kept(found.scores >= FLOOR * found.scores.max())
    steps.append(Step("letters", "分散的文字", len(found.docs)))
    message = "没有文件连写这些字，以下文件分别含有其中每个字，请换一个更完整的说法。"
    return found, Relaxation("letters", message, tuple(steps))


def strictly(executor: Executor, plan: Plan) -> Docs:
    """The documents of the first rung: what has everything that was asked for."""
    return _strict(executor, plan, plan.whole)


def _strict(executor: Executor, plan: Plan, whole: list[Tree]) -> Docs:
    """The documents that match everything in ``strict`` and ``whole`` and nothing excluded."""
    wanted = [*plan.strict, *whole]
    tree = wq.And(wanted) if wanted else wq.Every()
    if plan.is_empty:
        tree = wq.NullQuery
    if plan.excluded:
        tree = wq.AndNot(tree, wq.Or(plan.excluded))
    return executor.run(tree).docs


def _shares(executor: Executor, units: list[Unit]) -> tuple[npt.NDArray[np.float64], list[str]]:
    """float64[documents], each document's share of the idf of the units that occur at all;
    and the texts of those that do not."""
    found = [(unit.text, executor.run(unit.query).docs) for unit in units]
    missing = list(dict.fromkeys(text for text, docs in found if not len(docs)))
    carried = np.zeros(executor.documents)
    whole = 0.0
    for _, docs in found:
        if len(docs):
            idf = executor.idf(len(docs))
            carried[docs] += idf
            whole += idf
    return carried / (whole or 1.0), missing
