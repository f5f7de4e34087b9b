"""The relations of one document, put together for its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from index.relations.model import Held
from index.statements.model import How
from search.backend.reading import Reading
from search.backend.relating import Link
from search.facade.blocks import BLOCKS, CITED_BY, blocks
from search.facade.evidence import Proofs, anchor_of
from search.facade.history import history, part_of
from search.facade.standing import newer_of, standings, told, with_proofs
from search.related import BodyLink, Relations, Unresolved


def relations_of(reading: Reading, number: int, on: date, proofs: Proofs) -> Relations:
    """All that is known of a document and others on a day."""
    cited = reading.cited_articles(number, BLOCKS[CITED_BY].kinds)
    newer = partial(newer_of, reading)
    (standing,) = standings(told(reading, [number], on, newer), on, proofs)
    return Relations(
        standing=with_proofs(reading, standing, number, proofs),
        part=part_of(reading.work(number), number, reading.articles),
        blocks=tuple(blocks(reading, number, on, proofs)),
        versions=history(reading, number, on, proofs),
        links=tuple(_body_links(reading, number)),
        cited=tuple((anchor_of(one), often) for one, often in cited),
    )


def unresolved(reading: Reading, limit: int) -> Iterator[Unresolved]:
    """What documents cite and no document has."""
    proofs = Proofs(reading)
    found = reading.lacking(limit)
    proofs.cards([lacking.first.source for lacking in found])
    for lacking in found:
        first = lacking.first
        card = proofs.card(first.source)
        text = card.title if first.how is How.HEADING else proofs.body(first.source)
        kinds = tuple((kind.name.lower(), often) for kind, often in sorted(lacking.kinds.items()))
        name = " ".join(text[first.start : first.end].split())
        yield Unresolved(name, lacking.documents, kinds, card)


def _body_links(reading: Reading, number: int) -> Iterator[BodyLink]:
    """The names in the body that mean another document, the first of those that overlap."""
    found = [
        link
        for link in reading.links(number)
        if link.to >= 0 and link.to != number and link.how is not How.HEADING
    ]
    ids = _ids(reading, found)
    end = 0
    for link in sorted(found, key=lambda link: (link.start, -link.end)):
        if end <= link.start < link.end:
            end = link.end
            anchor = anchor_of(link.articles[0]) if link.safe and link.articles else ""
            yield BodyLink(link.start, end, ids[link.to], anchor, _note(reading, link))


def _ids(reading: Reading, links: Sequence[Link]) -> dict[int, str]:
    numbers = list(dict.fromkeys(link.to for link in links))
    return dict(zip(numbers, reading.ids(numbers), strict=True))


def _note(reading: Reading, link: Link) -> str:
    """What a reader must know of a link: that what is held is not the text that is cited."""
    if link.held is not Held.LATER:
        return ""
    begins = reading.interval(link.to).begins
    which = f"{date.fromordinal(begins).year}年的" if begins else "较新的"
    return f"引用的是当时的文本，本站只收录{which}"
