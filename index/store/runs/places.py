"""Where the journal of runs lies, and how its lines stand in it.

::

    data/runs/
      journal.jsonl    lines of runs, then blank space: a run has one when it begins and one when
                       it ends; of several of one id the last holds
      live/            a file for each run that has not ended, locked by its process
      lock             held for the moment in which a line is added

Reading takes no lock.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from index.disk import disk
from index.store.runs.model import Run, run_of_line

FOLDER = "runs"
JOURNAL = "journal.jsonl"
LIVE = "live"
LOCK = "lock"
BLANK = b"\n"


def journal_of(root: Path) -> Path:
    """The journal of the index in ``root``."""
    return root / FOLDER / JOURNAL


def live_file(root: Path, id: str) -> Path:
    """The file that the process of a run keeps locked."""
    return root / FOLDER / LIVE / id


def lines_of(root: Path) -> dict[str, Run]:
    """Id -> what its last whole line says, in the order in which the runs began.

    Raises:
        OSError, IndexInaccessible: it is there and cannot be read.
    """
    try:
        raw = disk.read(journal_of(root))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found = (run_of_line(line) for line in raw.split(BLANK) if line)
    return {run.id: run for run in found if run}


def is_live(root: Path, id: str) -> bool:
    """Whether the process of a run that has not ended is there."""
    try:
        file = os.open(live_file(root, id), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:  # held; or locks cannot be had here, and nobody can tell
        return True
    finally:
        os.close(file)
    return False
