"""Sites that run in processes of their own, over an index or over an engine that can be held up.

Run as a program it is the latter: ``python -m tests.web.served FOLDER PORT SETTINGS``; ``limits``
among the settings are set for it (:mod:`web.protect.limits`); a search for 等 makes the file ``entered`` in the folder and waits until there is one called ``go``.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.request import SearchRequest
from search.results import SearchResult
from tests.web.fakes import FakeEngine, make_documents
from web.protect import limits
from web.server.http import Settings, listen, serve

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
"""Seconds after which something that was waited for has not happened."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said


@dataclass(frozen=True)
class Site:
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        return ask(self.port, path, headers, method)

    def connect(self, sent: bytes = b"") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        client.sendall(sent)
        return client

    def exchange(self, sent: bytes) -> bytes:
        """All that is answered to bytes that nothing follows."""
        with self.connect() as client:
            with suppress(OSError):  # refused before everything was said
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
            answered = b""
            with suppress(ConnectionResetError):
                while data := client.recv(2**16):
                    answered += data
        return answered

    def workers(self) -> set[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return set(map(int, listed.split()))

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Its exit code and what it said."""
        self.process.send_signal(how)
        said = self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode, said


def ask(port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, fields, response.read())
    finally:
        connection.close()


def until(happens: Callable[[], Any]) -> None:
    """Wait until something is so; it fails if that never comes."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on, and that the system gives to nobody who asks for any.

    Drawn apart from ``random``, whose draws are the same in all processes that test.
    """
    draw = random.SystemRandom()
    while True:
        port = draw.randrange(15_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def site(*options: object) -> Iterator[Site]:
    """``zhengce serve`` with these options."""
    port = free_port()
    with _run(port, "web.cli.main", "serve", "--port", port, *options) as running:
        yield running


@contextmanager
def held(folder: Path, **settings: object) -> Iterator[Site]:
    """A site over the engine that can be held up."""
    port = free_port()
    with _run(port, "tests.web.served", folder, port, json.dumps(settings)) as running:
        yield running


@contextmanager
def _run(port: int, *words: object) -> Iterator[Site]:
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        until(lambda: process.poll() is not None or is_up(port))
        assert process.poll() is None, process.communicate()[0]
        yield Site(port, process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE)
        if process.stdout:
            process.stdout.close()


def is_up(port: int) -> bool:
    try:
        return ask(port, "/readyz").status == 200
    except OSError:
        return False


class HeldEngine(FakeEngine):
    """Waits where it is asked to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(make_documents())
        self._folder = folder

    def search(self, request: SearchRequest) -> SearchResult:
        if request.q == "等":
            (self._folder / "entered").touch()
            until((self._folder / "go").exists)
        return super().search(request)


def main() -> None:
    settings = {"workers": 1, "threads": 2, "config": {}} | json.loads(sys.argv[3])
    for name, value in settings.pop("limits", {}).items():
        setattr(limits, name, value)
    if metrics := settings.get("metrics"):
        settings["metrics"] = ("127.0.0.1", metrics)
    listener = listen("127.0.0.1", int(sys.argv[2]))
    serve(HeldEngine(Path(sys.argv[1])), Settings(**settings), listener)


if __name__ == "__main__":
    main()
