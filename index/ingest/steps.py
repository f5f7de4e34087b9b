"""The documents of a run, some at a time: what is between two times of publishing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.document import PolicyDocument
from index.ingest.changes import Changes
from index.ingest.publish import base_of, write
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer


class Steps:
    """The documents of a run, some at a time.

    Args:
        end: called when all were given.

    Attributes:
        ended: whether all were given.
    """

    def __init__(self, changes: Changes, end: Callable[[], None]) -> None:
        self._changes = changes
        self._steps = changes.steps()
        self._end = end
        self.ended = False

    def some(self, count: int | None = None) -> Iterator[PolicyDocument]:
        """The next documents, until it is time to publish them: before pages are recognised, and
        after ``count`` documents and the others of the file that the last is of."""
        given = 0
        for item in self._steps:
            if item:
                given += 1
                yield item
            elif given and (self._changes.turns.is_pause or given >= (count or given + 1)):
                return
        self.ended = True
        self._end()


def write_steps(
    store: Store,
    base: Generation | None,
    changes: Changes,
    analyzer: Analyzer,
    processes: int,
    sources: tuple[str, ...],
    steps: Steps,
    count: int | None = None,
) -> bool:
    """Publish what ``steps`` gives, ``count`` documents at a time; for who is the only writer.

    Args:
        base: the generation that the run goes on from.
        sources: which the index has then.

    Returns:
        Whether anything was published; see :func:`index.ingest.publish.write`.
    """
    published = False
    while not steps.ended:
        with store.draft() as draft:
            given = (lambda: sources, steps.some(count))
            published |= write(draft, base, changes, analyzer, processes, *given)
        changes.removed.clear()
        base = base_of(store, analyzer)
    return published
