"""What documents are to one, in blocks: 依据, 引用, 被引用, 修改, 废止, 印发, 解读, other prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from index.document import Validity
from index.statements.model import Article, How, Kind, Span
from search.backend.reading import Reading
from search.backend.relating import Link
from search.facade.evidence import Proofs, label_of
from search.related import KINDS, RELATED, Block, Related

CITED_BY = "cited_by"
REPRINTS = "reprints"
_NAMING = frozenset((Kind.CITES, Kind.IMPLEMENTS, Kind.ANSWERS))
_MOST_ARTICLES = 20
"""So many 条 of one document are named on one line."""


class Side(NamedTuple):
    """One end of relations: kinds, and whether the documents of the block are those that name."""

    kinds: frozenset[Kind]
    incoming: bool


BLOCKS: Mapping[str, Side] = {
    "based_on": Side(frozenset((Kind.BASED_ON,)), incoming=False),
    "cites": Side(_NAMING, incoming=False),
    "cited_by": Side(_NAMING | {Kind.BASED_ON}, incoming=True),
    "amends": Side(frozenset((Kind.AMENDS,)), incoming=False),
    "amended_by": Side(frozenset((Kind.AMENDS,)), incoming=True),
    "repeals": Side(frozenset((Kind.REPEALS,)), incoming=False),
    "repealed_by": Side(frozenset((Kind.REPEALS,)), incoming=True),
    "carries": Side(frozenset((Kind.CARRIES,)), incoming=False),
    "carried_by": Side(frozenset((Kind.CARRIES,)), incoming=True),
    "interprets": Side(frozenset((Kind.INTERPRETS,)), incoming=False),
    "interpreted_by": Side(frozenset((Kind.INTERPRETS,)), incoming=True),
}
"""The kinds of blocks that mentions make; see ``search.related.Block``."""


def blocks(reading: Reading, number: int, on: date, proofs: Proofs) -> Iterator[Block]:
    """The blocks that have anything, each with the first :data:`RELATED` of its documents."""
    for kind in KINDS:
        found = block(reading, number, kind, 0, RELATED, on, proofs)
        if found.total:
            yield found


def block(
    reading: Reading,
    number: int,
    kind: str,
    first: int,
    count: int,
    on: date,
    proofs: Proofs,
    article: Article | None = None,
) -> Block:
    """A block with ``count`` of its documents from the ``first`` on.

    Args:
        article: those alone that name this 条 of the document safely.
    """
    if kind == REPRINTS:
        others = [other for other in reading.prints(number) if other != number]
        total, numbers = len(others), others[first : first + count]
    else:
        total, numbers = reading.linked(number, *BLOCKS[kind], first, count, article)
    if not numbers:
        return Block(kind, total, ())
    states = reading.states(numbers, on.toordinal())
    proofs.cards(numbers)
    return Block(
        kind,
        total,
        tuple(
            _related(reading, number, other, kind, proofs, state)
            for other, state in zip(numbers, states, strict=True)
        ),
    )


def _related(
    reading: Reading, number: int, other: int, kind: str, proofs: Proofs, state: Validity
) -> Related:
    card = proofs.card(other)
    if kind == REPRINTS:
        return Related(card, state)
    kinds, incoming = BLOCKS[kind]
    ends = (other, number) if incoming else (number, other)
    links = [link for link in reading.between(*ends) if link.kind in kinds]
    said = next((link for link in links if link.how is not How.HEADING), None)
    return Related(
        document=card,
        state=state,
        times=len(links),
        articles=_articles(links),
        evidence=proofs.around(said.source, Span(said.start, said.end)) if said else None,
    )


def _articles(links: Sequence[Link]) -> tuple[str, ...]:
    every = dict.fromkeys(article for link in links for article in link.articles)
    return tuple(map(label_of, sorted(every)[:_MOST_ARTICLES]))
