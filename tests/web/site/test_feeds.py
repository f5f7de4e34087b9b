"""Feeds, the search of a browser and the lists for crawlers, read as their standards say."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from lxml import etree

from index.document import PolicyDocument
from index.ingest.sync import sync_index
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from tests.support.desk import Desk
from tests.web.fakes import HOSTILE, FakeEngine
from tests.web.html_page import page
from web.site import feeds
from web.site.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
SITE = "https://zhengce.example.gov.cn"


def _read(client: FlaskClient, url: str, kind: str) -> etree._Element:
    response = client.get(url)
    assert response.status_code == 200
    assert response.content_type == f"{kind}; charset=utf-8"
    return etree.fromstring(response.data, etree.XMLParser(resolve_entities=False))


def _feed(client: FlaskClient, url: str) -> etree._Element:
    """A feed, looked through for what RFC 4287 asks of every one."""
    feed = _read(client, url, "application/atom+xml")
    assert feed.tag == f"{ATOM}feed"
    for part in [feed, *feed.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(part.findall(ATOM + name)) == 1, name
        assert UUID(_text(part, "id")).urn == _text(part, "id")
        assert datetime.fromisoformat(_text(part, "updated")).tzinfo
        assert len(part.findall(f"{ATOM}link[@rel='alternate']")) == 1
        for link in part.findall(f"{ATOM}link"):
            assert urlsplit(link.get("href", "")).hostname
    assert feed.findall(f"{ATOM}author/{ATOM}name")
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [_text(entry, "id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


def _client(*documents: PolicyDocument, **config: object) -> FlaskClient:
    return create_app(FakeEngine(list(documents)), config).test_client()


# --- Atom --------------------------------------------------------------------------------


def test_a_feed_has_the_newest_results_first(client: FlaskClient) -> None:
    feed = _feed(client, "/search.atom?q=政府网站&sort=oldest&page=2&size=1")
    asked = "/search.json?q=政府网站&sort=newest&size=50"
    hits = client.get(asked).get_json()["hits"]
    links = feed.findall(f"{ATOM}entry/{ATOM}link")
    assert [link.get("href") for link in links] == [
        f"http://localhost/documents/{hit['id']}" for hit in hits
    ]
    assert _text(feed, "title") == "“政府网站”的新文件 - 政策文件检索"


def test_an_entry_says_what_a_hit_says(client: FlaskClient) -> None:
    (entry,) = _feed(client, "/search.atom?q=示政办发〔2023〕47号").iter(f"{ATOM}entry")
    assert _text(entry, "title") == "示例市人民政府办公室关于印发政府网站发展实施方案的通知"
    assert _text(entry, "updated") == "2023-05-18T00:00:00+08:00"
    authors = [name.text for name in entry.iter(f"{ATOM}name")]
    assert authors == ["示例市人民政府办公室", "示例市财政局"]
    terms = [category.get("term") for category in entry.iter(f"{ATOM}category")]
    assert terms == ["通知", "综合政务/电子政务", "科技、教育/科技", "示例市"]
    assert _text(entry, "summary").startswith("各区县人民政府")


def test_what_has_no_body_is_summed_up_by_its_facts(client: FlaskClient) -> None:
    (entry,) = _feed(client, "/search.atom?q=公告2019年第11号").iter(f"{ATOM}entry")
    assert _text(entry, "summary") == "公告2019年第11号　国家发展和改革委员会　2019年12月1日"


def test_what_has_no_day_is_as_old_as_can_be_and_stays_so() -> None:
    (entry,) = _feed(_client(PolicyDocument(id="a", title="无日期")), "/search.atom").iter(
        f"{ATOM}entry"
    )
    assert _text(entry, "updated") == "1970-01-01T00:00:00Z"
    assert _text(entry, "summary") == "无日期"


def test_a_feed_names_itself_and_its_page(client: FlaskClient) -> None:
    query = urlencode({"q": "政府网站", "genre": "通报"})
    feed = _feed(client, f"/search.atom?{query}")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": f"http://localhost/search.atom?{query}",
        "alternate": f"http://localhost/search?{query}&sort=newest",
    }
    tree = page(client, f"/search?{query}&page=2")
    (link,) = tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")
    assert link == f"/search.atom?{query}"


def test_ids_outlive_a_new_index_and_another_host(documents: list[PolicyDocument]) -> None:
    def ids(client: FlaskClient) -> list[str]:
        feed = _feed(client, "/search.atom?q=政府网站")
        return [_text(feed, "id"), *(_text(entry, "id") for entry in feed.iter(f"{ATOM}entry"))]

    here, there = _client(*documents), _client(*documents, SITE_URL=SITE)
    assert ids(here) == ids(there)
    (entry,) = _feed(here, "/search.atom?q=示政办发〔2023〕47号").iter(f"{ATOM}entry")
    assert _text(entry, "id") == "urn:uuid:ce781dce-1367-5170-a8f5-97e7af40961b"


def _entries(client: FlaskClient) -> list[tuple[str, str]]:
    entries = _feed(client, "/search.atom").iter(f"{ATOM}entry")
    return sorted((_text(entry, "id"), _text(entry, "updated")) for entry in entries)


def test_an_entry_stays_what_it_is_when_its_document_is_read_again_or_moves(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    desk = Desk(tmp_path, analyzer)
    desk.write("甲.txt", "公积金提取办法", "甲通知")
    (desk.files / "乙.txt").write_text("没有日期的说明", encoding="utf-8")
    desk.update()
    client = create_app(open_engine(desk.store.root)).test_client()
    before = _entries(client)
    assert len(before) == 2
    os.utime(desk.files / "甲.txt", (0, 0))
    desk.rebuild()
    assert _entries(client) == before
    last = desk.files / "甲.txt"
    for name in ("丙.txt", "丁.txt"):  # twice: the first id is kept, not the one before
        now = Path(shutil.copy(last, desk.files / name))
        desk.update()
        last.unlink()
        sync_index(desk.store, [desk.files], analyzer)
        assert name in desk.found()
        assert _entries(client) == before
        last = now
    links = [str(link.get("href")) for link in _feed(client, "/search.atom").iter(f"{ATOM}link")]
    assert any(link.endswith(quote("丁.txt")) for link in links), "it leads to where it stands now"


@pytest.mark.parametrize("kept", [0, 2**20])
def test_what_a_reader_has_already_is_not_sent_again(
    documents: list[PolicyDocument], kept: int
) -> None:
    client = _client(*documents, CACHE_BYTES=kept)
    first = client.get("/search.atom?q=政府网站")
    assert first.headers["Last-Modified"] == "Mon, 23 Nov 2026 09:30:00 GMT"

    def code(**headers: str) -> int:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        response = client.get("/search.atom?q=政府网站", headers=sent)
        assert bool(response.data) == (response.status_code == 200)
        assert response.headers["ETag"] == first.headers["ETag"]
        return response.status_code

    assert code(If_None_Match=first.headers["ETag"]) == 304
    assert code(If_Modified_Since=first.headers["Last-Modified"]) == 304
    assert code(If_Modified_Since="Mon, 23 Nov 2026 09:29:59 GMT") == 200
    assert code(If_Modified_Since="not a date") == 200
    both = {"If_None_Match": '"other"', "If_Modified_Since": first.headers["Last-Modified"]}
    assert code(**both) == 200, "the tag alone counts"


def test_every_result_page_says_how_to_subscribe(client: FlaskClient) -> None:
    for url in ("/search?q=政府网站&genre=通报", "/search?q=没有这样的词"):
        tree = page(client, url)
        (link,) = tree.xpath("//a[text()='订阅这组结果']/@href")
        assert [link] == tree.xpath("//link[@type='application/atom+xml']/@href")
        _feed(client, link)
    assert page(client, "/").xpath("//a[text()='订阅新文件']/@href") == ["/search.atom"]
    assert page(client, "/help").xpath("//h2[@id='subscribe']")


def test_a_feed_is_bounded(documents: list[PolicyDocument]) -> None:
    many = [replace(documents[0], id=f"n-{number}") for number in range(80)]
    assert len(list(_feed(_client(*many), "/search.atom").iter(f"{ATOM}entry"))) == 50


def test_a_feed_of_nothing_is_a_feed(client: FlaskClient) -> None:
    assert not list(_feed(client, "/search.atom?q=没有这样的词").iter(f"{ATOM}entry"))


@pytest.mark.parametrize("value", [HOSTILE, "甲\x00\x0b\ud800\ufffe乙", "]]>&<!--", "\u202e乙"])
def test_a_hostile_document_is_text_in_a_feed(value: str) -> None:
    document = PolicyDocument(
        id="a",
        title=f"题{value}",
        body=f"文{value}",
        issuers=(value,),
        genre=value,
        topics=((value,),),
        region=value,
    )
    client = _client(document)
    query = urlencode({"q": value}, errors="replace")
    shown = value.replace("\x00\x0b\ud800\ufffe", "").replace("\u202e", "")
    for url in ("/search.atom", f"/search.atom?{query}"):
        for entry in _feed(client, url).iter(f"{ATOM}entry"):
            assert _text(entry, "title") == f"题{shown}"
            assert entry.findtext(f"{ATOM}author/{ATOM}name") == shown
            assert entry.find(f"{ATOM}category").get("term") == shown  # type: ignore[union-attr]
    assert len(list(_feed(client, "/search.atom").iter(f"{ATOM}entry"))) == 1


# --- the search of a browser -------------------------------------------------------------


def test_a_browser_can_search_from_its_address_bar(client: FlaskClient) -> None:
    (link,) = page(client, "/help").xpath("//link[@rel='search']/@href")
    description = _read(client, link, "application/opensearchdescription+xml")
    assert description.findtext(f"{SEARCH}ShortName") == "政策文件检索"
    urls = {url.get("type"): url.get("template", "") for url in description.iter(f"{SEARCH}Url")}
    filled = {kind: url.replace("{searchTerms}", quote("示例")) for kind, url in urls.items()}
    page(client, filled["text/html"])
    _feed(client, filled["application/atom+xml"])
    kind = "application/x-suggestions+json"
    response = client.get(filled[kind])
    assert response.mimetype == kind
    typed, texts, totals = response.get_json(force=True)
    assert typed == "示例"
    assert texts[0] == "示例市人民政府办公室"
    assert totals[0].endswith(" 件")
    assert len(texts) == len(totals)


@pytest.mark.parametrize("typed", ["", "  示例 ", HOSTILE, "a" * 200])
def test_suggestions_repeat_what_was_typed(client: FlaskClient, typed: str) -> None:
    response = client.get(f"/suggestions?{urlencode({'q': typed})}")
    assert response.get_json(force=True)[0] == typed


def test_a_long_name_is_cut_to_what_a_browser_takes(documents: list[PolicyDocument]) -> None:
    client = _client(*documents, SITE_NAME="<&>" + "名" * 40, SITE_URL=SITE)
    description = _read(client, "/opensearch.xml", "application/opensearchdescription+xml")
    assert description.findtext(f"{SEARCH}ShortName") == "<&>" + "名" * 13
    for url in description.iter(f"{SEARCH}Url"):
        assert url.get("template", "").startswith(SITE)


# --- crawlers ----------------------------------------------------------------------------


def _addresses(client: FlaskClient, url: str) -> list[str]:
    return [loc.text or "" for loc in _read(client, url, "application/xml").iter(f"{MAP}loc")]


def test_the_sitemap_leads_to_every_document_once(
    documents: list[PolicyDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LISTED", 10)
    client = _client(*documents, SITE_URL=SITE)
    parts = _addresses(client, "/sitemap.xml")
    assert parts == [f"{SITE}/sitemap-{number}.xml" for number in range(1, 5)]
    listed = [address for part in parts for address in _addresses(client, part)]
    known = [address for address in listed if "/documents/" in address]
    assert known == [f"{SITE}/documents/{document.id}" for document in documents]
    assert listed[:3] == [f"{SITE}/", f"{SITE}/browse", f"{SITE}/help"]
    for address in listed[:8]:
        page(client, address)


def test_the_sitemap_says_when_a_document_changed(client: FlaskClient) -> None:
    tree = _read(client, "/sitemap-1.xml", "application/xml")
    changed = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in tree}
    assert changed["http://localhost/documents/sample-1"] == "2023-05-18"
    assert changed["http://localhost/documents/long-1"] == "2026-11-23T09:30:00+00:00"
    assert changed["http://localhost/"] == "2026-11-23T09:30:00+00:00"


@pytest.mark.parametrize("part", ["0", "2", "999999999999999999999", "-1", "a"])
def test_there_is_no_other_part(client: FlaskClient, part: str) -> None:
    page(client, f"/sitemap-{part}.xml", 404)


def test_an_index_without_documents_has_a_sitemap() -> None:
    client = _client()
    assert _addresses(client, "/sitemap.xml") == ["http://localhost/sitemap-1.xml"]
    assert "http://localhost/" in _addresses(client, "/sitemap-1.xml")


def test_crawlers_are_told_where_to_go(documents: list[PolicyDocument]) -> None:
    response = _client(*documents, SITE_URL=SITE).get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {f"Disallow: {path}" for path in ("/search", "/suggest", "/api/")} <= set(lines)
    assert not [line for line in lines if line in ("Disallow: /documents", "Disallow: /browse")]
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
