"""Many writers, and readers while generations change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from forked import Child

from index.errors import IndexBusy
from index.ingest.update import rebuild_index, update_index
from index.store.store import Store
from search.embedded.engine import WhooshEngine
from search.request import SearchRequest

WRITERS = 8
DONE = b"D"


def test_writers_wait_for_each_other(desk: Desk, often: Callable[[int, int], int]) -> None:
    updates = often(6, 200)

    def writer(number: int) -> Callable[[Callable[[bytes], None]], None]:
        folder = desk.files / f"{number}"
        folder.mkdir()

        def work(say: Callable[[bytes], None]) -> None:
            store = Store(desk.store.root, patience=600)
            for n in range(updates):
                (folder / f"{number}-{n}.txt").write_text(f"名称: 通知{number}-{n}\n\n公积金")
                update_index(store, [folder], desk.analyzer)
                say(DONE)

        return work

    children = [Child(writer(number)) for number in range(WRITERS)]
    for child in children:
        said, code = child.ended()
        assert (said, code) == (DONE * updates, 0)
    engine = WhooshEngine(desk.store.root, desk.analyzer)
    assert engine.search(SearchRequest()).total == WRITERS * updates
    assert desk.store.current().manifest.documents == WRITERS * updates
    for number in range(WRITERS):
        found = engine.search(SearchRequest(q=f'标题:"通知{number}-{updates - 1}"'))
        assert found.total >= 1
    assert not list((desk.store.root / "queue").iterdir())


def test_who_came_first_is_served_first(desk: Desk, tmp_path: Path) -> None:
    desk.store.root.mkdir()
    order = tmp_path / "order"
    with desk.store.build():
        waiting = []
        for number in range(5):

            def work(say: Callable[[bytes], None], number: int = number) -> None:
                with Store(desk.store.root).build(), order.open("a") as file:
                    file.write(str(number))

            waiting.append(Child(work))
            while len(list((desk.store.root / "queue").glob("[0-9]*"))) <= number:
                pass
        waiting[1].kill()
        waiting[1].ended()
        with pytest.raises(IndexBusy, match="已等待"), Store(desk.store.root, 0.1).build():
            pass
    for number, child in enumerate(waiting):
        if number != 1:
            assert child.ended()[1] == 0
    assert order.read_text() == "0234"


def test_every_answer_is_wholly_old_or_wholly_new(
    desk: Desk, often: Callable[[int, int], int]
) -> None:
    searches, generations = often(300, 10_000), 20

    def write(batch: int) -> None:
        for n in range(6):
            desk.write(f"{n}.txt", f"公积金提取办法，第{batch}批", f"批次{batch}通知{n}")

    write(0)
    desk.update()
    engine = WhooshEngine(desk.store.root, desk.analyzer)

    def work(say: Callable[[bytes], None]) -> None:
        for batch in range(1, generations + 1):
            write(batch)
            change = rebuild_index if batch % 7 == 0 else update_index
            change(desk.store, [desk.files], desk.analyzer)
            say(DONE)

    child, asked = Child(work), 0
    seen: set[int] = set()
    while asked < searches or len(seen) < 2 or max(seen) < generations:
        result = engine.search(SearchRequest(q="公积金", size=10))
        titles = [hit.document.title for hit in result.hits]
        batches = {int(title.split("通知")[0].removeprefix("批次")) for title in titles}
        assert len(batches) == 1, titles
        assert result.total == len(result.hits) == 6
        assert {int(title[-1]) for title in titles} == set(range(6))
        assert max(seen, default=0) <= min(batches), "an older answer after a newer one"
        seen |= batches
        asked += 1
    said, code = child.ended()
    assert (said, code) == (DONE * generations, 0)
    print(f"\n{asked} searches, {len(seen)} generations seen of {generations + 1}")
