"""A worker process of gunicorn: threads that answer, and one loop that reads, queues and sheds.

What it does otherwise than gunicorn's ``gthread``, whose methods it overrides (the version is pinned):

- A thread is given a request when its head has been read whole, by the loop and without waiting.
  gthread gives it a connection, and a client that sends a byte a second, or none, keeps the thread.
- At most so many requests are worked on; some more wait, for a short time; what is beyond is
  answered with 503 by the loop, at the cost of one write. gthread lets a thousand wait.
- A request line may have :data:`limits.LONGEST_LINE` bytes: a query of 100,000 characters gets its page.
  gunicorn's own limit ends at 8,190, or is none at all.
- Closing waits for nobody. gthread waits up to two seconds for the client, in the loop.
- What cannot be read is answered in Chinese and does not repeat what was sent.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    NoMoreData,
    ParseException,
)
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader
from gunicorn.sock import TCPSocket
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from web.protect import limits, refusals
from web.protect.middleware import PROBES

CHUNK = 64 * 2**10
_END = b"\r\n\r\n"
_PASSING = tuple(
    f"{method} {path}".encode()
    for method in ("GET", "HEAD")
    for path in ("/static/", *(f"{probe} " for probe in PROBES))
)


class _Request(Request):  # type: ignore[misc]
    """A request whose first line may be long."""

    def read_line(
        self, unreader: Unreader, buf: bytearray, limit: int = 0
    ) -> tuple[bytes, bytearray]:
        line: tuple[bytes, bytearray] = super().read_line(unreader, buf, limits.LONGEST_LINE)
        return line


class _Parser(RequestParser):  # type: ignore[misc]
    """Reads requests; a client that stops in the middle has gone."""

    mesg_class = _Request

    def __next__(self) -> Request:
        self.unreader.sock.settimeout(limits.SOCKET_SECONDS)
        try:
            return super().__next__()
        except TimeoutError as error:
            raise NoMoreData(b"") from error


class _Connection(TConn):  # type: ignore[misc]
    """A client, the head it is sending, and the lane it is in."""

    lane: Lane | None = None

    def __init__(self, *args: object, linger: Callable[[_Connection], None]) -> None:
        super().__init__(*args)
        self.parser = _Parser(self.cfg, self.sock, self.client)
        self.data_ready = True
        self.head = bytearray()
        self.drained = -1
        self._linger = linger

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self._linger(self)
        else:
            super().close()


@dataclass
class Lane:
    """How many requests of one kind are worked on, and which wait."""

    slots: int
    working: int = 0
    waiting: deque[tuple[float, _Connection]] = field(default_factory=deque)
    """Until when it waits, and who; the first came first."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """See the module. All methods but ``handle…`` run in the loop's thread."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._asking = Lane(self.cfg.threads)
        self._passing = Lane(limits.SPARE_THREADS)
        self._held = 0

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """As many threads as the lanes have slots: what is submitted begins at once."""
        return ThreadPoolExecutor(max_workers=self.cfg.threads + limits.SPARE_THREADS)

    def set_accept_enabled(self, enabled: bool) -> None:
        """At the end, have clients refused at once: the system would let them wait for nobody."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                listener.close()

    # --- reading heads ----------------------------------------------------------------

    def accept(self, listener: TCPSocket) -> None:
        """A client connects: wait for its head, in the loop."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):  # another worker was quicker; or it left
            return
        self.nr_conns += 1
        conn = _Connection(self.cfg, client, address, listener.getsockname(), linger=self._linger)
        self._collect(conn)

    def on_client_socket_readable(self, conn: _Connection, client: socket.socket) -> None:
        """The next request on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._collect(conn)
        self._read(conn, client)

    def _collect(self, conn: _Connection) -> None:
        conn.sock.setblocking(False)
        seconds = limits.HEAD_SECONDS if self.alive else STOP_KEEPALIVE_LINGER
        conn.timeout = time.monotonic() + seconds
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read, conn))

    def _read(self, conn: _Connection, client: socket.socket) -> None:
        """Take what has come; with the end of the head the request is on its way."""
        try:
            data = client.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if conn.drained >= 0:
            conn.drained += len(data)
        else:
            conn.head += data
            self._held += len(data)
        if not data or conn.drained > limits.DRAINED or self._held > limits.HEADS:
            self._stop_reading(conn)
            self._drop(conn)
        elif conn.drained < 0 and _is_whole(conn.head, len(data)):
            self._stop_reading(conn)
            self._admit(conn)
        elif len(conn.head) > limits.LONGEST_HEAD:
            self._stop_reading(conn)
            is_line = b"\r\n" not in conn.head
            self._answer(conn, refusals.LONG_LINE if is_line else refusals.LONG_HEADERS, keep=False)

    def _stop_reading(self, conn: _Connection) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def murder_pending(self) -> None:
        """Close connections whose head has not come in time."""
        now = time.monotonic()
        while self.pending_conns and self.pending_conns[0].timeout <= now:
            conn = self.pending_conns[0]
            self._stop_reading(conn)
            self._drop(conn)

    def _drop(self, conn: _Connection) -> None:
        self._held -= len(conn.head)
        self.nr_conns -= 1
        conn.close()

    def _linger(self, conn: _Connection) -> None:
        """Say that nothing more is sent, and close when the client does or its time is over."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # it has gone
            conn.close()
            return
        conn.drained = 0
        self.nr_conns += 1
        self._collect(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """When stopping, who has not asked anything yet does not hold us up either."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    # --- the lanes ----------------------------------------------------------------------

    def enqueue_req(self, conn: _Connection) -> None:
        """A request that came right behind another: gunicorn has begun to read it."""
        conn.head += conn.parser.unreader.take_buffered()
        self._held += len(conn.head)
        if _is_whole(conn.head, len(conn.head)):
            self._admit(conn)
        else:
            self._collect(conn)

    def _admit(self, conn: _Connection) -> None:
        lane = self._passing if conn.head.startswith(_PASSING) else self._asking
        conn.lane = lane
        if lane.working < lane.slots:
            self._begin(conn, lane)
        elif lane is self._passing or len(lane.waiting) < limits.WAITING:
            lane.waiting.append((time.monotonic() + limits.WAITING_SECONDS, conn))
        else:
            self._shed(conn)

    def _begin(self, conn: _Connection, lane: Lane) -> None:
        lane.working += 1
        self._held -= len(conn.head)
        conn.parser.unreader.unread(bytes(conn.head))
        conn.head.clear()
        super().enqueue_req(conn)

    def finish_request(self, conn: _Connection, fs: Future[object]) -> None:
        """A thread is free: the next that waits has it."""
        if lane := conn.lane:
            conn.lane = None
            lane.working -= 1
            self._next(lane)
        super().finish_request(conn, fs)

    def _next(self, lane: Lane) -> None:
        """Begin with the first that waits and is still there: no work for visitors who have left."""
        while lane.waiting:
            conn = lane.waiting.popleft()[1]
            if not _has_gone(conn.sock):
                self._begin(conn, lane)
                return
            conn.lane = None
            self._drop(conn)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for whatever comes next, but not longer than the first in the queue does."""
        waiting = self._asking.waiting
        if waiting:
            timeout = min(timeout, max(waiting[0][0] - time.monotonic(), 0.0))
        super().wait_for_and_dispatch_events(timeout)
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            self._shed(waiting.popleft()[1])

    def _shed(self, conn: _Connection) -> None:
        """Answer 503 from here: it is short, and goes into the socket's buffer or nowhere."""
        self.app.rejected("busy")
        conn.lane = None
        self._answer(
            conn, refusals.busy(limits.RETRY_SECONDS), keep=_is_alone(conn.head) and self.alive
        )

    def _answer(self, conn: _Connection, said: refusals.Refusal, keep: bool) -> None:
        answer = said.raw(_path(conn.head), keep)
        self._held -= len(conn.head)
        conn.head.clear()
        try:
            conn.sock.send(answer)
        except OSError:
            keep = False
        if keep:
            self._collect(conn)
        else:
            self.nr_conns -= 1
            conn.close(graceful=True)

    # --- in the threads -------------------------------------------------------------------

    def handle_request(self, req: Request, conn: _Connection) -> bool:
        """Answer; a client that does not take its answer in time has gone."""
        try:
            keeps: bool = super().handle_request(req, conn)
        except TimeoutError as error:
            raise NoMoreData(b"") from error
        return keeps

    def handle_error(
        self, req: Request, client: socket.socket, addr: object, exc: BaseException
    ) -> None:
        """Answer what cannot be read as a request; anything else is gunicorn's to log."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        kinds = {LimitRequestLine: refusals.LONG_LINE, LimitRequestHeaders: refusals.LONG_HEADERS}
        said = kinds.get(type(exc), refusals.BROKEN)
        try:
            client.send(said.raw("/", keep=False))
        except OSError:
            self.log.debug("The client has gone.")


def _is_whole(head: bytearray, new: int) -> bool:
    """Whether a head, of which so many bytes are new, ends."""
    return head.find(_END, max(len(head) - new - 3, 0)) >= 0


def _has_gone(client: socket.socket) -> bool:
    """Whether the other side has closed (one that only says that it will not send more has, too)."""
    try:
        return not client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _path(head: bytearray) -> str:
    """The path of a request, as far as it decides how the answer is written."""
    target = bytes(head[:4096]).split(b"\r\n", 1)[0].split(b" ")[1:2]
    return target[0].partition(b"?")[0].decode("latin-1") if target else "/"


def _is_alone(head: bytearray) -> bool:
    """Whether nothing of the request can follow its head, so that the connection can be kept.

    Were a body taken for the next request, a client could put requests among those that a proxy
    sends over the same connection. So whatever looks like one closes it.
    """
    raw = bytes(head)
    if not raw.startswith(b"GET ") or raw.find(_END) != len(raw) - len(_END):
        return False
    small = raw.lower()
    if b"content-length" in small or b"transfer-encoding" in small:
        return False
    return b" http/1.1\r\n" in small
