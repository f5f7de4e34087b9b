"""When a document was made, since when it is in force, and what it says of its end."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import PolicyDocument, Validity
from index.statements.model import Timeline
from index.statements.timeline import timeline_of

ADOPTED = "（2001年5月1日某会议通过）\n"
AMENDED = "（2001年5月1日某会议通过 根据2018年3月2日《关于修改〈甲条例〉的决定》修正）\n"


def read(body: str, **known: object) -> Timeline:
    return timeline_of(PolicyDocument(id="a", title="甲条例", genre="条例", body=body, **known))  # type: ignore[arg-type]


def day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


@pytest.mark.parametrize(
    ("body", "known", "expected"),
    [
        pytest.param(ADOPTED, {}, date(2001, 5, 1), id="head"),
        pytest.param(AMENDED, {"published_on": date(2001, 5, 9)}, date(2018, 3, 2), id="an older day is not believed"),
        pytest.param(ADOPTED, {"published_on": date(2019, 3, 2)}, date(2019, 3, 2), id="a head cut short"),
        pytest.param("正文", {"written_on": date(1981, 5, 3), "published_on": date(2018, 1, 1)}, date(1981, 5, 3), id="the page's own day"),
        pytest.param(ADOPTED, {"published_on": date(2019, 3, 2), "source_url": "https://a.gov.cn/1"}, date(2001, 5, 1), id="a page shown later"),
        pytest.param("正文", {}, None, id="none"),
    ],
)  # fmt: skip
def test_the_day_of_a_text(body: str, known: dict[str, object], expected: date | None) -> None:
    assert day(read(body, **known).day) == expected


@pytest.mark.parametrize(
    ("body", "known", "expected", "words"),
    [
        pytest.param(ADOPTED + "第二条 本条例自2001年10月1日起施行。", {}, date(2001, 10, 1), "第二条 本条例自2001年10月1日起施行。", id="clause"),
        pytest.param(AMENDED + "第二条 本条例自2001年10月1日起施行。", {}, date(2018, 3, 2), "2018年3月2日《关于修改〈甲条例〉的决定》修正", id="clause of the first text"),
        pytest.param(AMENDED + "第二条 本条例自2018年5月1日起施行。", {}, date(2018, 5, 1), "第二条 本条例自2018年5月1日起施行。", id="clause of this text"),
        pytest.param("（2001年5月1日通过 2001年6月1日施行）\n", {}, date(2001, 6, 1), "2001年6月1日施行", id="told by the head"),
        pytest.param("第二条 本办法自印发之日起施行。", {"written_on": date(2020, 1, 2)}, date(2020, 1, 2), "第二条 本办法自印发之日起施行。", id="at issue"),
        pytest.param("正文", {"written_on": date(2020, 1, 2)}, None, "", id="nothing said"),
    ],
)  # fmt: skip
def test_since_when_it_is_in_force(
    body: str, known: dict[str, object], expected: date | None, words: str
) -> None:
    time = read(body, **known)
    assert day(time.begins) == expected
    assert body[slice(*time.begins_at)] == words


def test_the_wording_of_an_amended_text_is_as_old_as_its_clause() -> None:
    assert day(read(AMENDED + "本条例自2001年10月1日起施行。").worded) == date(2001, 10, 1)
    assert day(read(AMENDED + "本条例自公布之日起施行。").worded) == date(2001, 5, 1)


@pytest.mark.parametrize(
    ("clause", "ends"),
    [
        ("本办法自2021年12月6日起施行，有效期5年。", [date(2026, 12, 6)]),
        ("本办法自2021年12月6日起施行。有效期五年。", [date(2026, 12, 6)]),
        ("本办法自2021年12月6日起施行，有效期至2026年12月31日。", [date(2027, 1, 1)]),
        ("本办法自2021年12月6日起试行两年。", [date(2023, 12, 6)]),
        (
            "本办法有效期自2021年1月1日起至2023年12月31日。本办法自2021年1月1日起施行。",
            [date(2024, 1, 1)],
        ),
        ("本办法自2021年12月6日起施行。许可证有效期5年。", []),
        ("本办法自2021年12月6日起施行。优待卡设置2年有效期，本办法规定的资格有效期三年。", []),
        ("本办法自2021年12月6日起施行，有效期5年以上的合同除外。", []),
        ("备案自准予备案之日起生效，有效期为10年。本办法自2021年12月6日起施行。", []),
        ("第三条 自2021年12月6日起施行，有效期3年。", [date(2024, 12, 6)]),
        ("修改为：“本办法自2021年12月6日起施行，有效期5年。”", []),
        ("本办法自2021年12月6日起施行，有效期到2024年底。", [date(2025, 1, 1)]),
        ("本办法自2021年12月6日起执行，至2023年12月31日止。", [date(2024, 1, 1)]),
        ("本办法自2021年12月6日起施行，2024年1月1日失效。", [date(2024, 1, 1)]),
        ("本办法自2021年12月6日起施行，2001年5月1日发布的《甲办法》同时废止。", []),
        ("本市补贴标准自2021年12月6日起执行，至2023年12月31日止。", []),
        ("以上措施自2021年12月6日起施行，有效期至2023年12月31日。", [date(2024, 1, 1)]),
        ("（此件有效期至2023年12月31日）", [date(2024, 1, 1)]),
        ("正文\n有效期至：2023年12月31日\n正文", [date(2024, 1, 1)]),
    ],
)
def test_terms(clause: str, ends: list[date]) -> None:
    time = read(clause, written_on=date(2021, 12, 1))
    assert [day(ending.on) for ending in time.endings] == ends


@pytest.mark.parametrize(
    "title", ["甲办法（已废止）", "甲办法(全文废止)", "关于甲的通知（现已失效）"]
)
def test_a_title_that_says_that_it_has_ended_holds_nothing_in_force(title: str) -> None:
    document = PolicyDocument(
        id="a", title=title, genre="办法", body="本办法自2021年12月6日起施行。"
    )
    assert not timeline_of(document).is_text


def test_a_printed_end_stands_beside_the_term() -> None:
    body = "穗府办规〔2021〕19号\n2021年12月06日\n2029年12月06日\n广州市\n第一条 甲。\n本细则自2021年12月6日起施行，有效期5年。"
    term, printed = read(body).endings
    assert (day(term.on), term.printed) == (date(2026, 12, 6), False)
    assert (day(printed.on), printed.printed) == (date(2029, 12, 6), True)
    assert body[slice(*printed.span)] == "2029年12月06日"
    (label,) = read("正文", repealed_on=date(2024, 6, 30)).endings
    assert (day(label.on), label.printed) == (date(2024, 6, 30), True)


def test_the_word_of_the_source_is_kept_as_its_own() -> None:
    assert read("正文", validity=Validity.REPEALED).source is Validity.REPEALED


@pytest.mark.parametrize(
    ("genre", "body", "is_text"),
    [
        ("通知", "正文", True),
        ("通知", "", False),
        ("政府工作报告", "正文", False),
        ("", "怎么申领社会保障卡？", False),
        ("", "本规范自2025年3月1日起施行。", True),
    ],
)
def test_a_title_or_a_report_is_never_in_force(genre: str, body: str, is_text: bool) -> None:
    document = PolicyDocument(id="a", title="甲", genre=genre, body=body)
    assert timeline_of(document).is_text is is_text
