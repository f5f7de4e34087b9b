"""The ladder: when no document has all the words, those that have most, then any.

A rung counts documents that carry at least a stated share of the words' summed idf, so that
a question in a full sentence finds its answer but not half the collection. What was asked
for expressly (quotation marks, fields, exclusions) is never relaxed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import query as wq

from search.executor import Executor
from search.plan import Plan, Unit
from search.postings import Docs
from search.ranking import ANY_SHARE, MOST_SHARE
from search.results import Relaxation

_RUNGS = (
    ("most", MOST_SHARE, "没有文件包含全部检索词，以下是包含其中大部分的文件。"),
    ("any", ANY_SHARE, "没有文件包含大部分检索词，以下是包含其中一部分的文件。"),
)


def climb(executor: Executor, plan: Plan, named: bool) -> tuple[Docs, Relaxation | None]:
    """The documents of the first rung that holds any, and which rung that was.

    Args:
        named: whether the query names documents outright; then nothing is relaxed.

    Returns:
        int64[n], ascending; and None for the strict rung.
    """
    docs = _strict(executor, plan, plan.whole)
    if len(docs) or named or len(plan.loose) < 2:
        return docs, None
    allowed = _strict(executor, plan, [])
    share, missing = _shares(executor, plan.loose)
    for rung, least, message in _RUNGS:
        docs = allowed[share[allowed] >= least]
        if len(docs):
            absent = f"（没有文件含“{'”“'.join(missing)}”。）" if missing else ""
            return docs, Relaxation(rung, message + absent)
    return docs, None


def _strict(executor: Executor, plan: Plan, whole: list[Any]) -> Docs:
    """The documents that match everything in ``strict`` and ``whole`` and nothing excluded."""
    wanted = [*plan.strict, *whole]
    tree = wq.And(wanted) if wanted else wq.Every()
    if plan.is_empty:
        tree = wq.NullQuery
    if plan.excluded:
        tree = wq.AndNot(tree, wq.Or(plan.excluded))
    return executor.run(tree).docs


def _shares(executor: Executor, units: list[Unit]) -> tuple[Any, list[str]]:
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
