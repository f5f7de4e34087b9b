"""The files that sources hold: folders walked in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.errors import SourceError
from index.readers import SourceFile


def files_under(paths: Sequence[Path], leave_out: Path | None = None) -> Iterator[SourceFile]:
    """Every file to read, absolute, in a stable order, each once.

    Links on the way to ``paths`` are not resolved (:func:`as_given`): a release folder that a
    link leads to is the same source when the link leads to the next one. A folder is walked without following links to folders; hidden files and folders (names
    that begin with a dot) are passed over, and so is ``leave_out``, the index itself. A file
    named outright has its folder for root. A folder that cannot be listed is given as if it
    were a file: reading it says why.

    Raises:
        SourceError: a path does not exist.
    """
    seen: set[Path] = set()
    own = leave_out.resolve() if leave_out else None
    for path in paths:
        if not path.exists():
            raise SourceError(f"找不到 {path}。请检查路径是否正确。")
        is_folder = path.is_dir()
        root = as_given(path if is_folder else path.parent)
        real = root.resolve()
        inside = own and own.is_relative_to(real)
        left_out = str(root / own.relative_to(real)) if own and inside else ""
        names = map(Path, _walk(str(root), left_out)) if is_folder else [root / path.name]
        for found in sorted(names):
            place = real / found.relative_to(root)
            if place not in seen:
                seen.add(place)
                yield SourceFile(root, found)


def as_given(path: Path) -> Path:
    """``path``, absolute, with its links: ``..`` alone is followed where they lead."""
    whole = Path.cwd() / path
    back = max((at for at, part in enumerate(whole.parts) if part == ".."), default=-1)
    return Path(*whole.parts[: back + 1]).resolve().joinpath(*whole.parts[back + 1 :])


class Folders:
    """Some folders or files, by the names they were given and by where these lead."""

    def __init__(self, given: Iterable[Path]) -> None:
        self._names = {as_given(path) for path in given}
        self._real = {
            name.resolve() if name.is_dir() else name.parent.resolve() / name.name
            for name in self._names
        }
        self._leads: dict[Path, Path] = {}

    def hold(self, place: Path, root: Path) -> bool:
        """Whether ``place``, found under ``root``, is one of them or within one."""
        if not self._names.isdisjoint((place, *place.parents)):
            return True
        if root not in self._leads:
            self._leads[root] = root.resolve()
        real = self._leads[root] / place.relative_to(root)
        return not self._real.isdisjoint((real, *real.parents))


def _walk(folder: str, own: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        yield folder
        return
    for entry in listed:
        if entry.path == own:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, own)
        elif not os.path.isdir(entry.path):  # a link that goes in circles is a file, too
            yield entry.path
