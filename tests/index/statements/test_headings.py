"""Whom titles name that are about another text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index.statements import headings
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


class Read:
    """A pattern that counts the letters it looks through."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.letters = 0

    def search(self, text: str) -> re.Match[str] | None:
        self.letters += len(text)
        return self._pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        self.letters += len(text)
        return self._pattern.finditer(text)


def test_a_title_of_many_names_is_read_once_for_each_thing_it_may_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = [(kind, Read(pattern)) for kind, pattern in vars(headings)["_DOES"]]
    monkeypatch.setattr(headings, "_DOES", counted)
    title = "《甲法》" * 500
    assert len(headings_of(title)) == 500
    assert sum(read.letters for _, read in counted) <= len(counted) * len(title)


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("《甲法》解读", [Kind.INTERPRETS]),
        ("解读《甲法》", [Kind.CITES]),
        ("关于修改《甲法》和废止《乙法》的决定", [Kind.AMENDS, Kind.REPEALS]),
        ("关于《甲法》印发《乙法》的批复", [Kind.ANSWERS, Kind.CARRIES]),
    ],
)
def test_words_before_and_behind_a_name_say_what_is_done(title: str, kinds: list[Kind]) -> None:
    assert [one.kind for one in headings_of(title)] == kinds
