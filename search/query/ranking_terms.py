"""The terms that rank: all kinds of them, in the zones where they are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.schema.fields import text_field
from index.text.analysis import Analyzer
from search.language.question import FILLERS, written_out
from search.query.grammar import Field
from search.query.interpretation import Wanted
from search.query.tree import Term, term
from search.weights import LAY, LAY_ALONE

ZONES = {Field.ANY: ("title", "body"), Field.TITLE: ("title",), Field.BODY: ("body",)}
"""Where the words of a clause are looked for; clauses on other fields rank nothing."""


def weighed_terms(
    analyzer: Analyzer, clauses: Sequence[Wanted], official: Sequence[str], sentence: bool
) -> list[Term]:
    """A node of the tree for each, those of other wordings at a lesser weight;
    ``search.weights`` weighs the fields.

    Args:
        official: other wordings of the words typed, folded.
        sentence: whether a sentence was typed.
    """
    weights: dict[tuple[str, str], float] = {}
    for clause in clauses:
        if zones := _zones(clause, sentence):
            texts = [clause.bare, *written_out(clause.text, clause.folded)]
            weights |= dict.fromkeys(_terms(analyzer, texts, zones), 1.0)
    for clause in clauses:
        if clause.field in ZONES and not clause.phrase:
            for key in _terms(analyzer, official, _zones(clause, sentence)):
                weights.setdefault(key, LAY if sentence else LAY_ALONE)
    return [term(field, text, weight) for (field, text), weight in weights.items()]


def _terms(
    analyzer: Analyzer, texts: Iterable[str], zones: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Field and term of everything in some folded texts."""
    for text in texts:
        terms = analyzer.terms(text)
        kinds: dict[str, Iterable[str]] = {
            "words": terms.words,
            "grams": filter(_tells, terms.grams),
            "chars": _telling(terms.characters),
        }
        for kind, found in kinds.items():
            fields = [text_field(zone, kind) for zone in zones]
            yield from ((field, one) for one in found for field in fields)


def _zones(clause: Wanted, sentence: bool) -> tuple[str, ...]:
    """Where a clause is weighed: of a sentence, common words find wrong titles."""
    zones = ZONES.get(clause.field, ())
    return ("body",) if sentence and clause.field is Field.ANY else zones


def _tells(pair: str) -> bool:
    """Whether a pair of characters says anything: of letters and digits only whole words do."""
    return pair.isalnum() and not pair.isascii()


def _telling(characters: Sequence[str]) -> Sequence[str]:
    """``characters`` without those that say nothing, unless there are no others."""
    return [one for one in characters if one not in FILLERS] or characters
