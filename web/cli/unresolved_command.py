"""The command `zhengce unresolved`: what documents cite and the index does not hold, to be collected next.

For the operator alone: what was withdrawn is cited by others still, and no page is to name it.
"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli import terminal
from web.cli.cluster import open_engine
from web.cli.options import engine_option, index_option
from web.export.tables import as_csv
from web.export.unresolved import COLUMNS, kinds, rows
from web.text import seen

MOST = 100_000
"""So many names are listed at most."""
SHOWN = 50


@click.command("unresolved")
@click.option(
    "--limit", type=click.IntRange(1, MOST), help=f"最多列出多少个；默认 {SHOWN} 个，写表时全部。"
)
@click.option(
    "--csv",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写成 CSV 表，可用 Excel 打开。",
)
@index_option
@engine_option
def unresolved_command(folder: Path, address: str, limit: int | None, target: Path | None) -> None:
    """列出有文件引用而没有收录的文件，提到得多的在前：接下来收录什么。

    已撤下的文件如仍被其他文件引用，也在其中；本表只供维护人员使用，网站上不公开。
    """
    found = open_engine(folder, address).unresolved(limit or (MOST if target else SHOWN))
    if target:
        target.write_bytes(as_csv(rows(found), COLUMNS))
        click.echo(f"已写入 {target}：{len(found):,} 个名称。")
        return
    for one in found:
        click.echo(f"{one.documents:>6,}  {terminal.padded(seen(one.name), 40)} {kinds(one)}")


COMMANDS = (unresolved_command,)
