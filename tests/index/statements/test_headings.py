"""Whom titles name that are about another text."""

from __future__ import annotations

import pytest

from index.statements.headings import headings_of
from index.statements.model import Kind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国刑法修正案（八）", "刑法"),
        (
            "最高人民法院关于适用《中华人民共和国婚姻法》若干问题的解释（二）的补充规定",
            "最高人民法院关于适用婚姻法若干问题的解释二",
        ),
        ("关于养路工作的通知的补充通知", "关于养路工作的通知"),
    ],
)
def test_amendments_and_supplements_amend_what_they_are_called_after(title: str, name: str) -> None:
    assert (name, Kind.AMENDS) in [(one.name, one.kind) for one in headings_of(title)]


def test_a_supplement_to_no_text_amends_none() -> None:
    title = "关于执行《中华人民共和国刑法》确定罪名的补充规定"
    assert Kind.AMENDS not in [one.kind for one in headings_of(title)]
