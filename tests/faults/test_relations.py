"""A model of relations: documents come, change, go and are withdrawn in any order; what is derived from what was
known before is what is derived from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from index.document import PolicyDocument
from index.errors import IndexDamaged
from index.relations.derive import derive, relate
from index.relations.graph import Graph, open_graph
from index.segment import GROUND, RELATIONS, Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from tests.support.regulations import Regulations

STEPS = 12
"""So many updates make a life of an index: parts are merged, some because most of them is gone."""
SHORT = range(4)


class Life:
    """An index that is updated again and again."""

    def __init__(self, folder: Path, analyzer: Analyzer, draw: Random) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._draw = draw
        self._regulations = Regulations(draw)
        self._number = 0
        self.documents: dict[str, PolicyDocument] = {}

    @property
    def terms(self) -> Path:
        return self._folder / str(self._number) / "terms"

    def step(self) -> None:
        """Some documents come, change and go; a generation is published."""
        draw, fresh = self._draw, []
        held = list(self.documents.values())
        changed = draw.sample(held, min(len(held), draw.randint(0, 3)))
        gone = draw.sample(held, min(len(held), draw.choice((0, 1, 2, 2, len(held) // 2))))
        removed = {one.id for one in (*changed, *gone)}
        for _ in range(draw.randint(0, 8) if held else 20):
            fresh.append(self._regulations.document())
        for one in draw.sample(held, min(len(held), draw.randint(0, 2))):
            fresh.append(self._regulations.reprint(one))
        fresh += [self._regulations.edited(one) for one in changed if one not in gone]
        self.documents = {id: one for id, one in self.documents.items() if id not in removed}
        self.documents |= {one.id: one for one in fresh}
        before, self._number = self._number, self._number + 1
        base = self._folder / str(before) / "terms" if before else None
        written(self.terms, fresh, self._analyzer, base, removed)
        if before > 1:
            shutil.rmtree(self._folder / str(before - 1))

    def anew(self) -> Path:
        """The same documents in a new index, in another order."""
        folder = self._folder / "anew" / "terms"
        shutil.rmtree(folder, ignore_errors=True)
        every = [*self.documents.values()]
        self._draw.shuffle(every)
        written(folder, every, self._analyzer)
        return folder


def written(
    folder: Path,
    documents: Iterable[PolicyDocument],
    analyzer: Analyzer,
    base: Path | None = None,
    removed: Iterable[str] = (),
) -> None:
    folder.mkdir(parents=True)
    with TermsWriter(folder, analyzer, folder.parent.name) as writer:
        for document in documents:
            writer.add(document)
    seal(folder, base, set(removed))
    relate(folder, base)


def opened(folder: Path) -> tuple[Terms, Graph]:
    terms = open_terms(folder)
    return terms, open_graph(folder, len(terms.counts))


def assert_same(one: Graph, other: Graph) -> None:
    assert one.arrays.keys() == other.arrays.keys()
    for name, values in one.arrays.items():
        assert values.dtype == other.arrays[name].dtype, name
        assert values.tolist() == other.arrays[name].tolist(), name


def facts(terms: Terms, graph: Graph) -> dict[str, tuple[Any, ...]]:
    """What is derived of every document, by ids: so two indices can be compared."""
    live = np.flatnonzero(terms.counts).tolist()
    ids = {number: terms.id(number) for number in live} | {-1: ""}
    return {
        ids[number]: (
            sorted(ids[other] for other in graph.work_of(number)),
            sorted(ids[other] for other in graph.text_of(number)),
[(row._replace(source=0, to=0), ids[row.to]) for row in graph.edges(number)],
            sorted(ids[row.source] for row in graph.incoming(number)),
            ids[graph.interval(number).by],
            replace(graph.interval(number), by=-1),
            float(graph.cited[number]),
        )
        for number in live
    }  # fmt: skip


@pytest.mark.parametrize("seed", SHORT)
def test_what_is_derived_from_before_is_what_is_derived_from_nothing(
    seed: int, tmp_path: Path, analyzer: Analyzer, often: Callable[[int, int], int]
) -> None:
    for life in range(often(1, 60)):
        draw = Random(1000 * life + seed)
        folder = tmp_path / str(life)
        index = Life(folder, analyzer, draw)
        for _ in range(STEPS):
            index.step()
            terms, graph = opened(index.terms)
            assert_same(graph, derive(terms))
            some = draw.sample(sorted(index.documents), min(len(index.documents), 3))
            seen = terms.without(some)
            assert_same(derive(seen, (terms, graph)), derive(seen))
        assert facts(terms, graph) == facts(*opened(index.anew()))
        shutil.rmtree(folder)


def test_small_changes_are_laid_over_what_was_written_before(
    tmp_path: Path, analyzer: Analyzer, often: Callable[[int, int], int]
) -> None:
    """Documents that others name come, change, go and are withdrawn, one at a time, until parts are merged."""
    for life in range(often(1, 20)):
        draw = Random(life)
        regulations = Regulations(draw)
        held = {one.id: one for one in (regulations.document() for _ in range(300))}
        before = tmp_path / str(life) / "1" / "terms"
        written(before, held.values(), analyzer)
        laid = 0
        for number in range(2, 16):
            folder = tmp_path / str(life) / str(number) / "terms"
            gone = draw.choice(sorted(held))
            fresh = [draw.choice((regulations.edited, regulations.reprint))(held.pop(gone))]
            fresh += [regulations.document() for _ in range(draw.randint(0, 1))]
            written(folder, fresh, analyzer, before, [gone])
            held |= {one.id: one for one in fresh}
            terms, graph = opened(folder)
            laid += graph.overlay is not None
            assert_same(graph, derive(terms))
            seen = terms.without(draw.sample(sorted(held), 2))
            assert_same(derive(seen, (terms, graph)), derive(seen))
            if graph.overlay:
                assert (folder / RELATIONS).stat().st_size < (folder / GROUND).stat().st_size
            before = folder
        assert laid > 3, life


def test_a_ground_that_is_another_is_damage(tmp_path: Path, analyzer: Analyzer) -> None:
    regulations = Regulations(Random(1))
    documents = [regulations.document() for _ in range(40)]
    first, second = tmp_path / "1" / "terms", tmp_path / "2" / "terms"
    written(first, documents, analyzer)
    written(second, [], analyzer, first, [documents[0].id])
    assert opened(second)[1].overlay
    other = tmp_path / "3" / "terms"
    written(other, documents[:20], analyzer)
    (second / GROUND).unlink()
    shutil.copy(other / RELATIONS, second / GROUND)
    with pytest.raises(IndexDamaged, match=GROUND):
        opened(second)
    (second / GROUND).unlink()
    with pytest.raises(IndexDamaged, match=GROUND):
        opened(second)
