"""Segment files that are cut short under the running server (a copy in place, a bad disk)."""

from __future__ import annotations

import http.client
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from gunicorn.errors import HaltServer

from index.ingest.update import rebuild_index, update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from tests.web.served import ROOT, Site, held, site, until
from web.cli.main import main
from web.protect.limits import DEATHS
from web.server.deaths import Deaths
from web.server.repeats import Repeats

SEARCH = "/search.json?q=" + quote("公积金")


@pytest.fixture
def index(tmp_path: Path, analyzer: Analyzer) -> Path:
    """Two generations that share no file: the seeds, and one file more."""
    folder = tmp_path / "index"
    more = tmp_path / "新.txt"
    more.write_text("名称: 海绵城市通知\n\n海绵城市", encoding="utf-8")
    update_index(Store(folder), [ROOT / "seeds"], analyzer)
    rebuild_index(Store(folder), [ROOT / "seeds", more], analyzer)
    return folder


@pytest.fixture
def running(index: Path) -> Iterator[Site]:
    options = ("--workers", 2, "--rate", 0, "--global-rate", 0)
    with site("--index", index, *options) as made:
        assert made.get(SEARCH).status == 200
        yield made


def cut(index: Path, number: int) -> None:
    for path in (index / "generations" / str(number) / "terms").iterdir():
        if path.suffix != ".json":
            os.truncate(path, 100)


def ask(running: Site, path: str) -> int:
    """The status; 0 where the process that was to answer has died."""
    try:
        return running.get(path).status
    except (OSError, http.client.HTTPException):
        return 0


def agreed(running: Site, path: str, status: int) -> None:
    """So often one after another that both workers have said so."""
    row = 0
    while row < 30:
        row = row + 1 if ask(running, path) == status else 0


def test_the_generation_before_is_served(running: Site, index: Path) -> None:
    now = running.get("/readyz").json
    cut(index, 2)
    agreed(running, SEARCH, 200)
    until(lambda: running.get("/readyz").json["generation"] == now["generation"] - 1)
    assert running.get("/readyz").json["documents"] == now["documents"] - 1
    until(lambda: len(running.workers()) == 2)  # who was ended by the cut is replaced in a moment


def test_where_none_is_whole_it_says_so_and_restore_heals(
    running: Site, index: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar"
    saved = CliRunner().invoke(main, ["backup", str(backup), "--index", str(index)])
    assert saved.exit_code == 0, saved.output
    cut(index, 1)
    cut(index, 2)
    agreed(running, SEARCH, 503)
    agreed(running, "/readyz", 503)
    assert "正在维护" in running.get(SEARCH).json["error"]
    until(lambda: len(running.workers()) == 2)  # one that was just reading ended, and was replaced
    alive = running.workers()
    agreed(running, "/healthz", 200)
    assert running.workers() == alive  # they do not die of it any more
    restored = CliRunner().invoke(main, ["restore", str(backup), "--index", str(index)])
    assert restored.exit_code == 0, restored.output
    agreed(running, SEARCH, 200)
    agreed(running, "/readyz", 200)


def test_an_index_that_cannot_be_read_does_not_flood_the_log(running: Site, index: Path) -> None:
    cut(index, 1)
    cut(index, 2)
    agreed(running, SEARCH, 503)
    for _ in range(3):
        agreed(running, "/readyz", 503)
        agreed(running, SEARCH, 503)
    _, said = running.end()
    lines = said.splitlines()
    assert len(lines) < 40, said


def test_what_was_just_said_is_counted_instead() -> None:
    now, said = [0.0], []
    repeats = Repeats(lambda: now[0])
    for at in (0, 1, 2, 61, 62, 200, 900):
        now[0] = at
        record = logging.makeLogRecord({"name": "site", "msg": "坏了：%s", "args": ("盘",)})
        if repeats.filter(record):
            said.append(record.getMessage())
    assert said == [
        "坏了：盘",
        "坏了：盘（此前 2 次相同，未记）",
        "坏了：盘（此前 1 次相同，未记）",
        "坏了：盘",
    ]
    others = [repeats.filter(logging.makeLogRecord({"msg": f"另一句 {n}"})) for n in range(1000)]
    assert all(others)


def test_deaths_are_counted_in_a_row() -> None:
    deaths = Deaths()
    for _ in range(DEATHS - 1):
        deaths.died(1.0)
    deaths.died(3600.0)  # an older one is another matter
    for _ in range(DEATHS - 1):
        deaths.died(1.0)
    with pytest.raises(HaltServer, match="zhengce check --full") as raised:
        deaths.died(1.0)
    assert raised.value.exit_status != 0


def test_workers_that_die_young_again_and_again_end_the_server(tmp_path: Path) -> None:
    with held(tmp_path, limits={"DEATHS": 3, "YOUNG_SECONDS": 3600}) as running:
        killed: set[int] = set()

        def all_are_killed() -> bool:
            for worker in running.workers() - killed:
                killed.add(worker)
                os.kill(worker, signal.SIGBUS)
            return running.process.poll() is not None

        until(all_are_killed)
        code, said = running.process.returncode, running.process.communicate()[0]
    assert code == 1
    assert "zhengce check --full" in said
    assert len(killed) == 3
