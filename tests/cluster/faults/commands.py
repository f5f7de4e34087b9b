"""The command over a cluster in processes of its own: a site that is served, a ledger that is published."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.faults.form import NAME
from tests.cluster.faults.visiting import asked
from tests.cluster.nodes import Nodes
from tests.web.served import PATIENCE, ROOT, free_port, until


@contextmanager
def served(engine: str, log: Path) -> Iterator[int]:
    """``zhengce serve`` over a cluster, which may be away; its port. It keeps no pages, so that each asks the
    cluster."""
    port = free_port()
    options = ["--workers", "2", "--cache-mb", "0", "--rate", "0", "--global-rate", "0"]
    process = started(log, "serve", "--engine", engine, "--port", str(port), *options)
    try:
        until(lambda: process.poll() is not None or _answers(port))
        assert process.poll() is None, log.read_text()
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def started(log: Path, *words: str) -> subprocess.Popen[bytes]:
    """The command, running; what it says stands in ``log``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "web.cli.main", *words],
            stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd=ROOT, env=environment,
        )  # fmt: skip


def done(log: Path, *words: str) -> int:
    """The exit code of the command."""
    return started(log, *words).wait(10 * PATIENCE)


def anew(nodes: Nodes, ledger: Path, engine: str) -> list[str]:
    """The words of the command that writes all of a ledger once more: in a number of shards that neither what is
    served has, nor what was before it."""
    ((_, now),) = nodes.ask(f"/{NAME}/_settings").items()
    shards = {"2": "3", "3": "4", "4": "2"}[now["settings"]["index"]["number_of_shards"]]
    return ["publish", "--index", str(ledger), "--engine", engine, "--shards", shards]


def _answers(port: int) -> bool:
    try:
        return bool(asked(port, "/healthz")[0])
    except OSError:
        return False
