"""What a rebuild carries over from the index before: the documents that are held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.errors import IndexDamaged, IndexMissing, SourceError, damaged
from index.ingest.changes import Changes
from index.ingest.guard import Accepted
from index.ingest.publish import outermost
from index.ingest.settling import settle
from index.ingest.sources import as_given, is_below
from index.segment import open_terms
from index.store.generation import Generation
from index.store.source_rows import SourceRow
from index.store.store import Store

NOT_NAMED = "这次没有指定"
UNREAD = "有内容读不出来"


class OldIndex:
    """The index before, as far as it can be read.

    Attributes:
        generation: the newest whose tables are whole; None if there is none.
        rows: its table of sources.
        sources: what the newest generation remembers that says so.
        is_there: whether there is any, be it readable or not.
    """

    def __init__(self, store: Store) -> None:
        self.generation: Generation | None = None
        self.rows: list[SourceRow] = []
        self.is_there = store.current_number() is not None
        for generation in store.generations():
            try:
                self.rows = list(generation.sources())
            except IndexDamaged:
                continue
            self.generation = generation
            break
        try:
            self.sources = store.remembered().sources
        except (IndexMissing, IndexDamaged):
            self.sources = ()


class Rest:
    """What a rebuild publishes beside what it has read.

    Args:
        changes: the rebuild; its documents are given before these.
        roots: the sources that it reads.
    """

    def __init__(
        self, changes: Changes, old: OldIndex, roots: Sequence[Path], accepted: Accepted
    ) -> None:
        self._changes = changes
        self._old = old
        self._roots = [as_given(root) for root in roots]
        self._accepted = accepted
        self._above = {node for root in self._roots for node in (root, *root.parents)}

    def documents(self) -> Iterator[PolicyDocument]:
        """The documents of the old index that are held back.

        Raises:
            SourceError: there is something to carry over, and the old index cannot be read.
        """
        if not any(row.ids for row in self._changes.rows):
            return  # nothing was read: nothing is published
        if self._old.generation is None:
            self._check_unread()
            return
        kept = self._settled(self._old.generation)
        try:
            yield from carried(self._old.generation, kept)
        except IndexDamaged as error:
            raise self._refusal(str(error)) from error

    def sources(self) -> tuple[str, ...]:
        """The sources of the new index: those that were read, and those something is held of."""
        held = [row.place for row in self._changes.rows if row.held]
        kept = [
            source
            for source in self._old.sources
            if any(is_below(place, {Path(source)}) for place in held)
        ]
        return outermost([*map(str, self._roots), *kept])

    def _settled(self, old: Generation) -> frozenset[str]:
        gone = {row.place for row in self._old.rows} - self._changes.listed
        unread = {row.place: UNREAD for row in self._changes.rejected}
        outside = {self._outside(place): NOT_NAMED for place in gone if self._is_outside(place)}
        kept = settle(
            self._changes,
            self._old.rows,
            gone,
            [*map(Path, self._old.sources), *self._roots],
            self._accepted,
            same_reading=old.manifest.reading == self._changes.options.to_json(),
            unseen=unread | self._changes.unseen | outside,
        )
        ids = (id for row in self._old.rows for id in row.ids)
        self._changes.report.removed = sum(self._changes.owner_of(id) is None for id in ids)
        return kept

    def _is_outside(self, place: Path) -> bool:
        return not is_below(place, self._roots)

    def _outside(self, place: Path) -> Path:
        """The topmost folder above a file that holds nothing of what is read now, or its source."""
        top = place
        for parent in place.parents:
            if parent in self._above or str(top) in self._old.sources:
                break
            top = parent
        return top

    def _check_unread(self) -> None:
        """Without an old index to compare with, each source must give something."""
        given = [row.place for row in self._changes.rows if row.ids]
        sources = dict.fromkeys([*self._roots, *map(Path, self._old.sources)])
        empty = [
            source
            for source in sources
            if not any(is_below(place, {source}) for place in given)
            and not self._accepted.covers(source)
        ]
        if self._old.is_there and empty:
            names = "、".join(map(str, empty))
            raise self._refusal(f"{names} 现在没有给出任何文件，而原索引无法读取，不知其中原有什么")

    def _refusal(self, why: str) -> SourceError:
        return SourceError(
            f"{why}。没有启用新索引，原索引保持不变。请检查来源是否完整、是否已挂载，"
            "或用 zhengce rollback 恢复上一代；确认要舍弃这些内容，请在原命令后加上 --force。"
        )


def carried(generation: Generation, ids: Iterable[str]) -> Iterator[PolicyDocument]:
    """The documents of some ids, as they were written.

    Raises:
        IndexDamaged: one of them cannot be read, or not by this software.
    """
    wanted = sorted(ids)
    if not wanted:
        return
    terms = open_terms(generation.terms)
    for id in wanted:
        number = next(iter(terms.numbers(id)), None)
        if number is None:
            raise damaged(generation.folder, f"缺少文件 {id}")
        [card] = terms.cards(np.array([number]))
        try:
            yield PolicyDocument.from_json(card | {"body": terms.body(number)})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged(generation.folder, "由另一版本的程序写成") from error
