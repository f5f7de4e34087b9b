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
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import orjson

from index.document import PolicyDocument, Rejected
from index.readers import LISTS, NO_OPTIONS, PLAIN, Item, Options, kind_at, read_file
from index.text.file_names import escaped, printable

SECONDS = 120.0
"""So long may one file take."""
FORK_FROM = 40
"""With fewer files than this, plain formats are read here: starting a child takes half a second."""
_BLOCK = 2**16
_GRACE = 5.0
"""So many seconds may a child take to end what it has started."""


class Reading:
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
        seconds: float = SECONDS,
    ) -> None:
        self.options = options
        self._most = processes
        self._seconds = seconds
        self._idle: list[_Child] = []
        self._busy: deque[_Child] = deque()
        self._ahead: deque[tuple[Path, Path]] = deque()
        self._here = True

    def end(self) -> None:
        """End the children."""
        for child in (*self._idle, *self._busy):
            child.end()
        self._idle.clear()
        self._busy.clear()

    def expect(self, files: Sequence[tuple[Path, Path]]) -> None:
        """Say which files, as ``(path, root)``, will be asked for, in this order."""
        self._here = self._most == 1 or len(files) < FORK_FROM
        self._ahead = deque(files)

    def read(self, path: Path, root: Path) -> Iterator[Item]:
        """What :func:`index.readers.read_file` says of ``path``."""
        file = (path, root)
        if not (self._busy and self._busy[0].file == file):
            while file in self._ahead and self._ahead.popleft() != file:
                continue
            if self._is_here(path):
                yield from read_file(path, root, self.options)
                return
            self._start(path, root)
        yield from self._finish()

    def _is_here(self, path: Path) -> bool:
        kind = kind_at(path)
        return kind is None or kind in LISTS or (kind in PLAIN and self._here)

    def _start(self, path: Path, root: Path) -> None:
        child = self._idle.pop() if self._idle else _Child()
        child.ask(path, root, self.options, self._seconds)
        self._busy.append(child)

    def _fill(self) -> None:
        """Let free children read ahead."""
        while self._ahead and len(self._busy) < self._most and not self._is_here(self._ahead[0][0]):
            self._start(*self._ahead.popleft())

    def _finish(self) -> Iterator[Item]:
        """The items of the file that was asked for first; the others are listened to meanwhile."""
        self._fill()
        child = self._busy[0]
        while not child.done:
            _listen(self._busy)
        self._busy.popleft()
        items = child.take()
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
            [sys.executable, "-m", "index.readers.sandbox.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        self.file: tuple[Path, Path] | None = None
        self._rest: list[bytes] = []
        self._lines: list[bytes] = []
        self._failure = ""
        self._until = 0.0
        self.done = True
        self.alive = True

    def ask(self, path: Path, root: Path, options: Options, seconds: float) -> None:
        """Begin to read a file."""
        self.file, self._lines, self._rest, self.done = (path, root), [], [], False
        self._until = time.monotonic() + seconds
        request = {
            "path": escaped(path), "root": escaped(root),
            "columns": dict(options.columns), "aliases": dict(options.aliases),
        }  # fmt: skip
        assert self._process.stdin
        try:
            self._process.stdin.write(orjson.dumps(request) + b"\n")
            self._process.stdin.flush()
        except OSError:
            self._fail("读取程序意外结束。请重试。")

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
            self._fail(f"读取时超出内存上限或程序崩溃（代码 {code}）。请检查文件，或另存一份。")
            return
        for part in block.splitlines(keepends=True):
            self._rest.append(part)
            if not part.endswith(b"\n"):
                continue
            line = b"".join(self._rest)[:-1]
            self._rest.clear()
            if line:
                self._lines.append(line)
            else:
                self.done = True

    def stop(self) -> None:
        """End a child that takes too long."""
        self._fail("读取超时。请检查文件，或另存一份。")

    def take(self) -> Iterator[Item]:
        """The items of the file."""
        items = map(_item, self._lines)
        if not self._failure or not self.file:
            return items
        path, root = self.file
        name = printable(path.relative_to(root).as_posix())
        return chain(items, [Rejected(name, "", self._failure)])

    def end(self) -> None:
        """End the process with all it started; LibreOffice, a group of its own, is its to end."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
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
