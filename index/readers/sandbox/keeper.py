"""Runs one program without network, and ends it with all it has started when who asked is gone.

A script of its own: ``python -I -S keeper.py PROGRAM ARGUMENT…``, so that starting it costs some
milliseconds and it needs nothing of ours. Its standard input is a pipe on which nothing is ever
written: its end says that who asked has died, by whatever signal, or wants no more.

Network: a namespace of its own where the system lets an ordinary user have one (Linux); else only
what the program's own settings keep from it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

_NEW_NETWORK = 0x40000000  # <sched.h>: CLONE_NEWNET
_NEW_USER = 0x10000000  # CLONE_NEWUSER


def cut_network() -> bool:
    """Leave the network for good, with all that is started from now on; whether that could be."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NETWORK) == 0:
        return True
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    # Without these maps the files it makes would belong to nobody, and could not be made.
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with suppress(OSError):
            Path("/proc/self", name).write_text(text, encoding="ascii")
    return True


def keep(command: list[str]) -> int:
    """Run ``command`` in a group of its own to its end; its exit code."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, process_group=0,
    )  # fmt: skip

    def end() -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    def until_unwanted() -> None:
        os.read(0, 1)
        end()

    threading.Thread(target=until_unwanted, daemon=True).start()
    try:
        return process.wait()
    finally:
        end()  # what it left behind


if __name__ == "__main__":
    cut_network()
    sys.exit(abs(keep(sys.argv[1:])))
