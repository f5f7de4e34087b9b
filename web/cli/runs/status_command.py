"""The command ``zhengce status``: what happened last, for an operator with little time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from index.store.runs import DONE, OUTCOMES, PARTLY, RUNNING, Run, last_runs, last_successful
from index.store.store import Store
from web import text
from web.cli.options import index_option

READING = frozenset({"index", "reindex", "sync"})
"""The runs that look at the sources: what shows that an index is kept up."""
NAMES = {
    "index": "收录",
    "reindex": "重建",
    "sync": "同步",
    "remove": "移除",
    "withdraw": "撤下",
    "rollback": "回退",
    "restore": "恢复",
    "publish": "发布",
}
"""A command -> for people."""
_COLOURS = {DONE: "green", PARTLY: "yellow", RUNNING: "cyan"}


@click.command("status")
@click.option(
    "--runs", "most", type=click.IntRange(1, 200), default=5, show_default=True,
    help="列出最近多少次运行。",
)  # fmt: skip
@click.option(
    "--max-age",
    "hours",
    type=click.FloatRange(0, min_open=True),
    metavar="小时",
    help="最近一次收录、重建或同步没有成功，或最近一次成功的早于这么多小时前，就以 1 退出。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@index_option
def status_command(folder: Path, most: int, hours: float | None, as_json: bool) -> None:
    """上次运行的时间、结果、原因和数量，上次成功是多久以前，现用第几代。

    只读，不必等写入结束。退出码：0；写明 --max-age 而不满足时为 1。
    """
    runs = last_runs(folder)
    now = datetime.now(UTC)
    good = last_successful(run for run in runs if run.kind in READING)
    wrong = _overdue(runs, good, now, hours) if hours is not None else ""
    if as_json:
        _print_json(folder, runs[:most], good, now, wrong)
    else:
        for line in _lines(folder, runs[:most], good, now):
            click.echo(line)
    if wrong:
        click.secho(wrong, fg="red", err=True)
        sys.exit(1)


def _overdue(runs: list[Run], good: Run | None, now: datetime, hours: float) -> str:
    """What is wrong with when it was last run; empty where nothing is."""
    last = next((run for run in runs if run.kind in READING and run.outcome != RUNNING), None)
    if last and not last.is_successful:
        return f"最近一次{NAMES[last.kind]}没有成功：{_ended(last)}。{last.why}"
    if not good or not good.ended:
        return "没有成功运行过的记录。请运行：zhengce sync 文件夹"
    if now - good.ended > timedelta(hours=hours):
        return f"上次成功是{_ago(now - good.ended)}前，超过 {hours:g} 小时。请检查定时任务是否还在运行。"
    return ""


def _lines(folder: Path, runs: list[Run], good: Run | None, now: datetime) -> Iterator[str]:
    yield _generation(folder)
    if not runs:
        yield "没有运行记录：本版本起，每次收录、同步、移除、撤下、回退都会记下。"
        return
    if good and good.ended:
        yield (
            f"上次成功核对来源：{text.local_second(good.ended)}（{_ago(now - good.ended)}前，"
            f"{NAMES[good.kind]}）。"
        )
    else:
        yield "还没有成功核对过来源的记录。"
    yield "最近的运行："
    for run in runs:
        yield from _told(run, now)


def _generation(folder: Path) -> str:
    store = Store(folder)
    if store.current_number() is None:
        return f"{folder} 中还没有索引。请先运行：zhengce index 文件夹 --index {folder}"
    generation, refusal = store.newest(lambda found: found)
    manifest = generation.manifest
    newer = f"\n最新一代打不开：{refusal}" if refusal else ""
    return (
        f"索引 {folder}：第 {generation.number} 代，{manifest.documents:,} 件，"
        f"未能收录 {manifest.rejected:,} 个；内容改变于 {text.local_second(manifest.built_at)}。{newer}"
    )


def _told(run: Run, now: datetime) -> Iterator[str]:
    outcome = click.style(
        OUTCOMES.get(run.outcome, run.outcome), fg=_COLOURS.get(run.outcome, "red")
    )
    times = f"（同样的结果共 {run.times:,} 次）" if run.times > 1 else ""
    took = "" if run.seconds is None or run.times > 1 else f"，用时 {_span(run.seconds)}"
    if run.outcome == RUNNING:
        took = f"，已运行 {_span((now - run.began).total_seconds())}"
    code = f"，退出码 {run.exit_code}" if run.exit_code else ""
    yield f"  {text.local_second(run.began)} {_name(run)}：{outcome}{code}{took}{times}"
    if run.times > 1 and run.ended:
        yield f"    最后一次在 {text.local_second(run.ended)}"
    if run.why:
        yield f"    {run.why}"
    if counts := _counts(run):
        yield f"    {counts}"
    for one in run.failures:
        kind = "新" if one.is_new else "旧"
        yield f"    [{kind}] {' '.join(filter(None, (one.file, one.locator, one.reason)))}"
    if (left := run.counts.failed - len(run.failures)) > 0 and run.failures:
        yield f"    …… 其余 {left:,} 个失败略。"


def _counts(run: Run) -> str:
    """What it did; empty where that is not known."""
    if (
        run.kind not in READING | {"remove"}
        or run.outcome == RUNNING
        or run.exit_code not in (0, 3)
    ):
        return ""
    counts = run.counts
    held = f"，缺失但保留 {counts.held:,} 件" if counts.held else ""
    doubtful = f"，存疑 {counts.doubtful:,} 件" if counts.doubtful else ""
    moved = f"第 {run.before or 0} → {run.after or 0} 代" if run.before != run.after else "索引未变"
    return (
        f"新增 {counts.new:,}，更新 {counts.changed:,}，移除 {counts.removed:,}，"
        f"未变 {counts.unchanged:,}，失败 {counts.failed:,}（新 {counts.new_failures:,}，"
        f"旧 {counts.old_failures:,}）{held}{doubtful}；{moved}。"
    )


def _print_json(folder: Path, runs: list[Run], good: Run | None, now: datetime, wrong: str) -> None:
    generation = Store(folder).current_number()
    row = {
        "index": str(folder),
        "generation": generation,
        "now": now.isoformat(),
        "last_successful": good.to_json() if good else None,
        "age_seconds": (now - good.ended).total_seconds() if good and good.ended else None,
        "overdue": wrong or None,
        "runs": [run.to_json() for run in runs],
    }
    click.echo(text.json_bytes(row).decode().rstrip("\n"))


def _name(run: Run) -> str:
    return NAMES.get(run.kind, run.kind)


def _ended(run: Run) -> str:
    return f"{OUTCOMES.get(run.outcome, run.outcome)}，{text.local_second(run.ended or run.began)}"


def _ago(span: timedelta) -> str:
    return _span(max(span.total_seconds(), 0))


def _span(seconds: float) -> str:
    """A time for people: its two largest parts at most."""
    if seconds < 60:
        return f"{seconds:.0f} 秒" if seconds >= 1 else "不到 1 秒"
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时"
    return f"{hours} 小时 {minutes} 分钟" if hours else f"{minutes} 分钟"


COMMANDS = (status_command,)
