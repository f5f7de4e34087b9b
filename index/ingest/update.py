"""From folders of files to a new generation: update, rebuild, remove.

Nothing a file contains stops a run: what cannot be read is listed with its reason, what is
doubtful is indexed with a warning. A run that changes nothing publishes nothing. Progress is
reported through a callback, so that no progress bar is known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from index.document import PolicyDocument
from index.errors import IndexDamaged, IndexMissing, SourceError
from index.ingest.changes import Changes, Progress, Report
from index.ingest.parallel import open_writer
from index.ingest.sources import files_under
from index.readers import NO_OPTIONS, Options
from index.relations.citations import citations
from index.segment import fingerprint, open_terms, seal
from index.store.generation import Draft, Generation, Manifest
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
) -> Report:
    """Add what is new under ``paths``, replace what has changed, leave the rest as it is.

    Args:
        processes: how many cut and write, and how many read; what is found does not
            depend on it.
        options: how to read; None for what the index remembers.

    Raises:
        SourceError: a path does not exist, or nothing in a new index is a document.
        IndexOutdated: the index was built by another analyser or schema.
        IndexBusy: another process is writing.
    """
    files = list(files_under(paths, store.root))
    with store.build() as draft:
        base = base_of(store, analyzer)
        known = base.manifest.sources if base else ()
        sources = outermost([*known, *(str(path.resolve()) for path in paths)])
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
) -> Report:
    """Read everything again into a new index beside the old, then swap.

    Args:
        paths: none for the sources that the index remembers.
        processes, options: as for :func:`update_index`.

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
        sources = outermost([str(path.resolve()) for path in roots])
        files = list(files_under(roots, store.root))
        options = options or _remembered(store)
        with Changes(files, None, progress, options, processes) as changes:
            write(draft, None, changes, analyzer, processes, sources, changes.documents())
        if not draft.finished:
            raise SourceError(f"{_nothing_found(roots, changes.report)}原索引保持不变。")
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
        gone = [Path(target).resolve() for target in targets]
        sources = tuple(
            source
            for source in base.manifest.sources
            if not any(path == Path(source) or path in Path(source).parents for path in gone)
        )
        write(draft, base, changes, None, 1, sources, iter(()))
    return reported(store, changes.report, ())


def base_of(store: Store, analyzer: Analyzer) -> Generation | None:
    """The generation that a run goes on from; None when there is none yet.

    Raises:
        IndexDamaged: it is not whole.
        IndexOutdated: it was built by another analyser or schema.
    """
    if store.current_number() is None:
        return None
    base = store.current()
    store.ensure_current(base, analyzer)
    return base


def write(
    draft: Draft,
    base: Generation | None,
    changes: Changes,
    analyzer: Analyzer | None,
    processes: int,
    sources: tuple[str, ...],
    documents: Iterator[PolicyDocument],
) -> None:
    """Write ``documents``, out of ``changes``, into ``draft`` and link what did not change;
    nothing if all is as it was. Without an analyser there must be none."""
    first = next(documents, None)
    idle = first is None and not changes.removed
    as_before = changes.tables_as_before and changes.options.to_json() == changes.read_before
    if base and idle and sources == base.manifest.sources and as_before:
        return
    if first and analyzer:
        with open_writer(draft.terms, analyzer, str(draft.number), processes) as writer:
            for document in chain([first], documents):
                writer.add(document)
    known = base.terms if base else None
    seal(draft.terms, known, changes.removed, citations, compact=base is None)
    identity = fingerprint(analyzer) if analyzer else base.manifest.fingerprint if base else ""
    if base or first:
        manifest = _manifest(draft, identity, sources, changes)
        draft.finish(manifest, changes.rows, [asdict(item) for item in changes.rejected])


def _remembered(store: Store) -> Options:
    """How the index was read so far, if there is one and it can still say so."""
    try:
        return Options.from_json(store.remembered().reading)
    except (IndexMissing, IndexDamaged):
        return NO_OPTIONS


def _manifest(draft: Draft, identity: str, sources: tuple[str, ...], changes: Changes) -> Manifest:
    terms = open_terms(draft.terms)
    columns, live = terms.columns, terms.counts
    newest = int(columns.dated[live].max(initial=0))
    return Manifest(
        fingerprint=identity,
        built_at=datetime.now(UTC).replace(microsecond=0),
        documents=int(live.sum()),
        with_body=int(columns.has_body[live].sum()),
        rejected=len(changes.rejected),
        warnings=int(columns.doubted[live].sum()),
        newest=date.fromordinal(newest) if newest else None,
        sources=sources,
        reading=changes.options.to_json(),
    )


def reported(store: Store, report: Report, paths: Sequence[Path]) -> Report:
    number = store.current_number()
    if number is None:
        raise SourceError(_nothing_found(paths, report))
    report.generation = number
    report.documents = store.current().manifest.documents
    return report


def outermost(sources: list[str]) -> tuple[str, ...]:
    """``sources`` each once, without those that lie within another."""
    once = list(dict.fromkeys(sources))
    return tuple(
        inner for inner in once if not any(str(parent) in once for parent in Path(inner).parents)
    )


def _nothing_found(paths: Sequence[Path], report: Report) -> str:
    where = "、".join(str(path) for path in paths)
    if report.rejected:
        first = report.rejected[0]
        return f"{where} 中没有一份文件可以收录，例如 {first.source_path}：{first.reason}"
    return f"{where} 中没有文件。请指定存放政策文件的文件夹。"
