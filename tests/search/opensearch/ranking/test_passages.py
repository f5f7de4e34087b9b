"""The best passage of a squeezed body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from search.opensearch.ranking.passages import Passages, best_passage
from search.weights import PASSAGE, PASSAGE_CHARACTERS, PASSAGE_PAIRS


def _slowly(text: str, weights: Mapping[str, float]) -> float:
    """Every two neighbouring stretches, character by character."""
    best = 0.0
    for begin in range(0, len(text), PASSAGE_CHARACTERS):
        inside = range(begin, begin + 2 * PASSAGE_CHARACTERS)
        held = {pair for pair in weights if any(text[at : at + 2] == pair for at in inside)}
        best = max(best, sum(weights[pair] for pair in held))
    return best


def test_the_best_of_all_passages_is_found() -> None:
    draw = Random(3)
    for _ in range(200):
        text = "".join(draw.choices("甲乙丙丁戊己庚辛壬癸", k=draw.randrange(700)))
        weights = {
            "".join(draw.choices("甲乙丙丁戊己庚辛壬癸", k=2)): draw.uniform(1, 9) for _ in range(5)
        }
        assert best_passage(text, weights) == pytest.approx(_slowly(text, weights))


class _Words:
    """A vocabulary in which later letters are rarer."""

    def frequency(self, field: str, term: str) -> int:
        return 200 - ord(term[0]) if term[0] < "z" else 0

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        return [self.frequency(field, term) for term in terms]

    def lacks(self, field: str, term: str) -> bool:
        return not self.frequency(field, term)

    def at_least(self, field: str, term: str) -> int:
        return self.frequency(field, term)

    def idf(self, frequency: int) -> float:
        return 1 / frequency


def test_the_rarest_pairs_count_and_bodies_are_asked_for_once() -> None:
    asked: list[int] = []

    def bodies(serials: Sequence[int]) -> list[str]:
        asked.extend(serials)
        return [f"{serial} y1 x1 a1" for serial in serials]

    words = _Words()
    pairs = ["a1", *(f"{letter}2" for letter in "bcdefg"), "x1", "y1", "z1"]
    known = [pair for pair in pairs if pair != "z1"]
    assert len(known) == PASSAGE_PAIRS + 1  # of which the commonest, a1, does not count
    passages = Passages(words, bodies)
    score = PASSAGE * sum(words.idf(words.frequency("", pair)) for pair in ("x1", "y1"))
    assert passages.scores(pairs, [7, 8]) == pytest.approx([score, score])
    assert passages.scores(pairs, [8, 9]) == pytest.approx([score, score])
    assert asked == [7, 8, 9]
    assert passages.scores(["z1"], [10]) == [0.0]
