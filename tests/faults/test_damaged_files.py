"""Damaged files of every format: 10,000 in the long form, each a document or a reason."""

from __future__ import annotations

import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from index.readers import Item
from index.readers.formats.office import converter
from index.readers.sandbox.pool import SECONDS, Reading
from tests.support.damaged_files import Format, formats, mutants
from tests.support.processes import Offspring, children, peak

pytestmark = pytest.mark.usefixtures("temporary")

Often = Callable[[int, int], int]

MEMORY = 400
"""So many MB may this process, and each of its children, have taken."""
AHEAD = 20
WRONG = ("crash", "hang", "nothing", "no reason")


@dataclass
class Seen:
    """What became of the files, and what it took."""

    said: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: dict[str, float] = field(default_factory=dict)
    highest: Counter[int] = field(default_factory=Counter)
    """Process -> the most memory it had."""

    def note(self, name: str, said: str, seconds: float, reading: Reading) -> None:
        """One more file of the format ``name``."""
        self.said[name][said] += 1
        self.slowest[name] = max(self.slowest.get(name, 0.0), seconds)
        for pid in children(reading):
            self.highest[pid] = max(self.highest[pid], peak(pid))

    def tell(self) -> Counter[str]:
        """Print it; how often what was said of all formats together."""
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"\nmost memory: a child {max(self.highest.values())} MB, any process {most} MB; "
              f"{len(self.highest)} children")  # fmt: skip
        for name, said in self.said.items():
            print(f"{name:8} {said.total():5} {dict(said)}, slowest {self.slowest[name]:.1f} s")
        return sum(self.said.values(), Counter())


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
    files = [(folder / f"{at:05}{kinds[name].suffix}", folder) for at, name in enumerate(plan)]
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before, offspring, seen = peak("self"), Offspring(), Seen()
    reading = Reading(processes=2)
    try:
        reading.expect(files)
        for at, (name, file) in enumerate(zip(plan, files, strict=True)):
            for ahead in files[at if at else 0 : at + AHEAD]:
                if not ahead[0].exists():
                    kind = plan[int(ahead[0].name[:5])]
                    ahead[0].write_bytes(next(making[kind]))
            start = time.monotonic()
            items = list(reading.read(*file))
            seen.note(name, _said(items), time.monotonic() - start, reading)
            if _said(items) in WRONG:
                print(name, file[0], items)
                file[0].rename(tmp_path / file[0].name)
            else:
                file[0].unlink()
    finally:
        reading.end()
    said = seen.tell()
    assert not [wrong for wrong in WRONG if said[wrong]]
    assert max(seen.slowest.values()) < SECONDS
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
