"""The servers that are compared: this checkout, another one, and the minimal pages; each with its processes.

All run at once and wait; one at a time is asked. What they take of the processors is read from ``/proc``.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.http.client import HOST

ROOT = Path(__file__).parents[2]
UNLIMITED = ("--rate", "0", "--global-rate", "0")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs.

    Attributes:
        name: for the tables.
        port: where it answers.
        pid: the process that has started all others.
        share: it is asked for one in so many pages.
    """

    name: str
    port: int
    pid: int
    share: int = 1

    def spent(self) -> float:
        """Seconds of a processor that its processes have taken until now."""
        return sum(ticks for _, ticks in _family(self.pid)) / TICK


@contextmanager
def running(
    name: str, command: list[str], port: int, checkout: Path = ROOT, share: int = 1
) -> Iterator[Server]:
    """A server started by ``command`` in a checkout, from when it is ready.

    Raises:
        RuntimeError: it ended instead.
    """
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    process = subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while process.poll() is None and not _is_up(port):
            time.sleep(0.1)
        if process.poll() is not None:
            raise RuntimeError(f"{name} did not start: {' '.join(command)}")
        yield Server(name, port, process.pid, share)
    finally:
        process.terminate()
        process.wait(60)


def zhengce(checkout: Path) -> list[str]:
    """The command of a checkout; it was a module once and is a room now."""
    if (checkout / "web" / "cli" / "main.py").exists():
        return [sys.executable, "-m", "web.cli.main"]
    return [sys.executable, "-c", "from web.cli import main; main()"]


def serving(checkout: Path, index: Path, port: int, workers: int) -> list[str]:
    """``zhengce serve`` without limits."""
    place = ["--index", str(index.resolve()), "--host", HOST, "--port", str(port)]
    return [*zhengce(checkout), "serve", *place, "--workers", str(workers), *UNLIMITED]


def minimal(engine: str, folder: Path, port: int, workers: int) -> list[str]:
    """A minimal page (``bench.minimal``) behind gunicorn, with as many threads as ours has."""
    application = f"bench.minimal.pages:open_page({engine!r}, {str(folder.resolve())!r})"
    given = ["--worker-class", "gthread", "--threads", "2", "--workers", str(workers)]
    bound = ["--bind", f"{HOST}:{port}", "--keep-alive", "60"]
    return [sys.executable, "-m", "gunicorn", *given, *bound, application]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        found: int = probe.getsockname()[1]
        return found


def fetched(port: int, path: str) -> tuple[int, str]:
    """Status and text of one page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _is_up(port: int) -> bool:
    try:
        return fetched(port, "/readyz")[0] == 200
    except OSError:
        return False


def _family(pid: int) -> list[tuple[int, int]]:
    """A process and all that came of it, each with the ticks it has taken."""
    parents: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
        ticks[int(folder.name)] = int(fields[11]) + int(fields[12])
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append((one, ticks.get(one, 0)))
        left += parents.get(one, [])
    return found
