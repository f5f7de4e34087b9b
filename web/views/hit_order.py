"""In which order 下一处 goes from hit to hit: what says the whole query before its single words."""

from __future__ import annotations

from collections.abc import Sequence

from index.text.fold import fold


def numbers(hits: Sequence[str], q: str) -> list[int]:
    """The number of each hit of a text, from 1 on.

    First come those that have every character of the query, then those that are as long as the
    longest, then other words, then single characters; of one kind in the order of the text.

    Args:
        hits: what is marked, in the order of the text.
        q: the query.
    """
    wanted = set(filter(str.isalnum, fold(q)))
    longest = max(map(len, hits), default=0)
    kinds = {hit: _kind(hit, wanted, longest) for hit in set(hits)}
    found = [0] * len(hits)
    order = sorted(range(len(hits)), key=lambda at: kinds[hits[at]])
    for number, at in enumerate(order, start=1):
        found[at] = number
    return found


def _kind(hit: str, wanted: set[str], longest: int) -> int:
    if wanted <= set(fold(hit)):
        return 0
    if len(hit) == longest:
        return 1
    return 2 if len(hit) > 1 else 3
