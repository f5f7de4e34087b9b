"""The one node that all tests of a run share; it ends with the run, however that ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cluster.building import Missing, server
from tests.cluster.nodes import start
from tests.support.sharing import made_once


def shared_node(factory: pytest.TempPathFactory) -> str:
    """Where it answers, ``http://127.0.0.1:…``; started by whichever process of the run asks first.

    It is one node for many tests: each gives its indexes names of their own and removes them.
    Skips, with the reason, where there can be none.
    """
    said = made_once(factory, "opensearch", _start).joinpath("said").read_text()
    if not said.startswith("http"):
        pytest.skip(f"no OpenSearch: {said}")
    return said


def _start(folder: Path) -> None:
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder.mkdir()
    try:
        nodes = start(
            server(), folder / "nodes", 1, ends_with=os.getppid() if is_worker else os.getpid()
        )
        said = nodes.hosts[0]
    except Missing as error:
        said = str(error)
    (folder / "said").write_text(said)
