"""The node that tests share is a real one, and there for every one of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cluster import building
from tests.cluster.building import Missing, server
from tests.cluster.node import Node, free_ports


def test_a_real_node_answers(opensearch: str) -> None:
    with urllib.request.urlopen(opensearch, timeout=60) as answer:
        assert json.load(answer)["version"]["distribution"] == "opensearch"


def test_who_lacks_java_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Missing, match="no java here"):
        server()


def test_an_old_java_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LEAST_JAVA", 1000)
    with pytest.raises(Missing, match=r"Java 1000 or newer is needed|no java here"):
        server()


def test_a_process_that_is_not_the_node_is_left_alone(tmp_path: Path) -> None:
    node = Node(tmp_path, "n1", *free_ports(2))
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (node.home / "pid").write_text(str(other.pid))
    assert node.pid() is None
    node.stop()
    assert other.poll() is None
    other.communicate(b"\n")
