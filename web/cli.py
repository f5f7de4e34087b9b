"""The ``zhengce`` command. Messages are for an operator, in Chinese, and name the next step.

Exit codes: 0 done; 1 not done, the index is as before; 2 the command line is wrong; 3 done,
but some files could not be read.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from index import (
    Analyzer,
    Report,
    Store,
    ZhengceError,
    backup,
    check,
    count_records,
    files_under,
    preview,
    rebuild_index,
    remove,
    restore,
    sync_index,
    update_index,
)
from index.check import SAMPLE
from index.readers import PLAIN, kind_at
from search import FACETS, Scope, SearchRequest, Sort, open_engine
from web import reporting, terminal, watching
from web.doctor import complaints
from web.options import (
    index_option,
    issuers_option,
    map_option,
    processes_option,
    reading_options,
    report_option,
)
from web.watching import SOME_FAILED

PARALLEL_FROM = 500
"""So many records make a second process worth its start …"""
PARALLEL_FROM_HEAVY = 20
"""… and so many PDFs, Word files and the like, which take longer to read."""
TERMINATED = 143

Run = Callable[..., Report]


def _choice(kind: type[Scope] | type[Sort]) -> click.Choice[str]:
    """The values of an enumeration as they stand in addresses."""
    return click.Choice([member.value for member in kind])


class _Group(click.Group):
    """Shows errors an operator can mend as one message, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ZhengceError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            raise click.ClickException(
                f"无法读写{where}（{error.strerror or error}）。原索引保持不变。"
                "请检查路径、权限和磁盘空间，或用 --index 指定另一个文件夹。"
            ) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("zhengce"), prog_name="zhengce")
def main() -> None:
    """政策文件全文检索：建立索引、在终端检索、启动网站。"""


@main.command("index")
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
    run = partial(update_index, options=reading_options(folder, columns, issuers))
    _run(run, "收录", paths, paths, folder, report, processes)


@main.command("reindex")
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
    run = partial(rebuild_index, options=reading_options(folder, columns, issuers))
    _run(run, "重建", paths, roots, folder, report, processes)


@main.command("remove")
@click.argument("targets", nargs=-1, required=True, metavar="标识或路径...")
@index_option
def remove_command(targets: tuple[str, ...], folder: Path) -> None:
    """从索引中移除文件：按标识，或按收录时的文件、文件夹路径。原文件不受影响。"""
    done = remove(Store(folder), targets)
    click.echo(f"移除 {done.removed:,} 件，索引还有 {done.documents:,} 件。")
    click.echo(
        "原文件若仍在来源文件夹中，以后 zhengce index 或 reindex 可能再次收录它；要永久移除请移走原文件。"
    )


@main.command("sync")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只列出将要发生的变化和数据质量问题，不写索引。")
@click.option("--force", is_flag=True, help="即使要移除的文件超过 20% 也照做。")
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
        records = sum(count_records(file) for _, file in files_under(paths, folder))
        with reporting.progress(records, "核对") as bar:
            foreseen, found = preview(store, paths, Analyzer(), bar.advance, options)
        reporting.foreseen(foreseen, found)
        return
    run = partial(sync_index, force=force, options=options)
    if watch:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
        watching.watch(
            paths,
            folder,
            interval,
            lambda: _run(run, "同步", paths, paths, folder, report, processes),
        )
    else:
        _run(run, "同步", paths, paths, folder, report, processes)


@main.command("check")
@click.option("--full", is_flag=True, help="逐件核对全部文件，而不是抽查 200 件。")
@index_option
def check_command(folder: Path, full: bool) -> None:
    """核对索引：全部校验和，以及检索词与正文是否相符。有问题时以 1 退出。"""
    store = Store(folder)
    documents = store.newest(lambda generation: generation.manifest.documents)[0]
    with reporting.progress(documents if full else min(documents, SAMPLE), "核对") as bar:
        found = list(check(store, Analyzer(), full, lambda count: bar.advance("", count)))
    for line in found:
        click.secho(f"✗ {line}", fg="red")
    if found:
        sys.exit(1)
    click.secho(f"✓ {documents:,} 件，索引完好。", fg="green")


@main.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@index_option
def backup_command(file: Path, folder: Path) -> None:
    """把索引备份为一个文件；检索和更新不受影响。"""
    generation = backup(Store(folder), file)
    click.echo(
        f"已备份第 {generation.number} 代，{generation.manifest.documents:,} 件，"
        f"{file.stat().st_size / 2**20:.1f} MB：{file}"
    )


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@index_option
def restore_command(file: Path, folder: Path) -> None:
    """从备份恢复，作为新的一代启用；原来的一代仍可用 zhengce rollback 换回。"""
    generation = restore(Store(folder), file)
    click.echo(
        f"已恢复 {generation.manifest.documents:,} 件，现为第 {generation.number} 代，"
        f"建立于 {generation.manifest.built_at.astimezone():%Y-%m-%d %H:%M:%S}。"
    )


@main.command("rollback")
@index_option
def rollback_command(folder: Path) -> None:
    """恢复上一代索引：把它作为新的一代启用。再执行一次即可换回来。"""
    generation = Store(folder).rollback()
    click.echo(
        f"已恢复为上一代的内容，现为第 {generation.number} 代：{generation.manifest.documents:,} 件，"
        f"建立于 {generation.manifest.built_at.astimezone():%Y-%m-%d %H:%M:%S}。"
    )


@main.command("stats")
@index_option
def stats_command(folder: Path) -> None:
    """显示索引的内容：件数、来源、建立时间、各项分布、未收录的文件。"""
    generation = Store(folder).current()
    manifest = generation.manifest
    click.echo(f"索引        {folder.resolve()}，第 {generation.number} 代")
    click.echo(f"建立时间    {manifest.built_at.astimezone():%Y-%m-%d %H:%M:%S}")
    click.echo(f"收录        {manifest.documents:,} 件，其中 {manifest.with_body:,} 件有正文")
    click.echo(f"最新        {manifest.newest or '未注明'}")
    click.echo(f"存疑        {manifest.warnings:,} 件")
    click.echo(f"来源        {'；'.join(manifest.sources)}")
    for facet in open_engine(folder).search(SearchRequest()).facets:
        click.echo(f"{terminal.padded(facet.label, 12)}{terminal.facet_line(facet)}")
    click.echo(f"未收录      {manifest.rejected:,} 个文件或记录")
    for row in list(generation.rejected())[:20]:
        click.echo(f"            {row['source_path']} {row['locator']} {row['reason']}")


@main.command("search")
@click.argument("words", nargs=-1, metavar="检索式...")
@click.option("--issuer", "-i", multiple=True, help="发文机关，可重复。")
@click.option("--year", "-y", multiple=True, help="年份，可重复；未注明 也是一个值。")
@click.option("--from", "year_from", type=int, help="起始年份。")
@click.option("--to", "year_to", type=int, help="截止年份。")
@click.option("--genre", "-g", multiple=True, help="文种，可重复。")
@click.option("--topic", "-t", multiple=True, help="主题分类，如 科技、教育 或 科技、教育/科技。")
@click.option("--region", "-r", multiple=True, help="地区，可重复。")
@click.option("--validity", "-v", multiple=True, help="有效性，可重复。")
@click.option(
    "--in",
    "scope",
    type=_choice(Scope),
    default=Scope.ALL.value,
    help="检索范围：全文、标题或文号。",
)
@click.option(
    "--sort", type=_choice(Sort), default=Sort.RELEVANCE.value, help="排序：相关、最新或最早。"
)
@click.option("--page", type=int, default=1, help="第几页。")
@click.option("--size", type=int, default=10, help="每页件数，最多 100。")
@click.option("--facets", is_flag=True, help="列出各筛选项的件数。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，与网页的 /search.json 相同。")
@index_option
def search_command(
    words: tuple[str, ...], folder: Path, facets: bool, as_json: bool, **given: Any
) -> None:
    """在终端检索。检索式与网页相同："短语"、-排除、A OR B、标题:、文号:、发文机关:。

    以 - 开头的词前面加 --，例如：zhengce search -- 公积金 -提取
    """
    params = [("q", " ".join(words)), ("in", given["scope"])]
    params += [(name, value) for name in FACETS for value in given[name]]
    single = {"from": "year_from", "to": "year_to", "sort": "sort", "page": "page", "size": "size"}
    params += [(name, str(given[key])) for name, key in single.items() if given[key] is not None]
    result = open_engine(folder).search(SearchRequest.from_params(params))
    click.echo(terminal.as_json(result) if as_json else terminal.as_text(result, facets))


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口。"
)
@index_option
def serve_command(host: str, port: int, folder: Path) -> None:
    """启动检索网站。更新或重建索引后无需重启。"""
    from web.server import serve  # noqa: PLC0415 -- waitress is needed by this command alone

    engine = open_engine(folder)
    click.echo(f"已打开索引 {folder}：{engine.status().documents:,} 件。")
    click.echo(f"请在浏览器打开 http://{host}:{port} （按 Ctrl+C 停止）")
    serve(engine, host, port)


@main.command("doctor")
@index_option
def doctor_command(folder: Path) -> None:
    """检查安装是否完好：包的来源、词典、索引。有问题时以 1 退出。"""
    found = complaints(folder)
    for line in found:
        click.secho(f"✗ {line}", fg="red")
    if found:
        sys.exit(1)
    click.secho("✓ 一切正常。", fg="green")


def _run(
    run: Run,
    label: str,
    given: Sequence[Path],
    roots: Sequence[Path],
    folder: Path,
    report: Path | None,
    processes: int | None,
) -> None:
    """Update or rebuild under a progress bar, then say what was done."""
    store = Store(folder)
    if report:
        _check_writable(report)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    present = [root for root in roots if root.exists()]
    records = sum(count_records(file) for _, file in files_under(present, folder))
    if processes is None:
        heavy = sum(kind_at(file) not in PLAIN for _, file in files_under(present, folder))
        is_long = records >= PARALLEL_FROM or heavy >= PARALLEL_FROM_HEAVY
        processes = min(os.cpu_count() or 1, 4) if is_long else 1
    try:
        with reporting.progress(records, label) as bar:
            done = run(store, given, Analyzer(), bar.advance, processes)
    except KeyboardInterrupt as error:
        raise click.ClickException("已中断，原索引保持不变。") from error
    reporting.summary(done, bar.seconds, store.current().folder)
    if report:
        reporting.write_table(done, report)
        click.echo(f"明细已写入 {report}")
    if done.rejected:
        sys.exit(SOME_FAILED)


def _check_writable(report: Path) -> None:
    """Before the work, not after it: can the table be written where it is wanted?"""
    try:
        report.open("a").close()
    except OSError as error:
        message = f"无法写入 --report {report}（{error.strerror}）。请换一个位置；尚未开始收录。"
        raise click.ClickException(message) from error


if __name__ == "__main__":
    main()
