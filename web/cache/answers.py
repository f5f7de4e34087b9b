"""Finished answers, kept as long as what they say holds, within so many bytes.

All that an answer depends on is its :class:`Version`. Its *edition* is what all answers share: the
program, the generation, what was withdrawn, the day; with another edition everything kept is
dropped at once. The *variant* is the address, and how it is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from threading import Event, Lock
from typing import Protocol

from cachetools import LRUCache

from search.evaluation.query_log import Logged
from web.cache import codings

SHARE = 16
"""An answer that would take more than one part of so many is not kept."""
WHOLE = 16
"""Of the bytes that answers may take one part of so many is for bodies unpacked, beside them."""
_BODILESS = ("204", "304")
_DIGITS = 20
_OVERHEAD = 500
"""Bytes that an answer takes besides its texts: objects of Python, about."""


@dataclass(frozen=True)
class Version:
    """What the bytes of an answer follow from; equal versions have equal answers."""

    edition: str
    variant: str

    @cached_property
    def tag(self) -> str:
        """The opaque part of its ETag."""
        text = f"{self.edition}\n{self.variant}".encode("utf-8", "replace")
        return hashlib.sha256(text).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Answer:
    """An answer, whole.

    Attributes:
        status: as HTTP writes it, code and phrase.
        headers: without those that follow from its coding.
        bodies: the same bytes in one coding or several.
        is_packable: whether they are given in other codings than these.
    """

    status: str
    headers: tuple[tuple[str, str], ...]
    bodies: Mapping[str, bytes]
    is_packable: bool

    @classmethod
    def of(cls, status: str, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        """What the site answered."""
        fields = tuple(field for field in headers if field[0] != "Content-Length")
        is_text = codings.is_text(dict(fields).get("Content-Type", ""))
        fields = varying(fields) if is_text or not body else fields
        bodies = {codings.IDENTITY: body}
        return cls(status, fields, bodies, is_text and len(body) >= codings.FEWEST)

    def body(self, coding: str) -> tuple[str, bytes]:
        """What is sent to who takes ``coding``, and its coding."""
        if coding in self.bodies:
            return coding, self.bodies[coding]
        (known, body), *_ = self.bodies.items()
        if not self.is_packable:
            return known, body
        return coding, codings.packed(codings.unpacked(body, known), coding)

    def smallest(self) -> tuple[str, bytes]:
        """The coding in which it takes the fewest bytes, of those it is in, and these bytes."""
        return min(self.bodies.items(), key=lambda one: len(one[1]))

    def with_body(self, coding: str, body: bytes) -> Answer:
        """The same with its bytes in one coding more."""
        return replace(self, bodies={**self.bodies, coding: body})

    def unsent(self) -> list[tuple[str, str]]:
        """The headers for a client that has the body."""
        return [field for field in self.headers if field[0] != "Content-Type"]

    def sent(self, coding: str, body: bytes) -> list[tuple[str, str]]:
        """The headers above ``body``, which is in ``coding``."""
        if self.status[:3] in _BODILESS:
            return [*self.headers]
        length = ("Content-Length", str(len(body)))
        if coding == codings.IDENTITY:
            return [*self.headers, length]
        return [*self.headers, ("Content-Encoding", coding), length]


def varying(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """``headers`` that say that another coding may have been asked for."""
    before = ", ".join(value for name, value in headers if name == "Vary")
    vary = f"{before}, Accept-Encoding" if before else "Accept-Encoding"
    return (*(field for field in headers if field[0] != "Vary"), ("Vary", vary))


@dataclass(frozen=True)
class Kept:
    """An answer that is given as often as it is asked for.

    Attributes:
        version: what it follows from.
        page: the endpoint that made it.
        searched: what the log of queries says of it, each time it is given.
    """

    answer: Answer
    version: Version
    page: str = ""
    searched: Logged | None = None

    @cached_property
    def size(self) -> int:
        """Bytes that it takes, about."""
        texts = sum(len(name) + len(value) for name, value in self.answer.headers)
        bodies = sum(map(len, self.answer.bodies.values()))
        return bodies + texts + len(self.version.variant) + _OVERHEAD

    def small(self) -> Kept:
        """The same without whole bytes where packed ones are smaller: they are unpacked for each of
        the few who ask for them. What is packed already, for who asked first, is not packed anew."""
        bodies = {**self.answer.bodies}
        if len(bodies) == 1:
            coding, body = self.answer.body(codings.ZSTD)
            bodies[coding] = body
        if len(bodies) > 1:
            bodies.pop(codings.IDENTITY, None)
        return replace(self, answer=replace(self.answer, bodies=bodies))


class Sharing(Protocol):
    """Answers of several processes (``web.cache.shared``)."""

    def get(self, version: Version) -> Kept | None:
        """The answer of that version, if there is one."""

    def put(self, kept: Kept) -> None:
        """Let the others have an answer."""


class AnswerCache:
    """The answers of one process that were asked for last; all of it may be called by any thread.

    Args:
        most: bytes of all together, about; 0: none are kept.
        shared: what the other processes have made.
    """

    def __init__(self, most: int, shared: Sharing | None = None) -> None:
        self._most = most
        self._shared = shared
        self._lock = Lock()
        self._edition = ""
        self._kept: LRUCache[str, Kept] = LRUCache(most, getsizeof=attrgetter("size"))
        self._whole: LRUCache[str, bytes] = LRUCache(most // WHOLE, getsizeof=len)
        self._making: dict[Version, Event] = {}

    def __bool__(self) -> bool:
        """Whether anything is ever kept."""
        return self._most > 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """Bytes of what is kept."""
        return int(self._kept.currsize)

    def get(self, version: Version) -> Kept | None:
        """The answer of that version, if it is kept; what is of another edition is dropped."""
        with self._lock:
            if version.edition != self._edition:
                self._edition = version.edition
                self._kept.clear()
                self._whole.clear()
            found: Kept | None = self._kept.get(version.variant)
        if found is None and self._shared and (found := self._shared.get(version)):
            self._keep(found)
        return found

    def body(self, one: Kept, coding: str) -> tuple[str, bytes]:
        """See :meth:`Answer.body`; what was unpacked last is at hand, for proxies that pack themselves."""
        if coding != codings.IDENTITY:
            return one.answer.body(coding)
        key = one.version.variant
        with self._lock:
            whole = self._whole.get(key) if one.version.edition == self._edition else None
        if whole is not None:
            return coding, whole
        known, body = one.answer.body(coding)
        if known == coding and len(body) * SHARE <= self._whole.maxsize:
            with self._lock:
                if one.version.edition == self._edition:
                    self._whole[key] = body
        return known, body

    def keep(self, one: Kept) -> None:
        """Keep an answer, if it is not too large and of the edition that was asked for last."""
        if self._shared:
            self._shared.put(one)
        self._keep(one)

    def _keep(self, one: Kept) -> None:
        if one.size * SHARE > self._most:
            return
        with self._lock:
            if one.version.edition == self._edition:
                self._kept[one.version.variant] = one

    def begin(self, version: Version) -> bool:
        """Whether it is for the caller to make this answer, and to say so when it is :meth:`done`.

        Else another thread was making it, and has done now.
        """
        with self._lock:
            event = self._making.get(version)
            if event is None:
                self._making[version] = Event()
                return True
        event.wait()
        return False

    def done(self, version: Version) -> None:
        """Let those go on who wait for this answer."""
        with self._lock:
            self._making.pop(version).set()
