"""The rooms that the engine and the log of queries fill: names to collect, searches that found nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from index.text.file_names import pasteable
from index.text.fold import fold
from search.evaluation.query_log import read_log
from search.request import SearchRequest
from web import text, urls
from web.desk.tables import Desk, Line, Room, Table
from web.export import unresolved as names
from web.export.tables import Column

MOST_NAMES = 100_000
LARGEST_LOG = 256 * 2**20
"""Bytes of a log that are read for a page: some three million searches."""
STEP = Column("下一步", 60)


def unresolved(desk: Desk) -> Table:
    """What documents cite and no document has, what most of them name first."""
    total = min(desk.engine.status().unresolved, MOST_NAMES)
    step = "找到该文件，放进来源文件夹后同步；是表格、证照或报刊的名称则不必"

    def some(first: int, count: int) -> list[Line]:
        found = desk.engine.unresolved(first + count)[first:]
        return [
            Line((*map(str, row), step), urls.document(one.example.id))
            for one, row in zip(found, names.rows(found), strict=True)
        ]

    return Table(total, some, step=MOST_NAMES)  # the engine counts them all each time


def queries(desk: Desk) -> Table:
    """What was searched for and found nothing, the most frequent first."""
    log = desk.query_log
    if log is None:
        return Table.unknown(
            "没有指明检索日志。启动网站时加 --query-log 文件（不含访问者信息），"
            "再运行 zhengce desk --query-log 同一个文件。"
        )
    if not log.exists():
        return Table.of((), f"检索日志 {text.seen(str(log))} 还没有建立：还没有人检索过。")
    status = log.stat()
    if status.st_size > LARGEST_LOG:
        return Table.unknown(
            f"检索日志太大（{status.st_size / 2**20:,.0f} MB），不在网页上统计。"
            f"请先移走旧的部分，或在终端运行：zhengce queries {pasteable(str(log))}"
        )
    stamp = status.st_size, status.st_mtime_ns, status.st_ino
    known = desk.kept.get("queries")
    if known is None or known[0] != stamp:
        known = desk.kept["queries"] = stamp, _empty(log)
    lines: list[Line] = known[1]  # type: ignore[assignment]
    return Table.of(lines)


def _empty(log: Path) -> list[Line]:
    """What found nothing at least once, and how often it did."""
    found: Counter[str] = Counter()
    for row in read_log(log):
        if not row.total and (said := " ".join(fold(row.q).split())):
            found[said] += 1
    step = f"看建议的说法：zhengce queries {pasteable(str(log))} --synonyms 建议.csv；没有收录的文件则补收"
    return [
        Line((said, text.count(count), text.seen(step)), urls.search(SearchRequest(q=said)))
        for said, count in found.most_common()
    ]


ROOMS: tuple[Room, ...] = (
    Room(
        "queries",
        "没有结果的检索",
        "访问者检索过而没有找到任何文件的词，按次数排列；不含访问者的任何信息。",
        (Column("检索词", 40), Column("次数", 8), STEP),
        queries,
    ),
    Room(
        "unresolved",
        "提到而未收录的名称",
        "有文件引用而本站没有的文件，提到得多的在前。已撤下的文件如仍被引用，也在其中。",
        (*names.COLUMNS, STEP),
        unresolved,
        links=3,
    ),
)
