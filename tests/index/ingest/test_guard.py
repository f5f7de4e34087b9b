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
