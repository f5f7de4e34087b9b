"""What is seen of processes: their children, their memory, who is left."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from index.readers.sandbox.pool import ReaderPool


def children(reading: ReaderPool) -> list[int]:
    """The ids of its children; nobody but a test has any use for them."""
    running = (*reading._idle, *reading._busy)  # noqa: SLF001
    return [child._process.pid for child in running]  # noqa: SLF001


def peak(pid: int | str) -> int:
    """The most memory a process has had, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(x.split()[1]) // 1024 for x in status.splitlines() if "VmHWM" in x), 0)


def spent(reading: ReaderPool) -> float:
    """Seconds of processor time of its children and of what they started, the ended ones included.

    Unlike the time on the clock it does not depend on what else the machine does.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(map(_processor_time, children(reading)))


def _processor_time(pid: int) -> float:
    """Seconds, with those of children it has waited for; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


class Offspring:
    """Processes that have this one among their ancestors, the dead ones included.

    Those there at the beginning (a browser that other tests opened), all that these start, and
    what ``multiprocessing`` keeps until the end are not counted.
    """

    def __init__(self) -> None:
        self._before: frozenset[str] = frozenset(_descendants(frozenset()))

    def new(self) -> list[str]:
        """The ids of those that have come since, and are still there."""
        return _descendants(self._before)


def _descendants(apart: frozenset[str]) -> list[str]:
    """What stems from this process, ``apart`` and all that stems from it left out."""
    children: dict[str, list[str]] = {}
    for pid, parent in _parents().items():
        children.setdefault(parent, []).append(pid)
    found = [str(os.getpid())]
    for pid in found:
        found += [child for child in children.get(pid, ()) if child not in apart]
    return found[1:]


def _parents() -> dict[str, str]:
    """Process -> parent, of all but those of ``multiprocessing``."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if b"multiprocessing." not in (folder / "cmdline").read_bytes():
                    parents[folder.name] = fields[1]
            except OSError:
                continue
    return parents
