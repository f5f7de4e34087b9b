"""Documents to be withdrawn: an index in two generations that holds one thing several times."""

from __future__ import annotations

import json

from index.ingest.report import Report
from index.ingest.sync import sync_index
from index.upkeep.withdraw import withdraw
from tests.support.desk import Desk

SECRET = "饕餮貔貅"


def filled(desk: Desk) -> Desk:
    """Two generations: 秘.txt is in both, and in a list beside others stands 单-1."""
    desk.write("甲.txt", "公积金提取办法")
    desk.write("秘.txt", f"{SECRET}的正文", f"{SECRET}办法", "魑政发〔2024〕7号")
    rows = [{"id": f"单-{n}", "title": f"{SECRET * n}通知", "body": f"正文{n}"} for n in (1, 2)]
    (desk.files / "单.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    desk.update()
    (desk.files / "长.txt").write_text(f"{SECRET}如下。\n" + "甲乙丙丁戊己庚辛。" * 40, "utf-8")
    desk.write("乙.txt", "养老保险")
    desk.update()
    return desk


def id_of(desk: Desk, name: str) -> str:
    return next(row.ids[0] for row in desk.store.current().sources() if row.path == name)


def take_down(desk: Desk, *ids: str) -> None:
    withdraw(desk.store, ids, "某人", "理由")


def synced(desk: Desk) -> Report:
    return sync_index(desk.store, [desk.files], desk.analyzer, force=True)
