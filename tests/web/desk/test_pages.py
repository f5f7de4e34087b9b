"""The editors' pages: what they say, what they keep back, and that nothing typed breaks them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import html

from index.document import PolicyDocument
from index.errors import ClusterUnavailable
from index.ingest.settling import HeldBack
from index.ingest.sync import sync_index
from index.store.runs import KILLED, PARTLY, Counts, Run
from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.withdraw import withdraw
from search.embedded.engine import open_engine
from search.related import Unresolved
from tests.support.desk import Desk as Folder
from tests.web.fakes import FakeEngine
from web.desk import pages, runs
from web.desk.pages import create_desk
from web.desk.rooms import ROOMS
from web.desk.tables import Desk

SITE = "https://zhengce.example.gov.cn"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Folder:
    """An index with one document of each kind that an editor has to look after; it is only read."""
    return filled(tmp_path_factory.mktemp("desk"), analyzer)


@pytest.fixture
def own(tmp_path: Path, analyzer: Analyzer) -> Folder:
    """The same for a test that changes it."""
    return filled(tmp_path, analyzer)


def filled(place: Path, analyzer: Analyzer) -> Folder:
    kept = Folder(place, analyzer)
    kept.write("甲.txt", "公积金提取办法", "甲通知")
    (kept.files / "乙.json").write_text('{"title": "乙通知", "body": "养老", "validity": "？"}')
    kept.write("丙.txt", "应撤下", "丙通知")
    (kept.files / "坏.json").write_text("{")
    kept.update()
    (kept.files / "新坏.json").write_text("[")
    kept.update()
    withdraw(kept.store, ["丙.txt"], "张三", "=含个人信息", "")
    return kept


def client_of(folder: Folder, log: Path | None = None) -> FlaskClient:
    desk = Desk(folder.store.root, open_engine(folder.store.root), query_log=log)
    return create_desk(desk, SITE).test_client()


def table(client: FlaskClient, room: str) -> list[dict[str, str]]:
    """The CSV of a room, compared with what its page shows."""
    response = client.get(f"/{room}.csv")
    assert response.status_code == 200
    assert response.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(response.data.decode("utf-8-sig").splitlines()))
    lines = html.fromstring(client.get(f"/{room}").data).xpath("//ol[@class='lines']/li")
    for row, line in zip(rows, lines, strict=True):
        shown = [dd.text_content() for dd in line.iter("dd")]
        assert shown == [cell.removeprefix("'") for cell in row.values() if cell]
    return rows


def links(client: FlaskClient, room: str) -> list[str]:
    tree = html.fromstring(client.get(f"/{room}").data)
    return [str(link) for link in tree.xpath("//ol[@class='lines']//a/@href")]


def test_a_document_in_doubt_has_its_reason_its_file_and_the_command(folder: Folder) -> None:
    client = client_of(folder)
    (row,) = table(client, "doubts")
    assert row["标题"] == "乙通知"
    assert "有效性“？”含义不明" in row["疑问"]
    assert row["文件"] == str(folder.files / "乙.json")
    assert f"zhengce sync {folder.files} --index {folder.store.root}" in row["下一步"]
    assert links(client, "doubts") == [f"{SITE}/documents/{quote(row['标识'])}"]


def test_a_new_failure_stands_before_an_old_one(folder: Folder) -> None:
    rows = table(client_of(folder), "failures")
    assert [(Path(row["文件"]).name, row["新旧"]) for row in rows] == [
        ("新坏.json", "新"),
        ("坏.json", "早先已有"),
    ]
    assert all(row["原因"] for row in rows)


def test_a_withdrawn_document_has_its_reason_which_is_no_formula(folder: Folder) -> None:
    (row,) = table(client_of(folder), "withdrawn")
    assert row["标题"] == "丙通知"
    assert row["理由"] == "'=含个人信息"
    assert "zhengce withdraw --undo '丙.txt'" in row["下一步"]


def test_what_is_held_back_has_the_command_that_accepts_its_loss(own: Folder) -> None:
    for path in own.files.iterdir():
        path.unlink()
    with pytest.raises(HeldBack):
        sync_index(own.store, [own.files], own.analyzer)
    rows = table(client_of(own), "held")
    assert {Path(row["文件"]).name for row in rows} == {"甲.txt", "乙.json", "丙.txt"}
    assert all(f"--accept '{row['文件']}'" in row["下一步"] for row in rows)


def test_a_document_given_twice_names_both_files(own: Folder) -> None:
    content = '{"id": "同一件", "title": "丁通知", "body": "一样的内容"}'
    for name in ("一.json", "二.json"):
        (own.files / name).write_text(content)
    own.update()
    (row,) = table(client_of(own), "duplicates")
    assert (Path(row["文件"]).name, Path(row["已收录自"]).name) == ("二.json", "一.json")


def test_searches_without_results_are_counted(folder: Folder, tmp_path: Path) -> None:
    log = tmp_path / "queries.jsonl"
    asked = [("社保卡 丢了", 0)] * 2 + [("公积金", 3), ("=cmd", 0)]
    log.write_text("".join(f'{{"q": "{q}", "total": {n}, "rung": "all"}}\n' for q, n in asked))
    client = client_of(folder, log)
    rows = table(client, "queries")
    assert [(row["检索词"], row["次数"]) for row in rows] == [("社保卡 丢了", "2"), ("'=cmd", "1")]
    assert links(client, "queries")[0].startswith(f"{SITE}/search?q=")
    assert f"zhengce queries {log}" in rows[0]["下一步"]


def test_a_run_that_failed_says_why_and_what_to_do(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
    counts = Counts(new=3, failed=2, new_failures=1)
    kept = [
        Run("2", "sync", began, None, KILLED, "进程被杀。"),
        Run("1", "index", began, began, PARTLY, "", 3, None, 1, counts),
    ]
    monkeypatch.setattr(runs, "last_runs", lambda folder: kept)
    killed, partly = table(client_of(folder), "runs")
    assert (killed["命令"], killed["原因"], killed["结束"]) == ("sync", "进程被杀。", "")
    assert f"zhengce doctor --index {folder.store.root}" in killed["下一步"]
    assert partly["件数"] == "新增 3；新的失败 1；早先已有的失败 1"
    assert partly["下一步"] == "见“未收录的文件”"


def test_names_to_collect_are_those_of_the_command(folder: Folder) -> None:
    engine = FakeEngine([])
    engine.names = (
        Unresolved("节水条例", 12, (("cites", 9),), PolicyDocument(id="a", title="甲办法")),
    )
    client = create_desk(Desk(folder.store.root, engine), SITE).test_client()
    (row,) = table(client, "unresolved")
    assert (row["名称"], row["怎样提到"], row["例如"]) == ("节水条例", "引用 9", "甲办法")
    assert links(client, "unresolved") == [f"{SITE}/documents/a"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/doubts?page=0", 200),
        ("/doubts?page=-1", 200),
        ("/doubts?page=²", 200),
        ("/doubts?page=99999999999999999999999", 200),
        ("/doubts?page=1&page=2&read=%00&x=%ff", 200),
        ("/doubts?read=elder", 200),
        ("/nothing", 404),
        ("/nothing.csv", 404),
        ("/%00%ff/../x", 404),
    ],
)
def test_whatever_is_typed_is_answered_with_a_page(folder: Folder, path: str, code: int) -> None:
    response = client_of(folder).get(path)
    assert response.status_code == code
    assert "编辑台" in response.text


def test_pages_keep_and_change_nothing(folder: Folder) -> None:
    client = client_of(folder)
    for path in ("/", *(f"/{room.name}" for room in ROOMS), "/doubts.csv", "/nothing"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "script-src" not in response.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in response.headers
        for word in ("<script", "<form", "<button"):
            assert word not in response.text
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1:8100", 200),
        ("[::1]:8100", 200),
        ("localhost", 200),
        ("desk.example.gov.cn", 200),
        ("rebound.example", 400),
        ("", 400),
    ],
)
def test_a_name_of_a_stranger_is_not_answered(folder: Folder, host: str, code: int) -> None:
    desk = Desk(folder.store.root, FakeEngine([]))
    client = create_desk(desk, hosts=("desk.example.gov.cn",)).test_client()
    assert client.get("/", headers={"Host": host}).status_code == code


def test_where_only_the_cluster_is_known_the_ledgers_rooms_say_so(tmp_path: Path) -> None:
    client = create_desk(Desk(tmp_path / "none", FakeEngine([]), over_cluster=True)).test_client()
    for room in ("doubts", "failures", "held", "withdrawn", "duplicates"):
        assert "只有写索引的机器知道" in client.get(f"/{room}").text
        assert client.get(f"/{room}.csv").status_code == 503
    assert "不知道" in client.get("/").text
    assert client.get("/unresolved").status_code == 200


def test_a_cluster_that_does_not_answer_is_said_on_the_page(folder: Folder) -> None:
    class Away(FakeEngine):
        def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
            raise ClusterUnavailable("集群没有回应。")

    engine = Away([])
    engine.names = (Unresolved("甲", 1, (), PolicyDocument(id="a", title="乙")),)
    client = create_desk(Desk(folder.store.root, engine)).test_client()
    response = client.get("/unresolved")
    assert response.status_code == 200
    assert "集群没有回应。" in response.text


def test_an_index_that_cannot_be_opened_is_said_on_the_page(own: Folder) -> None:
    client = client_of(own)
    number = own.store.current_number()
    (own.store.root / "generations" / str(number) / "rejected.jsonl").write_text("cut")
    assert "zhengce" in client.get("/failures").text
    assert client.get("/").status_code == 200


def test_a_page_is_bounded_and_the_pages_hold_everything(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    kept = Folder(tmp_path, analyzer)
    for number in range(5):
        (kept.files / f"{number}.json").write_text("{")
    kept.write("甲.txt", "正文")
    kept.update()
    client, shown = client_of(kept), []
    for page in (1, 2, 3, 4):
        lines = html.fromstring(client.get(f"/failures?page={page}").data).xpath("//li/dl/div[1]")
        assert len(lines) <= 2
        shown += [line.text_content() for line in lines]
    assert len({*shown[:5]}) == 5
    assert shown[5:] == shown[4:5], "behind the last page there is the last"


def test_a_generation_that_comes_is_shown(own: Folder) -> None:
    client = client_of(own)
    assert len(table(client, "failures")) == 2
    (own.files / "三坏.json").write_text("{")
    own.update()
    assert len(table(client, "failures")) == 3
    assert Store(own.store.root).current_number() == 3
