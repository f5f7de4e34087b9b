"""Children that share what this process has loaded, and can be killed."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable


class Child:
    """Runs ``work`` in a forked process; what it says goes through a pipe."""

    def __init__(self, work: Callable[[Callable[[bytes], None]], None]) -> None:
        self._read, write = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(write)
            return
        code = 1
        try:
            os.close(self._read)

            def say(said: bytes) -> None:
                os.write(write, said)

            work(say)
            code = 0
        except BaseException:
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(code)

    def hears(self) -> bytes:
        """The next thing it says; empty when it has ended."""
        return os.read(self._read, 1)

    def kill(self) -> None:
        """``kill -9``."""
        os.kill(self._pid, signal.SIGKILL)

    def ended(self) -> tuple[bytes, int]:
        """Wait for its end: what else it had said, and its exit code (negative: a signal)."""
        said = b""
        while more := os.read(self._read, 64):
            said += more
        os.close(self._read)
        _, status = os.waitpid(self._pid, 0)
        return said, os.waitstatus_to_exitcode(status)
