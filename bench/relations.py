"""Relations against judgements: predictions from an index, and the figures that a judged set's own ``score.py`` gives.

    python -m bench.relations --index DIR --judged FOLDER [--score FILE] [--keep FILE]
    python -m bench.relations --index DIR --report [--list N]

``FOLDER`` holds ``citations.jsonl``, ``validity.jsonl`` … (``bench.predictions``), or some of them. Its ``score.py``
is run, else the one beside the folder. A set that was drawn later (``citations_probe.jsonl``) is scored with the
other and alone. ``--report`` says what the whole index holds, and counts what must not be there (``bench.relations_report``).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.indexed import Indexed
from bench.predictions import FILES, Item, Prediction, predictions
from bench.relations_report import report
from search.embedded.engine import open_engine

CITATIONS = ("citations", "citations_probe")
"""What is scored together, and each alone."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--judged", type=Path, help="a folder of judged items")
    parser.add_argument("--score", type=Path, help="the scorer, where it is not beside the items")
    parser.add_argument("--keep", type=Path, help="a file for the predictions")
    parser.add_argument("--report", action="store_true", help="counts of the whole index")
    parser.add_argument("--list", type=int, default=10, help="so many of each list of the report")
    given = parser.parse_args()
    if not (given.judged or given.report):
        parser.error("--judged FOLDER or --report")
    held = Indexed(given.index)
    if given.judged:
        items = judged(given.judged)
        found = list(predictions(items, held))
        if given.keep:
            write(given.keep, found)
        for line in figures(items, found, scorer(given.judged, given.score)):
            print(line)
    if given.report:
        for line in report(held, open_engine(given.index), given.list):
            print(line)


def judged(folder: Path) -> dict[str, list[Item]]:
    """The items of each file of a half that is there."""
    return {
        name: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        for name in FILES
        if (path := folder / f"{name}.jsonl").is_file()
    }


def scorer(folder: Path, given: Path | None) -> Path:
    """The scorer of a half.

    Raises:
        SystemExit: there is none.
    """
    places = [given] if given else [folder / "score.py", folder.resolve().parent / "score.py"]
    found = next((place for place in places if place and place.is_file()), None)
    if found is None:
        raise SystemExit(f"no score.py in or beside {folder}: give --score FILE")
    return found


def figures(items: dict[str, list[Item]], found: Sequence[Prediction], score: Path) -> list[str]:
    """What the scorer prints: of all, then of each file of citations alone."""
    lines = scored(items, found, score)
    if all(name in items for name in CITATIONS):
        for name in CITATIONS:
            alone = scored({name: items[name]}, found, score)
            lines += ["", f"{name} alone", *alone]
    return lines


def scored(items: dict[str, list[Item]], found: Sequence[Prediction], score: Path) -> list[str]:
    """What the scorer prints of some files of a half."""
    with TemporaryDirectory() as folder:
        half = Path(folder)
        for name, rows in items.items():
            write(half / f"{name}.jsonl", rows)
        write(half / "found", found)
        copy = shutil.copy(score, half / "score.py")
        done = subprocess.run(
            [sys.executable, copy, half, half / "found"],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"{score} failed:\n{done.stderr}")
    return done.stdout.splitlines()


def write(path: Path, rows: Sequence[object]) -> None:
    """JSON Lines."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
