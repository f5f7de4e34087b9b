"""Looking for withdrawn documents that stand under other ids, before anybody can see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.segment import Segment, Terms, open_terms
from index.store.generation import Generation
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
        known: folders of postings that were looked through; what counts in them is not read again.
        renamed: see :func:`renamed`; both ids are of the document that was withdrawn under one.
    """

    def __init__(
        self,
        terms: Path,
        known: Collection[Path] = (),
        renamed: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._folder = terms
        self._known = known
        self._renamed = tuple(renamed)

    def rows(self, withdrawals: Withdrawals) -> list[Row]:
        """Lines for the journal: the ids of documents that have the marks of a withdrawn one, and
        the marks that a withdrawn one has come to have."""
        if not withdrawals.by_id:
            return []
        rows: dict[str, Row] = {}
        others = self._other_ids(withdrawals)
        for document in self._doubtful(withdrawals, others):
            found = withdrawals.of(document) or others.get(document.id)
            if found and found.id != document.id:
                rows[document.id] = _copy_of(found, document).to_row()
            elif found and not found.marks >= marks_of(document):
                rows[document.id] = knowing(found, document).to_row()
        return list(rows.values())

    def _other_ids(self, withdrawals: Withdrawals) -> dict[str, Withdrawal]:
        """The ids that withdrawn documents had before or have now. One that is shown already in
        what was looked through is of another document, or was noted when it came."""
        found: dict[str, Withdrawal] = {}
        for old, new in self._renamed:
            for one, other in ((old, new), (new, old)):
                if (withdrawal := withdrawals.get(one)) and not withdrawals.get(other):
                    found.setdefault(other, withdrawal)
        shown = set().union(*(_live(folder, found) for folder in self._known)) if found else ()
        return {id: one for id, one in found.items() if id not in shown}

    def _doubtful(
        self, withdrawals: Withdrawals, others: Collection[str]
    ) -> Iterator[PolicyDocument]:
        """Those that are withdrawn or may be the same as one that is."""
        ids = {*withdrawals.by_id, *others}
        for segment, _ in self._segments:
            numbers = {n for docs in segment.with_ids(ids) for n in docs.tolist()}
            for number, title, body in self._marks[segment.name]:
                if number in numbers or withdrawals.may_be(title, body):
                    yield document_at(segment, number)

    @cached_property
    def _segments(self) -> list[tuple[Segment, list[int]]]:
        """Those that are to be looked through, and which of their documents count here and did
        not in what was looked through: a part is shared by generations that have removed
        different documents of it."""
        seen: dict[tuple[int, int], npt.NDArray[np.bool_]] = {}
        for other in self._known:
            for part, segment, counts in _parts(other):
                seen[part] = counts | seen.get(part, np.zeros(segment.documents, bool))
        return [
            (segment, np.flatnonzero(counts & ~seen.get(part, np.zeros_like(counts))).tolist())
            for part, segment, counts in _parts(self._folder)
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


def renamed(generations: Iterable[Generation]) -> list[tuple[str, str]]:
    """Ids that documents had, each with the one that the document has now: a document that got
    another id and has changed beyond recognition in the same edit is known by this alone. Two
    that stand in one generation side by side are two documents."""
    folders, pairs = [], set[tuple[str, str]]()
    for generation in generations:
        folders.append(generation.terms)
        with suppress(IndexDamaged):
            pairs.update((one.id, one.now) for one in generation.former() if one.now)
    ids = {id for pair in pairs for id in pair}
    for folder in folders if pairs else ():
        live = _live(folder, ids)
        pairs = {pair for pair in pairs if not live.issuperset(pair)}
    return sorted(pairs)


def _live(terms: Path, ids: Collection[str]) -> set[str]:
    """Those of some ids that count in a generation."""
    return {
        str(segment.card(number)["id"])
        for _, segment, counts in _parts(terms)
        for docs in segment.with_ids(ids)
        for number in docs[counts[docs]].tolist()
    }


def _parts(terms: Path) -> Iterator[tuple[tuple[int, int], Segment, npt.NDArray[np.bool_]]]:
    """The parts of a generation: device and inode, the part, bool[documents]: those that count."""
    opened: Terms = open_terms(terms)
    for segment, base in zip(opened.segments, opened.bases, strict=False):
        status = (terms / segment.name).stat()
        counts = opened.counts[base : base + segment.documents]
        yield (status.st_dev, status.st_ino), segment, counts


def document_at(segment: Segment, number: int) -> PolicyDocument:
    """A whole document of a segment."""
    card = PolicyDocument.from_json(segment.card(number))
    return replace(card, body=segment.body(number))
