"""A record that fails keeps what it was before; those beside it are not touched."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping

import pytest

from index.document import PolicyDocument, Rejected
from index.ingest.failures import meant_by
from index.ingest.sync import sync_index
from index.readers import refusals
from index.readers.extract import Extract
from index.readers.interpret import document as interpreted
from index.upkeep.check import check
from tests.support.desk import Desk, counts
from tests.support.workbooks import rows, workbook

Record = dict[str, str]
RECORDS: list[Record] = [
    {"id": f"zc-{n}", "title": f"关于第{n}号的通知", "body": f"各单位：\n水果{n}。"}
    for n in range(10)
]
TITLES = ["标识", "标题", "正文"]
ALL = {record["id"] for record in RECORDS}


def lines(*rows: Record | str) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)


def table(*records: Record) -> list[list[str]]:
    return [TITLES, *([record["id"], record["title"], record["body"]] for record in records)]


def in_csv(*records: Record | str) -> bytes:
    cells = (row if isinstance(row, str) else ",".join(row.values()) for row in records)
    return "\n".join([",".join(TITLES), *(row.replace("\n", "") for row in cells)]).encode()


def is_whole(desk: Desk) -> bool:
    return not list(check(desk.store, desk.analyzer, full=True))


def changed(at: int, **values: str) -> list[Record]:
    return [row | values if n == at else row for n, row in enumerate(RECORDS)]


PACKED = gzip.compress(lines(*RECORDS).encode(), mtime=0)
BROKEN: Mapping[str, tuple[str, bytes, bytes]] = {
    "a broken line": (
        "a.jsonl", lines(*RECORDS).encode(), lines(*RECORDS[:4], "{", *RECORDS[5:]).encode(),
    ),
    "no title and no body": (
        "a.jsonl", lines(*RECORDS).encode(), lines(*changed(4, title="", body="")).encode(),
    ),
    "a list cut off": ("a.jsonl.gz", PACKED, PACKED[:-30]),
    "an array cut off": (
        "a.json", json.dumps(RECORDS).encode(), json.dumps(RECORDS)[:-200].encode(),
    ),
    "a quote that never ends": (
        "a.csv", in_csv(*RECORDS), in_csv(*RECORDS[:4], 'zc-4,"关于', *RECORDS[5:]),
    ),
    "a workbook without its second sheet": (
        "a.xlsx", workbook(rows(table(*RECORDS[:5])), rows(table(*RECORDS[5:]))),
        workbook(rows(table(*RECORDS[:5])), "<row"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_read_keeps_what_it_was(desk: Desk, what: str) -> None:
    name, whole, broken = BROKEN[what]
    path = desk.files / name
    path.write_bytes(whole)
    assert counts(desk.update()) == (10, 0, 0, 0)
    path.write_bytes(broken)
    for _ in range(2):  # the next run reads it again, and changes nothing
        report = sync_index(desk.store, [desk.files], desk.analyzer)
        assert counts(report) == (0, 0, 10, 0)
        assert report.rejected
        assert all("保留上次收录的内容" in item.reason for item in report.rejected)
        assert desk.found() == ALL
        assert is_whole(desk)
    number = report.generation
    assert sync_index(desk.store, [desk.files], desk.analyzer).generation == number
    path.write_bytes(whole)
    report = desk.update()
    assert counts(report) == (0, 0, 10, 0)
    assert not report.rejected
    assert not list(desk.store.current().rejected())


def test_a_failure_that_says_who_it_is_keeps_that_one_only(desk: Desk) -> None:
    path = desk.files / "a.jsonl"
    path.write_text(lines(*RECORDS))
    desk.update()
    path.write_text(lines(*changed(4, title="", body="")[:9], {"id": "zc-new"}))
    report = desk.update()
    assert counts(report) == (0, 0, 9, 1)
    assert desk.found() == ALL - {"zc-9"}
    assert {item.locator: "保留" in item.reason for item in report.rejected} == {
        "第 5 行": True, "第 10 行": False,
    }  # fmt: skip


def test_a_failure_that_nobody_can_name_keeps_all_that_is_missing(desk: Desk) -> None:
    path = desk.files / "a.jsonl"
    path.write_text(lines(*RECORDS))
    desk.update()
    path.write_text(lines(*RECORDS[:4], '{"id": "zc-4", ', *RECORDS[5:8], {"title": "新通知"}))
    assert counts(desk.update()) == (1, 0, 10, 0)
    path.write_text(lines(*RECORDS[:9]))
    assert counts(desk.update()) == (0, 0, 9, 2)
    assert is_whole(desk)


def test_a_record_that_moved_into_another_list_is_there_once(desk: Desk) -> None:
    one, two = desk.files / "a.jsonl", desk.files / "b.jsonl"
    one.write_text(lines(*RECORDS[:5]))
    two.write_text(lines(*RECORDS[5:]))
    desk.update()
    one.write_text(lines(*RECORDS[:3], "{"))
    two.write_text(lines(*RECORDS[3:]))
    assert desk.update().removed == 0
    assert desk.found() == ALL
    one.write_text(lines(*RECORDS[:3]))
    assert desk.update().removed == 0
    assert desk.found() == ALL
    assert is_whole(desk)


def test_a_workbook_row_says_through_the_child_who_it_is(desk: Desk) -> None:
    path = desk.files / "a.xlsx"
    path.write_bytes(workbook(rows(table(*RECORDS))))
    desk.update()
    path.write_bytes(workbook(rows(table(*changed(4, title="", body="")[:9]))))
    assert counts(desk.update()) == (0, 0, 9, 1)
    assert desk.found() == ALL - {"zc-9"}


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A rule that raises on the record 第4号, as only a defect of ours can."""
    told = interpreted.document_of

    def raising(extract: Extract, aliases: Mapping[str, str]) -> PolicyDocument | Rejected:
        if "第4号" in extract.value("title"):
            raise TypeError
        return told(extract, aliases)

    return lambda: monkeypatch.setattr(interpreted, "document_of", raising)


def test_a_defect_of_ours_costs_its_record_only_and_is_told_apart(
    desk: Desk, defect: Callable[[], None]
) -> None:
    path = desk.files / "a.jsonl"
    path.write_text(lines(*RECORDS))
    desk.update()
    defect()
    path.write_text(lines(*changed(6, body="香蕉")))
    report = desk.update()
    assert counts(report) == (0, 1, 9, 0)
    [item] = report.rejected
    assert (item.locator, item.id) == ("第 5 行", "zc-4")
    assert item.reason.startswith(refusals.UNPARSED)
    assert "TypeError" in item.reason
    assert desk.found() == ALL


def test_a_file_that_fails_as_a_whole_means_all_it_gave() -> None:
    whole = Rejected("a.html", "", "坏了。", "x")
    assert meant_by([whole], ["a", "b"]) == ["a", "b"]
    record = Rejected("a.jsonl", "第 1 行", "坏了。", "a")
    assert meant_by([record], ["b", "a-0123abcd", "a-2", "a"]) == ["a-0123abcd", "a"]
    assert meant_by([], ["a"]) == []
