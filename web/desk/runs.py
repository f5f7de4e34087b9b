"""The room of what happened last: the runs of whatever writes the index, and what each found."""

from __future__ import annotations

from index.store.runs import FAILED, KILLED, OUTCOMES, REFUSED, RUNNING, Run, last_runs
from web import text
from web.desk.tables import Desk, Line, Room, Table
from web.export.tables import SEPARATOR, Column


def runs(desk: Desk) -> Table:
    """The runs that are kept, the newest first."""
    found = last_runs(desk.folder)
    if not found and desk.over_cluster:
        desk.generation()  # says where this is known, if not here
    note = "" if found else "还没有记下任何一次运行。"
    return Table.of([_line(desk, run) for run in found], note)


def _line(desk: Desk, run: Run) -> Line:
    ended = text.local_second(run.ended) if run.ended else ""
    times = f"（同样结果 {run.times:,} 次）" if run.times > 1 else ""
    outcome = OUTCOMES.get(run.outcome, run.outcome) + times
    began = text.local_second(run.began)
    return Line((began, ended, run.kind, outcome, run.why, _counts(run), _step(desk, run)))


def _counts(run: Run) -> str:
    """What it did, without what it did not."""
    counts = run.counts
    told = (
        ("新增", counts.new),
        ("更新", counts.changed),
        ("移除", counts.removed),
        ("未变", counts.unchanged),
        ("新的失败", counts.new_failures),
        ("早先已有的失败", counts.old_failures),
        ("存疑", counts.doubtful),
        ("按原样保留", counts.held),
    )
    return SEPARATOR.join(f"{label} {count:,}" for label, count in told if count)


def _step(desk: Desk, run: Run) -> str:
    if run.outcome == RUNNING:
        return "等它结束"
    if run.outcome in (FAILED, KILLED, REFUSED):
        return f"按原因处理后再次运行；检查：{desk.command('doctor')}"
    if run.counts.held:
        return "见“按原样保留的文件”"
    return "见“未收录的文件”" if run.counts.new_failures else "不必处理"


ROOM = Room(
    "runs",
    "最近的运行",
    "写索引的命令（index、sync、reindex 等）最近何时运行、结果如何，新的在前。",
    (
        *(Column("开始", 20), Column("结束", 20), Column("命令", 10), Column("结果", 30)),
        *(Column("原因", 60), Column("件数", 40), Column("下一步", 60)),
    ),
    runs,
)
