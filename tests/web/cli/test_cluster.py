"""--engine: what was written here is published, what could not be is said, and nothing of it is loaded elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.errors import ClusterUnavailable, ZhengceError
from index.opensearch.publishing.status import Kept, State
from index.store.store import Store
from search.engine import Engine
from tests.web.fakes import FakeEngine
from tests.web.served import ROOT, free_port
from web.cli import cluster
from web.cli.main import main

ADDRESS = "https://h1:9200,h2:9200/zhengce"
AGAIN = "再次运行本命令，或运行 zhengce publish"


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


class Published:
    """What was published, in place of a cluster."""

    def __init__(self) -> None:
        self.generations: list[int] = []
        self.fails: ZhengceError | None = None
        self.afresh = False

    def publish(
        self,
        folder: Path,
        address: str,
        shards: int | None = None,
        replicas: int | None = None,
        advance: Callable[[int], None] | None = None,
        afresh: bool = False,
    ) -> str:
        assert address == ADDRESS
        self.afresh = afresh
        if self.fails:
            raise cluster.NotPublished(cluster.unpublished(str(self.fails)))
        self.generations.append(Store(folder).current().number)
        return "已发布。"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Published:
    made = Published()
    monkeypatch.setattr(cluster, "connected", lambda address: None)
    monkeypatch.setattr(cluster, "publish", made.publish)
    return made


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("甲", "乙"):
        text = f"名称: {name}市关于住房公积金的通知\n文号: {name}政发〔2020〕1号\n\n正文{name}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_what_is_written_here_is_published(tmp_path: Path, files: Path, told: Published) -> None:
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    assert "已发布。" in run("index", files, *at).output
    (files / "乙.txt").unlink()
    run("sync", files, *at)
    run("rollback", *at)
    run("reindex", "--force", *at)
    run("remove", files / "甲.txt", *at)
    assert told.generations == [1, 2, 3, 4, 5]
    assert run("publish", *at).exit_code == 0
    assert told.generations[-1] == 5


def test_nothing_is_published_where_nothing_was_written(
    tmp_path: Path, files: Path, told: Published
) -> None:
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    assert run("index", tmp_path / "nothing", *at).exit_code == 1
    run("sync", files, "--dry-run", *at)
    assert told.generations == []
    run("index", files, *at)
    run("withdraw", "--list", *at)
    assert run("withdraw", "x", *at).exit_code == 2
    assert told.generations == [1]


def test_what_is_withdrawn_is_published(tmp_path: Path, files: Path, told: Published) -> None:
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    run("index", files, *at)
    for words in (["no-such", "--even-unknown", "--reason", "测试"], ["no-such", "--undo"]):
        assert run("withdraw", *words, *at).exit_code == 0
    assert told.generations == [1, 1, 1]


def test_what_is_erased_is_nowhere_on_the_cluster(
    tmp_path: Path, files: Path, told: Published
) -> None:
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    run("index", files, *at)
    id = next(iter(Store(tmp_path / "data").current().sources())).ids[0]
    run("withdraw", id, "--reason", "测试", *at)
    assert not told.afresh
    assert run("withdraw", "--erase", id, *at).exit_code == 0
    assert told.afresh
    run("withdraw", "--erase", *at)
    assert not told.afresh  # there was nothing left to erase


def test_some_files_that_failed_keep_nothing_from_being_published(
    tmp_path: Path, files: Path, told: Published
) -> None:
    (files / "坏.txt").write_bytes(b"\x00\xff" * 500)
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    for command in ("index", "sync"):
        done = run(command, files, *at)
        assert done.exit_code == 3
        assert "已发布。" in done.output
    assert told.generations == [1, 1]


def test_a_cluster_that_does_not_take_it_leaves_the_ledger_and_says_how_to_go_on(
    tmp_path: Path, files: Path, told: Published
) -> None:
    told.fails = ClusterUnavailable("h1:9200 没有回应。")
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    for command in ("index", "sync"):
        done = run(command, files, *at)
        assert done.exit_code == cluster.NOT_PUBLISHED
        assert "h1:9200 没有回应。" in done.output
        assert AGAIN in done.output
    assert Store(tmp_path / "data").current().number == 1
    told.fails = None
    assert run("publish", *at).exit_code == 0
    assert told.generations == [1]


def test_a_cluster_that_is_not_there_is_not_waited_for(tmp_path: Path, files: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}/zhengce"
    done = run("index", files, "--index", tmp_path / "data", "--engine", address)
    assert done.exit_code == cluster.NOT_PUBLISHED
    assert "连接不上" in done.output
    assert AGAIN in done.output


def test_it_can_be_said_in_the_environment(
    tmp_path: Path, files: Path, told: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGCE_ENGINE", ADDRESS)
    run("index", files, "--index", tmp_path / "data")
    assert told.generations == [1]


def test_publishing_needs_to_know_where(tmp_path: Path) -> None:
    done = run("publish", "--index", tmp_path)
    assert (done.exit_code, "--engine" in done.output) == (2, True)


def test_who_searches_a_cluster_needs_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Engine = FakeEngine.related_documents()
    for module in ("search_commands", "unresolved_command"):
        monkeypatch.setattr(f"web.cli.{module}.open_engine", lambda *given: engine)
    kept = Kept("zhengce-000012", "served", 7, 31, 2**21, 3, 1, 2)
    state = State("yellow", 2, (kept,))
    monkeypatch.setattr("web.cli.search_commands.state_of", lambda address: state)
    at = ("--index", tmp_path / "none", "--engine", ADDRESS)
    said = run("stats", *at).output
    assert said.startswith(f"索引        {ADDRESS}，第 7 代")
    assert "PDF 只有图像" in said
    assert "集群        缺少副本（yellow），2 个数据节点" in said
    assert (
        "zhengce-000012（现用）第 7 代，31 件，2.0 MB，3 片各 1 个副本，缺 2 个分片或副本" in said
    )
    assert run("search", "政府网站", *at).exit_code == 0
    assert run("unresolved", *at).exit_code == 0


def test_doctor_says_what_is_wrong_with_a_cluster(
    tmp_path: Path, files: Path, told: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Engine = FakeEngine.related_documents()
    monkeypatch.setattr(cluster, "open_engine", lambda folder, address: engine)
    monkeypatch.setattr(cluster, "state_of", lambda address: State("red", 2, ()))
    done = run("doctor", "--index", tmp_path / "none", "--engine", ADDRESS)
    assert (done.exit_code, "缺少分片" in done.output) == (1, True)
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    run("index", files, *at)
    said = "集群上的内容不是本机最新的。"
    monkeypatch.setattr(cluster, "faults", lambda store, address, full: [said])
    for command in ("doctor", "check"):
        done = run(command, *at)
        assert (done.exit_code, said in done.output) == (1, True)


def test_a_missing_extra_is_named_before_the_work(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "EXTRA", "no_such_library")
    at = ("--index", tmp_path / "data", "--engine", ADDRESS)
    for words in (["index", files], ["search", "甲"], ["serve"]):
        done = run(*words, *at)
        assert done.exit_code == 1
        assert "pip install 'zhengce[cluster]'" in done.output
    assert not (tmp_path / "data").exists()


def test_without_it_nothing_of_clusters_is_loaded(tmp_path: Path, files: Path) -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from web.cli.main import main\n"
        f"for words in (['index', {str(files)!r}], ['stats'], ['search', '甲']):\n"
        f"    done = CliRunner().invoke(main, [*words, '--index', {str(tmp_path / 'data')!r}])\n"
        "    assert done.exit_code == 0, done.output\n"
        "import web.server.http\n"
        "assert not [name for name in sys.modules if '.opensearch' in name]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
