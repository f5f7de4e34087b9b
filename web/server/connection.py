"""One client: what it has sent, what it has yet to be sent, and until when either is waited for."""

from __future__ import annotations

import os
import socket
import struct
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from web.protect import limits
from web.server.framing import Inbox

CHUNK = 64 * 2**10
NEVER = float("inf")


class State(Enum):
    """What a connection is doing."""

    READING = auto()
    """It may send: a request, or nothing."""
    WORKING = auto()
    """A thread has its request, or will have."""
    WRITING = auto()
    """Its answer is on the way."""
    DRAINING = auto()
    """It has had its last answer; what it still sends is thrown away until it closes."""
    CLOSED = auto()


class FilePart(NamedTuple):
    """Bytes of an open file that are yet to be sent."""

    descriptor: int
    offset: int
    left: int


@dataclass(eq=False)
class Connection:
    """See the module.

    Attributes:
        client: whom it counts for (``web.protect.rate_limiter.client_of``).
        deadline: when its state ends at the latest, on the monotonic clock.
        timed: the time of its entry among the worker's timers.
        keeps: whether it goes on after the answer being sent.
        drained: bytes thrown away.
        watched: what the loop is told of it: events of ``selectors``.
    """

    sock: socket.socket
    address: tuple[str, int]
    client: str
    inbox: Inbox
    state: State = State.READING
    deadline: float = NEVER
    timed: float = NEVER
    keeps: bool = False
    drained: int = 0
    watched: int = 0
    outbox: deque[bytes | FilePart] = field(default_factory=deque)

    @cached_property
    def server(self) -> tuple[str, int]:
        """Where it came in."""
        here = self.sock.getsockname()
        return (here[0], here[1]) if isinstance(here, tuple) else ("localhost", 0)

    def receive(self) -> bytes | None:
        """What has come, at most so much; empty: it has closed; none: nothing has."""
        try:
            return self.sock.recv(CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def put(self, pieces: Iterable[bytes | FilePart]) -> None:
        """Have this sent."""
        self.outbox.extend(pieces)

    @property
    def unsent(self) -> int:
        """Bytes that are yet to be sent."""
        return self.owed + sum(one.left for one in self.outbox if isinstance(one, FilePart))

    @property
    def owed(self) -> int:
        """Those of them that are held in memory."""
        return sum(len(one) for one in self.outbox if isinstance(one, bytes))

    def send(self) -> bool:
        """Send what the client takes now, without waiting; whether that was all.

        Raises:
            OSError: the client has gone.
        """
        for _ in range(limits.SENDS):
            if not self.outbox:
                break
            try:
                rest = self._sent(self.outbox[0])
            except BlockingIOError:
                return False
            if rest:
                self.outbox[0] = rest
            else:
                self.outbox.popleft()
        return not self.outbox

    def _sent(self, piece: bytes | FilePart) -> bytes | FilePart | None:
        """Send a piece, or a part of it; what is left."""
        if isinstance(piece, bytes):
            return piece[self.sock.send(piece) :] or None
        count = min(piece.left, 4 * CHUNK)
        sent = os.sendfile(self.sock.fileno(), piece.descriptor, piece.offset, count)
        if not sent:
            raise BrokenPipeError("the file has become shorter")
        if sent == piece.left:
            os.close(piece.descriptor)
            return None
        return FilePart(piece.descriptor, piece.offset + sent, piece.left - sent)

    def has_gone(self) -> bool:
        """Whether the other side has closed (one that only says it sends no more has, too)."""
        try:
            return not self.sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def cut(self) -> None:
        """Have the system forget, when this is closed, what the client has not taken."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        """End it, whatever it was doing."""
        self.state = State.CLOSED
        self.inbox.clear()
        release(self.outbox)
        self.outbox.clear()
        self.sock.close()


def release(pieces: Iterable[bytes | FilePart]) -> None:
    """Close the files of an answer that will not be sent."""
    for piece in pieces:
        if isinstance(piece, FilePart):
            os.close(piece.descriptor)
