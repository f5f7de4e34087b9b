"""Texts of one work: which of them stands first, and how they fold into one line."""

from __future__ import annotations

import pytest

from index.document import Validity
from search.backend.reading import Rows, standing
from search.facade.versions import Line, folded, in_force_first, nobody

IN_FORCE, ENDED = standing(Validity.IN_FORCE), standing(Validity.REPEALED)
UNKNOWN = standing(Validity.UNSTATED)


def rows(*each: tuple[int, int, int, int, int]) -> Rows:
    """Of ``(number, line, text, date, standing)`` in the order of a ranking."""
    return Rows(*(list(column) for column in zip(*each, strict=True)))


@pytest.mark.parametrize(
    ("of_old", "of_new", "first"),
    [
        pytest.param(Validity.IN_FORCE, Validity.REPEALED, "old", id="repealed"),
        pytest.param(Validity.IN_FORCE, Validity.EXPIRED, "old", id="expired"),
        pytest.param(Validity.IN_FORCE, Validity.AMENDED, "old", id="superseded"),
        pytest.param(Validity.IN_FORCE, Validity.NOT_YET, "old", id="not yet in force"),
        pytest.param(Validity.IN_FORCE, Validity.UNSTATED, "old", id="unstated"),
        pytest.param(Validity.IN_FORCE, Validity.DISPUTED, "old", id="disputed"),
        pytest.param(Validity.UNSTATED, Validity.REPEALED, "old", id="unstated before repealed"),
        pytest.param(Validity.IN_FORCE, Validity.IN_FORCE, "new", id="both are in force"),
        pytest.param(Validity.REPEALED, Validity.EXPIRED, "new", id="none is in force"),
    ],
)
def test_the_text_in_force_stands_first_then_the_newest(
    of_old: Validity, of_new: Validity, first: str
) -> None:
    old, new = (1, 7, 1, 2001, standing(of_old)), (2, 7, 2, 2023, standing(of_new))
    expected = {"old": 1, "new": 2}[first]
    for found in (rows(old, new), rows(new, old)):
        assert in_force_first(found)[0] == expected
        assert folded(found, by_score=True)[1] == [Line(expected, (3 - expected,), ())]


def test_texts_change_places_among_themselves_and_with_no_other_work() -> None:
    found = rows(
        (1, 7, 1, 2001, ENDED),
        (2, 8, 2, 2010, IN_FORCE),
        (3, 7, 3, 2023, IN_FORCE),
        (4, 9, 4, 2024, UNKNOWN),
    )
    assert in_force_first(found) == [3, 2, 1, 4]
    assert folded(found, by_score=True)[1] == [Line(3, (1,)), Line(2), Line(4)]


def test_what_is_named_by_its_number_stands_before_the_text_in_force() -> None:
    found = rows((1, 7, 1, 2001, ENDED), (2, 7, 2, 2023, IN_FORCE))
    assert in_force_first(found, lambda number: number == 1) == [1, 2]
    assert folded(found, by_score=True, named=lambda number: number == 1)[1] == [Line(1, (2,))]


def test_by_date_nothing_is_swapped_and_the_first_stands_for_its_line() -> None:
    found = rows((1, 7, 1, 2001, ENDED), (2, 8, 2, 2010, IN_FORCE), (3, 7, 3, 2023, IN_FORCE))
    assert folded(found, by_score=False)[1] == [Line(1, (3,)), Line(2)]


def test_prints_of_one_text_stand_as_they_rank_and_are_told_from_versions() -> None:
    """The text is as old as its newest print."""
    found = rows(
        (1, 7, 1, 2020, IN_FORCE),
        (2, 7, 1, 2023, IN_FORCE),
        (3, 7, 3, 2021, IN_FORCE),
        (4, 7, 3, 2001, IN_FORCE),
    )
    assert in_force_first(found) == [1, 2, 3, 4]
    assert folded(found, by_score=True)[1] == [Line(1, (3, 4), (2,))]


def test_nothing_found_makes_no_line() -> None:
    assert folded(Rows([], [], [], [], []), by_score=True, named=nobody)[1] == []


def test_a_text_is_as_new_as_the_newest_of_its_prints() -> None:
    prints = (1, 7, 1, 2005, IN_FORCE), (2, 7, 1, 2001, IN_FORCE)
    assert in_force_first(rows(*prints, (3, 7, 3, 2003, IN_FORCE)))[0] == 1
