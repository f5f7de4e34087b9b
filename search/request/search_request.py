"""What is asked: one canonical, capped value that a URL, a form or a command line all become.

``SearchRequest.from_params`` never fails: what cannot be used is left out or cut down, and
``notices`` says so in words a visitor understands. ``to_params`` is its inverse: for every
request ``r`` with excerpts, ``SearchRequest.from_params(r.to_params()) == r``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

from index.conventions.issuers import canonical
from index.conventions.regions import canonical_region
from index.document import UNSTATED
from search.request.period import Bound, parse_bound

MAX_QUERY = 200
"""Characters of a query."""
MAX_CLAUSES = 20
"""Clauses of a query, and clauses bound by OR."""
MAX_WINDOW = 1000
"""Results that can be turned to."""
MAX_SIZE = 100
"""Results of a page."""
MAX_SELECTED = 50
"""Facet values ticked."""
DEFAULT_SIZE = 10

FACETS: dict[str, str] = {
    "issuer": "发文机关",
    "year": "年份",
    "genre": "文种",
    "topic": "主题分类",
    "region": "地区",
    "validity": "有效性",
}
"""Facet name (also its URL parameter) -> what the page calls it, in page order; the names are those
that an index keeps (``index.schema.columns.FACET_NAMES``)."""


class Part(StrEnum):
    """What words of a query may be read as, beside what is looked for: a filter, or an order."""

    ISSUER = "issuer"
    GENRE = "genre"
    REGION = "region"
    PERIOD = "period"
    SORT = "sort"


class Scope(StrEnum):
    """Where to look."""

    ALL = "all"
    TITLE = "title"
    NUMBER = "number"


BY_RELEVANCE = "by-relevance"
"""The parameter ``sort`` that asks for relevance though the words of the query ask for another order."""


class Sort(StrEnum):
    """In which order."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search.

    ``selected`` holds the ticked facet values: ``(facet name, values)`` in the order of
    :data:`FACETS`, values sorted, no empty entries. Values within a facet are OR, facets
    are AND. ``date_from``/``date_to`` bound the day of a document and belong to the facet
    ``year``. ``within`` is a second query (在结果中检索): what is found must match it strictly.
    ``literal`` looks for the words as typed alone, not for other wordings of them.
    ``on`` is a day: only what was in force then is found (施行于). ``fold``: whether the texts of
    one work, and the prints of one text, stand on one line.
    ``plain`` names what no words of ``q`` are read as (see ``search.query.intent``), in the order of
    :class:`Part`: names are looked for as words then, words of time and order are not, unless it is all.
    ``excerpts``: whether of each hit those passages are wanted that have the words; a table has none.
    ``notices`` (not part of equality) tell the visitor what was cut down and why.
    """

    q: str = ""
    scope: Scope = Scope.ALL
    selected: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date_from: Bound | None = None
    date_to: Bound | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = DEFAULT_SIZE
    literal: bool = False
    within: str = ""
    on: date | None = None
    fold: bool = True
    plain: tuple[Part, ...] = ()
    excerpts: bool = True
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]]) -> Self:
        """Read URL parameters (decoded pairs, in any order, repeated ones allowed)."""
        return _Reader(params).read(cls)

    def to_params(self) -> list[tuple[str, str]]:
        """The canonical URL parameters; defaults are left out."""
        before = {"q": self.q, "in": self.scope}
        after = {
            "within": self.within,
            "from": self.date_from or "",
            "to": self.date_to or "",
            "on": self.on or "",
            "sort": self.sort,
            "page": self.page,
            "size": self.size,
            "literal": int(self.literal),
            "fold": int(self.fold),
        }
        ticked = [(name, value) for name, values in self.selected for value in values]
        plain = ["all"] if self.plain == tuple(Part) else self.plain
        return [*_stated(before), *ticked, *_stated(after), *(("plain", part) for part in plain)]

    def values(self, facet: str) -> tuple[str, ...]:
        """The values ticked in ``facet``."""
        return dict(self.selected).get(facet, ())

    def toggled(self, facet: str, value: str) -> Self:
        """This request on page 1 with one facet value ticked, or unticked if it was."""
        chosen = {name: set(values) for name, values in self.selected}
        chosen.setdefault(facet, set()).symmetric_difference_update({value})
        return replace(self, selected=_canonical(chosen), page=1)

    @property
    def has_period(self) -> bool:
        """Whether the day of a document is bounded."""
        return self.date_from is not None or self.date_to is not None

    def without_period(self) -> Self:
        """This request on page 1 without ``date_from`` and ``date_to``."""
        return replace(self, date_from=None, date_to=None, page=1)

    def without_day(self) -> Self:
        """This request on page 1 without ``on``."""
        return replace(self, on=None, page=1)

    def reading_no(self, *parts: Part) -> Self:
        """This request on page 1 with no words read as any of some parts; as none, if none are given."""
        off = {*self.plain, *(parts or Part)}
        return replace(self, plain=tuple(part for part in Part if part in off), page=1)

    def unfiltered(self) -> Self:
        """This request on page 1 without any filter."""
        bare = replace(self, date_from=None, date_to=None, on=None)
        return replace(bare, selected=(), within="", page=1)

    def on_page(self, page: int) -> Self:
        """This request on another page."""
        return replace(self, page=page)


def _canonical(chosen: dict[str, set[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(sorted(chosen[name]))) for name in FACETS if chosen.get(name))


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


_STATES = {"废止": "已废止", "失效": "已失效", "已修改": "已被修改", "尚未生效": "尚未施行"}
"""What values of 有效性 were called in addresses of 0.2: what is asked so is still found."""


def _state(name: str) -> str:
    return _STATES.get(name, name)


_NAMES: dict[str, Callable[[str], str]] = {
    "issuer": canonical,
    "region": canonical_region,
    "validity": _state,
}
"""Facets whose values are given by other names too (科学技术局, 山东)."""

_USUAL = {
    "in": Scope.ALL,
    "sort": Sort.RELEVANCE,
    "page": 1,
    "size": DEFAULT_SIZE,
    "literal": 0,
    "fold": 1,
}
"""The values of parameters that an address leaves out."""

_Choice = TypeVar("_Choice", bound=StrEnum)
_Request = TypeVar("_Request", bound=SearchRequest)


def _stated(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The parameters whose values are not the usual ones."""
    return ((name, str(value)) for name, value in values.items() if value != _USUAL.get(name, ""))


def typed(raw: str) -> tuple[str, bool]:
    """The words of a query as they are searched for, of what an address has; and whether it was too long."""
    if not raw:
        return "", False
    text = " ".join(_CONTROL.sub(" ", raw[: 4 * MAX_QUERY]).split())
    return text[:MAX_QUERY].strip(), len(text) > MAX_QUERY or len(raw) > 4 * MAX_QUERY


class _Reader:
    """Turns untrusted pairs into a request, collecting notices on the way."""

    def __init__(self, params: Iterable[tuple[str, str]]) -> None:
        self.pairs: dict[str, list[str]] = {}
        for name, value in params:
            self.pairs.setdefault(name, []).append(value)
        self.notices: list[str] = []

    def read(self, kind: type[_Request]) -> _Request:
        date_from, date_to = self._bound("from"), self._bound("to")
        if date_from and date_to and date_from.first > date_to.last:
            date_from, date_to = date_to, date_from
        size = min(max(self._int("size", DEFAULT_SIZE), 1), MAX_SIZE)
        return kind(
            q=self._query("q"),
            within=self._query("within"),
            scope=self._choice("in", Scope, Scope.ALL),
            selected=self._selected(),
            date_from=date_from,
            date_to=date_to,
            sort=self._choice("sort", Sort, Sort.RELEVANCE),
            page=self._page(size),
            size=size,
            literal=self._last("literal").strip() == "1",
            on=self._day("on"),
            fold=self._last("fold").strip() != "0",
            plain=self._plain(),
            notices=tuple(self.notices),  # the last: those of all the others
        )

    def _last(self, name: str) -> str:
        return self.pairs.get(name, [""])[-1]

    def _query(self, name: str) -> str:
        text, is_cut = typed(self._last(name))
        if is_cut:
            self.notices.append(f"检索词超过 {MAX_QUERY} 个字，只按前 {MAX_QUERY} 个字检索。")
        return text

    def _selected(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        chosen: dict[str, set[str]] = {}
        left = MAX_SELECTED
        if self.pairs.keys().isdisjoint(FACETS):  # most searches
            return ()
        if any(len(value) > MAX_QUERY for name in FACETS for value in self.pairs.get(name, [])):
            self.notices.append(f"筛选条件超过 {MAX_QUERY} 个字的，只采用前 {MAX_QUERY} 个字。")
        for name in FACETS:
            for given in dict.fromkeys(self.pairs.get(name, [])):  # a name is made canonical once
                value = " ".join(_CONTROL.sub(" ", given[:MAX_QUERY]).split())
                value = _NAMES[name](value) if name in _NAMES else value
                if not value or value in chosen.get(name, ()):
                    continue
                if left == 0:
                    self.notices.append(f"筛选条件最多 {MAX_SELECTED} 项，其余未采用。")
                    return _canonical(chosen)
                chosen.setdefault(name, set()).add(value)
                left -= 1
        return _canonical(chosen)

    def _plain(self) -> tuple[Part, ...]:
        if self.pairs.keys().isdisjoint(("plain", "sort")):
            return ()
        given = {value.strip() for value in self.pairs.get("plain", ())}
        if self._last("sort") == BY_RELEVANCE:
            given.add(Part.SORT)
        return tuple(part for part in Part if part in given or "all" in given)

    def _choice(self, name: str, kind: type[_Choice], default: _Choice) -> _Choice:
        try:
            return kind(self._last(name)) if name in self.pairs else default
        except ValueError:
            return default

    def _int(self, name: str, default: int) -> int:
        digits = self._last(name).strip()
        return int(digits) if digits and re.fullmatch(r"[0-9]{1,12}", digits) else default

    def _page(self, size: int) -> int:
        last = MAX_WINDOW // size
        page = max(self._int("page", 1), 1)
        if page > last:
            self.notices.append(f"最多可翻看前 {MAX_WINDOW} 条结果，请增加检索词或筛选条件。")
        return min(page, last)

    def _short(self, name: str) -> str:
        raw = self._last(name)
        return _CONTROL.sub(" ", raw[:MAX_QUERY]).strip() if raw else ""

    def _bound(self, name: str) -> Bound | None:
        raw = self._short(name)
        bound = parse_bound(raw) if raw else None
        if raw and bound is None:
            self.notices.append(
                f"日期“{raw[:20]}”无法识别，请填年份、年月或日期，如 2023、2023-05。"
            )
        return bound

    def _day(self, name: str) -> date | None:
        raw = self._short(name)
        bound = parse_bound(raw) if raw else None
        if bound and bound.day:
            return bound.first
        if raw:
            what = "无法识别" if bound is None else "没有具体到哪一天"
            self.notices.append(f"施行于“{raw[:20]}”{what}，未采用，请填年月日，如 2015-06-01。")
        return None


__all__ = [
    "BY_RELEVANCE",
    "DEFAULT_SIZE",
    "FACETS",
    "MAX_CLAUSES",
    "MAX_QUERY",
    "MAX_SIZE",
    "MAX_WINDOW",
    "UNSTATED",
    "Part",
    "Scope",
    "SearchRequest",
    "Sort",
    "typed",
]
