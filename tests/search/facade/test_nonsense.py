"""What means nothing finds nothing, or a sentence says what is shown: thirty queries of our own, and judged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.results import SearchResult
from tests.conftest import EngineOf

JUDGED = Path(__file__).parents[2] / "judged" / "nonsense_seen.tsv"
LETTERS = ["asdfgh", "qwertyuiop", "zxcv", "hjklhjkl", "mnbvcxz", "lkjh fdsa", "XQZW"]
DIGITS = ["123987", "55555555", "314159265358", "86420 97531", "00000", "1001001001"]
NUMBERS = [
    "000014349/2031-00217",
    "11330000002482999A/2029-99999",
    "11440100MB2C12345X/2041-00001",
    "000014349/2031－00218",
    "国办发〔2035〕3号",
    "浙政办发[2044]12号",
    "GB/T 99999—2039",
]
IDEOGRAPHS = [
    "魑魅魍魉",
    "饕餮貔貅",
    "龘靐齉爩",
    "囧烎槑",
    "哆啦梦魇",
    "霹雳蛟龙侠",
    "葫芦娃救爷爷",
]
MIXED = ["a9b8c7d6", "qq嘿123嘿ww", "？！……", "☃☂☁", "привет мир", "صباح الخير"]


def says_so(result: SearchResult) -> bool:
    """Whether nothing is shown, or a sentence stands above what is."""
    return not result.total or result.relaxation is not None or bool(result.notices)


def test_there_are_more_than_thirty() -> None:
    assert len([*LETTERS, *DIGITS, *NUMBERS, *IDEOGRAPHS, *MIXED]) >= 30


@pytest.mark.parametrize("q", [*LETTERS, *DIGITS, *NUMBERS, *IDEOGRAPHS, *MIXED])
def test_nonsense_finds_nothing_or_it_is_said(corpus_engine: EmbeddedEngine, q: str) -> None:
    assert says_so(corpus_engine.search(SearchRequest(q=q)))


def test_judged_nonsense_finds_nothing_or_it_is_said(corpus_engine: EmbeddedEngine) -> None:
    rows = [line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines()[1:]]
    silent = [
        q
        for q, kind in rows
        if kind != "known" and not says_so(corpus_engine.search(SearchRequest(q=q)))
    ]
    assert len(rows) == 30
    assert silent == []


@pytest.mark.parametrize("q", [*LETTERS, *DIGITS])
def test_letters_and_digits_are_whole_words_or_nothing(
    corpus_engine: EmbeddedEngine, q: str
) -> None:
    """What was typed as letters may be read as pinyin, which is said."""
    result = corpus_engine.search(SearchRequest(q=q))
    rung = result.relaxation.rung if result.relaxation else ""
    assert not result.total or rung == "spelling"
    assert not corpus_engine.search(SearchRequest(q=q, literal=True)).total


@pytest.mark.parametrize("q", [q for q in NUMBERS if "号" not in q and "GB" not in q])
def test_an_index_number_that_no_document_has_is_said(
    corpus_engine: EmbeddedEngine, q: str
) -> None:
    result = corpus_engine.search(SearchRequest(q=q))
    assert result.relaxation is None
    assert [notice for notice in result.notices if "没有收录索引号为" in notice]
    assert not result.total


# --- over small documents ------------------------------------------------------------------------

HELD = [
    PolicyDocument(
        id=f"n{n}",
        title=f"第{n}件通知",
        body="5G基站和asd系统，电话12345，20230101。",
        index_number=f"AB0{n}-0101-2019-0000{n}",
    )
    for n in range(6)
]


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    citing = PolicyDocument(id="citing", title="清单", body="见AB09-0101-2019-00009号文件。")
    return engine_of(*HELD, citing)


@pytest.mark.parametrize(
    ("q", "total"),
    [
        pytest.param("asd", 6, id="a whole word"),
        pytest.param("5g", 6, id="one of letters and digits"),
        pytest.param("12345", 6, id="digits"),
        pytest.param("asdf", 0, id="a longer word"),
        pytest.param("1234", 0, id="a part of a number"),
        pytest.param("54321", 0, id="the same digits"),
        pytest.param("g5", 0, id="the same characters"),
    ],
)
def test_letters_and_digits_stand_for_nothing_but_themselves(
    engine: EmbeddedEngine, q: str, total: int
) -> None:
    assert engine.search(SearchRequest(q=q, fold=False)).total == total


@pytest.mark.parametrize(
    ("q", "said"),
    [
        pytest.param("AB07-0101-2019-00007", True, id="joined as those of the collection"),
        pytest.param("ab07-0101-2019-00007", True, id="in small letters"),
        pytest.param("AB07/0101-2019-00007", False, id="joined otherwise"),
        pytest.param("2023-01-01", False, id="a date"),
        pytest.param("AB-CD-EF-GHIJK", False, id="letters"),
    ],
)
def test_what_has_the_shape_of_an_index_number_is_known_by_the_collections_own(
    engine: EmbeddedEngine, q: str, said: bool
) -> None:
    notices = engine.search(SearchRequest(q=q)).notices
    assert any(f"没有收录索引号为“{q}”的文件" in notice for notice in notices) is said


def test_what_names_an_index_number_that_is_not_held_is_found(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="AB09-0101-2019-00009"))
    assert [hit.document.id for hit in result.hits] == ["citing"]
    assert any("以下文件提到了它" in notice for notice in result.notices)


def test_an_index_number_that_is_held_names_its_document(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="AB03-0101-2019-00003"))
    assert (result.hits[0].document.id, result.hits[0].pin) == ("n3", "索引号一致")
    assert not result.notices
