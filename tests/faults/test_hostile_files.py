"""Files made to hurt: each is a document or a reason, within bounds of time and memory."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import index.readers.formats.office
import index.readers.sandbox.pool
from index.document import PolicyDocument, Rejected
from index.readers import Item, SourceFile
from index.readers.sandbox.pool import ReaderPool
from tests.support.damaged_files import packed, unpacked
from tests.support.desk import Desk
from tests.support.processes import Offspring, children, peak, spent

pytestmark = pytest.mark.usefixtures("temporary")

Read = Callable[..., list[Item]]
"""``read(name, data, seconds=20)``: what is found, within so much processor time."""

MEMORY = 400
"""So many MB may any process have taken; LibreOffice and the reader of workbooks are not ours."""
AHEAD = 20
TEXT = (
    "关于做好住房公积金提取工作的通知\n各区人民政府：\n现就有关事项通知如下。\n二〇二四年三月五日"
)


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    """Reads a file in a child, as a run does; its memory and its time are bounded."""
    offspring, reading = Offspring(), ReaderPool()
    root = tmp_path / "root"
    root.mkdir()

    def one_file(name: str, data: bytes, seconds: float = 20) -> list[Item]:
        path = root / name
        path.write_bytes(data)
        before = spent(reading)
        items = list(reading.read(SourceFile(root, path)))
        assert spent(reading) - before < seconds, name
        assert max(map(peak, children(reading)), default=0) <= MEMORY
        return items

    yield one_file
    reading.end()
    assert not offspring.new()


def reason(items: list[Item]) -> str:
    [item] = items
    assert isinstance(item, Rejected), item
    return item.reason


def document(items: list[Item]) -> PolicyDocument:
    [item] = items
    assert isinstance(item, PolicyDocument), item
    return item


NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "哈哈">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def docx(document: str, more: Mapping[str, bytes] | None = None) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()}
                  | dict(more or {}))  # fmt: skip


def word(inside: str, before: str = "") -> bytes:
    return docx(f"{before}<w:document {NAMES}><w:body>{inside}</w:body></w:document>")


OFD = {
    "OFD.xml": b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
    "D/Document.xml": b'<Document><Pages><Page BaseLoc="Content.xml"/></Pages></Document>',
}


def ofd(content: str) -> bytes:
    """One page whose file is ``content``."""
    return packed(OFD | {"D/Content.xml": content.encode()})


def stored(data: bytes) -> bytes:
    """The same archive without compression."""
    return packed(unpacked(data), zipfile.ZIP_STORED)


def bomb(name: str) -> bytes:
    """300 MB of zeros in a file of about 300 KB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in (OFD if name.startswith("D/") else {"other.xml": b"<a/>"}).items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as entry:
            for _ in range(300):
                entry.write(bytes(2**20))
    return made.getvalue()


def lying(data: bytes) -> bytes:
    """The archive, its directory and its headers naming 1,000 bytes as the size of every file."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at : place + at + 4] = struct.pack("<I", 1000)
            place = changed.find(mark, place + 4)
    return bytes(changed)


DEEP = "<a>" * 300_000 + "</a>" * 300_000
P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        pytest.param("a.docx", lambda: bomb("word/document.xml"), "过大", id="bomb in DOCX"),
        pytest.param("a.ofd", lambda: bomb("D/Content.xml"), "过大", id="bomb in OFD"),
        pytest.param("a.docx", lambda: lying(bomb("word/document.xml")), "损坏", id="lying DOCX"),
        pytest.param("a.ofd", lambda: lying(bomb("D/Content.xml")), "损坏", id="lying OFD"),
        pytest.param("a.docx", lambda: docx("<a/>", {f"{n}": b"" for n in range(10_000)}),
                     "2,000 个", id="10,000 entries in DOCX"),
        pytest.param("a.zip", lambda: packed({f"{n}.txt": b"" for n in range(10_000)}),
                     "2,000 个", id="10,000 entries in ZIP"),
        pytest.param("a.zip", lambda: packed({"b.zip": packed({"c.zip": packed({"d.txt": b"x"})})}),
                     "解压后再收录", id="ZIP in ZIP"),
        pytest.param("a.zip", lambda: packed({".DS_Store": b"x"}), "没有可收录", id="only hidden"),
        pytest.param("a.docx", lambda: word(P.format("&l11;"), LAUGHS), "XML", id="laughs in DOCX"),
        pytest.param("a.ofd", lambda: ofd(f"{LAUGHS}<Page>&l11;</Page>"), "XML",
                     id="laughs in OFD"),
        pytest.param("a.docx", lambda: word(f'<w:p w:x="&l11;">{P}</w:p>', LAUGHS), "XML",
                     id="laughs in an attribute"),
        pytest.param("a.docx", lambda: word(
            P.format("&x;"), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "DTD",
            id="external entity in DOCX"),
        pytest.param("a.ofd", lambda: ofd(
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Page>&x;</Page>'), "DTD",
            id="external entity in OFD"),
        pytest.param("a.docx", lambda: word(
            P.format("正文"), '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">'), "DTD",
            id="external DTD in DOCX"),
        pytest.param("a.ofd", lambda: ofd('<!DOCTYPE a SYSTEM "http://192.0.2.1/a"><Page/>'), "DTD",
            id="external DTD in OFD"),
        pytest.param("a.docx", lambda: stored(word(DEEP)), "嵌套", id="deep DOCX"),
        pytest.param("a.ofd", lambda: stored(ofd(f"<Page>{DEEP}</Page>")), "嵌套", id="deep OFD"),
        pytest.param("a.jsonl", lambda: b"\n \n\n", "没有可收录", id="blank list"),
        pytest.param("a.doc", lambda: b"", "空", id="empty DOC"),
    ],
)  # fmt: skip
def test_an_archive_that_must_not_hurt(
    read: Read, name: str, make: Callable[[], bytes], said: str
) -> None:
    assert said in reason(read(name, make()))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_file_in_an_archive_stops_no_other(read: Read, method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("1.txt", "".join(f"第{n}条 正文。\n" for n in range(900)))
        archive.writestr("2.txt", TEXT)
    data = bytearray(made.getvalue())
    data[60:90] = bytes(30)
    hurt, sound = read("a.zip", bytes(data))
    assert isinstance(hurt, Rejected)
    assert "损坏" in hurt.reason
    assert isinstance(sound, PolicyDocument)


def test_names_in_an_archive_lead_nowhere(read: Read, tmp_path: Path) -> None:
    names = ("../../out.txt", "/abs.txt", "a/../../out.txt", "甲\0乙.txt", "//x/y.txt")
    items = read("a.zip", packed({name: TEXT.encode() for name in names}))
    assert all(isinstance(item, PolicyDocument) for item in items)
    ids = [item.id for item in items if isinstance(item, PolicyDocument)]
    assert len(ids) == len(names)
    assert not any("/" in id or "\0" in id for id in ids)
    assert [path.name for path in (tmp_path / "root").rglob("*")] == ["a.zip"]
    assert not list(tmp_path.glob("*.txt"))


def pdf(kids: str, count: int = 1, more: str = "") -> bytes:
    """A file whose root of pages has these kids; 3 and 4 are nodes, too."""
    nodes = (
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]/Parent 3 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[2 0 R 4 0 R]/Parent 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[3 0 R 2 0 R]/Parent 3 0 R>>",
        f"<</Type/Page/Parent 5 0 R/MediaBox 5 0 R{more}>>",
    )
    body = "".join(f"{n} 0 obj\n{node}\nendobj\n" for n, node in enumerate(nodes, 1))
    return f"%PDF-1.5\n{body}trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n0\n%%EOF\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf("2 0 R"), id="a node that is its own kid"),
        pytest.param(pdf("3 0 R 4 0 R", 1000), id="nodes that are each other's kids"),
        pytest.param(pdf("2 0 R " * 9999, 2000), id="the same in great numbers"),
        pytest.param(pdf("2 0 R", 2**31 - 1), id="a count that is none"),
        pytest.param(pdf("5 0 R", 1, "/Contents 5 0 R/Resources 5 0 R"), id="a page within itself"),
        pytest.param(b"%PDF-1.5\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF", id="trailer"),
    ],
)  # fmt: skip
def test_a_pdf_without_end_ends(read: Read, data: bytes) -> None:
    assert "PDF" in reason(read("a.pdf", data))


def test_a_file_that_fills_the_memory_of_its_child_costs_itself_only(read: Read) -> None:
    """A DOCX that shows one long text thousands of times; then a sound file."""
    chunks = '<w:altChunk r:id="c"/>' * 6000
    relation = b'<R><R Id="c" Type="x/aFChunk" Target="c.docx"/></R>'
    greedy = docx(
        f'<w:document {NAMES} xmlns:r="r"><w:body>{chunks}</w:body></w:document>',
        {"word/_rels/document.xml.rels": relation, "word/c.docx": word(P.format("字" * 300_000))},
    )
    said = reason(read("a.docx", greedy, seconds=60))
    assert any(part in said for part in ("内存", "MemoryError", "过大"))
    assert document(read("b.txt", TEXT.encode())).title


LONG = f"987.{os.getpid()}"
"""Seconds; no other process sleeps as long, whatever else is tested beside."""


def hanging(folder: Path) -> Path:
    """What is called LibreOffice and never ends, nor does what it has started."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nsleep {LONG} &\nsleep {LONG}\n")
    program.chmod(0o755)
    return program


def test_a_converter_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{hanging(tmp_path).parent}:{os.environ['PATH']}")
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    offspring, reading = Offspring(), ReaderPool(seconds=3.0)
    try:
        assert "超时" in reason(list(reading.read(SourceFile(tmp_path, path))))
    finally:
        reading.end()
    assert not offspring.new()
    assert not _sleeping()


def test_a_conversion_that_takes_too_long_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.readers.formats.office, "converter", lambda: str(hanging(tmp_path)))
    monkeypatch.setattr(index.readers.formats.office, "_profile", lambda: tmp_path / "profile")
    with pytest.raises(ValueError, match="超过 1 秒"):
        index.readers.formats.office.to_docx(b"x", ".doc", seconds=1)
    assert not _sleeping()


def _sleeping() -> list[str]:
    """What :func:`hanging` has started and is still there a moment later."""
    for _ in range(100):
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                found += [str(path)] if path.read_bytes() == f"sleep\0{LONG}\0".encode() else []
            except OSError:
                continue
        if not found:
            break
        time.sleep(0.1)
    return found


@pytest.mark.parametrize("name", ["a.txt", "a.zip", "a.pdf", "a.doc", "a.jsonl"])
def test_what_is_no_regular_file_is_not_opened(tmp_path: Path, name: str) -> None:
    root, path = tmp_path / "root", tmp_path / "root" / name
    root.mkdir()
    reading = ReaderPool(processes=2)
    try:
        path.symlink_to("/dev/zero")
        assert "文件夹之外" in reason(list(reading.read(SourceFile(root, path))))
        path.unlink()
        path.symlink_to(path)
        assert "无法打开" in reason(list(reading.read(SourceFile(root, path))))
    finally:
        reading.end()


def test_a_device_in_the_folder_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "zero.txt"
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")
    reading = ReaderPool()
    before = spent(reading)
    try:
        assert "不是普通文件" in reason(list(reading.read(SourceFile(tmp_path, path))))
        assert spent(reading) - before < 5
    finally:
        reading.end()


PAGE = f"<title>关于落户的通知</title><body><div id=zoom><p>{TEXT * 6}</p></div></body>"


@pytest.mark.parametrize("declared", [
    "utf-8", "iso-8859-1", "windows-1252", "utf-7", "unicode_escape", "undefined", "punycode",
    "shift_jis", "no-such", "utf_16", "hex", "rot13",
])  # fmt: skip
def test_gbk_is_read_whatever_is_declared(read: Read, declared: str) -> None:
    page = f'<html><meta charset="{declared}">{PAGE}</html>'.encode("gb18030")
    mail = (
        f"MIME-Version: 1.0\nContent-Type: text/html; charset={declared}\n"
        "Content-Transfer-Encoding: 8bit\n\n"
    ).encode()
    for name, data in (("a.html", page), ("b.mht", mail + PAGE.encode("gb18030"))):
        found = document(read(name, data))
        assert found.title == "关于落户的通知"
        assert "现就有关事项通知如下" in found.body


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_that_lies_is_no_mojibake(read: Read, mark: bytes) -> None:
    [item] = read("a.txt", mark + TEXT.encode("gb18030") + b"\n")
    assert "编码" in item.reason if isinstance(item, Rejected) else "公积金" in item.title


def test_ten_megabytes_of_text_are_a_document(read: Read) -> None:
    line = "为了规范政务公开工作，保障公民、法人和其他组织依法获取信息，制定本办法。\n"
    body = line * (10 * 2**20 // len(line.encode()))
    for name, data in (
        ("a.txt", f"{TEXT}\n{body}".encode()),
        (
            "b.html",
            f"<title>关于落户的通知</title><div id=zoom>{body.replace(chr(10), '<p>')}</div>".encode(),
        ),
        ("c.zip", stored(packed({"a.txt": f"{TEXT}\n{body}".encode()}))),
        (
            "d.docx",
            stored(word(P.format("关于落户的通知") + "".join(map(P.format, [line] * 95_000)))),
        ),
    ):
        items = read(name, data, seconds=60)
        assert len(document(items).body) > 3_000_000


def test_a_batch_of_all_of_them_goes_on(desk: Desk) -> None:
    """What gives no document is named, and nothing keeps the sound files from being found."""
    offspring = Offspring()
    (desk.files / "空.txt").write_bytes(b"")
    (desk.files / "图.txt").write_bytes(b"\x89PNG\r\n" + random.Random(1).randbytes(4000))
    (desk.files / "弹.docx").write_bytes(bomb("word/document.xml"))
    (desk.files / "环.pdf").write_bytes(pdf("2 0 R"))
    (desk.files / "深.ofd").write_bytes(stored(ofd(f"<Page>{DEEP}</Page>")))
    os.mkfifo(desk.files / "管.txt")
    (desk.files / "外.txt").symlink_to("/etc/passwd")
    (desk.files / "同.jsonl").write_text(
        "\n".join(f'{{"id": "a", "title": "关于{c}的通知", "body": "正文"}}' for c in "甲乙"),
        encoding="utf-8",
    )
    desk.write("日.txt", "施行日期不存在。", "关于日期的通知").write_text(
        "名称: 关于日期的通知\n成文日期: 2023-02-30\n\n正文", encoding="utf-8"
    )
    (desk.files / "题.txt").write_text("名称: 关于题目的通知", encoding="utf-8")
    desk.write("好.txt", "住房公积金提取办法。", "关于公积金的通知")
    report = desk.update(processes=2)
    assert {item.source_path for item in report.rejected} == {
        "空.txt", "图.txt", "弹.docx", "环.pdf", "深.ofd", "管.txt", "外.txt",
    }  # fmt: skip
    assert all(item.reason.endswith("。") for item in report.rejected)
    assert report.added == 5
    assert desk.found("公积金") == {"好.txt"}
    warned = "\n".join(text for _, text in report.warnings)
    for said in ("2023-02-30", "没有找到正文", "已改用"):
        assert said in warned
    assert not offspring.new()
