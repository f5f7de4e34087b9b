"""Erasing what was withdrawn: its text, its card and its terms out of every file of the index.

First the journal says that a document is not to be taken in again; then, as the only writer, the
generation that is served and the one before are written anew without it, side by side with the
old ones, which go last. Whatever ends this in between leaves whole generations in which the
document is withdrawn; :func:`held` tells that it is still there, and erasing it again goes on.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.errors import SourceError
from index.readers.recognition.cache import PageCache
from index.relations.derive import relate
from index.segment import open_terms, seal
from index.store.generation import Draft, Generation, Manifest
from index.store.source_rows import SourceRow
from index.store.store import Store
from index.store.withdrawals import Backup, Withdrawal, token

_OWN = re.compile("-[0-9a-f]{8}$")
"""Behind an id that two different documents gave; see ``index.ingest.changes``."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and where it is still.

    Attributes:
        ids: what was erased, copies under other ids with it.
        generations: how many were written anew.
        files: source files that gave one of them and are still there.
        backups: those that hold one of them, or cannot be looked into where they were made.
        gone: backups that are not where they were made.
    """

    ids: tuple[str, ...]
    generations: int
    files: tuple[Path, ...]
    backups: tuple[Backup, ...]
    gone: tuple[Backup, ...]


def erase(store: Store, ids: Sequence[str]) -> Erased:
    """Take documents that are withdrawn out of every file of the index; all that are to be
    erased and still there, without ``ids``.

    Raises:
        SourceError: one of them is not withdrawn.
        IndexMissing: there is no index.
        IndexBusy: another process is writing the index. They stay withdrawn, and are not taken
            in again.
        IndexDamaged: the newest generation is not whole; it may be all there is.
        OSError: there is no room for the new files; the index is as it was.
    """
    store.current()
    wanted = _noted(store, ids)
    with store.writing():
        traces = {one.id for one in wanted}
        store.current()
        generations = [one for one in store.generations() if _traces(one, traces)]
        files = {row.place for one in generations for row in one.sources() if _gave(row, traces)}
        if generations:
            _rewrite(store, traces)
        PageCache(store.root).forget()  # which of the pages are of these documents nobody knows
    _forget_titles(store)
    backups, gone = _backups(store, traces)
    left = tuple(sorted(file for file in files if file.exists()))
    return Erased(tuple(sorted(traces)), len(generations), left, backups, gone)


def held(store: Store) -> list[Withdrawal]:
    """What is to be erased and is still in a file of the index: the erasure was interrupted, or a
    backup of before was restored."""
    erased = store.withdrawals().erased.by_id.values()
    generations = list(store.generations()) if erased else []
    return [one for one in erased if any(_traces(it, {one.id}) for it in generations)]


def _noted(store: Store, ids: Sequence[str]) -> list[Withdrawal]:
    """Have the journal say that they are not to be taken in again; they and their copies."""
    if not ids:
        return held(store)
    with store.journal.locked():
        known = store.withdrawals(held=True)
        if absent := [id for id in ids if not known.get(id)]:
            raise SourceError(
                f"{'、'.join(absent)} 没有被撤下，不能删除正文。请先撤下：zhengce withdraw {absent[0]} --reason 理由"
            )
        wanted = known.related(ids)
        fresh = [replace(one, erased=True) for one in wanted if not one.erased]
        if fresh:
            store.journal.add([one.to_row() for one in fresh])
    return wanted


def _rewrite(store: Store, ids: Collection[str]) -> None:
    """Publish the newest generation without some documents, and behind it the one before."""
    newest, *before = store.generations()
    with store.replaced(before[:1]) as drafts:
        for draft, generation in zip(drafts, [*before[:1], newest], strict=True):
            _write(draft, generation, ids)


def _write(draft: Draft, base: Generation, ids: Collection[str]) -> None:
    seal(draft.terms, base.terms, purged=ids)
    relate(draft.terms, base.terms)
    rows, places = [], set()
    for row in base.sources():
        if _gave(row, ids):
            places.add((row.root, row.path))
            row = _without(row, ids)
        if row.ids or row.duplicates or row.place.exists():
            rows.append(row)
    rejected = [row for row in base.rejected() if (row["root"], row["path"]) not in places]
    former = [one for one in base.former() if one.id not in ids and one.now not in ids]
    draft.finish(_manifest(draft, base.manifest, len(rejected)), rows, rejected, former)


def _without(row: SourceRow, ids: Collection[str]) -> SourceRow:
    kept = {id: it for id, it in row.documents.items() if id not in ids}
    gone = {id for id in (*row.ids, *row.duplicates) if id in ids}
    return replace(
        row.giving(kept),
        duplicates=tuple(id for id in row.duplicates if not _is_of(id, ids)),
        withheld=tuple(sorted({*row.withheld, *map(token, gone)})),
    )


def _gave(row: SourceRow, ids: Collection[str]) -> bool:
    return any(id in ids for id in (*row.ids, *row.duplicates))


def _is_of(id: str, ids: Collection[str]) -> bool:
    """Whether an id is one of some, or one that was made of it for a file of its own."""
    return id in ids or (bool(_OWN.search(id)) and id[:-9] in ids)


def _traces(generation: Generation, ids: Collection[str]) -> bool:
    """Whether a generation has anything of some documents."""
    terms = open_terms(generation.terms)
    if any(True for segment in terms.segments for _ in segment.with_ids(ids)):
        return True
    return any(_gave(row, ids) for row in generation.sources())


def _manifest(draft: Draft, before: Manifest, rejected: int) -> Manifest:
    terms = open_terms(draft.terms)
    columns, live = terms.columns, terms.counts
    newest = int(columns.dated[live].max(initial=0))
    return replace(
        before,
        documents=int(live.sum()),
        with_body=int(columns.has_body[live].sum()),
        warnings=int(columns.doubted[live].sum()),
        newest=date.fromordinal(newest) if newest else None,
        rejected=rejected,
    )


def _forget_titles(store: Store) -> None:
    """Leave the titles of what was erased out of the journal too."""
    with store.journal.locked():
        rows = store.journal.read(held=True).rows
        erased = store.withdrawals(held=True).erased.by_id
        kept = [
            {name: value for name, value in row.items() if name not in ("title", "number")}
            if row.get("id") in erased
            else row
            for row in rows
        ]
        if kept != list(rows):
            store.journal.replace(kept)


def _backups(store: Store, ids: Collection[str]) -> tuple[tuple[Backup, ...], tuple[Backup, ...]]:
    """The backups that hold some documents, and those that are not where they were."""
    there, gone = [], []
    for backup in store.withdrawals().backups:
        if not Path(backup.path).exists():
            gone.append(backup)
        elif _may_hold(Path(backup.path), ids):
            there.append(backup)
    return tuple(there), tuple(gone)


def _may_hold(path: Path, ids: Collection[str]) -> bool:
    """Whether a backup names one of some documents; true where that cannot be told."""
    try:
        with tarfile.open(path, "r:") as archive:
            return any(id in ids for id in _named(archive))
    except (OSError, tarfile.TarError, ValueError, KeyError):
        return True


def _named(archive: tarfile.TarFile) -> Iterator[str]:
    file = archive.extractfile("sources.jsonl")
    for line in file or ():
        row = json.loads(line.decode("utf-8", "surrogateescape"))
        yield from (*row["ids"], *row["duplicates"])
