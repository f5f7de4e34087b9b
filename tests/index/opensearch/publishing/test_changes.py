"""What is other between a generation and an index: which serials documents get, and which are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.opensearch.documents.digests import contents_of, digests_of
from index.opensearch.documents.shown import Shown
from index.opensearch.publishing.changes import U64, Changes, Int64s, anew, beside, may_serve
from index.opensearch.publishing.comparing import other, wanted, within
from index.opensearch.publishing.members import Members, read_members, write_members
from index.opensearch.schema import Normalisation

NOBODY = Members(
    np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, np.int64)
)


@pytest.fixture(scope="session")
def contents(shown: Shown) -> U64:
    return np.concatenate([contents_of(part) for part in shown.terms.segments])


@pytest.fixture(scope="session")
def first(shown: Shown, contents: U64) -> Changes:
    return anew(shown, contents)


def _some(members: Members, at: Int64s) -> Members:
    serial, uid, content, digest = members
    return Members(serial[at], uid[at], content[at], digest[at])


def test_of_the_same_nothing_is_other(shown: Shown, contents: U64, first: Changes) -> None:
    shuffled = np.random.default_rng(3).permutation(len(shown.live))
    changes = beside(shown, contents, _some(first.members, shuffled))
    assert changes.count == 0
    assert changes.members.stamp == first.members.stamp
    assert changes.shown.serials.tolist() == first.shown.serials.tolist()


def test_beside_nothing_all_is_written(shown: Shown, contents: U64, first: Changes) -> None:
    changes = beside(shown, contents, NOBODY)
    assert changes.written.tolist() == shown.live.tolist()
    assert changes.members.stamp == first.members.stamp
    assert changes.is_much


@pytest.mark.parametrize("seed", range(10))
def test_new_and_changed_ones_get_serials_above_all_others(
    shown: Shown, contents: U64, first: Changes, seed: int
) -> None:
    draw = Random(seed)
    every = range(len(shown.live))
    missing, changed = set(draw.sample(every, 5)), set(draw.sample(every, 5))
    held = [at for at in every if at not in missing]
    before = _some(first.members, np.array(held))
    before.content[[held.index(at) for at in changed - missing]] ^= np.uint64(1)
    gone = np.uint64(1)
    before = Members(
        np.append(before.serial, 900),
        np.append(before.uid, gone),
        np.append(before.content, gone),
        np.append(before.digest, 1),
    )
    changes = beside(shown, contents, before)
    fresh = sorted(missing | changed)
    assert changes.members.serial[fresh].tolist() == [*range(901, 901 + len(fresh))]
    kept = [at for at in every if at not in missing | changed]
    assert changes.members.serial[kept].tolist() == [shown.live[at] for at in kept]
    assert {900, *(changed - missing)} == {*changes.removed.tolist()}
    assert {*fresh} <= {*changes.written.tolist()}


def test_who_names_a_document_with_another_serial_is_written_again(
    shown: Shown, contents: U64, first: Changes
) -> None:
    number = next(
        row.to for n in shown.live.tolist() for row in shown.graph.edges(n) if row.to >= 0
    )
    before = _some(first.members, np.arange(len(shown.live)))
    before.content[number] ^= np.uint64(1)
    written = {*beside(shown, contents, before).written.tolist()}
    naming = {row.source for row in shown.graph.incoming(number)}
    near = {number, *shown.graph.work_of(number), *shown.graph.text_of(number)}
    assert naming | {number} <= written
    assert len(written) < len(shown.live)
    assert near <= written or number != min(near)


def test_another_place_and_other_days_are_another_digest(
    shown: Shown, contents: U64, first: Changes
) -> None:
    intervals = {name: values.copy() for name, values in shown.graph.intervals.items()}
    graph = shown.graph
    try:
        graph.intervals = intervals
        intervals["begins"][7] += 1
        written = beside(shown, contents, first.members).written.tolist()
    finally:
        graph.intervals = {name: graph.arrays[f"interval.{name}"] for name in intervals}
    assert written == [7]
    moved = replace(shown)
    vars(moved)["former"] = {shown.terms.id(3): ["旧"]}
    assert np.flatnonzero(digests_of(moved, contents) != first.digests).tolist() == [3]


def test_members_are_read_as_they_were_written(first: Changes, tmp_path: Path) -> None:
    write_members(first.members, tmp_path / "members")
    found = read_members(tmp_path / "members")
    assert all(map(np.array_equal, found, first.members))
    write_members(NOBODY, tmp_path / "none")
    assert read_members(tmp_path / "none").stamp == NOBODY.stamp


def test_ranges_that_are_other(first: Changes) -> None:
    serials = np.array([0, 999, 1000, 5000])
    digests = np.array([1, 2, 3, 4])
    here = wanted(serials, digests)
    assert other(here, here) == []
    assert other(wanted(serials[:3], digests[:3]), here) == [5]
    assert other(wanted(serials, digests + 1), here) == [0, 1, 5]
    assert within(serials, [1, 5]).tolist() == [False, False, True, True]
    assert wanted(serials[:0], digests[:0]) == {}


NORM = Normalisation(1.2, 0.75, 100.0)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param({"f": (1.2, 0.75, 100.0)}, True, id="the same"),
        pytest.param({"f": (1.2, 0.75, 100.9)}, True, id="a little longer"),
        pytest.param({"f": (1.2, 0.75, 98.9)}, False, id="shorter"),
        pytest.param({"f": (1.3, 0.75, 100.0)}, False, id="another weight"),
        pytest.param({"g": (1.2, 0.75, 100.0)}, False, id="another field"),
    ],
)
def test_an_index_serves_until_texts_are_longer(
    held: dict[str, tuple[float, float, float]], expected: bool
) -> None:
    assert may_serve(held, {"f": NORM}) == expected
