"""Relations as arrays: read back as they were derived, and refused when they cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.relations.columns import NONE
from index.relations.derive import derive, relate
from index.relations.graph import STATES, Graph, open_graph
from index.relations.intervals import interval
from index.relations.library import Documents
from index.relations.model import Edge, Entry
from index.relations.resolve import resolved
from index.segment import RELATIONS, Terms, TermsWriter, open_terms, seal
from index.statements import keys
from index.text.analysis import Analyzer
from tests.support.regulations import Regulations


@pytest.fixture
def folder(tmp_path: Path, analyzer: Analyzer) -> Path:
    """The parts of some regulations, and their relations."""
    draw = Random(11)
    regulations = Regulations(draw)
    documents = [regulations.document() for _ in range(60)]
    documents += [regulations.reprint(one) for one in draw.sample(documents, 8)]
    return _written(tmp_path / "1" / "terms", documents, analyzer)


def _written(folder: Path, documents: Sequence[PolicyDocument], analyzer: Analyzer) -> Path:
    folder.mkdir(parents=True)
    with TermsWriter(folder, analyzer, "1") as writer:
        for document in documents:
            writer.add(document)
    seal(folder)
    relate(folder)
    return folder


def test_what_is_written_is_read(folder: Path) -> None:
    terms = open_terms(folder)
    graph = open_graph(folder, len(terms.counts))
    assert graph.equals(derive(terms))
    documents = Documents(terms)
    documents.members = graph.work_of
    for number in range(graph.documents):
        said = {(edge.to, edge.mention.start) for edge in _resolved(documents, number)}
        assert {(row.to, row.start) for row in graph.edges(number)} == said
        assert all(row.to == number for row in graph.incoming(number))
    both = sum(len(graph.incoming(number)) for number in range(graph.documents))
    assert both == int((graph.rows["to"] != NONE).sum()) > 20


def _resolved(documents: Documents, number: int) -> list[Edge]:
    return resolved(documents.entry(number), documents)


def test_states_are_those_of_the_intervals(folder: Path) -> None:
    held = open_graph(folder, 68)
    begins, ends = held.intervals["begins"], held.intervals["ends"]
    doubted = np.where((ends > 0) & (ends > begins + 20), ends - 10, 0).astype(ends.dtype)
    graph = Graph(dict(held.arrays) | {"interval.doubted": doubted})
    told = np.unique(np.concatenate([begins, ends, doubted]))
    assert len(told) > 5
    assert doubted.any()
    for day in {max(int(one) + by, 1) for one in told for by in (-1, 0, 1)}:
        states = [STATES[code] for code in graph.states(day)]
        assert states == [graph.interval(number).state(day) for number in range(graph.documents)]


def test_names_that_wait_are_counted_by_documents(tmp_path: Path, analyzer: Analyzer) -> None:
    documents = [
        PolicyDocument(
            id="a", title="甲办法", body="依照《渔业法》。再依照《渔业法》和《种子法》。"
        ),
        PolicyDocument(id="b", title="乙办法", body="依照《渔业法》，依照《乙办法》。"),
        PolicyDocument(id="c", title="种子法", body="第一条 为了种子。"),
    ]
    graph = open_graph(_written(tmp_path / "1" / "terms", documents, analyzer), 3)
    assert graph.unresolved() == [("渔业法", 2)]
    assert graph.unresolved(0) == []
    assert [row.source for row in graph.incoming(2)] == [0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("row.to", 68), ("row.name", 9999), ("row.kind", 99), ("row.source", 68), ("work", 67),
     ("interval.how", 9), ("interval.by", 68), ("row.articles", 60000), ("cited", np.nan),
     ("interval.begins", -1), ("interval.ends", 3_652_060), ("interval.doubted", -7), ("names", 0x80)],
)  # fmt: skip
def test_arrays_that_cannot_be_are_refused(folder: Path, name: str, value: float) -> None:
    graph = open_graph(folder, 68)
    wrong = graph.arrays[name].copy()
    wrong[0] = value
    _rewritten(Graph(dict(graph.arrays) | {name: wrong}), folder)
    with pytest.raises(IndexDamaged):
        open_graph(folder, 68)


def test_relations_of_other_parts_are_refused(folder: Path, analyzer: Analyzer) -> None:
    other = _written(
        folder.parents[1] / "2" / "terms", [PolicyDocument(id="x", title="x")], analyzer
    )
    (folder / RELATIONS).write_bytes((other / RELATIONS).read_bytes())
    with pytest.raises(IndexDamaged):
        open_graph(folder, 68)
    (folder / RELATIONS).unlink()
    with pytest.raises(IndexDamaged):
        open_graph(folder, 68)


def _rewritten(graph: Graph, folder: Path) -> None:
    (folder / RELATIONS).unlink()
    graph.write(folder)


class Watched(Documents):
    """Notes which keys are looked up, and whose documents are read."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self.asked: set[str] = set()

    def known(self, key: str) -> tuple[int, ...]:
        self.asked.add(key)
        return super().known(key)


def test_joins_look_up_nothing_but_the_keys_that_documents_refer_to(folder: Path) -> None:
    """Whoever comes under another key would not be noticed."""
    terms = open_terms(folder)
    graph = open_graph(folder, len(terms.counts))
    for number in range(graph.documents):
        watched = Watched(terms)
        watched.members = graph.work_of
        entry: Entry = watched.entry(number)
        may = {*keys.known_as(entry.says), *keys.refers_to(entry.says)}
        resolved(entry, watched)
        interval(number, watched, ())
        assert watched.asked <= may
