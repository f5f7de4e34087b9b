"""tantivy does the job of a page: it finds, counts each facet without its own filter, and cuts excerpts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import classes, typed
from bench.corpus import cut
from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest, Sort
from search.request.period import Bound
from tests.bench.test_entry_points import Printed, printed, rows_of

__all__ = ["printed"]

pytest.importorskip("tantivy")

from bench import whole
from bench.engines.whole_tantivy import WholeTantivy, build

WORD = "条例"
ISSUER = "国务院"


@pytest.fixture(scope="module")
def page(
    little: Sequence[PolicyDocument], tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> WholeTantivy:
    folder = tmp_path_factory.mktemp("whole") / "tantivy"
    build((cut(document, analyzer) for document in little), folder, analyzer)
    return WholeTantivy(folder, analyzer)


def test_a_page_has_all_that_ours_has(page: WholeTantivy, little_index: Path) -> None:
    found = page.page(SearchRequest(WORD))
    ours = EmbeddedEngine(little_index).search(SearchRequest(WORD, fold=False))
    assert found.total == ours.total
    assert len(found.ids) == 10
    assert 0 < len(found.excerpts) <= 20
    assert any(f"<b>{WORD}" in excerpt for excerpt in found.excerpts)
    assert set(found.facets) == {"issuer", "year", "validity", "genre", "region", "topic"}
    assert sum(count for _, count in found.facets["genre"]) == found.total


def test_a_facet_is_counted_without_its_own_filter(page: WholeTantivy) -> None:
    chosen = SearchRequest(WORD, selected=(("issuer", (ISSUER,)),))
    free, kept = page.page(SearchRequest(WORD)), page.page(chosen)
    assert kept.facets["issuer"] == free.facets["issuer"]
    assert (
        kept.total == dict(free.facets["issuer"])[ISSUER] == sum(n for _, n in kept.facets["genre"])
    )
    years = page.page(SearchRequest(WORD, date_from=Bound(2000), date_to=Bound(2010)))
    assert years.facets["year"] == free.facets["year"]
    assert years.total == sum(n for year, n in free.facets["year"] if 2000 <= int(year) <= 2010)


def test_words_phrases_and_the_order_are_understood(
    page: WholeTantivy, little: Sequence[PolicyDocument]
) -> None:
    dates = {document.id: document.written_on for document in little}
    newest = [str(dates[id]) for id in page.page(SearchRequest(WORD, sort=Sort.NEWEST)).ids]
    assert newest == sorted(newest, reverse=True)
    run = little[0].title[:6]
    phrase = page.page(SearchRequest(f'"{run}"'))
    assert phrase.total == sum(run in f"{one.title}\0{one.body}" for one in little)
    both, either = (page.page(SearchRequest(q)).total for q in (f"{WORD} 通知", f"{WORD} OR 通知"))
    assert either >= both > 0
    page.has_characters = False
    assert page.page(SearchRequest(WORD)).total > 0
    page.has_characters = True


def test_the_whole_page_is_compared(
    printed: Printed, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGCE_CORPUS", str(collection))
    monkeypatch.setattr(classes, "PER_CLASS", 2)
    monkeypatch.setattr(typed, "MISTAKES", 1)
    monkeypatch.setattr(typed, "OTHERS", {"missing": 1, "mixed": 1})
    few = ("--real", 100, "--scale", 100, "--rounds", 1, "--keep", tmp_path / "kept")
    said = rows_of(printed(whole.main, *few))
    names = [row[0] for row in said]
    assert names.count("class") == names.count("AND of 4") == names.count("typed: question") == 2
    assert {len(row) for row in said} == {6}
