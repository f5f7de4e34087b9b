"""Words may be right where signs and figures are not."""

from __future__ import annotations

import pytest

from index.readers.layout.punctuation import MISSING, WRONG, doubt

SENTENCE = "为保护公民的合法权益，维护社会秩序，根据有关法律、法规，结合本市实际，制定本办法。"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param([SENTENCE.replace("，", "%").replace("、", "-")] * 5, WRONG, id="wrong"),
        pytest.param([SENTENCE.replace("，", " ").replace("、", "").replace("。", " ") * 3] * 12, MISSING, id="missing"),
        pytest.param([SENTENCE] * 30, "", id="right"),
        pytest.param(["王芳  李强  张敏"] * 50, "", id="names"),
        pytest.param(["增长5%左右，比上年提高2%以上。"] * 20, "", id="per cent"),
        pytest.param([SENTENCE.replace("，", ",").replace("。", ".")] * 20, "", id="half-width"),
        pytest.param([], "", id="nothing"),
    ],
)  # fmt: skip
def test_signs_are_doubted(lines: list[str], said: str) -> None:
    assert doubt(lines) == said
