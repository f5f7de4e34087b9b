"""The best passage of a body: two neighbouring stretches of it that hold the most of what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from index.schema.fields import text_field
from index.text.fold import squeeze
from search.backend.byte_cache import ByteCache
from search.opensearch.ranking.scoring import Words
from search.weights import PASSAGE, PASSAGE_CHARACTERS, PASSAGE_PAIRS

Bodies: TypeAlias = Callable[[Sequence[int]], Sequence[str]]
"""Gives the bodies of some documents, by serial."""
KEPT = 32 * 2**20
"""So many bytes of squeezed bodies are kept."""
_OVER = 200
_BODY_GRAMS = text_field("body", "grams")


@dataclass(frozen=True, slots=True)
class _Squeezed:
    text: str

    @property
    def nbytes(self) -> int:
        return 2 * len(self.text)


class Passages:
    """Scores passages of one generation; safe for several threads."""

    def __init__(self, words: Words, bodies: Bodies) -> None:
        self._words = words
        self._bodies = bodies
        self._kept: ByteCache[_Squeezed] = ByteCache(KEPT, _OVER)

    def scores(self, pairs: Sequence[str], serials: Sequence[int]) -> list[float]:
        """What the best passage of each of some documents scores: the idf of the pairs of characters in it."""
        often = dict(zip(pairs, self._words.frequencies(_BODY_GRAMS, pairs), strict=True))
        known = sorted((pair for pair in often if often[pair]), key=often.__getitem__)
        weights = {pair: self._words.idf(often[pair]) for pair in known[:PASSAGE_PAIRS]}
        if not weights:
            return [0.0] * len(serials)
        return [PASSAGE * best_passage(text, weights) for text in self._texts(serials)]

    def _texts(self, serials: Sequence[int]) -> list[str]:
        """The squeezed bodies of some documents; those read last are kept."""
        found = {serial: self._kept.known(serial) for serial in serials}
        new = [serial for serial, known in found.items() if known is None]
        for serial, body in zip(new, self._bodies(new) if new else (), strict=True):
            found[serial] = self._kept.get(serial, partial(_squeezed, body))
        return [known.text for serial in serials if (known := found[serial])]


def _squeezed(body: str) -> _Squeezed:
    return _Squeezed(squeeze(body).text)


def best_passage(text: str, weights: Mapping[str, float]) -> float:
    """The summed weights of the pairs in the best passage of a squeezed text."""
    held: defaultdict[int, float] = defaultdict(float)
    for pair, weight in weights.items():
        stretches = _stretches(text, pair)
        for begin in stretches | {stretch - 1 for stretch in stretches}:
            held[begin] += weight
    return max(held.values(), default=0.0)


def _stretches(text: str, pair: str) -> set[int]:
    """The stretches in which a pair of characters begins."""
    found = set()
    at = text.find(pair)
    while at >= 0:
        stretch = at // PASSAGE_CHARACTERS
        found.add(stretch)
        at = text.find(pair, (stretch + 1) * PASSAGE_CHARACTERS)
    return found
