"""Has pages recognised by processes of their own, and keeps what they saw beside the index.

Each may use so much memory and one processor. They are started when the first page is asked for,
and a page that kills its process, or takes too long, costs that page and nothing else.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import orjson

from index.readers import SourceFile, limits, refusals
from index.readers.recognition.cache import PageCache
from index.readers.recognition.seen import SeenPage
from index.readers.sandbox.bounds import end_group
from index.text.file_names import escaped

_BLOCK = 2**16
_ONE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM", "MKL_NUM_THREADS")
"""What is said to libraries that would use every processor."""

_GIVEN_BACK = {
    "MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536",
}  # fmt: skip
"""What is said to the C library: what is freed goes back at once. The largest pictures took up to 1,205 MB without it,
1,070 with it."""

Advance = Callable[[SourceFile, int], None]
"""Called when a page of a file is done, with its number."""


Job = tuple[SourceFile, int]
"""A page of a file."""


class Waiting(NamedTuple):
    """A file, and the pages of it that are to be recognised."""

    file: SourceFile
    pages: tuple[int, ...]


class Recognisers:
    """Processes that recognise pages; call :meth:`end` when done.

    Args:
        cache: where what was seen is kept.
        processes: how many at most.
        seconds: how long a page may take.

    Attributes:
        is_broken: whether a process could not even start, so that nothing is recognised here.
    """

    def __init__(
        self, cache: PageCache, processes: int = 1, seconds: float = limits.SCAN_SECONDS
    ) -> None:
        self.cache = cache
        self._most = processes
        self._seconds = seconds
        self._children: list[_Child] = []
        self.is_broken = False

    @property
    def processes(self) -> list[int]:
        """The ids of those that run."""
        return [child.id for child in self._children]

    def end(self) -> None:
        """End the processes."""
        for child in self._children:
            child.end()
        self._children.clear()

    def recognise(self, waiting: Sequence[Waiting], advance: Advance) -> Iterator[SourceFile]:
        """The files, each when all its pages are done, or cannot be; about in their order."""
        left = Counter({each.file: len(each.pages) for each in waiting})
        ahead = deque((each.file, page) for each in waiting for page in each.pages)
        again: set[Job] = set()
        while left:
            self._start(ahead)
            busy = [child for child in self._children if child.job]
            _listen(busy)
            for child in busy:
                if child.found is None or child.job is None:
                    continue
                if child.was_killed and child.job not in again:  # by others: memory was short
                    again.add(child.job)
                    ahead.appendleft(child.job)
                    self._remove(child)
                    continue
                if not child.is_ready:
                    self.is_broken = True
                    yield from list(left)
                    return
                file, page = self._taken(child.job, child.found, child)
                advance(file, page)
                left[file] -= 1
                if not left[file]:
                    del left[file]
                    yield file

    def _taken(self, job: Job, found: SeenPage | str, child: _Child) -> Job:
        """Keep what a process has seen; one that cannot go on is ended. The page it was at."""
        self.cache.put(job[0].sha256, job[1], found)
        child.job = child.found = None
        if child.is_over:
            self._remove(child)
        return job

    def _remove(self, child: _Child) -> None:
        child.end()
        self._children.remove(child)

    def _start(self, ahead: deque[Job]) -> None:
        """Give every process something to do."""
        while len(self._children) < min(self._most, len(ahead) + self._busy()):
            self._children.append(_Child())
        for child in self._children:
            if ahead and not child.job:
                child.ask(*ahead.popleft(), self._seconds)

    def _busy(self) -> int:
        return sum(child.job is not None for child in self._children)


class _Child:
    """One process, and the page it is at.

    Attributes:
        job: the file and the page; None when it has none.
        found: what it saw, or why it saw nothing; None as long as it looks.
        is_over: whether it cannot go on.
        is_ready: whether it has ever been able to look.
        was_killed: whether somebody else ended it.
    """

    def __init__(self) -> None:
        environment = {**os.environ, **dict.fromkeys(_ONE, "1"), **_GIVEN_BACK}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.readers.sandbox.recogniser", str(os.getpid())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=True,
        )  # fmt: skip
        self.job: Job | None = None
        self.found: SeenPage | str | None = None
        self.is_over = self.is_ready = self.was_killed = False
        self._said = bytearray()
        self._until = 0.0
        self._seconds = 0.0

    def ask(self, file: SourceFile, page: int, seconds: float) -> None:
        """Begin with a page."""
        self.job, self.found = (file, page), None
        self._seconds = seconds
        self._until = time.monotonic() + seconds + (0 if self.is_ready else limits.SCAN_START)
        request = {
            "path": escaped(file.path), "root": escaped(file.root), "page": page,
            "sha256": file.sha256,
        }  # fmt: skip
        assert self._process.stdin
        try:
            self._process.stdin.write(orjson.dumps(request) + b"\n")
            self._process.stdin.flush()
        except OSError:
            self._died()

    @property
    def id(self) -> int:
        """Of the process."""
        return self._process.pid

    def fileno(self) -> int:
        """Where its answers come from."""
        assert self._process.stdout
        return self._process.stdout.fileno()

    @property
    def left(self) -> float:
        """Seconds for which it may still look."""
        return self._until - time.monotonic()

    def check(self) -> None:
        """A page that takes too long is given up."""
        if self.found is None and self.left <= 0:
            self.found, self.is_over = refusals.page_too_slow(self._seconds), True

    def hear(self) -> None:
        """Take what it has said; an end of the pipe is its death."""
        block = os.read(self.fileno(), _BLOCK)
        if not block:
            self._died()
            return
        self._said += block
        if not self.is_ready and self._said.startswith(b"\n"):
            self.is_ready = True
            self._until = time.monotonic() + self._seconds
            del self._said[:1]
        if self._said.endswith(b"\n"):
            row = orjson.loads(bytes(self._said))
            self._said.clear()
            seen = row.get("seen")
            self.found = SeenPage.from_json(seen) if seen else str(row["failed"])

    def end(self) -> None:
        """End the process at once."""
        end_group(self._process.pid)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _died(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(limits.ENDING_SECONDS)
        self.was_killed = self._process.returncode == -signal.SIGKILL
        end_group(self._process.pid)
        self.found, self.is_over = refusals.page_died(self._process.wait()), True


def _listen(children: Sequence[_Child]) -> None:
    """Wait until one of the processes has said something, or has taken too long."""
    waiting = [child for child in children if child.found is None]
    if len(waiting) < len(children):
        return  # one of them has ended already
    with selectors.DefaultSelector() as selector:
        for child in waiting:
            selector.register(child, selectors.EVENT_READ, child)
        ready = selector.select(max(0.0, min(child.left for child in waiting)))
    for key, _ in ready:
        key.data.hear()
    for child in waiting:
        child.check()
