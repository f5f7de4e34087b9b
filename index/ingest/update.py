"""From folders of files to a new generation: update, rebuild, remove.

Nothing a file contains stops a run: what cannot be read is listed with its reason, what is
doubtful is indexed with a warning. A run that changes nothing publishes nothing. Progress is
reported through a callback, so that no progress bar is known here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing, SourceError
from index.ingest.changes import Changes, Progress, Report
from index.ingest.publish import base_of, nothing_found, outermost, reported, write
from index.ingest.sources import Folders, as_given, files_under
from index.readers import NO_OPTIONS, Options, SourceFile
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer

__all__ = ["Report", "rebuild_index", "remove", "update_index"]


def update_index(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 1,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
) -> Report:
    """Add what is new under ``paths``, replace what has changed, leave the rest as it is.

    Args:
        processes: how many cut and write, and how many read; what is found does not
            depend on it.
        options: how to read; None for what the index remembers.
        files: what :func:`index.ingest.sources.files_under` gave for ``paths``, where they have
            been walked before.

    Raises:
        SourceError: a path does not exist, or nothing in a new index is a document.
        IndexOutdated: the index was built by another analyser or schema.
        IndexBusy: another process is writing.
    """
    files = list(files_under(paths, store.root)) if files is None else files
    with store.build() as draft:
        base = base_of(store, analyzer)
        known = base.manifest.sources if base else ()
        sources = outermost([*known, *(str(as_given(path)) for path in paths)])
        with Changes(files, base, progress, options, processes) as changes:
            write(draft, base, changes, analyzer, processes, sources, changes.documents())
    return reported(store, changes.report, paths)


def rebuild_index(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 1,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
) -> Report:
    """Read everything again into a new index beside the old, then swap.

    Args:
        paths: none for the sources that the index remembers.
        processes, options, files: as for :func:`update_index`.

    Raises:
        SourceError: a source is gone, or nothing in them is a document.
        IndexMissing: there is no index that could remember its sources.
        IndexBusy: another process is writing.
    """
    with store.build() as draft:
        roots = list(paths) or [Path(source) for source in store.remembered().sources]
        gone = [str(path) for path in roots if not path.exists()]
        if gone:
            raise SourceError(
                f"来源不存在：{'、'.join(gone)}。原索引保持不变。请恢复该来源，"
                f"或先移除它：zhengce remove {gone[0]}，或指定要重建的文件夹：zhengce reindex 文件夹"
            )
        if not roots:
            raise SourceError("索引没有记录任何来源。请先收录：zhengce index 文件夹")
        sources = outermost([str(as_given(path)) for path in roots])
        files = list(files_under(roots, store.root)) if files is None else files
        options = options or _remembered(store)
        with Changes(files, None, progress, options, processes, _memory(store)) as changes:
            write(draft, None, changes, analyzer, processes, sources, changes.documents())
        if not draft.finished:
            raise SourceError(f"{nothing_found(roots, changes.report)}原索引保持不变。")
    return reported(store, changes.report, roots)


def remove(store: Store, targets: Sequence[str]) -> Report:
    """Remove documents by id, or everything that came from a file or folder.

    Raises:
        SourceError: a target is neither; then nothing has been removed.
        IndexMissing, IndexBusy: there is no index, or another process is writing.
    """
    with store.build() as draft:
        base = store.current()
        changes = Changes([], base, None)
        unknown = [target for target in targets if not changes.forget(target)]
        if unknown:
            raise SourceError(
                f"索引中没有 {'、'.join(unknown)}。请用文件标识（网址 /documents/ 后的部分）或收录时的路径。"
            )
        gone = Folders(map(Path, targets))
        sources = tuple(
            source for source in base.manifest.sources if not gone.hold(Path(source), Path(source))
        )
        write(draft, base, changes, None, 1, sources, iter(()))
    return reported(store, changes.report, ())


def _memory(store: Store) -> Generation | None:
    """The newest generation that can say which ids documents have."""
    for generation in store.generations():
        with suppress(IndexDamaged):
            deque(chain(generation.sources(), generation.former(), generation.rejected()), maxlen=0)
            return generation
    return None


def _remembered(store: Store) -> Options:
    """How the index was read so far, if there is one and it can still say so."""
    try:
        return Options.from_json(store.remembered().reading)
    except (IndexMissing, IndexDamaged):
        return NO_OPTIONS
