"""The short form of ``tests.faults.soak``: some seconds in which the operator does everything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.faults.conftest import Often
from tests.faults.soak import soaked


def test_nobody_is_turned_away_whatever_the_operator_does(
    seeds: Path, tmp_path: Path, often: Often
) -> None:
    seen = soaked(seeds, tmp_path, often(12, 1800), often(2, 20))
    assert Counter(seen.done) >= Counter(sync=1, HUP=2, backup=1, reindex=1, kill=1)
    # A worker that is killed takes the requests it was at along: as many as it has threads.
    assert len(seen.cut) <= 8
    assert len(seen.failures) == len(seen.cut), seen.failures
    assert seen.statuses[200] > 0
    fifth = max(len(seen.levels) // 5, 1)
    early, late = seen.levels[fifth : 2 * fifth], seen.levels[-fifth:]
    for name in ("memory", "descriptors", "mappings"):
        before = max(getattr(one, name) for one in early)
        assert min(getattr(one, name) for one in late) <= 1.3 * before + 50, name
