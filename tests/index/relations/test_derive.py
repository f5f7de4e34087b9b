"""Relations derived from those of before are those derived from nothing, whoever came, went or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.relations import graph as graphs
from index.relations.derive import derive, relate
from index.relations.graph import Graph, open_graph
from index.relations.model import End
from index.segment import RELATIONS, Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer

Writing = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path, analyzer: Analyzer) -> Writing:
    """Writes a generation, its relations gone on from those of another."""

    def write(documents: Sequence[PolicyDocument], base: Path | None = None) -> Path:
        folder = tmp_path / str(len([*tmp_path.iterdir()])) / "terms"
        folder.mkdir(parents=True)
        with TermsWriter(folder, analyzer, "1") as writer:
            for document in documents:
                writer.add(document)
        seal(folder)
        relate(folder, base)
        return folder

    return write


def law(
    id: str, title: str, year: int, body: str = "第一条 为了桥梁，制定本法。"
) -> PolicyDocument:
    return PolicyDocument(id=id, title=title, body=body, published_on=date(year, 1, 1))


def opened(folder: Path) -> tuple[Terms, Graph]:
    terms = open_terms(folder)
    return terms, open_graph(folder, len(terms.counts))


BRIDGES = law("bridges", "桥梁条例", 2001)
CITING = law("citing", "桥梁养护办法", 2010, "第一条 根据《桥梁条例》，制定本办法。")
REPEAL = law(
    "repeal", "渡口条例", 2015, "第一条 为了渡口。\n第二条 《桥梁条例》自2015年3月1日起废止。"
)
REVISED = law(
    "revised", "桥梁条例", 2008,
    "（2001年1月1日通过 根据2008年1月1日《关于修改〈桥梁条例〉的决定》修正）\n第一条 为了桥梁，制定本法。",
)  # fmt: skip
FERRY = law("ferry", "渔船通告", 2012, "渔船停靠。")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([CITING, FERRY], [CITING, FERRY, BRIDGES], id="what is named comes"),
        pytest.param([CITING, FERRY, BRIDGES], [FERRY, CITING], id="what is named goes"),
        pytest.param([BRIDGES, CITING], [BRIDGES, CITING, REVISED], id="another text comes"),
        pytest.param([BRIDGES, REVISED, CITING], [CITING, BRIDGES], id="a text goes"),
        pytest.param([BRIDGES, CITING], [REPEAL, CITING, BRIDGES], id="it is repealed"),
        pytest.param([REPEAL, BRIDGES, CITING], [CITING, BRIDGES], id="what repealed it goes"),
        pytest.param([FERRY, BRIDGES, REPEAL], [REPEAL, BRIDGES, CITING], id="numbers change"),
        pytest.param([FERRY, BRIDGES, REPEAL], [REPEAL, BRIDGES], id="numbers alone change"),
    ],
)
def test_going_on_is_as_deriving_from_nothing(
    written: Writing, before: list[PolicyDocument], after: list[PolicyDocument]
) -> None:
    terms, graph = opened(written(after, written(before)))
    assert graph.equals(derive(terms))


def test_the_collection_of_these_tests_says_something(written: Writing) -> None:
    _, graph = opened(written([BRIDGES, CITING, REPEAL]))
    assert [row.to for row in graph.edges(1)] == [0]
    assert (graph.interval(0).how, graph.interval(0).by) == (End.REPEALED, 2)
    _, graph = opened(written([BRIDGES, CITING, REVISED]))
    assert graph.work_of(0) == [0, 2]


def test_what_was_derived_by_other_rules_is_derived_anew(
    written: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written([BRIDGES, CITING])
    held = open_graph(before, 2)
    wrong = dict(held.arrays) | {"row.to": held.arrays["row.to"].copy()}
    wrong["row.to"][0] = graphs.NONE
    with monkeypatch.context() as other:
        other.setattr(graphs, "VERSION", graphs.VERSION - 1)
        (before / RELATIONS).unlink()
        Graph(wrong).write(before)
    terms, graph = opened(written([BRIDGES, CITING, FERRY], before))
    assert graph.equals(derive(terms))
