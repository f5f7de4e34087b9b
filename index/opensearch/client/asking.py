"""One request to a cluster: to a node, to another where the first has no answer, again for who is patient."""

from __future__ import annotations

import os
import random
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any
from urllib.parse import urlencode

import orjson

from index.errors import MALFORMED
from index.opensearch.client.deadline import end_of
from index.opensearch.client.failures import (
    Unavailable,
    is_out_of_room,
    refused,
    silent,
    unavailable,
)
from index.opensearch.client.nodes import Failed, Node, Nodes, Sent

JSON = "application/json"
NDJSON = "application/x-ndjson"
MOST_BYTES = 256 * 2**20
"""No answer that we ask for is larger: bodies and pieces of side files are asked for in parts."""
FIRST_SHARE = 0.6
"""Of its time, so much is the first node's, where another can be asked after it."""
TRIES = 2
"""So many nodes get a request at most, those not counted that it did not reach."""
BREATH = 0.1
"""Seconds before another node is asked what one has no room for, or no shard."""
PAUSES = (0.1, 0.5, 2.0, 5.0)
"""Seconds between the tries of somebody patient, each more or less by half."""
READS = ("_search", "_msearch", "_count", "_mget", "_refresh", "_flush")
"""What can be asked twice, though it is a POST."""


class Client:
    """Sends requests to the nodes of a cluster in turn; safe for several threads, and in processes that are forked
    from one that has it: each connects by itself.

    A node that fails is left out for a while (``index.opensearch.client.breaker``); when all are, who asks is told so at
    once.

    Args:
        hosts: ``http://127.0.0.1:9200``, several nodes of one cluster.
        seconds: a request takes no longer; see ``index.opensearch.client.deadline`` for several together.
        headers: go with every request: who we are.
        trust: which certificates are.
        most: bytes of an answer.

    Attributes:
        patience: see :meth:`patient`.
    """

    def __init__(
        self,
        hosts: Sequence[str],
        seconds: float = 10.0,
        *,
        headers: Mapping[str, str] | None = None,
        trust: ssl.SSLContext | None = None,
        most: int = MOST_BYTES,
    ) -> None:
        self._seconds = seconds
        self.patience = 0.0
        self._connected = _Connected(lambda: Nodes(hosts, headers or {}, trust, most))

    def patient(self, seconds: float) -> Client:
        """The same client for somebody who can wait: what fails for want of room or of a node is tried again, and
        again, for ``seconds``, if it can be asked twice."""
        other = copy(self)
        other.patience = seconds
        return other

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float | None = None,
        repeatable: bool | None = None,
    ) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """The answer to one request, as JSON.

        Args:
            path: begins with ``/``.
            body: an object to be sent as JSON; a list of objects as lines; bytes as they are.
            seconds: for each time it is asked.
            repeatable: whether asking twice does no more than asking once; None: if it only reads.

        Raises:
            Refused, Unavailable.
        """
        return self._asked(method, path, body, query, seconds, repeatable, lambda answer: answer)

    def search(self, index: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401
        """The answer to one search of all shards of an index.

        Raises:
            Refused, Unavailable: not every shard has answered.
        """
        query = {"allow_partial_search_results": "false"}
        return self._asked("POST", f"/{index}/_search", body, query, None, True, _whole)

    def searches(self, index: str, bodies: Sequence[Mapping[str, object]]) -> list[Any]:
        """The answers to several searches of an index, in their order, in one request.

        Raises:
            Refused, Unavailable: not every shard has answered to every one.
        """
        if not bodies:
            return []
        head = {"allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]

        def all_whole(answer: Any) -> list[Any]:  # noqa: ANN401
            if len(answer["responses"]) != len(bodies):
                raise Unavailable("集群的回答不完整，请稍后重试。")
            return list(map(_whole, answer["responses"]))

        return self._asked("POST", f"/{index}/_msearch", lines, None, None, True, all_whole)  # type: ignore[no-any-return]

    def _asked(
        self,
        method: str,
        path: str,
        body: object,
        query: Mapping[str, str] | None,
        seconds: float | None,
        repeatable: bool | None,
        read: Callable[[Any], Any],
    ) -> Any:  # noqa: ANN401
        data, kind = _encoded(body)
        sent = Sent(method, f"{path}?{urlencode(query)}" if query else path, data, kind)
        if repeatable is None:
            repeatable = method == "GET" or path.rpartition("/")[2] in READS
        own = self._seconds if seconds is None else seconds
        given_up, tries = time.monotonic() + self.patience, 0
        while True:
            call = _Call(self._connected.here(), sent, end_of(own), repeatable, read)
            try:
                return call.answer()
            except Unavailable:
                pause = PAUSES[min(tries, len(PAUSES) - 1)] * random.uniform(0.5, 1.5)
                if not call.may_be_repeated or time.monotonic() + pause > given_up:
                    raise
            time.sleep(pause)
            tries += 1


class _Connected:
    """The connections of this process: made when they are needed, and again in a process that was forked."""

    def __init__(self, connect: Callable[[], Nodes]) -> None:
        self._connect = connect
        self._own: tuple[int, Nodes] | None = None

    def here(self) -> Nodes:
        own = self._own
        if (
            own is None or own[0] != os.getpid()
        ):  # two threads may both connect: one's are forgotten
            own = self._own = os.getpid(), self._connect()
        return own[1]


class _Call:
    """One request on its way to an answer: to one node, and to another where the first has none.

    Attributes:
        may_be_repeated: whether asking once more does no harm.
    """

    def __init__(
        self, nodes: Nodes, sent: Sent, end: float, repeatable: bool, read: Callable[[Any], Any]
    ) -> None:
        self.may_be_repeated = True
        self._nodes = nodes
        self._sent = sent
        self._end = end
        self._is_repeatable = repeatable
        self._read = read
        self._tried: list[Node] = []
        self._reached = 0

    def answer(self) -> Any:  # noqa: ANN401
        """The answer.

        Raises:
            Refused, Unavailable.
        """
        while True:
            node = self._nodes.next(self._tried, self._end)
            try:
                return self._from(node)
            except Failed as error:
                self._tried.append(node)
                if error.is_sent:
                    self._reached += 1
                    self.may_be_repeated = self._is_repeatable
                if not self._is_left():
                    raise silent([(node.name, str(error))]) from error
            except Unavailable:
                self._tried.append(node)
                self._reached += 1
                if not self._is_left():
                    raise
                time.sleep(min(BREATH, max(0.0, self._end - time.monotonic())))

    def _is_left(self) -> bool:
        """Whether another node may, and can, be asked."""
        is_left = self.may_be_repeated and self._reached < TRIES
        return is_left and len(self._tried) <= len(self._nodes) and time.monotonic() < self._end

    def _from(self, node: Node) -> Any:  # noqa: ANN401
        """What one node answers.

        Raises:
            Failed, Refused, Unavailable.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise Failed("没有及时回答", is_sent=False)
        is_first = self._is_repeatable and not self._reached and len(self._nodes) > 1
        status, body = node.exchange(self._sent, left * FIRST_SHARE if is_first else left)
        try:
            said = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            if status < 400:
                raise self._no_answer(node, status) from error
            said = {}  # of somebody between us and the cluster
        node.breaker.worked()
        if status >= 400:
            self._complain(status, said)
        try:
            return self._read(said)
        except MALFORMED as error:
            raise self._no_answer(node, status) from error

    def _no_answer(self, node: Node, status: int) -> Failed:
        node.breaker.was_slow(f"回答不是 OpenSearch 的（{status}）")
        return Failed(node.breaker.why, is_sent=True)

    def _complain(self, status: int, said: object) -> None:
        """Raise what a cluster says no with."""
        error = refused(status, said.get("error") if isinstance(said, dict) else said)
        if not is_out_of_room(status, error.kind):
            raise error
        if status >= 500:
            self.may_be_repeated = self._is_repeatable
        raise unavailable(error)


def _encoded(body: object) -> tuple[bytes | None, str]:
    """What is sent, and what it is."""
    if isinstance(body, list):
        return b"".join(orjson.dumps(line) + b"\n" for line in body), NDJSON
    if isinstance(body, bytes):
        return body, NDJSON
    return (None if body is None else orjson.dumps(body)), JSON


def _whole(answer: Any) -> Any:  # noqa: ANN401
    """An answer of all shards.

    Raises:
        Refused, Unavailable: one is missing.
    """
    if "error" in answer:
        error = refused(answer.get("status", 0), answer["error"])
        if is_out_of_room(error.status, error.kind):
            raise unavailable(error)
        raise error
    shards = answer["_shards"]
    if answer["timed_out"] or shards["successful"] < shards["total"]:
        raise Unavailable("集群没有全部回答（有分片缺失），不提供不完整的结果；恢复后会自动继续。")
    return answer
