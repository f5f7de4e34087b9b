"""The page of complete lists (分类浏览): every value of every facet, and how the years compare."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.text.fold import squeeze
from search.engine import Engine
from search.request import MAX_QUERY, SearchRequest
from search.results import FacetValue
from web import text, urls
from web.views.facets import FacetView, FilterView, facet_view, filter_views
from web.views.results import FormView, form_view

LISTED = 400
"""So many values of a facet are listed; the field for a name finds the others."""
HEIGHT = 100
"""The highest bar, in the units of the drawing."""
STEP = 10
"""From one bar to the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram: ``x``, ``y``, ``height`` in the units of the drawing."""

    year: int
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class HistogramView:
    """How many documents each year has: the bars from the first year to the last.

    ``summary`` says in words what the drawing shows.
    """

    bars: tuple[Bar, ...]
    width: int
    height: int
    first: int
    last: int
    summary: str


@dataclass(frozen=True, slots=True)
class BrowseView:
    """Everything the page prints. ``named`` is what the values listed must contain."""

    form: FormView
    named: str
    hidden: tuple[tuple[str, str], ...]
    total: int
    filters: tuple[FilterView, ...]
    facets: tuple[FacetView, ...]
    histogram: HistogramView | None
    results_url: str
    canonical_url: str
    json_url: str

    @property
    def longest(self) -> int:
        """How many characters ``named`` may have."""
        return MAX_QUERY

    @property
    def slim_form(self) -> FormView:
        """The form without a choice of where to look."""
        return FormView(q=self.form.q)

    @property
    def is_whole(self) -> bool:
        """Whether the lists are of the whole collection."""
        return not self.form.q and not self.filters

    @property
    def finds(self) -> bool:
        """Whether any list has a value."""
        return any(facet.values for facet in self.facets)

    def listed(self, facet: FacetView) -> tuple[FacetValue, ...]:
        """The values of a facet that the page lists."""
        return facet.values[:LISTED]


def browse_view(engine: Engine, request: SearchRequest, named: str = "") -> BrowseView:
    """The complete lists of facet values under ``request``.

    Args:
        named: list only values that contain this; a topic or place also with what stands above it.
    """
    tally = engine.facets(request.on_page(1))
    search = urls.Variants(request)
    facets = tuple(facet_view(facet, search) for facet in tally.facets)
    years = next((facet for facet in facets if facet.is_year), None)
    return BrowseView(
        form=form_view(request, search.pairs),
        named=named,
        hidden=tuple(request.on_page(1).to_params()),
        total=tally.total,
        filters=filter_views(request),
        facets=tuple(_narrowed(facet, named) for facet in facets) if named else facets,
        histogram=_histogram(years) if years and not named else None,
        results_url=urls.search(request),
        canonical_url=urls.browse(request),
        json_url=urls.browse(request, suffix=".json", named=named),
    )


def _narrowed(facet: FacetView, named: str) -> FacetView:
    wanted = squeeze(named).text
    kept: list[FacetValue] = []
    above: FacetValue | None = None  # what the next ones stand under, until one of them is kept
    for value in facet.values:
        above = above if value.depth else value
        if wanted in squeeze(value.label).text:
            kept += [value] if above in (None, value) else [above, value]
            above = None
    return replace(facet, values=tuple(kept))


def _histogram(years: FacetView) -> HistogramView | None:
    """The bars of the years that are stated; None for fewer than two."""
    counts = {int(v.value): v.count for v in years.values if v.value.isdecimal() and v.count}
    if len(counts) < 2:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    fullest = max(year for year, count in counts.items() if count == most)
    heights = {year: max(1, round(HEIGHT * count / most)) for year, count in counts.items()}
    return HistogramView(
        bars=tuple(
            Bar(year, counts[year], (year - first) * STEP, HEIGHT - height, height)
            for year, height in sorted(heights.items())
        ),
        width=(last - first + 1) * STEP,
        height=HEIGHT,
        first=first,
        last=last,
        summary=f"{first}—{last} 年各年件数，最多的是 {fullest} 年，{text.count(most)} 件",
    )
