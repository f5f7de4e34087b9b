"""Versions of real laws side by side: what is known of them, in a few words of each."""

from __future__ import annotations

import pytest

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.comparison.compare import compare
from search.comparison.values import Change, Comparison, Row

Records = dict[str, PolicyDocument]
SECRETS = ("law-94e200eb3cb6", "law-ce12b94f1969")
"""保守国家秘密法, of 2010 and of 2024."""


@pytest.fixture(scope="module")
def secrets(corpus_records: Records, analyzer: Analyzer) -> Comparison:
    old, new = (corpus_records[id] for id in SECRETS)
    return compare(old, new, analyzer.cut)


def _row(compared: Comparison, old: str, new: str) -> Row:
    """The row with these numbers; empty for a side that is not."""
    (found,) = (
        row
        for row in compared.rows
        if (row.old.label if row.old else "", row.new.label if row.new else "") == (old, new)
    )
    return found


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("第二条", "第二条", Change.SAME),
        ("第五条", "第六条", Change.MOVED),
        ("第二十二条", "第二十七条", Change.MOVED),
        ("第三十七条", "第四十五条", Change.MOVED),
        ("第一条", "第一条", Change.CHANGED),
        ("第三条", "第五条", Change.CHANGED),
        ("第五十三条", "第六十五条", Change.CHANGED),
        ("", "第三条", Change.ADDED),
        ("", "第三十六条", Change.ADDED),
        ("第八条", "", Change.REMOVED),
    ],
)
def test_every_article_is_known_again(
    secrets: Comparison, old: str, new: str, change: Change
) -> None:
    assert _row(secrets, old, new).change is change


def test_what_changed_places_is_told_from_what_changed_numbers(secrets: Comparison) -> None:
    assert not _row(secrets, "第五条", "第六条").displaced
    assert _row(secrets, "第三十七条", "第四十五条").displaced


def test_words_that_came_are_marked(secrets: Comparison) -> None:
    new = _row(secrets, "第七条", "第八条").new
    assert new
    assert [text for text, marked in new.pieces if marked] == [
        "依法设置保密工作机构或者指定专人负责保密工作，",
        "监督",
    ]


def test_the_head_is_not_compared(secrets: Comparison) -> None:
    assert [head[0][:11] for head in (secrets.old_head, secrets.new_head)] == [
        "（1988年9月5日 "
    ] * 2
    assert secrets.whole


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        ("law-19f9547ecedf", "law-45d82368a879", 7),
        ("law-e8b32d69fc6d", "law-65b871b17b69", 0),
        ("law-611be8c42495", "law-4729decab43c", 15),
    ],
)
def test_numbers_add_up(
    corpus_records: Records, analyzer: Analyzer, old: str, new: str, added: int
) -> None:
    """As many 条 came and went as the two have more and less."""
    compared = compare(corpus_records[old], corpus_records[new], analyzer.cut)
    assert compared.count(Change.ADDED) == added
    sizes = [
        sum(section.label.endswith("条") for section in corpus_records[id].sections)
        for id in (old, new)
    ]
    assert sizes[1] - sizes[0] == compared.count(Change.ADDED) - compared.count(Change.REMOVED)
