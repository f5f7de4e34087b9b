"""What is suggested and corrected goes on from one generation to the next, and is what one opened anew says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from index.opensearch.client import Client
from index.opensearch.publishing.publish import publish as put
from index.store.store import Store
from index.text.analysis import Analyzer
from search.language.heard import Changed, Heard
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.norms import norms_of
from tests.cluster.published import Put
from tests.search.embedded.test_going_on import TODAY, published, said
from tests.support.regulations import Regulations


class Site:
    """An index folder, and the engine over what is published of it."""

    def __init__(self, folder: Path, client: Client, name: str, analyzer: Analyzer) -> None:
        self.store = Store(folder / "data")
        self._folder = folder
        self._asked = client, name
        self._analyzer = analyzer
        self.now = 0.0

    def opened(self) -> OpenSearchEngine:
        return OpenSearchEngine(
            *self._asked,
            self._analyzer,
            lambda: TODAY,
            folder=self._folder / "kept",
            clock=lambda: self.now,
        )

    def put(self) -> None:
        put(self.store, *self._asked, self._analyzer, norms_of)
        self.now += 10


def test_what_goes_on_says_what_is_said_anew(
    tmp_path: Path, put_on_cluster: Put, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = Random(3)
    regulations = Regulations(draw)
    store = Store(tmp_path / "data")
    held = {one.id: one for one in (regulations.document() for _ in range(200))}
    published(store, analyzer, [*held.values()], set())
    site = Site(tmp_path, *put_on_cluster([tmp_path / "data"], 1), analyzer)
    engine = site.opened()
    said(engine, [])
    went_on: list[bool] = []
    go_on = Heard.go_on

    def counted(self: Heard, changed: Changed, issuers: Sequence[tuple[str, int]]) -> bool:
        went_on.append(go_on(self, changed, issuers))
        return went_on[-1]

    monkeypatch.setattr(Heard, "go_on", counted)
    for step in range(4):
        gone = draw.sample(sorted(held), 2)
        fresh = [regulations.edited(held.pop(gone[0])), regulations.document()]
        fresh[1] = replace(
            fresh[1], title=f"{fresh[1].title}鑫鑫{step}", body=f"鑫饕测试\n{fresh[1].body}"
        )
        del held[gone[1]]
        held |= {one.id: one for one in fresh}
        published(store, analyzer, fresh, {*gone})
        site.put()
        typed = [one.title[:4] + one.title[5:] for one in draw.sample([*fresh, *held.values()], 6)]
        assert said(engine, typed) == said(site.opened(), typed)
    assert went_on.count(True) == len(went_on) == 4
