"""What is other in one generation than in the one before: found by the parts that both have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.schema.fields import text_field
from index.segment import Terms
from index.segment.segment import Segment
from search.embedded.arrays.postings import Docs
from search.embedded.snapshot import Snapshot
from search.language.heard import Changed, Title

_SHARE = 8
"""Where more than one document in so many is in a part that only one of the two has, all is other."""
_ZONES = ("title", "body")
U64 = npt.NDArray[np.uint64]


class _Part(NamedTuple):
    """A part: its file, which of all documents are its own, who of them is hidden (None for nobody)."""

    segment: Segment
    own: slice
    hidden: npt.NDArray[np.bool_] | None


class _Parts(NamedTuple):
    """The parts of two generations: those that one alone has, and those of both, as each has them."""

    gone: list[_Part]
    come: list[_Part]
    both: list[tuple[_Part, _Part]]


def changed(before: Snapshot, now: Snapshot) -> Changed | None:
    """What is other in ``now``; None where that is much."""
    parts = _told_apart(before.terms, now.terms)
    other = sum(part.segment.documents for part in (*parts.gone, *parts.come))
    places = [there.own.start for _, there in parts.both]
    if other * _SHARE > now.documents or places != sorted(places):
        return None
    versions = np.unique(np.concatenate([before.versions[:0], *_versions(before, now, parts)]))
    moved = [(part.own.start, there.own.start - part.own.start) for part, there in parts.both]
    return Changed((_differ(parts, "title"), _differ(parts, "body")), _titles(now, versions), moved)


def titles(snapshot: Snapshot, docs: Docs) -> list[Title]:
    """The titles of some documents, each once, for the most cited; the most cited first."""
    docs = docs[np.argsort(-snapshot.cited.take(docs), kind="stable")]
    docs = docs[np.sort(np.unique(snapshot.versions.take(docs), return_index=True)[1])]
    cited = np.rint(np.expm1(snapshot.cited.take(docs).astype(np.float64))).astype(np.int64)
    versions, numbers, often = snapshot.versions.take(docs).tolist(), docs.tolist(), cited.tolist()
    return list(map(Title, versions, snapshot.names(docs), numbers, often))


def _titles(now: Snapshot, versions: U64) -> list[Title]:
    """The titles of some versions; of those that no document has any more that it is so."""
    live = now.postings.every
    found = titles(now, live[np.isin(now.versions.take(live), versions)])
    gone = {*versions.tolist()}.difference(title.version for title in found)
    return [*found, *(Title(version, "", 0, 0) for version in gone)]


def _told_apart(before: Terms, now: Terms) -> _Parts:
    old, new = _parts(before), _parts(now)
    gone = [part for key, part in old.items() if key not in new]
    come = [part for key, part in new.items() if key not in old]
    return _Parts(gone, come, [(part, new[key]) for key, part in old.items() if key in new])


def _parts(terms: Terms) -> dict[tuple[int, bytes], _Part]:
    """The parts, by what stands for them and for who is hidden of them."""
    hidden, bases = terms.hidden, terms.bases.tolist()
    parts = {}
    for segment, first, end in zip(terms.segments, bases, bases[1:], strict=False):
        own = slice(first, end)
        mask = hidden[own] if hidden is not None and hidden[own].any() else None
        key = segment.file.seal, mask.tobytes() if mask is not None else b""
        parts[key] = _Part(segment, own, mask)
    return parts


def _differ(parts: _Parts, zone: str) -> Counter[str]:
    """By how many documents more or fewer have each word."""
    counts: Counter[str] = Counter()
    for some, sign in ((parts.gone, -1), (parts.come, 1)):
        for part in some:
            field = part.segment.field(text_field(zone, "words"))
            for word, count in zip(*field.vocabulary(part.hidden), strict=True):
                counts[word.decode("utf-8", "replace")] += sign * count
    return counts


def _versions(before: Snapshot, now: Snapshot, parts: _Parts) -> Iterator[U64]:
    """The versions of the documents that are in one alone, or are cited otherwise."""
    yield from (before.versions[part.own] for part in parts.gone)
    yield from (now.versions[part.own] for part in parts.come)
    for part, there in parts.both:
        other = before.terms.counts[part.own] != now.terms.counts[there.own]
        other |= before.cited[part.own] != now.cited[there.own]
        yield now.versions[there.own][other]
