"""The usual measures of a ranking against judgements.

Source: Järvelin & Kekäläinen, *Cumulated gain-based evaluation of IR techniques* (2002), with
gains as judged and a discount of log2(rank + 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from math import log2

from index.document import public_id
from search.evaluation.judged import JudgedQuery
from search.evaluation.trec_run import Run


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one query, or their means: all from 0 to 1.

    Attributes:
        hit_1: whether the first document found is relevant.
        success_5: whether one of the first five is.
        mrr_10: 1 / rank of the first relevant one, 0 if it is not among ten.
        ndcg_10: discounted gain of the first ten, as a share of the best possible.
        recall_10, recall_100: the share of the relevant documents among the first so many.
    """

    hit_1: float
    success_5: float
    mrr_10: float
    ndcg_10: float
    recall_10: float
    recall_100: float


MEASURES: Mapping[str, str] = {
    "hit_1": "hit@1", "success_5": "success@5", "mrr_10": "MRR@10", "ndcg_10": "nDCG@10",
    "recall_10": "R@10", "recall_100": "R@100",
}  # fmt: skip
"""Attribute of :class:`Row` -> what the field calls it."""


def measured(found: Sequence[str], gains: Mapping[str, int]) -> Row:
    """The measures of one ranking.

    >>> measured(["a", "b", "c"], {"b": 1}).mrr_10
    0.5
    """
    found = list(dict.fromkeys(found))
    first = next((rank for rank, id in enumerate(found[:10], 1) if id in gains), 0)
    ideal = sorted(gains.values(), reverse=True)[:10]
    return Row(
        hit_1=float(first == 1),
        success_5=float(0 < first <= 5),
        mrr_10=1 / first if first else 0.0,
        ndcg_10=_gain(gains.get(id, 0) for id in found[:10]) / _gain(ideal),
        recall_10=len(gains.keys() & set(found[:10])) / len(gains),
        recall_100=len(gains.keys() & set(found[:100])) / len(gains),
    )


def per_query(queries: Sequence[JudgedQuery], run: Run) -> list[Row]:
    """The measures of each query; one the run does not know found nothing.

    Another system's run may have a document's own id where ours is made fit for addresses.
    """
    found = ([public_id(id) for id in run.get(query.id, ())] for query in queries)
    return [measured(ids, query.gains) for query, ids in zip(queries, found, strict=True)]


def summary(queries: Sequence[JudgedQuery], rows: Sequence[Row]) -> dict[str, tuple[int, Row]]:
    """Type of query -> how many there are, and their mean; all of them under the empty name."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for query, row in zip(queries, rows, strict=True):
        groups[""].append(row)
        groups[query.type].append(row)
    if not any(query.type for query in queries):
        groups = defaultdict(list, {"": list(rows)})
    return {name: (len(group), _mean(group)) for name, group in groups.items()}


def _mean(rows: Sequence[Row]) -> Row:
    columns = zip(*map(astuple, rows), strict=True)
    return Row(*(sum(column) / len(rows) for column in columns))


def _gain(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


assert tuple(MEASURES) == tuple(field.name for field in fields(Row))
