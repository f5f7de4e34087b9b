"""A cluster of nodes on loopback: started together, killed and brought back one by one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.cluster.building import PATIENCE, Server
from tests.cluster.node import PAUSE, Ended, Node, free_ports, wait

HEAP = "512m"
"""Memory of a node's objects: with 256m a cluster begins to refuse single documents of a bulk of 6,000."""
TRIES = 3
"""Somebody else may take a port between its choice and its use."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of a cluster.

    Attributes:
        ends_with: id of a process whose end is theirs; 0: of none.
    """

    server: Server
    members: tuple[Node, ...]
    heap: str = HEAP
    ends_with: int = 0
    settings: tuple[str, ...] = ()

    @property
    def hosts(self) -> list[str]:
        """Where they answer: ``http://127.0.0.1:…``."""
        return [node.address for node in self.members]

    def up(self, at: int) -> None:
        """Start one (again) with what it has kept; it is not ready yet."""
        command = self.server.command(self.heap)
        self.members[at].start(
            command, self.members, ends_with=self.ends_with, settings=self.settings
        )

    def wait(self, members: int | None = None) -> None:
        """Wait until all that run have joined, ``members`` of them.

        Raises:
            Ended: one has ended by itself.
        """
        wait([node for node in self.members if node.pid()], PATIENCE, members)

    def kill(self, at: int) -> None:
        """``kill -9``."""
        self.members[at].kill()

    def engine(self, name: str) -> str:
        """What ``--engine`` names: these nodes, and an index."""
        return f"http://{','.join(host.partition('://')[2] for host in self.hosts)}/{name}"

    def ask(self, path: str) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """What the first that answers says to a GET.

        Raises:
            OSError: none answers, or it says no.
        """
        failure = OSError("no node runs")
        for node in self.members:
            try:
                return node.ask(path)
            except HTTPError:
                raise
            except OSError as error:
                failure = error
        raise failure

    def revive(self) -> None:
        """Start those that do not run, and wait until every copy of every index is in its place.

        Raises:
            Ended: one ends by itself, or that takes too long.
        """
        for at, node in enumerate(self.members):
            if node.pid() is None:
                self.up(at)
        self.wait()
        end = time.monotonic() + PATIENCE
        while self.members[0].ask("/_cluster/health")["status"] != "green":
            if time.monotonic() > end:
                raise Ended(f"not green after {PATIENCE} s; see {self.members[0].home.parent}")
            time.sleep(PAUSE)

    def stop(self) -> None:
        """End all."""
        for node in self.members:
            node.stop()


def start(
    server: Server, folder: Path, number: int, *, ends_with: int = 0, ports: Sequence[int] = (),
    heap: str = HEAP, settings: Sequence[str] = (),
) -> Nodes:  # fmt: skip
    """A new cluster, all of its nodes ready.

    Args:
        folder: for their data; emptied first.
        ports: of HTTP and then of transport, two for each; else free ones are taken.

    Raises:
        Ended: a node does not get ready.
    """
    for left in range(TRIES - 1, -1, -1):
        shutil.rmtree(folder, ignore_errors=True)
        taken = list(ports) or free_ports(2 * number)
        members = tuple(
            Node(folder / f"n{i + 1}", f"n{i + 1}", taken[i], taken[number + i])
            for i in range(number)
        )
        nodes = Nodes(server, members, heap, ends_with, tuple(settings))
        try:
            for at in range(number):
                nodes.up(at)
            wait(members, PATIENCE)
        except Ended:
            nodes.stop()
            if ports or not left:
                raise
        else:
            return nodes
    raise AssertionError("not reached")
