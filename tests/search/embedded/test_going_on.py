"""What is suggested and corrected goes on from one generation to the next, and is what one opened anew says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from index.document import PolicyDocument
from index.relations.derive import relate
from index.segment import TermsWriter, fingerprint, open_terms, seal
from index.store.generation import Manifest
from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.withdraw import withdraw
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.language.heard import Changed, Heard
from search.request import SearchRequest
from tests.support.regulations import Regulations

TODAY = date(2026, 11, 30)
TYPED = (
    "g",
    "gl",
    "guanli",
    "t",
    "tiaoli",
    "b",
    "banfa",
    "s",
    "管理",
    "条l",
    "规定",
    "z",
    "sh",
    "关于",
)


def published(store: Store, analyzer: Analyzer, made: list[PolicyDocument], gone: set[str]) -> None:
    base = store.current() if store.current_number() else None
    with store.build() as draft:
        with TermsWriter(draft.terms, analyzer, str(draft.number)) as writer:
            for document in made:
                writer.add(document)
        seal(draft.terms, base.terms if base else None, gone)
        relate(draft.terms, base.terms if base else None)
        count = int(open_terms(draft.terms).counts.sum())
        now = datetime.now(UTC)
        manifest = Manifest(fingerprint(analyzer), now, count, count, 0, 0, TODAY, ())
        draft.finish(manifest, [], [])


def said(engine: Engine, typed: list[str]) -> list[object]:
    found = [engine.suggest(one) for one in TYPED]
    results = [engine.search(SearchRequest(q=one)) for one in typed]
    return [
        found,
        [(one.suggestion, one.total, [hit.document.id for hit in one.hits]) for one in results],
    ]


def test_what_goes_on_says_what_is_said_anew(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = Random(3)
    regulations = Regulations(draw)
    store = Store(tmp_path)
    held = {one.id: one for one in (regulations.document() for _ in range(200))}
    published(store, analyzer, [*held.values()], set())
    engine = EmbeddedEngine(tmp_path, analyzer, lambda: TODAY)
    said(engine, [])
    went_on: list[bool] = []
    go_on = Heard.go_on

    def counted(self: Heard, changed: Changed, issuers: Sequence[tuple[str, int]]) -> bool:
        went_on.append(go_on(self, changed, issuers))
        return went_on[-1]

    monkeypatch.setattr(Heard, "go_on", counted)
    for step in range(12):  # until parts are merged
        gone = draw.sample(sorted(held), 2)
        fresh = [regulations.edited(held.pop(gone[0])), regulations.document()]
        fresh[1] = replace(
            fresh[1], title=f"{fresh[1].title}鑫鑫{step}", body=f"鑫饕测试\n{fresh[1].body}"
        )
        del held[gone[1]]
        held |= {one.id: one for one in fresh}
        if step in (4, 5):
            withdraw(store, [draw.choice(sorted(held))], "某人", "理由")
            assert said(engine, []) == said(EmbeddedEngine(tmp_path, analyzer, lambda: TODAY), [])
        published(store, analyzer, fresh, {*gone})
        typed = [one.title[:4] + one.title[5:] for one in draw.sample([*fresh, *held.values()], 6)]
        engine.status()
        anew = EmbeddedEngine(tmp_path, analyzer, lambda: TODAY)
        assert said(engine, typed) == said(anew, typed)
    assert went_on.count(True) > 5


def test_nothing_goes_on_to_nothing(tmp_path: Path, analyzer: Analyzer) -> None:
    store, only = Store(tmp_path), Regulations(Random(3)).document()
    published(store, analyzer, [only], set())
    engine = EmbeddedEngine(tmp_path, analyzer, lambda: TODAY)
    for generation in (2, 3):
        published(store, analyzer, [], {only.id})
        assert engine.status().generation == generation
        assert said(engine, [only.title]) == said(
            EmbeddedEngine(tmp_path, analyzer, lambda: TODAY), [only.title]
        )
