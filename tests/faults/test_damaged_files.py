"""Damaged files of every format: 10,000 in the long form, each a document or a reason."""

from __future__ import annotations

import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from index.readers import Item, SourceFile
from index.readers.formats.office import converter
from index.readers.sandbox.pool import FORK_FROM, ReaderPool
from tests.support.damaged_files import Format, formats, mutants
from tests.support.processes import Offspring, children, peak

pytestmark = pytest.mark.usefixtures("temporary")

Often = Callable[[int, int], int]

MEMORY = 400
"""So many MB may this process, and each of its children, have taken."""


class Watched:
    """Reads damaged files and keeps what became of them, how long it took, and the memory."""

    def __init__(self, kinds: Iterable[str], aside: Path) -> None:
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in kinds}
        self.slowest: dict[str, float] = dict.fromkeys(kinds, 0.0)
        self.highest: Counter[int] = Counter()
        self._aside = aside
        self._reading = ReaderPool(processes=2)

    def read(self, files: Sequence[tuple[str, SourceFile]]) -> None:
        """Read files of the kinds named; those that did harm are put aside, the others removed."""
        self._reading.expect([file for _, file in files])
        for name, file in files:
            start = time.monotonic()
            items = list(self._reading.read(file))
            self.slowest[name] = max(self.slowest[name], time.monotonic() - start)
            said = _said(items)
            self.counts[name][said] += 1
            if said in ("crash", "hang", "nothing", "no reason"):
                print(name, file.path, items)
                file.path.rename(self._aside / file.path.name)
            else:
                file.path.unlink()
            for pid in children(self._reading):
                self.highest[pid] = max(self.highest[pid], peak(pid))

    def end(self) -> None:
        self._reading.end()


def test_damaged_files_of_every_format_are_read_or_refused(
    shared: Path, seeds: Path, tmp_path: Path, often: Often
) -> None:
    kinds = formats(shared / "corpus" / "originals", seeds)
    if not converter():
        del kinds["doc"]  # nothing opens it
    drawn = random.Random(20240305)
    plan = [name for name, kind in kinds.items() for _ in range(_number(kind, often))]
    drawn.shuffle(plan)
    making = {name: mutants(kind, len(plan), random.Random(name)) for name, kind in kinds.items()}
    folder = tmp_path / "damaged"
    folder.mkdir()

    def made(at: int) -> tuple[str, SourceFile]:
        path = folder / f"{at:05}{kinds[plan[at]].suffix}"
        path.write_bytes(next(making[plan[at]]))
        return plan[at], SourceFile(folder, path)

    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before, offspring, begun = peak("self"), Offspring(), time.monotonic()
    seen = Watched(kinds, tmp_path)
    try:
        for start in range(0, len(plan), FORK_FROM):
            seen.read([made(at) for at in range(start, min(start + FORK_FROM, len(plan)))])
    finally:
        seen.end()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{len(plan)} damaged files in {time.monotonic() - begun:.0f} s; most memory: here "
          f"{peak('self')} MB (before: {before}), a child {max(seen.highest.values())} MB, "
          f"any process {most} MB; {len(seen.highest)} children")  # fmt: skip
    for name, said in seen.counts.items():
        print(f"{name:8} {said.total():5} {dict(said)}, slowest {seen.slowest[name]:.1f} s")
    said = sum(seen.counts.values(), Counter())
    assert not {"nothing", "no reason", "crash", "hang"} & said.keys()
    assert peak("self") - before <= MEMORY
    assert max(seen.highest.values()) <= MEMORY
    assert not offspring.new()


def _number(kind: Format, often: Often) -> int:
    """How many of a format: 10,000 in all, 300 of them for LibreOffice; or 300 and 4."""
    return often(4, kind.share) if kind.office else often(max(8, kind.share * 3 // 100), kind.share)


def _said(items: list[Item]) -> str:
    if not items:
        return "nothing"
    reasons = [item.reason for item in items if isinstance(item, Rejected)]
    assert len(reasons) + sum(isinstance(item, PolicyDocument) for item in items) == len(items)
    if any("程序崩溃" in text for text in reasons):
        return "crash"
    if any("超时" in text for text in reasons):
        return "hang"
    if not all("\u4e00" <= text[:1] <= "\u9fff" or "。" in text for text in reasons):
        return "no reason"
    return "read" if not reasons else "refused" if len(reasons) == len(items) else "in part"
