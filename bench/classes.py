"""The queries of the comparison, by class; drawn from the documents with a fixed seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.corpus import Section

PER_CLASS = 60


@dataclass(frozen=True, slots=True)
class Ask:
    """One query.

    Attributes:
        kind: ``term``, ``and``, ``or``, ``phrase`` (of ``grams``), ``question``, ``filter``,
            ``facets``, ``newest``.
        terms: words; for a phrase the pairs of characters; for a question words and pairs.
        grams: for a question, its pairs of characters.
        issuer, years: of a filter; both years included.
        facets: how many facets are counted: 0, 1 or 6.
    """

    kind: str
    terms: tuple[str, ...]
    grams: tuple[str, ...] = ()
    issuer: str = ""
    years: tuple[int, int] = (0, 0)
    facets: int = 0


def queries(sections: Sequence[Section]) -> dict[str, list[Ask]]:
    """Class -> :data:`PER_CLASS` queries."""
    draw = random.Random(3)
    sample = [section.words.split(" ") for section in sections]
    counts = Counter(word for words in sample for word in set(words))

    def pool(low: float, high: float) -> list[str]:
        return [w for w, n in counts.items() if low <= n < high and len(w) > 1 and not w.isascii()]

    size = len(sections)
    common, mid, rare = pool(0.15 * size, 0.7 * size), pool(0.02 * size, 0.1 * size), pool(3, 41)
    known = set(common) | set(mid)

    def together(count: int) -> tuple[str, ...]:
        while True:
            words = [word for word in dict.fromkeys(draw.choice(sample)) if word in known]
            if len(words) >= count:
                return tuple(draw.sample(words, count))

    def some(make: Callable[[], Ask]) -> list[Ask]:
        return [make() for _ in range(PER_CLASS)]

    return {
        "term, common": some(lambda: Ask("term", (draw.choice(common),))),
        "term, mid": some(lambda: Ask("term", (draw.choice(mid),))),
        "term, rare": some(lambda: Ask("term", (draw.choice(rare),))),
        "AND of 2": some(lambda: Ask("and", together(2))),
        "AND of 4": some(lambda: Ask("and", together(4))),
        "OR of 3": some(lambda: Ask("or", together(3))),
        "OR of 8": some(lambda: Ask("or", together(8))),
        "OR of 20": some(lambda: Ask("or", together(20))),
        "phrase": some(lambda: _phrase(draw, sections)),
        "filter": some(lambda: _filtered(draw, sections, sample, known)),
        "1 facet, term": some(lambda: Ask("facets", (draw.choice(common),), facets=1)),
        "6 facets, term": some(lambda: Ask("facets", (draw.choice(common),), facets=6)),
        "1 facet, OR of 3": some(lambda: Ask("facets", together(3), facets=1)),
        "6 facets, OR of 3": some(lambda: Ask("facets", together(3), facets=6)),
        "question": some(lambda: _question(draw, sections)),
        "newest first": some(lambda: Ask("newest", together(2))),
    }


def _phrase(draw: random.Random, sections: Sequence[Section]) -> Ask:
    """Two to four neighbouring words, as pairs of characters."""
    while True:
        section = draw.choice(sections)
        grams = section.grams.split(" ")
        length = draw.choice((4, 6, 8))
        at = draw.randrange(max(len(grams) - length, 1))
        found = tuple(grams[at : at + length - 1])
        if len(found) == length - 1 and all(gram.isalpha() for gram in found):
            return Ask("phrase", found)


def _question(draw: random.Random, sections: Sequence[Section]) -> Ask:
    """The words and pairs of about 25 characters."""
    while True:
        section = draw.choice(sections)
        grams, words = section.grams.split(" "), section.words.split(" ")
        if len(grams) > 60 and len(words) > 30:
            at, place = draw.randrange(len(grams) - 24), draw.randrange(len(words) - 10)
            wanted = dict.fromkeys(gram for gram in grams[at : at + 24] if gram.isalnum())
            return Ask("question", tuple(dict.fromkeys(words[place : place + 10])), tuple(wanted))


def _filtered(
    draw: random.Random, sections: Sequence[Section], sample: list[list[str]], known: set[str]
) -> Ask:
    """Two words, the issuer and about the year of one document, so that something is found."""
    at = draw.choice([n for n, words in enumerate(sample) if len(known.intersection(words)) > 1])
    document = sections[at].document
    words = draw.sample(sorted(known.intersection(sample[at])), 2)
    year = (document.year or 2006) - draw.randint(0, 8)
    return Ask("filter", tuple(words), issuer=document.issuers[0], years=(year, year + 8))
