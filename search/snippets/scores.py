"""BM25 over the parts of some bodies: each part is a document of its own.

Only what is sought is counted: every character of a body is looked up in a table of the characters
sought, every two neighbours in a table of the pairs. So it costs as much as the bodies are long, and
a cell for each part and each term.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.text.fold import Squeezed
from search.snippets.parts import Part
from search.weights import ARTICLE_HEADING, ARTICLE_LENGTH, ARTICLES, Weight

CELLS = 400_000
"""So many parts times terms are looked at for one page: of the terms only the heaviest where the parts
are many."""
_CODES = 0x110000

Weighed: TypeAlias = tuple[tuple[str, float], ...]


class Sought(NamedTuple):
    """What is looked for in the parts, the heaviest first.

    Attributes:
        pairs: pairs of characters, and the weight of each: its idf, less for other wordings.
        characters: single characters, likewise.
        absent: the weight of what no document has.
    """

    pairs: Weighed = ()
    characters: Weighed = ()
    absent: float = 0.0

    @property
    def whole(self) -> float:
        """The weight of everything."""
        return self.absent + sum(weight for _, weight in (*self.pairs, *self.characters))


class _Counted(NamedTuple):
    """float32[parts, terms] and float32[parts]: how often each term is in each part, and the lengths."""

    often: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.float32]


def part_scores(
    bodies: Sequence[Squeezed], parts: Sequence[Sequence[Part]], sought: Sought
) -> list[list[float]]:
    """The scores of the parts of some bodies.

    Args:
        parts: of each body, as ``search.snippets.parts.parts_of`` gives them.
    """
    count = sum(map(len, parts))
    most = CELLS // max(count, 1)
    pairs, characters = sought.pairs[:most], sought.characters[:most]
    if not count or not (pairs or characters):
        return [[0.0] * len(each) for each in parts]
    starts = [[part.start for part in each] for each in parts]
    found = counted(bodies, starts, [t for t, _ in pairs], [t for t, _ in characters])
    _add_headings(found.often[:, : len(pairs)], parts)
    relative = (found.lengths / np.float32(ARTICLE_LENGTH))[:, None]
    scores = _bm25(found.often[:, : len(pairs)], relative, pairs, ARTICLES["grams"])
    scores += _bm25(found.often[:, len(pairs) :], relative, characters, ARTICLES["chars"])
    ends = np.cumsum([len(each) for each in parts])[:-1]
    return [part.tolist() for part in np.split(scores, ends)]


def _add_headings(often: npt.NDArray[np.float32], parts: Sequence[Sequence[Part]]) -> None:
    """Count what a heading has for what stands under it, in :data:`~search.weights.ARTICLE_HEADING`;
    to a heading first what that above it has."""
    first = 0
    under = np.full(len(often), -1, np.int64)
    is_heading = np.zeros(len(often), np.bool_)
    for each in parts:
        above = np.array([part.under for part in each], np.int64)
        under[first : first + len(each)] = np.where(above < 0, -1, above + first)
        is_heading[first : first + len(each)] = [part.is_heading for part in each]
        first += len(each)
    for rows, share in ((is_heading, 1.0), (~is_heading, ARTICLE_HEADING)):
        below = np.flatnonzero(rows & (under >= 0))
        often[below] += np.float32(share) * often[under[below]]


def _bm25(
    often: npt.NDArray[np.float32],
    relative: npt.NDArray[np.float32],
    terms: Weighed,
    weight: Weight,
) -> npt.NDArray[np.float32]:
    """float32[parts]: the summed scores of terms of one kind."""
    k1, b = np.float32(weight.k1), np.float32(weight.b)
    factors = np.array([each for _, each in terms], np.float32) * np.float32(weight.factor)
    saturated = often * (k1 + 1) / (often + k1 * (1 - b + b * relative) + np.float32(1e-9))
    summed: npt.NDArray[np.float32] = saturated @ factors
    return summed


def counted(
    bodies: Sequence[Squeezed],
    starts: Sequence[Sequence[int]],
    pairs: Sequence[str],
    characters: Sequence[str],
) -> _Counted:
    """How often each pair and each character is in each part of some bodies."""
    letters = sorted({*"".join(pairs), *characters})
    number = {letter: at for at, letter in enumerate(letters, 1)}
    size, terms = len(letters) + 1, len(pairs) + len(characters)
    known = np.zeros(_CODES, np.int16)
    known[[ord(letter) for letter in letters]] = range(1, size)
    of_pair = np.full(size * size, terms, np.int32)
    of_pair[[number[pair[0]] * size + number[pair[1]] for pair in pairs]] = range(len(pairs))
    of_one = np.full(size, terms, np.int32)
    of_one[[number[one] for one in characters]] = range(len(pairs), terms)

    begins, length = _begins(bodies, starts)
    text = "\0".join(body.text for body in bodies) + "\0"
    read = known.take(np.frombuffer(text.encode("utf-32-le"), "<u4"))
    hits = np.flatnonzero(read)
    part = np.repeat(np.arange(len(begins)), np.diff(hits.searchsorted(begins), append=len(hits)))
    first, second = (read.take(at).astype(np.int64) for at in (hits, hits + 1))
    cells = len(begins) * (terms + 1)
    row = part * (terms + 1)
    often = np.bincount(row + of_pair.take(first * size + second), minlength=cells)
    often += np.bincount(row + of_one.take(first), minlength=cells)
    table = often.reshape(len(begins), terms + 1)[:, :terms].astype(np.float32)
    return _Counted(table, np.maximum(np.diff(begins, append=length), 1).astype(np.float32))


def _begins(
    bodies: Sequence[Squeezed], starts: Sequence[Sequence[int]]
) -> tuple[npt.NDArray[np.int64], int]:
    """Where the parts begin in the bodies put one behind the other, a gap behind each; and the length."""
    found, at = [], 0
    for body, each in zip(bodies, starts, strict=True):
        found.append(body.places(each) + at)
        at += len(body.text) + 1
    return np.concatenate(found).astype(np.int64), at
