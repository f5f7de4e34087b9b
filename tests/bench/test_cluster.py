"""An engine beside itself: nothing differs; what is altered is named, counted and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bench.cluster import __main__ as command
from bench.cluster import equality, judging, speed
from bench.cluster.drawn import Drawn, drawn, others
from bench.http import servers
from bench.indexed import Indexed
from bench.same import Asked
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.evaluation import JudgedQuery
from search.request import SearchRequest
from search.results import SearchResult, Tally
from tests.bench.test_entry_points import Printed, printed, rows_of

__all__ = ["printed"]

URL = "http://127.0.0.1:9/none"


class OneLess(EmbeddedEngine):
    """Loses the first hit of every page, and counts one document less."""

    def search(self, request: SearchRequest) -> SearchResult:
        found = super().search(request)
        return replace(found, hits=found.hits[1:])

    def facets(self, request: SearchRequest) -> Tally:
        found = super().facets(request)
        return replace(found, total=max(found.total - 1, 0))


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch, little_index: Path) -> Callable[[EmbeddedEngine], None]:
    """``beside(engine)``: the command compares the index with that engine."""

    def set_engine(other: EmbeddedEngine) -> None:
        pair = EmbeddedEngine(little_index), other
        monkeypatch.setattr(command, "both", lambda given: pair)

    return set_engine


def test_an_engine_is_equal_to_itself(
    printed: Printed, little_index: Path, beside: Callable[[EmbeddedEngine], None], tmp_path: Path
) -> None:
    beside(EmbeddedEngine(little_index))
    few = ["--requests", 60, "--others", 10, "--out", tmp_path / "asked.jsonl"]
    said = printed(partial(ended, 0), "equal", "--index", little_index, "--engine", URL, *few)
    *classes, whole = rows_of(said)[1:]
    assert whole[:3] == ["**all**", "70", "0"]
    assert whole[5] == "1.0000"
    assert len(classes) > 20
    assert "differ\n" not in said
    assert len((tmp_path / "asked.jsonl").read_text(encoding="utf-8").splitlines()) == 70


def test_what_differs_is_named_and_counted(
    printed: Printed, little_index: Path, beside: Callable[[EmbeddedEngine], None]
) -> None:
    beside(OneLess(little_index))
    few = ["--requests", 40]
    said = printed(partial(ended, 1), "equal", "--index", little_index, "--engine", URL, *few)
    whole = rows_of(said)[-1]
    assert int(whole[2]) > 20
    assert float(whole[5]) < 0.95
    assert "\nids: " in said
    assert "\ntally: total: " in said
    assert "\ntally: facets: " not in said


def ended(code: int) -> None:
    """Run the command; it ends with that."""
    with pytest.raises(SystemExit) as end:
        command.main()
    assert end.value.code == code


def test_the_first_ten_are_compared_where_there_are_any(little_index: Path) -> None:
    one, other = Asked(EmbeddedEngine(little_index)), Asked(OneLess(little_index))
    title = EmbeddedEngine(little_index).listing(0, 1)[0].title

    def overlap(*params: tuple[str, str]) -> float | None:
        ask = {"call": "search", "params": list(params), "excerpts": True}
        [found] = equality.compared(one, other, [Drawn("", ask)])
        return found.overlap

    assert overlap(("q", title), ("size", "5"), ("fold", "0")) == pytest.approx(0.8)
    assert overlap(("q", title), ("sort", "newest")) is None
    assert overlap(("q", "彳亍孑孓")) is None
    assert overlap(("q", "")) is None


def test_a_seed_draws_the_same(little_index: Path) -> None:
    engine = EmbeddedEngine(little_index)
    made = [[*drawn(engine, 60, seed), *others(engine, 9, seed)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    assert len({one.kind for one in made[0]}) >= 22


def test_judged_queries_are_asked_of_both(little_index: Path) -> None:
    engine = EmbeddedEngine(little_index)
    cards = engine.listing(0, 5)
    queries = [JudgedQuery(card.id, card.title, "", {card.id: 1}) for card in cards]
    rows = rows_of("\n".join(judging.judged(engine, OneLess(little_index), queries)))
    assert rows[0][0] == "5 queries"
    assert all(float(row[1]) >= float(row[2]) for row in rows[1:])
    assert rows[1][3].startswith("-")


def test_answers_are_timed_by_class(little_index: Path) -> None:
    one = EmbeddedEngine(little_index)
    spent = speed.answers(one, one, {"words": ["条例", "办法"], "none": ["彳亍孑孓"]})
    rows = rows_of("\n".join(speed.table(spent)))
    assert [row[:2] for row in rows[1:]] == [["words", "2"], ["none", "1"], ["**all**", "3"]]
    assert all(row[6].endswith("×") for row in rows[1:])


def test_pages_of_both_come(little_index: Path) -> None:
    commands = {
        name: lambda port: servers.serving(servers.ROOT, little_index, port, 1)
        for name in ("embedded", "cluster")
    }
    paths = [f"/search?q={at}" for at in range(speed.WARMING + 4)]
    rows = rows_of("\n".join(speed.pages(commands, paths, 2)))
    assert [(row[0], row[5]) for row in rows[1:]] == [("embedded", "0"), ("cluster", "0")]


def test_documents_are_indexed_and_published(
    printed: Printed, little_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    def publish(folder: Path, address: str, replicas: int) -> None:
        held.append(EmbeddedEngine(folder, Analyzer()).status().documents)

    monkeypatch.setattr(command, "publish", publish)
    said = printed(partial(ended, 0), "build", "--index", little_index, "--engine", URL)
    assert held == [len(Indexed(little_index).numbers)]
    assert [row[0] for row in rows_of(said)][1:] == [
        "a generation here, one process",
        "from it to the cluster",
    ]
