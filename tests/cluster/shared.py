"""The nodes that all tests of a run share; they end with the run, however that ends."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from tests.cluster.building import Missing, server
from tests.cluster.nodes import start
from tests.support.sharing import made_once


def shared_nodes(factory: pytest.TempPathFactory, number: int = 1) -> str:
    """Where they answer, ``http://127.0.0.1:…`` with commas between; started by whichever process of the run asks
    first.

    It is one cluster for many tests: each gives its indexes names of their own and removes them.
    Skips, with the reason, where there can be none.
    """
    made = made_once(factory, f"opensearch-{number}", partial(_start, number))
    said = made.joinpath("said").read_text()
    if not said.startswith("http"):
        pytest.skip(f"no OpenSearch: {said}")
    return said


def _start(number: int, folder: Path) -> None:
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder.mkdir()
    try:
        nodes = start(
            server(), folder / "nodes", number, ends_with=os.getppid() if is_worker else os.getpid()
        )
        said = ",".join(nodes.hosts)
    except Missing as error:
        said = str(error)
    (folder / "said").write_text(said)
