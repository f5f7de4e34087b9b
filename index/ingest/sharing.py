"""Shares what is derived from many documents among several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import ZhengceError
from index.readers.sandbox.bounds import end_with
from index.relations.labels import Labels
from index.relations.library import Documents
from index.relations.shares import Task
from index.segment import open_terms

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


class Workers:
    """As many shares as there are processes, which start with the first task; a context manager that ends them.

    Args:
        folder: of the parts that hold the documents.

    Raises (by ``done``): ZhengceError, one of them was ended.
    """

    def __init__(self, folder: Path, processes: int) -> None:
        self._folder = folder
        self._count = processes

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, context, end_with, (os.getpid(),))

    def done(
        self, task: Task[_Found], items: Sequence[_Item], documents: Documents, *needs: object
    ) -> Iterator[_Found]:
        """See :class:`index.relations.shares.Shares`."""
        bounds = [len(items) * at // self._count for at in range(self._count + 1)]
        shares = [items[begin:end] for begin, end in pairwise(bounds)]
        try:
            calls = [
                self._pool.submit(_do, self._folder, documents.labels, task, share, *needs)
                for share in shares
            ]
            yield from (call.result() for call in calls)
        except BrokenProcessPool as error:
            raise ZhengceError(
                "推导文件关系的进程意外终止，可能内存不足（见 dmesg）。原索引保持不变。"
                "请腾出内存后再次运行，或加 --processes 1。"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "_pool" in vars(self):  # few are derived by more than one
            self._pool.shutdown(cancel_futures=True)


def _do(
    folder: Path,
    labels: npt.NDArray[np.uint32] | None,
    task: Task[_Found],
    items: Sequence[object],
    *needs: object,
) -> _Found:
    documents = Documents(open_terms(folder))
    if labels is not None:
        documents.group(Labels(labels))
    return task(documents, items, *needs)
