"""The commands that ask the index: search on a terminal, stats (what the index holds)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar, cast

import click

from index.store.judgement import ensure_current
from index.store.store import Store
from index.text.analysis import Analyzer
from search.engine import Engine
from search.request import DEFAULT_SIZE, FACETS, MAX_SIZE, UNSTATED, Scope, SearchRequest, Sort
from web import text
from web.cli import terminal
from web.cli.cluster import open_engine, standing, state_of
from web.cli.options import engine_option, index_option, lay_option

Command = TypeVar("Command", bound=Callable[..., object])

REJECTED = 20
"""So many of the files left out are named."""
_VALUES = {
    "year": f"，可重复；{UNSTATED} 也是一个值",
    "topic": "，如 科技、教育 或 科技、教育/科技",
}
"""Facet -> what its option may be given, where more is to be said."""


def _facet_options(command: Command) -> Command:
    """An option for every facet, its first letter the short form."""
    for name, label in reversed(FACETS.items()):
        words = f"{label}{_VALUES.get(name, '，可重复')}。"
        command = click.option(f"--{name}", f"-{name[0]}", multiple=True, help=words)(command)
    return command


def _choice(kind: type[Scope] | type[Sort]) -> click.Choice[str]:
    """The values of an enumeration as they stand in addresses."""
    return click.Choice([member.value for member in kind])


@click.command("stats")
@index_option
@engine_option
def stats_command(folder: Path, address: str) -> None:
    """显示索引的内容：件数、来源、建立时间、各项分布、未收录的文件。"""
    if address:
        engine = open_engine(folder, address)
        reasons = [f"{reason}（{count:,} 个）" for reason, count in engine.status().reasons]
        first, *indexes = standing(state_of(address))
        cluster = (f"集群        {first}", *(f"            {line}" for line in indexes))
        _stats(engine, address, cluster, reasons)
        return
    analyzer, store = Analyzer(), Store(folder)
    generation, refusal = store.newest(lambda found: ensure_current(found, analyzer))
    known = (
        f"撤下        {len(store.withdrawals().by_id):,} 件",
        f"来源        {'；'.join(generation.manifest.sources)}",
    )
    rejected = [
        f"{row['source_path']} {row['locator']} {row['reason']}" for row in generation.rejected()
    ]
    where = str(folder.resolve())
    _stats(open_engine(folder), where, known, rejected, str(refusal or ""))


def _stats(
    engine: Engine,
    where: str,
    known: Iterable[str],
    rejected: Sequence[str],
    refusal: str = "",
) -> None:
    """What an engine holds.

    Args:
        known: lines of what the folder alone knows, or the cluster.
        rejected: what was left out, and why.
        refusal: why a newer generation is not served.
    """
    status = engine.status()
    click.echo(f"索引        {where}，第 {status.generation} 代")
    if refusal:
        click.secho(f"注意        这不是最新的一代。{refusal}", fg="red")
    click.echo(f"建立时间    {text.local_second(status.built_at)}")
    click.echo(f"收录        {status.documents:,} 件，其中 {status.with_body:,} 件有正文")
    if held := sum(count for _, count in status.held):
        click.echo(f"缺失但保留  {held:,} 件（如何处理：zhengce doctor）")
    click.echo(f"最新        {status.newest or UNSTATED}")
    click.echo(f"存疑        {status.warnings:,} 件")
    for line in known:
        click.echo(line)
    for facet in engine.search(SearchRequest()).facets:
        click.echo(f"{terminal.padded(facet.label, 12)}{terminal.facet_line(facet)}")
    click.echo(
        f"互相提到    {status.relations:,} 处；提到而未收录的名称 {status.unresolved:,} 个"
        "（逐个列出：zhengce unresolved）"
    )
    click.echo(f"未收录      {status.rejected:,} 个文件或记录")
    for line in rejected[:REJECTED]:
        click.echo(f"            {line}")


@click.command("search")
@click.argument("words", nargs=-1, metavar="检索式...")
@_facet_options
@click.option("--from", "date_from", help="起始日期：2020、2020-05、2020-05-12、二〇二〇年 等。")
@click.option("--to", "date_to", help="截止日期，写法同上。")
@click.option("--on", help="只要这一天有效的文件，如 2015-06-01。")
@click.option("--within", help="在结果中再检索。")
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
@click.option("--size", type=int, default=DEFAULT_SIZE, help=f"每页件数，最多 {MAX_SIZE}。")
@click.option("--facets", is_flag=True, help="列出各筛选项的件数。")
@click.option("--no-fold", is_flag=True, help="历史文本和其他来源各列一条，不并在一条之下。")
@click.option("--literal", is_flag=True, help="只按原词检索，不用通俗说法表。")
@click.option("--explain", is_flag=True, help="列出每件的得分由什么组成。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，与网页的 /search.json 相同。")
@index_option
@engine_option
@lay_option
def search_command(
    words: tuple[str, ...],
    folder: Path,
    address: str,
    lay: Path | None,
    facets: bool,
    explain: bool,
    as_json: bool,
    **given: object,
) -> None:
    """在终端检索。检索式与网页相同："短语"、-排除、A OR B、标题:、文号:、发文机关:。

    以 - 开头的词前面加 --，例如：zhengce search -- 公积金 -提取
    """
    params = [("q", " ".join(words))]
    params += [(name, value) for name in FACETS for value in cast(tuple[str, ...], given[name])]
    single = {
        "in": "scope",
        "from": "date_from",
        "to": "date_to",
        "on": "on",
        "within": "within",
        "sort": "sort",
        "page": "page",
        "size": "size",
    }
    params += [(name, str(given[key])) for name, key in single.items() if given[key] is not None]
    params.append(("literal", "1" if given["literal"] else ""))
    params.append(("fold", "0" if given["no_fold"] else ""))
    result = open_engine(folder, address, lay).search(SearchRequest.from_params(params))
    as_text = terminal.as_text(result, facets, explain)
    click.echo(terminal.as_json(result) if as_json else as_text)


COMMANDS = (stats_command, search_command)
