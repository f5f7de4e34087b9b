"""What is seen of processes: their children, their memory, who is left."""

from __future__ import annotations

import os
from pathlib import Path

from index.readers.sandbox.pool import ReaderPool


def children(reading: ReaderPool) -> list[int]:
    """The processes in which files are read, those at work last, in the order of their files."""
    started = (*reading._idle, *reading._busy)
    return [child._process.pid for child in started]


def peak(pid: int | str) -> int:
    """The most memory a process has had, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(x.split()[1]) // 1024 for x in status.splitlines() if "VmHWM" in x), 0)


def offspring() -> list[str]:
    """Processes that have this one among their ancestors, the dead ones included, but not what
    ``multiprocessing`` keeps until the end."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if b"multiprocessing." not in (folder / "cmdline").read_bytes():
                    parents[folder.name] = fields[1]
            except OSError:
                continue
    found = [str(os.getpid())]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]
