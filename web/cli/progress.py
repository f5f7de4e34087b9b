"""What an operator sees of a run: a progress bar, a summary, and a table to keep."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from index.ingest.report import Report
from index.text.file_names import printable
from web.export import tables
from web.text import seen

EVERY = 30.0
"""Seconds between two lines about a long work, where there is no terminal for a bar."""
RULES_NAMED = 3
"""So many rules are named by which files were passed over."""
LISTED = 10
"""So many of the files left out are named on the terminal."""


@dataclass
class Bar:
    """The progress of a run: records read, the file it is on, and how long it took."""

    bar: Any
    seconds: float = 0.0
    said_at: float = 0.0

    def advance(self, path: str, count: int) -> None:
        """Called by the run: ``count`` more items of the file ``path`` were read; or, where it is
        0, how far a long work has come, which a log is told every so often."""
        self.bar.length = max(self.bar.length, self.bar.pos + count)
        self.bar.update(count, path)
        if count:
            return
        if sys.stderr.isatty():
            self.bar.render_progress()  # which an update by 0 does not do
        elif time.monotonic() - self.said_at >= EVERY:
            self.said_at = time.monotonic()
            click.echo(seen(path), err=True)


@contextmanager
def bar_over(records: int, label: str) -> Iterator[Bar]:
    """A bar over about ``records`` items on standard error; a plain line where that is no
    terminal."""
    began = time.perf_counter()
    opened: Any = click.progressbar(
        length=records,
        label=label,
        item_show_func=lambda path: _shortened(path or ""),
        show_pos=True,
        file=sys.stderr,
    )
    with opened as bar:
        shown = Bar(bar)
        yield shown
        bar.finish()
    shown.seconds = time.perf_counter() - began


def summary(report: Report, seconds: float, generation: Path) -> None:
    """Print what a run did, how long it took and what the generation takes on disk."""
    handled = report.added + report.changed
    click.echo(
        f"新增 {report.added:,} 件，更新 {report.changed:,} 件，未变 {report.unchanged:,} 件，"
        f"移除 {report.removed:,} 件，{_held(report)}失败 {len(report.rejected):,} 个。"
    )
    size = sum(path.stat().st_size for path in generation.rglob("*") if path.is_file()) / 2**20
    is_rate = handled >= seconds and not report.recognised_pages
    click.echo(
        f"索引共 {report.documents:,} 件，{size:.1f} MB，第 {report.generation} 代；"
        f"用时 {seconds:.1f} 秒" + (f"，每秒 {handled / seconds:.0f} 件。" if is_rate else "。")
    )
    if report.recognised_pages:
        rate = 60 * report.recognised_pages / max(report.recognising_seconds, 1e-3)
        click.echo(f"识别图像 {report.recognised_pages:,} 页，每分钟 {rate:.1f} 页。")
    if report.duplicates:
        click.echo(f"内容完全相同的重复文件 {report.duplicates} 份，只收录一次。")
    if report.warnings:
        doubted = len({id for id, _ in report.warnings})
        click.echo(f"存疑 {doubted} 件（用 --report 文件.csv 查看）。")
    if report.passed:
        click.echo(f"{_passed(report)}（用 --report 文件.csv 查看）。")
    if report.rejected:
        click.secho(f"未能收录 {len(report.rejected)} 个：", fg="yellow")
        for item in report.rejected[:LISTED]:
            click.echo("  " + " ".join(filter(None, (item.source_path, item.locator, item.reason))))
        if len(report.rejected) > LISTED:
            rest = len(report.rejected) - LISTED
            click.echo(f"  …… 其余 {rest} 个请用 --report 文件.csv 查看。")


def line(report: Report) -> str:
    """The summary of a run in one line, for a log."""
    parts = [
        f"同步完成：新增 {report.added:,} 件，更新 {report.changed:,} 件，移除 {report.removed:,} 件，"
        f"索引共 {report.documents:,} 件，第 {report.generation} 代。"
    ]
    if report.rejected:
        first = report.rejected[0]
        named = " ".join(filter(None, (first.source_path, first.locator, first.reason)))
        parts.append(f"未能收录 {len(report.rejected):,} 个，例如 {named}")
    return "".join(parts)


def foreseen(report: Report, findings: Sequence[tuple[str, str]]) -> None:
    """Print what a run would do and what is doubtful in the documents it would write."""
    for change, path in report.files:
        click.echo(f"{change}  {path}")
    click.echo(
        f"将新增 {report.added:,} 件，更新 {report.changed:,} 件，移除 {report.removed:,} 件，"
        f"未变 {report.unchanged:,} 件，改名 {report.renamed:,} 个文件，重复 {report.duplicates:,} 份，"
        f"{_held(report)}无法收录 {len(report.rejected):,} 个。没有写入索引。"
    )
    for held in report.held:
        click.secho(
            f"保留  {printable(str(held.place))}：少了 {held.lost:,} 件，{held.why}。", fg="yellow"
        )
    for item in report.rejected:
        click.echo("  " + " ".join(filter(None, (item.source_path, item.locator, item.reason))))
    if report.passed:
        click.echo(f"{_passed(report)}。")
    if findings:
        click.echo(f"数据质量问题 {len(findings):,} 条：")
    for id, text in findings:
        click.echo(f"  {id}  {text}")


def write_table(report: Report, path: Path) -> None:
    """Everything left out or doubted, as CSV for a spreadsheet (UTF-8 with BOM)."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["类别", "文件或标识", "位置", "说明"])
        for item in report.rejected:
            writer.writerow(neutral("未收录", item.source_path, item.locator, item.reason))
        for held in report.held:
            said = f"少了 {held.lost} 件（原有 {held.of} 件），{held.why}，原有内容保留在索引中。"
            writer.writerow(neutral("保留", printable(str(held.place)), "", said))
        for name, rule in report.passed:
            writer.writerow(neutral("略过", name, "", rule))
        for id, warning in report.warnings:
            writer.writerow(neutral("存疑", id, "", warning))


def _held(report: Report) -> str:
    held = sum(each.lost for each in report.held)
    return f"缺失但保留 {held:,} 件，" if held else ""


def _passed(report: Report) -> str:
    """How many files and folders were passed over, and by which rules above all."""
    rules = Counter(rule for _, rule in report.passed).most_common()
    named = "；".join(f"{rule} {count:,} 个" for rule, count in rules[:RULES_NAMED])
    more = f"；其余 {len(rules) - RULES_NAMED} 条规则" if len(rules) > RULES_NAMED else ""
    return f"按规则略过 {len(report.passed):,} 个：{seen(named)}{more}"


def neutral(*cells: str) -> Sequence[str]:
    """Cells that a spreadsheet will not take for formulas."""
    return [tables.neutral(cell) for cell in cells]


def _shortened(path: str, width: int = 40) -> str:
    path = seen(path)
    return path if len(path) <= width else "…" + path[-width + 1 :]
