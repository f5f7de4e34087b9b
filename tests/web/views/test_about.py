"""The page about the site: that it is true, complete, and says what docs/compliance.md says."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.web.html_page import page, titles, words
from web.site.app import create_app
from web.views.about import REQUIREMENTS, Fulfilment

ROOT = Path(__file__).parents[3]
DOC = (ROOT / "docs/compliance.md").read_text(encoding="utf-8")
STYLE = (ROOT / "web/static/zhengce.css").read_text(encoding="utf-8")
BY_NAME = {one.name: one for one in REQUIREMENTS}
BEING_BUILT: set[str] = set()
"""Addresses that the page leads to and that are not there yet."""


# --- the page -------------------------------------------------------------------------------


@pytest.fixture
def about(client: FlaskClient) -> HtmlElement:
    return page(client, "/about")


def test_every_requirement_is_printed_with_its_status(about: HtmlElement) -> None:
    rows = about.xpath("//dl[@class='lessons']/div")
    shown = [
        (words(row, "./dt")[0], words(row, ".//span[starts-with(@class, 'tag')]")[0])
        for row in rows
    ]
    assert shown == [(one.name, one.status.value) for one in REQUIREMENTS]
    assert [row.xpath(".//a/@href") for row in rows] == [[one.url] for one in REQUIREMENTS]


def test_each_stands_once_below_its_rule(about: HtmlElement) -> None:
    assert len(BY_NAME) == len(REQUIREMENTS)
    headings = words(about, "//h3")
    assert headings == list(dict.fromkeys(one.source for one in REQUIREMENTS))
    assert len(headings) == len(about.xpath("//dl[@class='lessons']")), "a rule stands twice"


def test_what_is_not_met_is_counted_too(about: HtmlElement) -> None:
    states = [one.status for one in REQUIREMENTS]
    assert set(states) == set(Fulfilment)
    said = "，".join(f"{state} {states.count(state)} 项" for state in Fulfilment)
    assert any(f"共 {len(states)} 项：{said}。" in line for line in words(about, "//p"))


def test_it_says_how_much_there_is_and_how_current(client: FlaskClient) -> None:
    shown = words(page(client, "/about"), "//dl[@class='metadata rows']//dd")
    status = client.get("/status.json").get_json()
    assert shown[:3] == [f"{status['documents']} 件", f"{status['with_body']} 件", status["newest"]]
    assert shown[3] in words(page(client, "/status"), "//dd")


def test_every_link_leads_somewhere(client: FlaskClient, about: HtmlElement) -> None:
    missing = set()
    for link in set(about.xpath("//main//a/@href | //footer//a/@href")):
        address, fragment = urldefrag(urljoin("/about", link))
        response = client.get(address)
        if response.status_code != 200:
            missing.add(address)
        elif fragment:
            assert f'id="{fragment}"' in response.text, link
    assert missing == BEING_BUILT


def test_the_twin_has_the_same_values(client: FlaskClient, about: HtmlElement) -> None:
    assert about.xpath("//footer//a[contains(@href, '.json')]/@href") == ["/about.json"]
    twin = client.get("/about.json").get_json()
    rows = about.xpath("//dl[@class='lessons']/div")
    assert [
        (one["name"], f"{one['status']} {one['where']}", one["link"], one["url"])
        for one in twin["requirements"]
    ] == [
        (
            *words(row, "./dt"),
            *words(row, "./dd/p[1]"),
            *words(row, ".//a"),
            *row.xpath(".//a/@href"),
        )
        for row in rows
    ]
    status = client.get("/status.json").get_json()
    for name in ("documents", "with_body", "newest", "built_at"):
        assert twin[name] == status[name]


# --- what it claims -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def over_seeds(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> FlaskClient:
    """The site as ``make demo`` shows it."""
    folder = tmp_path_factory.mktemp("seeds")
    update_index(Store(folder), [ROOT / "seeds"], analyzer)
    return create_app(EmbeddedEngine(folder, analyzer), {"TESTING": True}).test_client()


def _shown(client: FlaskClient, name: str) -> HtmlElement:
    return page(client, urldefrag(BY_NAME[name].url)[0])


def test_what_the_links_promise_is_there(over_seeds: FlaskClient) -> None:
    assert words(_shown(over_seeds, "错别字自动纠正"), "//p[@class='meant']//a") == [
        "住房公积金",
        "仍按原词",
    ]
    pinyin = _shown(over_seeds, "拼音转化搜索")
    assert titles(pinyin)
    assert words(pinyin, "//p[@class='meant']/span") == ["已改按公积金检索"]
    lay = _shown(over_seeds, "通俗语言搜索")
    assert "“买房”同时按“购房”" in " ".join(words(lay, "//div[@role='note']//p"))
    assert words(lay, "//a[text()='只按原词']")
    assert words(_shown(over_seeds, "按用户真实需求排序"), "//summary[text()='为什么排在这里']")
    assert over_seeds.get("/suggest.json?q=gongjijin").get_json()["suggestions"]
    ended = _shown(over_seeds, "废止、失效的明确标注")
    labels = words(ended, "//section[@class='found']//h3/span[starts-with(@class, 'tag')]")
    assert labels
    assert set(labels) <= {"已废止", "已失效"}
    assert len(labels) == len(titles(ended))
    assert "无法识别" in words(_shown(over_seeds, "错误提示"), "//div[@role='note']")[0]
    assert _shown(over_seeds, "替代文本").xpath("//svg[@role='img']/@aria-label")


def test_the_six_facets_have_counts(over_seeds: FlaskClient) -> None:
    found = words(_shown(over_seeds, "多维度分面"), "//section[@class='list']/h2")
    said = BY_NAME["多维度分面"].where
    assert [heading.split()[0] for heading in found if heading.split()[0] in said] == [
        heading.split()[0] for heading in found
    ]
    assert len(found) == 6


def test_one_cookie_and_nobody_elses_resources(client: FlaskClient, about: HtmlElement) -> None:
    said = " ".join(words(about, "//p"))
    assert "只有一个名为 reading 的 Cookie" in said
    assert "Set-Cookie" not in client.get("/about").headers
    answer = client.post("/reading", data={"turn": "elder", "back": "/about"})
    assert [line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")] == ["reading"]
    loaded = about.xpath("//link[@rel!='canonical']/@href | //script/@src | //img/@src")
    assert all(re.match("/[^/]", address) for address in loaded)


def test_nothing_moves() -> None:
    assert not re.search(r"animation|transition|@keyframes|scroll-behavior|blink|marquee", STYLE)
    script = (ROOT / "web/static/zhengce.js").read_text(encoding="utf-8")
    assert not re.search(
        r"setInterval|requestAnimationFrame|\.animate\(|alert\(|window\.open", script
    )
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "web/templates").glob("*.html")]
    assert not re.search(r"<(video|audio|marquee|blink|dialog)|http-equiv", "".join(pages))


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_frames_is_as_the_page_says() -> None:
    """Of the frames of fields and of the focus, with what they stand on, by day and by night."""
    day, night = (
        dict(re.findall(r"--([\w-]+): (#\w+);", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    )
    grounds = ("paper", "tint")
    for theme, frame in product((day, night), ("edge", "ink", "bar")):
        assert _contrast(theme[frame], theme["paper"]) >= 3
    assert all(_contrast(theme["edge"], theme["tint"]) >= 3 for theme in (day, night))
    assert all(_contrast(night["focus"], night[ground]) >= 3 for ground in grounds)
    least = min(_contrast(day["focus"], day[ground]) for ground in grounds)
    stated = BY_NAME["图形与控件对比度"]
    assert (least >= 3) == (stated.status is Fulfilment.MET), "the page and docs/compliance.md"
    assert least >= 3 or f"{least:.1f} 比 1" in stated.where


# --- docs/compliance.md ---------------------------------------------------------------------


def test_the_document_names_the_same_requirements_and_statuses() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (\S+) \|", DOC, re.MULTILINE)
    assert rows == [(one.name, one.status.value) for one in REQUIREMENTS]


def _named() -> list[tuple[str, str]]:
    return re.findall(r"`((?:index|search|web|tests|docs)/[\w/.-]+)(?:::(\w+))?`", DOC)


def test_every_file_and_test_it_names_exists() -> None:
    assert len(_named()) > 60
    for name, test in _named():
        assert (ROOT / name).is_file(), name
        if test:
            source = (ROOT / name).read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", source, re.MULTILINE), (name, test)


def test_whatever_is_met_has_code_and_a_test() -> None:
    for line in re.findall(r"^\| \*\*.+", DOC, re.MULTILINE):
        _, status, code, tests, _ = (cell.strip() for cell in line.strip("|").split("|"))
        if status == Fulfilment.MET.value:
            assert "`" in code, line
            assert "::" in tests, line
