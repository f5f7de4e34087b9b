"""Which texts are alike: candidates by the letters they share, within bounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from search.comparison.order import Candidate

_LENGTH = 3
"""So many letters are a shingle."""
MOST_READ = 300_000
"""So many letters of one side are looked at: the beginnings of its texts, each as long as they are few."""
_READ_LEAST, _READ_MOST = 100, 1_500
"""So many of each text at least and at most; what is left then has no candidates."""
_COMMON = 12
"""A shingle that more texts have says nothing."""
_NONE: frozenset[int] = frozenset()
_CONSIDERED = 6
"""So many candidates of a text are measured: those that share most."""
_LEAST = 0.3
"""What shares less is another text."""


class Likeness:
    """How alike some old and some new texts are.

    Args:
        old, new: texts, folded and without white space, by their places.

    Attributes:
        whole: whether all could be looked at.
    """

    def __init__(self, old: Mapping[int, str], new: Mapping[int, str]) -> None:
        self._olds, all_old = _shingles(old)
        self._news, all_new = _shingles(new)
        self.whole = all_old and all_new

    def candidates(self) -> list[Candidate]:
        """Pairs of texts that are alike, with how much."""
        having: defaultdict[int, list[int]] = defaultdict(list)
        for place, shingles in self._news.items():
            for shingle in shingles:
                having[shingle].append(place)
        found = []
        for place, shingles in self._olds.items():
            shared: Counter[int] = Counter()
            for shingle in shingles:
                if len(others := having.get(shingle, ())) <= _COMMON:
                    shared.update(others)
            for other, _ in shared.most_common(_CONSIDERED):
                likeness = self.of(place, other)
                if likeness >= _LEAST:
                    found.append(Candidate(place, other, likeness))
        return found

    def knows(self, old: int, new: int) -> bool:
        """Whether both texts were looked at."""
        return old in self._olds and new in self._news

    def of(self, old: int, new: int) -> float:
        """How alike two texts are, 0 … 1: shared shingles as a part of the mean (Dice), or of most
        of the smaller text, since a paragraph that was added makes no other text."""
        one, other = self._olds.get(old, _NONE), self._news.get(new, _NONE)
        shared = len(one & other)
        if not shared:
            return 0
        return max(2 * shared / (len(one) + len(other)), 0.7 * shared / min(len(one), len(other)))


def _shingles(texts: Mapping[int, str]) -> tuple[dict[int, set[int]], bool]:
    made: dict[int, set[int]] = {}
    each = max(_READ_LEAST, min(_READ_MOST, MOST_READ // max(1, len(texts))))
    read = 0
    for place, text in texts.items():
        if read >= MOST_READ:
            return made, False
        looked_at = text[:each]
        read += len(looked_at)
        last = max(1, len(looked_at) - _LENGTH + 1)
        made[place] = {hash(looked_at[at : at + _LENGTH]) for at in range(last)}
    return made, True
