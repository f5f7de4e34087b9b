"""``check --engine``: the ledger and what a real node serves of it are compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from index.opensearch.client import Client
from index.text.analysis import Analyzer
from tests.support.desk import Desk
from web.cli.main import main


@pytest.fixture
def address(opensearch: str) -> Iterator[str]:
    """A name of its own on the node of the tests."""
    name, client = f"test-{uuid4().hex[:12]}", Client([opensearch])
    yield f"{opensearch}/{name}"
    for index in client.ask("GET", f"/{name}-*/_settings"):
        client.ask("DELETE", f"/{index}")


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    desk = Desk(tmp_path, analyzer)
    desk.write("甲.txt", "公积金")
    desk.update()
    return desk


def _run(desk: Desk, address: str, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--index", str(desk.store.root), "--engine", address])


def test_what_was_not_published_is_said(desk: Desk, address: str) -> None:
    assert _run(desk, address, "check").exit_code == 1
    assert _run(desk, address, "publish", "--replicas", "0").exit_code == 0
    said = _run(desk, address, "check")
    assert (said.exit_code, "索引完好" in said.output) == (0, True)
    desk.write("乙.txt", "养老保险")
    desk.update()
    said = _run(desk, address, "check", "--full")
    assert (said.exit_code, "zhengce publish" in said.output) == (1, True)
    assert CliRunner().invoke(main, ["check", "--index", str(desk.store.root)]).exit_code == 0
