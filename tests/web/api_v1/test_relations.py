"""The public API says of relations what the engine says, with the sentences that prove it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.document import Validity
from search.related import (
    Block,
    BodyLink,
    Evidence,
    Related,
    Relations,
    Standing,
    TextVersion,
)
from search.results import DocumentView, Hit, Status
from tests.web.api_client import API, assert_problem, get, load_contract, path_of, validator
from tests.web.fakes import FakeEngine, make_documents
from web.site.app import create_app

DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    return load_contract()


class Related60(FakeEngine):
    """``law-1`` is repealed by ``law-2``, cited by sixty documents, and has an older text."""

    def __init__(self) -> None:
        super().__init__(make_documents())
        self.days: list[date | None] = []
        by_id = {document.id: document for document in self.documents}
        self.law, self.other = by_id["law-1"], by_id["law-2"]
        proof = Evidence(self.other, "《示例条例》同时废止。", "第七十二条", "a72")
        standing = Standing(
            on=DAY,
            state=Validity.REPEALED,
            since=date(2001, 5, 1),
            until=date(2024, 12, 1),
            by=self.other,
            newer=self.other,
            evidence=(proof,),
            source=Validity.IN_FORCE,
        )
        citing = [
            Related(replace(self.other, id=f"c{n}"), Validity.IN_FORCE, n + 1, ("第二条",), proof)
            for n in range(60)
        ]
        blocks = (
            Block("cited_by", 60, tuple(citing)),
            Block("repealed_by", 1, (Related(self.other, Validity.IN_FORCE),)),
        )
        self.relations["law-1"] = Relations(
            standing=standing,
            part="第一条至第九条",
            blocks=blocks,
            versions=(
                TextVersion(date(1994, 1, 1), "关于修改的决定"),
                TextVersion(None, document=self.law),
            ),
            links=(BodyLink(3, 7, "law-2", "a4", "只收录了2019年的"),),
            cited=(("a2", 7),),
        )
        self.lines["law-1"] = Hit(
            self.law, standing=standing, part="第一条", versions=(TextVersion(DAY, document=self.other),),
            reprints=(self.other,),
        )  # fmt: skip

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        self.days.append(on)
        found = super().document(id, q, on)
        if found and found.relations:
            blocks = found.relations.blocks
            short = tuple(replace(block, items=block.items[:10]) for block in blocks)
            return replace(found, relations=replace(found.relations, blocks=short))
        return found

    def status(self) -> Status:
        states = ((Validity.IN_FORCE, 5), (Validity.REPEALED, 2))
        return replace(super().status(), states=states, relations=61, unresolved=3)


@pytest.fixture
def engine() -> Related60:
    return Related60()


@pytest.fixture
def client(engine: Related60) -> FlaskClient:
    return create_app(engine, {"SITE_URL": "https://example.gov.cn"}).test_client()


def test_all_that_the_page_says_is_said(client: FlaskClient, contract: dict[str, Any]) -> None:
    found = get(client, "/documents/law-1/relations")
    validator(contract, "RelationsAnswer").validate(found)
    standing = found["standing"]
    assert (standing["state"], standing["source_validity"]) == ("已废止", "有效")
    assert (standing["since"], standing["until"]) == ("2001-05-01", "2024-12-01")
    assert standing["ended_by"]["id"] == standing["newer"]["id"] == "law-2"
    (proof,) = standing["evidence"]
    assert proof["text"] == "《示例条例》同时废止。"
    assert proof["url"] == "https://example.gov.cn/documents/law-2#a72"
    assert [(one["kind"], one["total"], len(one["items"])) for one in found["relations"]] == [
        ("cited_by", 60, 10),
        ("repealed_by", 1, 1),
    ]
    first = found["relations"][0]["items"][0]
    assert (first["times"], first["articles"], first["evidence"]["label"]) == (
        1, ["第二条"], "第七十二条",
    )  # fmt: skip
    assert found["relations"][1]["items"][0]["evidence"] is None
    assert [
        (one["on"], one["document"] and one["document"]["id"]) for one in found["versions"]
    ] == [
        ("1994-01-01", None),
        (None, "law-1"),
    ]
    (link,) = found["body_links"]
    assert link["url"] == "https://example.gov.cn/documents/law-2#a4"
    assert found["cited"] == [{"anchor": "a2", "documents": 7}]
    assert found["part"] == "第一条至第九条"


@pytest.mark.parametrize("size", [7, 10, 45, 100])
def test_one_kind_can_be_turned_to_its_end(
    client: FlaskClient, contract: dict[str, Any], size: int
) -> None:
    """Whatever pages the engine itself has."""
    address: str | None = f"{API}/documents/law-1/relations?kind=cited_by&size={size}"
    ids: list[str] = []
    while address:
        found = client.get(address).get_json()
        validator(contract, "RelationsAnswer").validate(found)
        assert found["last_page"] == -(-60 // size)
        assert client.get(path_of(found["links"]["self"])).get_json() == found
        (block,) = found["relations"]
        ids += [one["document"]["id"] for one in block["items"]]
        assert found["versions"] == found["body_links"] == found["cited"] == []
        address = found["links"]["next"] and path_of(found["links"]["next"])
    assert ids == [f"c{n}" for n in range(60)]
    assert client.get(path_of(block["url"])).get_json()["relations"][0]["total"] == 60


@pytest.mark.parametrize("asked", ["page=2", "page=2&size=5", "page=3&size=30", "size=60"])
def test_pages_of_all_kinds_are_pages_of_each(client: FlaskClient, asked: str) -> None:
    whole = client.get(f"{API}/documents/law-1/relations?{asked}").get_json()["relations"]
    for block in whole:
        of_kind = f"{API}/documents/law-1/relations?{asked}&kind={block['kind']}"
        assert client.get(of_kind).get_json()["relations"] == [block]


def test_a_kind_there_is_nothing_of_is_empty(client: FlaskClient) -> None:
    (block,) = get(client, "/documents/law-1/relations", kind="carries")["relations"]
    assert (block["kind"], block["total"], block["items"]) == ("carries", 0, [])
    alone = get(client, "/documents/law-3/relations")
    assert (alone["standing"], alone["relations"], alone["versions"]) == (None, [], [])


def test_the_day_that_is_asked_for_is_asked_of_the_engine(
    client: FlaskClient, engine: Related60
) -> None:
    found = get(client, "/documents/law-1/relations", on="2015-06-01", kind="cited_by")
    assert path_of(found["links"]["next"]).endswith("kind=cited_by&on=2015-06-01&page=2")
    assert (
        path_of(found["links"]["html"]) == "/documents/law-1/relations?kind=cited_by&on=2015-06-01"
    )
    whole = get(client, "/documents/law-1", on="2015-06-01", q="条例")
    assert "on=2015-06-01" in whole["links"]["html"]
    assert engine.days == [date(2015, 6, 1)] * 2
    assert client.get(path_of(whole["links"]["self"])).get_json() == whole
    assert whole["relations"][0]["url"].endswith("/documents/law-1/relations?kind=cited_by")


def test_a_document_and_a_hit_say_where_they_stand(
    client: FlaskClient, contract: dict[str, Any], engine: Related60
) -> None:
    whole = get(client, "/documents/law-1")
    validator(contract, "DocumentAnswer").validate(whole)
    assert whole["standing"]["state"] == "已废止"
    assert [(one["kind"], one["total"]) for one in whole["relations"]] == [
        ("cited_by", 60),
        ("repealed_by", 1),
    ]
    found = get(client, "/search", q=engine.law.title, size=100)
    validator(contract, "SearchAnswer").validate(found)
    (hit,) = (one for one in found["hits"] if one["id"] == "law-1")
    assert hit["standing"]["source_validity"] == "有效"
    assert [one["document"]["id"] for one in hit["versions"]] == ["law-2"]
    assert [one["id"] for one in hit["reprints"]] == ["law-2"]
    assert found["groups"] == found["total"]


def test_who_is_not_there_has_no_relations(client: FlaskClient, engine: Related60) -> None:
    assert_problem(client.get(f"{API}/documents/nobody/relations"), 404)
    engine.former["before"] = "law-1"
    moved = client.get(f"{API}/documents/before/relations?kind=cites")
    assert moved.status_code == 301
    assert moved.headers["Location"].endswith(f"{API}/documents/law-1/relations?kind=cites")


def test_the_status_counts_them(client: FlaskClient) -> None:
    found = get(client, "/status")
    assert found["states"] == [{"state": "有效", "count": 5}, {"state": "已废止", "count": 2}]
    assert (found["relations"], found["unresolved"]) == (61, 3)
