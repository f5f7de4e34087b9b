"""Who cites a law held article by article cites each of them; a name that nobody resolves counts too."""

from __future__ import annotations

from index.document import PolicyDocument
from search.request import SearchRequest
from tests.conftest import EngineOf
from tests.engine_contract.plain_library import PlainLibrary


def paper(id: str, title: str, body: str) -> PolicyDocument:
    return PolicyDocument(id=id, title=title, body=body)


def test_whoever_cites_a_name_counts_for_all_that_bear_it(engine_of: EngineOf) -> None:
    documents = [
        *(paper(f"a{n}", f"民用航标法 第{n}条", f"航标由第{n}局管理。") for n in range(1, 6)),
        *(paper(f"c{n}", f"第{n}号通告", "依照《民用航标法》办理。") for n in range(3)),
    ]
    found = engine_of(*documents).search(SearchRequest(q="航标", fold=False, size=100))
    told = {hit.document.id: hit.score.cited_by for hit in found.hits if hit.score}
    counted = PlainLibrary(documents).cited
    assert counted == [3] * 5 + [0] * 3
    assert told == {one.id: often for one, often in zip(documents, counted, strict=True)}
