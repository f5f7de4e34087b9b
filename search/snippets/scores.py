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


def best_parts(
    texts: Sequence[Text], sought: Sought, added: Sequence[Mapping[int, float]], most: int
) -> list[list[tuple[Part, float]]]:
    """The first ``most`` parts of each of some documents and their scores, the best first; headings alone
    are none.

    Args:
        added: what is added to the scores of some articles of each.
    """
    scores = part_scores(texts, sought)
    return [_best(*each, most) for each in zip(texts, scores, added, strict=True)]


def _best(
    text: Text, found: npt.NDArray[np.float32], added: Mapping[int, float], most: int
) -> list[tuple[Part, float]]:
    parts, scores = text.parts, found.astype(np.float64)
    if added:
        scores += [added.get(part.article, 0.0) for part in parts]
    held = np.flatnonzero((scores > 0) & ~text.is_heading)
    first = held[np.argsort(-scores[held], kind="stable")[:most]]
    return [(parts[at], score) for at, score in zip(first, scores[first].tolist(), strict=True)]


def part_scores(texts: Sequence[Text], sought: Sought) -> list[npt.NDArray[np.float32]]:
    """The scores of the parts of some documents: float32[parts] of each."""
    sizes = [len(text.parts) for text in texts]
    count = sum(sizes)
    most = CELLS // max(count, 1)
    pairs, characters = sought.pairs[:most], sought.characters[:most]
    if not count or not (pairs or characters):
        return [np.zeros(size, np.float32) for size in sizes]
    found = counted(texts, [t for t, _ in pairs], [t for t, _ in characters])
    _add_headings(found.often[:, : len(pairs)], texts)
    relative = (found.lengths / np.float32(ARTICLE_LENGTH))[:, None]
    scores = _bm25(found.often[:, : len(pairs)], relative, pairs, ARTICLES["grams"])
    scores += _bm25(found.often[:, len(pairs) :], relative, characters, ARTICLES["chars"])
    ends = accumulate(sizes)
    return [scores[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _add_headings(often: npt.NDArray[np.float32], texts: Sequence[Text]) -> None:
    """Count what a heading has for what stands under it, in :data:`~search.weights.ARTICLE_HEADING`;
    to a heading first what that above it has."""
    is_heading = np.concatenate([text.is_heading for text in texts])
    if not is_heading.any():
        return
    under, first = [], 0
    for text in texts:
        under.append(np.where(text.under < 0, -1, text.under + first))
        first += len(text.under)
    above = np.concatenate(under)
    for rows, share in ((is_heading, 1.0), (~is_heading, ARTICLE_HEADING)):
        below = np.flatnonzero(rows & (above >= 0))
        often[below] += np.float32(share) * often[above[below]]


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


def counted(texts: Sequence[Text], pairs: Sequence[str], characters: Sequence[str]) -> _Counted:
    """How often each pair and each character is in each part of some documents."""
    letters = sorted({*"".join(pairs), *characters})
    number = {letter: at for at, letter in enumerate(letters, 1)}
    size, terms = len(letters) + 1, len(pairs) + len(characters)
    of_pair = np.full(size * size, terms, np.int64)
    of_pair[[number[pair[0]] * size + number[pair[1]] for pair in pairs]] = range(len(pairs))
    of_one = np.full(size, terms, np.int64)
    of_one[[number[one] for one in characters]] = range(len(pairs), terms)

    begins, length = _begins(texts)
    read = _numbered(texts, letters)
    hits = np.flatnonzero(read != 0)
    part = np.repeat(np.arange(len(begins)), np.diff(hits.searchsorted(begins), append=len(hits)))
    first, second = read.take(hits).astype(np.int64), read.take(hits + 1)
    row = part * (terms + 1)
    cells = np.concatenate((row + of_pair.take(first * size + second), row + of_one.take(first)))
    often = np.bincount(cells, minlength=len(begins) * (terms + 1))
    table = often.reshape(len(begins), terms + 1)[:, :terms].astype(np.float32)
    return _Counted(table, np.maximum(np.diff(begins, append=length), 1).astype(np.float32))


def _begins(texts: Sequence[Text]) -> tuple[npt.NDArray[np.int64], int]:
    """Where the parts begin in the bodies put one behind the other, a gap behind each; and the length."""
    found, at = [], 0
    for text in texts:
        found.append(text.starts + at)
        at += len(text.squeezed.text) + 1
    return np.concatenate(found), at


def _numbered(texts: Sequence[Text], letters: Sequence[str]) -> npt.NDArray[np.uint16]:
    """uint16[length]: the bodies so put, each character as its number among ``letters`` from 1 on, any other
    as 0."""
    whole = "".join(f"{text.squeezed.text}\0" for text in texts)
    raw = whole.encode("utf-16-le")
    units = np.frombuffer(raw, "<u2")
    if len(units) > len(whole):  # there are characters beyond the first 65,536
        units = np.frombuffer(whole.encode("utf-32-le"), "<u4")
    known = np.zeros(_NARROW if units.itemsize == 2 else _CODES, np.uint16)
    codes = [code for code in map(ord, letters) if code < len(known)]
    known[codes] = range(1, len(codes) + 1)
    return known.take(units)
