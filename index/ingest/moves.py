"""Which files of a run stood elsewhere before: the same bytes, and the old place is free.

A pure function of what the index knows and what is there now. Files of the same bytes are paired
by what else they share: the path within their folder, then the name, then the order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from index.readers import SourceFile
from index.store.source_rows import SourceRow

_UNKNOWN = -1
"""The size in the row of a file that is to be read again whatever it is."""


class Move(NamedTuple):
    """A file that was at ``old``, in the index as ``name``, and is at ``new`` now."""

    old: Path
    new: Path
    name: str


def moves(
    rows: Mapping[Path, SourceRow], left: Sequence[Path], arrived: Sequence[SourceFile]
) -> list[Move]:
    """The moves among some files.

    Args:
        rows: the row of each place in ``left``.
        left: places that hold no more what they held.
        arrived: files that are new or not what was there before. Those of a size that is known
            are hashed.
    """
    sizes = {rows[place].size for place in left if rows[place].sha256}
    loose: dict[str, list[Path]] = defaultdict(list)
    for place in left:
        if rows[place].sha256:
            loose[rows[place].sha256].append(place)
    wanting: dict[str, list[SourceFile]] = defaultdict(list)
    for file in arrived:
        if file.size and (file.size in sizes or _UNKNOWN in sizes):
            digest = _sha256(file)
            if digest in loose:
                wanting[digest].append(file)
    return [
        move for digest, files in wanting.items() for move in _pairs(rows, loose[digest], files)
    ]


def _pairs(
    rows: Mapping[Path, SourceRow], left: Sequence[Path], arrived: Sequence[SourceFile]
) -> Iterator[Move]:
    """Places and files of one content, each once, those that share most first."""
    free, waiting = dict.fromkeys(left), dict.fromkeys(arrived)
    shared: tuple[tuple[Callable[[Path], str], Callable[[SourceFile], str]], ...] = (
        (lambda place: rows[place].path, lambda file: file.name),
        (lambda place: place.name, lambda file: file.path.name),
        (lambda _: "", lambda _: ""),
    )
    for of_place, of_file in shared:
        places: dict[str, deque[Path]] = defaultdict(deque)
        for place in free:
            places[of_place(place)].append(place)
        for file in list(waiting):
            if found := places[of_file(file)]:
                place = found.popleft()
                del free[place], waiting[file]
                yield Move(place, file.path, rows[place].path)


def _sha256(file: SourceFile) -> str:
    try:
        return file.sha256
    except OSError:
        return ""
