"""The command `zhengce unresolved`: what documents cite and the index does not hold, to be collected next.

For the operator alone: what was withdrawn is cited by others still, and no page is to name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from search.related import Unresolved
from web.cli import terminal
from web.cli.cluster import open_engine
from web.cli.options import engine_option, index_option
from web.export.tables import SEPARATOR, Column, Row, as_csv, cleaned
from web.text import seen

MOST = 100_000
"""So many names are listed at most."""
SHOWN = 50
COLUMNS = (
    Column("名称", 60),
    Column("提到它的文件数", 14),
    Column("怎样提到", 30),
    Column("例如", 60),
    Column("例如（标识）", 30),
)
KINDS = {
    "cites": "引用",
    "based_on": "依据",
    "implements": "贯彻、实施",
    "amends": "修改",
    "repeals": "废止",
    "carries": "印发、转发",
    "interprets": "解读",
    "answers": "批复、答复",
}
"""How a document names another -> in Chinese."""


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
        target.write_bytes(as_csv(_rows(found), COLUMNS))
        click.echo(f"已写入 {target}：{len(found):,} 个名称。")
        return
    for one in found:
        click.echo(f"{one.documents:>6,}  {terminal.padded(seen(one.name), 40)} {_kinds(one)}")


def _rows(found: Iterable[Unresolved]) -> Iterator[Row]:
    for one in found:
        name, title = cleaned(one.name), cleaned(one.example.title)
        yield name, str(one.documents), _kinds(one), title, cleaned(one.example.id)


def _kinds(one: Unresolved) -> str:
    return SEPARATOR.join(f"{KINDS.get(kind, kind)} {count:,}" for kind, count in one.kinds)


COMMANDS = (unresolved_command,)
