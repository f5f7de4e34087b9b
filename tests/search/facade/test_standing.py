"""What proves a state where no sentence does: what the source prints beside the text, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from index.document import PolicyDocument, Validity
from search.embedded.engine import EmbeddedEngine
from search.results import DocumentView


def proofs(view: DocumentView | None) -> list[str]:
    assert view
    assert view.relations
    return [one.text for one in view.relations.standing.evidence]


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        pytest.param((("发布日期", "2019-03-02"),), ["发布日期：2019-03-02"], id="published"),
        pytest.param(
            (("发布日期", "2019-03-02"), ("施行日期", "2019-05-01")),
            ["施行日期：2019-05-01"],
            id="since-when-before-that",
        ),
        pytest.param((), [], id="nothing"),
    ],
)
def test_a_text_in_force_without_a_sentence_is_proved_by_what_is_printed(
    engine_of: Callable[..., EmbeddedEngine], printed: tuple[tuple[str, str], ...], said: list[str]
) -> None:
    document = PolicyDocument(
        id="a",
        title="燃气管理条例",
        body="第一条 为了加强燃气管理，制定本条例。",
        genre="行政法规",
        published_on=date(2019, 3, 2),
        as_printed=printed,
    )
    view = engine_of(document).document("a")
    assert view
    assert view.document.validity is Validity.IN_FORCE
    assert proofs(view) == said


def test_a_date_proves_no_repeal(engine_of: Callable[..., EmbeddedEngine]) -> None:
    """What the source alone calls 废止 has neither that state nor a proof of it."""
    document = PolicyDocument(
        id="a",
        title="燃气管理条例",
        validity=Validity.REPEALED,
        as_printed=(("发布日期", "2019-03-02"), ("有效性", "废止")),
    )
    view = engine_of(document).document("a")
    assert view
    assert view.document.validity is Validity.UNSTATED
    assert proofs(view) == []
