"""What the page of a document says whatever was searched for; kept of those that were opened last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from search.backend.byte_cache import ByteCache
from search.backend.reading import Reading
from search.facade.evidence import Proofs
from search.facade.relations import relations_of
from search.facade.shelf import Shelf
from search.facade.similar import Likeness
from search.facade.versions import in_force_first
from search.results import DocumentView
from search.snippets import section_links

OPENED_BYTES = 12 * 2**20
"""Some 500 documents: what many searches lead to is opened again and again."""
_RELATED = 20_000
"""Bytes of what is said of a document besides its body, about."""


class _View(NamedTuple):
    """A view, and about how many bytes it takes."""

    view: DocumentView
    nbytes: int


class Opened:
    """Documents of one generation as their pages show them, nothing marked. Safe for several threads."""

    def __init__(self, reading: Reading, shelf: Shelf) -> None:
        self._reading = reading
        self._shelf = shelf
        self._kept: ByteCache[_View] = ByteCache(OPENED_BYTES)

    def of(self, number: int, day: date, likeness: Likeness) -> DocumentView:
        """A document as it is on a day."""
        return self._kept.get((number, day), lambda: self._made(number, day, likeness)).view

    def _made(self, number: int, day: date, likeness: Likeness) -> _View:
        reading = self._reading
        proofs = Proofs(reading, self._shelf.body)
        body = proofs.body(number)
        document = replace(proofs.card(number), body=body)
        same = reading.rows(reading.work(number))
        versions = [one for one in in_force_first(same) if one not in reading.prints(number)]
        alike = likeness.of(reading, number, document, same.lines[0])
        view = DocumentView(
            document=document,
            sections=section_links(body, document.sections),
            versions=tuple(proofs.cards(versions)),
            similar=tuple(proofs.cards(alike)),
            relations=relations_of(reading, number, day, proofs),
        )
        return _View(view, 2 * len(body) + _RELATED)
