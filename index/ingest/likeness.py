"""Whether two readings are of one document: its title, nearly its text, and nothing that speaks
against it.

A title is shared by the notices of every year, and a form by those of every town, so neither
alone makes two readings one document: ``identity`` asks for both, or for one and the place.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from index.document import PolicyDocument
from index.text.fold import squeeze

NEARLY = 0.9
"""So much of the text is the same where a document is recognised in another place, or in its own
under another title."""
SHORTEST = 40
"""Shorter texts say too little to be nearly the same."""
_PIECE = 6
_LONGEST = 20_000
"""So many characters of a text are compared."""


def title_key(title: str) -> str:
    """16 hexadecimal digits, the same for titles that differ in width, script or spaces."""
    return hashlib.sha256(_plain(title).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def same_title(one: PolicyDocument, other: PolicyDocument) -> bool:
    """Whether two titles are equal, width, script and spaces apart."""
    return _plain(one.title) == _plain(other.title)


def differ(one: PolicyDocument, other: PolicyDocument) -> bool:
    """Whether two that are read in one place are two documents: by their titles, where there is
    text enough to trust that."""
    longest = max(len(one.body), len(other.body))
    return longest >= SHORTEST and not same_title(one, other)


def nearly_same(one: PolicyDocument, other: PolicyDocument) -> bool:
    """Whether two texts are nearly equal, and no number and no date that both state differs."""
    return (
        not _contradict(one, other)
        and min(len(one.body), len(other.body)) >= SHORTEST
        and nearness(one.body, other.body) >= NEARLY
    )


def nearness(one: str, other: str) -> float:
    """From 0 to 1: the share of pieces of six characters that two texts have in common (Dice)."""
    first, second = _pieces(one), _pieces(other)
    held = first.total() + second.total()
    return 2 * (first & second).total() / held if held else 0.0


def _contradict(one: PolicyDocument, other: PolicyDocument) -> bool:
    return any(
        mine and theirs and mine != theirs
        for mine, theirs in (
            (one.doc_number, other.doc_number),
            (one.index_number, other.index_number),
            (one.written_on, other.written_on),
            (one.published_on, other.published_on),
        )
    )


def _pieces(text: str) -> Counter[str]:
    plain = _plain(text[:_LONGEST])
    return Counter(
        plain[at : at + _PIECE] for at in range(max(1, len(plain) - _PIECE + 1)) if plain
    )


def _plain(text: str) -> str:
    return squeeze(text).text
