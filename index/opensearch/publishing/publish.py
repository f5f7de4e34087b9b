"""Publishing a generation: an index that holds it is found, made of another, or written anew; then it is served.

Nothing that is served is ever written to. Whatever ends a run, the alias leads to a whole index: to the one before, or
to the new one. What an unfinished run has written is gone on with by the next one that publishes the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexMissing, ZhengceError
from index.opensearch import files
from index.opensearch.client import Client
from index.opensearch.documents.shown import Shown, opened
from index.opensearch.meta import Meta
from index.opensearch.publishing import lifecycle
from index.opensearch.publishing.bulk import Progress, removing, send
from index.opensearch.publishing.changes import Changes, anew
from index.opensearch.publishing.comparing import held, other, wanted, within
from index.opensearch.publishing.drafts import Base, contents_in, nearest
from index.opensearch.publishing.forming import formed
from index.opensearch.publishing.lifecycle import Layout
from index.opensearch.publishing.lock import PATIENCE, Lease, writer
from index.opensearch.publishing.members import MEMBERS, write_members
from index.opensearch.publishing.summary import NormsOf, summary
from index.opensearch.served import Published, all_published, index_name, number_of, served
from index.opensearch.titles import TITLES, write_titles
from index.opensearch.vocabulary import VOCABULARY, write_vocabulary
from index.store.store import Store
from index.text.analysis import Analyzer

PATIENT = 300.0
"""Seconds for which the cluster may be without an answer, or have no room, before a run is given up."""


@dataclass(frozen=True, slots=True)
class Done:
    """What publishing did.

    Attributes:
        index, meta: what is served now.
        before: what was served before; None for nothing.
        written, removed: how many documents of an index.
        notes: what an operator is to be told (Chinese).
    """

    index: str
    meta: Meta
    before: str | None = None
    written: int = 0
    removed: int = 0
    notes: tuple[str, ...] = ()


def publish(
    store: Store,
    client: Client,
    name: str,
    analyzer: Analyzer,
    norms_of: NormsOf,
    layout: Layout | None = None,
    progress: Progress | None = None,
    patience: float = PATIENCE,
    processes: int = 1,
    afresh: bool = False,
) -> Done:
    """Have the alias ``name`` lead to what the newest generation of the ledger holds.

    Args:
        norms_of: from the mean lengths of the text fields to how their scores are normalised.
        layout: how the index is spread over the nodes; None: as the one before.
        progress: called with how many documents were written since the last call.
        patience: for how many seconds another writer is waited for.
        processes: so many make documents ready; more than one take the usual analyser.
        afresh: whether no other index is made use of, or kept: a copy holds what was removed from it until it is merged.

    Raises:
        IndexMissing, IndexDamaged, IndexOutdated: the ledger cannot be published.
        IndexBusy: another process is publishing under that name.
        ZhengceError: the cluster does not take it; what was served before is served still.
        Refused, Unavailable.
    """
    client = client.patient(PATIENT)
    with writer(client, name, patience) as lease:
        generation = store.current()
        store.ensure_current(generation, analyzer)
        shown = opened(generation, store.withdrawals())
        run = _Run(client, name, analyzer, lease, progress, processes)
        return run.publish(shown, summary(shown, norms_of), layout, afresh)


class _Run:
    """One run; its methods raise what :func:`publish` does."""

    def __init__(
        self,
        client: Client,
        name: str,
        analyzer: Analyzer,
        lease: Lease,
        progress: Progress | None,
        processes: int,
    ) -> None:
        self._client = client
        self._name = name
        self._analyzer = analyzer
        self._lease = lease
        self._progress = progress
        self._processes = processes

    def publish(self, shown: Shown, meta: Meta, layout: Layout | None, afresh: bool) -> Done:
        client = self._client
        before = self._served()
        indexes = sorted(all_published(client, self._name), key=lambda one: one.index == before)
        if layout is None:
            layout = lifecycle.layout_of(client, before) if before else Layout()
        contents = contents_in(shown)
        usable = [] if afresh else indexes[::-1]
        base = nearest(client, self._name, usable, shown, contents, meta, layout.shards)
        changes = base.changes if base else anew(shown, contents)
        with tempfile.TemporaryDirectory() as folder:
            meta = _completed(meta, base, changes, Path(folder))
            made = self._made(indexes, base, changes, meta, layout, Path(folder))
        if not base or made.index != base.index:
            self._compare(made, changes)
        if not base:
            lifecycle.merge(client, made.index, layout)
        self._lease.ensure_held()
        meta, missing = lifecycle.finish(client, made.index, made.meta, layout)
        self._lease.ensure_held()
        lifecycle.serve(client, self._name, made.index, before)
        self._sweep(made.index, None if afresh else before)
        return replace(made, meta=meta, before=before, notes=tuple(filter(None, [missing])))

    def _served(self) -> str | None:
        """Where the alias leads."""
        with suppress(IndexMissing):
            return served(self._client, self._name).index
        return None

    def _made(
        self,
        indexes: Sequence[Published],
        base: Base | None,
        changes: Changes,
        meta: Meta,
        layout: Layout,
        folder: Path,
    ) -> Done:
        """An index that holds what is wanted, and what was done for it."""
        if base and not changes.count and base.meta.says_as(meta):
            return Done(base.index, replace(base.meta, generation=meta.generation))
        draft = None if base else self._begun(indexes, meta, layout)
        for one in indexes:
            if one.meta and not one.meta.published and one.index != draft:
                lifecycle.remove(self._client, self._name, one)
        if draft is None:
            draft = self._begin(indexes, base, meta, layout, folder)
        numbers = changes.written if base else self._missing(draft, changes)
        self._write(draft, changes, numbers)
        return Done(draft, meta, None, len(numbers), len(changes.removed))

    def _begun(self, indexes: Sequence[Published], meta: Meta, layout: Layout) -> str | None:
        """The index that a run which was ended has begun for the same."""
        for one in reversed(indexes):
            if one.meta and not one.meta.published and not one.meta.made_of:
                if lifecycle.is_lost(self._client, one.index):
                    continue
                shards = lifecycle.layout_of(self._client, one.index).shards
                if one.meta.says_as(meta) and shards == layout.shards:
                    return one.index
        return None

    def _begin(
        self,
        indexes: Sequence[Published],
        base: Base | None,
        meta: Meta,
        layout: Layout,
        folder: Path,
    ) -> str:
        """A new index, empty or as its base is, and its side files."""
        last = max((number_of(one.index) for one in indexes), default=0)
        index = index_name(self._name, last + 1)
        for file in meta.files:
            files.write(self._client, self._name, index, file, folder / file)
        if base:
            lifecycle.clone(self._client, base.index, index, meta)
        else:
            lifecycle.create(self._client, index, meta, layout)
        return index

    def _missing(self, index: str, changes: Changes) -> npt.NDArray[np.int64]:
        """The documents that a new index has not yet, as far as that can be told: whole ranges of serials."""
        lifecycle.refresh(self._client, index)
        return changes.shown.live[within(changes.members.serial, self._other(index, changes))]

    def _write(self, index: str, changes: Changes, numbers: npt.NDArray[np.int64]) -> None:
        version = number_of(index)
        removed = (removing(serial, version) for serial in changes.removed.tolist())
        written = formed(changes, numbers, version, self._analyzer, self._processes)
        nodes = lifecycle.nodes_of(self._client)
        send(self._client, index, chain(removed, written), nodes, self._progress)
        lifecycle.refresh(self._client, index)

    def _compare(self, made: Done, changes: Changes) -> None:
        """Does a new index hold what it is to hold? One that does not is of no use."""
        if self._other(made.index, changes):
            draft = Published(made.index, made.meta, made.meta.files)
            lifecycle.remove(self._client, self._name, draft)
            raise ZhengceError(
                f"集群上新写的索引 {made.index} 与本机的内容不符，已删除，原索引继续提供。请再次运行；若重复出现，请查看集群的日志。"
            )

    def _other(self, index: str, changes: Changes) -> list[int]:
        members = changes.members
        there = held(self._client, index, int(members.serial.max(initial=0)))
        return other(there, wanted(members.serial, members.digest))

    def _sweep(self, index: str, before: str | None) -> None:
        """Remove what is neither served nor was before."""
        others = [one for one in all_published(self._client, self._name) if one.index != index]
        if before == index:  # nothing else is served now, so what was before that is what it was
            whole = [one.index for one in others if one.meta is None or one.meta.published]
            before = whole[-1] if whole else None
        for one in others:
            if one.index != before:
                lifecycle.remove(self._client, self._name, one)


def _completed(meta: Meta, base: Base | None, changes: Changes, folder: Path) -> Meta:
    """All that is said of the index; its side files are written to ``folder``."""
    made: dict[str, Callable[[Path], None]] = {
        VOCABULARY: lambda path: write_vocabulary(changes.shown.terms, path),
        TITLES: lambda path: write_titles(changes.shown, path),
        MEMBERS: lambda path: write_members(changes.members, path),
    }
    for file, write in made.items():
        write(folder / file)
    meta = replace(
        meta,
        content=changes.members.stamp,
        files={file: files.stamp(folder / file) for file in made},
    )
    return replace(meta, norms=base.meta.norms, made_of=base.index) if base else meta
