"""Chains: the heaviest there is, and what is equal in order."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.comparison.order import Candidate, Chain, equal_in_order, heaviest

candidates = st.lists(
    st.builds(Candidate, st.integers(0, 4), st.integers(0, 4), st.integers(1, 5)),
    max_size=7,
    unique_by=lambda one: one[:2],
)


def _ascends(chain: Chain) -> bool:
    return all(a < c and b < d for (a, b), (c, d) in pairwise(chain))


@given(candidates)
def test_no_chain_is_heavier(given_ones: list[Candidate]) -> None:
    weights = {(one.old, one.new): one.weight for one in given_ones}
    best = max(
        sum(weights[pair] for pair in chosen)
        for count in range(len(weights) + 1)
        for chosen in combinations(sorted(weights), count)
        if _ascends(list(chosen))
    )
    found = heaviest(given_ones)
    assert _ascends(found)
    assert sum(weights[pair] for pair in found) == best


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_what_is_equal_in_order(old: str, new: str) -> None:
    chain = equal_in_order(list(old), list(new))
    assert _ascends(chain)
    assert all(old[one] == new[other] for one, other in chain)
    assert equal_in_order(list(old), list(old)) == [(at, at) for at in range(len(old))]
