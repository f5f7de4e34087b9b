"""Runs a Whoosh query tree over postings held as arrays.

Every kind of query has a rule here, or goes to the fallback, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
from whoosh import query as wq

from search.embedded.arrays.docs import places
from search.embedded.arrays.matches import (
    NOTHING,
    Matches,
    Top,
    boosted,
    both,
    first,
    kept,
    summed,
    without,
)
from search.embedded.arrays.members import Members
from search.embedded.arrays.postings import Docs, Floats, Mask, PostingsReader
from search.embedded.arrays.scoring import Found, Scale, TermScorer
from search.embedded.arrays.top_k import best
from search.query.tree import (
    Citing,
    CitingQuery,
    Compound,
    Constant,
    Every,
    Holding,
    HoldingQuery,
    Not,
    Or,
    Pair,
    Phrase,
    Prefix,
    Range,
    Term,
    Tree,
    is_and,
    is_date_range,
    is_nothing,
    is_term,
    split,
    term,
    terms_of,
    text_of,
)
from search.weights import Weight

Filter: TypeAlias = Callable[[Docs], Mask]
Rule: TypeAlias = Callable[["Executor", Tree], Matches | None]
"""Answers one kind of node; None leaves this one to the fallback."""
_Node = TypeVar("_Node", bound=Tree)

_SPARSE = 32
"""An Or with fewer postings than one in so many documents is summed by sorting."""


def _rule(
    kind: type[_Node], rule: Callable[[Executor, _Node], Matches | None]
) -> tuple[type[Tree], Rule]:
    """A rule that is only asked of nodes of its own kind."""
    return kind, cast(Rule, rule)


class Executor:
    """Evaluates query trees.

    Args:
        columns: numeric fields by name, for ranges: one number per document, days for dates,
            0 for documents without one.
        fallback: answers a query of a kind there is no rule for.
        citing: gives the documents that name a work; None where no relations are known.

    Attributes:
        documents: how many there are, removed ones included.
        scorer: scores terms.
        fallbacks: how often ``fallback`` was asked.
    """

    def __init__(
        self,
        reader: PostingsReader,
        weights: Mapping[str, Weight],
        columns: Mapping[str, npt.NDArray[np.int32]] | None = None,
        fallback: Callable[[Tree], Matches] | None = None,
        citing: Callable[[Citing], Docs] | None = None,
    ) -> None:
        self._reader = reader
        self.scorer = TermScorer(reader, Scale(reader, weights))
        self._columns = columns or {}
        self._fallback = fallback
        self._citing_docs = citing
        self.documents = reader.documents
        self.fallbacks = 0

    def run(self, query: Tree) -> Matches:
        """The documents that match ``query`` and their scores.

        Raises:
            TypeError: the tree holds a kind of query there is no rule for, and no fallback.
        """
        if (rule := self._rules.get(type(query))) and (found := rule(self, query)) is not None:
            return found
        if is_nothing(query):
            return NOTHING
        if self._fallback is None:
            raise TypeError(f"no rule for {type(query).__name__}")
        self.fallbacks += 1
        return self._fallback(query)

    def docs(self, query: Tree) -> Docs:
        """uint32[n], ascending: the documents that match ``query``; nothing is scored."""
        return Members(self._reader, lambda other: self.run(other).docs).docs(query)

    def top(
        self, query: Tree, limit: int, within: Filter | None = None, is_once: bool = False
    ) -> Top:
        """The best ``limit`` documents; of equal scores the first.

        Args:
            within: says of uint32[n] documents which count: bool[n].
            is_once: whether its weights hardly come again, so that no scores are kept.
        """
        if within is None and not is_once and is_term(query):
            return self.scorer.top(query, limit)
        terms = [self.scorer.found(node) for node in terms_of(query)]
        if terms and all(self.scorer.is_weighted(node) for node, _ in terms):
            return self._top_of_sum(terms, limit, within, is_once)
        return first(self._within(query, within), limit)

    def idf(self, document_frequency: int) -> float:
        """Whoosh's inverse document frequency."""
        return self.scorer.scale.idf(document_frequency)

    def _top_of_sum(
        self, terms: Sequence[Found], limit: int, within: Filter | None, is_once: bool
    ) -> Top:
        if sum(len(found.docs) for _, found in terms) * _SPARSE < self.documents:
            few = summed([self.scorer.matches(found) for found in terms])
            return first(_filtered(few, within), limit)
        if is_once:
            total = self.scorer.sum_once(terms)
        else:
            total = self.scorer.sum([node for node, _ in terms])
        if within is not None:
            docs = (total != 0).nonzero()[0].astype(np.uint32)
            return first(_filtered(Matches(docs, total.take(docs)), within), limit)
        at = best(total, limit)
        scores = total[at]
        hit = (scores != 0).nonzero()[0]
        return Top(int(np.count_nonzero(total != 0)), at[hit].astype(np.uint32), scores[hit])

    def _term(self, query: Term) -> Matches:
        return self.scorer.matches(self.scorer.found(query))

    def _phrase(self, query: Phrase) -> Matches | None:
        """Documents with the terms one behind the other; scored as the And of the terms."""
        if query.slop != 1 or len(query.words) < 2:
            return None
        docs = self.docs(query)
        words = [term(query.fieldname, word, query.boost) for word in query.words]
        return Matches(docs, self.scorer.of_phrase(words, docs))

    def _and(self, query: Compound) -> Matches:
        return self._within(query, None)

    def _within(self, query: Tree, within: Filter | None) -> Matches:
        """``query`` restricted to some documents; an And looks at these alone."""
        if not is_and(query):
            return _filtered(self.run(query), within)
        parts, excluded = split(query)
        if not parts:
            return NOTHING
        terms = sorted(filter(is_term, parts), key=self._frequency)
        others = [self.run(part) for part in parts if not is_term(part)]
        others.sort(key=lambda found: len(found.docs))
        if others and (not terms or len(others[0].docs) <= self._frequency(terms[0])):
            found = others.pop(0)
        else:
            found = self._term(terms.pop(0))
        found = _filtered(found, within)
        for other in others:
            found = both(found, other)
        for one in terms:
            found = self._narrowed(found, one)
        return boosted(self._less(found, excluded), query.boost)

    def _frequency(self, term: Term) -> int:
        return self._reader.frequency(term.fieldname, text_of(term))

    def _narrowed(self, found: Matches, one: Term) -> Matches:
        """The documents of ``found`` that have a term too, its scores added."""
        if not self.scorer.is_weighted(one):
            return kept(found, self._reader.having(one.fieldname, text_of(one), found.docs))
        more = self.scorer.at(one, found.docs)
        here = (more != 0).nonzero()[0]
        scores = found.scores.take(here)
        scores += more.take(here)
        return Matches(found.docs.take(here), scores)

    def _or(self, query: Or) -> Matches | None:
        if query.minmatch or query.scale:
            return None
        parts, excluded = split(query)
        parts = [inner for part in parts for inner in terms_of(part) or (part,)]
        terms = [part for part in parts if is_term(part)]
        if len(terms) == len(parts) and all(map(self.scorer.is_weighted, terms)):
            total = self.scorer.sum(terms)
            docs = (total != 0).nonzero()[0]
            found = Matches(docs.astype(np.uint32), total.take(docs))
        else:
            found = self._union([self.run(part) for part in parts], np.add)
        return boosted(self._less(found, excluded), query.boost)

    def _union(self, parts: Sequence[Matches], join: Callable[[Floats, Floats], Floats]) -> Matches:
        hit = np.zeros(self.documents, np.bool_)
        total = np.zeros(self.documents, np.float32)
        for part in parts:
            hit[part.docs] = True
            total[part.docs] = join(total[part.docs], part.scores)
        docs = np.flatnonzero(hit)
        return Matches(docs.astype(np.uint32), total[docs])

    def _disjunction_max(self, query: Compound) -> Matches:
        parts, excluded = split(query)
        found = self._union([self.run(part) for part in parts], np.maximum)
        return boosted(self._less(found, excluded), query.boost)

    def _and_not(self, query: Pair) -> Matches:
        return without(self.run(query.a), self.run(query.b))

    def _and_maybe(self, query: Pair) -> Matches:
        found, more = self.run(query.a), self.run(query.b)
        total = np.zeros(self.documents, np.float32)
        total[more.docs] = more.scores
        return Matches(found.docs, found.scores + total.take(found.docs))

    def _require(self, query: Pair) -> Matches:
        found = self.run(query.a)
        return kept(found, places(found.docs, self.run(query.b).docs)[1])

    def _not(self, query: Not) -> Matches:
        return without(self._constantly(self._reader.every, 1.0), self.run(query.query))

    def _constant(self, query: Constant) -> Matches:
        return self._constantly(self.run(query.child).docs, query.score)

    def _every(self, query: Every) -> Matches | None:
        everything = query.fieldname in (None, "*")
        return self._constantly(self._reader.every, query.boost) if everything else None

    def _prefix(self, query: Prefix) -> Matches:
        """Documents with a term that begins so; a constant score."""
        hit = np.zeros(self.documents, np.bool_)
        for text in self._reader.vocabulary(query.fieldname, query.text):
            if not text.startswith(query.text):
                break
            hit[self._reader.postings(query.fieldname, text).docs] = True
        return self._constantly(np.flatnonzero(hit), query.boost)

    def _holding(self, query: Holding) -> Matches:
        """Documents with a key that holds one of some texts; they score nothing."""
        docs = self._reader.keys(query.fieldname).holding(query.parts, query.whole)
        return self._constantly(docs, 0.0)

    def _citing(self, query: Citing) -> Matches | None:
        """Documents that name a work; they score nothing."""
        return self._constantly(self._citing_docs(query), 0.0) if self._citing_docs else None

    def _range(self, query: Range) -> Matches | None:
        """Documents whose number lies within; a constant score."""
        column = self._columns.get(query.fieldname)
        if column is None:
            return None
        hit = column != 0
        low, high = _bounds(query)
        if low is not None:
            hit &= column > low if query.startexcl else column >= low
        if high is not None:
            hit &= column < high if query.endexcl else column <= high
        if self._reader.live is not None:
            hit &= self._reader.live
        return self._constantly(np.flatnonzero(hit), query.boost)

    def _constantly(self, docs: Docs | npt.NDArray[np.intp], score: float) -> Matches:
        return Matches(docs.astype(np.uint32, copy=False), np.full(len(docs), score, np.float32))

    def _less(self, found: Matches, excluded: Sequence[Tree]) -> Matches:
        for part in excluded:
            found = without(found, self.run(part))
        return found

    _rules: ClassVar[Mapping[type[Tree], Rule]] = dict(
        (
            _rule(wq.Term, _term),
            _rule(wq.Phrase, _phrase),
            _rule(wq.And, _and),
            _rule(wq.Or, _or),
            _rule(wq.DisjunctionMax, _disjunction_max),
            _rule(wq.AndNot, _and_not),
            _rule(wq.AndMaybe, _and_maybe),
            _rule(wq.Require, _require),
            _rule(wq.Not, _not),
            _rule(wq.ConstantScoreQuery, _constant),
            _rule(wq.Every, _every),
            _rule(wq.Prefix, _prefix),
            _rule(HoldingQuery, _holding),
            _rule(CitingQuery, _citing),
            _rule(wq.NumericRange, _range),
            _rule(wq.DateRange, _range),
        )
    )
    """By kind of node."""


def _filtered(found: Matches, within: Filter | None) -> Matches:
    return found if within is None else kept(found, within(found.docs))


def _bounds(query: Range) -> tuple[int | None, int | None]:
    """The bounds of a range; of dates, their days."""
    if not is_date_range(query):
        return query.start, query.end
    low = None if query.start is None else query.startdate.toordinal()
    return low, None if query.end is None else query.enddate.toordinal()
