"""Where an index lives on disk, and how a new generation takes the place of the old.

::

    data/
      LOCK, queue/            who writes, and who waits to; see ``index.store.lock``
      withdrawals/            what is not to be seen, whatever is served; see ``index.store.journal``
      generations/7/          one complete, immutable index; see ``index.store.generation``

A new generation is built beside the old one under the name ``8.building``; only when it is
complete and on the disk is it renamed to ``8``: that is the whole of publishing. Readers serve
the newest generation that is whole, and hold the one they opened. The one before stays for
``rollback``; older ones, damaged ones and what a killed build left behind are swept by the
next writer, under the lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from index.disk import disk
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.segment import fingerprint
from index.store.generation import (
    MANIFEST,
    Draft,
    Generation,
    Remembered,
    open_generation,
    remembered,
)
from index.store.journal import FOLDER, Journal
from index.store.lock import PATIENCE, writer_lock
from index.store.screening import Screening
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
        return number, disk.changed(self._generations / str(number))

    def remembered(self) -> Remembered:
        """What the newest generation says whose manifest can be read.

        Raises:
            IndexMissing, IndexDamaged: there is none.
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
            IndexDamaged: it is not whole.
        """
        return self._opened(self._numbers()[:1], lambda generation: generation)[0]

    def ensure_current(self, generation: Generation, analyzer: Analyzer) -> None:
        """Raise IndexOutdated if ``generation`` was built by another analyser or schema."""
        if generation.manifest.fingerprint == fingerprint(analyzer):
            return
        raise IndexOutdated(
            f"索引 {self.root} 是用另一版本的分词或字段建立的，与当前程序不符。"
            f"请重建索引：zhengce reindex --index {self.root}"
        )

    def generations(self) -> Iterator[Generation]:
        """Those that are whole, the newest first."""
        for number in self._numbers():
            with suppress(IndexDamaged):
                yield open_generation(self._generations / str(number))

    def newest(self, opened: Callable[[Generation], _T]) -> tuple[_T, str]:
        """What ``opened`` makes of the newest generation that is whole.

        Returns:
            It, and what is to be said of newer ones that are damaged (empty when none is).

        Raises:
            IndexMissing: nothing has been indexed here yet.
            IndexDamaged: no generation is whole.
        """
        made, damage = self._opened(self._numbers(), opened)
        if damage:
            _log.error("现在提供的是上一代：%s", damage)
        return made, damage

    def _opened(self, numbers: list[int], opened: Callable[[Generation], _T]) -> tuple[_T, str]:
        """:meth:`newest` of some generations."""
        damage: IndexDamaged | None = None
        for number in numbers:
            try:
                generation = open_generation(self._generations / str(number))
                return opened(generation), str(damage or "")
            except IndexDamaged as error:
                if numbers[0] != self.current_number():  # swept meanwhile: there is a newer one
                    return self._opened(self._numbers()[: len(numbers)], opened)
                damage = damage or error
        if damage:
            raise damage
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
        """
        disk.make_folder(self._generations)
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
        known = [generation.terms for generation in self.generations()]
        screening = Screening(terms, known)
        screening.rows(self.withdrawals())  # reads what it must before the lock is held
        with self.journal.locked():
            if rows := screening.rows(self.withdrawals(held=True)):
                self.journal.add(rows)
            yield

    def rollback(self) -> Generation:
        """Publish once more what the generation before the newest holds.

        Raises:
            IndexMissing: there is none before.
            IndexDamaged: it is not whole.
        """
        if len(self._numbers()) < 2:
            raise IndexMissing(
                f"{self.root} 中没有上一代索引可以恢复。请重建索引：zhengce reindex --index {self.root}"
            )
        with self.build() as draft:
            numbers = self._numbers()
            draft.copy(open_generation(self._generations / str(numbers[1])))
        return self.current()

    def _sweep(self) -> None:
        """Remove drafts of killed builds, and all but the newest generations that are whole.

        While the newest is damaged nothing else is removed: it may be all there is.
        """
        for draft in self._generations.glob(f"*{BUILDING}"):
            disk.remove(draft)
        kept, numbers = 0, self._numbers()
        for number in numbers if len(numbers) > KEPT_GENERATIONS else ():
            folder = self._generations / str(number)
            whole = _is_whole(folder)
            if kept and (kept >= KEPT_GENERATIONS or not whole):
                disk.remove(folder)
            kept += whole

    def _numbers(self) -> list[int]:
        """Of all generations, the newest first."""
        names = disk.names(self._generations)
        return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def _is_whole(folder: Path) -> bool:
    try:
        open_generation(folder)
    except IndexDamaged:
        return False
    return True
