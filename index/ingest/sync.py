"""Keeping an index in step with folders: what is gone from them goes from the index too.

A long run publishes what it has every so often, so that one that is interrupted goes on where
it was. Few documents may go at once, and none before all was read and judged: a folder that is
empty may be one that is not mounted (``guard``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.ingest.changes import Changes
from index.ingest.late import Scanning, scanning
from index.ingest.publish import base_of, outermost, reported
from index.ingest.quality import findings
from index.ingest.report import Progress, Report
from index.ingest.settling import accepting, conclude, finish, note_missing
from index.ingest.sources import as_known, files_under, present
from index.ingest.steps import Steps, write_steps
from index.readers import Options, SourceFile
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer

CHECKPOINT = 10_000
"""So many documents are written before they are published."""


def sync_index(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 1,
    force: bool = False,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
    accept: Sequence[Path] = (),
    recognisers: int | None = None,
) -> Report:
    """Add what is new under ``paths``, replace what has changed, drop what is gone.

    Args:
        processes, options, files, recognisers: as for :func:`index.ingest.update.update_index`.
        force: drop whatever is gone, however much it is.
        accept: drop whatever is gone from these files and folders.

    Raises:
        HeldBack (a SourceError): too much would go of a source or list; that stays, and all else
            has been published.
        SourceError: a path does not exist that the index does not know, or none does.
        IndexOutdated: the index was built by another analyser or schema.
        IndexBusy: another process is writing.
    """
    with store.writing():
        base = base_of(store, analyzer)
        paths = as_known(paths, base.manifest.sources if base else ())
        erased = store.withdrawals().erased
        files = _files(store, base, paths, files)
        by = scanning(store.root, recognisers)
        with Changes(files, base, progress, options, processes, paths, None, erased, by) as changes:
            sources = outermost([*(base.manifest.sources if base else ()), *map(str, paths)])
            accepted = accepting(as_known(accept, sources), force)
            steps = Steps(changes, lambda: finish(changes, sources, paths, accepted))
            given = (changes, analyzer, processes, sources, steps)
            published = write_steps(store, base, *given, CHECKPOINT)
    note_missing(changes.report, paths)
    report = reported(store, changes.report, paths)
    return conclude(report, published, ["zhengce", "sync", *paths, "--index", store.root])


def preview(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
    accept: Sequence[Path] = (),
    force: bool = False,
) -> tuple[Report, list[tuple[str, str]]]:
    """What :func:`sync_index` would do, and what is doubtful in the documents it would write.

    Returns:
        The report, ``held`` included; ``(id, finding)`` for the documents that are new or changed.

    Raises:
        As :func:`sync_index` but for HeldBack; nothing is written and no other writer waited for.
    """
    base = base_of(store, analyzer)
    paths = as_known(paths, base.manifest.sources if base else ())
    files = _files(store, base, paths, files)
    erased = store.withdrawals().erased
    by = Scanning(store.root, 0)
    with Changes(files, base, progress, options, 1, paths, None, erased, by) as changes:
        found = [(item.id, text) for item in changes.documents() for text in findings(item)]
    known = base.manifest.sources if base else ()
    sources = outermost([*known, *map(str, paths)])
    finish(changes, sources, paths, accepting(as_known(accept, sources), force))
    note_missing(changes.report, paths)
    report = changes.report
    held = base.manifest.documents if base else 0
    report.documents = held + report.added - report.removed
    return report, found


def _files(
    store: Store,
    base: Generation | None,
    paths: Sequence[Path],
    files: Sequence[SourceFile] | None,
) -> list[SourceFile]:
    there = present(paths, base.manifest.sources if base else ())
    return list(files_under(there, store.root) if files is None else files)
