"""Tiers above the ranking: which of pinned documents stands higher, and what the page says of it."""

from __future__ import annotations

from dataclasses import dataclass

BOTH, NUMBER, INDEX_NUMBER, TITLE, LAW, IN_TITLE, CITES, IN_BODY, TYPED, TITLED, WHOLE = range(11)
"""Tiers: a smaller one stands higher. ``LAW`` is a law that is named with one of its articles, ``CITES`` what
names that article; ``TYPED`` has every word in its title as typed, ``TITLED`` in any wording, ``WHOLE``
has every word somewhere."""
NO_TIER = 99
"""The tier of a document that nothing lifts above the ranking."""
_REASONS = {
    BOTH: "标题和发文字号一致",
    NUMBER: "发文字号一致",
    INDEX_NUMBER: "索引号一致",
    LAW: "法规名称一致",
    TITLE: "标题一致",
}


@dataclass(frozen=True, slots=True)
class Pins:
    """Documents that a query names.

    Attributes:
        tiers: document -> tier (smaller stands higher).
        number: the 发文字号 or 索引号 in its normal form when the query is nothing else
            and some document has it, else empty.
    """

    tiers: dict[int, int]
    number: str = ""

    def is_numbered(self, doc: int) -> bool:
        """Whether a document is named by its number, or is the text that has the article named: no other
        text of its work is meant then."""
        tier = self.tiers.get(doc, NO_TIER)
        return tier <= INDEX_NUMBER or tier == LAW

    def reason(self, doc: int) -> str:
        """Why a document is pinned, for the page; empty if it is not."""
        return _REASONS.get(self.tiers.get(doc, NO_TIER), "")
