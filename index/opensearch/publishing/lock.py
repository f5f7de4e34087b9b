"""One writer of a name at a time, on whatever machine: a document of the index ``NAME-lock`` that somebody holds.

It is renewed while its holder works, and void when it was not for long: who was killed keeps nobody from writing. The
lock is for those who work at once; what a writer does who has lost it is harmless by itself: it writes an index of its
own, and leads the alias to it only if that still leads where it did.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from index.errors import IndexBusy
from index.opensearch.client import Client, Refused, Unavailable
from index.opensearch.client.failures import NOT_FOUND
from index.opensearch.files import make_small

LEASE = 45.0
"""Seconds after which a lock that was not renewed is void."""
PATIENCE = 60.0
"""Seconds for which a writer waits for another."""
_RENEWALS = 4
"""So often a lock is renewed within its lease."""
_PAUSE = 0.5
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Held:
    """The lock as it stands.

    Attributes:
        row: who holds it, since when and until when.
        query: which write of the document that was, as conditions of the next.
    """

    row: dict[str, Any]
    query: dict[str, str]


class Lease:
    """The lock as its holder has it; threads may ask."""

    def __init__(self, client: Client, name: str, lease: float) -> None:
        self._client = client
        self._index = f"{name}-lock"
        self._path = f"/{self._index}/_doc/writer"
        self._lease = lease
        self._row = {"host": socket.gethostname(), "pid": os.getpid(), "token": uuid4().hex}
        self._row["since"] = datetime.now().astimezone().isoformat(timespec="seconds")
        self._lost = threading.Event()
        self._done = threading.Event()

    @property
    def token(self) -> str:
        """What tells this holder from all others."""
        return str(self._row["token"])

    def taken(self) -> Held | None:
        """Take the lock: None, or who holds it.

        Raises:
            Refused, Unavailable.
        """
        try:
            make_small(self._client, self._index)
            self._put({"op_type": "create"})
            return None
        except Refused as error:
            if error.status != _CONFLICT:
                raise
        if (held := self.held()) is None:
            return self.taken()
        if held.row["until"] > time.time():
            return held
        try:  # who held it did not renew it: it is ours, if nobody else was quicker
            self._put(held.query)
        except Refused as error:
            if error.status != _CONFLICT:
                raise
            return held
        return None

    def ensure_held(self) -> None:
        """Raise IndexBusy if another has taken the lock meanwhile.

        Raises:
            Refused, Unavailable.
        """
        held = self.held()
        if self._lost.is_set() or held is None or held.row["token"] != self.token:
            raise IndexBusy(
                "写锁已被另一个进程接管（本进程曾长时间没有联系上集群），原索引继续提供。请再次运行。"
            )

    def renew(self) -> None:
        """Renew the lock until :meth:`leave`, or until it is lost."""
        while not self._done.wait(self._lease / _RENEWALS):
            with suppress(Unavailable):  # once more, as long as it is ours
                held = self.held()
                if held is None or held.row["token"] != self.token:
                    self._lost.set()
                    return
                try:
                    self._put(held.query)
                except Refused:
                    self._lost.set()
                    return

    def leave(self) -> None:
        """Let others write."""
        self._done.set()
        with suppress(Refused, Unavailable):  # then it runs out by itself
            held = self.held()
            if held and held.row["token"] == self.token:
                self._client.ask("DELETE", self._path, query=held.query)

    def held(self) -> Held | None:
        """The lock as it stands; None where nobody holds it.

        Raises:
            Refused, Unavailable.
        """
        try:
            found = self._client.ask("GET", self._path)
        except Refused as error:
            if error.status != NOT_FOUND:
                raise
            return None
        write = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return Held(found["_source"], {name: str(value) for name, value in write.items()})

    def _put(self, query: dict[str, str]) -> None:
        row = self._row | {"until": time.time() + self._lease}
        self._client.ask("PUT", self._path, row, query=query)


@contextmanager
def writer(
    client: Client, name: str, patience: float = PATIENCE, lease: float = LEASE
) -> Iterator[Lease]:
    """Be the only writer of a name.

    Raises:
        IndexBusy: another was for ``patience`` seconds; it says who.
        Refused, Unavailable.
    """
    own = Lease(client, name, lease)
    until = time.monotonic() + patience
    while held := own.taken():
        if time.monotonic() >= until:
            raise IndexBusy(_busy(name, held.row))
        time.sleep(_PAUSE)
    renewing = threading.Thread(target=own.renew, name="zhengce-lock", daemon=True)
    renewing.start()
    try:
        yield own
    finally:
        own.leave()
        renewing.join()


def _busy(name: str, row: dict[str, Any]) -> str:
    return (
        f"另一个进程（主机 {row['host']}，进程号 {row['pid']}，{row['since']} 开始）正在写入集群上的索引 {name}。"
        f"请等它结束后再试；它若已不在，写锁会在 {LEASE:.0f} 秒内自动失效。"
    )
