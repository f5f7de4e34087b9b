"""The best passage: two neighbouring stretches of a text that hold the most of what is asked.

A long document has every word somewhere; that they stand together tells an answer from an
accident. Only positions are read, of a few hundred documents, no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.embedded.arrays.postings import Floats, Mask
from search.embedded.rank.terms import HIGH, Batch, Listed, Numbers, batch


class Places(NamedTuple):
    """Where some terms stand in some documents.

    Attributes:
        terms: intp[t]: which of the terms.
        which: intp[t]: in which of the documents.
        places: intp[t]: at which character of it.
    """

    terms: Numbers
    which: Numbers
    places: Numbers


_NOWHERE = Places(*(np.empty(0, np.intp) for _ in Places._fields))


def places_in(entries: Sequence[tuple[int, Listed]], docs: Numbers, marks: Mask) -> Places:
    """Where some terms stand in some ascending documents.

    Args:
        entries: a list of entries, and which of the terms it is of.
        marks: bool[documents], none set; so it is left.
    """
    if not entries:
        return _NOWHERE
    owners, lists = zip(*entries, strict=True)
    whole = batch(lists)
    hits = whole.where(docs, marks)
    if not len(hits):
        return _NOWHERE
    often = _counts(whole, lists)
    ends = often.cumsum()
    counts = often.take(hits)
    of = whole.ends.searchsorted(hits, side="right")
    wanted = _ranges(ends.take(hits) - counts, counts)
    return Places(
        np.array(owners).take(of).repeat(counts),
        docs.searchsorted(whole.docs.take(hits)).repeat(counts),
        _read(lists, wanted),
    )


def _counts(whole: Batch, lists: Sequence[Listed]) -> Numbers:
    """intp[n]: how often the document of each entry has the term."""
    counts = whole.freqs.astype(np.intp)
    if whole.freqs.max() == HIGH:
        for one, end in zip(lists, whole.ends.tolist(), strict=True):
            high, often = one.entries.high()
            counts[high + (end - one.size)] = often
    return counts


def _read(lists: Sequence[Listed], wanted: Numbers) -> Numbers:
    """intp[t]: those positions that are wanted of all of some lists, one behind the other."""
    spans = [(one.entries.blocks, *one.entries.place_span()) for one in lists]
    whole = np.concatenate([blocks.places(first, last) for blocks, first, last in spans])
    places = whole.take(wanted).astype(np.intp)
    begin = 0
    for blocks, first, last in spans:
        far, upper = blocks.far.within(first, last)
        if len(far):
            at = wanted.searchsorted(far + begin)
            there = wanted.take(at, mode="clip") == far + begin
            places[at[there]] += upper[there].astype(np.intp) << 16
        begin += last - first
    return places


def _ranges(begins: Numbers, counts: Numbers) -> Numbers:
    """intp: ``begins[i], begins[i] + 1, …``, ``counts[i]`` of each, one behind the other."""
    shifts = begins - counts.cumsum()
    shifts += counts
    wanted: Numbers = shifts.repeat(counts)
    wanted += np.arange(len(wanted))
    return wanted


def best_passages(
    found: Places, weights: Floats, lengths: npt.NDArray[np.integer], stretch: int
) -> Floats:
    """What the best passage of each document holds.

    Args:
        found: where terms stand in the documents.
        weights: float32[terms].
        lengths: int[n]; how many characters each document has.
        stretch: how many characters half a passage has.

    Returns:
        float32[n]: the summed weights of the terms in the best passage.
    """
    if not len(lengths):
        return np.empty(0, np.float32)
    counts = lengths.astype(np.intp) // stretch
    counts += 1
    firsts = counts.cumsum()
    size = int(firsts[-1])
    firsts -= counts
    # a passage is called after its first stretch: what stands in a stretch is in its passage, and in the one before
    # where that is of the same document
    own = found.places // stretch
    passages = firsts.take(found.which)
    passages += own
    passages += found.terms * size
    holds = np.zeros(len(weights) * size, np.bool_)
    holds[passages] = True
    holds[passages[own > 0] - 1] = True
    holding = holds.nonzero()[0]
    terms = holding // size
    holding -= terms * size
    held = np.zeros(size, np.float32)
    np.add.at(held, holding, weights.take(terms))
    best: Floats = np.maximum.reduceat(held, firsts)
    return best
