"""The first of what is found, put together from several searches: lifted ones, then by score, newest and serial.

The cluster knows coarse scores. One window has the first of all that is left by the filters, one of each tier the first of
what that lifts: so whatever belongs to the first is in one of them, for what is added to a score only raises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.backend.reading import CHECKED
from search.backend.selection import Titled
from search.opensearch.queries.dsl import EVERYTHING, Dsl, first, hits, listing, sort
from search.opensearch.ranking.fine import Best, scores_of
from search.query.tiers import NO_TIER
from search.request import MAX_WINDOW

NEWEST_SCORED = sort("-_score", "-dated", "serial")


def narrowed(query: Dsl, wanted: Dsl) -> Dsl:
    """What a query finds and scores, and another matches."""
    return query if wanted == EVERYTHING else {"bool": {"must": [query], "filter": [wanted]}}


def window(query: Dsl, left: Dsl) -> Dsl:
    """The search for the first of what a query finds and scores and filters leave."""
    return listing(query, MAX_WINDOW, NEWEST_SCORED) | {"post_filter": left}


def lifted(query: Dsl, wanted: Dsl) -> Dsl:
    """The search for the first of what is lifted, of what a query finds and scores."""
    return listing(narrowed(query, wanted), MAX_WINDOW, NEWEST_SCORED)


def titled(query: Dsl, wanted: Dsl) -> Dsl:
    """The same where titles say which are lifted."""
    return listing(narrowed(query, wanted), CHECKED, NEWEST_SCORED, ["name"])


@dataclass
class Windows:
    """What several searches have given of one question.

    Attributes:
        total: how many documents are found.
        best: those whose scores are more than the cluster knows.
        coarse, dated: of all documents known here, by serial.
        tiers: of those that are lifted.
    """

    total: int
    best: Mapping[int, Best] = field(default_factory=dict)
    coarse: dict[int, float] = field(default_factory=dict)
    dated: dict[int, int] = field(default_factory=dict)
    tiers: dict[int, int] = field(default_factory=dict)

    def add(self, answer: Mapping[str, Any]) -> list[int]:
        """What a search has found, and the serials of that."""
        found = scores_of(answer)
        self.coarse |= found
        self.dated |= {hit["sort"][-1]: hit["sort"][1] for hit in hits(answer)}
        return [*found]

    def lift(self, tier: int, serials: Iterable[int]) -> None:
        """Some documents stand at least as high as a tier."""
        for serial in serials:
            self.tiers[serial] = min(tier, self.tiers.get(serial, tier))

    def score(self, serial: int) -> float:
        """The whole score of a document, as a 32-bit float."""
        best = self.best.get(serial)
        return best.score if best else self.coarse[serial]

    def ordered(self) -> list[int]:
        """The first of all, by serial."""

        def place(serial: int) -> tuple[int, float, int, int]:
            tier = self.tiers.get(serial, NO_TIER)
            return tier, -self.score(serial), -self.dated[serial], serial

        return sorted(self.coarse, key=place)[:MAX_WINDOW]


def named(answer: Mapping[str, Any], wanted: Titled) -> list[int]:
    """Those found whose titles have some letters."""
    return [hit["sort"][-1] for hit in hits(answer) if wanted.letters in first(hit, "name", "")]
