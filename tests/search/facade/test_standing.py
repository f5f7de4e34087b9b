"""What proves a state where no sentence does: what the source prints beside the text, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from index.conventions.sections import find_sections
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


@pytest.mark.parametrize(
    ("last", "printed", "is_said"),
    [
        pytest.param("", None, False, id="a-day-of-publication"),
        pytest.param("本条例自2019年5月1日起施行。", None, True, id="a-sentence"),
        pytest.param("", date(2019, 3, 2), True, id="what-the-source-prints"),
    ],
)
def test_whether_it_is_said_since_when_a_text_is_in_force(
    engine_of: Callable[..., EmbeddedEngine], last: str, printed: date | None, is_said: bool
) -> None:
    document = PolicyDocument(
        id="a",
        title="燃气管理条例",
        body=f"第一条 为了加强燃气管理，制定本条例。{last}",
        genre="行政法规",
        published_on=date(2019, 3, 2),
        effective_on=printed,
    )
    view = engine_of(document).document("a")
    assert view
    assert view.relations
    assert view.relations.standing.since
    assert view.relations.standing.is_since_said is is_said


def test_the_date_that_is_shown_is_the_one_that_is_meant(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    """A page that was put up years later proves nothing of the day on which its text was written."""
    document = PolicyDocument(
        id="a",
        title="关于燃气管理的通知",
        body="现将有关事项通知如下。",
        genre="通知",
        validity=Validity.IN_FORCE,
        written_on=date(2004, 3, 2),
        published_on=date(2018, 12, 2),
        as_printed=(("发布日期", "2018-12-02"), ("成文日期", "2004-03-02")),
    )
    assert proofs(engine_of(document).document("a")) == ["成文日期：2004-03-02"]


def test_a_part_begins_when_another_part_says_that_all_do(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    """The parts of one law say it once."""
    subjects = ("街面", "广场", "店招", "路灯", "垃圾分类", "建筑渣土", "犬只饲养")
    lines = [
        f"第{n}条　{what}由所在地的街道办事处依法管理。"
        for n, what in zip("一二三四五六七", subjects, strict=True)
    ]
    lines.append("第八条　本法典自2022年5月1日起施行。")
    bodies = ("\n".join(lines[:4]), "\n".join(lines[4:]))
    parts = [
        PolicyDocument(
            id=f"part-{n}",
            title="云澜市城市管理法典",
            body=body,
            sections=find_sections(body),
            doc_number="云人发〔2021〕9号",
            issuers=("云澜市人民代表大会",),
            genre="法典",
            region="云澜市",
            published_on=date(2022, 1, 1),
        )
        for n, body in enumerate(bodies)
    ]
    view = engine_of(*parts).document("part-0")
    assert view
    assert view.relations
    standing = view.relations.standing
    assert (standing.since, standing.is_since_said) == (date(2022, 5, 1), True)
