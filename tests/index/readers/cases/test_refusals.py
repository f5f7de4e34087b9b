"""K26: what is refused, refused for the true reason, with the next step."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.document import Rejected
from index.readers.containers.compound import MAGIC, Compound
from tests.support.cases import read_bytes, read_case


def zipped(**entries: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def zipped_with_a_password() -> bytes:
    data = bytearray(zipped(通知="正文"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def compound(*streams: str, word: bytes = b"") -> bytes:
    """A compound file of one sector for its table, one for its directory, and one for what Word has."""
    header = bytearray(512)
    header[:8] = MAGIC
    header[30:32] = struct.pack("<H", 9)
    header[48:52] = struct.pack("<I", 1)
    header[76:512] = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    directory = b"".join(entry(name) for name in ("Root Entry", *streams)).ljust(512, b"\0")
    return bytes(header) + table + directory + word.ljust(512, b"\0")


def entry(name: str) -> bytes:
    raw = name.encode("utf-16-le")
    made = raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, 2)
    return made.ljust(116, b"\0") + struct.pack("<I", 2) + bytes(8)


LOCKED_WORD = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, 0x0100)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
NOISE = bytes(range(128, 256)) * 20


@pytest.mark.parametrize(
    ("name", "make", "said", "step"),
    [
        ("a.docx", lambda: compound("EncryptionInfo", "EncryptedPackage"), "密码", "去掉密码"),
        ("a.pptx", lambda: compound("EncryptionInfo", "EncryptedPackage"), "密码", "去掉密码"),
        ("a.xlsx", lambda: compound("EncryptionInfo", "EncryptedPackage"), "密码", "去掉密码"),
        ("a.doc", lambda: compound("WordDocument", word=LOCKED_WORD), "密码", "去掉密码"),
        ("a.wps", lambda: compound("1Table", "WordDocument", word=LOCKED_WORD), "密码", "去掉密码"),
        ("a.zip", zipped_with_a_password, "密码", "去掉密码"),
        ("a.odt", lambda: zipped(mimetype="application/vnd.oasis.opendocument.text", **{
            "META-INF__manifest_xml": "<encryption-data/>"}), "密码", "去掉密码"),
        ("a.ofd", lambda: zipped(OFD_xml="<OFD><DocBody/><Encryptions>E.xml</Encryptions></OFD>"),
         "密码", "去掉密码"),
        ("a.ppt", lambda: compound("PowerPoint Document"), "演示文稿", "另存为"),
        ("a.pptx", lambda: zipped(**{"[Content_Types]_xml": "<a/>", "ppt__p_xml": "<a/>"}),
         "演示文稿", "另存为"),
        ("a.docx", lambda: zipped(**{"[Content_Types]_xml": "<a/>"}), "不是 Word", "另存一份"),
        ("a.docx", lambda: zipped(a_xml="<a/>"), "不是 Word", "另存一份"),
        ("a.ofd", lambda: zipped(a_xml="<a/>"), "缺少 OFD.xml", "重新下载"),
        ("a.docx", lambda: zipped(a_xml="<a/>" * 99)[:80], "损坏", "重新下载"),
        ("a.docx", lambda: b"", "空的", "重新下载"),
        ("a.txt", lambda: PNG, "图像", "。"),
        ("a.doc", lambda: b"\xff\xd8\xff\xe0" + NOISE, "图像", "。"),
        ("a.txt", lambda: b"MZ\x90\0" + NOISE, "内容是程序", "检查文件"),
        ("a.doc", lambda: b"\x7fELF" + NOISE, "内容是程序", "检查文件"),
        ("a.rar", lambda: b"Rar!\x1a\x07\1\0" + NOISE, "RAR", "解压"),
        ("a.docx", lambda: b"7z\xbc\xaf\x27\x1c" + NOISE, "7z", "解压"),
        ("a.txt.gz", lambda: gzip.compress(b"x"), "gzip", "解压"),
        ("a.mp4", lambda: b"\0\0\0\x18ftypmp42" + NOISE, "音视频", "文字稿"),
        ("a.db", lambda: b"SQLite format 3\0" + NOISE, "数据库", "导出为 CSV"),
        ("a.xlsx", lambda: NOISE, "不是 .xlsx 文件", "重新下载"),
        ("a.wps", lambda: NOISE, "不是 .wps 文件", "重新下载"),
        ("a.txt", lambda: NOISE, "编码无法识别", "另存为 UTF-8"),
        ("a.html", lambda: b"<html><script>var a=1</script></html>", "由脚本生成", "浏览器"),
        ("a.json", lambda: b'{"code": 500, "msg": "x"}', "没有找到文件记录", "--map"),
        ("a.json", lambda: b"[]", "空的", "检查导出"),
        ("a.json", lambda: b'{"a": ', "没有下载完整", "重新下载"),
        ("a.csv", lambda: b"a,b,c\n1,2,3\n", "没有认得的表头", "--map"),
        ("a.csv", lambda: "标题,文号\n".encode(), "表头以下没有内容", "检查文件"),
        ("a.et", lambda: MAGIC + bytes(900), "工作簿已损坏", "另存为 XLSX"),
    ],
)  # fmt: skip
def test_a_refusal_tells_the_truth_and_the_next_step(
    tmp_path: Path, name: str, make: Callable[[], bytes], said: str, step: str
) -> None:
    (item,) = read_bytes(tmp_path, name, make())
    assert isinstance(item, Rejected), item
    assert said in item.reason
    assert step in item.reason
    assert item.reason.endswith("。")


def test_the_case_of_a_password() -> None:
    (item,) = read_case("26_password.docx")
    assert isinstance(item, Rejected)
    assert "设有密码" in item.reason
    assert "损坏" not in item.reason


@pytest.mark.parametrize("size", [0, 8, 511, 512, 600, 1024, 1500])
def test_a_compound_file_cut_off_anywhere_has_no_password(size: int) -> None:
    assert not Compound(compound("WordDocument")[:size]).is_locked


def test_a_chain_that_bites_its_tail_ends() -> None:
    data = bytearray(compound("WordDocument", word=LOCKED_WORD))
    data[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    assert Compound(bytes(data)).is_locked
