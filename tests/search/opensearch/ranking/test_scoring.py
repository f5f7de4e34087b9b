"""What a cluster is told that terms weigh, and the factors of documents."""

from __future__ import annotations

from math import log1p

import pytest

from index.opensearch.meta import Meta
from search.backend.reading import OVER
from search.backend.selection import Ranking
from search.opensearch.queries.dsl import Dsl
from search.opensearch.ranking import scoring
from search.opensearch.ranking.fine import Best, Factors, explained
from search.opensearch.ranking.scoring import Scorer
from search.query.tree import NOTHING, all_of, any_of, term
from search.weights import ENDED, WEIGHTS, works
from tests.search.opensearch.ranking.words import FewWords

_WORDS = FewWords({"公积": 40, "积金": 10, "提取": 200})


def _scorer() -> Scorer:
    meta = Meta(
        version=1, fingerprint="", generation=1, built_at="", documents=1000, live=1000, with_body=0, warnings=0,
        rejected=0, newest=0, norms={}, mean_length=1e6, most_cited=99, relations=0, unresolved=0,
    )  # fmt: skip
    return Scorer(meta, _WORDS, today=738_000)


def _boosts(parts: list[Dsl]) -> dict[tuple[str, str], float]:
    found = {}
    for part in parts:
        ((field, said),) = part["term"].items()
        found[field, said["value"]] = said["boost"]
    return found


def test_a_boost_is_all_that_a_term_weighs() -> None:
    words = {("body_grams", "公积"): 1.0, ("title_grams", "公积"): 0.4, ("body_words", "提取"): 1.0}
    absent = [term("body_grams", "月球"), term("headings_grams", "公积"), term("issuer", "公积")]
    tree = any_of([*(term(*key, boost) for key, boost in words.items()), *absent])
    expected = {
        key: WEIGHTS[key[0]].factor * boost * _WORDS.idf(_WORDS.frequency(*key))
        for key, boost in words.items()
    }
    assert _boosts(_scorer().bm25(tree)) == pytest.approx(expected)
    assert _scorer().bm25(NOTHING) == []


def test_what_does_not_score_is_a_defect() -> None:
    with pytest.raises(TypeError):
        _scorer().bm25(all_of([term("body_grams", "公积"), term("body_grams", "积金")]))


def test_of_too_many_terms_the_weightiest_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "MOST", 2)
    tree = any_of([term("body_grams", pair) for pair in ("提取", "公积", "积金")])
    assert [pair for _, pair in _boosts(_scorer().bm25(tree))] == ["积金", "公积"]
    alike = any_of(
        [term("body_words", "公积"), term("body_words", "公积"), term("body_words", "公积")]
    )
    assert len(_scorer().bm25(alike)) == 2


def test_nothing_scores_nothing() -> None:
    assert _scorer().coarse(Ranking(NOTHING, NOTHING), {}) is None
    assert _scorer().coarse(Ranking(NOTHING, NOTHING), {7: 1.5}) is not None


def test_the_factors_of_a_document() -> None:
    scorer, own = _scorer(), works(has_passages=True)
    ranking = Ranking(NOTHING, NOTHING, works=(5,))
    assert scorer.authority(0) == 1
    assert scorer.authority(99) == pytest.approx(1 + own.authority)
    assert scorer.authority(9) == pytest.approx(1 + own.authority * log1p(9) / log1p(99))
    assert (scorer.topic(ranking, 5), scorer.topic(ranking, 6)) == (1 + own.topic, 1)
    assert (scorer.force(OVER), scorer.force(0), scorer.force(1)) == (1 - ENDED, 1, 1)


def test_a_score_is_taken_apart_again() -> None:
    factors = Factors(1.1, 1.15, 9, 0.95)
    coarse = (20.0 + 3.0) * factors.product
    score = explained(Best(0.0, coarse, fine=2.0, passage=1.5), factors, everyday=3.0)
    assert (score.terms, score.passage, score.everyday) == pytest.approx((22.0, 1.5, 3.0))
    assert score.total == pytest.approx(coarse + 3.5 * factors.product)
    alone = explained(Best(0.0, 3.0000001 * factors.product), factors, everyday=3.0)
    assert alone.terms == 0.0  # nothing is left but what rounding leaves
