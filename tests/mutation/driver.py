"""Runs the tests against one mutant after the other, each in a copy of the project.

The tests that should notice run first; where they do not, :data:`WHOLE` does. The corpus is not
used, nothing of a run is kept, and the sources themselves are never touched.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.mutants import Mutant

COPIED = ("index", "search", "web", "tests", "bench", "seeds", "docs", "pyproject.toml", "Makefile")
WHOLE = ("tests/index", "tests/search", "tests/engine_contract")
"""What runs where the named tests notice nothing."""
SECONDS = 600.0
"""A run that takes longer has noticed: the mutant made something endless."""
_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "node_modules")
_OPTIONS = ("-x", "-q", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0")
_NO_TESTS = 5
_KILLER = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    KILLED_ELSEWHERE = "killed, but not by the tests named"
    SURVIVED = "SURVIVED"
    EXPLAINED = "survived, as explained"


class BrokenTests(Exception):
    """The tests do not pass on the sources as they are: they would kill any mutant."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant, and the first test that noticed it."""

    mutant: Mutant
    fate: Fate
    killer: str = ""

    @property
    def is_killed(self) -> bool:
        """Whether any test noticed."""
        return self.fate in (Fate.KILLED, Fate.KILLED_ELSEWHERE)


class Workspace:
    """A copy of the project in which one file at a time is wrong."""

    def __init__(self, project: Path, folder: Path, seconds: float = SECONDS) -> None:
        self.root = folder
        self._seconds = seconds
        folder.mkdir()
        for name in COPIED:
            source = project / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=_LEFT_OUT)
            elif source.exists():
                shutil.copy(source, folder / name)

    def failing(self, tests: Sequence[str]) -> str:
        """The first of some tests that fails on what is here; empty when all pass."""
        there = [test for test in tests if (self.root / test.partition("::")[0]).exists()]
        if not there:
            return ""
        command = [
            sys.executable, "-m", "pytest", *_OPTIONS,
            "-o", "addopts=--import-mode=importlib --strict-markers", *there,
        ]  # fmt: skip
        code, output = self._run(command)
        if code == _NO_TESTS:
            raise BrokenTests(f"no tests in {' '.join(there)}")
        if not code:
            return ""
        found = _KILLER.search(output)
        return found[1] if found else f"pytest ended with {code}"

    def judge(self, mutant: Mutant, whole: bool = True) -> Verdict:
        """Let the tests look at a mutant.

        Args:
            whole: run :data:`WHOLE` where the tests named notice nothing, and no reason is given.

        Raises:
            Stale: it does not apply.
        """
        path = self.root / mutant.file
        before, wrong = path.read_text(encoding="utf-8"), mutant.applied(self.root)
        try:
            self._write(path, wrong)
            if killer := self.failing(mutant.tests):
                return Verdict(mutant, Fate.KILLED, killer)
            if whole and not mutant.survives and (killer := self.failing(WHOLE)):
                return Verdict(mutant, Fate.KILLED_ELSEWHERE, killer)
        finally:
            self._write(path, before)
        return Verdict(mutant, Fate.EXPLAINED if mutant.survives else Fate.SURVIVED)

    @staticmethod
    def _write(path: Path, text: str) -> None:
        """What was compiled is told by size and second: a mutant may share both with its like."""
        path.write_text(text, encoding="utf-8")
        Path(cache_from_source(str(path))).unlink(missing_ok=True)

    def _run(self, command: list[str]) -> tuple[int, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZHENGCE_", "PYTEST_"))}
        kept.pop("PYTHONPYCACHEPREFIX", None)
        with subprocess.Popen(
            command, cwd=self.root, env=kept | {"PYTHONPATH": str(self.root)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                output, _ = process.communicate(timeout=self._seconds)
            except subprocess.TimeoutExpired:
                output = f"ERROR longer-than-{self._seconds:.0f}-seconds"
            finally:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
        return process.returncode, output


def judge_all(
    project: Path, mutants: Sequence[Mutant], folder: Path, jobs: int = 2, whole: bool = True
) -> Iterator[Verdict]:
    """What becomes of each of ``mutants``, in their order.

    Args:
        folder: an empty one, for copies of the project.
        jobs: how many at a time.
        whole: see :meth:`Workspace.judge`.

    Raises:
        Stale: one does not apply; said before any test runs.
        BrokenTests: the tests named do not pass on the sources as they are.
    """
    for mutant in mutants:
        mutant.applied(project)
    free: SimpleQueue[Workspace] = SimpleQueue()
    for number in range(jobs):
        free.put(Workspace(project, folder / str(number)))
    workspace = free.get()
    if broken := workspace.failing(sorted({test for m in mutants for test in m.tests})):
        raise BrokenTests(f"{broken} fails on the sources as they are")
    free.put(workspace)

    def judge(mutant: Mutant) -> Verdict:
        workspace = free.get()
        try:
            return workspace.judge(mutant, whole)
        finally:
            free.put(workspace)

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(judge, mutants)
