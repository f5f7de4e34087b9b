"""How facets are printed: the filter column, the removable filters, the complete lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.document import Validity
from search.request import FACETS, UNSTATED, SearchRequest
from search.results import Facet, FacetValue
from web import text, urls
from web.urls import Variants

ON = "施行于"
"""What the filter is called that asks for what was in force on a day."""
VALIDITY = "validity"
YEAR = "year"
"""The facet that the bounds of a period belong to, and the one that can be drawn."""
SHOWN = 6
"""So many values are shown at once …"""
FOLDED = 6
"""… so many more behind 更多; all the others on the page of complete lists."""
_EXPLAINED = {
    Validity.AMENDED.value: "（有更新文本）",
    Validity.EXPIRED.value: "（有效期届满）",
    Validity.DISPUTED.value: "（两处说法不一）",
}
"""有效性 -> what stands behind it in a list to choose from."""


@dataclass(frozen=True, slots=True)
class ValueView(FacetValue):
    """One value. ``toggle_url`` leads to the results with it ticked, or unticked if it was."""

    toggle_url: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet with all its values, and where they are listed completely."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    all_url: str

    @property
    def is_year(self) -> bool:
        """Whether a period is chosen here too."""
        return self.name == YEAR

    @property
    def shown(self) -> tuple[FacetValue, ...]:
        """The first values, and every ticked one: what is on must be in sight."""
        return (*self.values[:SHOWN], *(one for one in self.values[SHOWN:] if one.selected))

    @property
    def folded(self) -> tuple[FacetValue, ...]:
        """The values behind 更多; 未注明, which stands last, is always one of them."""
        rest = [one for one in self.values[SHOWN:] if not one.selected]
        return (*rest[:FOLDED], *(one for one in rest[FOLDED:] if one.value == UNSTATED))

    @property
    def selected(self) -> int:
        """How many values are ticked."""
        return [one.selected for one in self.values].count(True)


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter that is on, and the address of the same search without it."""

    label: str
    value: str
    remove_url: str


def facet_view(facet: Facet, search: Variants, *, linked: bool = True) -> FacetView:
    """A facet of the results of a search.

    Args:
        linked: whether its values say where they lead; a page of results has a form for that.
    """
    values: tuple[FacetValue, ...] = facet.values
    if facet.name == VALIDITY:
        values = tuple(
            replace(one, label=explained(one.label)) if one.label in _EXPLAINED else one
            for one in values
        )
    if linked:
        toggled = search.toggling(facet.name)
        values = tuple(
            ValueView(one.value, one.label, one.count, one.selected, one.depth, toggled(one.value))
            for one in values
        )
    return FacetView(facet.name, facet.label, values, search.browse(facet.name))


def explained(state: str) -> str:
    """A value of 有效性 with what it means, where its name alone may not say so; any other as it is."""
    return state + _EXPLAINED.get(state, "")


def filter_views(request: SearchRequest) -> tuple[FilterView, ...]:
    """Every filter that is on, in page order, the period as one."""
    filters = [
        FilterView(FACETS[name], value, urls.search(request.toggled(name, value)))
        for name, values in request.selected
        for value in values
    ]
    if request.has_period:
        without = urls.search(request.without_period())
        filters.append(FilterView("日期", period_words(request), without))
    if request.on:
        without = urls.search(request.without_day())
        filters.append(FilterView(ON, text.chinese_date(request.on), without))
    if request.within:
        without = urls.search(replace(request, within="", page=1))
        filters.append(FilterView("结果中检索", request.within, without))
    return tuple(filters)


def period_words(request: SearchRequest) -> str:
    """The bounds of the period in words; empty if there are none."""
    first, last = request.date_from, request.date_to
    if first and last:
        return first.words if first == last else f"{first.words}至{last.words}"
    if first:
        return f"{first.words}起"
    return f"{last.words}止" if last else ""
