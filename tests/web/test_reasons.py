"""Why a hit stands where it stands: from where on a part of its score is worth naming."""

from __future__ import annotations

import pytest

from index.document import PolicyDocument, Validity
from search.results import Hit, Score
from web.views.reasons import figures, reasons


@pytest.mark.parametrize(
    ("score", "said"),
    [
        pytest.param(Score(10, 0, 1, 1, 0), (), id="words alone"),
        pytest.param(Score(10, 1, 1, 1, 0), (), id="a passage that brings a tenth"),
        pytest.param(
            Score(10, 1.01, 1, 1, 0), ("检索词集中出现在同一段",), id="one that brings more"
        ),
        pytest.param(Score(10, 0, 1, 1.3, 0), ("是所问事项的主要法规",), id="a governing work"),
        pytest.param(Score(10, 0, 1.1, 1, 2), (), id="cited twice"),
        pytest.param(Score(10, 0, 1.1, 1, 3), ("被 3 份文件引用",), id="cited three times"),
        pytest.param(Score(10, 0, 1.2, 1, 1234), ("被 1,234 份文件引用",), id="cited often"),
        pytest.param(
            Score(10, 0, 1, 1, 0, 0.8), ("不再施行，排在现行文件之后",), id="in force no more"
        ),
        pytest.param(Score(10, 0, 1, 1, 0, everyday=1), (), id="hardly ever asked so"),
        pytest.param(
            Score(10, 0, 1, 1, 0, everyday=1.01), ("人们常这样问其中的条文",), id="asked so"
        ),
        pytest.param(None, (), id="not ranked"),
    ],
)
def test_a_part_of_the_score_is_named_where_it_matters(
    score: Score | None, said: tuple[str, ...]
) -> None:
    assert reasons(Hit(PolicyDocument(id="a", title="办法"), score=score)) == said


def test_that_a_document_is_in_force_is_a_reason() -> None:
    document = PolicyDocument(id="a", title="办法", validity=Validity.IN_FORCE)
    assert reasons(Hit(document, score=Score(10, 0, 1, 1, 0))) == ("现行有效",)
    assert reasons(Hit(document)) == ()


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (
            Score(10, 2, 1.5, 1, 0),
            "得分 18.00 =（检索词 10.00 + 段落 2.00）× 引用 1.500 × 主题 1.0",
        ),
        (
            Score(10, 2, 1, 1, 0, force=0.5, everyday=8),
            "得分 10.00 =（检索词 10.00 + 段落 2.00 + 问法 8.00）× 引用 1.000 × 主题 1.0 × 效力 0.50",
        ),
        (None, ""),
    ],
)
def test_the_figures_make_up_the_score(score: Score | None, said: str) -> None:
    assert figures(Hit(PolicyDocument(id="a", title="办法"), score=score)) == said
