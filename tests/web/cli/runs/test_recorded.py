"""Every command that writes is kept as a run, with its end; a hook and exit codes tell the new from the old."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.store.runs import DONE, FAILED, KILLED, PARTLY, REFUSED, Run, keeping, last_runs
from index.store.runs.keeping import Keeper
from web.cli.main import main
from web.cli.runs import hook, status_command

ROOT = Path(__file__).parents[4]
TXT = sorted((ROOT / "seeds").glob("*.txt"))[:3]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    for path in TXT:
        shutil.copy(path, place)
    return place


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def last(index: Path) -> Run:
    return last_runs(index)[0]


def test_what_a_run_did_is_kept_and_a_run_that_finds_nothing_is_one_too(
    files: Path, index: Path
) -> None:
    run("sync", files, "--index", index)
    first = last(index)
    assert (first.kind, first.outcome, first.exit_code) == ("sync", DONE, 0)
    assert (first.before, first.after, first.counts.new) == (None, 1, 3)
    run("sync", files, "--index", index)
    again = last(index)
    assert (again.outcome, again.before, again.after, again.counts.unchanged) == (DONE, 1, 1, 3)
    assert again.id != first.id


def test_a_failure_is_new_once_and_known_from_then_on(files: Path, index: Path) -> None:
    run("index", files, "--index", index)
    (files / "bad.pdf").write_bytes(b"<<<")
    assert run("sync", files, "--index", index).exit_code == 3
    assert (last(index).outcome, last(index).counts.new_failures) == (PARTLY, 1)
    assert run("sync", files, "--index", index).exit_code == 3
    assert (last(index).counts.new_failures, last(index).counts.old_failures) == (0, 1)
    assert run("reindex", "--index", index, "--only-new-failures").exit_code == 0
    assert (last(index).outcome, last(index).exit_code) == (PARTLY, 0)
    (files / "worse.pdf").write_bytes(b"<<<<")
    assert run("sync", files, "--index", index, "--only-new-failures").exit_code == 3
    assert [(one.file, one.is_new) for one in last(index).failures] == [
        ("worse.pdf", True),
        ("bad.pdf", False),
    ]


def test_what_is_held_back_counts_though_only_new_failures_are_asked_for(
    files: Path, index: Path
) -> None:
    run("sync", files, "--index", index)
    for path in files.iterdir():
        path.unlink()
    assert run("sync", files, "--index", index, "--only-new-failures").exit_code == 1
    assert (last(index).outcome, last(index).counts.held) == (REFUSED, 3)
    assert "缺得太多" in last(index).why


def test_why_a_run_was_refused_or_failed_is_kept(
    files: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", files, "--index", index)
    run("sync", files / "missing", "--index", index)
    assert (last(index).outcome, last(index).exit_code) == (REFUSED, 1)
    assert "找不到" in last(index).why

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/srv/index/9")

    monkeypatch.setattr("web.cli.index_commands.remove", full)
    assert run("remove", "x", "--index", index).exit_code == 1
    assert (last(index).kind, last(index).outcome) == ("remove", FAILED)
    assert "/srv/index/9" in last(index).why


def test_withdrawing_and_rolling_back_are_runs_and_listing_is_none(
    files: Path, index: Path
) -> None:
    run("sync", files, "--index", index)
    run("withdraw", "--list", "--index", index)
    assert last(index).kind == "sync"
    run("withdraw", "x", "--even-unknown", "--reason", "误发", "--index", index)
    assert (last(index).kind, last(index).outcome) == ("withdraw", DONE)
    run("rollback", "--index", index)
    assert (last(index).kind, last(index).outcome) == ("rollback", REFUSED)


def test_a_mistyped_folder_is_made_no_index(tmp_path: Path) -> None:
    run("publish", "--index", tmp_path / "typo", "--engine", "https://h:9200/z")
    assert not (tmp_path / "typo").exists()


TELLS = "import json, os, sys; json.dump([json.load(sys.stdin), dict(os.environ)], open(sys.argv[1], 'w'))"


def test_the_hook_is_told_of_a_run_that_did_not_end_well_and_of_no_other(
    files: Path, index: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told; rm -rf x.json"  # a name, and no command
    given = "--on-failure", f'{sys.executable} -c "{TELLS}" "{told}"'
    run("sync", files, "--index", index, *given)
    assert not told.exists()
    (files / "bad.pdf").write_bytes(b"<<<")
    assert run("sync", files, "--index", index, *given).exit_code == 3
    row, environment = json.loads(told.read_text())
    assert (row["kind"], row["outcome"], row["counts"]["new_failures"]) == ("sync", PARTLY, 1)
    assert environment["ZHENGCE_RUN_OUTCOME"] == PARTLY
    assert environment["ZHENGCE_RUN_NEW_FAILURES"] == "1"
    told.unlink()
    run("sync", files, "--index", index, "--only-new-failures", *given)
    assert not told.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((sys.executable, "-c", "raise SystemExit(7)"), "以 7 退出"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "没有结束，已终止"),
        (("/nowhere/x",), "没有执行"),
    ],
)
def test_a_hook_that_fails_is_said_and_stops_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook.call(words, Keeper.begin(tmp_path, "sync", 1).run, 0.5)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", ["", "'", "/nowhere/x"])
def test_a_hook_that_cannot_be_run_is_refused_before_the_work(
    words: str, files: Path, index: Path
) -> None:
    refused = run("sync", files, "--index", index, "--on-failure", words)
    assert refused.exit_code == 2
    assert not index.exists()


def test_status_tells_what_happened_last(files: Path, index: Path) -> None:
    assert "没有运行记录" in run("status", "--index", index).output
    assert run("status", "--index", index, "--max-age", "1").exit_code == 1
    (files / "bad.pdf").write_bytes(b"<<<")
    run("sync", files, "--index", index)
    said = run("status", "--index", index, "--max-age", "1")
    assert said.exit_code == 0
    for words in ("第 1 代", "上次成功核对来源", "失败 1（新 1，旧 0）", "[新] bad.pdf"):
        assert words in said.output
    run("sync", files / "missing", "--index", index)
    said = run("status", "--index", index, "--max-age", "1")
    assert said.exit_code == 1
    assert "最近一次同步没有成功" in said.output
    row = json.loads(run("status", "--index", index, "--json").output)
    assert [one["outcome"] for one in row["runs"]] == [REFUSED, PARTLY]
    assert row["last_successful"]["after"] == row["generation"] == 1


def test_status_knows_a_killed_run_and_one_that_is_too_long_ago(
    files: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", files, "--index", index)
    now = last(index).ended
    assert now

    class Later:
        now = staticmethod(lambda _: later)

    later = now + timedelta(days=2)
    monkeypatch.setattr(status_command, "datetime", Later)
    said = run("status", "--index", index, "--max-age", "36")
    assert said.exit_code == 1
    assert "2 天 0 小时前，超过 36 小时" in said.output
    assert run("status", "--index", index, "--max-age", "49").exit_code == 0
    keeping.add(index, Run("2", "sync", later))  # and no process that holds its file
    assert last(index).outcome == KILLED
    assert "中途被杀" in run("status", "--index", index, "--max-age", "49").output
