"""`zhengce serve --engine` beside a cluster that does not answer, or says no: no Java is needed for that."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from tests.support.scripted_node import ScriptedNode
from tests.web.served import PATIENCE, ROOT, Site, free_port, until
from web.cli.main import main

REFUSED = {"error": {"type": "security_exception", "reason": ""}}


@contextmanager
def served(address: str) -> Iterator[Site]:
    """A site that is up, whatever it answers."""
    port = free_port()
    words = ("web.cli.main", "serve", "--port", str(port), "--engine", address, "--workers", "1")
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    site = Site(port, process)
    try:
        until(lambda: process.poll() is not None or answers(site))
        assert process.poll() is None, process.communicate()[0]
        yield site
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=PATIENCE)


def answers(site: Site) -> bool:
    try:
        return site.get("/healthz").status == 200
    except (OSError, http.client.HTTPException):
        return False


def test_a_site_starts_beside_a_cluster_that_is_away_and_says_so() -> None:
    with served(f"http://127.0.0.1:{free_port()}/zhengce") as site:
        for path in ("/", "/search?q=a", "/documents/x", "/search.json?q=a", "/api/v1/search?q=a"):
            answer = site.get(path)
            assert answer.status == 503
            assert "本站连不上存放文件的检索服务" in answer.text
            assert answer.headers["retry-after"]
            assert "127.0.0.1" not in answer.text
        assert site.get("/readyz").json["refused"] == "unreachable"
        code, said = site.end(signal.SIGTERM)
    assert code == 0
    assert "网站先启动，连上后自动恢复" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("presents_as", "status", "said"),
    [
        (REFUSED, 401, "ZHENGCE_ENGINE_PASSWORD"),
        (b"<html>", 200, "那里不是 OpenSearch"),
        ({"version": {"distribution": "opensearch", "number": "1.3.20"}}, 200, "版本太旧"),
    ],
)
def test_a_cluster_that_says_no_ends_it_with_the_next_step(
    presents_as: object, status: int, said: str
) -> None:
    with ScriptedNode() as node:
        node.presents_as, node.status = presents_as, status
        done = CliRunner().invoke(main, ["serve", "--engine", f"{node.host}/zhengce"])
    assert done.exit_code == 1
    assert said in done.output
