"""What was typed is read once: folded in one pass, its 发文字号 parsed once."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conventions import doc_number
from index.document import PolicyDocument
from index.schema.fields import number_key, title_keys
from index.text import fold as folding
from index.text.fold import Codes, decode, fold
from search.embedded.engine import EmbeddedEngine
from search.query.grammar import Clause, Field, parse
from search.query.interpretation import interpret, query_of
from search.query.tiers import Pins
from search.request import Scope, SearchRequest
from search.results import SearchResult

typed = st.text(
    st.sampled_from('“”"-标题:文号公积金請問 OR〔2023〕15号国办发令ＡＢ5g\u200b') | st.characters(),
    max_size=60,
)


@given(typed)
def test_it_holds_what_each_step_would_read_of_the_text(text: str) -> None:
    read = interpret(text)
    assert (read.text, read.folded) == (text, fold(text))
    assert read.squeezed == number_key(text)
    assert read.title_keys == title_keys(text)
    assert read.number == doc_number.parse(text)
    found = [number for _, _, number in doc_number.find(text)]
    assert list(read.cited) == ([read.number] if read.number else found)


@given(typed)
def test_its_clauses_are_those_of_the_grammar_and_each_has_its_own_folded_text(text: str) -> None:
    query = interpret(text).query
    assert query.mapped(lambda c: Clause(c.text, c.phrase, c.field)) == parse(text)
    for wanted in (*query.clauses, *query.excluded):
        assert wanted.folded == fold(wanted.text)
        assert len(wanted.bare) == len(wanted.text)
        assert wanted.number == (
            doc_number.parse(wanted.text) if wanted.field is Field.NUMBER else None
        )


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        pytest.param("Gong'ji jin", "gongjijin", id="pinyin"),
        pytest.param("ＧＪＪ", "gjj", id="initials in full width"),
        pytest.param("公jj", "", id="an ideograph"),
    ],
)
def test_whether_letters_were_typed(text: str, letters: str) -> None:
    assert interpret(text).letters == letters


@pytest.mark.parametrize("q", ["示政办2023年15号", "国务院令 第715号", "國辦發〔2017〕47號"])
def test_a_number_no_document_has_is_looked_for_in_its_standard_form(q: str) -> None:
    read = interpret(q)
    query = query_of(SearchRequest(q), read, Pins({}))
    assert read.number
    cited, *series = query.clauses
    assert (cited.text, cited.phrase) == (str(read.number), True)
    for wanted in query.clauses:
        assert wanted.folded == fold(wanted.text)
    for wanted in series:
        assert wanted.number == doc_number.parse(wanted.text)


def test_a_text_that_is_looked_for_as_a_number_is_not_cut_at_its_spaces() -> None:
    read = interpret("示政办 2023 15")
    [wanted] = query_of(SearchRequest(read.text, Scope.NUMBER), read, Pins({})).clauses
    assert (wanted.text, wanted.field) == (read.text, Field.NUMBER)
    assert wanted.number == read.number


DOCUMENTS = [
    PolicyDocument(
        id="fund",
        title="示例市住房公积金提取管理办法",
        body="第一条 职工购买住房，可以提取住房公积金，满十六周岁者亦可。",
        doc_number="示政办〔2023〕15号",
        index_number="003187413/202306-00020",
        issuers=("示例市财政局", "国家发展改革委"),
    ),
    PolicyDocument(
        id="tech",
        title="关于高新技术企业认定奖励的通知",
        body="根据示政办〔2023〕15号，对高新技术企业给予补贴。",
        doc_number="示科〔2022〕47号",
        issuers=("示例市科技局",),
    ),
    PolicyDocument(id="soil", title="示例市水土保持方案审批办法", body="水土保持方案由部门审批。"),
]
TEXTS = {text for document in DOCUMENTS for text in (document.title, document.body)}


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    made = engine_of(*DOCUMENTS)
    made.search(SearchRequest("zfzc"))  # what letters are compared with is made once,
    made.search(SearchRequest("文号:1 发文机关:局"))  # and what parts of keys are looked for in,
    made.search(SearchRequest("职工怎么提取住房公积金"))  # and what questions are compared with
    return made


class _Watched:
    """The folding table, and every text that is looked up in it, or in what is made of it for short ones."""

    def __init__(self, table: Codes) -> None:
        self._table = table
        self.passes: list[str] = []

    def __getitem__(self, codes: Codes) -> Codes:
        self.passes.append(decode(codes))
        found: Codes = self._table[codes]
        return found

    def translated(self, text: str, table: array[int]) -> str | None:
        """A short text as it is folded; see ``index.text.fold``."""
        made = _TRANSLATED(text, table)
        if made is not None:
            self.passes.append(text)
        return made


_TRANSLATED = folding.translated


Watch = Callable[[SearchRequest], tuple[SearchResult, list[str], list[str]]]


@pytest.fixture
def watched(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A function that searches: the result, every text folded that is none of a document, every
    text parsed as a 发文字号."""
    table, parse_folded = _Watched(folding.fold_table()), doc_number.parse_folded
    parsed: list[str] = []

    def counting(folded: str) -> doc_number.DocNumber | None:
        parsed.append(folded)
        return parse_folded(folded)

    interpret.cache_clear()
    monkeypatch.setattr(folding, "fold_table", lambda: table)
    monkeypatch.setattr(folding, "translated", table.translated)
    monkeypatch.setattr(doc_number, "parse_folded", counting)

    def search(request: SearchRequest) -> tuple[SearchResult, list[str], list[str]]:
        result = engine.search(request)
        return result, [text for text in table.passes if text not in TEXTS], parsed

    return search


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(SearchRequest(q="公积金 提取"), id="words"),
        pytest.param(SearchRequest(q="高企补贴"), id="a word of the table of lay words"),
        pytest.param(SearchRequest(q="水保 审批"), id="an abbreviation"),
        pytest.param(
            SearchRequest(q="請問示例市滿16周歲的職工怎麼提取住房公積金？"), id="a question"
        ),
        pytest.param(
            SearchRequest(q="职工购买住房如何提取住房公积金和给予补贴审批"), id="a long question"
        ),
        pytest.param(SearchRequest(q="“高新企业”是什么"), id="a quotation nothing has"),
        pytest.param(SearchRequest(q="“高新技术企业” 奖励"), id="a quotation"),
        pytest.param(SearchRequest(q="示政办2023年15号"), id="a number"),
        pytest.param(SearchRequest(q="示政办〔2030〕15号"), id="a number nothing has"),
        pytest.param(SearchRequest(q="示政办〔2023〕"), id="part of a number"),
        pytest.param(SearchRequest(q="003187413/202306-00020"), id="an index number"),
        pytest.param(SearchRequest(q="示例市住房公積金提取管理辦法"), id="a title"),
        pytest.param(SearchRequest(q="标题:公积金 OR 正文:补贴 -审批"), id="fields and operators"),
        pytest.param(SearchRequest(q="发文机关:国家发改委 公积金"), id="an issuer"),
        pytest.param(SearchRequest(q="去年示例市财政局的补贴"), id="filters named"),
        pytest.param(SearchRequest(q="公积金", scope=Scope.TITLE), id="in titles"),
        pytest.param(SearchRequest(q="示政办 2023 15", scope=Scope.NUMBER), id="in numbers"),
        pytest.param(SearchRequest(q="高企", literal=True), id="as typed"),
        pytest.param(SearchRequest(q="企业", within="补贴 2023年"), id="within what was found"),
        pytest.param(SearchRequest(q="公基金"), id="a wrong character"),
        pytest.param(SearchRequest(q="gongjijin"), id="pinyin"),
        pytest.param(SearchRequest(q="ＧＪＪ"), id="initials"),
        pytest.param(SearchRequest(q="航天 火箭"), id="nothing"),
        pytest.param(SearchRequest(q=""), id="nothing typed"),
    ],
)
def test_a_text_is_folded_once_and_its_number_read_once(
    watched: Watch, asked: SearchRequest
) -> None:
    result, folded, parsed = watched(asked)
    searched = [asked.q]
    if asked.within:
        searched.append(asked.within)
    if result.relaxation and result.relaxation.rung == "spelling":
        searched.append(result.suggestion)
    if result.intent:  # what is left of it is another query, and so is what stands without one part
        searched += [text for text in folded if text not in searched]
    others = [text for text in folded if text not in searched]
    assert [text for text in folded if text in searched] == searched
    assert len(others) <= ("发文机关" in asked.q)  # the canonical name of one
    assert len(folded) <= (3 if result.intent else 2)
    assert parsed == list(map(fold, searched))


def test_a_number_in_a_field_is_read_by_itself(watched: Watch) -> None:
    _, folded, parsed = watched(SearchRequest(q="文号:示科 公积金"))
    assert len(folded) == 1
    assert len(parsed) == 2


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("怎麼提取公積金", "怎么提取公积金"),
        ("請問公積金能不能提取嗎", "请问公积金能不能提取吗"),
        ("什麼是高新技術企業", "什么是高新技术企业"),
        ("為什麼 補貼", "为什么 补贴"),
    ],
)
def test_a_question_in_traditional_characters_asks_the_same(
    engine: EmbeddedEngine, traditional: str, simplified: str
) -> None:
    one, other = interpret(traditional).query.clauses, interpret(simplified).query.clauses
    assert [(c.bare, c.asks, c.only_asks) for c in one] == [
        (c.bare, c.asks, c.only_asks) for c in other
    ]
    assert one[0].asks
    found = [engine.search(SearchRequest(q)) for q in (traditional, simplified)]
    assert found[0].hits == found[1].hits
