"""Every engine keeps every promise it claims; see ``conftest`` for how to add either."""

from __future__ import annotations

import json

import pytest

from search.request import FACETS
from search.results import SearchResult, Withdrawn
from tests.engine_contract.collection import documents
from tests.engine_contract.conftest import EngineOver, ScanFor
from tests.engine_contract.contract import PROMISES
from tests.engine_contract.engines import ENGINES, NOTICE, WITHDRAWN_AT, EngineUnderTest, Tools
from tests.engine_contract.promise import Part, Promise, asked, ids


@pytest.mark.parametrize(
    ("under_test", "promise"),
    [
        pytest.param(engine, promise, id=f"{engine.name}: {promise.name}")
        for engine in ENGINES
        for promise in PROMISES
        if promise.part in engine.claims
    ],
)
def test_keeps(
    under_test: EngineUnderTest, promise: Promise, engine_over: EngineOver, scan_for: ScanFor
) -> None:
    promise.check(engine_over(under_test), scan_for(under_test))


@pytest.mark.parametrize("under_test", ENGINES, ids=lambda engine: engine.name)
def test_an_empty_collection_is_no_error(under_test: EngineUnderTest, tools: Tools) -> None:
    engine = under_test.over([], tools)
    result = engine.search(asked("q=公积金&genre=通知&from=2020"))
    assert (result.total, result.hits) == (0, ())
    assert [facet.name for facet in result.facets] == [*FACETS]
    assert {v.value for facet in result.facets for v in facet.values} == {"通知"}
    assert engine.listing(0, 10) == ()
    assert engine.document("fund-2023") is None
    assert engine.suggest("公积") == ()
    assert engine.status().documents == 0


@pytest.mark.parametrize(
    "under_test",
    [pytest.param(one, id=one.name) for one in ENGINES if Part.ORIGIN in one.claims],
)
def test_an_origin_is_the_file_that_was_read(under_test: EngineUnderTest, tools: Tools) -> None:
    """By its path in the folder; the file itself only where it holds one document and is as read."""
    files = tools.folder()
    (files / "下级").mkdir()
    for name, title in (("下级/甲.txt", "甲办法"), ("乙.txt", "乙办法")):
        (files / name).write_text(f"名称: {title}\n\n正文。", encoding="utf-8")
    two = [{"id": f"二-{n}", "title": f"第{n}号通知", "body": "正文。"} for n in (1, 2)]
    (files / "二.jsonl").write_text("\n".join(map(json.dumps, two)), encoding="utf-8")
    engine = under_test.over_files(files, tools)
    origins = {d.title: engine.origin(d.id) for d in engine.listing(0, 10)}
    assert {title: origin and origin.name for title, origin in origins.items()} == {
        "甲办法": "下级/甲.txt", "乙办法": "乙.txt", "第1号通知": "二.jsonl", "第2号通知": "二.jsonl",
    }  # fmt: skip
    files_given = {title: origin.file for title, origin in origins.items() if origin}
    assert files_given["甲办法"] == (files / "下级/甲.txt").resolve()
    assert files_given["第1号通知"] is None
    (files / "乙.txt").write_text("名称: 乙办法\n\n改过了。", encoding="utf-8")
    [id] = [d.id for d in engine.listing(0, 10) if d.title == "乙办法"]
    changed = engine.origin(id)
    assert changed
    assert (changed.name, changed.file) == ("乙.txt", None)


def _rung(result: SearchResult) -> str:
    return result.relaxation.rung if result.relaxation else ""


@pytest.mark.parametrize(
    "under_test",
    [pytest.param(one, id=one.name) for one in ENGINES if Part.WITHDRAWN in one.claims],
)
def test_what_was_withdrawn_is_as_if_it_had_never_been_there(
    under_test: EngineUnderTest, tools: Tools
) -> None:
    """No call gives it; it alone is told to be withdrawn, and the status tells one state from another."""
    every = documents()
    gone, kept = every[::3], [one for at, one in enumerate(every) if at % 3]
    engine = under_test.without(every, [*(one.id for one in gone), "never-held"], tools)
    without, with_all = under_test.over(kept, tools), under_test.over(every, tools)
    for one in gone:
        assert engine.withdrawn(one.id) == Withdrawn(WITHDRAWN_AT, NOTICE)
        assert engine.document(one.id) is None
        assert engine.origin(one.id) is None
        for wanted in (asked(f"q={one.title}"), asked(f"q={one.doc_number}&in=number")):
            found, expected = engine.search(wanted), without.search(wanted)
            assert one.id not in ids(found)
            assert _rung(found) == _rung(expected)
            # What is near enough is decided by scores, in which the size of a collection plays a
            # part; it is that of all that is held.
            assert _rung(found) == "near" or found.total == expected.total
    assert engine.withdrawn("never-held")
    assert not any(engine.withdrawn(one.id) for one in kept)
    everything = asked("size=100")
    assert engine.search(everything).total == len(kept)
    assert engine.facets(everything).facets == without.facets(everything).facets
    assert {one.id for one in engine.listing(0, 1000)} == {one.id for one in kept}
    assert engine.status().documents == len(kept)
    dated = filter(None, (one.published_on or one.written_on for one in kept))
    assert engine.status().newest == max(dated)
    assert engine.status().revision != with_all.status().revision
    # In another order: what withdrawn documents cite is cited still.
    suggested, allowed = ({one.text for one in e.suggest("公积")} for e in (engine, without))
    assert suggested == allowed
