"""Cutting and writing on several processors: one part of the index per process."""

from __future__ import annotations

import multiprocessing
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue, SimpleQueue
from pathlib import Path
from queue import Empty, Full
from types import TracebackType
from typing import Protocol, Self

from index.document import PolicyDocument
from index.errors import ZhengceError
from index.readers.sandbox.bounds import end_with
from index.segment import TermsWriter
from index.text.analysis import Analyzer

_WAITING = 16
_TOGETHER = 100_000
"""Documents are handed over until they have so many characters: one by one, each would cost a look at the clock, a
lock and a turn of the other process."""
_PATIENCE_SECONDS = 1.0


class WriterDied(ZhengceError):
    """A process that writes has ended by itself: a defect, or the system has killed it."""

    def __init__(self, code: int) -> None:
        super().__init__(
            f"写入索引的进程意外终止（{code}）。原索引保持不变。可能内存不足（见 dmesg）："
            "请腾出内存后再次运行，或加 --processes 1。"
        )


class Writer(Protocol):
    """What takes documents; a context manager that commits when left without an error."""

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_writer(folder: Path, analyzer: Analyzer, name: str, processes: int) -> Writer:
    """A writer into ``folder`` that uses that many processes; its parts begin with ``name``."""
    if processes > 1:
        return ParallelWriter(folder, name, processes)
    return TermsWriter(folder, analyzer, name)


class ParallelWriter:
    """Hands documents to processes that each write a part of ``folder``.

    Raises (on ``add`` and on leaving): what one of them could not do (the disk is full), as it
        would be raised here; WriterDied when one was ended.
    """

    def __init__(self, folder: Path, name: str, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: Queue[list[PolicyDocument]] = context.Queue(_WAITING)
        self._gathered: list[PolicyDocument] = []
        self._characters = 0
        self._errors: SimpleQueue[Exception] = context.SimpleQueue()
        self._processes: list[BaseProcess] = [
            context.Process(
                target=_write_part,
                args=(folder, f"{name}-{i}", self._queue, self._errors),
                daemon=True,
            )
            for i in range(processes)
        ]

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        self._gathered.append(document)
        self._characters += len(document.body)
        if self._characters >= _TOGETHER:
            self._hand_over()

    def _hand_over(self) -> None:
        self._put(self._gathered)
        self._gathered, self._characters = [], 0

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._queue.cancel_join_thread()
            for process in self._processes:
                process.kill()
            return
        if self._gathered:
            self._hand_over()
        for _ in self._processes:
            self._put([])
        for process in self._processes:
            process.join()
        self._check()

    def _put(self, item: list[PolicyDocument]) -> None:
        while True:
            try:
                self._queue.put(item, timeout=_PATIENCE_SECONDS)
                return
            except Full:
                self._check()

    def _check(self) -> None:
        for process in self._processes:
            if process.exitcode:
                if not self._errors.empty():
                    raise self._errors.get()
                raise WriterDied(process.exitcode)


def _write_part(
    folder: Path,
    part: str,
    queue: Queue[list[PolicyDocument]],
    errors: SimpleQueue[Exception],
) -> None:
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        end_with(parent.pid)
    try:
        with TermsWriter(folder, Analyzer(), part) as writer:
            while documents := _next(queue):
                for document in documents:
                    writer.add(document)
    except (OSError, ZhengceError) as error:  # an operator can mend it: told where it can be said
        errors.put(error)
        raise SystemExit(1) from None


def _next(queue: Queue[list[PolicyDocument]]) -> list[PolicyDocument]:
    """The next documents, none at the end; ends this process when the one that sends them was killed, also where
    the system does not do that by itself (it cannot see it while half a document is on its way)."""
    parent = multiprocessing.parent_process()
    while True:
        try:
            return queue.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            if parent is None or not parent.is_alive():
                raise SystemExit(1) from None
