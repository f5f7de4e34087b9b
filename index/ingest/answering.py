"""Which sources answer at all: a network mount that hangs stops whoever so much as looks at it.

So a process of its own looks first, and whoever waits for it waits only so long. It cannot be ended
while the mount hangs (the system lets it go when the mount answers), so no second one is sent while it
is under way.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

PATIENCE = 30.0
"""Seconds that a source has to answer."""
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(rb"\\([0-7]{3})")
"""A blank in the name of a place, as that file writes it."""
_LOOK = (
    "import os, sys\nfor path in sys.argv[1:]:\n os.path.isdir(path) and next(os.scandir(path), 0)"
)


class Sources:
    """Asks sources whether they are there; remembers those that have not answered yet.

    Args:
        patience: seconds to wait for all of them together.
        look: what the process does that looks: Python; its arguments are paths.
    """

    def __init__(self, patience: float = PATIENCE, look: str = _LOOK) -> None:
        self._patience = patience
        self._look = look
        self._asked: dict[Path, subprocess.Popen[bytes]] = {}

    def silent(self, paths: Sequence[Path]) -> list[Path]:
        """Those of ``paths`` that do not answer, or have a mount below them that does not."""
        mounts = _mounts()
        stuck = {path for path, process in self._asked.items() if process.poll() is None}
        for path in paths:
            if path not in stuck:
                self._asked[path] = self._start([path, *_below(path, mounts)])
        until = time.monotonic() + self._patience
        return [path for path in dict.fromkeys(paths) if not self._answers(path, stuck, until)]

    def _answers(self, path: Path, stuck: Collection[Path], until: float) -> bool:
        process = self._asked[path]
        try:
            process.wait(0 if path in stuck else max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            return False
        return True

    def _start(self, paths: Iterable[Path]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-S", "-c", self._look, *map(str, paths)]
        nothing = subprocess.DEVNULL
        return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)


def _mounts() -> list[Path]:
    """Where something is mounted, as Linux says; elsewhere nobody says."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return []
    places = (line.split(b" ")[4] for line in lines if line.count(b" ") > 4)
    return [Path(os.fsdecode(_OCTAL.sub(_byte, place))) for place in places]


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)])


def _below(path: Path, mounts: Iterable[Path]) -> list[Path]:
    top = path.absolute()
    return [mount for mount in mounts if top in mount.parents]
