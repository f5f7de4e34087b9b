"""The commands that judge the search: evaluate (against judged queries), queries (what was asked)."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

import click

from index.ingest.sources import files_under
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.engine import Engine
from search.evaluation import (
    MEASURES,
    Answers,
    JudgedQuery,
    Row,
    ask,
    judged_queries,
    paired_p,
    per_query,
    read_run,
    summary,
    write_run,
)
from search.evaluation.query_log import LogStudy, read_log, study
from web.cli import progress
from web.cli.cluster import open_engine
from web.cli.options import check_writable, engine_option, index_option, lay_option
from web.cli.terminal import padded

_file = click.Path(path_type=Path, dir_okay=False, exists=True)
_new = click.Path(path_type=Path, dir_okay=False)


@click.command("evaluate")
@click.option(
    "--queries",
    "queries_file",
    required=True,
    type=_file,
    help='查询，每行一条 JSON：{"id", "text", "type"}。',
)
@click.option(
    "--qrels", required=True, type=_file, help="判定：查询、文件、相关度，制表符分隔或 TREC 格式。"
)
@click.option(
    "--collection",
    "collections",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="要检索的文件或文件夹，可重复；不给则用 --index。",
)
@index_option
@engine_option
@lay_option
@click.option("--no-lay", is_flag=True, help="不用通俗说法表。")
@click.option("--run", "run_file", type=_new, help="把检索结果写成 TREC run 文件。")
@click.option("--from-run", type=_file, help="不检索，评价这个 TREC run 文件（可来自其他系统）。")
@click.option("--against", type=_file, help="与这个 TREC run 文件逐条比较，并作显著性检验。")
@click.option("--differences", type=_new, help="把逐条查询的得分写入 CSV。")
def evaluate_command(
    queries_file: Path,
    qrels: Path,
    collections: tuple[Path, ...],
    folder: Path,
    address: str,
    lay: Path | None,
    no_lay: bool,
    run_file: Path | None,
    from_run: Path | None,
    against: Path | None,
    differences: Path | None,
) -> None:
    """用判定过的查询评价检索效果：换词典、通俗说法表或权重之前先比一比。"""
    for path, option in ((run_file, "--run"), (differences, "--differences")):
        if path:
            check_writable(path, option)
    queries = judged_queries(queries_file, qrels)
    if from_run:
        asked = Answers(run=read_run(from_run))
    else:
        with (
            _engine(folder, address, collections, lay, no_lay) as engine,
            progress.bar_over(len(queries), "检索") as bar,
        ):
            asked = ask(engine, queries, lambda count: bar.advance("", count))
    rows = per_query(queries, asked.run)
    _print_table(queries, rows)
    if asked.milliseconds:
        click.echo(
            f"每页用时  p50 {asked.percentile(0.5):.1f} 毫秒，p95 {asked.percentile(0.95):.1f} 毫秒，"
            f"最长 {max(asked.milliseconds):.1f} 毫秒；没有结果的查询 {len(asked.empty)} 条"
        )
    other = per_query(queries, read_run(against)) if against else None
    if against and other:
        _print_comparison(against, rows, other)
    if run_file:
        write_run(asked.run, run_file)
        click.echo(f"结果已写入 {run_file}")
    if differences:
        _write_differences(differences, queries, rows, other)
        click.echo(f"逐条得分已写入 {differences}")


@click.command("queries")
@click.argument("log", type=_file)
@click.option(
    "--top", default=20, show_default=True, type=click.IntRange(1, 1000), help="各列多少条。"
)
@click.option("--synonyms", type=_new, help="把建议的通俗说法写入 CSV，核对后可用于 --lay。")
@index_option
@engine_option
@lay_option
def queries_command(
    log: Path, top: int, synonyms: Path | None, folder: Path, address: str, lay: Path | None
) -> None:
    """分析检索日志（serve --query-log）：常用查询、没有结果的查询、建议的通俗说法。"""
    found = study(read_log(log), open_engine(folder, address, lay), top)
    _print_study(found)
    if synonyms:
        with synonyms.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(("通俗说法", "规范说法", "双向"))
            table.writerows(progress.neutral(row.said, row.meant, "") for row in found.synonyms)
        click.echo(
            f"建议已写入 {synonyms}。请逐行核对，再比较效果："
            f"zhengce evaluate --lay {synonyms} --queries 查询.jsonl --qrels 判定.tsv --against 原来.run"
        )


@contextmanager
def _engine(
    folder: Path, address: str, collections: Sequence[Path], lay: Path | None, no_lay: bool
) -> Iterator[Engine]:
    """The engine over an index, or over one made of ``collections`` for this run alone."""
    if not collections:
        yield open_engine(folder, address, lay, no_lay)
        return
    with tempfile.TemporaryDirectory(prefix="zhengce-") as made:
        files = list(files_under(collections, Path(made)))
        records = sum(file.records for file in files if not file.passed_over)
        with progress.bar_over(records, "收录") as bar:
            processes = min(os.cpu_count() or 1, 4)
            update_index(
                Store(Path(made)), collections, Analyzer(), bar.advance, processes, files=files
            )
        yield open_engine(Path(made), lay=lay, literal=no_lay)


def _print_table(queries: Sequence[JudgedQuery], rows: Sequence[Row]) -> None:
    click.echo(
        padded("查询", 16) + "条数    " + "".join(f"{name:>10}" for name in MEASURES.values())
    )
    for kind, (count, mean) in summary(queries, rows).items():
        figures = "".join(f"{value:10.4f}" for value in astuple(mean))
        click.echo(padded(kind or "全部", 16) + f"{count:>6}  " + figures)


def _print_comparison(against: Path, rows: Sequence[Row], other: Sequence[Row]) -> None:
    click.echo(f"与 {against} 相比（配对随机化检验）")
    for measure, name in MEASURES.items():
        mine = [getattr(row, measure) for row in rows]
        theirs = [getattr(row, measure) for row in other]
        better = sum(a > b for a, b in zip(mine, theirs, strict=True))
        worse = sum(a < b for a, b in zip(mine, theirs, strict=True))
        mean = (sum(mine) - sum(theirs)) / len(mine)
        p = paired_p(mine, theirs)
        click.echo(f"  {name:10}{mean:+8.4f}   变好 {better} 条，变差 {worse} 条，p = {p:.4f}")


def _write_differences(
    path: Path, queries: Sequence[JudgedQuery], rows: Sequence[Row], other: Sequence[Row] | None
) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        names = list(MEASURES.values())
        table.writerow(["查询", "内容", "类型", *names, *(f"对照 {n}" for n in names if other)])
        for at, (query, row) in enumerate(zip(queries, rows, strict=True)):
            beside = astuple(other[at]) if other else ()
            texts = progress.neutral(query.id, query.text, query.type)
            table.writerow([*texts, *astuple(row), *beside])


def _print_study(found: LogStudy) -> None:
    click.echo(
        f"查询 {found.total:,} 次，不同的 {found.distinct:,} 条，没有结果 {found.empty_total:,} 次。"
    )
    for label, counted in (("常用查询", found.frequent), ("没有结果的查询", found.empty)):
        click.secho(label, bold=True)
        for text, count in counted:
            click.echo(f"  {count:>6}  {text}")
    click.secho("建议的通俗说法", bold=True)
    for row in found.synonyms:
        click.echo(f"  {row.said} → {row.meant}（查 {row.asked} 次，后者见于 {row.titles} 个标题）")


COMMANDS = (evaluate_command, queries_command)
