"""The queries that the help page offers find something, whatever is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from tests.conftest import EngineOf
from tests.web.fakes import FakeEngine
from tests.web.html_page import page, titles, words
from tests.web.served import ROOT
from web.site.app import create_app
from web.views.examples import Examples
from web.views.help import help_of
from web.views.home import home_view
from web.views.once import Once

TRIES = "//p[@class='tries']/a"


def _shows_what_it_promises(client: FlaskClient) -> int:
    """Every example leads to results, found as it stands; how many examples there are."""
    links = page(client, "/help").xpath(f"{TRIES}/@href")
    for link in links:
        tree = page(client, link)
        assert titles(tree) or tree.xpath("//article[@class='answer']"), link
        assert not tree.xpath("//p[@class='steps'][contains(., '→')]"), link
    return len(links)


@pytest.fixture(scope="module")
def over_seeds(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> tuple[FlaskClient, EmbeddedEngine]:
    folder = tmp_path_factory.mktemp("seeds")
    update_index(Store(folder), [ROOT / "seeds"], analyzer)
    engine = EmbeddedEngine(folder, analyzer)
    return create_app(engine, {"TESTING": True}).test_client(), engine


def test_over_the_seeds_every_way_of_asking_has_an_example(
    over_seeds: tuple[FlaskClient, EmbeddedEngine],
) -> None:
    client, engine = over_seeds
    lessons = page(client, "/help").xpath("//dl[@class='lessons']/div")
    assert _shows_what_it_promises(client) >= len(lessons) > 9
    assert all(Examples(engine).found().values())


def test_over_the_corpus_too(corpus_engine: EmbeddedEngine) -> None:
    client = create_app(corpus_engine, {"TESTING": True}).test_client()
    assert _shows_what_it_promises(client) > 9


def test_other_documents_have_other_examples(engine_of: EngineOf) -> None:
    documents = (
        PolicyDocument(
            id=f"d{number}",
            title=f"某县渔船{what}管理办法",
            body=f"第一条 渔船{what}适用本办法。\n第二条 违反的，责令改正。",
            issuers=("某县渔业局",),
            doc_number=f"某渔发〔2024〕{number}号",
        )
        for number, what in enumerate(("登记检验", "停泊避风", "燃油补助"), start=1)
    )
    client = create_app(engine_of(*documents), {"TESTING": True}).test_client()
    shown = " ".join(words(page(client, "/help"), TRIES))
    assert _shows_what_it_promises(client) > 5
    assert "文号:某渔发〔2024〕" in shown
    assert "发文机关:某县渔业局" in shown


@pytest.mark.parametrize("count", [0, 1])
def test_where_nothing_is_found_the_way_of_writing_is_still_shown(
    engine_of: EngineOf, count: int
) -> None:
    held = [PolicyDocument(id="a", title="题"), PolicyDocument(id="b", title="公告")][:count]
    client = create_app(engine_of(*held), {"TESTING": True}).test_client()
    tree = page(client, "/help")
    assert not tree.xpath(TRIES)
    assert "养老 OR 托育" in words(tree, "//dl[@class='lessons']")[0]


@pytest.mark.parametrize("make", [help_of, home_view])
def test_what_is_the_same_for_all_is_made_once_for_each_state_of_the_index(
    documents: list[PolicyDocument],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Engine], object],
) -> None:
    engine, made = FakeEngine(documents), Once(make)
    first = made.of(engine)
    assert made.of(engine) is first
    monkeypatch.setattr(engine, "status", _another(engine.status))
    assert made.of(engine) is not first


def _another(status: Callable[[], object]) -> Callable[[], object]:
    return lambda: replace(status(), generation=8)  # type: ignore[type-var]
