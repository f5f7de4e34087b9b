"""Words marked where they stand, and excerpts that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from index.conventions.sections import anchors
from index.text.fold import fold, squeeze
from search.request import SearchRequest
from search.results import Hit, Marks, SearchResult, Snippet
from tests.engine_contract.matching import telling
from tests.engine_contract.promise import Engine, Part, asked, promise, promise_of_each, typed
from tests.engine_contract.requests import BY_SCORE, NAMED, TYPED, WORDS
from tests.engine_contract.scan import Scan

LONGEST = 140
"""So many characters at most has an excerpt."""
_EXACT = tuple(q for q in (*WORDS, *TYPED, *NAMED))


def needles(scan: Scan, request: SearchRequest, result: SearchResult) -> set[str]:
    """What is highlighted: the words looked for, and their other wordings; single characters
    only where there is nothing else."""
    others = {other for wording in result.wordings for other in wording.others}
    found = scan.found(request, {wording.text: wording.others for wording in result.wordings})
    kept = telling([unit for unit in found.units if unit.needle])
    return {unit.needle for unit in kept} | {squeeze(other).text for other in others}


def marked_by_scan(text: str, wanted: Iterable[str]) -> set[int]:
    """The places of ``text`` that lie in an occurrence, white space within one too.

    A word of Latin letters or digits is whole: 5g is not in 15gb.
    """
    squeezed, folded = squeeze(text), fold(text)
    places: set[int] = set()
    for needle in wanted:
        for found in re.finditer(re.escape(needle), squeezed.text):
            start, end = squeezed.span(*found.span())
            if not (_glued(folded, start) or _glued(folded, end)):
                places.update(range(start, end))
    return places


def _glued(text: str, at: int) -> bool:
    """Whether a Latin word or a number goes on over a place."""
    return bool(re.fullmatch("[a-z0-9]{2}", text[max(at - 1, 0) : at + 1]))


def places(marks: Marks) -> set[int]:
    """The places that marks cover; they ascend and do not touch."""
    for (start, end), (next_start, _) in pairwise(marks):
        assert start < end < next_start
    return {at for start, end in marks for at in range(start, end)}


@promise_of_each(Part.MARKS, *_EXACT)
def titles_are_marked(engine: Engine, scan: Scan, case: str) -> None:
    """Every occurrence of every word, as printed: Traditional, full width, over a space."""
    request = typed(case)
    result = engine.search(request)
    wanted = needles(scan, request, result)
    for hit in result.hits:
        title = scan.documents[hit.document.id].title
        assert places(hit.title_marks) == marked_by_scan(title, wanted), title


@promise_of_each(Part.MARKS, *_EXACT)
def terms_are_what_was_looked_for(engine: Engine, scan: Scan, case: str) -> None:
    request = typed(case)
    result = engine.search(request)
    units = scan.found(request, {w.text: w.others for w in result.wordings}).units
    assert list(result.terms) == list(dict.fromkeys(unit.text for unit in units if unit.needle))


@promise_of_each(Part.MARKS, *(q for q in _EXACT if not any(one.isdigit() for one in q)))
def a_document_is_marked_throughout(engine: Engine, scan: Scan, case: str) -> None:
    """The page of a document marks what its hit does, and all of the body."""
    request = typed(case)
    result = engine.search(request)
    wanted = needles(scan, request, result)
    if result.wordings:
        return
    for hit in result.hits[:5]:
        view = engine.document(hit.document.id, case)
        assert view
        assert view.title_marks == hit.title_marks
        assert places(view.body_marks) == marked_by_scan(view.document.body, wanted)


@promise_of_each(Part.MARKS, "q=公积金&within=退休", "q=企业&within=补贴", "within=补贴")
def words_within_are_marked_too(engine: Engine, scan: Scan, case: str) -> None:
    request = asked(case)
    result = engine.search(request)
    assert result.hits
    wanted = {request.q, request.within} - {""}
    for hit in result.hits:
        assert places(hit.title_marks) == marked_by_scan(hit.document.title, wanted)
        assert any(request.within in _marked(snippet) for snippet in hit.snippets) or (
            request.within in hit.document.title
        )


@promise_of_each(Part.EXCERPTS, *_EXACT, *BY_SCORE)
def excerpts_are_of_the_body(engine: Engine, scan: Scan, case: str) -> None:
    """One or two windows on one line, in the order of the text; none without a body."""
    for hit in engine.search(typed(case)).hits:
        body = squeeze(scan.documents[hit.document.id].body).text
        assert bool(hit.snippets) == bool(body)
        assert len(hit.snippets) <= 2
        starts = [body.index(_inside(snippet)) for snippet in hit.snippets]
        assert starts == sorted(starts)
        for snippet, start in zip(hit.snippets, starts, strict=True):
            assert len(snippet.text) <= LONGEST
            assert "\n" not in snippet.text
            assert snippet.text.startswith("…") or start == 0
            assert snippet.text.endswith("…") or body.endswith(_inside(snippet))


@promise_of_each(Part.EXCERPTS, *_EXACT, *BY_SCORE)
def excerpts_can_be_done_without(engine: Engine, scan: Scan, case: str) -> None:
    """The same documents in the same order, and no passages."""
    request = typed(case)
    result, bare = engine.search(request), engine.search(replace(request, excerpts=False))
    assert [hit.document for hit in bare.hits] == [hit.document for hit in result.hits]
    assert (bare.total, bare.facets) == (result.total, result.facets)
    assert not any(hit.snippets for hit in bare.hits)


@promise_of_each(Part.EXCERPTS, *_EXACT)
def excerpts_show_the_words(engine: Engine, scan: Scan, case: str) -> None:
    """Where the body has a word, a window marks one, and nothing else; else it begins the body."""
    request = typed(case)
    result = engine.search(request)
    wanted = needles(scan, request, result)
    for hit in result.hits:
        body = scan.documents[hit.document.id].body
        for snippet in hit.snippets:
            assert places(snippet.marks) <= marked_by_scan(snippet.text, wanted)
        if marked_by_scan(body, wanted):
            assert all(snippet.marks for snippet in hit.snippets)
        elif body:
            [snippet] = hit.snippets
            assert not snippet.marks
            assert not snippet.label
            assert squeeze(body).text.startswith(_inside(snippet))


@promise_of_each(Part.EXCERPTS, *_EXACT)
def excerpts_say_where_they_are_from(engine: Engine, scan: Scan, case: str) -> None:
    """The 章/条 of a word marked in the window, and the anchor that leads there."""
    for hit in engine.search(typed(case)).hits:
        for snippet in hit.snippets:
            assert bool(snippet.label) == bool(snippet.anchor)
            if snippet.marks:
                assert (snippet.label, snippet.anchor) in _sections_of(scan, hit, snippet)


@promise_of_each(Part.EXCERPTS, *WORDS)
def excerpts_lead_up_to_the_word(engine: Engine, scan: Scan, case: str) -> None:
    """A window begins before the first word marked, unless a sentence begins with that."""
    for hit in engine.search(typed(case)).hits:
        body = squeeze(scan.documents[hit.document.id].body).text
        for snippet in hit.snippets:
            if snippet.text.startswith("…") and snippet.marks and snippet.marks[0][0] == 1:
                before = body[: body.index(_inside(snippet))]
                assert before.endswith(tuple("。！？；")) or _begins_line(scan, hit, before)


def _begins_line(scan: Scan, hit: Hit, before: str) -> bool:
    lines = scan.documents[hit.document.id].body.split("\n")
    return any(
        squeeze("".join(lines[:number])).text == before for number in range(1, len(lines) + 1)
    )


@promise(Part.EXCERPTS)
def the_article_asked_about_is_shown(engine: Engine, scan: Scan) -> None:
    request = asked("q=骗提公积金 信用档案&issuer=云澜市人民代表大会常务委员会")
    [hit] = engine.search(request).hits
    [snippet] = hit.snippets
    assert (snippet.label, snippet.anchor) == ("第十七条", "a17")


@promise(Part.EXCERPTS)
def two_places_far_apart_are_both_shown(engine: Engine, scan: Scan) -> None:
    request = asked("q=缴存登记 信用档案&issuer=云澜市人民代表大会常务委员会")
    [hit] = engine.search(request).hits
    assert [snippet.label for snippet in hit.snippets] == ["第七条", "第十七条"]


def _sections_of(scan: Scan, hit: Hit, snippet: Snippet) -> set[tuple[str, str]]:
    """The headings under which the marks of an excerpt stand; none before the first."""
    document = scan.documents[hit.document.id]
    squeezed = squeeze(document.body)
    begin = squeezed.text.index(_inside(snippet))
    names = list(zip(document.sections, anchors(document.sections), strict=True))
    found: set[tuple[str, str]] = set()
    for start, _ in snippet.marks:
        before = len(squeeze(snippet.text[:start].removeprefix("…")).text)
        at = int(squeezed.offsets[begin + before])
        above = [(s, anchor) for s, anchor in names if s.offset <= at]
        section, anchor = above[-1] if above else (None, "")
        found.add((_name(section.label, section.title) if section else "", anchor))
    return found


def _name(label: str, title: str) -> str:
    """``第一章 总则``, ``一、总体要求``."""
    gap = "" if label.endswith(("、", "）", ")")) else " "
    return f"{label}{gap}{title}".strip()


def _inside(snippet: Snippet) -> str:
    return squeeze(snippet.text.removeprefix("…").removesuffix("…")).text


def _marked(snippet: Snippet) -> str:
    return "|".join(snippet.text[start:end] for start, end in snippet.marks)
