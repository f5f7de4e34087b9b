"""A worker process: one loop that owns all clients, and threads that own none.

gunicorn keeps the master (sockets, signals, replacing who dies), reads requests and writes the heads
of answers; this is a worker class as its documentation has them (``Worker.run``). Its own ones give a
thread to a client: four slow bodies, or four slow readers, and nobody else is answered. Here a thread
gets a request when it is whole (``framing``), in the lane it belongs to (``lanes``), and is free
when the answer is made (``answering``); whatever is waited for has a deadline:

- so many seconds for a request, so many for the next one on a connection that is kept;
- one for a whole answer, by its size: who takes it byte by byte is cut off;
- what waits for a thread for too long, or finds no room, is answered 503 by the loop, in one write.

Who is connected, and who makes room, is in ``clients``.
"""

from __future__ import annotations

import heapq
import mmap
import os
import selectors
import socket
import time
from collections import deque
from functools import partial
from itertools import count
from types import FrameType
from typing import cast

from gunicorn.workers.base import Worker as BaseWorker

from web.protect import limits, refusals
from web.protect.rate_limiter import client_of
from web.server.answering import Answer, Answering
from web.server.clients import Clients
from web.server.connection import NEVER, Connection, State
from web.server.fairness import visitor_of
from web.server.framing import Inbox, Refused, announced, is_plain, path_of
from web.server.hands import Hands, Job, Made
from web.server.lanes import Lane, Lanes, Waiting

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Worker(BaseWorker):  # type: ignore[misc]
    """See the module. Everything but ``_answer`` runs in the loop's thread."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.alive: bool
        self.born = time.monotonic()
        self._ended = mmap.mmap(-1, 1)  # shared with the master, in which this is made

    @property
    def ended_as_asked(self) -> bool:
        """Whether it came to an end of its own accord; for the master."""
        return self._ended[0] == 1

    def init_process(self) -> None:
        """Make what the loop needs, and begin."""
        self._selector = selectors.DefaultSelector()
        self._lanes = Lanes(self.cfg.threads)
        self._clients = Clients(self.cfg.worker_connections, self.app.connections_each)
        self._timers: list[tuple[float, int, Connection]] = []
        self._numbers = count()
        self._ready: deque[Connection] = deque()
        self._held = self._owed = 0
        self._beat = 0.0
        super().init_process()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """End without waiting for what runs."""
        self._ended[0] = 1
        super().handle_quit(sig, frame)

    def run(self) -> None:
        """Serve until told to end, then finish what runs."""
        self._answering = Answering(self.cfg, self.log, self.wsgi, lambda: self.alive)
        self._hands = Hands(self._lanes.threads, self._answer, self.PIPE[1])
        self._selector.register(self.PIPE[0], selectors.EVENT_READ)
        for listener in self.sockets:
            listener.setblocking(False)
            self._selector.register(listener, selectors.EVENT_READ)
        while self.alive and self.ppid == os.getppid():
            self._turn()
        self.alive = False
        self._refuse_others()
        until = time.monotonic() + self.cfg.graceful_timeout
        while len(self._clients) and time.monotonic() < until:
            self._turn()
        self._ended[0] = 1
        self._hands.rest()

    def _refuse_others(self) -> None:
        """At the end: who comes is refused at once, who asks nothing has a moment to be heard."""
        for listener in self.sockets:
            self._selector.unregister(listener)
            listener.close()
        last = time.monotonic() + limits.LINGER_SECONDS
        for connection in self._clients:
            self._wait(connection, min(connection.deadline, last))

    def _turn(self) -> None:
        """Wait for whatever comes next, and deal with it."""
        for key, _ in self._come():
            if isinstance(key.data, Connection):
                self._event(key.data)
            elif key.fd == self.PIPE[0]:
                os.read(key.fd, 4096)
            else:
                self._accept(cast(socket.socket, key.fileobj))
        for _ in range(len(self._ready)):
            self._go_on(self._ready.popleft())
        while self._hands.made:
            self._finished(self._hands.made.popleft())
        now = time.monotonic()
        for lane in self._lanes:
            for waiting in lane.late(now):
                self._shed(waiting)
        self._expire(now)

    def _come(self) -> list[tuple[selectors.SelectorKey, int]]:
        """What has come, as soon as something has."""
        now = time.monotonic()
        if now - self._beat >= 1.0:
            self._beat = now
            self.notify()
        timer = self._timers[0][0] - now if self._timers else 1.0
        timeout = 0.0 if self._ready else max(min(timer, self._lanes.wake(now), 1.0), 0.0)
        self._hands.rings = True
        try:
            return self._selector.select(0.0 if self._hands.made else timeout)
        finally:
            self._hands.rings = False

    def _event(self, connection: Connection) -> None:
        if connection.state is State.READING:
            self._read(connection)
        elif connection.state is State.DRAINING:
            self._drain(connection)
        elif connection.state is State.WRITING:
            self._write(connection)
        else:  # the next request came, or the client has gone: seen when this one is answered
            self._watch(connection, 0)

    def _watch(self, connection: Connection, events: int) -> None:
        """Be told of these events of a connection from now on.

        One that waits for its answer is left as it was: nearly always nothing happens to it, and
        each change is a call of the system.
        """
        if connection.watched == events:
            return
        if not connection.watched:
            self._selector.register(connection.sock, events, connection)
        elif events:
            self._selector.modify(connection.sock, events, connection)
        else:
            self._selector.unregister(connection.sock)
        connection.watched = events

    # --- deadlines ----------------------------------------------------------------------

    def _wait(self, connection: Connection, deadline: float) -> None:
        """From now on the state of a connection ends at ``deadline``."""
        connection.deadline = deadline
        if deadline < connection.timed:
            connection.timed = deadline
            heapq.heappush(self._timers, (deadline, next(self._numbers), connection))

    def _expire(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            timed, _, connection = heapq.heappop(self._timers)
            if timed != connection.timed or connection.state is State.CLOSED:
                continue  # another entry stands for it
            connection.timed = NEVER
            if connection.deadline > now:
                if connection.deadline < NEVER:
                    self._wait(connection, connection.deadline)
            elif connection.state is State.READING and connection.inbox.raw:
                self._refuse(connection, refusals.SLOW)
            else:
                if connection.state is State.WRITING:
                    connection.cut()
                self._close(connection)

    # --- connections --------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        """Take some that connect; the other workers have the rest."""
        for _ in range(limits.ACCEPTS):
            try:
                sock, address = listener.accept()
            except OSError:  # none is left, another worker was quicker, or it has gone
                return
            sock.setblocking(False)
            address = address if isinstance(address, tuple) else ("", 0)
            client = client_of(address[0])
            if self._clients.exceeded_by(client):
                oldest = self._clients.oldest(client)
                if oldest is None:
                    self.app.rejected("connections")
                    _say(sock, refusals.busy(limits.RETRY_SECONDS).raw("/", keep=False))
                    sock.close()
                    continue
                self._close(oldest)
            inbox = Inbox(partial(announced, self.cfg, address=address))
            connection = Connection(sock, address[:2], client, inbox)
            self._clients.add(connection)
            self._listen(connection, limits.REQUEST_SECONDS)
            self._read(connection)  # who asks at once does not make room for the next

    def _listen(self, connection: Connection, seconds: float) -> None:
        """Wait for a request."""
        self._watch(connection, selectors.EVENT_READ)
        connection.state = State.READING
        self._clients.idles(connection)
        seconds = seconds if self.alive else limits.LINGER_SECONDS
        self._wait(connection, time.monotonic() + seconds)

    def _close(self, connection: Connection) -> None:
        self._watch(connection, 0)
        self._held -= len(connection.inbox.raw)
        self._owed -= connection.owed
        self._clients.remove(connection)
        connection.close()

    def _read(self, connection: Connection) -> None:
        """Take what has come; with the last byte of a request it is on its way."""
        data = connection.receive()
        if data is None:
            return
        inbox = connection.inbox
        if not data:
            self._close(connection)
            return
        if not inbox.raw:  # the first byte: from now on it has so long for the whole
            self._listen(connection, limits.REQUEST_SECONDS)
        before = len(inbox.raw)
        try:
            whole = inbox.add(data)
        except Refused as error:
            self._held += len(inbox.raw) - before
            self._refuse(connection, error.refusal)
            return
        self._held += len(inbox.raw) - before
        if whole:
            self._admit(connection)
        elif inbox.continued:
            inbox.continued = False
            _say(connection.sock, CONTINUE)
        if self._held > limits.HEADS:  # not the one that sends now: it may be a visitor
            self._close(max(self._clients, key=lambda one: len(one.inbox.raw)))

    # --- lanes --------------------------------------------------------------------------

    def _admit(self, connection: Connection) -> None:
        """Give the first request of a connection to its lane."""
        connection.state = State.WORKING
        connection.deadline = NEVER
        self._clients.works(connection)
        request = connection.inbox.take()
        self._held -= len(request)
        visitor = visitor_of(request, connection.client, self.app.proxies)
        self._lanes.usage.add(visitor, limits.USAGE_ASKED)
        lane = self._lanes.of(request)
        if lane.admits():
            self._begin(lane, visitor, connection, request)
        elif shed := lane.queued(visitor, connection, request):
            self._shed(shed)

    def _begin(self, lane: Lane, visitor: str, connection: Connection, request: bytes) -> None:
        lane.working += 1
        self._hands.give(Job(connection, lane, visitor, request))

    def _answer(self, job: Job) -> Answer:
        """In a thread: make an answer."""
        connection = job.connection
        return self._answering.answer(job.request, connection.address, connection.server)

    def _finished(self, made: Made) -> None:
        """A thread is free: send what it made, and give it to the next that waits."""
        lane = made.job.lane
        if made.answer:
            self._lanes.usage.answered(made.job.visitor, made.answer.cost)
        lane.working -= 1
        while lane.waiting and lane.admits():
            first = lane.next()
            if first.connection.has_gone():  # no work for visitors who have left
                self._close(first.connection)
            else:
                self._begin(lane, first.visitor, first.connection, first.request)
        if made.answer:
            self._send(made.job.connection, made.answer)
        else:
            self.log.error("Error handling request", exc_info=made.error)
            broke = Answer([refusals.BROKE.raw("/", keep=False)], keeps=False)
            self._send(made.job.connection, broke)

    def _shed(self, waiting: Waiting) -> None:
        """Answer 503: it is short, and goes into the socket's buffer or nowhere."""
        self.app.rejected("busy")
        keeps = self.alive and is_plain(waiting.request)
        path = path_of(waiting.request).decode("latin-1")
        raw = refusals.busy(limits.RETRY_SECONDS).raw(path, keeps)
        self._send(waiting.connection, Answer([raw], keeps))

    # --- answers ------------------------------------------------------------------------

    def _refuse(self, connection: Connection, refusal: refusals.Refusal) -> None:
        """Answer bytes that are no request; nothing that follows them is read as one."""
        path = path_of(bytes(connection.inbox.raw)).decode("latin-1")
        self._held -= len(connection.inbox.raw)
        connection.inbox.clear()
        self._clients.works(connection)
        self._send(connection, Answer([refusal.raw(path, keep=False)], keeps=False))

    def _send(self, connection: Connection, answer: Answer) -> None:
        """Send an answer, or begin to."""
        connection.put(answer.pieces)
        connection.keeps = answer.keeps
        self._owed += connection.owed
        seconds = limits.ANSWER_SECONDS + connection.unsent / limits.SLOWEST
        connection.state = State.WRITING
        self._clients.writes(connection)
        self._wait(connection, time.monotonic() + seconds)
        self._write(connection)
        if connection.state is State.WRITING and self._owed > limits.ANSWERS:
            connection.cut()
            self._close(connection)

    def _write(self, connection: Connection) -> None:
        before = connection.owed
        try:
            whole = connection.send()
        except OSError:
            self._owed += connection.owed - before
            self._close(connection)
            return
        self._owed += connection.owed - before
        if whole:
            self._sent(connection)
        else:
            self._watch(connection, selectors.EVENT_WRITE)

    def _sent(self, connection: Connection) -> None:
        """The client has its answer: it may ask again, or is to close."""
        if not connection.keeps:
            self._linger(connection)
            return
        if connection.inbox.raw:  # the next request came right behind the one before
            connection.state = State.WORKING
            connection.deadline = NEVER
            self._ready.append(connection)
        else:
            self._listen(connection, limits.IDLE_SECONDS)

    def _go_on(self, connection: Connection) -> None:
        """Look at what a client has sent already."""
        self._listen(connection, limits.REQUEST_SECONDS)
        try:
            whole = connection.inbox.has_request()
        except Refused as error:
            self._refuse(connection, error.refusal)
            return
        if whole:
            self._admit(connection)

    def _linger(self, connection: Connection) -> None:
        """Say that nothing more is sent, and wait for the client to close.

        Closing with unread bytes makes the kernel throw the answer away.
        """
        self._held -= len(connection.inbox.raw)
        connection.inbox.clear()
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(connection)
            return
        self._listen(connection, limits.DRAIN_SECONDS)
        connection.state = State.DRAINING

    def _drain(self, connection: Connection) -> None:
        data = connection.receive()
        if data is None:
            return
        connection.drained += len(data)
        if not data or connection.drained > limits.DRAINED:
            self._close(connection)


def _say(sock: socket.socket, words: bytes) -> None:
    """Send a few bytes, into the socket's buffer or nowhere."""
    try:
        sock.send(words)
    except OSError:  # a client that has gone, or never reads: it will be seen
        return
