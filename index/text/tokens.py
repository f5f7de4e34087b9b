"""The tokens of many texts at once: each distinct word once, and of every token which it is and where.

Texts are cut one by one by the dictionary's cutter, or together by its lattice; the tokens are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.text.fold import Codes, decode
from index.text.han import CUT
from index.text.lattice import Lattice

AT_ONCE = 200_000
"""So many characters are cut together: the arrays of more do not stay in a processor's caches."""

OTHER = re.compile(rf"[0-9]+(?:\.[0-9]+)+|[a-z0-9]+|[^\W_a-z0-9{CUT}]+")
"""What is a token beside the words of runs of ideographs, in a folded text."""
_OUTSIDE = re.compile(rf"{OTHER.pattern}|[{CUT}]")
"""The same, and ideographs that are joined to none."""
_SPACE = 0x20

Int64s = npt.NDArray[np.int64]


class Tokens(NamedTuple):
    """The tokens of texts, in any order.

    Attributes:
        words: the distinct ones, or more.
        ids, texts: int64[n]: which of ``words`` each is, and in which text it stands.
    """

    words: list[str]
    ids: Int64s
    texts: Int64s


def tokens_one_by_one(texts: Sequence[Codes], cut: Callable[[str], list[str]]) -> Tokens:
    """The tokens that ``cut`` gives of each of some folded texts."""
    numbers: dict[str, int] = {}
    ids, sizes = [], []
    for codes in texts:
        words = cut(decode(codes))
        ids += [numbers.setdefault(word, len(numbers)) for word in words]
        sizes.append(len(words))
    return Tokens(list(numbers), np.array(ids, np.int64), np.repeat(np.arange(len(texts)), sizes))


def tokens_together(texts: Sequence[Codes], lattice: Lattice) -> Tokens:
    """The tokens of some folded texts, cut by a lattice."""
    ids, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    others: dict[str, int] = {}
    for first, codes, text_of in _pieces(texts):
        found = lattice.cut(codes)
        ids.append(found.ids)
        places.append(text_of[found.starts] + first)
        named = [*_others(codes, lattice)]
        ids.append(
            np.array([lattice.ids + others.setdefault(word, len(others)) for word, _ in named],
                     np.int64)
        )  # fmt: skip
        places.append(text_of[[at for _, at in named]] + first)
    every = np.concatenate(ids)
    present = np.zeros(lattice.ids + len(others), np.bool_)
    present[every] = True
    distinct = np.flatnonzero(present)
    number = np.zeros(len(present), np.int64)
    number[distinct] = np.arange(len(distinct))
    words = lattice.words(distinct[distinct < lattice.ids]) + list(others)
    return Tokens(words, number[every], np.concatenate(places))


def _pieces(texts: Sequence[Codes]) -> Iterator[tuple[int, Codes, Int64s]]:
    """Texts that are cut together: the number of the first; the texts, a blank behind each; and int64, of
    which text each character is, counted from the first."""
    blank = np.array([_SPACE], np.uint32)
    first = size = 0
    for number, codes in enumerate(texts):
        size += len(codes)
        if size >= AT_ONCE or number == len(texts) - 1:
            own = texts[first : number + 1]
            sizes = [len(one) + 1 for one in own]
            whole = np.concatenate([part for one in own for part in (one, blank)])
            yield first, whole, np.repeat(np.arange(len(own)), sizes)
            first, size = number + 1, 0


def _others(codes: Codes, lattice: Lattice) -> Iterator[tuple[str, int]]:
    """The tokens of a text that are no words of runs, and where they begin."""
    inside = lattice.inside[codes]
    kept = ~inside
    kept[1:] |= inside[1:] & ~inside[:-1]  # of a run, one character is left, as a blank
    places = np.flatnonzero(kept)
    text = decode(np.where(inside[places], np.uint32(_SPACE), codes[places]))
    for found in _OUTSIDE.finditer(text):
        yield found[0], int(places[found.start()])
