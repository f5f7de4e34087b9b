"""``make mutants``: which wrong changes of the sources the tests notice.

``--list`` names them, ``--only ID`` and ``--room NAME`` pick some. Ends with 1 where a mutant
survives that none says may, or too few are killed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.driver import BrokenTests, Fate, Verdict, judge_all
from tests.mutation.mutants import Mutant, Stale, read_mutants

PROJECT = Path(__file__).resolve().parents[2]
LEAST = 0.85
"""So many of all mutants must be killed."""


def main() -> int:
    """Judge the mutants asked for and print what became of each."""
    given = _arguments()
    mutants = [
        one
        for one in read_mutants()
        if (not given.only or one.id in given.only) and (not given.room or one.room in given.room)
    ]
    if given.list or not mutants:
        for one in mutants:
            print(f"{one.room:22} {one.id:34} {one.file}: {one.breaks}")
        print(f"{len(mutants)} mutants")
        return 0
    began = time.monotonic()
    verdicts: list[Verdict] = []
    try:
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            judged = judge_all(PROJECT, mutants, Path(folder), given.jobs, not given.named_only)
            for verdict in judged:
                verdicts.append(verdict)
                print(_line(verdict), flush=True)
    except (Stale, BrokenTests) as error:
        print(error)
        return 2
    return _summary(verdicts, time.monotonic() - began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--list", action="store_true", help="only name them")
    parser.add_argument("--only", nargs="+", metavar="ID")
    parser.add_argument("--room", nargs="+", metavar="NAME")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--named-only", action="store_true", help="do not run all tests where those named pass"
    )
    return parser.parse_args()


def _line(verdict: Verdict) -> str:
    mutant = verdict.mutant
    note = verdict.killer if verdict.is_killed else mutant.survives or mutant.breaks
    return f"{mutant.room:22} {mutant.id:34} {verdict.fate}: {note}"


def _summary(verdicts: Sequence[Verdict], seconds: float) -> int:
    killed = sum(verdict.is_killed for verdict in verdicts)
    print(f"\n{'room':22} mutants  killed")
    rooms = Counter(verdict.mutant.room for verdict in verdicts)
    for room, count in rooms.items():
        own = sum(verdict.is_killed for verdict in verdicts if verdict.mutant.room == room)
        print(f"{room:22} {count:7} {own:7}")
    share = killed / len(verdicts)
    print(f"{'all':22} {len(verdicts):7} {killed:7}  {share:.1%} in {seconds / 60:.1f} minutes")
    unexplained: list[Mutant] = [v.mutant for v in verdicts if v.fate is Fate.SURVIVED]
    for mutant in unexplained:
        print(f"SURVIVED: {mutant.id} ({mutant.file}): {mutant.breaks}")
    for verdict in verdicts:
        if verdict.is_killed and verdict.mutant.survives:
            print(f"killed, though said to survive: {verdict.mutant.id}")
    return int(bool(unexplained) or share < LEAST)


if __name__ == "__main__":
    raise SystemExit(main())
