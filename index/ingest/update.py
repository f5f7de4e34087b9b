"""From folders of files to a new generation: update, rebuild, remove.

Nothing a file contains stops a run: what cannot be read is listed with its reason, what is
doubtful is indexed with a warning. A run that changes nothing publishes nothing. Progress is
reported through a callback, so that no progress bar is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing, SourceError
from index.ingest.carrying import OldIndex, Rest
from index.ingest.changes import Changes
from index.ingest.late import scanning
from index.ingest.publish import NothingFound, base_of, outermost, reported, write
from index.ingest.report import Progress, Report
from index.ingest.settling import accepting, conclude, finish, note_missing
from index.ingest.sources import as_known, files_under, is_gone, present
from index.ingest.steps import Steps, write_steps
from index.readers import NO_OPTIONS, Options, SourceFile
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
    accept: Sequence[Path] = (),
    force: bool = False,
    recognisers: int | None = None,
) -> Report:
    """Add what is new under ``paths``, replace what has changed, leave the rest as it is.

    Args:
        processes: how many cut and write, and how many read; what is found is the same.
        options: how to read; None for what the index remembers.
        files: those under ``paths``, where these have been walked before.
        accept, force: as for :func:`index.ingest.sync.sync_index`.
        recognisers: how many recognise pages that are pictures; None for one a processor.

    Raises:
        HeldBack (a SourceError): a list has lost too much; all else has been published.
        SourceError: a path does not exist that the index does not know, or none does, or
            nothing in a new index is a document.
        IndexOutdated: the index was built by another analyser or schema.
        IndexBusy: another process is writing.
    """
    with store.writing():
        base = base_of(store, analyzer)
        known = base.manifest.sources if base else ()
        paths = as_known(paths, known)
        there = present(paths, known)
        files = list(files_under(there, store.root) if files is None else files)
        sources = outermost([*known, *map(str, paths)])
        accepted = accepting(as_known(accept, sources), force)
        erased, by = store.withdrawals().erased, scanning(store.root, recognisers)
        with Changes(files, base, progress, options, processes, paths, None, erased, by) as changes:
            steps = Steps(changes, lambda: finish(changes, sources, (), accepted))
            published = write_steps(store, base, changes, analyzer, processes, sources, steps)
    note_missing(changes.report, paths)
    report = reported(store, changes.report, paths)
    return conclude(report, published, ["zhengce", "index", *paths, "--index", store.root])


def rebuild_index(
    store: Store,
    paths: Sequence[Path],
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 1,
    options: Options | None = None,
    files: Sequence[SourceFile] | None = None,
    accept: Sequence[Path] = (),
    force: bool = False,
    recognisers: int | None = None,
) -> Report:
    """Read everything again into a new index beside the old, then swap.

    What the old index has and the sources do not give is judged as an update judges it; what is
    held back is carried over, from whichever source it came.

    Args:
        paths: none for the sources that the index remembers.
        processes, options, files, accept, force, recognisers: as for :func:`update_index`.

    Raises:
        HeldBack (a SourceError): as :func:`update_index`.
        SourceError: all sources are gone, or nothing in them is a document, or one gives nothing
            and the old index cannot be read to carry over what it gave.
        IndexMissing: there is no index that could remember its sources.
        IndexBusy: another process is writing.
    """
    with store.build() as draft:
        given = list(paths) or map(Path, store.remembered().sources)
        roots = as_known(given, known := _sources(store))
        there = _present(roots, store)
        files = list(files_under(there, store.root) if files is None else files)
        options = options or _remembered(store)
        old, by = OldIndex(store), scanning(store.root, recognisers)
        held, erased = old.generation, store.withdrawals().erased
        with Changes(files, None, progress, options, processes, roots, held, erased, by) as changes:
            rest = Rest(changes, old, roots, accepting(as_known(accept, known), force))
            documents = chain(changes.documents(), rest.documents())
            write(draft, None, changes, analyzer, processes, rest.sources, documents)
        if not draft.finished:
            raise NothingFound(roots, changes.report, "原索引保持不变。")
    note_missing(changes.report, roots)
    report = reported(store, changes.report, roots)
    return conclude(report, True, ["zhengce", "reindex", *paths, "--index", store.root])


def remove(store: Store, targets: Sequence[str]) -> Report:
    """Remove documents by id, or everything that came from a file or folder.

    Raises:
        SourceError: a target is neither; then nothing has been removed.
        IndexMissing, IndexBusy: there is no index, or another process is writing.
    """
    with store.build() as draft:
        base = store.current()
        changes = Changes([], base, None, erased=store.withdrawals().erased)
        unknown = [target for target in targets if not changes.forget(target)]
        if unknown:
            raise SourceError(
                f"索引中没有 {'、'.join(unknown)}。请用文件标识（网址 /documents/ 后的部分）或收录时的路径。"
            )
        gone = as_known(map(Path, targets), base.manifest.sources)
        sources = tuple(
            source
            for source in base.manifest.sources
            if not any(path == Path(source) or path in Path(source).parents for path in gone)
        )
        write(draft, base, changes, None, 1, lambda: sources, iter(()))
    return reported(store, changes.report, ())


def _present(roots: Sequence[Path], store: Store) -> list[Path]:
    """The sources of a rebuild that are there."""
    if not roots:
        raise SourceError("索引没有记录任何来源。请先收录：zhengce index 文件夹")
    gone = [str(path) for path in roots if is_gone(path)]
    if len(gone) == len(roots):
        raise SourceError(
            f"来源不存在：{'、'.join(gone)}。原索引保持不变。请检查挂载和链接；"
            "来源已搬到别处的，请指定新的位置：zhengce reindex 新位置。"
            f"不再需要其中的文件，才移除它们：zhengce remove {gone[0]}"
        )
    return present(roots, _sources(store))


def _sources(store: Store) -> tuple[str, ...]:
    """The sources of the index so far, if there is one and it can still say so."""
    try:
        return store.remembered().sources
    except (IndexMissing, IndexDamaged):
        return ()


def _remembered(store: Store) -> Options:
    """How the index was read so far, if there is one and it can still say so."""
    try:
        return Options.from_json(store.remembered().reading)
    except (IndexMissing, IndexDamaged):
        return NO_OPTIONS
