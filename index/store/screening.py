"""Looking for withdrawn documents that stand under other ids, before anybody can see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.schema.fields import title_keys
from index.segment import Segment, Terms, open_terms
from index.store.journal import Row
from index.store.withdrawals import LONGEST, Withdrawal, Withdrawals, marks_of, now


def copies_in(folder: Path, known: Collection[Path], withdrawals: Withdrawals) -> list[Row]:
    """Lines for the journal: the ids of documents in ``folder``, the postings of a generation,
    that have the marks of a withdrawn one, and the marks that a withdrawn one has come to have.

    Args:
        known: folders of postings that were looked through; files that ``folder`` shares with
            them are not read again.
    """
    if not withdrawals.by_id:
        return []
    seen = {_inode(path) for other in known for path in other.iterdir()}
    rows: dict[str, Row] = {}
    terms = open_terms(folder)
    for segment, base in zip(terms.segments, terms.bases, strict=False):
        if _inode(folder / segment.name) in seen:
            continue
        counts = terms.counts[base : base + segment.documents]
        for document in _documents(segment, np.flatnonzero(counts).tolist()):
            found = withdrawals.of(document)
            if found and found.id != document.id:
                rows[document.id] = copy_of(found, document).to_row()
            elif found and not found.marks >= marks_of(document):
                rows[document.id] = knowing(found, document).to_row()
    return list(rows.values())


def copy_of(original: Withdrawal, document: PolicyDocument) -> Withdrawal:
    """The withdrawal of a document that is the same as a withdrawn one."""
    same = original.same or original.id
    return knowing(
        replace(original, id=document.id, at=now(), same=same, marks=frozenset()), document
    )


def knowing(withdrawal: Withdrawal, document: PolicyDocument) -> Withdrawal:
    """A withdrawal with what its document, as it is now, is known by; only digests once erased."""
    known = replace(withdrawal, marks=withdrawal.marks | marks_of(document))
    if withdrawal.erased:
        return known
    return replace(known, title=document.title[:LONGEST], number=document.doc_number[:LONGEST])


def same_in(terms: Terms, document: PolicyDocument) -> Iterator[PolicyDocument]:
    """The documents of a generation that have a mark of ``document`` and another id."""
    marks = marks_of(document)
    for key in title_keys(document.title)[:1]:
        for segment, base in zip(terms.segments, terms.bases, strict=False):
            found = segment.postings("title", key)
            numbers = [] if found is None else found.docs.tolist()
            alive = [number for number in numbers if terms.counts[base + number]]
            for other in _documents(segment, alive):
                if other.id != document.id and not marks.isdisjoint(marks_of(other)):
                    yield other


def document_at(segment: Segment, number: int) -> PolicyDocument:
    """A whole document of a segment."""
    card = PolicyDocument.from_json(segment.card(number))
    return replace(card, body=segment.body(number))


def _documents(segment: Segment, numbers: list[int]) -> Iterator[PolicyDocument]:
    return (document_at(segment, number) for number in numbers)


def _inode(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
