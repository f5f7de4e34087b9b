"""Works and how they are cited."""

from __future__ import annotations

import pytest

from index.conventions.works import cited_as, works_in


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("公司法", id="short"),
        pytest.param("中华人民共和国公司法", id="whole"),
        pytest.param("《中华人民共和国公司法》（2023修订）", id="remark"),
        pytest.param("公司法 第三条", id="article"),
        pytest.param("公司法 第二百一十六条之一", id="article-inserted"),
    ],
)
def test_a_work_has_one_name(title: str) -> None:
    assert cited_as(title) == "公司法"


def test_a_text_names_each_work_once_and_not_itself() -> None:
    text = "依照《公司法》《中华人民共和国公司法》和《公司登记办法》，制定本办法。"
    assert works_in(text, "公司登记办法") == ["公司法"]


def test_three_hundred_works_of_a_text_are_counted() -> None:
    text = "".join(f"《第{n}号办法》" for n in range(301))
    assert works_in(text, "通知") == [f"第{n}号办法" for n in range(300)]
