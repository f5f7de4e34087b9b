"""Filters that words of a query may name (广东省, 财政部, 2023年, 近三年), offered where they were not applied.

What is sure enough to be applied is read by ``search.query.intent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from index.conventions.issuers import canonical
from index.conventions.regions import regions_in
from index.text.han import HAN, chinese_number
from search.request import FACETS, SearchRequest
from search.request.period import Bound
from search.results import Narrowing

Counts: TypeAlias = Mapping[str, Mapping[str, int]]
"""Facet -> value -> how many documents have it."""
MOST = 4
_YEAR = re.compile(r"(?<![0-9])(19[4-9][0-9]|20[0-9]{2})(?:年度?|(?![0-9]))")
_SPAN = re.compile(r"(?:最近|近)([0-9]{1,2}|[一二两三四五六七八九十]{1,3})年")
_RELATIVE = (
    (re.compile("今年(?![轻龄])|本年(?![龄])"), 0),
    (re.compile("去年|(?<!以)上年(?!龄)"), 1),
    (re.compile("(?<![目以之此从])前年(?![满龄])"), 2),
)
_OFFICE = re.compile(rf"{HAN}{{2,12}}?(?:人民政府|办公厅|委员会|总局|部|委|局|厅|办)")


def narrowings(
    request: SearchRequest, folded: str, counts: Counts, today: date
) -> tuple[Narrowing, ...]:
    """The filters that the words of ``request`` name and that leave some of its documents.

    Args:
        folded: its query, folded, or what of it may name filters.
        counts: facet -> value -> how many of its documents have it; of places every level.
    """
    found = [*_years(request, folded, counts["year"], today)]
    found += _values(request, "region", counts["region"], regions_in(folded))
    found += _values(request, "issuer", counts["issuer"], _issuers(folded, counts["issuer"]))
    return tuple(found[:MOST])


def _values(
    request: SearchRequest, facet: str, counts: Mapping[str, int], names: list[str]
) -> Iterator[Narrowing]:
    if request.values(facet):
        return
    for name in names:
        if counts.get(name):
            label = f"{FACETS[facet]}：{name}"
            yield Narrowing(label, request.toggled(facet, name), counts[name])


def _issuers(folded: str, counts: Mapping[str, int]) -> list[str]:
    """The issuers a text names, by their own name or another; the longest first."""
    offices = {canonical(office) for office in _OFFICE.findall(folded)}
    named = [name for name in counts if name in folded or name in offices]
    named.sort(key=len, reverse=True)
    return [n for at, n in enumerate(named) if not any(n in longer for longer in named[:at])]


def _years(
    request: SearchRequest, folded: str, counts: Mapping[str, int], today: date
) -> Iterator[Narrowing]:
    if request.has_period or request.values("year"):
        return
    bounds = _bounds(folded, today)
    if bounds is None:
        return
    first, last = bounds
    total = sum(n for year, n in counts.items() if year.isdigit() and first <= int(year) <= last)
    if total:
        label = f"年份：{first}" if first == last else f"年份：{first}—{last}"
        narrowed = replace(request, date_from=Bound(first), date_to=Bound(last), page=1)
        yield Narrowing(label, narrowed, total)


def _bounds(folded: str, today: date) -> tuple[int, int] | None:
    """The years that a text names."""
    if span := _SPAN.search(folded):
        return today.year - _number(span[1]) + 1, today.year
    for word, ago in _RELATIVE:
        if word.search(folded):
            return today.year - ago, today.year - ago
    named = sorted({int(year) for year in _YEAR.findall(folded)})
    return (named[0], named[-1]) if named else None


def _number(text: str) -> int:
    """How many years 三, 10, 两三 (at most three) are."""
    if text.isascii():
        return max(int(text), 1)
    written = text.replace("两", "二")
    return chinese_number(written if "十" in written else written[-1]) or 1
