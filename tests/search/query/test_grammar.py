"""The query language: every string has a reading, and it is the one expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.grammar import Clause, Field, Query, parse
from search.request import MAX_CLAUSES


def words(*texts: str) -> tuple[tuple[Clause, ...], ...]:
    return tuple((Clause(text),) for text in texts)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("公积金 提取", Query(words("公积金", "提取")), id="words"),
        pytest.param("公积金\u3000提取", Query(words("公积金", "提取")), id="ideographic space"),
        pytest.param('"高新 企业"', Query(((Clause("高新 企业", True),),)), id="quotes"),
        pytest.param("“双招双引”", Query(((Clause("双招双引", True),),)), id="Chinese quotes"),
        pytest.param("＂双招双引＂", Query(((Clause("双招双引", True),),)), id="wide quotes"),
        pytest.param(
            '"“双招双引”工程"', Query(((Clause("“双招双引”工程", True),),)), id="quotes in quotes"
        ),
        pytest.param("“甲“乙”丙”", Query(((Clause("甲“乙”丙", True),),)), id="nested quotes"),
        pytest.param("企业 -补贴", Query(words("企业"), (Clause("补贴"),)), id="a word left out"),
        pytest.param(
            "企业 －“以旧换新”", Query(words("企业"), (Clause("以旧换新", True),)), id="wide minus"
        ),
        pytest.param(
            "个人 OR 企业 奖励",
            Query(((Clause("个人"), Clause("企业")), (Clause("奖励"),))),
            id="OR binds its neighbours",
        ),
        pytest.param("标题:公积金", Query(((Clause("公积金", field=Field.TITLE),),)), id="field"),
        pytest.param(
            "发文机关：科技局 高企",
            Query(((Clause("科技局", field=Field.ISSUER),), (Clause("高企"),))),
            id="wide colon",
        ),
        pytest.param(
            "文号： 国发〔2017〕4号",
            Query(((Clause("国发〔2017〕4号", field=Field.NUMBER),),)),
            id="space after the colon",
        ),
        pytest.param(
            "标题:“住房 公积金”",
            Query(((Clause("住房 公积金", True, Field.TITLE),),)),
            id="phrase in a field",
        ),
        pytest.param('"公积金', Query(words("公积金")), id="a quote nothing closes"),
        pytest.param("标题:", Query(words("标题:")), id="a field of nothing"),
        pytest.param("OR 企业", Query(words("OR", "企业")), id="OR at the beginning"),
        pytest.param("企业 OR", Query(words("企业")), id="OR at the end"),
        pytest.param("养老 AND 失业", Query(words("养老", "失业")), id="AND says nothing"),
        pytest.param("AND 失业", Query(words("AND", "失业")), id="AND at the beginning"),
        pytest.param("养老 AND", Query(words("养老", "AND")), id="AND at the end"),
        pytest.param("养老 NOT 保险", Query(words("养老"), (Clause("保险"),)), id="NOT"),
        pytest.param(
            "养老 AND NOT “补充 保险”",
            Query(words("养老"), (Clause("补充 保险", True),)),
            id="AND NOT a phrase",
        ),
        pytest.param("NOT 保险", Query(words("NOT", "保险")), id="NOT at the beginning"),
        pytest.param("企业 or 个人", Query(words("企业", "or", "个人")), id="a small or"),
        pytest.param("- -- 4/2026-00001", Query(words("-", "--", "4/2026-00001")), id="hyphens"),
        pytest.param("办法（试行）", Query(words("办法（试行）")), id="brackets are text"),
        pytest.param(
            '"公积金"-补贴',
            Query(((Clause("公积金", True),), (Clause("-补贴"),))),
            id="a hyphen that touches",
        ),
        pytest.param(
            "正文:公积金", Query(((Clause("公积金", field=Field.BODY),),)), id="in bodies"
        ),
        pytest.param('"" “ ”', Query(()), id="empty quotes"),
        pytest.param("", Query(()), id="nothing"),
    ],
)
def test_reads(text: str, query: Query[Clause]) -> None:
    assert parse(text) == query


def test_twenty_clauses_are_read_and_of_more_it_is_said() -> None:
    twenty = parse(" ".join(f"词{n}" for n in range(20)))
    more = parse(" ".join(f"词{n}" for n in range(21)))
    assert (len(twenty.groups), twenty.cut) == (20, False)
    assert (more.groups, more.cut) == (twenty.groups, True)


@given(st.text(st.characters() | st.sampled_from('"“”＂-－:： OR标题'), max_size=200))
def test_every_string_has_a_reading_of_bounded_size(text: str) -> None:
    query = parse(text)
    assert len(query.groups) + len(query.excluded) <= MAX_CLAUSES
    for clause in (*query.clauses, *query.excluded):
        assert clause.text.strip()
        assert text[clause.start : clause.start + len(clause.text)] == clause.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("词 " * 5000, id="5,000 words"),
        pytest.param("(" * 2000, id="2,000 brackets"),
        pytest.param("NOT " * 500, id="500 times NOT"),
        pytest.param('"' * 2001, id="2,001 quotes"),
        pytest.param("“" * 1000, id="1,000 opening quotes"),
        pytest.param("a OR " * 500, id="500 times OR"),
        pytest.param("^1e999 *?[a-z]~2", id="operators of other languages"),
    ],
)
def test_hostile_queries_are_text(text: str) -> None:
    parse(text)
