"""The command ``zhengce changes``: which documents differ between two generations."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from index.store.store import Store
from index.upkeep.differences import CHANGED, NEW, REMOVED, Difference, chosen, differences
from web import text
from web.cli.options import check_writable, index_option
from web.export.tables import Column, as_csv, cleaned
from web.text import seen

KINDS = {NEW: "新增", CHANGED: "更新", REMOVED: "移除"}
COLUMNS = (
    Column("变化", 8),
    Column("标题", 60),
    Column("发文字号", 24),
    Column("文件", 48),
    Column("来源", 30),
    Column("标识", 30),
    Column("原标识", 30),
    Column("已撤下", 8),
)


@click.command("changes")
@click.argument("before", metavar="[起始代]", required=False, type=click.IntRange(1))
@click.argument("after", metavar="[截止代]", required=False, type=click.IntRange(1))
@click.option(
    "--csv", "target", type=click.Path(path_type=Path, dir_okay=False), help="把全部变化写入 CSV。"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@index_option
def changes_command(
    before: int | None, after: int | None, target: Path | None, as_json: bool, folder: Path
) -> None:
    """两代索引之间新增、更新、移除了哪些文件；不指定时为最新一代与上一代。

    只供操作人员：已撤下的文件也列出，并注明。只写一个数时，与最新一代比较。
    """
    if target:
        check_writable(target, "--csv")
    store = Store(folder)
    first, last = chosen(store, before, after)
    found = list(differences(store, first, last))
    if target:
        target.write_bytes(as_csv(map(_row, found), COLUMNS))
    if as_json:
        rows = [asdict(one) for one in found]
        row = {"before": first.number, "after": last.number, "documents": rows}
        click.echo(text.json_bytes(row).decode())
        return
    counts = Counter(one.kind for one in found)
    click.echo(
        f"第 {first.number} 代（{text.local_second(first.manifest.built_at)}）→ "
        f"第 {last.number} 代（{text.local_second(last.manifest.built_at)}）："
        + "，".join(f"{name} {counts[kind]:,} 件" for kind, name in KINDS.items())
        + "。"
    )
    if target:
        click.echo(f"已写入 {target}。")
        return
    for one in found:
        click.echo(_line(one))


def _line(one: Difference) -> str:
    number = f" {seen(one.number)}" if one.number else ""
    was = f"，原标识 {seen(one.former)}" if one.former else ""
    withdrawn = "（已撤下）" if one.is_withdrawn else ""
    title = f"《{seen(one.title)}》" if one.title else "（正文已删除）"
    return f"{KINDS[one.kind]}  {title}{number}{withdrawn}  {seen(one.file)}（{seen(one.id)}{was}）"


def _row(one: Difference) -> tuple[str, ...]:
    cells = (KINDS[one.kind], one.title, one.number, one.file, one.source, one.id, one.former)
    return (*map(cleaned, cells), "是" if one.is_withdrawn else "")


COMMANDS = (changes_command,)
