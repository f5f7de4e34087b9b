"""The OpenSearch server that tests start: fetched by Maven and compiled once, kept outside this folder.

It needs Java 17 or newer with its compiler, Maven, and what Maven fetches (70 MB); who lacks one of them is told
which (:class:`Missing`). What is built is called by what it is built from, so a fresh clone finds it again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.node import Node, free_ports, wait

HERE = Path(__file__).parent
MADE_FROM = ("pom.xml", "Server.java")
LEAST_JAVA = 17
PATIENCE = 900
"""Seconds for Maven, and for a start: for a slow line and a busy machine."""


class Missing(Exception):
    """What a node needs and this machine has not; the message says what."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was built: what a node is started from.

    Attributes:
        java: the interpreter.
        folder: has ``lib/`` and ``classes.jsa``, an archive of loaded classes: a start takes half the time with it.
    """

    java: str
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "classes.jsa"

    def command(self, heap: str, *, records: bool = False) -> list[str]:
        """The command that starts a node, up to its arguments.

        Args:
            heap: how much memory, as ``512m``.
            records: whether this start is the one that makes the archive.
        """
        archive = "ArchiveClassesAtExit" if records else "SharedArchiveFile"
        return [
            self.java, f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.disable.jmx=true", f"-XX:{archive}={self.archive}",
            "-cp", f"{self.folder}/lib/*", "Server",
        ]  # fmt: skip


def server() -> Server:
    """The server, built if it has not been; ``ZHENGCE_CLUSTER`` names another folder to keep it in.

    Raises:
        Missing: Java, Maven, or what Maven should fetch.
    """
    java = _program("java")
    _check_version(java)
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in MADE_FROM)).hexdigest()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = os.environ.get("ZHENGCE_CLUSTER") or cache / f"zhengce-test-cluster-{digest[:12]}"
    built = Server(java, Path(kept))
    built.folder.mkdir(parents=True, exist_ok=True)
    with (built.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built.folder / digest).exists():
            _build(built)
            (built.folder / digest).touch()
    return built


def _program(name: str) -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(name, path=f"{home}/bin" if home else None) or shutil.which(name)
    if not found:
        raise Missing(f"no {name} here (a test cluster needs Java {LEAST_JAVA} and Maven)")
    return found


def _check_version(java: str) -> None:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < LEAST_JAVA:
        raise Missing(
            f"Java {LEAST_JAVA} or newer is needed, {java} is {said.partition(chr(10))[0]}"
        )


def _build(built: Server) -> None:
    maven, compiler, packer = map(_program, ("mvn", "javac", "jar"))
    folder = built.folder
    for name in MADE_FROM:
        shutil.copy(HERE / name, folder / name)
    _run([maven, "-B", "-q", "package"], folder)
    _run([compiler, "-cp", "lib/*", "-d", "classes", "Server.java"], folder)
    _run([packer, "cf", "lib/zhengce-node.jar", "-C", "classes", "."], folder)
    http, transport = free_ports(2)
    node = Node(folder / "first", "first", http, transport)
    node.start(built.command("256m", records=True), seeds=[node])
    wait([node], PATIENCE)
    node.stop()
    shutil.rmtree(node.home)


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{Path(command[0]).name} has not ended after {PATIENCE} s") from error
    if done.returncode:
        said = (done.stdout + done.stderr).strip().partition("\n")[0]
        raise Missing(f"{Path(command[0]).name} has failed: {said[:200]}")
