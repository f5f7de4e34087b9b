"""The list of mutants does not rot, and the driver tells a kill from a survival."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutation.driver import BrokenTests, Fate, Workspace, judge_all
from tests.mutation.mutants import Mutant, Stale, read_mutants

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = read_mutants()
MUST_BE_KILLED = {
    "authority-off", "near-drops-exact", "title-weight", "lead-none", "similar-title",
    "spelling-rarity", "tier-parts", "cited-often",
}  # fmt: skip


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len(MUTANTS) >= 80
    assert [id for id, count in Counter(one.id for one in MUTANTS).items() if count > 1] == []
    packages = Counter(one.file.partition("/")[0] for one in MUTANTS)
    assert min(packages["index"], packages["search"]) >= 40


def test_what_once_survived_must_be_killed() -> None:
    assert {one.id for one in MUTANTS if not one.survives} >= MUST_BE_KILLED


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_every_mutant_applies_is_python_and_names_tests_that_are_there(mutant: Mutant) -> None:
    ast.parse(mutant.applied(ROOT))
    assert mutant.old != mutant.new
    assert mutant.breaks
    assert mutant.tests
    assert [t for t in mutant.tests if not (ROOT / t.partition("::")[0]).exists()] == []


def test_what_may_survive_is_explained_in_the_docs() -> None:
    page = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert named == {one.id for one in MUTANTS if one.survives}


# --- the driver, on a toy ------------------------------------------------------------------------


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A project of one function and a test of it."""
    project = tmp_path / "toy"
    (project / "search").mkdir(parents=True)
    (project / "tests" / "search").mkdir(parents=True)
    (project / "search" / "__init__.py").touch()
    (project / "search" / "toy.py").write_text(
        "def least(one: int, other: int) -> int:\n    return one if one <= other else other\n"
    )
    (project / "tests" / "search" / "test_toy.py").write_text(
        "from search.toy import least\n\ndef test_least() -> None:\n    assert least(1, 2) == 1\n"
    )
    (project / "tests" / "search" / "test_other.py").write_text(
        "from search.toy import least\n\ndef test_least_last() -> None:\n    assert least(2, 1) == 1\n"
    )
    (project / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = ['.']\n")
    return project


ONE = Mutant(
    room="toy",
    id="one",
    file="search/toy.py",
    old="one <= other",
    new="one > other",
    breaks="the least is the greatest",
    tests=("tests/search/test_toy.py",),
)


def test_the_driver_tells_what_is_killed_by_whom_and_what_survives(
    toy: Path, tmp_path: Path
) -> None:
    same = replace(ONE, id="same", new="one < other", breaks="nothing: equal is equal")
    mutants = [
        ONE,
        replace(ONE, id="elsewhere", old="else other", new="else one"),
        same,
        replace(same, survives="equal is equal"),
    ]
    (tmp_path / "copies").mkdir()
    before = (toy / "search" / "toy.py").read_text()
    verdicts = list(judge_all(toy, mutants, tmp_path / "copies"))
    assert [(verdict.fate, verdict.killer) for verdict in verdicts] == [
        (Fate.KILLED, "tests/search/test_toy.py::test_least"),
        (Fate.KILLED_ELSEWHERE, "tests/search/test_other.py::test_least_last"),
        (Fate.SURVIVED, ""),
        (Fate.EXPLAINED, ""),
    ]
    assert (toy / "search" / "toy.py").read_text() == before


def test_a_stale_mutant_is_said_before_any_test_runs(toy: Path, tmp_path: Path) -> None:
    for stale in (replace(ONE, old="one < other"), replace(ONE, old="one"), replace(ONE, file="x")):
        with pytest.raises(Stale, match="toy/one"):
            next(judge_all(toy, [ONE, stale], tmp_path))
    assert not (tmp_path / "0").exists()


def test_tests_that_fail_anyway_kill_nothing(toy: Path, tmp_path: Path) -> None:
    (toy / "tests" / "search" / "test_toy.py").write_text("def test_wrong():\n    assert False\n")
    with pytest.raises(BrokenTests, match="test_toy"):
        next(judge_all(toy, [ONE], tmp_path))


def test_what_never_ends_has_been_noticed(toy: Path, tmp_path: Path) -> None:
    endless = replace(ONE, old="return one if", new="while True: pass\n    return one if")
    verdict = Workspace(toy, tmp_path / "copy", seconds=4).judge(endless)
    assert verdict.fate is Fate.KILLED
    assert "longer-than" in verdict.killer
