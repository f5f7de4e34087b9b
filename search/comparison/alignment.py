"""Which provision of one document is which of the other: by text, then by likeness, then by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from search.comparison.likeness import Likeness
from search.comparison.order import (
    Candidate,
    Chain,
    Gaps,
    equal_in_order,
    heaviest,
    matched,
    once,
)
from search.comparison.provisions import Provision
from search.comparison.values import Form

_TELLING = 12
"""So many letters a text that stands several times must have to be known again elsewhere."""
_SURE = 0.6
"""So alike a provision must be to be known again elsewhere, with other words."""
_FAINT = 0.12
"""So alike it must be to be known again by its number: a law made anew counts from one again."""

_Name: TypeAlias = tuple[bool, str]
"""What a provision is known by, and whether it is a heading: these are no texts."""


class Pair(NamedTuple):
    """Places of a provision in both documents, None where it is in one alone."""

    old: int | None
    new: int | None
    displaced: bool = False


@dataclass
class _Pairing:
    """What is paired so far: a chain in order, and what was found elsewhere."""

    old: Sequence[Provision]
    new: Sequence[Provision]
    chain: Chain = field(default_factory=list)
    elsewhere: dict[int, int] = field(default_factory=dict)  # new -> old

    def free(self) -> tuple[list[int], list[int]]:
        """The places that are not paired."""
        olds = {old for old, _ in self.chain} | set(self.elsewhere.values())
        news = {new for _, new in self.chain} | set(self.elsewhere)
        return (
            [at for at in range(len(self.old)) if at not in olds],
            [at for at in range(len(self.new)) if at not in news],
        )

    def in_order(self, candidates: Iterable[Candidate]) -> None:
        """Take into the chain what fits into it best."""
        gaps = Gaps(self.chain)
        fitting = (one for one in candidates if gaps.of_old(one.old) == gaps.of_new(one.new))
        self.chain = sorted([*self.chain, *heaviest(fitting)])


def aligned(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[list[Pair], bool]:
    """Every provision of both, paired where it is one, in the order of ``values.Comparison.rows``;
    and whether all could be looked at."""
    pairing = _Pairing(old, new)
    _equal(pairing)
    olds, news = pairing.free()
    likeness = Likeness(_texts(old, olds), _texts(new, news))
    _similar(pairing, likeness)
    _numbered(pairing, likeness)
    return list(_ordered(pairing)), likeness.whole


def _equal(pairing: _Pairing) -> None:
    """What has the same words, in order; then what has them elsewhere."""
    old, new = list(map(_words, pairing.old)), list(map(_words, pairing.new))
    pairing.chain = equal_in_order(old, new)
    single_old, single_new = once(old), once(new)
    olds, news = pairing.free()
    for one in matched([(old[at], at) for at in olds], [(new[at], at) for at in news]):
        is_heading, words = name = old[one.old]
        is_single = name in single_old and name in single_new
        if not is_heading and (is_single or len(words) >= _TELLING):
            pairing.elsewhere[one.new] = one.old


def _similar(pairing: _Pairing, likeness: Likeness) -> None:
    """What has nearly the same words, in order; and what is very much alike elsewhere."""
    candidates = likeness.candidates()
    pairing.in_order(candidates)
    olds, news = map(set, pairing.free())
    for one in sorted(candidates, key=lambda one: -one.weight):
        if one.weight >= _SURE and one.old in olds and one.new in news:
            olds.remove(one.old)
            news.remove(one.new)
            pairing.elsewhere[one.new] = one.old


def _numbered(pairing: _Pairing, likeness: Likeness) -> None:
    """What has the same number between the same neighbours, unless it says something else
    altogether."""
    gaps = Gaps(pairing.chain)
    olds, news = pairing.free()
    named = matched(
        _with_numbers(pairing.old, olds, gaps.of_old),
        _with_numbers(pairing.new, news, gaps.of_new),
    )
    pairing.in_order(one for one in named if _may_be(pairing, likeness, one))


def _may_be(pairing: _Pairing, likeness: Likeness, one: Candidate) -> bool:
    """Whether two of one number are one; of what could not be looked at the number decides."""
    return (
        pairing.old[one.old].form is Form.HEADING
        or not likeness.knows(one.old, one.new)
        or likeness.of(one.old, one.new) >= _FAINT
    )


def _with_numbers(
    provisions: Sequence[Provision], places: Iterable[int], gap: Callable[[int], int]
) -> Iterator[tuple[tuple[int, Form, str], int]]:
    for at in places:
        if label := "".join(provisions[at].label.split()):
            yield (gap(at), provisions[at].form, label), at


def _texts(provisions: Sequence[Provision], places: Iterable[int]) -> dict[int, str]:
    """The texts among them that may be alike: headings are too short to tell."""
    return {at: one.key for at in places if (one := provisions[at]).form is not Form.HEADING}


def _words(provision: Provision) -> _Name:
    return provision.form is Form.HEADING, provision.key


def _ordered(pairing: _Pairing) -> Iterator[Pair]:
    gone = {*pairing.elsewhere.values()}
    at_old = at_new = 0
    for old, new in [*pairing.chain, (len(pairing.old), len(pairing.new))]:
        yield from (Pair(at, None) for at in range(at_old, old) if at not in gone)
        for at in range(at_new, new):
            known = pairing.elsewhere.get(at)
            yield Pair(known, at, known is not None)
        if old < len(pairing.old):
            yield Pair(old, new)
        at_old, at_new = old + 1, new + 1
