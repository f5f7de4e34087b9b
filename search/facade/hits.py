"""The lines of a page: cards, marks, excerpts, standing, and what is folded under each."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import NamedTuple

from index.statements.model import NO_ARTICLE
from search.backend.reading import Found, Reading
from search.facade.best_article import Candidate, Looked, Read, ranked_parts
from search.facade.evidence import Proofs
from search.facade.shelf import Shelf
from search.facade.standing import standings, told
from search.facade.versions import Line
from search.query.tiers import Pins
from search.related import TextVersion
from search.results import Hit, Score, Snippet
from search.snippets import Needles, Text, marked, needles_of, snippets, within_reach


def fullest_first(reading: Reading, shelf: Shelf, page: Sequence[Line]) -> list[Line]:
    """``page`` with the print in front that has most of the body, of those that were found of one text:
    a record of an excerpt, or of a title alone, is found beside the original."""
    return [_fullest_first(reading, shelf, line) if line.reprints else line for line in page]


def _fullest_first(reading: Reading, shelf: Shelf, line: Line) -> Line:
    prints = (line.number, *line.reprints)
    best, least = line.number, 3
    for number, card in zip(prints, reading.cards(prints), strict=True):
        lacks = int(card.is_excerpt) if shelf.text(number, card).body else 2
        if lacks < least:
            best, least = number, lacks
        if not lacks:
            break
    others = tuple(number for number in prints if number != best)
    return line._replace(number=best, reprints=others)


class Shown(NamedTuple):
    """The lines of a page, and what was read of their documents."""

    hits: tuple[Hit, ...]
    read: tuple[Read, ...]


def hits(
    reading: Reading,
    shelf: Shelf,
    found: Found,
    page: Sequence[Line],
    needles: Sequence[str],
    pins: Pins,
    scored: bool,
    today: date,
    looked: Looked | None = None,
    others: Container[str] = (),
) -> Shown:
    """The lines of ``page`` with what a visitor sees of each.

    Args:
        needles: what is marked.
        scored: whether there is anything that scores.
        looked: what a question looks for in articles; None for a few words.
        others: what is marked though nobody typed it.
    """
    numbers = [line.number for line in page]
    scores: Sequence[Score | None] = found.scores(numbers) if scored else [None] * len(page)
    lines = cards(reading, shelf, page, today)
    texts = list(map(shelf.text, numbers, [line.document for line in lines]))
    best = _best(texts, looked)
    look = needles_of(*within_reach(needles, len(page)), others)
    made = tuple(
        [
            Hit(
                document=line.document,
                title_marks=marked(text.title, needles),
                snippets=_excerpts(text, parts, look),
                pin=pins.reason(number),
                score=score,
                standing=line.standing,
                part=line.part,
                versions=line.versions,
                reprints=line.reprints,
            )
            for number, line, text, parts, score in zip(
                numbers, lines, texts, best, scores, strict=True
            )
        ]
    )
    return Shown(made, tuple(map(Read, numbers, made, texts, best)))


def _best(texts: Sequence[Text], looked: Looked | None) -> Sequence[Sequence[Candidate]]:
    """The parts of each text that answer a question best; none for a few words."""
    return ranked_parts(texts, looked) if looked else [()] * len(texts)


def _excerpts(text: Text, best: Sequence[Candidate], needles: Needles) -> tuple[Snippet, ...]:
    if not best:
        return snippets(text, needles)
    return snippets(
        text,
        needles,
        best=[one.part for one in best],
        anyway=[one.part for one in best if one.is_meant],
    )


def cards(reading: Reading, shelf: Shelf, page: Sequence[Line], today: date) -> tuple[Hit, ...]:
    """The lines of ``page`` without anything of the query."""
    proofs = Proofs(reading)
    proofs.cards(
        [number for line in page for number in (line.number, *line.versions, *line.reprints)]
    )
    tells = told(reading, [line.number for line in page], today, shelf.newer)
    return tuple(
        Hit(
            document=proofs.card(line.number),
            standing=standing,
            part=shelf.part(line.number),
            versions=_versions(shelf, line, proofs),
            reprints=tuple(proofs.cards(line.reprints)),
        )
        for line, standing in zip(page, standings(tells, today, proofs), strict=True)
    )


def _versions(shelf: Shelf, line: Line, proofs: Proofs) -> tuple[TextVersion, ...]:
    """The other texts of a line, its parts behind the others and in their order."""
    made = []
    for number in line.versions:
        (day, first), part = shelf.dated(number), shelf.part(number)
        card = proofs.card(number)
        version = TextVersion(
            on=date.fromordinal(day) if day else card.day,
            document=card,
            state=card.validity,
            part=part,
        )
        made.append((first if part else NO_ARTICLE, version))
    return tuple(version for _, version in sorted(made, key=lambda it: it[0]))
