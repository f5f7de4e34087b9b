"""Asking a cluster: one request to one of its nodes, within a time of our own, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import orjson
import urllib3

JSON = "application/json"
NDJSON = "application/x-ndjson"


class Refused(Exception):
    """The cluster answers, and says no; a defect, or something an operator can mend.

    Attributes:
        status: HTTP status.
        kind: ``error.type`` of the answer.
    """

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind


class Unavailable(Exception):
    """The cluster, or a shard that is needed, does not answer in time."""


class Client:
    """Sends requests to the nodes of a cluster in turn; safe for several threads.

    Args:
        hosts: ``http://127.0.0.1:9200``, several nodes of one cluster.
        seconds: a request takes no longer.
    """

    def __init__(self, hosts: Sequence[str], seconds: float = 10.0) -> None:
        self._hosts = list(hosts)
        self._seconds = seconds
        self._pool = urllib3.PoolManager(num_pools=16, maxsize=8, retries=False)
        self._turn = count()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Any:  # noqa: ANN401 -- JSON of many shapes
        """The answer to one request, as JSON.

        Args:
            path: begins with ``/``.
            body: an object to be sent as JSON; a list of objects as lines; bytes as they are.

        Raises:
            Refused, Unavailable.
        """
        if isinstance(body, list):
            data, kind = b"".join(orjson.dumps(line) + b"\n" for line in body), NDJSON
        elif isinstance(body, bytes):
            data, kind = body, NDJSON
        else:
            data, kind = b"" if body is None else orjson.dumps(body), JSON
        address = self._hosts[next(self._turn) % len(self._hosts)] + path
        if query:
            address += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        try:
            answer = self._pool.request(
                method, address, body=data or None, headers={"Content-Type": kind},
                timeout=self._seconds if seconds is None else seconds,
            )  # fmt: skip
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(str(error)) from error
        said = orjson.loads(answer.data) if answer.data else {}
        if answer.status >= 400:
            raise _refused(answer.status, said.get("error") if isinstance(said, dict) else said)
        return said

    def search(self, index: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401
        """The answer to one search of all shards of an index.

        Raises:
            Refused, Unavailable: not every shard has answered.
        """
        query = {"allow_partial_search_results": "false"}
        return _whole(self.ask("POST", f"/{index}/_search", body, query=query))

    def searches(self, index: str, bodies: Sequence[Mapping[str, object]]) -> list[Any]:
        """The answers to several searches of an index, in their order, in one request.

        Raises:
            Refused, Unavailable: not every shard has answered to every one.
        """
        if not bodies:
            return []
        head = {"allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]
        answers = self.ask("POST", f"/{index}/_msearch", lines)["responses"]
        return list(map(_whole, answers))


def _whole(answer: Any) -> Any:  # noqa: ANN401
    """An answer of all shards.

    Raises:
        Refused, Unavailable: one is missing.
    """
    if "error" in answer:
        raise _refused(answer.get("status", 0), answer["error"])
    shards = answer["_shards"]
    if answer["timed_out"] or shards["successful"] < shards["total"]:
        raise Unavailable("not every shard has answered")
    return answer


def _refused(status: int, said: object) -> Refused:
    if isinstance(said, dict):
        return Refused(status, str(said.get("type", "")), str(said.get("reason", "")))
    return Refused(status, "", str(said))
