"""From two documents to a comparison of them; work and memory stay near the length of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.document import PolicyDocument
from search.comparison.alignment import Pair, aligned
from search.comparison.provisions import Provision, cut
from search.comparison.values import Change, Comparison, Days, Form, Passage, Row
from search.comparison.words import Budget, Cutter, Pieces, difference


def compare(
    old: PolicyDocument,
    new: PolicyDocument,
    words: Cutter,
    *,
    one_work: bool = False,
    days: Days | None = None,
) -> Comparison:
    """``old`` and ``new``, both with their bodies, provision by provision.

    Args:
        words: cuts a text into words.
        one_work, days: see ``values.Comparison``; without days those the documents state.
    """
    olds, news = cut(old), cut(new)
    pairs, whole = aligned(olds.provisions, news.provisions)
    budget = Budget()
    rows = tuple(_row(pair, olds.provisions, news.provisions, words, budget) for pair in pairs)
    return Comparison(
        old=replace(old, body=""),
        new=replace(new, body=""),
        rows=rows,
        old_head=olds.head,
        new_head=news.head,
        whole=whole and budget.whole,
        one_work=one_work,
        days=days or (old.published_on or old.written_on, new.published_on or new.written_on),
    )


def _row(
    pair: Pair,
    olds: Sequence[Provision],
    news: Sequence[Provision],
    words: Cutter,
    budget: Budget,
) -> Row:
    one = olds[pair.old] if pair.old is not None else None
    other = news[pair.new] if pair.new is not None else None
    if one is None or other is None:
        change = Change.ADDED if one is None else Change.REMOVED
        form = one.form if one else other.form if other else Form.PARAGRAPH
        return Row(form, change, one and _passage(one), other and _passage(other))
    if one.key == other.key:
        stays = _tight(one.label) == _tight(other.label) and not pair.displaced
        change = Change.SAME if stays else Change.MOVED
        return Row(other.form, change, _passage(one), _passage(other), pair.displaced)
    before, after = difference(one.text, other.text, words, budget)
    return Row(
        other.form,
        Change.CHANGED,
        _passage(one, before),
        _passage(other, after),
        pair.displaced,
    )


def _passage(provision: Provision, pieces: Pieces | None = None) -> Passage:
    whole: Pieces = ((provision.text, False),) if provision.text else ()
    return Passage(provision.label, provision.anchor, whole if pieces is None else pieces)


def _tight(label: str) -> str:
    return "".join(label.split())
