"""The commands that keep an index sound: check, backup, restore, rollback, publish (to a cluster)."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.backup import backup, restore
from index.upkeep.check import SAMPLE, check
from index.upkeep.rollback import rollback
from web import text
from web.cli import cluster, progress
from web.cli.cluster import publishing
from web.cli.options import engine_option, index_option
from web.cli.runs.recording import TERMINATED, recording


@click.command("check")
@click.option("--full", is_flag=True, help=f"逐件核对全部文件，而不是抽查 {SAMPLE} 件。")
@index_option
@engine_option
def check_command(folder: Path, full: bool, address: str) -> None:
    """核对索引：全部校验和，以及检索词与正文是否相符；写明 --engine 时还核对集群上的与本机是否相同。

    有问题时以 1 退出。
    """
    store = Store(folder)
    documents = store.newest(lambda generation: generation.manifest.documents)[0]
    with progress.bar_over(documents if full else min(documents, SAMPLE), "核对") as bar:
        found = list(check(store, Analyzer(), full, lambda count: bar.advance("", count)))
    if address:
        found += cluster.faults(store, address, full)
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
@recording("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@index_option
@publishing
def restore_command(file: Path, folder: Path) -> None:
    """从备份恢复，作为新的一代启用；原来的一代仍可用 zhengce rollback 换回。"""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    generation = restore(Store(folder), file, Analyzer())
    click.echo(
        f"已恢复 {generation.manifest.documents:,} 件，现为第 {generation.number} 代，"
        f"建立于 {text.local_second(generation.manifest.built_at)}。"
    )


@click.command("rollback")
@recording("rollback")
@index_option
@publishing
def rollback_command(folder: Path) -> None:
    """恢复上一代索引：把它作为新的一代启用。再执行一次即可换回来。"""
    generation = rollback(Store(folder), Analyzer())
    click.echo(
        f"已恢复为上一代的内容，现为第 {generation.number} 代：{generation.manifest.documents:,} 件，"
        f"建立于 {text.local_second(generation.manifest.built_at)}。"
    )


@click.command("publish")
@recording("publish")
@click.option(
    "--shards",
    type=click.IntRange(1, cluster.MOST_SHARDS),
    help="分成几片；默认与集群上现有的相同，第一次是 1。改动时整个重写。",
)
@click.option(
    "--replicas",
    type=click.IntRange(0, cluster.MOST_REPLICAS),
    help="每片几个副本；默认与集群上现有的相同，第一次是 1。",
)
@index_option
@engine_option
def publish_command(folder: Path, address: str, shards: int | None, replicas: int | None) -> None:
    """把本机索引的最新一代发布到集群：第一次填充集群、补上没有发布成的一代、更改分片数。

    写好并核对后才启用，检索不中断；中途出错时集群上原来的一代继续提供，再次运行会接着做。
    退出码：0 已发布；4 没有发布。
    """
    if not address:
        raise click.UsageError("请用 --engine 写明集群地址，如 https://主机:9200/名称。")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    cluster.published(folder, address, shards, replicas)


COMMANDS = (check_command, backup_command, restore_command, rollback_command, publish_command)
