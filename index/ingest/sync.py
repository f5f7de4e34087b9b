"""Keeping an index in step with folders: what is gone from them goes from the index too.

A long run publishes what it has every so often, so that one that is interrupted goes on where
it was. Few documents may go at once: a folder that is empty may be one that is not mounted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.document import PolicyDocument
from index.errors import SourceError
from index.ingest.changes import Changes, Progress, Report
from index.ingest.publish import base_of, outermost, reported, write
from index.ingest.quality import findings
from index.ingest.sources import as_given, files_under
from index.readers import Options, SourceFile
from index.store.store import Store
from index.text.analysis import Analyzer

CHECKPOINT = 10_000
"""So many documents are written before they are published."""
MOST_LOST = 0.2
"""A larger share of the documents is not dropped unasked."""


def sync_index(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 1,
    force: bool = False,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
) -> Report:
    """Add what is new under ``paths``, replace what has changed, drop what is gone.

    Args:
        processes, options, files: as for :func:`index.ingest.update.update_index`.
        force: drop whatever is gone, however much it is.

    Raises:
        SourceError: a path does not exist, or more than :data:`MOST_LOST` of the documents
            would go; what is new has been published then.
        IndexOutdated: the index was built by another analyser or schema.
        IndexBusy: another process is writing.
    """
    files = list(files_under(paths, store.root)) if files is None else files
    with store.writing():
        base = base_of(store, analyzer)
        with Changes(files, base, progress, options, processes) as changes:
            known = base.manifest.sources if base else ()
            sources = outermost([*known, *(str(as_given(path)) for path in paths)])
            steps = _Steps(changes, paths)
            while not steps.ended:
                held = base.manifest.documents if base else 0
                with store.draft() as draft:
                    write(
                        draft, base, changes, analyzer, processes, sources, steps.some(CHECKPOINT)
                    )
                    if steps.ended and not force:
                        _check(steps.lost, held, store)
                changes.removed.clear()
                base = base_of(store, analyzer)
    return reported(store, changes.report, paths)


def preview(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
) -> tuple[Report, list[tuple[str, str]]]:
    """What :func:`sync_index` would do, and what is doubtful in the documents it would write.

    Returns:
        The report; ``(id, finding)`` for the documents that are new or changed.

    Raises:
        As :func:`sync_index`, but nothing is written and no other writer is waited for.
    """
    base = base_of(store, analyzer)
    files = list(files_under(paths, store.root)) if files is None else files
    with Changes(files, base, progress, options) as changes:
        found = [(item.id, text) for item in changes.documents() for text in findings(item)]
    changes.drop_absent(paths)
    report = changes.report
    held = base.manifest.documents if base else 0
    report.documents = held + report.added - report.removed
    return report, found


class _Steps:
    """The documents of a run, some at a time.

    Attributes:
        ended: whether all were given; then what is gone has been dropped.
        lost: how many documents were dropped that no renamed file gave.
    """

    def __init__(self, changes: Changes, roots: Sequence[Path]) -> None:
        self._changes = changes
        self._roots = roots
        self._steps = changes.steps()
        self.ended = False
        self.lost = 0

    def some(self, count: int) -> Iterator[PolicyDocument]:
        """The next ``count`` documents, and the others of the file that the last is of."""
        given = 0
        for item in self._steps:
            if item:
                given += 1
                yield item
            elif given >= count:
                return
        self.ended = True
        self.lost = self._changes.drop_absent(self._roots)


def _check(lost: int, held: int, store: Store) -> None:
    if lost > MOST_LOST * held:
        raise SourceError(
            f"文件夹中少了 {lost:,} 件（索引共 {held:,} 件），超过 {MOST_LOST:.0%}，没有移除。"
            "请检查文件夹是否完整、是否已挂载；"
            f"确认无误后运行：zhengce sync --force 文件夹 --index {store.root}"
        )
