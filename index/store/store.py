"""Where an index lives on disk, and how a new generation takes the place of the old.

::

    data/
      LOCK, queue/            who writes, and who waits to; see ``index.store.lock``
      withdrawals/            what is not to be seen, whatever is served; see ``index.store.journal``
      generations/7/          one complete, immutable index; see ``index.store.generation``

A new generation is built beside the old one under the name ``8.building``; only when it is
complete and on the disk is it renamed to ``8``: that is the whole of publishing. Readers serve
the newest generation that can be opened (``index.store.judgement``), and hold the one they
opened. The one before stays for ``rollback``; older ones, damaged ones and what a killed build
left behind are swept by the next writer, under the lock. What cannot be judged (it may not be
read, or is of another version) is not taken for damaged, and the newest whose bytes are right
always stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from index.disk import disk
from index.errors import IndexDamaged, IndexInaccessible, IndexMissing
from index.segment.segment import SUFFIX, open_segment
from index.store import judgement
from index.store.generation import (
    MANIFEST,
    Draft,
    Generation,
    Remembered,
    open_generation,
    remembered,
)
from index.store.journal import FOLDER, Journal
from index.store.judgement import REFUSALS, Refusal
from index.store.lock import PATIENCE, writer_lock
from index.store.screening import Screening, renamed
from index.store.withdrawals import Withdrawals, withdrawals_of
from index.text.analysis import Analyzer

KEPT_GENERATIONS = 2
BUILDING = ".building"

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Store:
    """The folder of an index; see the module's docstring for what is in it.

    Args:
        patience: for how many seconds a writer waits for others.
    """

    def __init__(self, root: Path, patience: float = PATIENCE) -> None:
        self.root = root
        self._patience = patience
        self._generations = root / "generations"
        self._newest = 0, self._generations / "0"
        self.journal = Journal(root)

    def withdrawals(self, held: bool = False) -> Withdrawals:
        """Which documents are withdrawn.

        Args:
            held: whether the caller holds the lock of the journal.

        Raises:
            IndexDamaged: that cannot be told for sure.
        """
        rows, reserved, doubt = self.journal.read(held)
        if not reserved and any(one.manifest.journal for one in self.generations()):
            raise IndexDamaged(
                f"索引 {self.root} 的撤下登记（{FOLDER} 文件夹）不见了，已撤下的文件会重新露出，因此不打开索引。"
                f"请从备份取回该文件夹；确认没有撤下过文件时运行：zhengce withdraw --repair --index {self.root}"
            )
        return withdrawals_of(rows, doubt)

    def current_number(self) -> int | None:
        """The number of the newest generation, whole or not; None before the first."""
        return max(self._numbers(), default=None)

    def ensure_there(self) -> None:
        """Raise IndexMissing if nothing has been indexed here yet."""
        if self.current_number() is None:
            self.current()

    def current_stamp(self) -> tuple[int, int] | None:
        """Changes whenever another generation is published, even one of the same number."""
        number = self.current_number()
        if number is None:
            return None
        newest = self._newest
        if newest[0] != number:
            self._newest = newest = number, self._generations / str(number)
        return number, disk.changed(newest[1])

    def remembered(self) -> Remembered:
        """What the newest generation says whose manifest can be read.

        Raises:
            IndexMissing, IndexDamaged: there is none.
            IndexInaccessible: this process may not read it.
        """
        for number in self._numbers():
            with suppress(OSError):
                raw = disk.read(self._generations / str(number) / MANIFEST)
                if found := remembered(raw):
                    return found
        manifest = self.current().manifest
        return Remembered(manifest.sources, manifest.reading)

    def current(self) -> Generation:
        """The newest generation: what a writer goes on from.

        Raises:
            IndexMissing: nothing has been indexed here yet.
            IndexDamaged, IndexOutdated, IndexInaccessible: it cannot be opened.
        """
        return self._opened(self._numbers()[:1], lambda generation: generation)[0]

    def ensure_current(self, generation: Generation, analyzer: Analyzer) -> None:
        """Raise IndexOutdated if ``generation`` was built by another analyser or schema."""
        judgement.ensure_current(generation, analyzer)

    def judged(self) -> Iterator[Generation | Refusal]:
        """Every generation, or why it cannot be opened; the newest first."""
        for number in self._numbers():
            yield _condition(self._generations / str(number))

    def generations(self) -> Iterator[Generation]:
        """Those that can be opened, the newest first."""
        return (found for found in self.judged() if isinstance(found, Generation))

    def newest(self, opened: Callable[[Generation], _T]) -> tuple[_T, Refusal | None]:
        """What ``opened`` makes of the newest generation that it does not refuse.

        Args:
            opened: raises a :data:`index.store.judgement.Refusal` for what it cannot use.

        Returns:
            It, and why the newest of all was not used (None when it was).

        Raises:
            IndexMissing: nothing has been indexed here yet.
            IndexDamaged, IndexOutdated, IndexInaccessible: none can be opened; why not the newest.
        """
        return self._opened(self._numbers(), opened)

    def _opened(
        self, numbers: list[int], opened: Callable[[Generation], _T]
    ) -> tuple[_T, Refusal | None]:
        """:meth:`newest` of some generations."""
        refusal: Refusal | None = None
        for number in numbers:
            try:
                generation = open_generation(self._generations / str(number))
                return opened(generation), refusal
            except REFUSALS as error:
                if numbers[0] != self.current_number():  # swept meanwhile: there is a newer one
                    return self._opened(self._numbers()[: len(numbers)], opened)
                refusal = refusal or error
        if refusal:
            raise refusal
        raise IndexMissing(
            f"{self.root} 中还没有索引。请先运行：zhengce index 文件夹 --index {self.root}"
        )

    @contextmanager
    def build(self) -> Iterator[Draft]:
        """Build a new generation; if it is finished, it is served from the end of this on.

        On an error, or when the draft was left unfinished, nothing has changed.

        Raises:
            IndexBusy: another process is writing, and went on for longer than we wait.
        """
        with self.writing(), self.draft() as draft:
            yield draft

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, for as many drafts as are needed.

        Raises:
            IndexBusy: another process is writing, and went on for longer than we wait.
            IndexInaccessible: this process may not write here.
        """
        disk.make_folder(self._generations)
        disk.settle(self._generations)
        with writer_lock(self.root, self._patience):
            self.withdrawals()
            self.journal.reserve()
            self._sweep()
            yield

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """:meth:`build` for who is the only writer."""
        number = max(self._numbers(), default=0) + 1
        folder = self._generations / f"{number}{BUILDING}"
        try:
            with disk.together():
                draft = Draft(folder, number)
                yield draft
            if draft.finished:
                with self._screened(draft.terms):
                    disk.rename(folder, self._generations / str(number))
        finally:
            disk.remove(folder)
        self._sweep()

    @contextmanager
    def replaced(self, before: Sequence[Generation]) -> Iterator[list[Draft]]:
        """Write anew the newest generation and those of ``before``, for who is the only writer:
        a draft for each of ``before`` and, last, one for the newest. All others are removed.

        The newest is published first, under a number that leaves room for the others behind it:
        at no moment is one of them the newest.
        """
        first = max(self._numbers(), default=0) + 1
        numbers = range(first, first + len(before) + 1)
        folders = [self._generations / f"{number}{BUILDING}" for number in numbers]
        try:
            with disk.together():
                drafts = [Draft(folder, n) for folder, n in zip(folders, numbers, strict=True)]
                yield drafts
            for draft in reversed(drafts):
                with self._screened(draft.terms):
                    disk.rename(draft.folder, self._generations / str(draft.number))
            for old in self._numbers():
                if old < first:
                    disk.remove(self._generations / str(old))
        finally:
            for folder in folders:
                disk.remove(folder)

    @contextmanager
    def _screened(self, terms: Path) -> Iterator[None]:
        """Note the withdrawn documents that ``terms`` holds under other ids; nobody withdraws
        one from then on until this is left."""
        generations = list(self.generations())
        known = [generation.terms for generation in generations]
        before = self.withdrawals()
        here = [open_generation(terms.parent)] if before.by_id else []
        screening = Screening(terms, known, renamed([*here, *generations]) if here else ())
        screening.rows(before)  # reads what it must before the lock is held
        with self.journal.locked():
            if rows := screening.rows(self.withdrawals(held=True)):
                self.journal.add(rows)
            yield

    def _sweep(self) -> None:
        """Remove drafts of killed builds, and all but the newest generations that are whole.

        While the newest is damaged nothing else is removed: it may be all there is. The newest
        whose every checksum is right always stays. A generation that cannot be judged goes as an
        old one, never as a damaged one.
        """
        for draft in self._generations.glob(f"*{BUILDING}"):
            self._remove(draft)
        kept, good, numbers = 0, False, self._numbers()
        for number in numbers if len(numbers) > KEPT_GENERATIONS else ():
            folder = self._generations / str(number)
            found = _condition(folder)
            is_kept = isinstance(found, Generation) and kept < KEPT_GENERATIONS
            if not good and isinstance(found, Generation):
                good = _has_right_bytes(found)
                is_kept = is_kept or good
            is_old = good and kept >= KEPT_GENERATIONS
            if kept and not is_kept and (is_old or isinstance(found, Generation | IndexDamaged)):
                self._remove(folder)
            kept += is_kept

    def _remove(self, folder: Path) -> None:
        """Remove a folder that nobody needs; one that we may not remove is left, and said."""
        try:
            disk.remove(folder)
        except IndexInaccessible as error:
            _log.warning("无法清理旧的一代：%s", error)

    def _numbers(self) -> list[int]:
        """Of all generations, the newest first."""
        names = disk.names(self._generations)
        return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def _condition(folder: Path) -> Generation | Refusal:
    """A generation, or why it cannot be opened."""
    try:
        return open_generation(folder)
    except REFUSALS as error:
        return error


def _has_right_bytes(generation: Generation) -> bool:
    """Whether every checksum of the segments is right."""
    try:
        for name in generation.manifest.files:
            if name.endswith(SUFFIX):
                open_segment(generation.folder / name).file.read()
    except REFUSALS as error:
        _log.error("清理旧的各代时发现：%s", error)
        return False
    return True
