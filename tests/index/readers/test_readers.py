"""Readers on pages, texts and lists as they come, and on what must not hurt."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Rejected, Validity
from index.readers import SUFFIXES, SourceFile, read_file
from index.readers.formats.html import parse_html
from index.readers.formats.text import parse_text
from index.readers.interpret.document import document_of
from index.readers.limits import LINE_BYTES
from index.text.encodings import Undecodable, decode

Read = Callable[..., list[PolicyDocument | Rejected]]
TEXT = (
    "关于做好住房公积金提取工作的通知\n各区人民政府：\n现就有关事项通知如下。\n二〇二四年三月五日"
)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>关于落户的通知-云澜市公安局网站</title>
<meta name="SiteName" content="云澜市公安局网站"><meta name="ArticleTitle" content="关于落户的通知">
<meta name="PubDate" content="2024-05-08 10:30"><meta name="ContentSource" content="本网">
</head><body><nav>首页 政务公开</nav><div class="share">分享到</div>
<div class="info"><span>索引号：YL1/2024-3</span> <span>有效性：有效</span></div>
<div class="TRS_Editor"><p>云公发〔2024〕9号</p><p>各分局：</p><p>现将落户政策
通知如下，请认真遵照执行，确保群众办事便利，不断提高服务水平和群众满意度。</p><p>附件：<a href="./P1.docx">申请表</a></p>
<p>云澜市公安局</p><script>alert(1)</script></div><div>扫一扫在手机打开当前页</div>
<footer>版权所有 云澜市</footer></body></html>"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def given(name: str, content: bytes | str) -> list[PolicyDocument | Rejected]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_file(path, tmp_path))

    return given


def one(items: list[PolicyDocument | Rejected]) -> PolicyDocument:
    [item] = items
    assert isinstance(item, PolicyDocument), item
    return item


def reason(items: list[PolicyDocument | Rejected]) -> str:
    [item] = items
    assert isinstance(item, Rejected), item
    return item.reason


def test_a_text_without_a_header(read: Read) -> None:
    document = one(read("a.txt", TEXT))
    assert document.title == "关于做好住房公积金提取工作的通知"
    assert document.body.startswith("各区人民政府")
    assert document.written_on == date(2024, 3, 5)
    assert "落款" in document.warnings[0]
    assert document.id == "a.txt"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("云政发〔2024〕3号", "云政发〔2024〕3号"),
        ("（云政发〔2024〕3号）", "云政发〔2024〕3号"),
        ("云澜市人民政府令\n第5号", "云澜市人民政府令第5号"),
        ("根据云政发〔2024〕3号文件", ""),
        ("你局《关于…的请示》（云政发〔2024〕3号）收悉。", ""),
    ],
)
def test_only_a_number_on_its_own_is_the_documents_own(head: str, number: str) -> None:
    document = document_of(parse_text(f"关于办公的通知\n\n{head}\n各单位：正文。", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.doc_number == number


def test_a_page_of_a_local_site(read: Read) -> None:
    document = one(read("页.html", PAGE))
    assert document.title == "关于落户的通知"
    assert document.index_number == "YL1/2024-3"
    assert document.doc_number == "云公发〔2024〕9号"
    assert document.validity is Validity.IN_FORCE
    assert document.published_on == date(2024, 5, 8)
    assert [a.title for a in document.attachments] == ["申请表"]
    assert document.body.startswith("各分局：\n现将落户政策 通知如下")
    assert document.body.endswith("云澜市公安局")
    for chrome in ("首页", "分享", "扫一扫", "版权", "alert"):
        assert chrome not in document.body


@pytest.mark.parametrize(
    ("printed", "validity"),
    [("有效", "有效"), ("现行有效", "有效"), ("已废止", "已废止"), ("失效", "已失效"), ("无效", "已失效"),
     ("已修改", "已被修改"), ("尚未生效", "尚未施行"), ("暂无", "未注明"), ("不明白", "未注明")],
)  # fmt: skip
def test_validity_as_it_is_printed(printed: str, validity: str) -> None:
    document = document_of(parse_text(f"名称: 甲办法\n有效性: {printed}\n\n正文", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.validity.value == validity
    assert bool(document.warnings) == (printed == "不明白") or "成文日期" in document.warnings[0]


@pytest.mark.parametrize(
    "printed", ["未失效", "未废止", "不再有效", "非现行有效", "有效期至2020年"]
)
def test_a_validity_that_says_something_else_is_doubted(printed: str) -> None:
    document = document_of(parse_text(f"名称: 甲办法\n有效性: {printed}\n\n正文", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.validity is Validity.UNSTATED
    assert printed in document.warnings[0]


@pytest.mark.parametrize(
    ("title", "body", "number"),
    [
        ("关于甲的批复﹙发改企业债券〔2017〕47号﹚", "正文", "发改企业债券〔2017〕47号"),
        ("关于甲的批复（国发（2017）47号）", "正文", "国发〔2017〕47号"),
        ("关于甲的批复【国发〔2017〕47号】", "正文", "国发〔2017〕47号"),
        (
            "甲条例",
            "（2021年7月27日中华人民共和国国务院令第746号公布）\n第一条",
            "中华人民共和国国务院令第746号",
        ),
        ("甲条例", "（根据国务院令第588号修订）\n第一条", ""),
    ],
)
def test_a_number_in_the_title_or_of_the_promulgation(title: str, body: str, number: str) -> None:
    document = document_of(parse_text(f"名称: {title}\n\n{body}", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.doc_number == number


def test_a_title_over_two_lines() -> None:
    text = "某某市人民政府办公室\n关于做好春耕工作的通知\n某政办〔2020〕5号\n各区："
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.title == "某某市人民政府办公室关于做好春耕工作的通知"
    assert document.issuers == ("某某市人民政府办公室",)
    assert document.doc_number == "某政办〔2020〕5号"


def test_the_title_names_more_issuers_than_the_source(read: Read) -> None:
    page = PAGE.replace("关于落户的通知", "云澜市公安局 云澜市民政局关于落户的通知").replace(
        "本网", "云澜市公安局"
    )
    document = one(read("a.html", page))
    assert document.issuers == ("云澜市公安局", "云澜市民政局")


def test_an_impossible_date_is_doubted_not_believed() -> None:
    document = document_of(parse_text("名称: 甲办法\n成文日期: 2023-02-30\n\n正文", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.written_on is None
    assert "2023-02-30" in document.warnings[0]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_ladder_of_encodings(encoding: str) -> None:
    text = TEXT.replace("〇", "零") if encoding in ("gbk", "big5") else TEXT
    if encoding == "big5":
        text = "關於做好住房公積金提取工作的通知\n各區人民政府：\n現就有關事項通知如下。"
    assert decode(text.encode(encoding)) == text


def test_a_page_that_declares_a_wrong_encoding(read: Read) -> None:
    document = one(read("a.html", PAGE.encode("gb18030")))
    assert document.title == "关于落户的通知"
    assert "现将落户政策" in document.body


def test_a_few_control_characters_are_left_out_and_many_are_no_text() -> None:
    text = "住房公积金提取管理办法的通知"
    assert decode(f"{text}\x01".encode() * 8) == text * 8
    with pytest.raises(Undecodable):
        decode(f"{text}\x01".encode() * 9)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 20, id="binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + os.urandom(4000), id="picture"),
        pytest.param(
            "通知".encode() + "公积金提取办法".encode("gb18030") + b"\xff" * 9, id="mixed"
        ),
        pytest.param(b"\x00" * 1000, id="zeros"),
        pytest.param("ÎÒÃÇµÄÕþ²ß\ue000\ue001\ue002".encode() * 9, id="mojibake"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(data)


def record(**values: object) -> str:
    return json.dumps(
        {"id": "a-1", "title": "甲办法", "body": "正文。"} | values, ensure_ascii=False
    )


def test_a_list_gives_a_document_or_a_reason_per_line(read: Read) -> None:
    lines = [
        record(), "{", "[]", "", record(id="a-2", body="", body_kind="none"), '"x"',
        record(id="", title="", body=""), record(id="a-3", doc_no="国办发[2017]47号", issuer="甲局、乙局",
                                                  category="工业、交通\\民航", status="废止或失效"),
    ]  # fmt: skip
    items = read("a.jsonl", "\n".join(lines))
    assert [type(item) for item in items] == [
        PolicyDocument, Rejected, Rejected, PolicyDocument, Rejected, Rejected, PolicyDocument,
    ]  # fmt: skip
    assert [i.locator for i in items if isinstance(i, Rejected)] == [
        "第 2 行", "第 3 行", "第 6 行", "第 7 行",
    ]  # fmt: skip
    last = items[-1]
    assert isinstance(last, PolicyDocument)
    assert (last.doc_number, last.issuers) == ("国办发〔2017〕47号", ("甲局", "乙局"))
    assert last.topics == (("工业、交通", "民航"),)
    assert last.validity is Validity.REPEALED


def test_values_of_the_wrong_type_hurt_nobody(read: Read) -> None:
    document = one(
        read("a.jsonl", record(title=["甲", "乙"], issuer=None, doc_no={"a": 1}, body=5))
    )
    assert document.title == "甲 乙"
    assert document.body == "5"


def test_a_compressed_list_reads_like_a_plain_one(read: Read, tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(record(id=f"a-{i}") for i in range(30)).encode())
    assert (
        len(read("a.jsonl.gz", packed))
        == SourceFile(tmp_path, tmp_path / "a.jsonl.gz").records
        == 30
    )
    damaged = read("b.jsonl.gz", packed[:-20])
    assert isinstance(damaged[-1], Rejected)
    assert "不完整" in damaged[-1].reason


def test_an_endless_line_is_given_up(read: Read) -> None:
    items = read("a.jsonl", record() + "\n" + "x" * (LINE_BYTES + 10))
    assert [type(item) for item in items] == [PolicyDocument, Rejected]


def test_deep_trees_and_entities_do_no_harm(read: Read) -> None:
    deep = "<div>" * 100_000 + "正文" * 50 + "</div>" * 100_000
    bomb = '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;">]>' + PAGE.replace(
        "首页", "&y;"
    )
    assert len(read("deep.html", f"<html><title>深</title><body>{deep}</body></html>")) == 1
    assert "lol" not in one(read("bomb.html", bomb)).body


def test_nested_json_does_no_harm(read: Read) -> None:
    assert "JSON" in reason(read("a.jsonl", "[" * 300_000))


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.txt", b"", "空"), ("a.txt", b"  \n \n", "既没有标题也没有正文"), ("a.pdf", b"%PDF-", "PDF 已损坏"),
    ("无后缀", b"\x7fELF\x02\x01\x01" + bytes(90), "内容是程序"), ("a.jpg", b"\xff\xd8\xff", "图像"), ("a.heic", bytes(90), "不支持 .heic"), ("a.txt", b"\x00\x01" * 500, "编码"),
])  # fmt: skip
def test_a_file_that_gives_nothing_says_why(
    read: Read, name: str, content: bytes, said: str
) -> None:
    assert said in reason(read(name, content))


def test_a_title_alone_and_a_body_alone(read: Read) -> None:
    assert "没有找到正文" in one(read("a.txt", "名称: 甲办法")).warnings[0]
    document = one(
        read("b.html", f"<html><body><div id=zoom>{'正文内容。' * 30}</div></body></html>")
    )
    assert document.title
    assert "没有找到标题" in document.warnings[0]


def test_only_regular_files_under_the_root_are_opened(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.txt").write_text(TEXT)
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "broken.txt").symlink_to(root / "nowhere.txt")
    os.mkfifo(root / "pipe.txt")
    assert "文件夹之外" in reason(list(read_file(root / "link.txt", root)))
    assert "无法打开" in reason(list(read_file(root / "broken.txt", root)))
    assert "不是普通文件" in reason(list(read_file(root / "pipe.txt", root)))


def test_hostile_texts_stay_texts() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    document = document_of(parse_text(f"名称: {evil}\n发布机构: {evil}\n\n{evil}", "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.title == evil
    assert "<" not in document.id


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for found in (parse_text(text, "a.txt"), parse_html(text, "a.html")):
        document = document_of(found)
        if isinstance(document, PolicyDocument):
            assert document.id
            assert document.title
            assert PolicyDocument.from_json(document.to_json()) == document


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / f"any{suffix}"
    path.write_bytes(data)
    for item in read_file(path, folder):
        assert isinstance(item, PolicyDocument) or item.reason


def test_real_pages_and_texts_of_many_sites(shared: Path) -> None:
    """Every original text and page gives one document with title, text and what it prints."""
    folder = shared / "corpus" / "originals"
    paths = [p for p in sorted(folder.rglob("*")) if p.suffix in (".txt", ".html")]
    documents = [one(list(read_file(path, folder))) for path in paths]
    assert len(documents) > 80
    assert all(d.title and len(d.body) > 100 for d in documents)
    assert sum(bool(d.issuers) for d in documents) >= 0.9 * len(documents)
    assert [d.title for d in documents if d.year is None] == ["仲裁公告"]  # a list of links


def test_a_text_in_gb18030_reads_like_the_original(shared: Path) -> None:
    folder = shared / "corpus" / "originals"
    for path in sorted((folder / "txt_gb18030_derived").iterdir()):
        twin = one(list(read_file(folder / "txt" / path.name, folder)))
        document = one(list(read_file(path, folder)))
        assert (document.title, document.body) == (twin.title, twin.body)
