"""Options that several commands share: --index, --engine, --report, --map, --issuers, --scan-pages,
--lay, --processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from index.errors import system_says
from index.readers import Options, limits
from index.readers.aliases import read_aliases
from index.readers.columns import parse_mapping
from index.store.store import Store


class PathGiven(click.Path):
    """A path; an empty one is a variable without a value in somebody's script, and not the folder
    in which it happens to run."""

    def __init__(self, dir_okay: bool = True, file_okay: bool = True, exists: bool = False) -> None:
        super().__init__(
            exists=exists,
            file_okay=file_okay,
            dir_okay=dir_okay,
            readable=False,  # we say whose it is
            path_type=Path,
        )

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path."""
        if not os.fspath(value):
            self.fail("路径是空的（变量没有值？），请写明", param, ctx)
        return super().convert(value, param, ctx)


index_option = click.option(
    "--index",
    "folder",
    type=PathGiven(file_okay=False),
    default=Path("data"),
    envvar="ZHENGCE_INDEX",
    show_default=True,
    show_envvar=True,
    help="存放索引的文件夹。",
)
engine_option = click.option(
    "--engine",
    "address",
    default="",
    metavar="集群地址",
    envvar="ZHENGCE_ENGINE",
    show_envvar=True,
    help="使用 OpenSearch 集群：https://主机:9200/名称，多台主机用逗号隔开。"
    "用户名、密码和证书不写在这里，见 docs/cluster.md。",
)
report_option = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把未收录的文件和存疑之处写入 CSV。",
)
map_option = click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="列名=字段",
    help="表格中的列是什么，可重复，如 --map 题名=标题 --map 字号=发文字号。索引会记住。",
)
issuers_option = click.option(
    "--issuers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="发文机关别名表（CSV：别名,规范名称）。索引会记住。",
)
lay_option = click.option(
    "--lay",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    envvar="ZHENGCE_LAY",
    show_envvar=True,
    help="自己的通俗说法表（CSV：通俗说法,规范说法,双向），优先于随附的表。",
)
processes_option = click.option(
    "--processes", type=click.IntRange(1, 64), help="分词与写入所用进程数，默认按处理器个数。"
)
accept_option = click.option(
    "--accept",
    multiple=True,
    type=PathGiven(),
    metavar="路径",
    help="接受这个来源、文件夹或清单中的缺失并移除，可重复；其余仍受保护。",
)
include_option = click.option(
    "--include",
    multiple=True,
    metavar="样式",
    help="只收录与样式相符的文件，可重复，如 --include '*.pdf' --include '2024/'。",
)
exclude_option = click.option(
    "--exclude",
    multiple=True,
    metavar="样式",
    help="略过与样式相符的文件或文件夹，可重复，如 --exclude '草稿/'；"
    "每次都要略过的写进来源文件夹的 .zhengceignore。",
)
force_option = click.option("--force", is_flag=True, help="接受全部缺失，无论多少。")


scan_pages_option = click.option(
    "--scan-pages",
    "scan_pages",
    type=click.IntRange(0, limits.PAGES),
    help=f"每份文件最多识别多少页图像（OCR），0 为不识别；默认 {limits.SCAN_PAGES}。索引会记住。",
)


def reading_options(
    folder: Path, columns: Sequence[str], issuers: Path | None, scan_pages: int | None
) -> Options | None:
    """How to read, where the operator says it; what is not said stays as the index has it."""
    if not columns and not issuers and scan_pages is None:
        return None
    store = Store(folder)
    known = Options.from_json(store.remembered().reading if store.current_number() else {})
    return Options(
        parse_mapping(columns) if columns else known.columns,
        read_aliases(issuers) if issuers else known.aliases,
        known.scan_pages if scan_pages is None else scan_pages,
    )


def check_writable(path: Path, option: str) -> None:
    """Before the work, not after it: can a file be written where it is wanted?"""
    try:
        path.open("a").close()
    except OSError as error:
        message = f"无法写入 {option} {path}（{system_says(error)}）。请换一个位置；尚未开始工作。"
        raise click.ClickException(message) from error
