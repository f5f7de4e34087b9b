"""What documents are to one another: states on a day, lines that fold, what a page says of relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.document import PolicyDocument, Validity
from index.relations.model import Edge
from index.statements.model import How, Kind
from search.related import KINDS, Block, Evidence
from search.results import Hit
from tests.engine_contract.promise import Engine, Part, asked, ids, promise, promise_of_each
from tests.engine_contract.promises_found import answers, assert_facets, found_by_scan
from tests.engine_contract.scan import Scan

_DAYS = (
    "2004-01-01",
    "2005-05-01",
    "2012-08-29",
    "2012-08-30",
    "2018-04-01",
    "2020-12-31",
    "2026-12-01",
)
_FOLDED = (
    "fold=1", "q=河道&fold=1", "q=云澜市河道管理条例&fold=1", "q=用水&fold=1", "q=街道办事处&fold=1",
    "q=公积金&fold=1", "fold=1&sort=newest", "fold=1&sort=oldest", "q=河道&fold=1&on=2010-01-01",
    "genre=条例&fold=1", "q=河道 采砂&validity=已被修改&validity=有效&fold=1",
)  # fmt: skip
_SIDES = {
    "based_on": (frozenset({Kind.BASED_ON}), False),
    "cites": (frozenset({Kind.CITES, Kind.IMPLEMENTS, Kind.ANSWERS}), False),
    "cited_by": (frozenset({Kind.CITES, Kind.IMPLEMENTS, Kind.ANSWERS, Kind.BASED_ON}), True),
    "amends": (frozenset({Kind.AMENDS}), False),
    "amended_by": (frozenset({Kind.AMENDS}), True),
    "repeals": (frozenset({Kind.REPEALS}), False),
    "repealed_by": (frozenset({Kind.REPEALS}), True),
    "carries": (frozenset({Kind.CARRIES}), False),
    "carried_by": (frozenset({Kind.CARRIES}), True),
    "interprets": (frozenset({Kind.INTERPRETS}), False),
    "interpreted_by": (frozenset({Kind.INTERPRETS}), True),
}

on_a_day = promise_of_each(
    Part.RELATIONS,
    *(f"on={day}" for day in _DAYS),
    *(f"q=河道&on={day}" for day in _DAYS),
    "on=2019-01-01&genre=条例&validity=已被修改",
    "on=2019-01-01&from=2015&q=管理",
)(answers)


@promise(Part.RELATIONS)
def states_are_those_of_the_evidence(engine: Engine, scan: Scan) -> None:
    """Whatever the source says."""
    expected = {
        "river-2005": Validity.AMENDED, "river-2012": Validity.IN_FORCE, "sand-2003": Validity.REPEALED,
        "ferry-term": Validity.EXPIRED, "dike-later": Validity.NOT_YET, "sand-2018": Validity.IN_FORCE,
    }  # fmt: skip
    for id, state in expected.items():
        view = engine.document(id)
        assert view
        assert view.relations
        assert (view.document.validity, view.relations.standing.state) == (state, state)
        assert view.relations.standing.source is scan.stated[id]
        assert view.relations.standing.evidence


@promise_of_each(Part.RELATIONS, *_DAYS, "")
def a_page_has_the_standing_of_the_day(engine: Engine, scan: Scan, case: str) -> None:
    day = date.fromisoformat(case) if case else None
    for id, number in scan.numbers.items():
        view = engine.document(id, on=day)
        assert view
        assert view.relations
        standing, interval = view.relations.standing, scan.library.intervals[number]
        assert standing.on == (day or scan.today)
        assert standing.state is scan.library.state(number, standing.on)
        assert (standing.since or date.min).toordinal() == max(interval.begins, 1)
        assert (standing.until or date.min).toordinal() == max(interval.ends, 1)
        assert standing.by == (_card(scan, interval.by) if interval.by >= 0 else None)
        if standing.newer:
            newer = scan.numbers[standing.newer.id]
            assert scan.library.works[newer] == scan.library.works[number]
            assert scan.library.state(newer, standing.on) is Validity.IN_FORCE
        _assert_proofs(scan, standing.evidence)


@promise_of_each(Part.RELATIONS, "q=河道", "", "validity=已被修改", "q=采砂&on=2010-01-01")
def a_hit_has_its_standing_today(engine: Engine, scan: Scan, case: str) -> None:
    for hit in engine.search(asked(case)).hits:
        number = scan.numbers[hit.document.id]
        assert hit.standing
        assert hit.standing.on == scan.today
        assert hit.standing.state is hit.document.validity
        assert hit.standing.state is scan.library.state(number, scan.today)
        assert hit.standing.source is scan.stated[hit.document.id]
        assert not hit.standing.evidence


@promise(Part.RELATIONS)
def a_text_names_the_one_that_is_in_force(engine: Engine, scan: Scan) -> None:
    view = engine.document("river-2005")
    assert view
    assert view.relations
    assert view.relations.standing.newer == view.relations.standing.by == _named(scan, "river-2012")
    then = engine.document("river-2005", on=date(2010, 1, 1))
    assert then
    assert then.relations
    assert then.relations.standing.state is Validity.IN_FORCE
    assert then.relations.standing.newer is None
    assert then.document.validity is Validity.AMENDED  # a card has the state of today
    to_come = engine.document("river-2012", on=date(2010, 1, 1))
    assert to_come
    assert to_come.relations
    assert to_come.relations.standing.state is Validity.NOT_YET
    assert to_come.relations.standing.newer == _named(scan, "river-2005")


# --- lines ----------------------------------------------------------------------------------


@promise_of_each(Part.RELATIONS, *_FOLDED)
def texts_of_a_work_fold_into_one_line(engine: Engine, scan: Scan, case: str) -> None:
    """Nothing found is lost, nothing stands twice; totals and facets are those of documents."""
    request = asked(case)
    result = engine.search(request)
    plain = engine.search(replace(request, fold=False))
    assert (result.total, result.facets) == (plain.total, plain.facets)
    assert plain.groups == plain.total
    assert result.groups == len(result.hits) == len({scan.line_of(id) for id in ids(plain)})
    lines = [_line(hit) for hit in result.hits]
    assert sorted(id for line in lines for id in line) == sorted(ids(plain))
    for hit, line in zip(result.hits, lines, strict=True):
        text = scan.text_of(hit.document.id)
        assert len({scan.line_of(id) for id in line}) == 1
        assert all(scan.text_of(one.id) == text for one in hit.reprints)
        assert not any(
            scan.text_of(one.document.id) == text for one in hit.versions if one.document
        )
        assert all(one.state is one.document.validity for one in hit.versions if one.document)
    assert_facets(
        result.facets, scan.counts(found_by_scan(engine, scan, request, plain), request), request
    )


@promise_of_each(Part.RELATIONS, *(case for case in _FOLDED if "sort" not in case))
def the_text_in_force_stands_for_its_line(engine: Engine, scan: Scan, case: str) -> None:
    for hit in engine.search(asked(case)).hits:
        line = _line(hit)
        best = min(scan.rank_of_version(id, line) for id in line)
        assert scan.rank_of_version(hit.document.id, line) == best


@promise_of_each(
    Part.RELATIONS, "fold=1&sort=newest", "fold=1&sort=oldest", "q=河道&fold=1&sort=oldest"
)
def by_date_the_first_of_a_line_stands_for_it(engine: Engine, scan: Scan, case: str) -> None:
    request = asked(case)
    plain = ids(engine.search(replace(request, fold=False)))
    first: dict[int, str] = {}
    for id in plain:
        first.setdefault(scan.line_of(id), id)
    assert ids(engine.search(request)) == [*first.values()]


@promise_of_each(
    Part.RELATIONS, "fold=1&size=7", "fold=1&size=3&q=河道", "fold=1&size=10&sort=newest"
)
def pages_turn_by_lines(engine: Engine, scan: Scan, case: str) -> None:
    request = asked(case)
    whole = engine.search(replace(request, size=100))
    last = engine.search(request).last_page
    assert last == -(-whole.groups // request.size)
    pages = [engine.search(request.on_page(n)) for n in range(1, last + 1)]
    assert [id for page in pages for id in ids(page)] == ids(whole)


@promise(Part.RELATIONS)
def a_number_names_one_text_of_its_work(engine: Engine, scan: Scan) -> None:
    """The text that a number names stands for its line, whatever has replaced it."""
    for document in scan.documents.values():
        if document.doc_number and len(scan.versions(document.id)) > 1:
            top = ids(engine.search(asked(f"q={document.doc_number}&fold=1")))[0]
            assert scan.documents[top].doc_number == document.doc_number


@promise(Part.RELATIONS)
def parts_say_their_range(engine: Engine, scan: Scan) -> None:
    [hit] = engine.search(asked("q=标题:城市管理法典&fold=1")).hits
    parts = {hit.document.id: hit.part} | {
        one.document.id: one.part for one in hit.versions if one.document
    }
    assert parts == {"code-1": "第一条至第四条", "code-2": "第五条至第八条"}
    assert {hit.document.validity, *(one.state for one in hit.versions)} == {Validity.IN_FORCE}


# --- the page of a document -------------------------------------------------------------------


@promise(Part.RELATIONS)
def blocks_have_whom_a_document_names_and_who_names_it(engine: Engine, scan: Scan) -> None:
    """In the order of the page, the newest first, totals exact; pages of all of them follow."""
    for id, number in scan.numbers.items():
        view = engine.document(id)
        assert view
        assert view.relations
        shown = {block.kind: block for block in view.relations.blocks}
        assert [*shown] == [kind for kind in KINDS if kind in shown]
        for kind in KINDS:
            expected = _ends(scan, number, kind)
            everything = engine.related(id, kind)
            assert everything
            assert [one.document for one in everything.items] == [_card(scan, n) for n in expected]
            assert everything.total == len(expected)
            assert bool(expected) == (kind in shown)
            if kind in shown:
                assert shown[kind].total == len(expected)
                assert shown[kind].items == everything.items[: len(shown[kind].items)]
                _assert_related(scan, number, everything)
    assert engine.related("river-2012", "cited_by", page=2) == Block("cited_by", 2, ())


@promise_of_each(Part.RELATIONS, "no such cites", "river-2012 nothing", "river-2012 ", " ")
def of_no_document_or_kind_there_is_no_page(engine: Engine, scan: Scan, case: str) -> None:
    id, _, kind = case.rpartition(" ")
    assert engine.related(id, kind) is None


@promise(Part.RELATIONS)
def names_in_a_body_lead_to_what_they_mean(engine: Engine, scan: Scan) -> None:
    """In order, not touching, only where a document is meant; to the 条 only where that is safe."""
    seen = 0
    for id, number in scan.numbers.items():
        view = engine.document(id)
        assert view
        assert view.relations
        by_place = {
            (edge.mention.start, edge.mention.end): edge
            for edge in scan.library.edges[number]
            if edge.to >= 0 and edge.mention.how is not How.HEADING
        }
        end = 0
        for link in view.relations.links:
            edge = by_place[link.start, link.end]
            assert end <= link.start < link.end <= len(view.document.body)
            assert scan.numbers[link.id] == edge.to != number
            assert not link.anchor or (edge.safe and edge.mention.articles)
            end, seen = link.end, seen + 1
    assert seen > 10


@promise(Part.RELATIONS)
def articles_say_how_often_they_are_cited(engine: Engine, scan: Scan) -> None:
    """By documents, not by places or prints; only where the 条 meant are those of this text."""
    for id, number in scan.numbers.items():
        view = engine.document(id)
        assert view
        assert view.relations
        naming = {
            (article, scan.library.texts[source])
            for source, edge in scan.library.incoming(number)
            if edge.safe and edge.mention.kind in _SIDES["cited_by"][0]
            for article in edge.mention.articles
        }
        expected = {f"a{a.number}" + (f"z{a.of}" if a.of else "") for a, _ in naming}
        assert {anchor for anchor, _ in view.relations.cited} == expected
        assert sum(often for _, often in view.relations.cited) == len(naming)


@promise(Part.RELATIONS)
def a_history_has_the_texts_held_and_those_told_of(engine: Engine, scan: Scan) -> None:
    view = engine.document("river-2012")
    assert view
    assert view.relations
    told = [
        (one.on, one.document and one.document.id, one.state) for one in view.relations.versions
    ]
    assert told == [
        (date(2005, 3, 1), "river-2005", Validity.AMENDED),
        (date(2012, 8, 30), "river-2012", Validity.IN_FORCE),
    ]
    assert view.relations.versions[1].decision == "《关于修改〈云澜市河道管理条例〉的决定》"
    alone = engine.document("elevator")
    assert alone
    assert alone.relations
    assert alone.relations.versions == ()


@promise_of_each(Part.RELATIONS, "river-2005 river-2012", "fund-2015 fund-2023", "code-1 code-2",
                 "river-2005 river-rules")  # fmt: skip
def two_documents_are_told_to_be_one_work(engine: Engine, scan: Scan, case: str) -> None:
    """Or not."""
    one, other = case.split()
    compared = engine.compare(one, other)
    assert compared
    assert compared.one_work == (other in scan.versions(one))


@promise(Part.RELATIONS)
def what_is_cited_and_not_held_is_told(engine: Engine, scan: Scan) -> None:
    """The name that most documents give first, as it is printed."""
    found = engine.unresolved(1000)
    often = [one.documents for one in found]
    assert often == sorted(often, reverse=True)
    names = {one.name: one for one in found}
    assert len(names) == len(found)
    waterway = names["《云澜市航道条例》"]
    assert (waterway.documents, waterway.kinds) == (3, (("cites", 3),))
    assert waterway.example == _named(scan, "river-rules")
    assert names["云水〔2009〕9号"].documents == 1
    assert "《云澜市河道管理条例》" not in names
    assert engine.unresolved(1) == found[:1]
    assert engine.unresolved(0) == ()


@promise(Part.RELATIONS)
def the_status_counts_states_and_relations(engine: Engine, scan: Scan) -> None:
    status = engine.status()
    often = Counter(document.validity for document in scan.documents.values())
    assert dict(status.states) == often
    edges = [(n, edge) for n, edges in enumerate(scan.library.edges) for edge in edges]
    assert status.relations == sum(edge.to >= 0 for _, edge in edges)
    assert status.unresolved == len({scan.library.lacking(n, edge) for n, edge in edges} - {""})
    assert status.unresolved == len(engine.unresolved(1000))


# --- how ---------------------------------------------------------------------------------------


def _line(hit: Hit) -> list[str]:
    """The documents of a line."""
    versions = [one.document.id for one in hit.versions if one.document]
    return [hit.document.id, *versions, *(one.id for one in hit.reprints)]


def _card(scan: Scan, number: int) -> PolicyDocument:
    return _named(scan, [*scan.numbers][number])


def _named(scan: Scan, id: str) -> PolicyDocument:
    return replace(scan.documents[id], body="")


def _between(scan: Scan, source: int, to: int, kind: str) -> list[Edge]:
    """Where one document names another as a block has it."""
    kinds = _SIDES[kind][0]
    edges = scan.library.edges[source]
    return [edge for edge in edges if edge.to == to and edge.mention.kind in kinds]


def _ends(scan: Scan, number: int, kind: str) -> list[int]:
    """The documents of a block, of several prints of a text the first."""
    every = range(len(scan.numbers))
    if kind == "reprints":
        return [
            n for n in every if n != number and scan.library.texts[n] == scan.library.texts[number]
        ]
    incoming = _SIDES[kind][1]
    found = [n for n in every if _between(scan, *((n, number) if incoming else (number, n)), kind)]
    found.sort(key=lambda n: (-(scan.dated([*scan.numbers][n]) or date.min).toordinal(), n))
    texts = [scan.library.texts[n] for n in found]
    return [n for at, n in enumerate(found) if texts[at] not in texts[:at]]


def _assert_related(scan: Scan, number: int, block: Block) -> None:
    for one in block.items:
        other = scan.numbers[one.document.id]
        assert one.state is scan.library.state(other, scan.today)
        if block.kind == "reprints":
            continue
        ends = (other, number) if _SIDES[block.kind][1] else (number, other)
        edges = _between(scan, *ends, block.kind)
        assert one.times == len(edges)
        assert len(one.articles) == len({a for edge in edges for a in edge.mention.articles})
        assert (one.evidence is None) == all(e.mention.how is How.HEADING for e in edges)
        _assert_proofs(scan, [one.evidence] if one.evidence else [])


def _assert_proofs(scan: Scan, proofs: Sequence[Evidence]) -> None:
    """A sentence that is shown stands in the document that it is said to stand in."""
    for proof in proofs:
        body = "".join(scan.documents[proof.document.id].body.split())
        assert "".join(proof.text.strip("…").split()) in body
        assert proof.document.body == ""
        assert bool(proof.label) == bool(proof.anchor)


assert {*_SIDES, "reprints"} == {*KINDS}
