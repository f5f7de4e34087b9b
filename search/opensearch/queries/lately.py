"""What was asked lately, by the query itself: a generation changes no more, so an answer stays right."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

import orjson

_V = TypeVar("_V")


def key_of(query: object) -> bytes:
    """What stands for a query, or for several: of JSON."""
    return blake2b(orjson.dumps(query), digest_size=16).digest()


class Lately(Generic[_V]):
    """Keeps what was used last, so many values; safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[bytes, _V] = OrderedDict()

    def known(self, keys: Iterable[bytes]) -> dict[bytes, _V]:
        """The values that are kept of some queries."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def keep(self, values: Mapping[bytes, _V]) -> None:
        """Keep some values."""
        with self._lock:
            self._values.update(values)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
