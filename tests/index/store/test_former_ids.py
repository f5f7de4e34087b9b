"""The table of former ids: chains end where the document is, nothing leads in a circle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store import former_ids
from index.store.former_ids import Former, updated

IDS = "abcdef"


def test_chains_are_collapsed() -> None:
    table = updated([Former("a", "b")], [Former("b", "c")], {"c"})
    assert table == [Former("a", "c"), Former("b", "c")]


def test_an_id_in_use_leads_nowhere_else() -> None:
    assert updated([Former("a", "b")], [], {"a", "b"}) == []


def test_a_circle_leads_nowhere() -> None:
    assert updated([Former("a", "b")], [Former("b", "a")], set()) == []


def test_what_led_to_a_document_that_is_gone_leads_there_still() -> None:
    """Whoever knows why it is gone (a withdrawal) is asked by its last id."""
    gone = Former("b", "", "digest")
    assert updated([Former("a", "b")], [gone], set()) == [gone, Former("a", "b")]


def test_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former_ids, "MOST_MOVED", 2)
    monkeypatch.setattr(former_ids, "MOST_GONE", 1)
    before = [Former("a", "x"), Former("b", "x"), Former("c")]
    assert updated(before, [Former("d", "x"), Former("e")], {"x"}) == [
        Former("e"), Former("b", "x"), Former("d", "x"),
    ]  # fmt: skip


former = st.builds(Former, st.sampled_from(IDS), st.sampled_from([*IDS, ""]))


@given(st.lists(former), st.lists(former), st.sets(st.sampled_from(IDS)))
def test_every_entry_leads_in_one_step(
    before: list[Former], news: list[Former], live: set[str]
) -> None:
    table = updated(before, news, live)
    ids = {one.id for one in table}
    assert len(ids) == len(table)
    assert not ids & live
    moved = {one.id for one in table if one.now}
    assert not any(one.now in moved or one.now == one.id for one in table)
    assert updated(table, (), live) == table
