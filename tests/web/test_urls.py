"""Addresses: the quick way to those of a page's filters gives what the plain way gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from search.request import FACETS, SearchRequest
from search.request.period import Bound
from web import urls
from web.views.results import UNFILTERED

values = st.text(min_size=1, max_size=4)
params = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(FACETS)), values),
        st.tuples(st.sampled_from(["q", "within"]), values),
        st.tuples(st.sampled_from(["from", "to"]), st.sampled_from(["2020", "2021-05", "x"])),
        st.tuples(st.just("sort"), st.sampled_from(["newest", "oldest"])),
        st.tuples(st.sampled_from(["page", "size"]), st.sampled_from(["2", "5"])),
        st.tuples(st.just("literal"), st.just("1")),
        st.tuples(st.just("on"), st.just("2015-06-01")),
        st.tuples(st.just("fold"), st.just("0")),
        st.tuples(st.just("in"), st.sampled_from(["title", "number"])),
        st.tuples(st.just("plain"), st.sampled_from(["all", "genre", "sort"])),
    ),
    max_size=10,
)


@given(params, st.sampled_from(sorted(FACETS)), st.lists(values, max_size=3))
def test_toggling_many_values_is_toggling_each(
    pairs: list[tuple[str, str]], facet: str, others: list[str]
) -> None:
    request = SearchRequest.from_params(pairs)
    toggled = urls.Variants(request).toggling(facet)
    for value in (*request.values(facet), *others):
        assert toggled(value) == urls.search(request.toggled(facet, value))


@given(params, st.integers(1, 9))
def test_the_addresses_around_a_search_are_those_of_its_variants(
    pairs: list[tuple[str, str]], page: int
) -> None:
    request = SearchRequest.from_params(pairs)
    first = request.on_page(1)
    search = urls.Variants(request)
    assert search.pairs == request.to_params()
    assert search.search() == urls.search(first)
    assert search.search(suffix=".json", page=page) == urls.search(request.on_page(page), ".json")
    assert search.export(".csv") == urls.export(request, ".csv")
    assert search.feed() == urls.feed(request)
    assert search.browse("issuer") == urls.browse(request, "issuer")
    assert search.search(UNFILTERED) == urls.search(request.unfiltered())
    assert search.search({"from": "", "to": ""}) == urls.search(request.without_period())
    assert search.search({"fold": "0"}) == urls.search(replace(first, fold=False))
    within = replace(first, date_from=Bound(2020, 5), date_to=None, within="a&b=c")
    assert search.search({"from": "2020-05", "to": "", "within": "a&b=c"}) == urls.search(within)


@given(params, st.text(max_size=5), st.text(max_size=5), st.sampled_from([None, date(2015, 6, 1)]))
def test_the_addresses_of_many_documents_are_those_of_each(
    pairs: list[tuple[str, str]], id: str, anchor: str, on: date | None
) -> None:
    request = SearchRequest.from_params(pairs)
    back = urls.back_to(request)
    assert urls.kept(urls.Variants(request).pairs) == back
    address = urls.documents(request.q, on, back)
    assert address(id, anchor) == urls.document(id, request.q, anchor, on=on, back=back)
    assert urls.documents()(id, "") == urls.document(id)


def test_two_documents_side_by_side_have_an_address_of_their_own() -> None:
    assert urls.compare("a/b", "c") == "/documents/a%2Fb/compare/c"
    assert urls.compare("a", "b", everything=True, suffix=".json") == (
        "/documents/a/compare/b.json?all=1"
    )
    assert urls.id_in(urls.compare("a/b", "c")) == "a/b"
