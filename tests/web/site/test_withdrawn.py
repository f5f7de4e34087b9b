"""A withdrawn document is on no public surface: every route of the site is asked, new ones too."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.store.store import Store
from index.text.analysis import Analyzer
from index.upkeep.withdraw import undo, withdraw
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from web.site.app import create_app

WORD = "饕餮貔貅"
TITLE = f"关于公开{WORD}名录的通知"
NUMBER = "魑政发〔2024〕77号"
OFFICE = "魑魅山管理局"
NOTICE = "应发文机关要求撤下。"
ASKED = (
    "",
    WORD,
    TITLE,
    NUMBER,
    OFFICE,
    "饕餮",
    "关于公开",
    "魑政发",
    "魑魅",
    "tttz",
    "taotie",
    "gygk",
    "guanyugongkai",
    f"标题:{WORD}",
    f"文号:{NUMBER}",
    "饕鬄貔貅",
    "饕*",
    f'"{WORD}名录"',
    "公积金",
)
"""What a visitor may type to meet it, in characters, pinyin, initials, misspelt."""


@pytest.fixture
def desk(tmp_path: Path, analyzer: Analyzer) -> Desk:
    desk = Desk(tmp_path, analyzer)
    for name in "甲乙丙":
        desk.write(f"{name}.txt", f"公积金提取办法{name}。" * 3, f"公积金办法{name}")
    (desk.files / "秘.txt").write_text(
        f"名称: {TITLE}\n文号: {NUMBER}\n发布机构: {OFFICE}\n文种: 通报批评\n成文日期: 2025-12-01\n\n"
        f"现将{WORD}名录予以公开。公积金另行规定。",
        encoding="utf-8",
    )
    desk.update()
    return desk


@pytest.fixture
def secret(desk: Desk) -> str:
    (row,) = [row for row in desk.store.current().sources() if row.path == "秘.txt"]
    return row.ids[0]


@pytest.fixture
def app(desk: Desk) -> Flask:
    return create_app(EmbeddedEngine(desk.store.root, desk.analyzer))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _addresses(app: Flask, ids: list[str]) -> Iterator[str]:
    """Every address that may be asked for, with all that is typed, for every id."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        values = [{"id": id} for id in ids] if "id" in rule.arguments else [{}]
        for arguments in values:
            path = str(rule)
            path = path.replace("<id>", quote(arguments.get("id", "")))
            path = path.replace("<int:part>", "1").replace("<other>", quote(ids[-1]))
            assert "<" not in path, f"tell this test what stands in {rule}"
            yield path
            for q in ASKED:
                yield f"{path}?q={quote(q)}"
            yield f"{path}?named={quote(OFFICE)}"
            yield f"{path}?sort=newest&size=100"


def _said(answer: TestResponse) -> str:
    """All that an answer says, also packed; what was typed is given back and is not counted."""
    raw: bytes = answer.data
    answer.close()
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            raw = b"".join(packed.read(name) for name in packed.namelist())
    elif raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return raw.decode("utf-8", "replace") + headers


def test_it_was_everywhere(app: Flask, client: FlaskClient, secret: str) -> None:
    """The test sees what it looks for: before, the title is found in this and that answer."""
    met = [
        address.partition("?")[0]
        for address in _addresses(app, [secret])
        if TITLE in _said(client.get(address))
    ]
    assert {"/", "/search", "/search.json", "/search.csv", "/search.xlsx", "/search.atom",
            "/suggest.json", "/suggestions", "/api/v1/search", "/api/v1/suggest"} <= {*met}  # fmt: skip


def test_it_is_nowhere(app: Flask, client: FlaskClient, desk: Desk, secret: str) -> None:
    """Not its title, its id, its number, its issuer, nor a word that it alone has, at any address
    with nothing of it typed; and no answer is longer for what it alone would answer."""
    others = sorted({id for row in desk.store.current().sources() for id in row.ids} - {secret})
    withdraw(desk.store, [secret], "某人", "内部理由", NOTICE)
    seen = 0
    for address in _addresses(app, [secret, others[0]]):
        answer = client.get(address)
        said = _said(answer)
        seen += 1
        if f"/{quote(secret)}" in address:
            assert answer.status_code == 410, address
        else:
            assert answer.status_code in (200, 302, 400, 404), address
        typed = unquote(address)
        for word in (TITLE, NUMBER, OFFICE, "通报批评", "名录", "内部理由", "某人"):
            if word not in typed:  # what was typed is given back
                assert word not in said, (address, word)
        if secret not in address:
            assert secret not in said, address
    assert seen > 400


def test_nothing_typed_finds_it(client: FlaskClient, desk: Desk, secret: str) -> None:
    withdraw(desk.store, [secret], "某人", "理由")
    for q in ASKED[1:-1]:
        found = client.get(f"/api/v1/search?q={quote(q)}").get_json()
        assert secret not in {hit["id"] for hit in found["hits"]}
        assert client.get(f"/suggest.json?q={quote(q)}").get_json() == {"suggestions": []} or all(
            "饕" not in one["text"] and "魑" not in one["text"]
            for one in client.get(f"/suggest.json?q={quote(q)}").get_json()["suggestions"]
        )
    misspelt = client.get(f"/search.json?q={quote('饕餮貔休')}").get_json()
    assert WORD not in str(misspelt)


def test_counts_leave_it_out(client: FlaskClient, desk: Desk, secret: str) -> None:
    withdraw(desk.store, [secret], "某人", "理由")
    assert client.get("/status.json").get_json()["documents"] == 3
    assert client.get("/readyz").get_json()["documents"] == 3
    assert client.get("/about.json").get_json()["documents"] == 3
    assert client.get("/api/v1/status").get_json()["documents"] == 3
    assert "2025" not in client.get("/about").text
    assert client.get("/sitemap-1.xml").text.count("/documents/") == 3
    assert client.get("/search.csv").headers["X-Total-Count"] == "3"


@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/documents/{}", "text/html"),
        ("/documents/{}.json", "application/json"),
        ("/documents/{}/original", "text/html"),
        ("/api/v1/documents/{}", "application/problem+json"),
    ],
)
def test_its_addresses_answer_410(
    client: FlaskClient, desk: Desk, secret: str, path: str, kind: str, head: bool
) -> None:
    address = path.format(quote(secret))
    with client.get(address) as before:
        assert before.status_code == 200
    withdraw(desk.store, [secret], "某人", "内部理由", NOTICE)
    answer = client.head(address) if head else client.get(address)
    assert answer.status_code == 410
    assert answer.mimetype == kind
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in answer.headers
    assert (NOTICE in answer.get_data(as_text=True)) is not head


def test_no_browser_keeps_it(client: FlaskClient, desk: Desk, secret: str) -> None:
    """What a browser has of any page is not confirmed with 304 any more, nor once it is shown
    again what it had in between."""
    pages = [
        f"/documents/{quote(secret)}",
        "/",
        f"/search?q={WORD}",
        "/search.atom",
        "/sitemap-1.xml",
    ]
    tags = {page: client.get(page).headers["ETag"] for page in pages}
    withdraw(desk.store, [secret], "某人", "理由")
    between: dict[str, str] = {}
    for page, tag in tags.items():
        answer = client.get(page, headers={"If-None-Match": tag})
        assert answer.status_code == (410 if "documents" in page else 200)
        between[page] = answer.headers.get("ETag", "")
    original = client.get(f"/documents/{quote(secret)}/original", headers={"If-None-Match": "*"})
    assert original.status_code == 410
    undo(desk.store, [secret], "某人")
    for page, tag in between.items():
        answer = client.get(page, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert WORD in answer.text or page == "/sitemap-1.xml"


def test_one_never_held_is_gone_as_well(client: FlaskClient, desk: Desk) -> None:
    withdraw(desk.store, ["没有过"], "某人", "理由", even_unknown=True)
    assert client.get("/documents/没有过").status_code == 410
    assert client.get("/documents/别的").status_code == 404


def test_every_route_of_a_document_names_it_id(app: Flask) -> None:
    """What answers 410 goes by that name."""
    for rule in app.url_map.iter_rules():
        if "/documents/<" in str(rule):
            assert "id" in rule.arguments, rule


def test_the_engine_follows_at_the_next_request(desk: Desk, secret: str) -> None:
    """Also while a new generation is being opened by another thread, and with caches warm."""
    engine = EmbeddedEngine(desk.store.root, desk.analyzer)
    for q in ASKED:
        engine.suggest(q)
    assert engine.document(secret)
    withdraw(Store(desk.store.root), [secret], "某人", "理由")
    assert engine.document(secret) is None
    assert not any("饕" in one.text for q in ASKED for one in engine.suggest(q))
