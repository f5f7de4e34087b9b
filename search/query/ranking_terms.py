"""The terms that rank: all kinds of them, in the zones where they are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import query as wq

from index.schema.fields import text_field
from index.text.analysis import Analyzer
from search.language.question import FILLERS, without_questions, written_out
from search.query.grammar import Clause, Field
from search.weights import LAY, LAY_ALONE

ZONES = {Field.ANY: ("title", "body"), Field.TITLE: ("title",), Field.BODY: ("body",)}
"""Where the words of a clause are looked for; clauses on other fields rank nothing."""


def weighed_terms(
    analyzer: Analyzer, clauses: Sequence[Clause], official: Sequence[str], sentence: bool
) -> list[Any]:
    """A ``whoosh.query.Term`` for each, those of other wordings at a lesser weight;
    ``search.weights`` weighs the fields.

    Args:
        official: other wordings of the words typed.
        sentence: whether a sentence was typed.
    """
    weights: dict[tuple[str, str], float] = {}
    for clause in clauses:
        texts = [without_questions(clause.text), *written_out(clause.text)]
        weights |= dict.fromkeys(_terms(analyzer, texts, _zones(clause, sentence)), 1.0)
    for clause in clauses:
        if clause.field in ZONES and not clause.phrase:
            for term in _terms(analyzer, official, _zones(clause, sentence)):
                weights.setdefault(term, LAY if sentence else LAY_ALONE)
    return [wq.Term(field, term, boost=weight) for (field, term), weight in weights.items()]


def _terms(
    analyzer: Analyzer, texts: Iterable[str], zones: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for text in texts:
        kinds: dict[str, Iterable[str]] = {
            "words": analyzer.words(text),
            "grams": (gram for gram in analyzer.grams(text) if gram.isalnum()),
            "chars": _telling(analyzer.characters(text)),
        }
        for kind, terms in kinds.items():
            yield from ((text_field(zone, kind), term) for term in terms for zone in zones)


def _zones(clause: Clause, sentence: bool) -> tuple[str, ...]:
    """Where a clause is weighed: of a sentence, common words find wrong titles."""
    zones = ZONES.get(clause.field, ())
    return ("body",) if sentence and clause.field is Field.ANY else zones


def _telling(characters: Iterable[str]) -> list[str]:
    """``characters`` without those that say nothing, unless there are no others."""
    every = list(characters)
    return [one for one in every if one not in FILLERS] or every
