"""The status page counts documents by their state, what names another, and what is not held."""

from __future__ import annotations

from dataclasses import replace

from index.document import Validity
from search.results import Status
from tests.web.fakes import FakeEngine, make_documents
from tests.web.html_page import page, words
from web.site.app import create_app


class Counting(FakeEngine):
    def status(self) -> Status:
        states = ((Validity.IN_FORCE, 1234), (Validity.REPEALED, 2))
        return replace(super().status(), states=states, relations=5678, unresolved=90)


def test_states_relations_and_names_that_are_not_held_are_counted() -> None:
    client = create_app(Counting(make_documents())).test_client()
    shown = words(page(client, "/status"), "//dl[@class='metadata rows']//dd")
    for value in ("有效 1,234 件，已废止 2 件", "5,678 处", "90 个名称"):
        assert value in shown
    twin = client.get("/status.json").get_json()
    assert twin["states"] == [["有效", 1234], ["已废止", 2]]
    assert (twin["relations"], twin["unresolved"]) == (5678, 90)
