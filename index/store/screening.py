"""Looking for withdrawn documents that stand under other ids, before anybody can see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.segment import Segment, Terms, open_terms
from index.store.journal import Row
from index.store.withdrawals import (
    LONGEST,
    Withdrawal,
    Withdrawals,
    body_mark,
    marks_of,
    now,
    title_mark,
)


class Screening:
    """Documents of a generation that are looked through; each is read once, however often it is
    asked for, for whoever asks a second time holds a lock.

    Args:
        terms: the postings of the generation.
        known: folders of postings that were looked through; files shared with them are not read.
    """

    def __init__(self, terms: Path, known: Collection[Path] = ()) -> None:
        self._folder = terms
        self._known = known

    def rows(self, withdrawals: Withdrawals) -> list[Row]:
        """Lines for the journal: the ids of documents that have the marks of a withdrawn one, and
        the marks that a withdrawn one has come to have."""
        if not withdrawals.by_id:
            return []
        rows: dict[str, Row] = {}
        for document in self._doubtful(withdrawals):
            found = withdrawals.of(document)
            if found and found.id != document.id:
                rows[document.id] = _copy_of(found, document).to_row()
            elif found and not found.marks >= marks_of(document):
                rows[document.id] = knowing(found, document).to_row()
        return list(rows.values())

    def _doubtful(self, withdrawals: Withdrawals) -> Iterator[PolicyDocument]:
        """Those that are withdrawn or may be the same as one that is."""
        for segment, _ in self._segments:
            numbers = {n for docs in segment.with_ids(withdrawals.by_id) for n in docs.tolist()}
            for number, title, body in self._marks[segment.name]:
                if number in numbers or withdrawals.may_be(title, body):
                    yield document_at(segment, number)

    @cached_property
    def _segments(self) -> list[tuple[Segment, list[int]]]:
        """Those that are to be looked through, and which of their documents count."""
        seen = {_inode(path) for other in self._known for path in other.iterdir()}
        terms: Terms = open_terms(self._folder)
        return [
            (segment, np.flatnonzero(terms.counts[base : base + segment.documents]).tolist())
            for segment, base in zip(terms.segments, terms.bases, strict=False)
            if _inode(self._folder / segment.name) not in seen
        ]

    @cached_property
    def _marks(self) -> dict[str, list[tuple[int, str, str]]]:
        """Name of a part -> its documents, their title_mark and body_mark."""
        return {
            segment.name: [
                (number, title_mark(segment.title(number)), body_mark(segment.body(number)))
                for number in alive
            ]
            for segment, alive in self._segments
        }


def _copy_of(original: Withdrawal, document: PolicyDocument) -> Withdrawal:
    """The withdrawal of a document that is the same as a withdrawn one."""
    same = original.same or original.id
    fresh = replace(original, id=document.id, at=now(), same=same)
    return knowing(replace(fresh, marks=frozenset(), titles=frozenset()), document)


def knowing(withdrawal: Withdrawal, document: PolicyDocument) -> Withdrawal:
    """A withdrawal with what its document, as it is now, is known by; only digests once erased."""
    known = replace(
        withdrawal,
        marks=withdrawal.marks | marks_of(document),
        titles=withdrawal.titles | {title_mark(document.title)},
    )
    if withdrawal.erased:
        return known
    return replace(known, title=document.title[:LONGEST], number=document.doc_number[:LONGEST])


def document_at(segment: Segment, number: int) -> PolicyDocument:
    """A whole document of a segment."""
    card = PolicyDocument.from_json(segment.card(number))
    return replace(card, body=segment.body(number))


def _inode(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
