"""An alias is watched: what it leads to is gone over to; what cannot be served leaves the one before in its place."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from index.document import PolicyDocument, Validity
from index.errors import ClusterUnavailable, IndexMissing, IndexOutdated
from index.opensearch.client import Client, Unavailable, within
from index.opensearch.files import files_index
from index.opensearch.publishing.publish import publish as put
from index.opensearch.served import served
from index.store.store import Store
from index.text.analysis import Analyzer
from search.backend.reading import Question
from search.backend.selection import Matching, Ranking
from search.opensearch.newest import AGAIN_SECONDS, LOOK_SECONDS, NewestServed
from search.opensearch.norms import norms_of
from search.query.tree import NOTHING, every
from search.request import SearchRequest
from tests.cluster.published import Put
from tests.conftest import Publish

TODAY = date(2026, 11, 30)


def document(id: str) -> PolicyDocument:
    return PolicyDocument(
        id=id, title=f"{id}市公积金管理办法", body="第一条 为了管理，制定本办法。"
    )


@dataclass
class Cut:
    """A client whose cluster can be cut off, or an index of it be lost; it remembers what it was asked."""

    client: Client
    is_cut: bool = False
    lost: str = ""
    asked: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        self._note(path)
        return self.client.ask(method, path, *arguments, **named)

    def search(self, index: str, body: Any) -> Any:  # noqa: ANN401
        self._note(index)
        return self.client.search(index, body)

    def searches(self, index: str, bodies: Sequence[Any]) -> list[Any]:
        self._note(index)
        return self.client.searches(index, bodies)

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.is_cut or what == self.lost:
            raise Unavailable("集群没有回答。")


@dataclass
class World:
    """An index folder, published under a name, and what watches that."""

    folder: Path
    name: str
    cut: Cut
    analyzer: Analyzer
    write: Publish
    kept: Path
    now: float = 100.0
    day: date = TODAY

    def publish(self, *ids: str) -> str:
        """Publish documents; the index."""
        self.write(self.folder, *map(document, ids))
        return self.put()

    def put(self) -> str:
        return put(Store(self.folder), self.cut.client, self.name, self.analyzer, norms_of).index

    def opened(self) -> NewestServed:
        client: Any = self.cut
        return NewestServed(
            client, self.name, self.analyzer, lambda: self.day, self.kept, lambda: self.now
        )

    def served(self) -> str:
        return served(self.cut.client, self.name).index

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def world(tmp_path: Path, publish: Publish, put_on_cluster: Put, analyzer: Analyzer) -> World:
    folder = tmp_path / "data"
    folder.mkdir()
    publish(folder, document("甲"))
    client, name = put_on_cluster([folder], 1)
    return World(folder, name, Cut(client), analyzer, publish, tmp_path / "kept")


def test_another_generation_is_gone_over_to_within_a_second(world: World) -> None:
    """It is prepared while the one before is served, which goes on for whoever has it."""
    newest = world.opened()
    prepared: list[int] = []
    newest.prepare = lambda reading: prepared.append(reading.documents)
    before = newest.current()
    world.publish("甲", "乙")
    assert newest.current() is before
    world.pass_(LOOK_SECONDS)
    assert newest.current().documents == 2
    assert (newest.damage(), newest.refused(), prepared) == ("", "", [2])
    assert before.cards([0])[0].id == "甲"


def test_a_generation_that_was_replaced_goes_at_once(world: World) -> None:
    """Without Python's collector: its files are many MB."""
    newest = world.opened()
    newest.current().find(Question(Matching(every()), Ranking(NOTHING, NOTHING), SearchRequest()))
    before = ref(newest.current())
    world.publish("甲", "乙")
    world.pass_(LOOK_SECONDS)
    gc.disable()
    try:
        newest.current()
        assert before() is None
    finally:
        gc.enable()


def test_it_is_looked_at_once_a_second(world: World) -> None:
    newest = world.opened()
    world.cut.asked.clear()
    for _ in range(12):
        newest.current()
        world.pass_(LOOK_SECONDS / 4)
    assert world.cut.asked == [f"/{world.name}/_mapping"] * 2


def test_the_day_is_another_and_the_index_the_same(world: World) -> None:
    """States are those of the day; nothing is fetched for it, and nothing is made anew of its words."""
    newest = world.opened()
    before = newest.current()
    assert before.cards([0])[0].validity is Validity.UNSTATED
    world.day += timedelta(days=1)
    world.pass_(LOOK_SECONDS)
    world.cut.asked.clear()
    after = newest.current()
    assert after is not before
    assert {*world.cut.asked} == {f"/{world.name}/_mapping", world.served()}
    changed = after.changed(before)
    assert changed
    assert not any((*changed.words, changed.titles, changed.moved))


def test_what_is_said_of_an_index_may_change(world: World) -> None:
    newest = world.opened()
    before = newest.current()
    found = served(world.cut.client, world.name)
    assert found.meta
    row = found.meta.to_json() | {
        "generation": 7,
        "withdrawn": {"丙": ["2026-11-30T04:00:00+00:00", "撤下。"]},
    }
    world.cut.client.ask("PUT", f"/{found.index}/_mapping", {"_meta": row})
    world.pass_(LOOK_SECONDS)
    after = newest.current()
    assert (before.generation, after.generation) == (1, 7)
    assert after.withdrawn("丙")
    assert before.withdrawn("丙") is None


def test_another_index_of_the_same_name_is_another(world: World) -> None:
    """An operator deleted everything and published anew."""
    newest = world.opened()
    client, index = world.cut.client, world.served()
    client.ask("DELETE", f"/{index}")
    assert world.publish("乙", "丙") == index
    world.pass_(LOOK_SECONDS)
    assert newest.current().number_of("丙") == 1


def test_a_generation_that_does_not_answer_whole_is_not_gone_over_to(world: World) -> None:
    newest = world.opened()
    before = newest.current()
    index = world.publish("甲", "乙")
    world.pass_(LOOK_SECONDS)
    world.cut.lost = index
    assert newest.current() is before
    world.cut.lost = ""
    world.pass_(LOOK_SECONDS)
    assert newest.current().documents == 2


def test_what_is_open_goes_on_while_the_cluster_is_away(world: World) -> None:
    newest = world.opened()
    before = newest.current()
    world.cut.is_cut = True
    world.pass_(LOOK_SECONDS)
    assert newest.current() is before
    assert newest.away()
    with pytest.raises(ClusterUnavailable):
        before.number_of("甲")
    world.cut.is_cut = False
    world.pass_(LOOK_SECONDS)
    assert newest.current() is before
    assert newest.away() is None
    assert before.number_of("甲") == 0


def test_a_cluster_that_is_away_at_first_is_waited_for(world: World) -> None:
    world.cut.is_cut = True
    newest = world.opened()
    with pytest.raises(ClusterUnavailable):
        newest.current()
    world.cut.is_cut = False
    with pytest.raises(ClusterUnavailable):
        newest.current()  # it was asked a moment ago
    world.pass_(LOOK_SECONDS)
    assert newest.current().documents == 1


def test_nothing_to_serve_is_said_at_once(world: World) -> None:
    world.name = "test-nothing"
    with pytest.raises(IndexMissing, match="zhengce"):
        world.opened()


def _of_other_words(world: World) -> None:
    """The next generation is of an analyser that is not ours."""
    client = world.cut.client
    world.publish("乙")
    index = served(client, world.name).index
    meta = served(client, world.name).meta
    assert meta
    row = meta.to_json() | {"fingerprint": "of another"}
    client.ask("PUT", f"/{index}/_settings", {"index": {"blocks.metadata": False}})
    client.ask("PUT", f"/{index}/_mapping", {"_meta": row})


def _without_side_files(world: World) -> None:
    world.publish("乙")
    everything: dict[str, Any] = {"query": {"match_all": {}}}
    at = f"/{files_index(world.name)}/_delete_by_query"
    world.cut.client.ask("POST", at, everything, query={"refresh": "true"})


@pytest.mark.parametrize(
    ("spoil", "word", "command"),
    [
        (_of_other_words, "outdated", "zhengce reindex"),
        (_without_side_files, "damaged", "zhengce publish"),
    ],
)
def test_what_cannot_be_served_leaves_the_one_before(
    world: World, spoil: Callable[[World], None], word: str, command: str
) -> None:
    newest = world.opened()
    before = newest.current()
    spoil(world)
    world.pass_(LOOK_SECONDS)
    assert newest.current() is before
    assert newest.refused() == word
    assert command in newest.damage()
    world.cut.asked.clear()
    world.pass_(LOOK_SECONDS)
    newest.current()
    assert world.cut.asked == [f"/{world.name}/_mapping"]  # it is not tried at every look
    world.publish("乙", "丙", "丁")
    world.pass_(LOOK_SECONDS)
    assert newest.current().documents == 3
    assert (newest.refused(), newest.damage()) == ("", "")


def test_what_is_refused_is_looked_at_again(world: World) -> None:
    newest = world.opened()
    _of_other_words(world)
    world.pass_(LOOK_SECONDS)
    before = newest.current()
    found = served(world.cut.client, world.name)
    assert found.meta
    row = found.meta.to_json() | {"fingerprint": before.status("").fingerprint}
    world.cut.client.ask("PUT", f"/{found.index}/_mapping", {"_meta": row})
    world.pass_(AGAIN_SECONDS)
    assert newest.current() is not before
    assert newest.refused() == ""


def test_only_what_is_refused_is_no_engine(world: World) -> None:
    _of_other_words(world)
    with pytest.raises(IndexOutdated, match="reindex"):
        world.opened()


def test_an_index_that_is_gone_is_looked_for_at_once(world: World) -> None:
    """Whoever reads it is told to come again, and finds the next."""
    newest = world.opened()
    before = newest.current()
    world.publish("甲", "乙")
    world.publish("甲", "乙", "丙")
    world.publish("甲", "乙", "丙", "丁")  # two are kept
    assert newest.current() is before
    with pytest.raises(ClusterUnavailable, match="重试"):
        before.number_of("甲")
    assert newest.current().documents == 4


def test_no_visitor_waits_for_a_generation_to_be_opened(world: World) -> None:
    newest = world.opened()
    before = newest.current()
    world.publish("甲", "乙")
    world.pass_(LOOK_SECONDS)
    with within(60):
        assert newest.current() is before
    world.pass_(LOOK_SECONDS)
    assert newest.current().documents == 2
