"""Reading files on several processors and out of harm's way.

All but small plain files are opened in child processes with bounds on memory and time. Children
read ahead of what is asked for; what they find is given in the order of the files, whatever their
number. A child that dies or hangs costs its file and nothing else; in a list it costs the record
that it was at: another child goes on behind it.
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
from pathlib import Path

import orjson

from index.document import PolicyDocument, Rejected
from index.readers import (
    LISTS,
    NO_OPTIONS,
    PLAIN,
    Item,
    Options,
    SourceFile,
    Unrecognised,
    limits,
    read_source,
    refusals,
)
from index.readers.sandbox.bounds import end_group
from index.text.file_names import escaped

FORK_FROM = 40
"""With fewer files than this, small plain files are read here: starting a child takes half a second."""
SMALL = 2**16
"""Bytes up to which a plain file is small, and a list: no text so short takes long."""
AHEAD = 2**24
"""Bytes that a child may have said of a file that nobody has asked for yet; then it must wait."""
RETRIES = 3
"""So many records of one list may end the child that reads them; then its rest is given up."""
_BLOCK = 2**16


class ReaderPool:
    """Reads files; call :meth:`end` when done.

    Args:
        options: what the operator says about reading.
        processes: how many children at most.
        seconds: how long a child may take for one file, or for one record of a list.
        recognised: the folder of the index beside which recognised pages are kept; None where
            none can be recognised.
    """

    def __init__(
        self,
        options: Options = NO_OPTIONS,
        processes: int = 1,
        seconds: float = limits.FILE_SECONDS,
        recognised: Path | None = None,
    ) -> None:
        self.options = options
        self._most = processes
        self._seconds = seconds
        self._cache = escaped(recognised) if recognised else ""
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
            self._busy.appendleft(self._start(file))
        yield from self._finish(file)

    def _is_here(self, file: SourceFile) -> bool:
        """Whether a file is read in this process: nothing in it, or in refusing it, does harm."""
        if file.kind is None or (file.size > limits.FILE_BYTES and file.kind not in LISTS):
            return True
        if file.size > SMALL:
            return False
        return file.kind in LISTS or (file.kind in PLAIN and self._here)

    def _start(self, file: SourceFile, given: int = 0) -> _Child:
        child = self._idle.pop() if self._idle else _Child()
        child.ask(file, self.options, self._seconds, given, self._cache)
        return child

    def _fill(self) -> None:
        """Let free children read ahead."""
        while self._ahead and len(self._busy) < self._most and not self._is_here(self._ahead[0]):
            self._busy.append(self._start(self._ahead.popleft()))

    def _finish(self, file: SourceFile) -> Iterator[Item]:
        """The items of ``file``, which was asked for first; the others are listened to meanwhile."""
        self._fill()
        retries = RETRIES if file.kind in LISTS else 0
        given = 0
        try:
            while True:
                child = self._busy[0]
                for item in child.take():
                    given += 1
                    yield item
                if child.sha256:
                    file.was_read_elsewhere(child.sha256)
                if not child.done:
                    _listen(self._busy)
                elif child.failure and retries and child.sha256:
                    retries -= 1
                    given += 1
                    self._busy[0] = self._start(file, given)
                    child.end()
                    yield Rejected(file.shown, refusals.element(given), child.failure)
                else:
                    break
        finally:
            self._leave()
        if child.failure:
            is_rest = given and file.kind in LISTS
            where = refusals.onwards(refusals.element(given + 1)) if is_rest else ""
            yield Rejected(file.shown, where, child.failure)

    def _leave(self) -> None:
        """Be done with the file that was asked for first; its child goes on with another."""
        if not self._busy:  # all children were ended meanwhile
            return
        child = self._busy.popleft()
        if child.done and not child.failure:
            self._idle.append(child)
        else:
            child.end()
        self._fill()


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
        self.failure = ""
        self.done = True
        self._rest: list[bytes] = []
        self._lines: deque[bytes] = deque()
        self._said = 0
        self._left = 0.0
        self._patience = 0.0

    def ask(
        self, file: SourceFile, options: Options, seconds: float, given: int, cache: str
    ) -> None:
        """Begin to read a file, ``given`` items of which are known already.

        Args:
            cache: the folder of the index, where recognised pages are; empty where none are.
            seconds: how long it may take, for a list how long each of its records may.
        """
        self.file, self.sha256, self.done = file, "", False
        self._left = self._patience = seconds
        request = {
            "path": escaped(file.path), "root": escaped(file.root), "given": given,
            "columns": dict(options.columns), "aliases": dict(options.aliases),
            "scan_pages": options.scan_pages, "cache": cache, "known": file.known(),
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

    @property
    def is_ahead(self) -> bool:
        """Whether it has said so much that it must wait until that is taken."""
        return self._said > AHEAD

    @property
    def left(self) -> float:
        """Seconds for which it will still be listened to in vain."""
        return self._left

    def waited(self, seconds: float) -> None:
        """It was listened to for so long; one that is never asked while it works is not late."""
        self._left -= seconds
        if self._left <= 0 and not self.done:
            self._fail(refusals.TOO_SLOW)

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
                self._said += len(line)
                if self.file and self.file.kind in LISTS:
                    self._left = self._patience
            else:
                self.sha256 = line.decode("ascii")

    def take(self) -> Iterator[Item]:
        """What it has said of the file and was not taken yet."""
        while self._lines:
            line = self._lines.popleft()
            self._said -= len(line)
            yield _item(line)

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
        self.failure, self.done = reason, True
        self._rest.clear()


def _listen(children: Sequence[_Child]) -> None:
    """Wait until one of the children says something or has taken too long; the first is asked."""
    with selectors.DefaultSelector() as selector:
        waiting = [
            child for child in children
            if not child.done and (child is children[0] or not child.is_ahead)
        ]  # fmt: skip
        for child in waiting:
            selector.register(child, selectors.EVENT_READ, child)
        began = time.monotonic()
        ready = selector.select(max(0.0, min(child.left for child in waiting)))
        spent = time.monotonic() - began
    for key, _ in ready:
        key.data.hear()
    for child in waiting:
        child.waited(spent)


def _item(line: bytes) -> Item:
    row = orjson.loads(line)
    if "document" in row:
        return PolicyDocument.from_json(row["document"])
    if "waiting" in row:
        path, locator, reason, id, pages = row["waiting"]
        return Unrecognised(path, locator, reason, id, tuple(pages))
    return Rejected(*row["rejected"])
