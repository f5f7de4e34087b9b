"""The terms that rank: all kinds of them, in the zones where they are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from index.schema.fields import KINDS, text_field
from index.text.analysis import Analyzer
from search.language.question import FILLERS, written_out
from search.query.grammar import Field
from search.query.interpretation import Wanted
from search.weights import LAY, LAY_ALONE

ZONES = {Field.ANY: ("title", "body"), Field.TITLE: ("title",), Field.BODY: ("body",)}
"""Where the words of a clause are looked for; clauses on other fields rank nothing."""


Weights: TypeAlias = Mapping[tuple[str, str], float]
"""Field and term -> what its BM25 is multiplied by, in the order in which terms score."""
_FIELDS = {(zone, kind): text_field(zone, kind) for zone in ZONES[Field.ANY] for kind in KINDS}


def weights_of(
    analyzer: Analyzer, clauses: Sequence[Wanted], official: Sequence[str], sentence: bool
) -> Weights:
    """The terms of some clauses, those of other wordings at a lesser weight;
    ``search.weights`` weighs the fields.

    Args:
        official: other wordings of the words typed, folded.
        sentence: whether a sentence was typed.
    """
    weights: dict[tuple[str, str], float] = {}
    for clause in clauses:
        if zones := _zones(clause, sentence):
            for text in (clause.bare, *written_out(clause.text, clause.folded)):
                weights |= dict.fromkeys(_terms(analyzer, text, zones), 1.0)
    less = LAY if sentence else LAY_ALONE
    for clause in clauses if official else ():
        if clause.field in ZONES and not clause.phrase:
            zones = _zones(clause, sentence)
            for text in official:
                for key in _terms(analyzer, text, zones):
                    weights.setdefault(key, less)
    return weights


def _terms(analyzer: Analyzer, text: str, zones: Sequence[str]) -> list[tuple[str, str]]:
    """Field and term of everything in a folded text."""
    terms = analyzer.terms(text)
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        ("words", terms.words),
        ("grams", list(filter(_tells, terms.grams))),
        ("chars", _telling(terms.characters)),
    )
    found: list[tuple[str, str]] = []
    for kind, texts in kinds:
        fields = [_FIELDS[zone, kind] for zone in zones]
        found += [(field, one) for one in texts for field in fields]
    return found


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
