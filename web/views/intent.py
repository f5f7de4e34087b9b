"""What words of a query were read as filters and order: each with the way to undo it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.request import Part, SearchRequest
from search.results import Intent
from web import urls
from web.views.facets import period_words

NEWEST = "从新到旧"


@dataclass(frozen=True, slots=True)
class PartView:
    """One filter or order that was read: ``url`` leads to the search without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class IntentView:
    """What the page says of it.

    Attributes:
        parts: what was read.
        rest: what was looked for as words; empty if nothing was.
        applied: whether it was; else there is nothing under those filters.
        refused: the filters that leave nothing, in words.
        plain_url: the search for the words as typed.
        again_url: the search with everything read that can be, where the visitor has turned some of it off.
    """

    parts: tuple[PartView, ...]
    rest: str
    applied: bool
    refused: str
    plain_url: str
    again_url: str


def intent_view(request: SearchRequest, intent: Intent | None) -> IntentView | None:
    """What was read of the words of ``request``; None where nothing was and nothing is turned off."""
    again = urls.search(replace(request, plain=(), page=1)) if request.plain and request.q else ""
    if intent is None:
        return IntentView((), request.q, False, "", "", again) if again else None
    return IntentView(
        parts=tuple(
            PartView(_words(part, intent), urls.search(request.reading_no(part)))
            for part in dict.fromkeys(one.part for one in intent.parts)
        ),
        rest=intent.rest,
        applied=intent.applied,
        refused="" if intent.applied else _filters(intent),
        plain_url=urls.search(request.reading_no()),
        again_url=again,
    )


def _filters(intent: Intent) -> str:
    parts = dict.fromkeys(one.part for one in intent.parts if one.part is not Part.SORT)
    return " · ".join(_words(part, intent) for part in parts)


def _words(part: Part, intent: Intent) -> str:
    if part is Part.SORT:
        return NEWEST
    if part is Part.PERIOD:
        return period_words(intent.asked)
    return "、".join(one.value for one in intent.parts if one.part is part)
