"""K15: what crawlers and databases export as JSON and CSV: HTML in values, wrappers, keys of all kinds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from index.readers.records.keys import field_of_key
from index.readers.records.markup import plain
from tests.support.cases import read_bytes, read_case

TITLE = "云澜市人民政府办公室关于做好防汛工作的通知"
LONG = "为做好今年防汛工作，保障人民群众生命财产安全，现就有关事项通知如下，请认真遵照执行。"
BODY = f"各县区：\n{LONG}"
HTML = f"<div class='x'><p>各县区：</p>\n<p>{LONG}</p></div>"


def read(folder: Path, value: object, name: str = "a.json") -> list[PolicyDocument]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    items = read_bytes(folder, name, text.encode())
    assert not [item for item in items if isinstance(item, Rejected)], items
    return [item for item in items if isinstance(item, PolicyDocument)]


def is_the_notice(document: PolicyDocument) -> bool:
    return (document.title, document.body) == (TITLE, BODY)


def test_the_case_of_an_array_with_markup() -> None:
    first, second = read_case("15_crawler_array.json")
    assert isinstance(first, PolicyDocument)
    assert isinstance(second, PolicyDocument)
    assert first.title == "关于做好防汛工作的通知"
    assert first.body == "各县区：\n为做好防汛工作，现就有关事项通知如下。"
    assert second.body == "各县区：\n为做好抗旱工作，现就有关事项通知如下。"
    assert [d.published_on for d in (first, second)] == [date(2024, 3, 1), date(2024, 3, 2)]


RECORD = {"title": f"<span>{TITLE}</span>", "content": HTML, "pubDate": "2024-03-01"}


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param([RECORD], id="array"),
        pytest.param(RECORD, id="one object"),
        pytest.param({"code": 0, "data": {"total": 1, "list": [RECORD]}}, id="data.list"),
        pytest.param({"rows": [RECORD], "total": 1}, id="rows"),
        pytest.param({"title": "检索结果", "items": [RECORD]}, id="a wrapper with a title"),
        pytest.param({"hits": {"hits": [{"_id": "x", "_source": RECORD}]}}, id="hits"),
        pytest.param([{"page": 1, "records": [RECORD]}], id="an array of pages"),
        pytest.param(f"callback({json.dumps({'rows': [RECORD]})});", id="JSONP"),
        pytest.param(f"var list = {json.dumps([RECORD])};", id="a script"),
        pytest.param(
            RECORD | {"attachments": [{"name": "附件1.docx", "url": "http://y.example/1"}]},
            id="one object with attachments",
        ),
    ],
)
def test_records_are_found_in_whatever_they_are_wrapped(tmp_path: Path, wrapped: object) -> None:
    (document,) = read(tmp_path, wrapped)
    assert is_the_notice(document)
    assert document.published_on == date(2024, 3, 1)


def test_several_lists_objects_called_by_id_and_values_behind_one_another(tmp_path: Path) -> None:
    other = RECORD | {"title": "关于做好抗旱工作的通知"}
    lists = {"通知": [RECORD], "其他": [], "公告": [other]}
    by_id = {"a1": RECORD, "b2": other}
    for value in (lists, by_id, f"{json.dumps(RECORD)}\n{json.dumps(other)}\n"):
        first, second = read(tmp_path, value)
        assert is_the_notice(first)
        assert second.title == "关于做好抗旱工作的通知"


def test_a_wrapper_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    text = json.dumps({"data": {"list": [RECORD, RECORD]}}, ensure_ascii=False)
    *given, last = read_bytes(tmp_path, "a.json", text[:-40].encode())
    (document,) = given
    assert isinstance(document, PolicyDocument)
    assert is_the_notice(document)
    assert isinstance(last, Rejected)
    assert last.locator == "第 2 条起"


@pytest.mark.parametrize(
    "record",
    [
        pytest.param({"docTitle": TITLE, "bodyHtml": HTML, "publishTime": 1709222400000}, id="camel"),
        pytest.param({"DOC_TITLE": TITLE, "BODY_HTML": HTML, "PUB_DATE": "20240301"}, id="capitals"),
        pytest.param({"biaoti": TITLE, "zhengwen": HTML, "fabushijian": "2024/3/1"}, id="pinyin"),
        pytest.param({"BT": TITLE, "ZW": HTML, "FBRQ": "2024-03-01 08:00:00"}, id="initials"),
        pytest.param({"标题": TITLE, "内容": HTML, "发布时间": "2024年3月1日"}, id="Chinese"),
        pytest.param(
            {"article": {"title": TITLE, "body": HTML}, "meta": {"publishDate": "2024-03-01"}},
            id="nested",
        ),
        pytest.param(
            {"title": TITLE, "content": {"html": HTML}, "publish_time": "1709222400"}, id="content.html"
        ),
        pytest.param(
            {"title": TITLE, "content": [{"type": "p", "text": line} for line in BODY.split("\n")],
             "date": "2024-03-01"}, id="pieces",
        ),
        pytest.param(
            {"title": TITLE, "summary": LONG[:20], "content_text": BODY, "content_html": HTML,
             "publish_date": "2024-03-01", "site_title": "云澜市", "content_type": 1}, id="both",
        ),
    ],
)  # fmt: skip
def test_keys_of_all_kinds(tmp_path: Path, record: dict[str, object]) -> None:
    for name in ("a.json", "a.jsonl"):
        (document,) = read(tmp_path, record, name)
        assert is_the_notice(document)
        assert document.published_on == date(2024, 3, 1)
        assert not document.warnings


def test_keys_that_nobody_knows_are_told_by_what_they_hold(tmp_path: Path) -> None:
    record = {"k1": 5, "k2": TITLE, "k3": "云澜市网站", "k4": HTML * 2, "k5": "http://y.example/"}
    (document,) = read(tmp_path, [record])
    assert document.title == TITLE
    assert document.body == f"{BODY}\n{BODY}"
    said = " ".join(document.warnings)
    assert "“k4”为正文" in said
    assert "“k2”为标题" in said
    assert "--map" in said


def test_what_programs_write_for_nothing_is_nothing(tmp_path: Path) -> None:
    text = f'[{{"title": "{TITLE}", "content": NaN, "docNo": "NaN", "publishDate": null}}]'
    (document,) = read(tmp_path, text)
    assert (document.body, document.doc_number, document.published_on) == ("", "", None)
    (document,) = read(tmp_path, f"标题,正文,文号\n{TITLE},{BODY.splitlines()[1]},nan\n", "a.csv")
    assert (document.body, document.doc_number) == (LONG, "")


def test_markup_in_a_table(tmp_path: Path) -> None:
    quoted = HTML.replace('"', '""').replace("\n", " ")
    (document,) = read(tmp_path, f'标题,正文\n<em>{TITLE}</em>,"{quoted}"\n', "a.csv")
    assert is_the_notice(document)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("<span>关于<em>防汛</em>的通知</span>", "关于防汛的通知"),
        ("<p>一</p><p>二<br/>三</p>", "一\n二\n三"),
        ("&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二&amp;nbsp;三&lt;/p&gt;", "一\n二 三"),
        ("&amp;ldquo;放管服&amp;rdquo;改革", "“放管服”改革"),
        ("第一条 <b>甲</b>。\n第二条 乙。", "第一条 甲。\n第二条 乙。"),
        ("<p>第一段\n换行</p><p>二</p>", "第一段 换行\n二"),
        ("<table><tr><td><p>甲</p></td><td>1</td></tr></table>", "甲  1"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>甲</p><script>var a='<p>';</script>", "甲"),
        ("<p>占比<5%，a<b 且 c>d</p>", "占比<5%，a<b 且 c>d"),
        ("如果a<b且c>d，比例<5%", "如果a<b且c>d，比例<5%"),
        ("〈甲〉<云政发>《乙》", "〈甲〉<云政发>《乙》"),
        ("甲&乙公司 AT&T R&D;", "甲&乙公司 AT&T R&D;"),
        ("<b", "<b"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_what_is_markup_and_what_is_text(given: str, text: str) -> None:
    assert plain(given) == text


@pytest.mark.parametrize(
    "key",
    ["site_title", "content_type", "title_pinyin", "create_time", "channel.name", "parent.title",
     "no", "number", "xh", "status", ""],
)  # fmt: skip
def test_a_key_with_a_word_that_says_more_is_another(key: str) -> None:
    assert not field_of_key(key)


def test_a_key_that_is_no_text_can_be_written_in_a_warning(tmp_path: Path) -> None:
    text = "为加强供水管理，保障城乡居民用水，现就有关事项通知如下，请各单位认真贯彻执行。" * 2
    raw = '[{"标题": "关于供水的通知", "\\udff8": "' + text + '"}]'
    (item,) = read_bytes(tmp_path, "a.json", raw.encode())
    assert isinstance(item, PolicyDocument)
    assert item.body == text
    assert "".join(item.warnings).encode("utf-8")
