"""Reading files on several processors and out of harm's way.

Formats that have crashed or choked readers before (PDF, archives, office files) are opened in
child processes with bounds on memory and time. Children read ahead of what is asked for; what
they find is given in the order of the files, whatever their number. A child that dies or
hangs costs its file and nothing else.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain

import orjson

from index.document import PolicyDocument, Rejected
from index.readers import (
    LISTS,
    NO_OPTIONS,
    PLAIN,
    Item,
    Options,
    SourceFile,
    limits,
    read_source,
    refusals,
)
from index.readers.sandbox.bounds import end_group
from index.text.file_names import escaped

FORK_FROM = 40
"""With fewer files than this, plain formats are read here: starting a child takes half a second."""
_BLOCK = 2**16


class ReaderPool:
    """Reads files; call :meth:`end` when done.

    Args:
        options: what the operator says about reading.
        processes: how many children at most.
        seconds: how long a child may take for one file.
    """

    def __init__(
        self,
        options: Options = NO_OPTIONS,
        processes: int = 1,
        seconds: float = limits.FILE_SECONDS,
    ) -> None:
        self.options = options
        self._most = processes
        self._seconds = seconds
        self._idle: list[_Child] = []
        self._busy: deque[_Child] = deque()
        self._ahead: deque[SourceFile] = deque()
        self._here = True

    def end(self) -> None:
        """End the children."""
        for child in (*self._idle, *self._busy):
            child.end()
        self._idle.clear()
        self._busy.clear()

    def expect(self, files: Sequence[SourceFile]) -> None:
        """Say which files will be asked for, in this order."""
        self._here = self._most == 1 or len(files) < FORK_FROM
        self._ahead = deque(files)

    def read(self, file: SourceFile) -> Iterator[Item]:
        """What :func:`index.readers.read_source` says of ``file``; its hash is known then."""
        if not (self._busy and self._busy[0].file == file):
            while file in self._ahead and self._ahead.popleft() != file:
                continue
            if self._is_here(file):
                yield from read_source(file, self.options)
                return
            self._start(file)
        yield from self._finish(file)

    def _is_here(self, file: SourceFile) -> bool:
        """Whether a file is read in this process: nothing in it, or in refusing it, does harm."""
        if file.kind is None or file.size > limits.FILE_BYTES:
            return True
        return file.kind in LISTS or (file.kind in PLAIN and self._here)

    def _start(self, file: SourceFile) -> None:
        child = self._idle.pop() if self._idle else _Child()
        child.ask(file, self.options, self._seconds)
        self._busy.append(child)

    def _fill(self) -> None:
        """Let free children read ahead."""
        while self._ahead and len(self._busy) < self._most and not self._is_here(self._ahead[0]):
            self._start(self._ahead.popleft())

    def _finish(self, file: SourceFile) -> Iterator[Item]:
        """The items of ``file``, which was asked for first; the others are listened to meanwhile."""
        self._fill()
        child = self._busy[0]
        while not child.done:
            _listen(self._busy)
        self._busy.popleft()
        items = child.take()
        if child.sha256:
            file.was_read_elsewhere(child.sha256)
        if child.alive:
            self._idle.append(child)
        else:
            child.end()
        self._fill()
        yield from items


class _Child:
    """One child process and the file it is reading."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="zhengce-")  # goes with the child, however it ends
        environment = {
            **os.environ, "TMPDIR": self._folder, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.readers.sandbox.worker", str(os.getpid())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        self.file: SourceFile | None = None
        self.sha256 = ""
        self._rest: list[bytes] = []
        self._lines: list[bytes] = []
        self._failure = ""
        self._until = 0.0
        self.done = True
        self.alive = True

    def ask(self, file: SourceFile, options: Options, seconds: float) -> None:
        """Begin to read a file."""
        self.file, self.sha256, self._lines, self._rest, self.done = file, "", [], [], False
        self._until = time.monotonic() + seconds
        request = {
            "path": escaped(file.path), "root": escaped(file.root),
            "columns": dict(options.columns), "aliases": dict(options.aliases),
        }  # fmt: skip
        assert self._process.stdin
        try:
            self._process.stdin.write(orjson.dumps(request) + b"\n")
            self._process.stdin.flush()
        except OSError:
            self._fail(refusals.CHILD_ENDED)

    def fileno(self) -> int:
        """Where its answers come from."""
        assert self._process.stdout
        return self._process.stdout.fileno()

    def left(self) -> float:
        """Seconds until it has taken too long."""
        return self._until - time.monotonic()

    def hear(self) -> None:
        """Take what it has said; an end of the pipe is its death."""
        block = os.read(self.fileno(), _BLOCK)
        if not block:
            code = self._process.wait()
            self._fail(refusals.child_died(code))
            return
        for part in block.splitlines(keepends=True):
            self._rest.append(part)
            if not part.endswith(b"\n"):
                continue
            line = b"".join(self._rest)[:-1]
            self._rest.clear()
            if not line:
                self.done = True
            elif self.sha256 or line.startswith(b"{"):
                self._lines.append(line)
            else:
                self.sha256 = line.decode("ascii")

    def stop(self) -> None:
        """End a child that takes too long."""
        self._fail(refusals.TOO_SLOW)

    def take(self) -> Iterator[Item]:
        """The items of the file."""
        items = map(_item, self._lines)
        if not self._failure or not self.file:
            return items
        return chain(items, [Rejected(self.file.shown, "", self._failure)])

    def end(self) -> None:
        """End the process with all it started; LibreOffice, a group of its own, is its to end."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(limits.ENDING_SECONDS)
        end_group(self._process.pid)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _fail(self, reason: str) -> None:
        self._failure, self.done, self.alive = reason, True, False


def _listen(children: Sequence[_Child]) -> None:
    """Wait until one of the children says something or has taken too long."""
    with selectors.DefaultSelector() as selector:
        waiting = [child for child in children if not child.done]
        for child in waiting:
            selector.register(child, selectors.EVENT_READ, child)
        patience = max(0.0, min(child.left() for child in waiting))
        for key, _ in selector.select(patience):
            key.data.hear()
    for child in waiting:
        if not child.done and child.left() <= 0:
            child.stop()


def _item(line: bytes) -> Item:
    row = orjson.loads(line)
    if "document" in row:
        return PolicyDocument.from_json(row["document"])
    return Rejected(*row["rejected"])
