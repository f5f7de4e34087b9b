"""The nodes of a cluster as one process is connected to them: which is asked next, and one exchange with it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import orjson
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from index.opensearch.client.breaker import Breaker, State
from index.opensearch.client.failures import (
    CERTIFICATE,
    FORBIDDEN,
    NOT_OPENSEARCH,
    TOO_LARGE,
    TOO_OLD,
    UNAUTHORIZED,
    Refused,
    refused,
    silent,
)

CONNECT_SECONDS = 1.0
PROBE_SECONDS = 0.5
"""A node in the neighbourhood takes a connection, and says what it is, in a few milliseconds; where it must look up a
password first, half a second. So much it has, and its share of the time there is."""
CONNECT_SHARE = 0.1
"""Who has much time gives that much of it: what is sent, a piece at a time, is taken within it too."""
KEPT = 16
"""So many connections to a node are kept open."""
LEAST_VERSION = 2
"""It is said in ``index.opensearch.client.failures`` too."""
_PIECE = 2**18
_WORDS = 200


class Failed(Exception):
    """A node has not answered, or not whole; the message says why, in Chinese.

    Attributes:
        is_sent: whether the request may have reached it.
    """

    def __init__(self, why: str, is_sent: bool) -> None:
        super().__init__(why)
        self.is_sent = is_sent


class Sent(NamedTuple):
    """A request as it goes to whichever node."""

    method: str
    target: str
    body: bytes | None
    kind: str


class Node:
    """One node: connections to it that are kept open, and whether it is asked at all.

    Attributes:
        refusal: what an operator has to mend before it can be asked; None: nothing that is known.
    """

    def __init__(
        self, host: str, headers: Mapping[str, str], trust: ssl.SSLContext | None, most: int
    ) -> None:
        self.name = host.rpartition("/")[2]
        self.breaker = Breaker()
        self.refusal: Refused | None = None
        self._headers = dict(headers)
        self._most = most
        more = {"ssl_context": trust} if trust else {}
        self._pool = urllib3.connection_from_url(host, maxsize=KEPT, retries=False, **more)

    def exchange(self, sent: Sent, seconds: float) -> tuple[int, bytes]:
        """Status and body of its answer.

        Raises:
            Failed.
            Refused: the answer is larger than any we ask for.
        """
        try:
            return self._exchanged(sent, seconds)
        except (NewConnectionError, ConnectTimeoutError) as error:
            why = "连接不上" if isinstance(error, NewConnectionError) else "连接超时"
            raise self._is_out(why) from error
        except SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                raise self._is_out("TLS 连接失败，这个端口可能不是 https") from error
            self.refusal = _distrusted(self.name, error)
            raise self._is_out("证书不受信任") from error
        except (HTTPError, TimeoutError) as error:
            is_late = isinstance(error, ReadTimeoutError | TimeoutError)
            why = "没有及时回答" if is_late else "连接中断"
            self.breaker.was_slow(why)
            raise Failed(why, is_sent=True) from error

    def probe(self, seconds: float) -> None:
        """Have it show that it is a server we can speak to.

        Raises:
            Failed: it is not there; or it is another kind of server, of a version that is too old, or knows us
                not, which is noted as its refusal.
        """
        status, body = self.exchange(Sent("GET", "/", None, "application/json"), seconds)
        if status >= 500:
            raise self._is_out(f"尚未就绪（{status}）")
        if status != FORBIDDEN:  # else it is one that knows us and tells us nothing of itself
            try:
                _ensure_known(status, body, self.name)
            except Refused as error:
                self.refusal = error
                raise self._is_out("不能使用") from error
        self.refusal = None
        self.breaker.worked()

    def _is_out(self, why: str) -> Failed:
        """The error when it was not reached; it is left out for a while."""
        self.breaker.failed(why)
        return Failed(why, is_sent=False)

    def _exchanged(self, sent: Sent, seconds: float) -> tuple[int, bytes]:
        end = time.monotonic() + seconds
        connect = min(seconds, max(CONNECT_SECONDS, CONNECT_SHARE * seconds))
        timeout = urllib3.Timeout(connect=connect, read=seconds)
        answer = self._pool.urlopen(
            sent.method, sent.target, sent.body, self._headers | {"Content-Type": sent.kind},
            timeout=timeout, redirect=False, preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            body = self._read(answer, end)
        except BaseException:
            answer.close()  # what is left of it would be the beginning of another's answer
            raise
        answer.release_conn()
        return answer.status, body

    def _read(self, answer: urllib3.BaseHTTPResponse, end: float) -> bytes:
        """All of a body, in time.

        Raises:
            Refused, TimeoutError, urllib3's.
        """
        pieces: list[bytes] = []
        size = int(answer.headers.get("Content-Length") or 0)
        while True:
            if size > self._most:
                raise Refused(answer.status, TOO_LARGE, f"> {self._most} bytes")
            if (left := end - time.monotonic()) <= 0:
                raise TimeoutError
            socket = getattr(answer.connection, "sock", None)
            if socket is not None:
                socket.settimeout(left)  # else each piece may take as long as all of them
            piece = answer.read1(_PIECE)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size = max(size, sum(map(len, pieces)))


class Nodes:
    """The nodes of a cluster, asked in turn; safe for threads, of one process.

    Args:
        hosts: ``https://host:9200``.
        headers: go with every request.
        trust: which certificates are; None: of a cluster without TLS.
        most: no answer has more bytes.
    """

    def __init__(
        self,
        hosts: Sequence[str],
        headers: Mapping[str, str],
        trust: ssl.SSLContext | None,
        most: int,
    ) -> None:
        self._nodes = [Node(host, headers, trust, most) for host in hosts]
        self._turn = count()

    def __len__(self) -> int:
        return len(self._nodes)

    def next(self, tried: Collection[Node], until: float) -> Node:
        """The node to ask: the next one that answers, rather one that was not tried yet.

        Raises:
            Unavailable: there is none.
            Refused: there is none, and an operator can mend that.
        """
        first = next(self._turn)
        size = len(self._nodes)
        inturn = [self._nodes[(first + at) % size] for at in range(size)]
        for node in sorted(inturn, key=lambda node: node in tried):
            if self._is_there(node, until):
                return node
        for node in inturn:
            if node.refusal:
                raise node.refusal.with_traceback(None)
        raise silent((node.name, node.breaker.why or "未及询问") for node in self._nodes)

    def _is_there(self, node: Node, until: float) -> bool:
        state = node.breaker.state()
        if state is not State.TRIED:
            return state is State.ASKED
        left = until - time.monotonic()
        seconds = min(left, max(PROBE_SECONDS, left / len(self._nodes)))
        try:
            if seconds > 0:
                node.probe(seconds)
            return seconds > 0
        except Failed as error:
            node.breaker.failed(str(error))
            return False


def _ensure_known(status: int, body: bytes, name: str) -> None:
    """Raise Refused if that is not what an OpenSearch server says of itself."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if status == UNAUTHORIZED:  # said in a word, not as JSON, by those who ask for a password
        raise refused(status, body[:_WORDS].decode("utf-8", "replace"))
    if isinstance(said, dict) and status >= 400:
        raise refused(status, said.get("error"))
    version = said.get("version") if isinstance(said, dict) else None
    number = str(version.get("number", "")) if isinstance(version, dict) else ""
    if not isinstance(version, dict) or version.get("distribution") != "opensearch":
        raise Refused(status, NOT_OPENSEARCH, name)
    major = number.partition(".")[0]
    if not major.isdecimal() or int(major) < LEAST_VERSION:
        raise Refused(status, TOO_OLD, f"{name}: OpenSearch {number}")


def _distrusted(name: str, error: SSLError) -> Refused:
    reason = str(error).partition("certificate verify failed: ")[2].partition(" (_ssl")[0]
    return Refused(0, CERTIFICATE, f"{name}: {reason}")
