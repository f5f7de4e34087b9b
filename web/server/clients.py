"""Who is connected: how many connections one address has, and which makes room for the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from web.server.connection import Connection


@dataclass
class _Client:
    count: int = 0
    idle: dict[Connection, None] = field(default_factory=dict)
    """Those that wait for the client (for a request, or for it to close), the longest first."""
    slow: dict[Connection, None] = field(default_factory=dict)
    """Those whose answer is on the way, the longest first."""


class Clients:
    """The connections of one worker.

    An address that has as many as it may, and a worker that has, make room by closing the one that
    has waited longest for its client: a visitor's browser opens another when it needs one, and no
    number of connections that ask nothing keeps anybody out.

    Args:
        most: connections of all together.
        most_each: of one address; 0: no limit, as behind a proxy, whose visitors share one.
    """

    def __init__(self, most: int, most_each: int) -> None:
        self._most = most
        self._most_each = most_each
        self._clients: dict[str, _Client] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Connection]:
        """Those that wait for their client."""
        return (one for client in list(self._clients.values()) for one in list(client.idle))

    def add(self, connection: Connection) -> None:
        """Count one more."""
        self._clients.setdefault(connection.client, _Client()).count += 1
        self._count += 1

    def remove(self, connection: Connection) -> None:
        """Count it no more."""
        client = self._clients[connection.client]
        self.works(connection)
        client.count -= 1
        self._count -= 1
        if not client.count:
            del self._clients[connection.client]

    def idles(self, connection: Connection) -> None:
        """It waits for its client from now on."""
        self.works(connection)
        self._clients[connection.client].idle[connection] = None

    def works(self, connection: Connection) -> None:
        """Its client waits for us."""
        client = self._clients[connection.client]
        client.idle.pop(connection, None)
        client.slow.pop(connection, None)

    def writes(self, connection: Connection) -> None:
        """Its client is taking an answer."""
        self.works(connection)
        self._clients[connection.client].slow[connection] = None

    def exceeded_by(self, client: str) -> bool:
        """Whether there are too many with one more of ``client``."""
        return self._count >= self._most or self._is_full(client)

    def oldest(self, client: str) -> Connection | None:
        """What makes room for one more of ``client``; none where everyone waits for us.

        Where no connection is idle, it is one whose answer has been on the way for longest: who
        takes theirs byte by byte keep nobody out either.
        """
        some = [self._clients[client]] if self._is_full(client) else self._clients.values()
        for name in ("idle", "slow"):
            held: dict[Connection, None] = max((getattr(one, name) for one in some), key=len)
            if held:
                return next(iter(held))
        return None

    def _is_full(self, client: str) -> bool:
        """An address that is empty is a socket's of this machine: a proxy."""
        if not client or not self._most_each or client not in self._clients:
            return False
        return self._clients[client].count >= self._most_each
