"""A client that keeps some connections busy: each asks for its next page when it has the last one whole.

It stands outside the servers, in one thread over one selector, and only counts what comes: what it costs is
measured too, since it shares the processors with them.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CHUNK = 1 << 18
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass
class Run:
    """What was seen.

    Attributes:
        seconds: from the first request to the last answer.
        latencies: seconds of each page (status 200).
        statuses: how many of each; 0 stands for a connection that broke.
        received: bytes, heads included.
        client: seconds of a processor that the client took.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    received: int = 0
    client: float = 0.0

    def add(self, other: Run) -> None:
        """What another round saw."""
        self.seconds += other.seconds
        self.latencies += other.latencies
        self.statuses += other.statuses
        self.received += other.received
        self.client += other.client


def ask(port: int, paths: Sequence[str], connections: int, headers: str = "") -> Run:
    """Ask for every path once, over so many connections at a time.

    Args:
        headers: further lines of every request, each with its line end.
    """
    run, left = Run(), iter(paths)
    began, spent = time.perf_counter(), time.process_time()
    with selectors.DefaultSelector() as selector:
        for _ in range(min(connections, len(paths))):
            _Connection(port, headers, run).next(left, selector)
        while selector.get_map():
            for key, _ in selector.select():
                key.data.read(left, selector)
    run.seconds = time.perf_counter() - began
    run.client = time.process_time() - spent
    return run


class _Connection:
    """One visitor who never pauses."""

    def __init__(self, port: int, headers: str, run: Run) -> None:
        self._port, self._run = port, run
        self._tail = f" HTTP/1.1\r\nHost: {HOST}:{port}\r\n{headers}\r\n".encode()
        self._socket: socket.socket | None = None

    def next(self, left: Iterator[str], selector: selectors.BaseSelector) -> None:
        """Ask for the next path, or leave."""
        path = next(left, None)
        if path is None:
            self._leave(selector)
            return
        self._head, self._missing, self._closes = b"", -1, False
        self._began = time.perf_counter()
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(self._socket, selectors.EVENT_READ, self)
        self._socket.sendall(b"GET " + path.encode() + self._tail)

    def read(self, left: Iterator[str], selector: selectors.BaseSelector) -> None:
        """Take what has come; go on when the answer is whole."""
        assert self._socket is not None
        try:
            data = self._socket.recv(CHUNK)
        except ConnectionError:
            data = b""
        self._run.received += len(data)
        if not data:
            self._answered(0)
            self._leave(selector)
            self.next(left, selector)
            return
        if self._missing < 0:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._missing = end + 4 + self._read_head(self._head[: end + 2]) - len(self._head)
        else:
            self._missing -= len(data)
        if self._missing <= 0:
            self._answered(self._status)
            if self._closes:
                self._leave(selector)
            self.next(left, selector)

    def _read_head(self, head: bytes) -> int:
        """The length of the body; every server here says it."""
        status, length = _STATUS.match(head), _LENGTH.search(head)
        if not status or not length:
            raise ValueError(f"an answer without a status or a length: {head!r}")
        self._status = int(status[1])
        self._closes = bool(_CLOSE.search(head))
        return int(length[1])

    def _answered(self, status: int) -> None:
        self._run.statuses[status] += 1
        if status == 200:
            self._run.latencies.append(time.perf_counter() - self._began)

    def _leave(self, selector: selectors.BaseSelector) -> None:
        if self._socket is not None:
            selector.unregister(self._socket)
            self._socket.close()
            self._socket = None
