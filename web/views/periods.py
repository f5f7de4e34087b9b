"""Periods that are chosen with one click, and what has no date and so lies in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from index.document import UNSTATED
from search.request import SearchRequest
from search.request.period import Bound, months_before
from search.results import SearchResult
from web import text, urls
from web.urls import Variants
from web.views.facets import YEAR
from web.views.understood import Way


@dataclass(frozen=True, slots=True)
class PresetView:
    """One period: ``url`` leads to the search within it, or without it where it is on."""

    label: str
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class PeriodsView:
    """Periods to choose, and where those documents are that a period leaves out for want of a date."""

    presets: tuple[PresetView, ...]
    undated: Way | None


def periods_view(result: SearchResult, search: Variants, today: date) -> PeriodsView:
    """What the page of ``result`` says of periods.

    Args:
        search: the addresses around its search.
    """
    request = result.request
    return PeriodsView(
        presets=tuple(_preset(request, search, *one) for one in _firsts(today)),
        undated=_undated(result),
    )


@lru_cache(2)
def _firsts(today: date) -> tuple[tuple[str, Bound, Mapping[str, str]], ...]:
    """The periods, each with where it begins, and with what an address has of it."""
    firsts = {
        "近一月": _day(months_before(today, 1)),
        "近一年": _day(months_before(today, 12)),
        "今年": Bound(today.year),
    }
    return tuple(
        (label, first, {YEAR: "", "from": str(first), "to": ""}) for label, first in firsts.items()
    )


def _day(day: date) -> Bound:
    return Bound(day.year, day.month, day.day)


def _preset(
    request: SearchRequest, search: Variants, label: str, first: Bound, within: Mapping[str, str]
) -> PresetView:
    is_on = request.date_from == first and request.date_to is None
    return PresetView(label, search.search({"from": "", "to": ""} if is_on else within), is_on)


def _undated(result: SearchResult) -> Way | None:
    """What is found under all other filters and has no date; None where no period is asked for."""
    request, intent = result.request, result.intent
    asked = intent.asked if intent and intent.applied else request
    if not asked.has_period:
        return None
    years = next((facet.values for facet in result.facets if facet.name == YEAR), ())
    count = sum(value.count for value in years if value.value == UNSTATED)
    others = tuple((name, values) for name, values in request.selected if name != YEAR)
    there = replace(request.without_period(), selected=others).toggled(YEAR, UNSTATED)
    label = f"另有 {text.count(count)} 件未注明日期，不在其中。"
    return Way(label, urls.search(there), count) if count else None
