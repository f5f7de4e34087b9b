"""One OpenSearch node on loopback: started, asked, killed, stopped; known by files in its folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAUSE = 0.1
ORDERLY = 60
"""Seconds that a node has for its end before it is killed."""
LOG = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


def free_ports(number: int) -> list[int]:
    """Ports of loopback that nobody listens on at this moment."""
    with ExitStack() as held:
        ports = []
        for _ in range(number):
            probe = held.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
        return ports


class Ended(Exception):
    """A node has ended by itself, a port that is in use most often, or never got ready."""


def wait(nodes: Sequence[Node], seconds: float, of: int | None = None) -> None:
    """Wait until each is one of ``of`` nodes (as many as they are) of a cluster that has a manager.

    Raises:
        Ended: one has ended, or time is up.
    """
    end = time.monotonic() + seconds
    while True:
        joined = [
            node.is_member(of or len(nodes)) for node in nodes
        ]  # asks every one, so sees an ended one
        if all(joined):
            return
        if time.monotonic() > end:
            raise Ended(f"not ready after {seconds} s; see {nodes[0].home.parent}")
        time.sleep(PAUSE)


@dataclass(frozen=True, slots=True)
class Node:
    """A node and the folder with its data, its log and the id of its process.

    Attributes:
        http, transport: its ports.
    """

    home: Path
    name: str
    http: int
    transport: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(
        self,
        command: Sequence[str],
        seeds: Sequence[Node],
        *,
        ends_with: int = 0,
        settings: Sequence[str] = (),
    ) -> None:
        """Start it; it is not ready yet.

        Args:
            seeds: the nodes of the cluster, itself included.
            ends_with: id of a process whose end is its own; 0: of none.
            settings: ``name=value``.
        """
        (self.home / "config").mkdir(parents=True, exist_ok=True)
        (self.home / "config" / "log4j2.properties").write_text(LOG)
        arguments = [
            *command, str(self.home), str(ends_with), "cluster.name=zhengce-test",
            f"node.name={self.name}", "http.host=127.0.0.1", f"http.port={self.http}",
            "transport.host=127.0.0.1", f"transport.port={self.transport}",
            "discovery.seed_hosts=" + ",".join(f"127.0.0.1:{seed.transport}" for seed in seeds),
            "cluster.initial_cluster_manager_nodes=" + ",".join(seed.name for seed in seeds),
            "action.auto_create_index=false",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            *settings,
        ]  # fmt: skip
        log = os.open(self.home / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            pid = os.posix_spawn(
                arguments[0], arguments, os.environ, setsid=True,
                file_actions=[(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)],
            )  # fmt: skip
        finally:
            os.close(log)
        (self.home / "pid").write_text(str(pid))

    def pid(self) -> int | None:
        """The id of its process; None when it does not run."""
        try:
            pid = int((self.home / "pid").read_text())
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            is_ours = str(self.home).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        if state == "Z":
            with suppress(ChildProcessError):  # another's child, which will see to it
                os.waitpid(pid, 0)
        return pid if is_ours and state != "Z" else None

    def ask(self, path: str, seconds: float = 10) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """What it answers to a GET, as JSON.

        Raises:
            OSError: it does not answer, or says no.
        """
        with urllib.request.urlopen(self.address + path, timeout=seconds) as answer:
            return json.load(answer)

    def is_member(self, of: int) -> bool:
        """Whether it answers as one of ``of`` nodes, or more, of a cluster that has a manager.

        Raises:
            Ended: it does not run.
        """
        if self.pid() is None:
            raise Ended(f"{self.name} has ended; see {self.home / 'log'}")
        try:
            return bool(self.ask("/_cluster/health")["number_of_nodes"] >= of)
        except OSError:
            return False

    def kill(self) -> None:
        """``kill -9``."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order, or by force where that takes too long."""
        if not self._end(signal.SIGTERM):
            self.kill()

    def _end(self, how: signal.Signals) -> bool:
        if pid := self.pid():
            os.kill(pid, how)
        end = time.monotonic() + ORDERLY
        while self.pid() and time.monotonic() < end:
            time.sleep(PAUSE)
        return self.pid() is None
