"""How a run begins and ends: the generation it goes on from, and the one it publishes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from index.document import PolicyDocument
from index.errors import SourceError
from index.ingest.changes import Changes
from index.ingest.parallel import open_writer
from index.ingest.report import Report
from index.ingest.sharing import Workers
from index.relations.derive import relate
from index.segment import fingerprint, open_terms, seal
from index.store.generation import Draft, Generation, Manifest
from index.store.source_rows import held_back
from index.store.store import Store
from index.text.analysis import Analyzer


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
    sources: Callable[[], tuple[str, ...]],
    documents: Iterator[PolicyDocument],
) -> bool:
    """Write ``documents``, out of ``changes``, into ``draft`` and link what did not change;
    nothing if all is as it was. Without an analyser there must be none.

    Args:
        sources: which the index has then; asked when the documents were given to the end.

    Returns:
        Whether anything is published but that something is held back: that alone changes nothing
        for a visitor, but the operator is to be reminded of it.
    """
    first = next(documents, None)
    idle = first is None and not changes.removed
    as_before = changes.given_as_before and changes.same_reading
    is_idle = bool(base and idle and sources() == base.manifest.sources and as_before)
    if is_idle and changes.held_as_before:
        return False
    if first and analyzer:
        with open_writer(draft.terms, analyzer, str(draft.number), processes) as writer:
            for document in chain([first], documents):
                writer.add(document)
    known = base.terms if base else None
    seal(draft.terms, known, changes.removed, compact=base is None)
    with Workers(draft.terms, processes) as workers:
        relate(draft.terms, known, workers if processes > 1 else None)
    identity = fingerprint(analyzer) if analyzer else base.manifest.fingerprint if base else ""
    if base or first:
        manifest = _manifest(draft, identity, sources(), changes)
        rejected = [asdict(item) for item in changes.rejected]
        draft.finish(manifest, changes.rows, rejected, changes.former)
    return draft.finished and not is_idle


def _manifest(draft: Draft, identity: str, sources: tuple[str, ...], changes: Changes) -> Manifest:
    terms = open_terms(draft.terms)
    columns, live = terms.columns, terms.counts
    newest = int(columns.dated[live].max(initial=0))
    held = held_back(changes.rows, sources)
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
        held={source: sum(files.values()) for source, files in held.items()},
    )


def reported(store: Store, report: Report, paths: Sequence[Path]) -> Report:
    """``report`` of a run that is over, with the generation that is served now.

    Raises:
        NothingFound: there is none: nothing in ``paths`` is a document.
    """
    number = store.current_number()
    if number is None:
        raise NothingFound(paths, report)
    report.generation = number
    report.documents = store.current().manifest.documents
    return report


def outermost(sources: list[str]) -> tuple[str, ...]:
    """``sources`` each once, without those that lie within another; of several names of one
    folder the first that is a link, since that is what an operator points elsewhere."""
    once: dict[Path, str] = {}
    for source in sources:
        real = Path(os.path.realpath(source))
        if once.get(real, str(real)) == str(real):
            once[real] = source
    return tuple(
        name for real, name in once.items() if not any(parent in once for parent in real.parents)
    )


class NothingFound(SourceError):
    """A run gave no document; the message says why, by the first file that was left out.

    Args:
        paths: where it looked.
        kept: what is said of the index besides (Chinese).

    Attributes:
        report: of the run, with all that was left out.
    """

    def __init__(self, paths: Sequence[Path], report: Report, kept: str = "") -> None:
        super().__init__(_why_nothing(paths, report) + kept)
        self.report = report


def _why_nothing(paths: Sequence[Path], report: Report) -> str:
    where = "、".join(str(path) for path in paths)
    if report.rejected:
        first = report.rejected[0]
        return f"{where} 中没有一份文件可以收录，例如 {first.source_path}：{first.reason}"
    if report.passed:
        name, rule = report.passed[0]
        return f"{where} 中的文件都被略过，例如 {name}：{rule}。请检查 --include、--exclude 和 .zhengceignore。"
    return f"{where} 中没有文件。请指定存放政策文件的文件夹。"
