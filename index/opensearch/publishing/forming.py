"""Documents made ready to be sent: in this process, or by several, of which each opens the generation by itself."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from multiprocessing.connection import Connection
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from index.errors import ZhengceError
from index.opensearch.documents.form import Forms
from index.opensearch.documents.shown import opened
from index.opensearch.publishing.bulk import Lines, writing
from index.opensearch.publishing.changes import Changes
from index.readers.sandbox.bounds import end_with
from index.store.generation import Generation
from index.store.withdrawals import Withdrawals
from index.text.analysis import Analyzer

FEWEST = 5_000
"""So many documents are ready before other processes would have begun."""
TOGETHER = 100
"""So many are made ready at a time by a process."""
AHEAD = 2
"""So many times each process is asked before it has answered."""
Int64s = npt.NDArray[np.int64]


class _Task(NamedTuple):
    """What a process needs to know."""

    generation: Generation
    withdrawals: Withdrawals
    serials: Int64s
    digests: Int64s
    version: int


def formed(
    changes: Changes, numbers: Int64s, version: int, analyzer: Analyzer, processes: int = 1
) -> Iterator[Lines]:
    """What writes some documents, in their order.

    Args:
        version: of what is written.
        analyzer: the usual one, where there are several processes.

    Raises:
        ZhengceError: a process was ended.
    """
    if processes > 1 and len(numbers) >= FEWEST:
        shown = changes.shown
        task = _Task(shown.generation, shown.withdrawals, shown.serials, changes.digests, version)
        yield from _by_several(task, numbers, processes)
        return
    forms = Forms(changes.shown, analyzer, changes.digests)
    for number in numbers.tolist():
        yield writing(forms.document(number), version)


def _by_several(task: _Task, numbers: Int64s, processes: int) -> Iterator[Lines]:
    with ExitStack() as stack:
        workers = [stack.enter_context(_Worker(task)) for _ in range(processes)]
        shares = zip(np.array_split(numbers, -(-len(numbers) // TOGETHER)), cycle(workers))
        waiting: deque[_Worker] = deque()
        for share, worker in shares:
            worker.ask(share.tolist())
            waiting.append(worker)
            if len(waiting) >= AHEAD * processes:
                yield from waiting.popleft().answer()
        for worker in waiting:
            yield from worker.answer()


class _Worker:
    """A process that makes documents ready; a context manager that ends it."""

    def __init__(self, task: _Task) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(task, theirs, os.getpid()))
        self._process.start()
        theirs.close()

    def ask(self, numbers: list[int]) -> None:
        """Have some documents made ready."""
        with self._alive():
            self._ours.send(numbers)

    def answer(self) -> list[Lines]:
        """What writes those that were asked for first.

        Raises:
            ZhengceError: the process was ended.
        """
        with self._alive():
            lines: list[Lines] = self._ours.recv()
            return lines

    @contextmanager
    def _alive(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            raise ZhengceError(
                "准备文件的进程意外终止，可能内存不足（见 dmesg）。集群上原索引继续提供。"
                "请腾出内存后再次运行，或加 --processes 1；已写入的部分不会重写。"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.terminate()
        self._process.join()


def _work(task: _Task, parent: Connection, started_by: int) -> None:
    """Make ready what is asked for, until nobody asks any more."""
    end_with(started_by)
    shown = opened(task.generation, task.withdrawals).called(task.serials)
    forms = Forms(shown, Analyzer(), task.digests)
    while True:
        try:
            numbers = parent.recv()
        except EOFError:
            return
        parent.send([writing(forms.document(number), task.version) for number in numbers])
