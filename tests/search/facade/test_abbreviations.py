"""Abbreviations that no table has, from the titles of the collection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import PolicyDocument
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.embedded.reading import EmbeddedReading
from search.facade.abbreviations import Abbreviations
from search.language.lay import LayRow, LayTable
from search.request import SearchRequest

FullNames = Callable[..., tuple[str, ...]]
TODAY = date(2024, 7, 1)
OTHER_WORDS = LayTable([LayRow("老赖", ("失信被执行人",))], ())
SOIL = ("示例市水土保持方案审批办法", "关于水土保持补偿费的通知")


@pytest.fixture(scope="module")
def names_in(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, publish: Callable[..., None]
) -> FullNames:
    """A function ``(short, *titles)``: the names that a short word has in a collection of these."""

    @cache
    def collection(titles: tuple[str, ...]) -> Abbreviations:
        folder = tmp_path_factory.mktemp("data")
        publish(folder, *(PolicyDocument(id=str(n), title=t) for n, t in enumerate(titles)))
        reading, _ = Store(folder).newest(lambda generation: EmbeddedReading(generation, TODAY))
        return Abbreviations(reading, analyzer)

    return lambda short, *titles: collection(titles).full_names(short)


@pytest.mark.parametrize(
    ("short", "titles", "expected"),
    [
        pytest.param("水保", SOIL, ("水土保持",), id="in several titles"),
        pytest.param("水保", SOIL[:1], ("水土保持",), id="in one title, and no other name"),
        pytest.param("水保", ("《關於水土保持》的通知",) * 2, ("水土保持",), id="Traditional"),
        pytest.param("水审", SOIL, (), id="too far apart"),
        pytest.param("保水", SOIL, (), id="not in order"),
        pytest.param("土持", SOIL, (), id="not where words begin"),
        pytest.param("水保", (*SOIL, "水保补贴办法"), (), id="a word of the titles itself"),
        pytest.param("水保", (), (), id="no titles"),
        pytest.param("水", SOIL, (), id="one character"),
        pytest.param("水保方案审", SOIL, (), id="too many characters"),
        pytest.param("sb", SOIL, (), id="letters"),
        pytest.param("关水", SOIL, (), id="关于 begins no name"),
        pytest.param("", SOIL, (), id="nothing"),
    ],
)
def test_full_names(
    names_in: FullNames, short: str, titles: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert names_in(short, *titles) == expected


def test_the_usual_names_come_first_and_those_of_one_title_not_at_all(
    names_in: FullNames,
) -> None:
    titles = [f"{town}水土保持办法" for town in ("甲县", "乙县", "丙县")]
    titles += ["甲县水质保护办法", "乙县水质保护办法", "水库保障办法"]
    assert names_in("水保", *titles) == ("水土保持", "水质保护")


def test_versions_of_one_title_count_once(names_in: FullNames) -> None:
    titles = ["水土保持办法"] * 2 + ["水质保护条例", "甲县水质保护办法"]
    assert names_in("水保", *titles) == ("水质保护",)


@given(short=st.text(st.sampled_from("水土保持方案审批"), min_size=2, max_size=4))
def test_a_name_has_the_characters_in_order(names_in: FullNames, short: str) -> None:
    for name in names_in(short, *SOIL):
        assert name in "".join(SOIL)
        letters = iter(name)
        assert name[0] == short[0]
        assert all(one in letters for one in short)


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, publish: Callable[..., None]
) -> EmbeddedEngine:
    """Without our table, which knows 水保 as well."""
    folder = tmp_path_factory.mktemp("data")
    documents = [PolicyDocument(id=str(n), title=t, body="正文。") for n, t in enumerate(SOIL)]
    publish(folder, *documents, PolicyDocument(id="other", title="公积金办法", body="水，担保。"))
    return EmbeddedEngine(folder, analyzer, table=OTHER_WORDS)


def test_an_abbreviation_finds_the_full_name_and_says_so(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="水保"))
    assert {hit.document.id for hit in result.hits} == {"0", "1"}
    [wording] = result.wordings
    assert (wording.text, wording.others) == ("水保", ("水土保持",))
    title = result.hits[0].document.title
    assert [title[a:b] for a, b in result.hits[0].title_marks] == ["水土保持"]


def test_an_abbreviation_beside_other_words(engine: EmbeddedEngine) -> None:
    result = engine.search(SearchRequest(q="水保方案"))
    assert result.hits[0].document.id == "0"
    assert result.apart == 1


@pytest.mark.parametrize(
    ("q", "literal"),
    [
        pytest.param("水保", True, id="as typed alone"),
        pytest.param('"水保"', False, id="a phrase"),
    ],
)
def test_what_is_wanted_as_typed_is_not_reworded(
    engine: EmbeddedEngine, q: str, literal: bool
) -> None:
    result = engine.search(SearchRequest(q=q, literal=literal))
    assert (result.total, result.wordings) == (0, ())
