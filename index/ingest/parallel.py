"""Cutting and writing on several processors: one part of the index per process."""

from __future__ import annotations

import multiprocessing
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty, Full
from types import TracebackType
from typing import Protocol, Self

from index.document import PolicyDocument
from index.readers.sandbox.bounds import end_with
from index.segment import TermsWriter
from index.text.analysis import Analyzer

_WAITING = 64
_PATIENCE_SECONDS = 1.0


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

    Raises (on ``add`` and on leaving): RuntimeError when one of them has died.
    """

    def __init__(self, folder: Path, name: str, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: Queue[PolicyDocument | None] = context.Queue(_WAITING)
        self._processes: list[BaseProcess] = [
            context.Process(
                target=_write_part, args=(folder, f"{name}-{i}", self._queue), daemon=True
            )
            for i in range(processes)
        ]

    def add(self, document: PolicyDocument) -> None:
        """Add one document; its id must not have been added before."""
        self._put(document)

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
        for _ in self._processes:
            self._put(None)
        for process in self._processes:
            process.join()
        self._check()

    def _put(self, item: PolicyDocument | None) -> None:
        while True:
            try:
                self._queue.put(item, timeout=_PATIENCE_SECONDS)
                return
            except Full:
                self._check()

    def _check(self) -> None:
        for process in self._processes:
            if process.exitcode:
                raise RuntimeError(f"an indexing process ended with code {process.exitcode}")


def _write_part(folder: Path, part: str, queue: Queue[PolicyDocument | None]) -> None:
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        end_with(parent.pid)
    with TermsWriter(folder, Analyzer(), part) as writer:
        while (document := _next(queue)) is not None:
            writer.add(document)


def _next(queue: Queue[PolicyDocument | None]) -> PolicyDocument | None:
    """The next document; ends this process when the one that sends them was killed, also where
    the system does not do that by itself (it cannot see it while half a document is on its way)."""
    parent = multiprocessing.parent_process()
    while True:
        try:
            return queue.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            if parent is None or not parent.is_alive():
                raise SystemExit(1) from None
