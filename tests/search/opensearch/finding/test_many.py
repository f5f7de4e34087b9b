"""Of very many documents that score alike, a cluster finds and orders what the embedded engine does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from index.document import PolicyDocument
from index.store.store import Store
from index.text.analysis import Analyzer
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.embedded.engine import NewestReading
from search.facade.engine import SearchEngine
from search.language.lay import NO_TABLE
from search.opensearch.finding import facets
from search.opensearch.newest import NewestServed
from search.opensearch.queries import asking, bounding, rows
from search.query.tree import any_of, every, exactly, term
from search.request import MAX_WINDOW
from tests.cluster.published import Put
from tests.conftest import Publish
from tests.engine_contract.both_backends import BothOf, BothReadings
from tests.engine_contract.collection import TODAY
from tests.engine_contract.promise import asked

_BODIES = (
    "第一条 职工提取住房公积金，由单位核实。\n第二条 公积金管理中心应当办理。",
    "第一条 职工提取住房公积金，由单位核实。\n第二条 公积金管理中心不予办理。",
    "第一条 企业申请补贴，应当提交材料。\n第二条 银行办理公积金贷款。",
)
_TITLES = ("云澜市公积金提取通知", "云澜市补贴通知", "关于公积金提取的通知")
REQUESTS = (
    "q=公积金",
    "q=公积金&sort=oldest",
    "q=公积金&sort=newest&issuer=云澜市第3局",
    "q=公积金提取",
    "q=公积金提取通知第7",
    "q=公积金 提取 材料",
    "q=公积金 -银行",
    "q=职工提取住房公积金由谁核实",
    "q=企业怎么申请补贴&from=2001",
    "q=贷款&within=银行&year=2001",
    "q=",
    "q=&sort=oldest",
    "q=职工提取公积金&issuer=云澜市第3局&issuer=云澜市第5局",
)


def _documents() -> list[PolicyDocument]:
    """More than are ever listed, with a handful of texts and titles: most score alike."""
    return [
        PolicyDocument(
            id=f"{n:04}",
            title=f"{_TITLES[n % 3]}第{n % 600}号",
            body=_BODIES[n % 7 % 3],
            issuers=(f"云澜市第{n % 9}局",),
            published_on=date(2000, 1, 1) + timedelta(n % 500) if n % 11 else None,
        )
        for n in range(MAX_WINDOW * 2)
    ]


@pytest.fixture(scope="module")
def readings(
    tmp_path_factory: pytest.TempPathFactory,
    publish: Publish,
    put_on_cluster: Put,
    analyzer: Analyzer,
) -> tuple[Reading, Reading]:
    """Over the same documents: of a cluster, and of this machine."""
    folder = tmp_path_factory.mktemp("data")
    publish(folder, *_documents())
    client, name = put_on_cluster([folder], 1)
    files = tmp_path_factory.mktemp("files")
    there = NewestServed(client, name, analyzer, lambda: TODAY, files).current()
    return there, NewestReading(Store(folder), analyzer, lambda: TODAY).current()


def _agree(readings: tuple[Reading, Reading], analyzer: Analyzer, requests: Sequence[str]) -> None:
    both = BothReadings(*readings)
    engine = SearchEngine(BothOf(both.as_reading), analyzer, lambda: TODAY, NO_TABLE)
    for address in requests:
        engine.search(asked(address))
        engine.facets(asked(address))
    assert both.asked["find"] >= len(requests)


def test_they_agree_on_what_scores_alike(
    readings: tuple[Reading, Reading], analyzer: Analyzer
) -> None:
    _agree(readings, analyzer, REQUESTS)


def test_they_agree_however_little_an_answer_holds(
    readings: tuple[Reading, Reading], analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facets of more values, lists of more documents, queries of more parts and more rows than come at once."""
    monkeypatch.setattr(facets, "VALUES", 3)
    monkeypatch.setattr(asking, "PAGE", 70)
    monkeypatch.setattr(bounding, "MOST", 12)
    monkeypatch.setattr(rows, "KEPT", 100)
    _agree(readings, analyzer, [f"{address}&size=20" for address in REQUESTS])


def test_lists_are_whole(
    readings: tuple[Reading, Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    there, here = readings
    many = exactly("body", "住房公积金")
    for page in (70, asking.PAGE):
        monkeypatch.setattr(asking, "PAGE", page)
        sets = [Matching(many), Matching(every()), Matching(term("title_words", "月球"))]
        assert there.members(sets) == here.members(sets)
    for limit in (1, 20, 3000):
        assert there.titles(many, limit) == here.titles(many, limit)
        assert there.most_cited(many, limit) == here.most_cited(many, limit)
    words = any_of([term("body_grams", pair) for pair in ("提取", "公积")])
    assert there.best(words, 50) == here.best(words, 50)
