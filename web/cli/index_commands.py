"""The commands that keep an index: index, reindex, remove, sync, check, backup, restore, rollback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from index.ingest.changes import Report
from index.ingest.sources import files_under
from index.ingest.survey import survey
from index.ingest.sync import MOST_LOST, preview, sync_index
from index.ingest.update import rebuild_index, remove, update_index
from index.readers import Options
from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.backup import backup, restore
from index.upkeep.check import SAMPLE, check
from index.upkeep.rollback import rollback
from web import text
from web.cli import progress, watching
from web.cli.options import (
    check_writable,
    index_option,
    issuers_option,
    map_option,
    processes_option,
    reading_options,
    report_option,
)
from web.cli.watching import SOME_FAILED

TERMINATED = 143

Run = Callable[..., Report]


@click.command("index")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@report_option
@map_option
@issuers_option
@processes_option
def index_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
) -> None:
    """收录文件夹（或文件）中的政策文件：新的加入，改过的更新，没变的不动。

    新一代索引在旁边写好后才启用，检索不中断；中途出错时原索引不变。
    退出码：0 全部成功；1 失败，索引未变；3 完成，但有文件未能收录。
    """
    options = reading_options(folder, columns, issuers)
    _run(update_index, "收录", paths, paths, folder, report, processes, options)


@click.command("reindex")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@index_option
@report_option
@map_option
@issuers_option
@processes_option
def reindex_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
) -> None:
    """重新读取索引记录的全部来源，在旁边重建后替换；指定路径时改以这些路径为来源。"""
    roots = paths or tuple(map(Path, Store(folder).remembered().sources))
    options = reading_options(folder, columns, issuers)
    _run(rebuild_index, "重建", paths, roots, folder, report, processes, options)


@click.command("remove")
@click.argument("targets", nargs=-1, required=True, metavar="标识或路径...")
@index_option
def remove_command(targets: tuple[str, ...], folder: Path) -> None:
    """从索引中移除文件：按标识，或按收录时的文件、文件夹路径。原文件不受影响。"""
    done = remove(Store(folder), targets)
    click.echo(f"移除 {done.removed:,} 件，索引还有 {done.documents:,} 件。")
    click.echo(
        "原文件若仍在来源文件夹中，以后 zhengce index 或 reindex 可能再次收录它；要永久移除请移走原文件。"
    )


@click.command("sync")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只列出将要发生的变化和数据质量问题，不写索引。")
@click.option("--force", is_flag=True, help=f"即使要移除的文件超过 {MOST_LOST:.0%} 也照做。")
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
@processes_option
def sync_command(
    paths: tuple[Path, ...],
    folder: Path,
    report: Path | None,
    processes: int | None,
    columns: tuple[str, ...],
    issuers: Path | None,
    dry_run: bool,
    force: bool,
    watch: bool,
    interval: float,
) -> None:
    """使索引与文件夹一致：新的加入，改过的更新，没有了的移除，改名的认得出。

    大批文件每一万件启用一次，中断后再运行会接着做。退出码与 index 相同。
    """
    store = Store(folder)
    options = reading_options(folder, columns, issuers)
    if dry_run:
        files = list(files_under(paths, folder))
        with progress.bar_over(survey(files, store, options).records, "核对") as bar:
            foreseen, found = preview(store, paths, Analyzer(), bar.advance, options, files)
        progress.foreseen(foreseen, found)
        return
    run = partial(sync_index, force=force)
    if watch:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
        watching.watch(
            paths,
            folder,
            interval,
            lambda: _run(run, "同步", paths, paths, folder, report, processes, options),
        )
    else:
        _run(run, "同步", paths, paths, folder, report, processes, options)


@click.command("check")
@click.option("--full", is_flag=True, help=f"逐件核对全部文件，而不是抽查 {SAMPLE} 件。")
@index_option
def check_command(folder: Path, full: bool) -> None:
    """核对索引：全部校验和，以及检索词与正文是否相符。有问题时以 1 退出。"""
    store = Store(folder)
    documents = store.newest(lambda generation: generation.manifest.documents)[0]
    with progress.bar_over(documents if full else min(documents, SAMPLE), "核对") as bar:
        found = list(check(store, Analyzer(), full, lambda count: bar.advance("", count)))
    for line in found:
        click.secho(f"✗ {line}", fg="red")
    if found:
        sys.exit(1)
    click.secho(f"✓ {documents:,} 件，索引完好。", fg="green")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@index_option
def backup_command(file: Path, folder: Path) -> None:
    """把索引备份为一个文件；检索和更新不受影响。"""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    generation = backup(Store(folder), file)
    click.echo(
        f"已备份第 {generation.number} 代，{generation.manifest.documents:,} 件，"
        f"{file.stat().st_size / 2**20:.1f} MB：{file}"
    )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@index_option
def restore_command(file: Path, folder: Path) -> None:
    """从备份恢复，作为新的一代启用；原来的一代仍可用 zhengce rollback 换回。"""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    generation = restore(Store(folder), file, Analyzer())
    click.echo(
        f"已恢复 {generation.manifest.documents:,} 件，现为第 {generation.number} 代，"
        f"建立于 {text.local_second(generation.manifest.built_at)}。"
    )


@click.command("rollback")
@index_option
def rollback_command(folder: Path) -> None:
    """恢复上一代索引：把它作为新的一代启用。再执行一次即可换回来。"""
    generation = rollback(Store(folder), Analyzer())
    click.echo(
        f"已恢复为上一代的内容，现为第 {generation.number} 代：{generation.manifest.documents:,} 件，"
        f"建立于 {text.local_second(generation.manifest.built_at)}。"
    )


def _run(
    run: Run,
    label: str,
    given: Sequence[Path],
    roots: Sequence[Path],
    folder: Path,
    report: Path | None,
    processes: int | None,
    options: Options | None,
) -> None:
    """Update or rebuild under a progress bar, then say what was done."""
    store = Store(folder)
    if report:
        check_writable(report, "--report")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    anew = run is rebuild_index
    present = [root for root in roots if root.exists() or not anew]  # a rebuild says what is gone
    files = list(files_under(present, folder))
    ahead = survey(files, store, options, anew)
    processes = processes or ahead.processes
    try:
        with progress.bar_over(ahead.records, label) as bar:
            done = run(
                store, given, Analyzer(), bar.advance, processes, options=options, files=files
            )
    except KeyboardInterrupt as error:
        raise click.ClickException("已中断，原索引保持不变。") from error
    progress.summary(done, bar.seconds, store.current().folder)
    if report:
        progress.write_table(done, report)
        click.echo(f"明细已写入 {report}")
    if done.rejected:
        sys.exit(SOME_FAILED)


COMMANDS = (
    index_command,
    reindex_command,
    remove_command,
    sync_command,
    check_command,
    backup_command,
    restore_command,
    rollback_command,
)
