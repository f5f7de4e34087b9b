"""What a process that reads may use, and how it is ended with all it has started.

The numbers are in ``index.readers.limits``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def limit_memory(more: int) -> None:
    """Let this process map ``more`` bytes beyond what it has now; kept on Linux only."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 -- not on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def resident() -> int:
    """Bytes of memory that this process really uses now; 0 where that cannot be told."""
    if sys.platform != "linux":
        return 0
    import resource  # noqa: PLC0415 -- not on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def limit_seconds(seconds: int) -> None:
    """Let this process use a processor for so long, and leave no picture of its memory."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


@contextmanager
def unlimited_memory() -> Iterator[None]:
    """What is started meanwhile is not bound by :func:`limit_memory`: LibreOffice maps much more
    than it uses."""
    if sys.platform == "win32":
        yield
        return
    import resource  # noqa: PLC0415 -- not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def end_with(parent: int) -> None:
    """Have the system kill this process when ``parent``, which started it, has ended; on Linux only.

    However the parent ends: no handler of its own needs to run, and it does not matter what this
    process waits for (half a message on a pipe whose other end it holds itself). What counts is
    the thread that started it, so that must last as long as the process is wanted.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it could be said
        os._exit(1)


def end_group(leader: int) -> None:
    """End a group of processes at once; one that is gone is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
