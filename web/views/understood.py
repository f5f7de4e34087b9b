"""How a query was read (other wordings, widened, misspelt, filters it names), with ways out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.request import SearchRequest
from search.results import SearchResult
from web import text, urls

SHOWN = 3
"""So many other wordings of a word are named."""
CORRECTED = "spelling"
"""The rung on which what was probably meant is searched instead."""


@dataclass(frozen=True, slots=True)
class Way:
    """A sentence or label, and where it leads; ``total`` is what is found there, if known."""

    label: str
    url: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class UnderstoodView:
    """What the page says of the reading of a query.

    ``suggestion`` is what was probably meant; where that was searched instead, ``typed_way`` leads
    to the search for what was typed. ``wordings`` are sentences about words that were looked for
    under other wordings, ``others`` these in a few words; ``wording_way`` leads to the search
    without them, or back; ``narrowings`` are filters that the query names; ``steps`` the rungs of
    the ladder.
    """

    suggestion: Way | None
    typed_way: Way | None
    wordings: tuple[str, ...]
    others: str
    wording_way: Way | None
    narrowings: tuple[Way, ...]
    steps: tuple[str, ...]


def understood_view(result: SearchResult) -> UnderstoodView:
    """How the query of ``result`` was read."""
    request = result.request
    steps = result.relaxation.steps if result.relaxation else ()
    is_corrected = result.relaxation is not None and result.relaxation.rung == CORRECTED
    return UnderstoodView(
        suggestion=_meant(result) if result.suggestion else None,
        typed_way=_literally(request, "仍按原词") if is_corrected else None,
        wordings=tuple(
            f"“{wording.text}”同时按“{'”“'.join(wording.others[:SHOWN])}”"
            f"{'等' if len(wording.others) > SHOWN else ''}检索"
            for wording in result.wordings
        ),
        others=_others(result),
        wording_way=_wording_way(request, bool(result.wordings) and not is_corrected),
        narrowings=tuple(
            Way(narrowing.label, urls.search(narrowing.request), narrowing.total)
            for narrowing in result.narrowings
        ),
        steps=tuple(f"{step.label} {text.count(step.total)} 件" for step in steps),
    )


def _meant(result: SearchResult) -> Way:
    """The search for what was probably meant."""
    intent = result.intent
    searched = intent.asked if intent and intent.applied else result.request
    return Way(result.suggestion, urls.search(replace(searched, q=result.suggestion, page=1)))


def _wording_way(request: SearchRequest, used: bool) -> Way | None:
    if used:
        return _literally(request, "只按原词")
    if request.literal and request.q:
        return Way("加上其他说法", urls.search(replace(request, literal=False, page=1)))
    return None


def _others(result: SearchResult) -> str:
    """The other wordings of all words; empty if there are none."""
    named = {other: None for one in result.wordings for other in one.others[:SHOWN]}
    return f"也查：{'、'.join(named)}" if named else ""


def _literally(request: SearchRequest, label: str) -> Way:
    return Way(label, urls.search(replace(request, literal=True, page=1)))
