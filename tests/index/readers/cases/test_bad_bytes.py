"""K11, K12: one bad byte costs one character and is named; scripts other than Chinese are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from tests.support.cases import document_of_case, read_bytes

BODY = "为保障群众温暖过冬，结合我市实际，现就有关事项通知如下，请认真贯彻执行，确保按时供热。"
PAGE = (
    '<html><head><meta charset="gbk"><title>云澜市人民政府关于冬季供暖的通知</title></head>'
    f"<body><div id='zoom'><p>各县（区）人民政府：</p>{f'<p>{BODY}</p>' * 6}</div></body></html>"
)


def one(folder: Path, name: str, data: bytes) -> PolicyDocument:
    (item,) = read_bytes(folder, name, data)
    assert isinstance(item, PolicyDocument), item
    return item


def test_the_case_of_a_byte_in_a_page_in_gbk() -> None:
    document = document_of_case("11_gbk_one_bad_byte.html")
    assert document.body.count("\ufffd") == 1
    assert "结合我市\ufffd际，现就有关事项通知如下" in document.body
    (said,) = [text for text in document.warnings if "无法识别" in text]
    assert "我市\ufffd际" in said


def test_the_case_of_a_page_in_two_languages() -> None:
    document = document_of_case("12_uyghur_bilingual.html")
    assert "冬季供暖工作" in document.body
    assert "ھەرقايسى" in document.body


def test_a_byte_lost_in_a_page_puts_nothing_behind_it_out_of_step(tmp_path: Path) -> None:
    data = PAGE.encode("gb18030")
    at = data.index("群众".encode("gb18030"))
    document = one(tmp_path, "a.html", data[:at] + data[at + 1 :])
    assert document.body.count(BODY) == 5
    assert document.body.count("温暖过冬，结合我市实际") == 6
    assert any("正文第 2 行" in text for text in document.warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_bad_bytes_of_a_text_are_counted_and_placed(tmp_path: Path, encoding: str) -> None:
    text = f"云澜市人民政府关于冬季供暖的通知\n各县（区）人民政府：\n{BODY}\n{BODY}\n"
    data = text.encode(encoding)
    broken = bytearray(data)
    for word in ("温暖", "按时"):
        broken[data.index(word.encode(encoding.replace("16", "16-le")))] = 0x00
    document = one(tmp_path, "a.txt", bytes(broken))
    assert document.title == "云澜市人民政府关于冬季供暖的通知"
    if encoding != "utf-16":  # where another character stands, and nothing is broken
        assert any("有 2 个字符无法识别" in text for text in document.warnings)


def test_a_template_in_utf8_around_a_text_in_gbk(tmp_path: Path) -> None:
    head = "<html><head><title>云澜市人民政府关于冬季供暖的通知</title></head><body><div id='zoom'>"
    data = head.encode() + f"<p>各县（区）人民政府：</p><p>{BODY}</p>".encode("gb18030") + b"</div>"
    document = one(tmp_path, "a.html", data)
    assert document.title == "云澜市人民政府关于冬季供暖的通知"
    assert document.body == f"各县（区）人民政府：\n{BODY}"
    assert not any("无法识别" in text for text in document.warnings)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་བརྡ་ཐོ།", id="Tibetan"),
        pytest.param("연변조선족자치주인민정부 판공실의 통지를 각 현 시에 알린다", id="Korean"),
        pytest.param("ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠭᠠᠵᠠᠷ", id="Mongolian"),
    ],
)
def test_a_text_in_two_languages(tmp_path: Path, other: str) -> None:
    lines = "\n".join([other] * 4)
    text = f"云澜市人民政府关于冬季供暖的通知\n{lines}\n各县（区）人民政府：\n{BODY}\n"
    document = one(tmp_path, "a.txt", text.encode())
    assert document.title == "云澜市人民政府关于冬季供暖的通知"
    assert other in document.body
    assert document.body.endswith(BODY)
