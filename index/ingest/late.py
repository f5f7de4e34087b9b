"""The files of a run, each in its turn: those whose pages are to be recognised come after all others.

Recognition takes seconds a page. So what can be read at once is read, and may be published, first;
then pages are recognised, several at a time, and each file is read again when it has all of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from index.ingest.report import Progress, Report
from index.readers import Item, Options, SourceFile, Unrecognised, limits, refusals
from index.readers.recognition.available import is_available
from index.readers.recognition.cache import PageCache
from index.readers.sandbox.pool import ReaderPool
from index.readers.sandbox.recognising import Recognisers, Waiting

OFTEN = 20
"""After so many files that were recognised a run may publish what it has."""
MOST = 8
"""So many processes recognise at most, unless an operator names more."""
_MEMINFO = Path("/proc/meminfo")


class Scanning(NamedTuple):
    """How pages are recognised: the folder of the index, beside which they are kept, and how many
    processes do it; none for only reading what is there."""

    folder: Path
    processes: int


def scanning(folder: Path, processes: int | None = None) -> Scanning:
    """As many processes as there are processors, and as memory has room for; at least one."""
    usual = min(os.cpu_count() or 1, MOST, max(1, _available() // limits.SCAN_MEMORY))
    return Scanning(folder, processes or usual)


class Turns:
    """Gives the files of a run in their turn; a context manager that ends what it has started.

    Args:
        processes: how many read.
        report: where the pages that were recognised are counted.

    Attributes:
        is_pause: whether what was read until now is better published before going on.
    """

    def __init__(
        self,
        options: Options,
        processes: int,
        scanning: Scanning | None,
        progress: Progress,
        report: Report,
    ) -> None:
        is_possible = scanning is not None and options.scan_pages > 0 and is_available()
        folder = scanning.folder if scanning and is_possible else None
        self._pool = ReaderPool(options, processes, recognised=folder)
        self._recognisers: Recognisers | None = None
        if scanning and scanning.processes and folder:
            self._recognisers = Recognisers(PageCache(folder), scanning.processes)
        self._progress = progress
        self._report = report
        self._waiting: list[Waiting] = []
        self._tried: set[SourceFile] = set()
        self.is_pause = False

    def end(self) -> None:
        """End the processes."""
        self._pool.end()
        if self._recognisers:
            self._recognisers.end()

    def of(self, files: Sequence[SourceFile], wanted: set[Path]) -> Iterator[SourceFile | None]:
        """``files``, and once more those that had to wait; None where a run may publish.

        Args:
            wanted: those that will be read.
        """
        self._pool.expect([file for file in files if file.path in wanted])
        yield from files
        if not (self._waiting and self._recognisers):
            return
        yield from self._pause()
        self._recognisers.cache.tidy({each.file.sha256 for each in self._waiting})
        rate = _Rate(self, self._waiting)
        rate.begin()
        ready = self._recognisers.recognise(self._waiting, rate.advance)
        for at, file in enumerate(ready, 1):
            yield file
            if at % OFTEN == 0:
                yield from self._pause()

    def items(self, file: SourceFile) -> Iterator[Item] | None:
        """What stands in a file; None where it has to wait for its pages."""
        items = self._pool.read(file)
        first = next(items, None)
        if first is None:
            return items
        if isinstance(first, Unrecognised) and self._recognisers:
            if file in self._tried:
                reason = refusals.RECOGNISER_BROKEN if self._recognisers.is_broken else first.reason
                return iter([replace(first, reason=reason)])
            for _ in items:
                continue
            self._tried.add(file)
            self._waiting.append(Waiting(file, first.pages))
            return None
        return chain([first], items)

    def _pause(self) -> Iterator[None]:
        self.is_pause = True
        yield None
        self.is_pause = False

    def advanced(self, said: str, pages: int, seconds: float) -> None:
        """So many pages were recognised until now, in so many seconds."""
        self._report.recognised_pages = pages
        self._report.recognising_seconds = seconds
        self._progress(said, 0)


class _Rate:
    """Counts pages, and says how fast it goes and how long it will take."""

    def __init__(self, turns: Turns, waiting: Iterable[Waiting]) -> None:
        self._turns = turns
        self._all = sum(len(each.pages) for each in waiting)
        self._done = 0
        self._began = time.monotonic()

    def begin(self) -> None:
        """Say what comes now: the first page is done only after seconds."""
        self._turns.advanced(f"开始识别图像 {self._all} 页", 0, 0.0)

    def advance(self, file: SourceFile, page: int) -> None:
        """A page is done."""
        self._done += 1
        seconds = max(time.monotonic() - self._began, 1e-3)
        rate = self._done / seconds
        said = (
            f"{file.shown} 识别 {self._done}/{self._all} 页，{60 * rate:.0f} 页/分，"
            f"余 {_shown((self._all - self._done) / rate)}"
        )
        self._turns.advanced(said, self._done, seconds)


def _shown(seconds: float) -> str:
    """``40 秒``, ``12 分``, ``3.5 小时``."""
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"


def _available() -> int:
    """Bytes of memory that may still be used; where that cannot be told, a lot."""
    try:
        for line in _MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return 2**40
