"""Cards as ready objects, by document: those looked at last are kept, and ten of them are one look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

_C = TypeVar("_C")


class Cards(Generic[_C]):
    """Keeps what was read of documents last, up to so many bytes; safe for several threads.

    Those looked at lately are in one table, those before in another; when the first has half of the bytes it
    takes the place of the second. So whoever finds what is wanted has nothing to put in order.

    Args:
        read: reads some documents, given by their numbers.
        weigh: about how many bytes one of them takes.
    """

    def __init__(
        self,
        read: Callable[[Sequence[int]], Sequence[_C]],
        weigh: Callable[[_C], int],
        most: int,
    ) -> None:
        self._read = read
        self._weigh = weigh
        self._most = most
        self._lock = Lock()
        self._lately: dict[int, _C] = {}
        self._before: dict[int, _C] = {}
        self._nbytes = self._nbytes_before = 0

    @property
    def nbytes(self) -> int:
        """About so many bytes are kept."""
        return self._nbytes + self._nbytes_before

    def of(self, numbers: Sequence[int]) -> list[_C]:
        """Some documents, in the order given."""
        lately = self._lately
        try:
            return list(map(lately.__getitem__, numbers))
        except KeyError:
            return self._found(lately, numbers)

    def _found(self, lately: dict[int, _C], numbers: Sequence[int]) -> list[_C]:
        before = self._before
        missing = [number for number in dict.fromkeys(numbers) if number not in lately]
        unread = [number for number in missing if number not in before]
        found = {number: before[number] for number in missing if number in before}
        found |= zip(unread, self._read(unread), strict=True)
        whole = [found[number] if number in found else lately[number] for number in numbers]
        with self._lock:
            self._keep(found)
        return whole

    def _keep(self, found: dict[int, _C]) -> None:
        for number, card in found.items():
            if number in self._lately:  # another thread has read it meanwhile
                continue
            self._lately[number] = card
            self._nbytes += self._weigh(card)
            if 2 * self._nbytes > self._most:
                self._before, self._lately = self._lately, {}
                self._nbytes_before, self._nbytes = self._nbytes, 0
