"""BM25 over the parts of some bodies: each part is a document of its own.

Only what is sought is counted: every character of a body is looked up in a table of the characters
sought, every two neighbours in a table of the pairs. So it costs as much as the bodies are long, and
a cell for each part and each term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from search.snippets.parts import Part
from search.snippets.texts import Text
from search.weights import ARTICLE_HEADING, ARTICLE_LENGTH, ARTICLES, Weight

CELLS = 400_000
"""So many parts times terms are looked at for one page: of the terms only the heaviest where the parts
are many."""
_NARROW, _CODES = 0x10000, 0x110000
"""So many characters two bytes can name, and so many there are."""

Weighed: TypeAlias = tuple[tuple[str, float], ...]
_Floats: TypeAlias = npt.NDArray[np.float32]


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

    pairs: _Floats
    characters: _Floats
    lengths: _Floats


def best_parts(
    texts: Sequence[Text], sought: Sought, added: Sequence[Mapping[int, float]], most: int
) -> list[list[tuple[Part, float]]]:
    """The first ``most`` parts of each of some documents and their scores, the best first; headings alone
    are none.

    Args:
        added: what is added to the scores of some articles of each.
    """
    found = part_scores(texts, sought)
    return [_best(*each, most) for each in zip(texts, found, added, strict=True)]


def _best(
    text: Text, found: _Floats, added: Mapping[int, float], most: int
) -> list[tuple[Part, float]]:
    if added:
        found = found.astype(np.float64)
        for article, more in added.items():
            found[text.articles == article] += more
    if len(text.headings):
        found[text.headings] = 0.0
    first = np.negative(found).argsort(kind="stable")[:most]
    places = zip(first.tolist(), found.take(first).tolist(), strict=True)
    return [(Part._make(text.rows[at]), score) for at, score in places if score > 0]


def part_scores(texts: Sequence[Text], sought: Sought) -> list[_Floats]:
    """The scores of the parts of some documents: float32[parts] of each."""
    sizes = [len(text.rows) for text in texts]
    count = sum(sizes)
    most = CELLS // max(count, 1)
    pairs, characters = sought.pairs[:most], sought.characters[:most]
    if not count or not (pairs or characters):
        return [np.zeros(size, np.float32) for size in sizes]
    found = counted(texts, [t for t, _ in pairs], [t for t, _ in characters])
    _add_headings(found.pairs, texts)
    relative = (found.lengths / np.float32(ARTICLE_LENGTH))[:, None]
    scores = _bm25(found.pairs, relative, pairs, ARTICLES["grams"])
    scores += _bm25(found.characters, relative, characters, ARTICLES["chars"])
    ends = accumulate(sizes)
    return [scores[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _add_headings(often: _Floats, texts: Sequence[Text]) -> None:
    """Count what a heading has for what stands under it, in :data:`~search.weights.ARTICLE_HEADING`;
    to a heading first what that above it has."""
    first = 0
    for text in texts:
        headings = text.headings
        own = often[first : first + len(text.rows)]
        first += len(text.rows)
        if not len(headings) or not own[headings].any():
            continue
        under = text.under.copy()
        nested = headings[under[headings] >= 0]
        own[nested] += own[under[nested]]
        under[headings] = -1
        below = (under >= 0).nonzero()[0]
        own[below] += np.float32(ARTICLE_HEADING) * own[under[below]]


def _bm25(
    often: _Floats,
    relative: _Floats,
    terms: Weighed,
    weight: Weight,
) -> _Floats:
    """float32[parts]: the summed scores of terms of one kind; ``often`` is used up."""
    k1, b = np.float32(weight.k1), np.float32(weight.b)
    factors = np.array([each for _, each in terms], np.float32) * np.float32(weight.factor)
    saturated = often * (k1 + 1)
    often += k1 * (1 - b + b * relative)
    saturated /= often
    summed: _Floats = saturated @ factors
    return summed


def counted(texts: Sequence[Text], pairs: Sequence[str], characters: Sequence[str]) -> _Counted:
    """How often each pair and each character is in each part of some documents."""
    letters = sorted({*"".join(pairs), *characters})
    number = {letter: at for at, letter in enumerate(letters, 1)}
    size, terms = len(letters) + 1, len(pairs) + len(characters)
    of_pair = np.full(size * size, terms, np.int64)
    of_pair[[number[pair[0]] * size + number[pair[1]] for pair in pairs]] = range(len(pairs))
    of_one = np.full(size, terms, np.int64)
    of_one[[number[one] for one in characters]] = range(len(pairs), terms)

    bounds = _bounds(texts)
    parts, row = len(bounds) - 1, terms + 1
    read = _numbered(texts, letters)
    hits = (read != 0).nonzero()[0]
    ends = hits.searchsorted(bounds)
    base = (np.arange(parts) * row).repeat(ends[1:] - ends[:-1])
    first, second = read.take(hits).astype(np.int64), read.take(hits + 1)
    cells = np.concatenate((base + of_pair.take(first * size + second), base + of_one.take(first)))
    table = np.bincount(cells, minlength=parts * row).reshape(parts, row)
    return _Counted(
        pairs=table[:, : len(pairs)].astype(np.float32),
        characters=table[:, len(pairs) : terms].astype(np.float32),
        lengths=np.maximum(bounds[1:] - bounds[:-1], 1).astype(np.float32),
    )


def _bounds(texts: Sequence[Text]) -> npt.NDArray[np.int64]:
    """int64[parts + 1]: where the parts begin in the bodies put one behind the other, a gap behind each; and
    where the last ends."""
    found, at = list[npt.NDArray[np.int64]](), 0
    for text in texts:
        found.append(text.starts + at)
        at += len(text.squeezed.text) + 1
    return np.concatenate((*found, [at]))


def _numbered(texts: Sequence[Text], letters: Sequence[str]) -> npt.NDArray[np.uint8]:
    """uint8[length]: the bodies so put, each character as its number among ``letters`` from 1 on, any other
    as 0."""
    units = [text.squeezed.units for text in texts]
    known = np.zeros(_CODES if any(one.itemsize > 2 for one in units) else _NARROW, np.uint8)
    codes = [code for code in map(ord, letters) if code < len(known)]
    known[codes] = range(1, len(codes) + 1)
    return np.concatenate([known.take(one) for one in units])
