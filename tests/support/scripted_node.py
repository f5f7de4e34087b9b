"""A node of a cluster that answers as a test tells it to: late, in part, with nonsense, or not at all."""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self

OPENSEARCH = {"version": {"distribution": "opensearch", "number": "2.19.6"}}


class Asked(NamedTuple):
    """A request as it came, but for those that ask what kind of server this is."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30

    def _answer(self) -> None:
        node = self.server.node
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/":
            node.probes += 1
            says(node.presents_as, node.status)(self)
            return
        node.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        (node.script.popleft() if node.script else node.otherwise)(self)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 -- http.server's names

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


class _Server(ThreadingHTTPServer):
    node: ScriptedNode
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what is tested."""


Answer = Callable[[BaseHTTPRequestHandler], None]


class ScriptedNode:
    """Answers with what stands in ``script``, one after the other, then with ``otherwise``.

    Attributes:
        asked: the requests so far.
        probes: how often it was asked what it is.
        presents_as, status: what it answers to that.
    """

    def __init__(self, *script: Answer, trust: ssl.SSLContext | None = None) -> None:
        self.script = deque(script)
        self.otherwise: Answer = says({})
        self.asked: list[Asked] = []
        self.probes = 0
        self.presents_as: object = OPENSEARCH
        self.status = 200
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.node = self
        if trust:
            self._server.socket = trust.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if trust else "http"
        self.host = f"{scheme}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def says(said: object, status: int = 200) -> Answer:
    """A JSON answer; bytes as they are."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        _head(handler, status, len(body))
        handler.wfile.write(body)

    return answer


def refuses(status: int, kind: str, reason: str = "") -> Answer:
    """An error as OpenSearch writes it."""
    error = {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}
    return says({"error": error, "status": status}, status)


def found(
    total: int, successful: int = 1, shards: int = 1, timed_out: bool = False
) -> dict[str, object]:
    """An answer to a search."""
    return {
        "timed_out": timed_out,
        "_shards": {"total": shards, "successful": successful, "failed": 0},
        "hits": {"total": {"value": total}},
    }


def leads_to(host: str) -> Answer:
    """A redirection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", host + handler.path)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def drops(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection and says nothing."""
    handler.close_connection = True


def half(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    _head(handler, 200, 1000)
    handler.wfile.write(b'{"took": 1')
    handler.close_connection = True


def hangs(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing until the other side gives up."""
    handler.connection.recv(1)
    handler.close_connection = True


def stops(handler: BaseHTTPRequestHandler) -> None:
    """Begins an answer and says no more until the other side gives up."""
    _head(handler, 200, 1000)
    handler.wfile.write(b'{"took": 1')
    hangs(handler)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Goes on until the other side gives up; says nothing of its length."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"%x\r\n%b\r\n" % (2**16, b" " * 2**16))


def _head(handler: BaseHTTPRequestHandler, status: int, length: int) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
