"""What is offered while a visitor types: characters, numbers, pinyin, initials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.facade.suggest import LIMIT

DOCUMENTS = [
    PolicyDocument(
        id="fund",
        title="住房公积金提取管理办法",
        body="第一条 公积金存入银行。依照《示例市房屋租赁条例》。",
        doc_number="示政办〔2023〕15号",
        index_number="003187413/202306-00020",
        issuers=("示例市人民政府办公室", "示例市财政局"),
        written_on=date(2023, 5, 1),
    ),
    PolicyDocument(
        id="fund-old",
        title="住房公积金提取管理办法",
        body="公积金由银行办理。",
        doc_number="示政办〔2015〕7号",
        issuers=("示例市人民政府办公室",),
    ),
    PolicyDocument(
        id="bank",
        title="关于商业银行贷款的通知",
        body="商业银行发放公积金贷款。",
        doc_number="示财〔2022〕47号",
        issuers=("示例市财政局",),
    ),
    PolicyDocument(id="rent", title="示例市房屋租赁条例", body="房屋出租。"),
    PolicyDocument(id="river", title="重庆市河长制条例", body="河长负责。"),
    PolicyDocument(id="women", title="妇女儿童权益保障办法", body="保障妇女儿童权益。"),
]


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS)


def offered(engine: EmbeddedEngine, typed: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in engine.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        pytest.param("公", "term", "公积金", id="one character"),
        pytest.param("公积", "term", "公积金", id="a word begun"),
        pytest.param("公積", "term", "公积金", id="Traditional"),
        pytest.param("公 积", "term", "公积金", id="a space between"),
        pytest.param("住房公积", "title", "住房公积金提取管理办法", id="a title begun"),
        pytest.param("管理办", "title", "住房公积金提取管理办法", id="within a title"),
        pytest.param("示政办", "number", "示政办〔2023〕15号", id="a number begun"),
        pytest.param("示政办[2023]", "number", "示政办〔2023〕15号", id="a number in brackets"),
        pytest.param("003187", "number", "003187413/202306-00020", id="an index number begun"),
        pytest.param("示例市财", "issuer", "示例市财政局", id="an issuer begun"),
        pytest.param("财政局", "issuer", "示例市财政局", id="within an issuer"),
        pytest.param("gongjijin", "term", "公积金", id="pinyin"),
        pytest.param("gongjij", "term", "公积金", id="pinyin unfinished"),
        pytest.param("gongj", "term", "公积金", id="pinyin of one syllable and a letter"),
        pytest.param("Gong'ji jin", "term", "公积金", id="syllables set apart"),
        pytest.param("gjj", "term", "公积金", id="initials"),
        pytest.param("zfgjj", "title", "住房公积金提取管理办法", id="initials of a title"),
        pytest.param("shilishicaizhengju", "issuer", "示例市财政局", id="pinyin of an issuer"),
        pytest.param("slsczj", "issuer", "示例市财政局", id="initials of an issuer"),
        pytest.param("caizhengju", "issuer", "示例市财政局", id="pinyin within an issuer"),
        pytest.param("yinhang", "term", "银行", id="行 in 银行"),
        pytest.param("yh", "term", "银行", id="initials of 银行"),
        pytest.param("chongqing", "title", "重庆市河长制条例", id="重 in 重庆"),
        pytest.param("funv", "term", "妇女", id="ü as v"),
        pytest.param("funü", "term", "妇女", id="ü"),
    ],
)
def test_offers(engine: EmbeddedEngine, typed: str, kind: str, text: str) -> None:
    assert (kind, text) in offered(engine, typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("gongjijin", "公积金", id="the word that is read so, before longer ones"),
        pytest.param("gjj", "公积金", id="the word of these initials"),
        pytest.param("yinhang", "银行", id="银行"),
        pytest.param("示政办〔2023〕15号", "示政办〔2023〕15号", id="a whole number"),
        pytest.param("示例市财政局", "示例市财政局", id="a whole issuer"),
    ],
)
def test_what_is_typed_whole_comes_first(engine: EmbeddedEngine, typed: str, first: str) -> None:
    assert offered(engine, typed)[0][1] == first


@pytest.mark.parametrize("typed", ["yinxing", "zhongqing", "hechangzhi"])
def test_a_character_is_read_as_it_is_in_its_word(engine: EmbeddedEngine, typed: str) -> None:
    assert offered(engine, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \t\n\u3000", id="white space"),
        pytest.param("\u200b\ufeff", id="zero width"),
        pytest.param("'", id="half a quotation"),
        pytest.param("g", id="one letter"),
        pytest.param("\0", id="NUL"),
        pytest.param("公\0积金\0", id="NUL between"),
        pytest.param("\ud800", id="a lone surrogate"),
        pytest.param("\udfff\ud800公积金", id="surrogates before a word"),
        pytest.param("\U0010ffff", id="the last code point"),
        pytest.param("示例词" * 33_334, id="100,000 characters"),
        pytest.param("a" * 100_000, id="100,000 letters"),
        pytest.param("'" * 100_000, id="100,000 apostrophes"),
        pytest.param(" " * 100_000 + "公积金", id="a word behind 100,000 spaces"),
        pytest.param("%_*?[](){}\\^$.|+", id="wildcards"),
        pytest.param("<script>alert(1)</script>", id="markup"),
        pytest.param("区块链", id="a word nothing has"),
        pytest.param("qukuailian", id="pinyin nothing is read as"),
    ],
)
def test_offers_nothing(engine: EmbeddedEngine, typed: str) -> None:
    assert engine.suggest(typed) == ()


@given(st.text(st.sampled_from("公积金示政办〔2023〕gjyinhang' ü\0\n\ud800") | st.characters()))
def test_whatever_is_typed_few_are_offered_each_once(engine: EmbeddedEngine, typed: str) -> None:
    found = engine.suggest(typed)
    assert len(found) <= LIMIT
    assert len({one.text for one in found}) == len(found)
    assert {one.kind for one in found} <= {"title", "number", "issuer", "term"}


@pytest.mark.parametrize("typed", ["公积金", "gongjijin", "gjj"])
def test_says_how_many_documents_a_word_stands_for(engine: EmbeddedEngine, typed: str) -> None:
    totals = {one.text: one.total for one in engine.suggest(typed)}
    assert totals["公积金"] >= 2


@pytest.mark.parametrize("typed", ["公积金", "gongjijin", "gjj"])
def test_what_only_titles_say_stands_for_documents_too(
    engine_of: Callable[..., EmbeddedEngine], typed: str
) -> None:
    engine = engine_of(PolicyDocument(id="t", title="公积金办法"))
    totals = {one.text: one.total for one in engine.suggest(typed)}
    assert totals["公积金"] == 1


@pytest.mark.parametrize("typed", ["办法", "banfa"])
def test_the_most_cited_title_comes_first(
    engine_of: Callable[..., EmbeddedEngine], typed: str
) -> None:
    names = ["甲办法", "乙办法", "丙办法"]
    cites = [
        PolicyDocument(id=f"c{n}", title=f"通知{n}", body=f"依照《丙办法》和《{names[n % 2]}》。")
        for n in range(3)
    ]
    documents = [PolicyDocument(id=name, title=name, body="正文。") for name in names]
    engine = engine_of(*documents, *cites)
    titles = [one.text for one in engine.suggest(typed) if one.kind == "title"]
    assert titles == ["丙办法", "甲办法", "乙办法"]


@pytest.mark.parametrize("typed", ["管理办法", "guanlibanfa"])
def test_versions_of_a_title_are_offered_once_and_cost_no_place(
    engine_of: Callable[..., EmbeddedEngine], typed: str
) -> None:
    """The second version of the first of seven titles stands behind them all."""
    names = [f"{one}管理办法" for one in "甲乙丙丁戊己庚"]
    documents = [PolicyDocument(id=name, title=name, body="正文。") for name in names]
    again = PolicyDocument(id="again", title=names[0], body="正文。")
    engine = engine_of(*documents, again)
    titles = [one.text for one in engine.suggest(typed) if one.kind == "title"]
    assert titles == names[:6]


def test_a_suggestion_belongs_to_what_is_current(
    engine_of: Callable[..., EmbeddedEngine], engine: EmbeddedEngine
) -> None:
    other = engine_of(PolicyDocument(id="x", title="数据安全条例", body="数据安全。"))
    assert ("term", "数据") in offered(other, "shuju")
    assert offered(engine, "shuju") == []


def offered_of(
    engine_of: Callable[..., EmbeddedEngine], typed: str, *documents: PolicyDocument
) -> list[tuple[str, str]]:
    return offered(engine_of(*documents), typed)


@pytest.mark.parametrize("typed", ["石榴", "shiliu"])
def test_issuers_stand_before_words_and_these_before_titles(
    engine_of: Callable[..., EmbeddedEngine], typed: str
) -> None:
    document = PolicyDocument(
        id="1", title="石榴种植办法", body="石榴。", issuers=("石榴市财政局",)
    )
    kinds = [kind for kind, _ in offered_of(engine_of, typed, document)]
    assert kinds == ["issuer", "term", "title"]


def test_numbers_stand_between_issuers_and_titles_in_their_order(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    numbers = ["石财〔2023〕2号", "石财〔2023〕1号", "石财〔2021〕9号", "石财〔2023〕3号"]
    documents = [
        PolicyDocument(id=str(n), title=f"石财办法{n}", doc_number=number, issuers=("石财局",))
        for n, number in enumerate(numbers)
    ]
    found = offered_of(engine_of, "石财", *documents)
    assert [one for one in found if one[0] != "title"] == [
        ("issuer", "石财局"),
        ("number", "石财〔2021〕9号"),
        ("number", "石财〔2023〕1号"),
        ("number", "石财〔2023〕2号"),
    ]
    assert [kind for kind, _ in found][:4] == ["issuer", "number", "number", "number"]


def test_issuers_that_begin_so_stand_first_then_those_of_more_documents(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    counts = {"甲县石榴局": 5, "石榴二局": 1, "石榴一局": 2, "乙县石榴局": 3}
    documents = [
        PolicyDocument(id=f"{name}{n}", title="办法", issuers=(name,))
        for name, count in counts.items()
        for n in range(count)
    ]
    found = engine_of(*documents).suggest("石榴")
    issuers = [(one.text, one.total) for one in found if one.kind == "issuer"]
    assert issuers == [("石榴一局", 2), ("石榴二局", 1), ("甲县石榴局", 5)]


def test_words_of_more_titles_stand_first_and_no_part_of_one_beside_it(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    titles = ["公路办法", "公路条例", "公路意见", "公积金办法", "公积金条例", "公共服务办法"]
    documents = [PolicyDocument(id=title, title=title) for title in titles]
    found = engine_of(*documents).suggest("公")
    assert [(one.text, one.total) for one in found if one.kind == "term"] == [
        ("公路", 3),
        ("公积金", 2),
        ("公共服务", 1),
    ]


def test_titles_that_begin_so_stand_before_those_that_have_it_within(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    titles = ["关于种植石榴的通知", "种植石榴办法", "支持种植石榴的意见"]
    documents = [PolicyDocument(id=title, title=title) for title in titles]
    found = offered_of(engine_of, "种植石榴", *documents)
    assert [text for kind, text in found if kind == "title"] == [titles[1], titles[0], titles[2]]


def test_so_many_of_each_kind_and_ten_in_all(engine_of: Callable[..., EmbeddedEngine]) -> None:
    words = ["公积金", "公安局", "公务员", "公证处", "公交车"]
    documents = [
        PolicyDocument(
            id=str(n),
            title=f"{words[n % 5]}石榴{'一二三四五六七八九十'[n]}办法",
            issuers=(f"公{'甲乙丙丁戊己庚辛壬癸'[n]}局",),
            doc_number=f"公办〔2023〕{n + 1}号",
        )
        for n in range(10)
    ]
    kinds = [one.kind for one in engine_of(*documents).suggest("公")]
    assert kinds == ["issuer"] * 3 + ["number"] * 3 + ["term"] * 4
    titles = [one.kind for one in engine_of(*documents).suggest("石榴")]
    assert titles.count("title") == 6


def test_issuers_by_pinyin_those_read_so_whole_first_then_those_that_begin_so(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    counts = {"甲县石榴局": 4, "石榴局办公室": 2, "石榴局": 1}
    documents = [
        PolicyDocument(id=f"{name}{n}", title="办法", issuers=(name,))
        for name, count in counts.items()
        for n in range(count)
    ]
    for typed in ("shiliuju", "slj"):
        found = offered_of(engine_of, typed, *documents)
        assert [text for kind, text in found if kind == "issuer"] == [
            "石榴局",
            "石榴局办公室",
            "甲县石榴局",
        ]


def test_however_many_versions_a_title_has_others_are_offered(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    versions = [PolicyDocument(id=str(n), title="甲管理办法") for n in range(70)]
    other = PolicyDocument(id="other", title="乙管理办法")
    found = offered_of(engine_of, "guanlibanfa", *versions, other)
    assert {text for kind, text in found if kind == "title"} == {"甲管理办法", "乙管理办法"}
