"""From bytes to text: broken bytes, mixed encodings, other scripts, and what is no text."""

from __future__ import annotations

import random

import pytest

from index.text.encodings import Undecodable, decode
from index.text.plausible import UNREAD, is_plausible

TEXT = (
    "云澜市人民政府关于加强养老服务工作的通知\n各县（区）人民政府，市政府各部门：\n"
    "为加强养老服务工作，结合我市实际，现就有关事项通知如下，请认真贯彻执行。\n"
    "一、完善设施。2024年底前，全市建成社区养老服务中心20个以上，由周镕、李喆等同志负责。\n"
) * 3
TRADITIONAL = (
    "關於做好住房公積金提取工作的通知\n各區人民政府：\n"
    "現就有關事項通知如下，請認真貫徹執行，並於十二月底前將辦理情況報送本府。\n"
) * 3
ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"]
DAMAGES = ["changed", "lost", "added", "zero"]


def damaged(data: bytes, at: int, how: str) -> bytes:
    put = {"changed": b"\xff", "lost": b"", "added": b"\xff", "zero": b"\0"}[how]
    return data[:at] + put + data[at + (how != "added") :]


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_bad_byte_costs_one_character(encoding: str, how: str) -> None:
    """Nearly always, and seldom a few: a byte may make a frequent letter of its neighbour."""
    text = TRADITIONAL if encoding == "big5" else TEXT
    data = text.encode(encoding)
    places = random.Random(how + encoding).sample(range(4, len(data) - 4), 60)
    wrong = sorted(differing(decode(damaged(data, at, how)), text) for at in places)
    usual, share = (3, 0.75) if encoding == "big5" else (2, 0.85)
    assert wrong[len(wrong) // 2] < usual
    assert sum(count <= usual for count in wrong) >= share * len(wrong)
    assert wrong[-1] <= 12


def differing(found: str, text: str) -> int:
    """How many characters of ``text`` were not found again where they stood."""
    return len(text) - min(len(text), same(found, text) + same(found[::-1], text[::-1]))


def same(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_last_character_cut_in_half(encoding: str) -> None:
    text = (TRADITIONAL if encoding == "big5" else TEXT).rstrip("\n")
    cut = text.removesuffix("。") + "府"
    assert decode(cut.encode(encoding)[:-1]) in (cut[:-1] + UNREAD, cut[:-1] + cut[-1])


def test_a_file_filled_up_with_zeros_says_that_something_is_missing() -> None:
    assert decode(TEXT.encode("gb18030") + bytes(4_000)) == TEXT + UNREAD


@pytest.mark.parametrize(
    ("outer", "inner"), [("gb18030", "utf-8"), ("utf-8", "gb18030")], ids=["utf-8 in", "gbk in"]
)
def test_a_page_of_two_encodings(outer: str, inner: str) -> None:
    line = "<title>内容管理系统：养老服务</title>\n"
    mixed = TEXT.encode(outer) + line.encode(inner) + TEXT.encode(outer)
    assert decode(mixed) == TEXT + line + TEXT


def test_text_of_another_encoding_within_a_line() -> None:
    mixed = (
        "结合我市实际，".encode("gb18030") + "内容管理系统首页".encode() + "现就".encode("gb18030")
    )
    around = TEXT.encode("gb18030")
    assert decode(around + mixed + around) == f"{TEXT}结合我市实际，内容管理系统首页现就{TEXT}"


SCRIPTS = {
    "Uyghur": "قىشلىق ئىسسىتىش خىزمىتىنى كۈچەيتىش توغرىسىدىكى ئۇقتۇرۇش. ھەرقايسى ناھىيە ۋە شەھەرلىك\n",
    "Tibetan": "རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་བརྡ་ཐོ། ས་གནས་ཁག་གི་མི་དམངས་སྲིད་གཞུང་།\n",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠭᠠᠵᠠᠷ ᠤᠨ ᠮᠡᠳᠡᠭᠳᠡᠯ\n",
    "Korean": "연변조선족자치주인민정부 판공실의 통지, 각 현 시 인민정부에 알린다\n",
    "Yi": "ꆈꌠꁱꂷꉬꄉꃅꄷꀋꉬꊿꋅꇁꌐ\n",
    "Russian": "О порядке пребывания иностранных граждан на территории города\n",
    "Zhuang": "Gvangjsih Bouxcuengh Swcigih Yinzminz Cwngfuj gvanhyiz gyagiengz\n",
    "old Zhuang": "Gvaŋзsiƨ Bouчcueŋƨ Sɯcigiƨ Yinƨminƨ Cɯŋfuч\n",
    "Kazakh": "قازاق اۆتونوميالى وبلىسى حالىق ۇكىمەتىنىڭ ۇقتىرۋى\n",
    "English": "Notice of the General Office of the Municipal People’s Government\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_pages_half_in_another_script_are_text(script: str, encoding: str) -> None:
    text = SCRIPTS[script] * 8 + TEXT[:120]
    data = text.encode(encoding)
    assert decode(data) == text
    found = decode(damaged(data, len(data) // 3, "changed"))
    assert abs(len(found) - len(text)) <= 3


@pytest.mark.parametrize(
    "garbled",
    [
        pytest.param(TEXT.encode().decode("gb18030", "ignore"), id="UTF-8 as GB 18030"),
        pytest.param(TEXT.encode("gb18030").decode("latin-1"), id="GB 18030 as ISO 8859-1"),
        pytest.param(TEXT.encode().decode("cp1252", "ignore"), id="UTF-8 as Windows-1252"),
        pytest.param(TRADITIONAL.encode("big5").decode("gb18030", "ignore"), id="Big5 as GB 18030"),
        pytest.param(TEXT.encode("gb18030").decode("big5", "ignore"), id="GB 18030 as Big5"),
    ],
)
def test_text_that_was_garbled_before_never_enters(garbled: str) -> None:
    with pytest.raises(Undecodable):
        decode(garbled.encode())


def test_random_bytes_are_no_text() -> None:
    source = random.Random(7)
    for size in (40, 400, 4_000):
        for start in (b"", b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"\x89PNG\r\n\x1a\n"):
            with pytest.raises(Undecodable):
                decode(start + source.randbytes(size))


def test_letters_of_scripts_side_by_side_are_no_text() -> None:
    assert not is_plausible("가Жདاꀀ" * 40)
    assert is_plausible("각 시 현 인민정부" * 4)
