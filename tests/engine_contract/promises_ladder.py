"""How a query that finds too little is widened, what is said of it, and what never is."""

from __future__ import annotations

from dataclasses import replace

from search.request import SearchRequest
from search.results import Facet, Relaxation, SearchResult
from tests.engine_contract.promise import Engine, Part, asked, ids, promise, promise_of_each, typed
from tests.engine_contract.requests import BY_SCORE, NAMED, SCOPED, TYPED, WORDS
from tests.engine_contract.scan import SHARES, Scan

_EXPRESSLY = (
    '"没有这句话" 公积金 补贴',
    "公积金 -公积金",
    "公积金 月球 -贷款",
    "水土保持 义务教育 -学生",
    "水土保持 食堂 电梯 河长 -河长",
    '"住房公积金" 月球 食堂',
    "发文机关:财政局 月球 税款",
    "文号:云政办 月球 退休",
    "职工怎么提取公积金 -购买",
    "义务教育入学需要什么条件 -补贴",
)


def _wordings(result: SearchResult) -> dict[str, tuple[str, ...]]:
    return {wording.text: wording.others for wording in result.wordings}


def _steps(relaxation: Relaxation | None) -> list[tuple[str, int]]:
    return [(step.rung, step.total) for step in relaxation.steps] if relaxation else []


@promise_of_each(
    Part.LADDER, *(f"q={q}" for q in (*WORDS, *TYPED, *NAMED, *BY_SCORE, *_EXPRESSLY)), *SCOPED
)
def a_widened_result_says_so(engine: Engine, scan: Scan, case: str) -> None:
    """The rung that answers and each one tried, counted before any filter; no rung, no word."""
    request = asked(case)
    result = engine.search(request)
    whole = engine.search(request.unfiltered())
    found = scan.found(request, _wordings(result))
    rung = result.relaxation.rung if result.relaxation else ""
    steps = _steps(result.relaxation)
    assert len({rung for rung, _ in steps}) == len(steps)
    if rung:
        assert steps[-1] == (rung, whole.total)
        assert result.relaxation
        assert result.relaxation.message.endswith(("。", "。）"))
        assert all(step.label for step in result.relaxation.steps)
    if found.ids is not None:
        assert rung == found.rung
        tried = ["all", *SHARES]
        expected = [(one, 0) for one in tried[: tried.index(rung)]] if rung else []
        assert steps[:-1] == expected


@promise_of_each(Part.LADDER, "公积金 月球", "公积金 贷款 租房 月球", "职工 火星 月球")
def what_no_document_has_is_named(engine: Engine, scan: Scan, case: str) -> None:
    relaxation = engine.search(typed(case)).relaxation
    missing = scan.found(typed(case), {}).missing
    assert relaxation
    assert missing
    for word in case.split():
        assert (f"“{word}”" in relaxation.message) == (word in missing)


@promise_of_each(Part.LADDER, *_EXPRESSLY)
def what_is_asked_for_expressly_is_never_relaxed(engine: Engine, scan: Scan, case: str) -> None:
    """Quotation marks, issuers, numbers and exclusions hold on every rung."""
    assert set(ids(engine.search(typed(case)))) <= scan.expressly(case)


@promise_of_each(
    Part.LADDER,
    "职工购买住房怎么提取公积金 near",
    "请问义务教育入学需要什么条件 near",
    "“提取公积金余额”是什么 unquoted",
    "入学率 grams",
    "渔避 letters",
    "公基金 spelling",
    "gongjijin spelling",
)
def rungs_that_scores_decide(engine: Engine, scan: Scan, case: str) -> None:
    """Sentences find what is near; else pieces of words, letters, what was probably meant."""
    q, rung = case.split()
    relaxation = engine.search(typed(q)).relaxation
    assert relaxation
    assert relaxation.rung == rung


@promise_of_each(Part.LADDER, *(q for q in BY_SCORE if len(q) > 8))
def a_sentence_keeps_what_has_every_word(engine: Engine, scan: Scan, case: str) -> None:
    """How many that are is said, they are in the widened result, and half of all are not."""
    result = engine.search(typed(case))
    if not result.relaxation or result.relaxation.rung != "near":
        return
    terms = " ".join(result.terms)
    strict = scan.strictly(terms)
    assert strict <= set(ids(result))
    assert result.total < len(scan.every) / 2
    assert ("all", len(strict)) in _steps(result.relaxation)
    assert not strict or f"有 {len(strict)} 件" in result.relaxation.message


@promise_of_each(Part.LADDER, *(q for q in (*TYPED, *BY_SCORE) if "月球" in q or len(q) < 5))
def filters_do_not_move_the_ladder(engine: Engine, scan: Scan, case: str) -> None:
    """The rung is the query's: what a filter leaves of it may be nothing."""
    alone = engine.search(typed(case))
    filtered = engine.search(asked(f"q={case}&genre=没有这种"))
    assert filtered.total == 0
    assert filtered.relaxation == alone.relaxation


@promise_of_each(Part.WORDINGS, "高企=高新技术企业", "老赖=失信被执行人|限制消费", "学区房=划片入学",
                 "高企奖励=高新技术企业", "水保=水土保持")  # fmt: skip
def lay_words_are_found_in_other_wordings(engine: Engine, scan: Scan, case: str) -> None:
    """The result says which, and marks them; a literal request looks for none."""
    q, _, others = case.partition("=")
    result = engine.search(typed(q))
    assert [wording.others for wording in result.wordings] == [tuple(others.split("|"))]
    assert result.wordings[0].text in q
    assert set(ids(result)) == scan.strictly(q, _wordings(result))
    assert engine.search(asked(f"q={q}&literal=1")).wordings == ()


@promise_of_each(Part.WORDINGS, "提高企业效率", "公积金 提取", "水土保持", '"高企"')
def what_is_no_lay_word_has_no_other_wording(engine: Engine, scan: Scan, case: str) -> None:
    """高企 is not meant in 提高企业, nor what is quoted."""
    assert engine.search(typed(case)).wordings == ()


@promise_of_each(Part.CORRECTIONS, "公基金=公积金", "gongjijin=公积金", "gjj=公积金",
                 "shuitubaochi=水土保持")  # fmt: skip
def what_was_meant_is_searched_instead(engine: Engine, scan: Scan, case: str) -> None:
    """Only where what was typed finds nothing, and it is said; never for a literal request."""
    q, _, meant = case.partition("=")
    result, other = engine.search(typed(q)), engine.search(typed(meant))
    assert result.suggestion == meant
    assert result.relaxation
    assert result.relaxation.rung == "spelling"
    assert f"“{q}”" in result.relaxation.message
    assert f"“{meant}”" in result.relaxation.message
    assert (ids(result), result.total) == (ids(other), other.total)
    assert _counts(result.facets) == _counts(other.facets)
    literal = engine.search(asked(f"q={q}&literal=1"))
    assert literal.total == 0
    assert literal.relaxation is None


@promise(Part.CORRECTIONS)
def of_what_occurs_nowhere_no_pieces_are_shown_where_the_meaning_is_sure(
    engine: Engine, scan: Scan
) -> None:
    result = engine.search(typed("义务较育"))
    assert result.suggestion == "义务教育"
    assert result.relaxation
    assert result.relaxation.rung == "spelling"
    literal = engine.search(asked("q=义务较育&literal=1"))
    assert literal.relaxation
    assert literal.relaxation.rung != "spelling"


@promise_of_each(Part.CORRECTIONS, "公积金", "水土保持 -条例", "云政办〔2023〕15号", "河长制", "")
def what_the_collection_writes_is_not_corrected(engine: Engine, scan: Scan, case: str) -> None:
    assert engine.search(typed(case)).suggestion == ""


@promise_of_each(
    Part.NARROWINGS,
    "2023年公积金=年份：2023",
    "今年补贴=年份：2026",
    "去年补贴=年份：2025",
    "近三年补贴=年份：2024—2026",
    "财政部税收=发文机关：财政部",
    "国务院办公厅机构=发文机关：国务院办公厅",
    "公积金=",
    "1998年公积金=",
    "四川省补贴=",
)
def filters_that_a_query_names_are_offered(engine: Engine, scan: Scan, case: str) -> None:
    """Each alone, with what it would find, where it is not sure that it is meant; never where it would
    leave nothing."""
    q, _, label = case.partition("=")
    request = asked(f"q={q}&validity=有效&validity=未注明&page=1")
    result = engine.search(request)
    assert [one.label for one in result.narrowings] == ([label] if label else [])
    for one in result.narrowings:
        assert one.total > 0
        assert engine.search(one.request).total == one.total
        assert (one.request.q, one.request.page) == (request.q, 1)
        assert one.request.values("validity") == request.values("validity")
        assert one.request != request


@promise_of_each(
    Part.NARROWINGS,
    "q=2023年公积金&from=2020",
    "q=2023年公积金&year=2023",
    "q=财政部税收&issuer=财政部",
)
def nothing_is_offered_that_is_chosen(engine: Engine, scan: Scan, case: str) -> None:
    assert engine.search(asked(case)).narrowings == ()


@promise_of_each(Part.NAMED, "国办发〔2017〕48号", "国务院令第845号", "国办发〔2016〕47号")
def a_number_that_nothing_has_is_said(engine: Engine, scan: Scan, case: str) -> None:
    result = engine.search(typed(case))
    assert result.relaxation is None
    assert any(f"没有收录发文字号为“{case}”的文件" in notice for notice in result.notices)
    assert any("引用了它" in notice for notice in result.notices) == (result.total > 0)


@promise(Part.QUERIES)
def clauses_that_are_too_many_are_said_to_be_left_out(engine: Engine, scan: Scan) -> None:
    request = SearchRequest(q=" ".join(f"-甲{n}乙" for n in range(25)), size=100, fold=False)
    result = engine.search(request)
    assert set(ids(result)) == scan.every
    assert any("20" in notice for notice in result.notices)


def _counts(facets: tuple[Facet, ...]) -> dict[str, dict[str, int]]:
    return {facet.name: {value.value: value.count for value in facet.values} for facet in facets}


@promise_of_each(
    Part.NARROWINGS,
    "国务院办公厅最新通知=issuer=国务院办公厅&genre=通知&sort=newest",
    "财政部 2008年=issuer=财政部&from=2008&to=2008",
    "云澜市 公积金=q=公积金&region=云澜市",
    "通知 财政部 税务总局=issuer=财政部&issuer=税务总局&genre=通知",
)
def filters_that_a_query_means_are_applied(engine: Engine, scan: Scan, case: str) -> None:
    """What is found, in what order, and every count is that of the filters chosen by hand; one parameter
    turns each reading off."""
    q, _, address = case.partition("=")
    request, by_hand = typed(q), asked(address)
    result, other = engine.search(request), engine.search(replace(by_hand, size=request.size))
    assert result.intent is not None
    assert result.intent.applied
    assert result.request == request
    assert (ids(result), result.total) == (ids(other), other.total)
    assert engine.facets(request).total == engine.facets(by_hand).total
    parts = {one.part for one in result.intent.parts}
    for part in parts:
        left = engine.search(request.reading_no(part)).intent
        assert {one.part for one in left.parts} == parts - {part} if left else parts == {part}
    assert engine.search(request.reading_no()).intent is None
