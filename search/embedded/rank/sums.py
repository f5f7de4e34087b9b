"""The summed BM25 scores of a plan's terms, in the order of the terms: of all documents, or of a few.

A sum of floats depends on the order in which they are added. Each document's are added in the order of the terms,
whichever way they were read, so that a document scores the same to the last digit however it was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, pairwise
from threading import local
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.segment import LENGTHS
from search.embedded.arrays.common import Frequencies
from search.embedded.arrays.postings import Docs, Floats, Mask, PostingsReader
from search.embedded.arrays.scoring import TermScorer, added
from search.embedded.rank.passages import Places, places_in
from search.embedded.rank.terms import HIGH, Known, Listed, Numbers, batch, lookup
from search.query.tree import NOTHING, Term, Tree, is_term, terms_of, text_of

_FEW = 32
"""Of fewer documents than one in so many, scores are looked up one by one."""
_LONG = 1024
"""A longer list than this is read by itself, and its scores are kept."""
_FAR = 2048
"""In a longer list than this a few documents are looked up, not the list in them."""
_VECTORS = 4096
"""Where vectors of so many bytes a document are kept, one for a term that more than one document in sixteen has;
else for a term that more than a third have: its scores take as much memory, and are added as quickly."""


class _Own(NamedTuple):
    """Those of some documents that are of one part: which, and uint16[n], their numbers in it."""

    low: int
    high: int
    docs: npt.NDArray[np.uint16]


_Parts: TypeAlias = Mapping[int, _Own]


class _Plan(NamedTuple):
    """The terms of a plan that score anything, in order.

    Attributes:
        fields: intp[terms]: of each the number of its field.
        factors: float32[terms]: what the parts of their scores are multiplied by.
        exact: so many of them, the first, are scored by their exact frequencies, the others as if 255 were the
            most.
    """

    terms: list[Term]
    known: list[Known]
    fields: Numbers
    factors: Floats
    exact: int


class Sums:
    """Sums the scores of terms; safe for several threads.

    Attributes:
        known: looks a term up.
    """

    def __init__(self, reader: PostingsReader, scorer: TermScorer) -> None:
        self.known = lookup(reader, scorer.scale)
        self._scorer = scorer
        self._scale = scorer.scale
        self._fields = list(scorer.scale.weights)
        self._weights = [weight.factor for weight in scorer.scale.weights.values()]
        self._documents = reader.documents
        self._bases = np.array(reader.bases)
        self._dense = self._documents // (16 if reader.kept > _VECTORS * reader.documents else 3)
        self._local = local()

    def of(self, tree: Tree, docs: Docs) -> Floats:
        """float32[n]: the scores of some ascending documents under a term, or an Or of terms."""
        if len(docs) * _FEW <= self._documents:
            return self.of_few(tree, NOTHING, docs.astype(np.intp))[0]
        total = self.of_all(tree)
        return total if len(docs) == len(total) else total.take(docs)

    def of_all(self, tree: Tree) -> Floats:
        """float32[documents]: the score of every document under a term, or an Or of terms."""
        plan = self._plan(plain(tree), ())
        total = np.zeros(self._documents, np.float32)
        longest, low = min(_LONG, self._dense), 0
        for at, known in enumerate(plan.known):
            if known.frequency > longest:
                self._add_short(total, plan, low, at)
                self._add_long(total, plan, at)
                low = at + 1
        self._add_short(total, plan, low, len(plan.known))
        return total

    def of_few(self, tree: Tree, fine: Tree, docs: Numbers) -> tuple[Floats, Floats]:
        """float32[n] each: the scores of a few ascending documents under two Ors of terms; of the second field by
        field, and frequencies above 255 count as 255."""
        plan = self._plan(plain(tree), _by_field(plain(fine)))
        rows = np.zeros((len(plan.known), len(docs)), np.float32)
        parts = _parts(docs, self._bases)
        full: list[int] = []
        freqs: list[Frequencies] = []
        short: list[int] = []
        lists: list[Listed] = []
        for at, known in enumerate(plan.known):
            if known.row is not None:
                full.append(at)
                freqs.append(known.row.take(docs))
            elif known.frequency > _FAR:
                full.append(at)
                freqs.append(_looked_for(known, parts, len(docs)))
            else:
                for one in known.lists:
                    if one.part in parts:
                        short.append(at)
                        lists.append(one)
        if full:
            own = np.concatenate(freqs).reshape(len(full), len(docs))
            rows[full] = self._scores(plan, np.array(full)[:, None], docs, own)
        if lists:
            self._fill(rows, plan, short, lists, docs)
        return added(rows[: plan.exact]), added(rows[plan.exact :])

    def places(self, terms: Sequence[Known], docs: Numbers) -> Places:
        """Where some terms stand in a few ascending documents."""
        parts = _parts(docs, self._bases)
        own = [
            (at, one) for at, known in enumerate(terms) for one in known.lists if one.part in parts
        ]
        return places_in(own, docs, self._marks())

    def _marks(self) -> Mask:
        """bool[documents], none set; this thread's own, to be left as it was."""
        if not hasattr(self._local, "marks"):
            self._local.marks = np.zeros(self._documents, np.bool_)
        marks: Mask = self._local.marks
        return marks

    def _plan(self, exact: Sequence[Term], others: Sequence[Term]) -> _Plan:
        weights = self._weights
        whole = (*exact, *others)
        found = list(map(self.known, [term.fieldname for term in whole], map(text_of, whole)))
        terms, known = list(compress(whole, found)), [one for one in found if one]
        factors = [
            weights[one.field] * term.boost * one.idf
            for term, one in zip(terms, known, strict=True)
        ]
        return _Plan(
            terms,
            known,
            np.array([one.field for one in known], np.intp),
            np.array(factors, np.float32),
            sum(map(bool, found[: len(exact)])),
        )

    def _add_short(self, total: Floats, plan: _Plan, low: int, high: int) -> None:
        """Add the scores of the terms ``low:high``, which few documents have."""
        own = [(at, one) for at in range(low, high) for one in plan.known[at].lists]
        if own:
            terms, lists = zip(*own, strict=True)
            whole = batch(lists)
            of = np.array(terms).repeat(whole.counts)
            np.add.at(total, whole.docs, self._scores(plan, of, whole.docs, whole.freqs))

    def _add_long(self, total: Floats, plan: _Plan, at: int) -> None:
        """Add the scores of a term that many documents have."""
        term, known = plan.terms[at], plan.known[at]
        if known.frequency > self._dense:
            total += self._scorer.vector(term)
            return
        scores = self._scorer.entries(term, lambda: self._of_entries(plan, at))
        low = 0
        for one in known.lists:
            np.add.at(total[one.base :], one.entries.docs, scores[low : low + one.size])
            low += one.size

    def _of_entries(self, plan: _Plan, at: int) -> Floats:
        """float32[n]: the scores of all entries of a term."""
        whole = batch(plan.known[at].lists)
        return self._scores(plan, np.full(len(whole.docs), at), whole.docs, whole.freqs)

    def _fill(
        self,
        rows: Floats,
        plan: _Plan,
        terms: Sequence[int],
        lists: Sequence[Listed],
        docs: Numbers,
    ) -> None:
        """Fill the rows of some terms, of which each of the lists is one's: all of them are read."""
        whole = batch(lists)
        hits = whole.where(docs, self._marks())
        if len(hits):
            of = np.array(terms).take(whole.ends.searchsorted(hits, side="right"))
            there = whole.docs.take(hits)
            scores = self._scores(plan, of, there, whole.freqs.take(hits))
            rows[of, docs.searchsorted(there)] = scores

    def _scores(self, plan: _Plan, of: Numbers, docs: Numbers, freqs: Frequencies) -> Floats:
        """float32: the scores of some entries.

        Args:
            of: which of the terms each is of.
            docs: the document of each; these three as numpy's broadcasting joins them.
            freqs: how often it has the term.
        """
        fields = plan.fields
        codes = freqs.astype(np.intp)
        codes <<= 8
        if fields.min() == fields.max():
            first = int(fields[0])
            codes |= self._scale.lengths_of(first).take(docs)
            codes |= first << 16
        else:
            fields = fields.take(of)
            codes |= self._scale.lengths.take(fields * self._documents + docs)
            codes |= fields << 16
        scores: Floats = self._scale.table.take(codes)
        if freqs.max(initial=0) == HIGH:
            self._set_high(scores, plan, of, docs, codes)
        scores *= plan.factors.take(of)
        return scores

    def _set_high(
        self, scores: Floats, plan: _Plan, of: Numbers, docs: Numbers, codes: Numbers
    ) -> None:
        """Set those of the exact terms whose frequencies no code has."""
        is_high = (codes >> 8 & HIGH) == HIGH
        is_high &= of < plan.exact
        high = is_high.reshape(-1).nonzero()[0]
        if not len(high):
            return
        of, docs = (np.broadcast_to(one, codes.shape).reshape(-1) for one in (of, docs))
        owners = of.take(high)
        flat, lengths = scores.reshape(-1), LENGTHS[codes.reshape(-1).take(high) & 0xFF]
        for at in set(owners.tolist()):
            own = (owners == at).nonzero()[0]
            known, entries = plan.known[at], high.take(own)
            often = known.frequencies(docs.take(entries))
            flat[entries] = self._scale.part(self._fields[known.field], often, lengths.take(own))


def _parts(docs: Numbers, bases: Numbers) -> _Parts:
    """Of each part that some ascending documents are of these."""
    cuts = docs.searchsorted(bases).tolist()
    return {
        part: _Own(low, high, (docs[low:high] - bases[part]).astype(np.uint16))
        for part, (low, high) in enumerate(pairwise(cuts))
        if low < high
    }


def _looked_for(known: Known, parts: _Parts, count: int) -> Frequencies:
    """uint8[n]: how often each of some documents has a term."""
    freqs = np.zeros(count, np.uint8)
    for one in known.lists:
        if (own := parts.get(one.part)) is not None:
            freqs[own.low : own.high] = one.entries.frequencies_at(own.docs)
    return freqs


def plain(tree: Tree) -> list[Term]:
    """The terms of a term or of an Or of terms; none of nothing."""
    return [tree] if is_term(tree) else terms_of(tree)


def _by_field(terms: Sequence[Term]) -> Sequence[Term]:
    """The same field by field, in the order in which the fields come first."""
    fields = dict.fromkeys(term.fieldname for term in terms)
    if len(fields) < 2:
        return terms
    return [term for field in fields for term in terms if term.fieldname == field]
