"""Where in the body a mention names the number and the 条 that go with it."""

from __future__ import annotations

from typing import NamedTuple

from index.statements.model import NOWHERE, Mention, Span
from index.statements.numbers import number_before
from index.statements.pinpoints import Place, articles_at
from index.statements.tails import tail_of


class Places(NamedTuple):
    """The parts of a mention that stand about its name.

    Attributes:
        number: the 发文字号, behind it or before; (0, 0) where none stands there.
        articles: each 条, in order.
    """

    number: Span
    articles: tuple[Place, ...]


def places_of(folded: str, mention: Mention) -> Places:
    """Where the parts of a mention stand in ``folded``, the folded body of its document."""
    if folded.startswith("第", mention.start):
        return Places(NOWHERE, articles_at(folded, mention.start))
    tail = tail_of(folded, mention.end)
    number = tail.number or number_before(folded, mention.start)
    return Places(number.span if number else NOWHERE, tail.places)
