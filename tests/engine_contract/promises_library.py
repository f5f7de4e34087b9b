"""Documents by themselves: their pages, lists of them, suggestions, status; and no errors."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from index.conventions.sections import anchors
from index.document import PolicyDocument
from index.text.fold import squeeze
from search.comparison.values import Change
from search.request import Scope, SearchRequest, Sort
from search.results import Suggestion
from tests.engine_contract.promise import Engine, Part, asked, promise, promise_of_each
from tests.engine_contract.scan import Scan, values_of

KINDS = ("issuer", "number", "term", "title")
"""Kinds of suggestions, in the order shown."""
_NASTY = (
    "\0", "\ud800", "\U0010ffff", '"', '"""', "“", "((((", "-", "- -", "OR", "OR OR 公积金 OR", "标题:",
    "标题:标题:", "文号:", "〔〕", "〔2023〕", "第号", "%_*?[](){}\\^$.|+", "<script>alert(1)</script>",
    "{{7*7}}", "'; DROP TABLE", "公积金 " * 60, "\u200b\ufeff", "𠀀𠮷", "é ß ﬁ Ⅱ ℃", "-标题:\"", "文号:\"",
)  # fmt: skip
_TYPED = (
    "公", "公积", "管理", "云政", "云澜市", "关于", "条例", "gongji", "gjj", "shuitu", "2", "5g", "补", "府",
)  # fmt: skip


@promise(Part.DOCUMENTS)
def documents_are_given_whole(engine: Engine, scan: Scan) -> None:
    """Everything stated, the body, the table of contents; nothing marked when nothing is asked."""
    for id, document in scan.documents.items():
        view = engine.document(id)
        assert view
        assert view.document == document
        assert (view.title_marks, view.body_marks) == ((), ())
        assert [link.offset for link in view.sections] == [s.offset for s in document.sections]
        assert [link.level for link in view.sections] == [s.level for s in document.sections]
        assert [link.anchor for link in view.sections] == [*anchors(document.sections)]
        for link, section in zip(view.sections, document.sections, strict=True):
            assert link.text.replace(" ", "") == section.label + section.title


@promise(Part.RELATIONS)
def other_versions_are_named(engine: Engine, scan: Scan) -> None:
    """The one in force first, then the newest; without their bodies, and no prints of the same text."""
    for id in scan.documents:
        view = engine.document(id)
        assert view
        text = scan.text_of(id)
        expected = [other for other in scan.versions(id) if scan.text_of(other) != text]
        assert [version.id for version in view.versions] == expected
        assert not any(version.body for version in view.versions)


@promise_of_each(Part.DOCUMENTS, "", "no such", "../../etc/passwd", "\0", "fund-2023 ", "\ud800")
def a_document_that_is_not_there_is_none(engine: Engine, scan: Scan, case: str) -> None:
    assert engine.document(case) is None
    assert engine.compare(case, "fund-2023") is engine.compare("fund-2023", case) is None
    assert engine.document(case, "公积金") is None
    assert engine.origin(case) is None
    assert engine.moved(case) is None


@promise_of_each(Part.DOCUMENTS, "fund-2015 fund-2023", "fund-2023 fund-2019", "fund-law fund-qa",
                 "fund-law fund-law")  # fmt: skip
def two_documents_stand_side_by_side(engine: Engine, scan: Scan, case: str) -> None:
    """All that either says; their cards without bodies."""
    ids = case.split()
    compared = engine.compare(*ids)
    assert compared
    for id, card, texts in zip(
        ids,
        (compared.old, compared.new),
        ([row.old for row in compared.rows], [row.new for row in compared.rows]),
        strict=True,
    ):
        document = scan.documents[id]
        assert card == replace(document, body="")
        said = [text.label + text.text for text in texts if text]
        lines = [line for line in document.body.splitlines() if line]
        assert sorted(map(squeezed, said)) == sorted(map(squeezed, lines))
    is_same = {row.change is Change.SAME for row in compared.rows} == {True}
    assert is_same == (ids[0] == ids[1])


def squeezed(text: str) -> str:
    return squeeze(text).text


@promise(Part.DOCUMENTS)
def an_id_in_use_leads_nowhere_else(engine: Engine, scan: Scan) -> None:
    assert [engine.moved(id) for id in scan.documents] == [None] * len(scan.documents)


@promise(Part.SIMILAR)
def similar_documents_are_others(engine: Engine, scan: Scan) -> None:
    """A few, of other works, each work once, without their bodies."""
    for id in scan.documents:
        view = engine.document(id)
        assert view
        lines = [scan.line_of(other.id) for other in view.similar]
        assert len(lines) <= 6
        assert len({*lines, scan.line_of(id)}) == len(lines) + 1
        assert not any(other.body for other in view.similar)


@promise_of_each(Part.SIMILAR, "soil-plan soil-law", "school-2025 school-2024", "river-2012 river-rules",
                 "uncited cited")  # fmt: skip
def the_most_alike_is_first(engine: Engine, scan: Scan, case: str) -> None:
    id, alike = case.split()
    view = engine.document(id)
    assert view
    assert view.similar[0].id == alike


@promise(Part.LISTING)
def a_list_has_every_document_once(engine: Engine, scan: Scan) -> None:
    """In one order however it is cut, without bodies, nothing behind the end."""
    every = engine.listing(0, 10_000)
    assert {d.id: d for d in every} == {
        id: replace(document, body="") for id, document in scan.documents.items()
    }
    assert len(every) == len(scan.documents)
    for count in (1, 7, 50):
        parts = (engine.listing(n, count) for n in range(0, len(every), count))
        assert tuple(document for part in parts for document in part) == every
    assert engine.listing(len(every), 10) == engine.listing(0, 0) == ()


@promise(Part.LISTING)
def hits_are_cards(engine: Engine, scan: Scan) -> None:
    """A hit carries everything but the body; its 有效性 is its state today."""
    for hit in engine.search(asked("")).hits:
        assert hit.document == replace(scan.documents[hit.document.id], body="")


@promise(Part.STATUS)
def the_status_counts(engine: Engine, scan: Scan) -> None:
    status = engine.status()
    assert status.documents == len(scan.documents)
    assert status.with_body == sum(bool(d.body) for d in scan.documents.values())
    assert (status.damage, status.built_at.tzinfo is not None) == ("", True)
    assert status.fingerprint
    assert status.rejected >= sum(number for _, number in status.reasons)
    every = engine.unresolved(10_000)
    assert status.unresolved == len(every)
    views = (engine.document(id) for id in scan.documents)
    linked = sum(len(view.relations.links) for view in views if view and view.relations)
    assert status.relations >= linked
    result, tally = engine.search(asked("")), engine.facets(asked(""))
    [validity] = [facet for facet in tally.facets if facet.name == "validity"]
    counts = {value.value: value.count for value in validity.values}
    assert {state.value: count for state, count in status.states} == counts
    assert status.generation == result.generation == tally.generation


@promise_of_each(
    Part.SUGGESTIONS,
    "公积 term 公积金",
    "公積 term 公积金",
    "公 积 term 公积金",
    "住房公 title 云澜市住房公积金管理条例",
    "管理办 title 云澜市公共数据管理办法（试行）",
    "云政办 number 云政办〔2015〕7号",
    "云政办[2023 number 云政办〔2023〕15号",
    "003187 number 003187413/202306-00020",
    "国务院令 number 国务院令第350号",
    "云澜市财 issuer 云澜市财政局",
    "科技局 issuer 云澜市科技局",
    "gongjijin term 公积金",
    "gongjij term 公积金",
    "gjj term 公积金",
    "zfgjj title 云澜市住房公积金管理条例",
    "ylsczj issuer 云澜市财政局",
    "caizhengju issuer 云澜市财政局",
)
def what_is_typed_is_completed(engine: Engine, scan: Scan, case: str) -> None:
    """Characters of any script, numbers in any brackets, pinyin, initials."""
    head, kind, text = case.rsplit(" ", 2)
    assert (kind, text) in [(one.kind, one.text) for one in engine.suggest(head)]


@promise_of_each(Part.SUGGESTIONS, *_TYPED)
def suggestions_are_few_and_true(engine: Engine, scan: Scan, case: str) -> None:
    """At most ten, each once, by kind; every one stands for documents that there are, and says
    how many: for a word see :func:`words_count_what_there_is`."""
    found = engine.suggest(case)
    assert found or case == "2"
    assert len({one.text for one in found}) == len(found) <= 10
    kinds = [KINDS.index(one.kind) for one in found]
    assert kinds == sorted(kinds)
    for one in found:
        having = _having(scan, one)
        assert having
        assert one.kind == "term" or 1 <= one.total <= having
        assert one.kind != "issuer" or one.total == having


@promise_of_each(Part.TERM_TOTALS, *_TYPED)
def words_count_what_there_is(engine: Engine, scan: Scan, case: str) -> None:
    """A word stands for no more documents than have it."""
    for one in engine.suggest(case):
        assert one.kind != "term" or 1 <= one.total <= _having(scan, one)


def _having(scan: Scan, suggested: Suggestion) -> int:
    return sum(_has(document, suggested) for document in scan.documents.values())


def _has(document: PolicyDocument, suggested: Suggestion) -> bool:
    """Whether a document is one of those that a suggestion stands for."""
    if suggested.kind == "issuer":
        return suggested.text in values_of(document, "issuer")
    if suggested.kind == "number":
        return suggested.text in (document.doc_number, document.index_number)
    if suggested.kind == "title":
        return suggested.text == document.title
    return squeeze(suggested.text).text in squeeze(f"{document.title}\n{document.body}").text


@promise_of_each(Part.SUGGESTIONS, "", " \u3000", "月球", "qukuailian", "'", "%", "\0", "公" * 500)
def nothing_is_suggested_for_nothing(engine: Engine, scan: Scan, case: str) -> None:
    assert engine.suggest(case) == ()


@promise_of_each(Part.HARMLESS, *_NASTY)
def nothing_typed_is_an_error(engine: Engine, scan: Scan, case: str) -> None:
    for scope in Scope:
        for request in (
            SearchRequest.from_params([("q", case), ("in", scope.value)]),
            SearchRequest.from_params([("within", case), ("genre", case), ("from", case)]),
            SearchRequest(q=case, scope=scope, within=case),
        ):
            result = engine.search(request)
            assert 0 <= len(result.hits) <= result.total <= len(scan.documents)
            assert engine.facets(request).total == result.total
    engine.suggest(case)
    engine.document("fund-2023", case)


@promise(Part.HARMLESS)
def nothing_drawn_at_random_is_an_error(engine: Engine, scan: Scan) -> None:
    """Strings of what means something, and of what does not; the same ones in every run."""
    draw = Random(16)
    pieces = [
        *_NASTY[:16],
        *["公积金", "提取", "高企", "2023", "15号", "〔", "〕", "：", "标题:", "-"],
        " ",
        "\u3000",
        "gjj",
        "怎么",
    ]
    for _ in range(100):
        q = "".join(draw.choices(pieces, k=draw.randint(1, 8)))[:200]
        request = SearchRequest(q=q, scope=draw.choice([*Scope]), sort=draw.choice([*Sort]))
        result = engine.search(request)
        assert result.total >= len(result.hits)
        assert all(value.count >= 0 for facet in result.facets for value in facet.values)
        engine.suggest(q)


@promise_of_each(Part.HARMLESS, "page=100", "size=1&page=1000", "from=0001&to=9999", "from=9999")
def requests_at_the_edge_are_no_error(engine: Engine, scan: Scan, case: str) -> None:
    result = engine.search(asked(case))
    assert result.total <= len(scan.documents)
    assert len(result.hits) <= result.request.size
