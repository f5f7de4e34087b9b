"""What the keeper starts has no network, and does not outlive who asked for it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.readers.sandbox import keeper
from tests.support.forked_child import Child

KEEPER = [sys.executable, "-I", "-S", keeper.__file__]
NOBODY = 65534
TRIES_TO_CONNECT = (
    "import socket, sys\n"
    "try: socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)\n"
    "except OSError: sys.exit(7)\n"
)
STARTS_ANOTHER = (
    "import subprocess, sys, time\n"
    "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "with open(sys.argv[1], 'w') as file: file.write(str(other.pid))\n"
    "time.sleep(600)\n"
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(0.1)
        yield made


def is_cut() -> bool:
    """Whether this system gives a network namespace to who asks; tried in a child."""
    child = Child(lambda say: say(b"Y" if keeper.cut_network() else b"N"))
    return child.ended()[0] == b"Y"


needs_namespaces = pytest.mark.skipif(
    not is_cut(), reason="this system lets nobody leave the network"
)


@needs_namespaces
def test_what_it_starts_reaches_nobody(listener: socket.socket) -> None:
    port = str(listener.getsockname()[1])
    asked = [sys.executable, "-c", TRIES_TO_CONNECT, port]
    assert subprocess.run(asked, check=False).returncode == 0
    listener.accept()[0].close()
    kept = subprocess.run([*KEEPER, *asked], stdin=subprocess.PIPE, check=False)
    # run() closes the pipe at once, so the program may be ended before it could say 7
    assert kept.returncode in (7, 9)
    with pytest.raises(TimeoutError):
        listener.accept()


@needs_namespaces
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_leaves_the_network_and_still_writes_files(
    listener: socket.socket, tmp_path: Path
) -> None:
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.geteuid() and len(folder.parts) > 2:
            folder.chmod(folder.stat().st_mode | 0o011)

    def work(say: Callable[[bytes], None]) -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        if not keeper.cut_network():
            say(b"N")
            return
        (tmp_path / "made").write_text("x")
        try:
            socket.create_connection(listener.getsockname(), 5)
        except OSError:
            say(b"C")

    said, _ = Child(work).ended()
    if said == b"N":
        pytest.skip("ordinary users may not have a namespace on this system")
    assert said == b"C"
    assert (tmp_path / "made").stat().st_uid == NOBODY


def test_it_ends_all_that_was_started_when_its_pipe_ends(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    process = subprocess.Popen(
        [*KEEPER, sys.executable, "-c", STARTS_ANOTHER, str(note)], stdin=subprocess.PIPE
    )
    assert process.stdin
    while not (note.exists() and note.read_text()):
        time.sleep(0.01)
    grandchild = int(note.read_text())
    process.stdin.close()
    assert process.wait() == signal.SIGKILL
    assert not is_running(grandchild)


def test_it_gives_back_the_code_and_needs_no_end_of_the_pipe() -> None:
    process = subprocess.Popen(
        [*KEEPER, sys.executable, "-c", "import sys; sys.exit(3)"], stdin=subprocess.PIPE
    )
    assert process.wait() == 3
    assert process.stdin
    process.stdin.close()


def is_running(pid: int) -> bool:
    """Whether it is there and no zombie; a process that was killed needs a moment to go."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.01)
    return True
