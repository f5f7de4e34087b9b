"""What is other in one generation than in the one before: found by the side files of both, which lie here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

from index.errors import IndexDamaged
from index.schema.fields import text_field
from search.language.heard import Changed, Title
from search.opensearch.words import ClusterWords

_SHARE = 8
"""Where more than one title in so many is other, all is taken to be."""
_ZONES = ("title", "body")


def changed(before: ClusterWords, now: ClusterWords) -> Changed | None:
    """What is other in ``now``; None where that is much, or the files of ``before`` are here no more.

    An update leaves serials as they are: no document is called otherwise that is the same.
    """
    try:
        old, new = before.titles_by_citation(), now.titles_by_citation()
        titles = _titles(old, new)
        if len(titles) * _SHARE > len(new):
            return None
        fields = [text_field(zone, "words") for zone in _ZONES]
        title, body = (_differ(before.begun(one, ""), now.begun(one, "")) for one in fields)
    except IndexDamaged:
        return None
    return Changed((title, body), titles, ())


def _titles(before: Sequence[Title], now: Sequence[Title]) -> list[Title]:
    """Those that are new or not as they were; and those that no document has any more."""
    gone = {*before}
    fresh = [title for title in now if title not in gone]
    versions = {title.version for title in now}
    missing = [title.version for title in before if title.version not in versions]
    return [*fresh, *(Title(version, "", 0, 0) for version in missing)]


def _differ(before: Iterator[tuple[str, int]], now: Iterator[tuple[str, int]]) -> dict[str, int]:
    """By how many documents more or fewer have each word; of those that ascend on both sides only these are kept."""
    found: dict[str, int] = {}
    last, sum_ = "", 0
    for word, count in merge(((word, -count) for word, count in before), now):
        if word != last:
            if sum_:
                found[last] = sum_
            last, sum_ = word, 0
        sum_ += count
    if sum_:
        found[last] = sum_
    return found
