"""A cluster of three real nodes on loopback to try things on: what ``make cluster`` starts.

``python -m tests.cluster start FOLDER PORT`` and ``python -m tests.cluster stop FOLDER PORT``: nodes answer at PORT and
the two that follow, and speak to each other at those 100 higher.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cluster.building import Missing, server
from tests.cluster.node import Ended, Node
from tests.cluster.nodes import start

NODES = 3
APART = 100
STARTED = """\
Three nodes of OpenSearch are ready; they run on until:  make cluster-stop
三个节点已启动，停止请运行:  make cluster-stop

    .venv/bin/zhengce index seeds --index data/demo --engine {engine}
    .venv/bin/zhengce serve --index data/demo --engine {engine}"""


def main(what: str, folder: Path, port: int) -> str:
    """Start the nodes, or stop them; what is to be said of it.

    Raises:
        Missing, Ended.
    """
    http = [port + at for at in range(NODES)]
    ports = [*http, *(one + APART for one in http)]
    for at in range(NODES):  # those of an earlier start too
        Node(folder / f"n{at + 1}", f"n{at + 1}", http[at], ports[NODES + at]).stop()
    if what == "stop":
        return "Stopped. 已停止。"
    start(server(), folder, NODES, ports=ports)
    hosts = ",".join(f"127.0.0.1:{one}" for one in http)
    return STARTED.format(engine=f"http://{hosts}/zhengce")


if __name__ == "__main__":
    try:
        print(main(sys.argv[1], Path(sys.argv[2]).resolve(), int(sys.argv[3])))
    except (Missing, Ended) as error:
        sys.exit(f"No cluster: {error}")
