"""What is taken away can be read back whole, and a spreadsheet runs nothing of it."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import unquote, urlencode

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from index.document import PolicyDocument, Validity
from search.related import Standing
from search.request import MAX_WINDOW, SearchRequest
from search.results import Hit, SearchResult
from tests.web.fakes import HOSTILE, FakeEngine, make_documents
from tests.web.html_page import page, words
from web.export import tables
from web.export.workbook import LONGEST, as_xlsx, shortened
from web.site.app import create_app

LABELS = [column.label for column in tables.COLUMNS]
SITE = "https://zhengce.example.gov.cn"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "　=1",
    " \u200b=1",
]


def _csv(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.data.startswith(b"\xef\xbb\xbf")
    text = response.data.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _sheet(content: bytes, name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [list(row) for row in rows]


def _notes(response: TestResponse) -> dict[object, object]:
    return {row[0]: row[1] for row in _sheet(response.data, "说明")}


def _client(*documents: PolicyDocument, **config: object) -> FlaskClient:
    return create_app(FakeEngine(list(documents)), config).test_client()


# --- the table ---------------------------------------------------------------------------


def test_csv_has_every_result_in_the_order_of_the_page(client: FlaskClient) -> None:
    response = client.get("/search.csv?q=政府网站&size=3&page=2&sort=newest")
    rows = _csv(response)
    asked = "/search.json?q=政府网站&size=100&sort=newest"
    assert [row["标识"] for row in rows] == [
        hit["id"] for hit in client.get(asked).get_json()["hits"]
    ]
    assert response.headers["X-Total-Count"] == str(len(rows))
    assert response.content_type == "text/csv; charset=utf-8"


def test_csv_says_all_of_a_document(client: FlaskClient) -> None:
    (row,) = _csv(client.get("/search.csv?q=示政办发〔2023〕47号"))
    assert row == {
        "标题": "示例市人民政府办公室关于印发政府网站发展实施方案的通知",
        "发文字号": "示政办发〔2023〕47号",
        "索引号": "003187413/202305-00020",
        "发文机关": "示例市人民政府办公室；示例市财政局",
        "文种": "通知",
        "主题分类": "综合政务/电子政务；科技、教育/科技",
        "地区": "示例市",
        "有效性": "有效",
        "来源标注": "有效",
        "正文": "",
        "成文日期": "2023-05-15",
        "发布日期": "2023-05-18",
        "施行日期": "2023-06-01",
        "废止日期": "",
        "来源网址": "https://www.example.gov.cn/2023/05/18/content_1.html",
        "本站网址": "http://localhost/documents/sample-1",
        "标识": "sample-1",
    }


def test_what_is_derived_and_what_the_source_says_stand_apart(
    documents: list[PolicyDocument],
) -> None:
    law = next(one for one in documents if one.id == "law-1")
    engine = FakeEngine(documents)
    standing = Standing(date(2026, 11, 23), law.validity, source=Validity.REPEALED)
    engine.lines["law-1"] = Hit(law, standing=standing)
    client = create_app(engine).test_client()
    row = next(row for row in _csv(client.get("/search.csv")) if row["标识"] == "law-1")
    assert (row["有效性"], row["来源标注"]) == ("有效", "已废止")
    assert "来源标注" in str(_notes(client.get("/search.xlsx"))["有效性"])


def test_each_document_has_its_own_row_though_the_page_folds(
    documents: list[PolicyDocument],
) -> None:
    asked: list[SearchRequest] = []

    class Noting(FakeEngine):
        def search(self, request: SearchRequest) -> SearchResult:
            asked.append(request)
            return super().search(request)

    create_app(Noting(documents)).test_client().get("/search.csv?q=条例")
    assert not asked[-1].fold


def test_a_workbook_has_the_same_rows_with_dates_as_dates(client: FlaskClient) -> None:
    listed = _csv(client.get("/search.csv?q=政府网站"))
    response = client.get("/search.xlsx?q=政府网站")
    header, *rows = _sheet(response.data, "检索结果")
    assert header == LABELS
    printed = [[tables.printed(cell) for cell in row] for row in rows]  # type: ignore[arg-type]
    assert printed == [list(row.values()) for row in listed]
    assert rows[0][LABELS.index("成文日期")] == date(2023, 5, 15)


def test_a_workbook_keeps_its_header_in_sight_and_can_be_filtered(client: FlaskClient) -> None:
    response = client.get("/search.xlsx?q=政府网站")
    total = int(response.headers["X-Total-Count"])
    with zipfile.ZipFile(io.BytesIO(response.data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert f'<autoFilter ref="A1:Q{total + 1}"/>' in sheet
    assert 'state="frozen"' in sheet
    assert f'max="{len(LABELS)}" width=' in sheet


def test_a_workbook_says_what_it_holds(client: FlaskClient) -> None:
    query = {"q": "政府网站", "in": "title", "genre": "通报", "from": "2010", "literal": "1"}
    said = _notes(client.get(f"/search.xlsx?{urlencode(query)}"))
    assert said["检索词"] == "政府网站"
    assert said["检索范围"] == "标题"
    assert said["筛选：文种"] == "通报"
    assert said["筛选：日期"] == "2010年起"
    assert said["检索方式"] == "只按原词检索"
    assert said["找到"] == said["导出"] == "16 件"
    assert said["索引版本"] == "第 7 代"
    assert datetime.strptime(str(said["导出时间"]), "%Y-%m-%d %H:%M:%S %z").tzinfo
    address = str(said["检索网址"])
    assert address.startswith("http://localhost/search?")
    assert page(client, address).xpath("//input[@id='q']/@value") == ["政府网站"]
    assert "以发文机关公布的正式文本为准" in str(said["声明"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_nothing_found_is_a_table_without_rows(client: FlaskClient, suffix: str) -> None:
    response = client.get(f"/search{suffix}?q=没有这样的词")
    assert response.headers["X-Total-Count"] == "0"
    if suffix == ".csv":
        assert response.data.decode("utf-8-sig") == ",".join(LABELS) + "\r\n"
    else:
        assert _sheet(response.data, "检索结果") == [LABELS]


def test_more_than_can_be_turned_to_is_cut_and_said(documents: list[PolicyDocument]) -> None:
    many = [replace(documents[0], id=f"n-{number}") for number in range(MAX_WINDOW + 5)]
    client = _client(*many)
    response = client.get("/search.csv")
    assert len(_csv(response)) == MAX_WINDOW
    assert response.headers["X-Total-Count"] == "1005"
    said = _notes(client.get("/search.xlsx"))
    assert said["找到"] == "1,005 件"
    assert "只导出前 1,000 件" in str(said["导出"])
    assert words(page(client, "/search"), "//p[contains(@class, 'take')]") == [
        "下载前 1,000 件：CSV · XLSX",
        "订阅这组结果：以后有新文件符合这次检索和所选的筛选，阅读器或邮箱就会收到（Atom）。怎样订阅",
    ]


def test_the_page_leads_to_its_files(client: FlaskClient) -> None:
    tree = page(client, "/search?q=政府网站&genre=通报&page=2&size=5&sort=newest")
    links = tree.xpath("//p[contains(@class, 'take')]/a/@href")
    query = urlencode({"q": "政府网站", "genre": "通报"})
    assert links == [
        f"/search.csv?{query}&sort=newest",
        f"/search.xlsx?{query}&sort=newest",
        f"/search.atom?{query}",
        "/help#subscribe",
    ]
    for link in links:
        assert client.get(link).status_code == 200
    nothing = page(client, "/search?q=没有这样的词").xpath("//p[contains(@class, 'take')]/a/@href")
    assert nothing == [f"/search.atom?{urlencode({'q': '没有这样的词'})}", "/help#subscribe"]


# --- file names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "named"),
    [
        ("公积金", "公积金"),
        ("", "全部文件"),
        ("示政办发〔2023〕47号", "示政办发〔2023〕47号"),
        ('../../etc "passwd"\r\nX: y', "etc passwd X y"),
        ("a" * 200, "a" * 60),
        (HOSTILE, "script alert 1 script img src x onerror alert 2 7 7 amp"),
    ],
)
def test_a_file_is_named_after_the_search(client: FlaskClient, q: str, named: str) -> None:
    response = client.get(f"/search.csv?{urlencode({'q': q})}")
    header = response.headers["Content-Disposition"]
    assert header.isascii()
    assert header.startswith("attachment; filename=results.csv; filename*=UTF-8''")
    name = unquote(header.partition("UTF-8''")[2])
    assert name.startswith(f"政策文件检索 {named} 2")
    assert name.endswith(".csv")


# --- hostile cells -----------------------------------------------------------------------


def _everywhere(value: str) -> PolicyDocument:
    return PolicyDocument(
        id=value,
        title=value,
        doc_number=value,
        index_number=value,
        issuers=(value,),
        genre=value,
        topics=((value,),),
        region=value,
        source_url=value,
    )


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_of_csv_is_a_formula(value: str) -> None:
    (row,) = _csv(_client(_everywhere(value)).get("/search.csv"))
    for label, cell in row.items():
        assert cell.lstrip("\u200b \t　")[:1] not in tuple("=+-@＝＋－＠\t\r"), label
    assert row["标题"] == "'" + value.strip()
    assert row["来源网址"] == ""


@pytest.mark.parametrize("value", FORMULAS)
def test_a_formula_is_neutral_with_or_without_spaces(value: str) -> None:
    assert tables.neutral(value) == f"'{value}"


@pytest.mark.parametrize("value", ["国办发〔2017〕47号", "a=b", "2023-05-15", "", "1+1", "《＝》"])
def test_what_is_no_formula_stays_as_it_is(value: str) -> None:
    assert tables.neutral(value) == value


@pytest.mark.parametrize("value", [*FORMULAS, HOSTILE, "http://x/", "_x0041_", "{=1}", "007"])
def test_every_cell_of_a_workbook_is_text(value: str) -> None:
    client = _client(_everywhere(value))
    content = client.get("/search.xlsx").data
    row = _sheet(content, "检索结果")[1]
    assert row[LABELS.index("标题")] == value.strip()
    assert row[LABELS.index("标识")] == value.strip()
    assert {type(cell) for cell in row} == {str}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        sheets = [package.read(name).decode() for name in names if "worksheets/" in name]
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    assert not [name for name in names if "_rels/sheet" in name]


def test_hostile_text_stays_text_in_both(client: FlaskClient) -> None:
    (row,) = _csv(client.get("/search.csv?q=恶意"))
    assert row["标题"] == f"恶意{HOSTILE}"
    assert row["发文字号"] == HOSTILE
    assert row["来源网址"] == ""
    said = _notes(client.get(f"/search.xlsx?{urlencode({'q': HOSTILE})}"))
    assert said["检索词"] == HOSTILE


def test_control_characters_and_line_breaks_are_taken_out() -> None:
    odd = replace(_everywhere("甲\x00\x07乙\r\n丙\ud800\ufffe\u2028丁\x1f"), id="a")
    client = _client(odd)
    (row,) = _csv(client.get("/search.csv"))
    assert row["标题"] == "甲乙 丙 丁"
    assert _sheet(client.get("/search.xlsx").data, "检索结果")[1][0] == "甲乙 丙 丁"


@pytest.mark.parametrize(
    ("text", "left"),
    [("长" * 40_000, "长" * LONGEST), ("𠮷" * 20_000, "𠮷" * (LONGEST // 2)), ("短", "短")],
)
def test_a_cell_holds_no_more_than_excel_reads(text: str, left: str) -> None:
    assert shortened(text) == left
    row = (text, *[""] * (len(LABELS) - 1))
    assert _sheet(as_xlsx([row], 1, [("检索词", text)]), "检索结果")[1][0] == left


def test_days_that_excel_cannot_count_are_text() -> None:
    old = PolicyDocument(id="a", title="旧", written_on=date(1899, 12, 31))
    row = _sheet(_client(old).get("/search.xlsx").data, "检索结果")[1]
    assert row[LABELS.index("成文日期")] == "1899-12-31"


def test_addresses_begin_with_the_configured_site(documents: list[PolicyDocument]) -> None:
    client = _client(documents[0], SITE_URL=SITE + "/")
    (row,) = _csv(client.get("/search.csv", headers={"Host": "evil.example"}))
    assert row["本站网址"] == f"{SITE}/documents/sample-1"
    assert str(_notes(client.get("/search.xlsx"))["检索网址"]) == f"{SITE}/search"
    tree = page(client, "/documents/sample-1?q=a")
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/documents/sample-1"]


@pytest.mark.parametrize("path", ["/search.csv", "/search.xlsx"])
def test_no_passages_are_looked_for(path: str) -> None:
    asked: list[SearchRequest] = []

    class Watched(FakeEngine):
        def search(self, request: SearchRequest) -> SearchResult:
            asked.append(request)
            return super().search(request)

    client = create_app(Watched(make_documents())).test_client()
    assert client.get(f"{path}?q=a").status_code == 200
    assert [request.excerpts for request in asked] == [False]
