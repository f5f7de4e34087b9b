"""Asks an engine judged queries as a visitor would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from search.engine import Engine
from search.evaluation.judged import JudgedQuery
from search.request import MAX_SIZE, SearchRequest


@dataclass(slots=True)
class Answers:
    """What an engine answered.

    Attributes:
        run: query -> the ids of the first hundred documents.
        milliseconds: how long each first page of ten took, in the order asked.
        empty: the queries that found nothing.
    """

    run: dict[str, list[str]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """So many of the pages (0 to 1) took no longer than this, in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def ask(
    engine: Engine,
    queries: Sequence[JudgedQuery],
    progress: Callable[[int], None] = lambda count: None,
    timed: bool = True,
) -> Answers:
    """Ask every query twice: a page as it is shown, which is timed, and the first hundred.

    Args:
        progress: called with how many queries were answered since the last call.
        timed: whether to ask for the page.
    """
    answers = Answers()
    for query in queries:
        if timed:
            request = SearchRequest.from_params([("q", query.text)])
            answers.milliseconds.append(engine.search(request).elapsed_ms)
        wide = SearchRequest.from_params(
            [("q", query.text), ("size", str(MAX_SIZE)), ("fold", "0")]
        )
        found = engine.search(wide)
        answers.run[query.id] = [hit.document.id for hit in found.hits]
        if not found.total:
            answers.empty.append(query.id)
        progress(1)
    return answers
