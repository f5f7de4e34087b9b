"""The written list of mutants: small wrong changes of the sources, and which tests must notice.

One TOML file of ``rooms/`` per room. ``tests`` stands once for the room, or for one mutant::

    tests = ["tests/index/segment"]

    [[mutant]]
    id = "tier-parts"
    file = "index/segment/parts.py"
    old = '''TIER_PARTS = 8'''
    new = '''TIER_PARTS = 80'''
    breaks = "parts pile up"

``old`` must stand in the file once. A mutant that no test can notice, or none is worth its cost,
says why in ``survives``; docs/mutants.md lists these.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOMS = Path(__file__).parent / "rooms"


class Stale(Exception):
    """A mutant that does not apply any more: the sources have changed, and the list must follow."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong change.

    Attributes:
        room: the name of the file that lists it.
        id: what it is called with ``--only``.
        file: the source, from the root of the project.
        old, new: the text that must stand there once, and what takes its place.
        breaks: which promise it breaks.
        tests: the paths or ids of the tests that should notice.
        survives: why it may survive; empty for one that must be killed.
    """

    room: str
    id: str
    file: str
    old: str
    new: str
    breaks: str
    tests: tuple[str, ...]
    survives: str = ""

    def applied(self, root: Path) -> str:
        """The text of the file with the change.

        Raises:
            Stale: the file is not there, or the old text does not stand in it once.
        """
        try:
            text = (root / self.file).read_text(encoding="utf-8")
        except OSError as error:
            raise Stale(f"{self.room}/{self.id}: {self.file} is not there") from error
        if (count := text.count(self.old)) != 1:
            raise Stale(f"{self.room}/{self.id}: {self.file} holds the old text {count} times")
        return text.replace(self.old, self.new)


def read_mutants(rooms: Path = ROOMS) -> list[Mutant]:
    """The mutants of every room, in the order of the files' names."""
    found: list[Mutant] = []
    for path in sorted(rooms.glob("*.toml")):
        room = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in room["mutant"]:
            tests = tuple(row.pop("tests", room.get("tests", ())))
            found.append(Mutant(path.stem, tests=tests, **row))
    return found
