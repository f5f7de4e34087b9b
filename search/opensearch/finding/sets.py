"""Selections as queries of a cluster; what was worked out for one is remembered as long as it is in use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from search.backend.selection import (
    Either,
    Matching,
    Numbered,
    Ranking,
    Scoring,
    Selection,
    Sharing,
    Without,
)
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.bounding import Bounding
from search.opensearch.queries.citing import Citings
from search.opensearch.queries.counting import FEW, Counting
from search.opensearch.queries.dsl import (
    NOTHING,
    Dsl,
    all_of,
    among,
    any_of,
    at_least,
    constant,
    listing,
    scored,
    sort,
)
from search.opensearch.queries.shares import Unit, sharing
from search.opensearch.queries.trees import Translator, citings
from search.opensearch.ranking.everyday import Everyday
from search.opensearch.ranking.fine import BY_SCORE, Best, Fine, float32, scores_of
from search.opensearch.ranking.scoring import Scorer
from search.query.tree import Citing, Tree, term
from search.query.tree import all_of as all_trees


@dataclass(frozen=True, slots=True)
class Near:
    """What scores at least so much, worked out.

    Attributes:
        base: what is looked at.
        coarse: how it is scored, before anything is added to the best; None where all score 0.
        least: so much at least.
        best: the best that belong to it, scored.
        beside: what belongs to it though its coarse score is less.
    """

    base: Dsl
    coarse: Dsl | None
    least: float
    best: dict[int, Best]
    beside: Dsl

    @property
    def query(self) -> Dsl:
        """Matches it."""
        return all_of([self.base, any_of([*self._near(), self.beside])])

    @property
    def scoring(self) -> Dsl:
        """Matches it, and scores coarsely; what is ``beside`` alone scores 0."""
        parts = [*self._near(), constant(self.beside, 0.0)]
        return {"bool": {"filter": [self.base], "should": parts, "minimum_should_match": 1}}

    def _near(self) -> list[Dsl]:
        return [] if self.coarse is None else [at_least(self.coarse, self.least)]


class Sets:
    """The sets of one generation; safe for several threads.

    Attributes:
        counting: counts queries.
        bounding: makes them smaller.
        fine: scores the best.
    """

    def __init__(self, asking: Asking, scorer: Scorer, everyday: Everyday, fine: Fine) -> None:
        self.counting = Counting(asking, scorer.words.at_least)
        self.bounding = Bounding(self.counting)
        self.fine = fine
        self._asking = asking
        self._scorer = scorer
        self._everyday = everyday
        self._citings = Citings(asking)
        self._translator = Translator(self._citings.naming, scorer.words.lacks)
        self._lock = Lock()
        self._queries: WeakKeyDictionary[Selection, Dsl] = WeakKeyDictionary()
        self._near: WeakKeyDictionary[Scoring, Near] = WeakKeyDictionary()

    def counts(self, selections: Sequence[Selection]) -> list[int]:
        """How many documents each of some sets has."""
        return self.counting.counts(list(map(self.bounding.askable, self.queries(selections))))

    def reach(self, selections: Sequence[Selection], least: int) -> list[bool]:
        """Whether each of some sets has so many documents or more."""
        return self.counting.reach([*map(self.bounding.askable, self.queries(selections))], least)

    def members(self, selections: Sequence[Selection]) -> list[list[int]]:
        """The documents of each of some sets, ascending."""
        others = [one for one in selections if not isinstance(one, Numbered)]
        queries = map(self.bounding.askable, self.queries(others))
        found = iter(self.counting.members(list(queries)))
        return [
            sorted({*one.numbers}) if isinstance(one, Numbered) else next(found)
            for one in selections
        ]

    def matching(self, tree: Tree) -> Dsl:
        """The query for what a tree matches."""
        self._citings.prepare(citings(tree))
        return self._translator.query(tree)

    def with_letters(self, letters: str) -> Dsl:
        """The query for what has some letters, in any order, in its title."""
        each = (term("title_chars", letter) for letter in dict.fromkeys(letters))
        return self._translator.query(all_trees(each))

    def queries(self, selections: Sequence[Selection]) -> list[Dsl]:
        """The queries for some sets; who names a work is asked for all of them at once."""
        self._citings.prepare([node for one in selections for node in _citings(one)])
        return list(map(self.query, selections))

    def query(self, selection: Selection) -> Dsl:
        """The query for a set."""
        with self._lock:
            known = self._queries.get(selection)
        if known is not None:
            return known
        made = self._query(selection)
        with self._lock:
            self._queries[selection] = made
        return made

    def _query(self, selection: Selection) -> Dsl:
        match selection:
            case Matching(tree):
                return self._translator.query(tree)
            case Numbered(numbers):
                return among("serial", numbers)
            case Either(one, other):
                return any_of(self.queries([one, other]))
            case Without(one, Without(same, other)) if one is same:  # what both have
                return all_of(self.queries([one, other]))
            case Without(one, other):
                first, less = self.queries([one, other])
                return all_of([first], [less])
            case Sharing():
                return self._sharing(selection)
            case Scoring():
                return self.near(selection).query

    def _sharing(self, selection: Sharing) -> Dsl:
        queries = self.queries(selection.units.each)
        idf = self._scorer.words.idf
        units = [
            Unit(query, idf(count))
            for query, count in zip(queries, self.counting.counts(queries), strict=True)
            if count
        ]
        return all_of([self.query(selection.of), sharing(units, selection.least)])

    # --- what scores enough ---------------------------------------------------------------------

    def everyday(self, ranking: Ranking) -> dict[int, float]:
        """What is added to the BM25 of some documents for being asked about, by serial."""
        weight = self._scorer.everyday
        scores = self._everyday.scores(ranking.articles)
        return {serial: weight * score for serial, score in scores.items()}

    def coarse(self, ranking: Ranking) -> Dsl | None:
        """How documents are scored before anything is added to the best."""
        return self._scorer.coarse(ranking, self.everyday(ranking))

    def beside(self, selection: Selection, coarse: Dsl | None) -> Dsl:
        """The query for a set, small enough to stand beside what scores."""
        return self.bounding.beside(self.query(selection), coarse)

    def best(self, ranking: Ranking, base: Dsl, coarse: Dsl | None) -> dict[int, Best]:
        """The best of what a query matches, scored."""
        if base == NOTHING or not self.fine.adds(ranking):
            return {}
        answer = self._asking.search(self.fine.window(base, coarse))
        return self.fine.best(ranking, scores_of(answer))

    def near(self, scoring: Scoring) -> Near:
        """What scores enough, worked out."""
        with self._lock:
            known = self._near.get(scoring)
        if known is not None:
            return known
        made = self._worked_out(scoring)
        with self._lock:
            self._near[scoring] = made
        return made

    def _worked_out(self, scoring: Scoring) -> Near:
        of, ranking = scoring.of, scoring.ranking
        if isinstance(of, Scoring) and of.ranking is ranking:
            return self._narrowed(scoring, self.near(of))
        coarse = self.coarse(ranking)
        base = self.beside(of, coarse)
        best = self.best(ranking, base, coarse)
        return self._kept(scoring, Near(base, coarse, 0.0, best, NOTHING))

    def _narrowed(self, scoring: Scoring, near: Near) -> Near:
        """What scores enough of what is near already."""
        kept = self._kept(scoring, Near(near.query, near.coarse, near.least, near.best, NOTHING))
        if kept.least < near.least or scoring.also is not None or scoring.among is not None:
            return kept
        return Near(near.base, kept.coarse, kept.least, kept.best, kept.beside)

    def _kept(self, scoring: Scoring, of: Near) -> Near:
        """What scores enough of some documents, the best of which are known."""
        base = of.base
        if scoring.among is not None:
            counting = self.beside(scoring.among, of.coarse)
            base = all_of([base, counting])
        best, top = self._among(base, of, scoring.among is not None)
        least = float32(
            scoring.floor * max([scoring.least, top, *(b.score for b in best.values())])
        )
        also, own = self._also(scoring, best, of.coarse)
        best = {serial: one for serial, one in best.items() if one.score >= least or serial in own}
        lower = [serial for serial, one in best.items() if one.coarse < least]
        return Near(base, of.coarse, least, best, any_of([among("serial", lower), also]))

    def _among(self, base: Dsl, of: Near, is_less: bool) -> tuple[dict[int, Best], float]:
        """Those of the best that count, and the best coarse score where that is not one of theirs.

        Args:
            base: what counts.
            is_less: whether that is less than what was looked at.
        """
        best = of.best
        if base == NOTHING:
            return {}, 0.0
        asked = [listing(scored(base, of.coarse), 1, BY_SCORE)]
        if is_less and best:
            asked.append(listing(all_of([base, among("serial", best)]), len(best), sort("serial")))
        elif best:
            return best, 0.0
        top, *counting = self._asking.searches(asked)
        if counting:
            best = {hit["sort"][0]: best[hit["sort"][0]] for hit in counting[0]["hits"]["hits"]}
        return best, max(scores_of(top).values(), default=0.0)

    def _also(
        self, scoring: Scoring, best: Collection[int], coarse: Dsl | None
    ) -> tuple[Dsl, Collection[int]]:
        """What belongs to it whatever it scores, and which of the best are that. It is given by serial if it is
        little, for a query may only have so many parts."""
        if scoring.also is None:
            return NOTHING, ()
        query = self.bounding.askable(self.query(scoring.also))
        (count,) = self.counting.counts([query])
        if count > FEW:
            query = self.bounding.beside(query, coarse)
            (own,) = self.counting.members([all_of([query, among("serial", best)])])
            return query, {*own}
        (few,) = self.counting.members([query])
        return among("serial", few), {*few}


def _citings(selection: Selection) -> Iterator[Citing]:
    match selection:
        case Matching(tree):
            yield from citings(tree)
        case Either(one, other) | Without(one, other):
            yield from _citings(one)
            yield from _citings(other)
        case Sharing(of, units, _):
            for part in (of, *units.each):
                yield from _citings(part)
        case Scoring(of):
            yield from _citings(of)
