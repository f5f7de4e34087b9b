"""What was read of a generation last, bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class _Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


_V = TypeVar("_V", bound=_Sized)


class ByteCache(Generic[_V]):
    """Keeps what was used last, up to so many bytes; safe for several threads.

    Args:
        over: bytes that keeping a value takes beside its own.
    """

    def __init__(self, most: int, over: int = 0) -> None:
        self._most = most
        self._over = over
        self._lock = Lock()
        self._values: OrderedDict[Hashable, _V] = OrderedDict()
        self.nbytes = 0

    def known(self, key: Hashable) -> _V | None:
        """The value of ``key`` if it is here."""
        with self._lock:
            return self._values.get(key)

    def get(self, key: Hashable, make: Callable[[], _V]) -> _V:
        """The value of ``key``; made if it is not here."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.nbytes += value.nbytes + self._over
            while self.nbytes > self._most and len(self._values) > 1:
                _, dropped = self._values.popitem(last=False)
                self.nbytes -= dropped.nbytes + self._over
        return value
