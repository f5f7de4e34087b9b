"""What differs between two generations: documents that are new, changed, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.errors import SourceError
from index.segment import Terms, open_terms
from index.store.generation import Generation
from index.store.store import Store

NEW, CHANGED, REMOVED = "new", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not the same in both.

    Attributes:
        kind: :data:`NEW`, :data:`CHANGED` or :data:`REMOVED`.
        id: in the later generation; of a removed one, in the earlier.
        former: the id it had in the earlier one, where that was another; else empty.
        number: 发文字号; empty where it has none.
        file: that gave it, within its source.
        source: the folder or file that was indexed.
        is_withdrawn: whether no visitor sees it.
    """

    kind: str
    id: str
    former: str
    title: str
    number: str
    file: str
    source: str
    is_withdrawn: bool


class _Given(NamedTuple):
    digest: str
    source: str
    file: str


def chosen(
    store: Store, before: int | None = None, after: int | None = None
) -> tuple[Generation, Generation]:
    """Two generations by their numbers.

    Args:
        before: None for the one before ``after``.
        after: None for the newest.

    Raises:
        SourceError: one of them is not kept.
        IndexMissing, IndexDamaged, IndexOutdated, IndexInaccessible: there is none, or it cannot
            be opened.
    """
    newest = store.current().number
    kept = {one.number: one for one in store.generations()}
    after = newest if after is None else after
    if before is None:
        before = max((number for number in kept if number < after), default=None)
    if before is None and after in kept:
        raise SourceError(f"第 {after} 代之前没有保留别的代，没有可以比较的。{_kept(kept)}")
    missing = [number for number in (before, after) if number not in kept]
    if before is None or missing:
        raise SourceError(f"没有保留第 {missing[-1]} 代。{_kept(kept)}")
    return kept[before], kept[after]


def differences(store: Store, before: Generation, after: Generation) -> Iterator[Difference]:
    """What differs from ``before`` in ``after``: the new, the changed, the removed documents, each
    in the order of their files.

    Raises:
        IndexDamaged: a table of one of them is not whole.
    """
    old, new = _given(before), _given(after)
    led = {row.id: row.now for row in after.former() if row.now in new and row.id in old}
    former = {now: id for id, now in led.items() if now not in old and id not in new}
    withdrawn = store.withdrawals().by_id
    here, there = open_terms(after.terms), open_terms(before.terms)

    def told(kind: str, id: str, given: _Given, terms: Terms) -> Difference:
        title, number = _titled(terms, id)
        was = former.get(id, "")
        return Difference(
            kind, id, was, title, number, given.file, given.source, id in withdrawn
        )  # fmt: skip

    for id, given in new.items():
        if id not in old and id not in former:
            yield told(NEW, id, given, here)
    for id, given in new.items():
        was = old.get(former.get(id, id))
        if was and (was.digest != given.digest or id in former):
            yield told(CHANGED, id, given, here)
    moved = set(former.values())
    for id, given in old.items():
        if id not in new and id not in moved:
            yield told(REMOVED, id, given, there)


def _given(generation: Generation) -> dict[str, _Given]:
    """Id -> what gave it, in the order of the files."""
    rows = sorted(generation.sources(), key=lambda row: (row.root, row.path))
    return {
        id: _Given(digest, row.root, row.path)
        for row in rows
        for id, digest in zip(row.ids, row.digests, strict=True)
    }


def _titled(terms: Terms, id: str) -> tuple[str, str]:
    """Title and 发文字号 of a document; empty where the index holds it no more (erased)."""
    numbers = terms.numbers(id)
    if not numbers:
        return "", ""
    (card,) = terms.cards(np.array(numbers[:1]))
    return card["title"], card.get("doc_number") or ""


def _kept(kept: dict[int, Generation]) -> str:
    return f"现有：{'、'.join(f'第 {number} 代' for number in sorted(kept))}。"
