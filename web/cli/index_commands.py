"""The commands that write an index: index, reindex, remove, sync."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from index.document import Rejected
from index.ingest.answering import Sources
from index.ingest.publish import NothingFound
from index.ingest.report import Progress, Report
from index.ingest.selection import USUAL, Selection
from index.ingest.settling import HeldBack
from index.ingest.sources import files_under, is_gone
from index.ingest.survey import Survey, survey
from index.ingest.sync import preview, sync_index
from index.ingest.update import rebuild_index, remove, update_index
from index.readers import Options, SourceFile, refusals
from index.store.store import Store
from index.text.analysis import Analyzer
from index.text.file_names import printable
from web.cli import cluster, progress, watching
from web.cli.cluster import SOME_FAILED, publishing, then_published
from web.cli.options import (
    PathGiven,
    accept_option,
    check_writable,
    engine_option,
    exclude_option,
    force_option,
    include_option,
    index_option,
    issuers_option,
    map_option,
    processes_option,
    reading_options,
    report_option,
    scan_pages_option,
)
from web.cli.runs.recording import (
    TERMINATED,
    note,
    on_failure_option,
    only_new_option,
    recorded,
    recording,
)
from web.cli.runs.watched import WatchRecords

Run = Callable[..., Report]


@click.command("index")
@recording("index", hooked=True)
@click.argument("paths", nargs=-1, required=True, type=PathGiven())
@index_option
@report_option
@map_option
@issuers_option
@scan_pages_option
@processes_option
@accept_option
@force_option
@include_option
@exclude_option
@publishing
def index_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
    scan_pages: int | None,
    accept: tuple[Path, ...],
    force: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
) -> None:
    """收录文件夹（或文件）中的政策文件：新的加入，改过的更新，没变的不动。

    新一代索引在旁边写好后才启用，检索不中断；中途出错时原索引不变。
    退出码：0 全部成功；1 索引未变（失败，或缺失太多而全部保留）；3 完成，但有文件未能收录，
    或有来源、清单缺得太多，其内容按原样保留（--only-new-failures：以前已知的不算）。
    """
    options = reading_options(folder, columns, issuers, scan_pages)
    chosen = Selection.of(include, exclude)
    job = _Job(update_index, paths, paths, folder, processes, options, accept, force, chosen)
    _run(job, "收录", report)


@click.command("reindex")
@recording("reindex", hooked=True)
@click.argument("paths", nargs=-1, type=PathGiven())
@index_option
@report_option
@map_option
@issuers_option
@scan_pages_option
@processes_option
@accept_option
@force_option
@include_option
@exclude_option
@publishing
def reindex_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
    scan_pages: int | None,
    accept: tuple[Path, ...],
    force: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
) -> None:
    """重新读取索引记录的全部来源，在旁边重建后替换；指定路径时改以这些路径为来源。

    原索引中有而来源不再给出的内容，缺得太多时从原索引带过来。退出码与 index 相同。
    """
    roots = paths or tuple(map(Path, Store(folder).remembered().sources))
    options = reading_options(folder, columns, issuers, scan_pages)
    chosen = Selection.of(include, exclude)
    job = _Job(rebuild_index, paths, roots, folder, processes, options, accept, force, chosen)
    _run(job, "重建", report)


@click.command("remove")
@recording("remove")
@click.argument("targets", nargs=-1, required=True, metavar="标识或路径...")
@index_option
@publishing
def remove_command(targets: tuple[str, ...], folder: Path) -> None:
    """从索引中移除文件：按标识，或按收录时的文件、文件夹路径。原文件不受影响。"""
    done = remove(Store(folder), targets)
    note(done)
    click.echo(f"移除 {done.removed:,} 件，索引还有 {done.documents:,} 件。")
    click.echo(
        "原文件若仍在来源文件夹中，以后 zhengce index 或 reindex 可能再次收录它；要永久移除请移走原文件。"
    )


@click.command("sync")
@on_failure_option
@only_new_option
@click.argument("paths", nargs=-1, required=True, type=PathGiven())
@click.option("--dry-run", is_flag=True, help="只列出将要发生的变化和数据质量问题，不写索引。")
@click.option("--watch", is_flag=True, help="持续运行：文件夹有变化就同步，按 Ctrl+C 停止。")
@click.option(
    "--interval",
    type=click.FloatRange(0.2, 3600),
    default=5.0,
    show_default=True,
    help="--watch 每隔多少秒查看一次。",
)
@index_option
@report_option
@map_option
@issuers_option
@scan_pages_option
@processes_option
@accept_option
@force_option
@include_option
@exclude_option
@engine_option
def sync_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
    scan_pages: int | None,
    accept: tuple[Path, ...],
    dry_run: bool,
    force: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    watch: bool,
    interval: float,
    address: str,
    on_failure: tuple[str, ...] | None,
    only_new: bool,
) -> None:
    """使索引与文件夹一致：新的加入，改过的更新，没有了的移除，改名的认得出。

    大批文件每一万件启用一次，中断后再运行会接着做。来源或清单突然缺得太多时，其内容按原样保留，
    并给出确认移除的命令。退出码与 index 相同；--dry-run 预见到要保留的内容时为 3。
    """
    options = reading_options(folder, columns, issuers, scan_pages)
    chosen = Selection.of(include, exclude)
    job = _Job(sync_index, paths, paths, folder, processes, options, accept, force, chosen)
    if dry_run:
        _foresee(job)
    elif watch:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
        sources = Sources()
        kept = WatchRecords(folder, "sync", on_failure)
        looks = kept.looking(partial(_looked, job, sources))
        works = kept.working(partial(_watched, job, report, sources, address))
        watching.Watch(looks, works, interval).forever()
    else:
        with recorded(folder, "sync", on_failure, only_new), then_published(folder, address):
            _run(job, "同步", report)


@dataclass(frozen=True, slots=True)
class _Job:
    """What a writer is to do.

    Attributes:
        given, roots: the paths an operator named; those that will be read.
        silent: sources that do not answer, left out of both.
    """

    run: Run
    given: Sequence[Path]
    roots: Sequence[Path]
    folder: Path
    processes: int | None
    options: Options | None
    accept: Sequence[Path]
    force: bool
    selection: Selection = USUAL
    silent: Sequence[Path] = ()

    def heard(self, sources: Sources) -> _Job:
        """The same, without the sources that do not answer."""
        silent = sources.silent(self.roots)
        if not silent:
            return self
        heard = [root for root in self.roots if root not in silent]
        if not heard:
            names = "、".join(printable(str(path)) for path in silent)
            raise click.ClickException(f"{names} 没有回应，索引未变。请检查挂载和网络。")
        return replace(self, given=heard, roots=heard, silent=silent)

    @property
    def store(self) -> Store:
        return Store(self.folder)

    def survey(self) -> tuple[list[SourceFile], Survey]:
        """The files, and what lies before the run. A root that is gone is the run's to judge."""
        present = [root for root in self.roots if not is_gone(root)]
        files = list(files_under(present, self.folder, self.selection))
        return files, survey(files, self.store, self.options, self.run is rebuild_index)

    def done(self, files: list[SourceFile], ahead: Survey, progress: Progress | None) -> Report:
        """Do it.

        Raises:
            HeldBack, and all else the writers raise.
        """
        try:
            report = self._done(files, ahead, progress)
        except HeldBack as held:
            self.note(held.report)
            raise
        self.note(report)
        return report

    def note(self, report: Report) -> None:
        """Say which sources were left out."""
        for path in self.silent:
            report.rejected.append(Rejected(printable(str(path)), "", refusals.SILENT_SOURCE))

    def _done(self, files: list[SourceFile], ahead: Survey, progress: Progress | None) -> Report:
        return self.run(
            self.store,
            self.given,
            Analyzer(),
            progress,
            self.processes or ahead.processes,
            options=self.options,
            files=files,
            accept=self.accept,
            force=self.force,
            recognisers=self.processes,
        )


def _run(job: _Job, label: str, table: Path | None) -> None:
    """Update or rebuild under a progress bar, then say what was done."""
    if table:
        check_writable(table, "--report")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    job = job.heard(Sources())
    files, ahead = job.survey()
    held: HeldBack | None = None
    try:
        with progress.bar_over(ahead.records, label) as bar:
            try:
                done = job.done(files, ahead, bar.advance)
            except HeldBack as error:
                done, held = error.report, error
    except NothingFound as error:
        if table:
            progress.write_table(error.report, table)
        raise
    except KeyboardInterrupt as error:
        raise click.ClickException("已中断；未完成的部分没有启用，再次运行会接着做。") from error
    note(done, held)
    progress.summary(done, bar.seconds, job.store.current().folder)
    if table:
        progress.write_table(done, table)
        click.echo(f"明细已写入 {table}")
    if held:
        click.secho(str(held), fg="yellow", err=True)
        sys.exit(SOME_FAILED if held.published else 1)
    if done.rejected:
        sys.exit(SOME_FAILED)


def _watched(job: _Job, table: Path | None, sources: Sources, address: str) -> str:
    """A run without a bar, published where a cluster is named; what is to be said of it."""
    job = job.heard(sources)
    files, ahead = job.survey()
    said = ""
    held: HeldBack | None = None
    try:
        done = job.done(files, ahead, None)
    except HeldBack as error:
        done, said, held = error.report, f"\n{error}", error
    note(done, held)
    if table:
        progress.write_table(done, table)
    line = progress.line(done)
    if address:
        line += cluster.publish(job.folder, address).replace(
            "\n", ""
        )  # what is below it remains to be done
    return line + said


def _looked(job: _Job, sources: Sources) -> watching.State:
    return watching.state_of(job.heard(sources).roots, job.folder, job.selection)


def _foresee(job: _Job) -> None:
    job = job.heard(Sources())
    files, ahead = job.survey()
    with progress.bar_over(ahead.records, "核对") as bar:
        report, found = preview(
            job.store, job.given, Analyzer(), bar.advance, job.options, files, job.accept, job.force
        )
    job.note(report)
    progress.foreseen(report, found)
    if report.held:
        sys.exit(SOME_FAILED)


COMMANDS = (
    index_command,
    reindex_command,
    remove_command,
    sync_command,
)
