"""The files that sources hold: folders walked in a stable order; what cannot be looked at costs itself."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from index.errors import SourceError, system_says
from index.ingest.selection import HIDDEN, IGNORE_FILE, USUAL, Rules, Selection, rules_in
from index.readers import SourceFile
from index.text.file_names import printable

GONE = (FileNotFoundError, NotADirectoryError)
"""What the system says of a name that is there no more. All else it may say of one that is there:
no permission, a stale mount, a broken disk, links in circles, a name too long."""

_OURS = ("generations", "withdrawals", "queue")
_INDEX = frozenset(("LOCK", "generations"))
"""What stands in the folder of every index."""


def files_under(
    paths: Sequence[Path], leave_out: Path | None = None, selection: Selection = USUAL
) -> Iterator[SourceFile]:
    """Every file, absolute, in a stable order, each once: those to read, and those that are passed
    over (:attr:`SourceFile.passed_over`), among them folders that are not walked.

    A folder is walked without following links to folders, and without ``leave_out``, the index
    itself, and any other. A file named outright has its folder for root, and no rule passes it over. Links on the way to ``paths`` stay in their names
    (:func:`as_given`). What cannot be listed or looked at (a folder, a path
    that was named) is given as if it were a file: reading it says why, and the walk goes on.

    Raises:
        SourceError: a path does not exist, or is the index itself.
    """
    seen: set[Path] = set()
    own = Path(os.path.realpath(leave_out)) if leave_out else None
    for path in paths:
        if is_gone(path):
            raise SourceError(not_found(path))
        place = as_given(path)
        root = place if os.path.isdir(place) else place.parent
        real = Path(os.path.realpath(root))
        if own and (real == own or any(real.is_relative_to(own / name) for name in _OURS)):
            raise SourceError(f"{path} 是索引自己的文件夹，不是来源。请指定存放政策文件的文件夹。")
        if root == place:
            found = _walk(place, _named_from(own, real, root), selection)
        else:
            found = iter([(place, "", "")])
        for file, why, rule in sorted(found):
            if (at := real / file.relative_to(root)) not in seen:
                seen.add(at)
                yield SourceFile(root, file, why, rule)


def present(paths: Sequence[Path], known: Iterable[str]) -> list[Path]:
    """Those of ``paths`` that are there. One that is gone is passed over if the index knows it:
    it may only not be mounted, and costs nobody else anything.

    Args:
        known: the sources that the index remembers, absolute.

    Raises:
        SourceError: one is gone and not known, or all are gone.
    """
    there = [path for path in paths if not is_gone(path)]
    sources = [Path(source) for source in known]
    for path in paths:
        place = as_given(path)
        is_known = any(
            place == source or place in source.parents or source in place.parents
            for source in sources
        )
        if path not in there and not (there and is_known):
            raise SourceError(not_found(path))
    return there


def not_found(path: Path) -> str:
    """What is said of a source that is not there (Chinese)."""
    if os.path.islink(path):
        leads = printable(os.readlink(path))
        return f"链接 {path} 指向的 {leads} 不存在。请检查链接和挂载；索引未变。"
    return f"找不到 {path}。请检查路径是否正确、是否已挂载；索引未变。"


def is_gone(path: Path) -> bool:
    """Whether nothing is there, for certain: what cannot be looked at may be there."""
    try:
        os.stat(path)
    except GONE:
        return True
    except (OSError, ValueError):
        return False
    return False


def as_given(path: Path) -> Path:
    """``path``, absolute, with its links: ``..`` alone is followed where they lead.

    A release folder that a link leads to is the same source when the link leads to the next one.
    """
    whole = Path.cwd() / path
    back = max((at for at, part in enumerate(whole.parts) if part == ".."), default=-1)
    before, behind = whole.parts[: back + 1], whole.parts[back + 1 :]
    return Path(os.path.realpath(Path(*before)), *behind) if before else whole


def as_known(paths: Iterable[Path], sources: Iterable[str]) -> list[Path]:
    """``paths`` by the names that an index has for them, which may lead there in another way.

    A link is a better name than what it leads to: see :func:`as_given`.
    """
    known = {os.path.realpath(source): Path(source) for source in sources}
    return [_as_known(as_given(path), known) for path in paths]


def _as_known(given: Path, known: Mapping[str, Path]) -> Path:
    leads = Path(os.path.realpath(given.parent)) / given.name
    leads = Path(os.path.realpath(given)) if os.path.isdir(given) else leads
    for place in (leads, *leads.parents):
        source = known.get(str(place))
        if source is None or given.is_relative_to(source):
            continue
        if source == place and given != leads:
            return given  # the index knows the folder, and this is a link to it
        return source / leads.relative_to(place)
    return given


def _named_from(place: Path | None, real: Path, root: Path) -> str:
    """``place``, which lies below ``real``, as it is found from ``root``, which leads there."""
    inside = place is not None and place.is_relative_to(real)
    return str(root / place.relative_to(real)) if place and inside else ""


def is_below(place: Path, folders: Collection[Path]) -> bool:
    """Whether a place is one of ``folders`` or stands below one."""
    return bool(folders) and any(above in folders for above in (place, *place.parents))


def bare(
    paths: Iterable[Path], files: Sequence[SourceFile], known: Iterable[Path] = ()
) -> set[Path]:
    """Those of ``paths``, and the folders below them that gave something before, under which
    there is no file at all: gone, or empty like a place where nothing is mounted.

    Args:
        known: the files that gave something.
    """
    folders = {file.path.parent for file in files} | {file.path for file in files}
    filled = {node for folder in folders for node in (folder, *folder.parents)}
    roots = frozenset(map(as_given, paths))
    unseen = {file.path for file in files if file.is_unseen}
    before = {place.parent for place in known} - filled
    within = (node for node in before if is_below(node, roots) and not is_below(node, unseen))
    return {*(roots - filled), *filter(os.path.isdir, within)}


class Sight:
    """What can be said of a place: a file below one of ``unseen`` may be there, and is not asked;
    one below one of ``passed``, which is not taken in, counts as gone."""

    def __init__(self, unseen: Iterable[Path], passed: Iterable[Path] = ()) -> None:
        self._unseen = frozenset(unseen)
        self._passed = frozenset(passed)

    def is_barred(self, place: Path) -> bool:
        """Whether nothing can be said of it."""
        return is_below(place, self._unseen)

    def may_be(self, place: Path, within: Collection[Path]) -> bool:
        """Whether it is not gone for certain; what is not below one of ``within`` is not asked."""
        return not is_below(place, within) or self.is_barred(place) or not self._is_gone(place)

    def is_gone(self, place: Path) -> bool:
        """Whether it is gone for certain."""
        return not self.is_barred(place) and self._is_gone(place)

    def is_there(self, place: Path) -> bool:
        """Whether it is there for certain, or nearly: something is."""
        return not self.is_barred(place) and not self._is_gone(place)

    def _is_gone(self, place: Path) -> bool:
        return is_below(place, self._passed) or is_gone(place)


_Found = tuple[Path, str, str]
"""A file, or a folder that is not walked; why it could not be; the rule that passes it over."""


def _walk(root: Path, own: str, selection: Selection) -> Iterator[_Found]:
    """What is in a folder. Depth costs no stack: a tree may be as deep as names may be long."""
    folders: list[tuple[str, tuple[Rules, ...]]] = [(str(root), ())]
    while folders:
        folder, rules = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = [entry for entry in entries if entry.path != own]
            if {entry.name for entry in listed} >= _INDEX:
                continue  # an index, maybe an old one: its tables are no documents
            if any(entry.name == IGNORE_FILE for entry in listed):
                rules = (*rules, rules_in(Path(folder)))
        except GONE:
            continue  # it went while its parent was being listed
        except OSError as error:
            yield Path(folder), system_says(error), ""
            continue
        for entry in listed:
            is_folder = _is_folder(entry, follow=False)
            if not is_folder and _is_folder(entry, follow=True):
                continue  # a link to a folder; one that goes in circles is a file, too
            rule = _rule(entry, root, selection, rules, is_folder)
            if is_folder and not rule:
                folders.append((entry.path, rules))
            elif entry.name != IGNORE_FILE:
                yield Path(entry.path), "", rule


def _rule(
    entry: os.DirEntry[str],
    root: Path,
    selection: Selection,
    rules: Sequence[Rules],
    is_folder: bool,
) -> str:
    if entry.name.startswith("."):
        return HIDDEN
    return selection.passed_over(Path(entry.path), root, rules, is_folder)


def _is_folder(entry: os.DirEntry[str], follow: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False
