"""Addresses: the quick way to those of a page's filters gives what the plain way gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.request import FACETS, SearchRequest
from web import urls

values = st.text(min_size=1, max_size=4)
params = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(FACETS)), values),
        st.tuples(st.sampled_from(["q", "within"]), values),
        st.tuples(st.sampled_from(["from", "to"]), st.sampled_from(["2020", "2021-05", "x"])),
        st.tuples(st.just("sort"), st.sampled_from(["newest", "oldest"])),
        st.tuples(st.sampled_from(["page", "size"]), st.sampled_from(["2", "5"])),
        st.tuples(st.just("literal"), st.just("1")),
    ),
    max_size=10,
)


@given(params, st.sampled_from(sorted(FACETS)), st.lists(values, max_size=3))
def test_toggling_many_values_is_toggling_each(
    pairs: list[tuple[str, str]], facet: str, others: list[str]
) -> None:
    request = SearchRequest.from_params(pairs)
    toggled = urls.toggling(request, facet)
    for value in (*request.values(facet), *others):
        assert toggled(value) == urls.search(request.toggled(facet, value))


def test_two_documents_side_by_side_have_an_address_of_their_own() -> None:
    assert urls.compare("a/b", "c") == "/documents/a%2Fb/compare/c"
    assert urls.compare("a", "b", everything=True, suffix=".json") == (
        "/documents/a/compare/b.json?all=1"
    )
    assert urls.id_in(urls.compare("a/b", "c")) == "a/b"
