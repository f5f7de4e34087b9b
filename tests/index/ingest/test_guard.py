"""The guard: what is held back of what is missing, by counts alone."""

from __future__ import annotations

from pathlib import Path

from index.ingest.guard import Accepted, Count, judge

ROOT = Path("/来源")


def lost(name: str, before: int, now: int, gone: int, stands: bool = True) -> Count:
    ids = frozenset(f"{name}{n}" for n in range(gone))
    return Count(ROOT / name, before, now, ids, stands=stands)


def test_the_narrowest_cause_is_named_and_the_rest_judged_without_it() -> None:
    counts = [
        lost("a.jsonl", 100, 50, 50),
        *(lost(f"{n}.txt", 1, 0, 1, stands=False) for n in range(5)),
        *(lost(f"x{n}.txt", 1, 1, 0) for n in range(40)),
    ]
    [held] = judge(counts, [ROOT], {})
    assert (held.place, held.lost, held.of) == (ROOT / "a.jsonl", 50, 100)
    assert judge(counts, [ROOT], {}, Accepted(frozenset([ROOT]))) == []
    assert judge(counts, [ROOT], {}, Accepted(everything=True)) == []


def test_what_is_below_an_unseen_folder_stays_however_little() -> None:
    counts = [lost("夹/0.txt", 1, 0, 1, stands=False), lost("1.txt", 1, 1, 0)]
    [held] = judge(counts, [ROOT], {ROOT / "夹": "无法列出。"})
    assert (held.place, held.why, held.lost) == (ROOT / "夹", "无法列出", 1)


def test_documents_under_other_ids_are_no_loss_when_they_were_read_otherwise() -> None:
    ids = frozenset(map(str, range(9)))
    for same, expected in ((True, 1), (False, 0)):
        counts = [Count(ROOT / "a.csv", 9, 9, ids, same_reading=same)]
        assert len(judge(counts, [ROOT], {})) == expected


def test_what_is_gone_beside_folders_that_are_gone_is_measured_without_them() -> None:
    """95 of 100 are missing, 80 of them as folders: the rest is not a small share of 100."""
    folders = [lost(f"{n % 2}/{n}.txt", 1, 0, 1, stands=False) for n in range(80)]
    loose = [lost(f"{n}.txt", 1, 0, 1, stands=False) for n in range(15)]
    left = [lost(f"x{n}.txt", 1, 1, 0) for n in range(5)]
    held = judge([*folders, *loose, *left], [ROOT], {})
    assert {each.place for each in held} == {ROOT / "0", ROOT / "1", ROOT}
    assert sum(each.lost for each in held) == 95


def test_many_that_are_still_held_back_are_named_by_their_source() -> None:
    def still(n: int) -> Count:
        ids = frozenset([f"{n}"])
        return Count(ROOT / f"{n}.txt", 1, 0, ids, still=ids, stands=False)

    left = [lost(f"x{n}.txt", 1, 1, 0) for n in range(200)]
    [held] = judge([*map(still, range(9)), *left], [ROOT], {})
    assert (held.place, held.why, held.lost) == (ROOT, "仍未恢复", 9)
    few = judge([*map(still, range(2)), *left], [ROOT], {})
    assert [each.place for each in few] == [ROOT / "0.txt", ROOT / "1.txt"]
