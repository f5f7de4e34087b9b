"""What is said of a file that cannot be read before some of its pages were recognised."""

from __future__ import annotations

from dataclasses import dataclass

from index.document import Rejected
from index.errors import Unreadable


class ToRecognise(Unreadable):
    """Pages of the file are to be recognised before it can be read."""

    def __init__(self, reason: str, pages: tuple[int, ...]) -> None:
        super().__init__(reason)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class Unrecognised(Rejected):
    """A file that waits for its pages to be recognised; else it is left out for that reason.

    Attributes:
        pages: which, from 1 on.
    """

    pages: tuple[int, ...] = ()
