"""Text and what is none: by statistics alone, whatever the document says."""

from __future__ import annotations

import random

import pytest

from index.readers.layout.legibility import is_legible

NOTICE = "云澜市人民政府关于加强湿地保护的通知。各县（区）人民政府，市政府各部门：为加强湿地保护，现就有关事项通知如下。"
RANDOM = random.Random(7)


def ideographs(first: int, last: int, count: int) -> str:
    return "".join(chr(RANDOM.randrange(first, last)) for _ in range(count))


def level_one(count: int) -> str:
    codes = [
        bytes((RANDOM.randrange(0xB0, 0xD7), RANDOM.randrange(0xA1, 0xFE))) for _ in range(count)
    ]
    return b"".join(codes).decode("gb2312")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#$%&'()*+ #(,-./.01.23 #$%&'()456789:;<=> ?@ABC&'()D E6789:;", id="glyphs"),
        pytest.param("\ue001\ue002\ue003通知\ue004\ue005", id="private use"),
        pytest.param(NOTICE.encode("gbk").decode("latin1"), id="GBK as Latin"),
        pytest.param(NOTICE.encode().decode("latin1"), id="UTF-8 as Latin"),
        pytest.param(
            "云澜市人民政府关于加强湿地保护的通知各县区人民政府市政府各部门".encode(
                "gb2312"
            ).decode("utf-16-be", "replace"),
            id="GB 2312 as Korean",
        ),
        pytest.param(
            "%$()*¡+、*¡+S,-s《.)*°±“/01”&2》934（+5〔２０１６〕３７6）78Î9:;234><)*°±。*¡+S，",
            id="a standard",
        ),
        pytest.param(
            "23456(ＯＦＤ789:;<+:=，[4>?@p]ABCＯＦＤDE)*9$%/&G，^p23454>78HIJK@。X)*6(；",
            id="wide letters",
        ),
        pytest.param(ideographs(0x4E00, 0x9FA5, 60), id="any ideographs"),
        pytest.param(ideographs(0x3400, 0x4DB5, 60), id="rare ideographs"),
        pytest.param(level_one(300), id="frequent ideographs in no order"),
        pytest.param("".join(chr(ord(a) + 13) for a in "ABCDEFGHIJKLM" * 8), id="no words"),
        pytest.param(
            "".join(
                chr(block + at % 20)
                for at, block in enumerate([0x3A3, 0x410, 0x561, 0x5D0, 0x628, 0x905, 0xE01] * 9)
            ),
            id="letters of seven scripts",
        ),
    ],
)
def test_what_says_nothing_is_no_text(text: str) -> None:
    assert is_legible(text) is False


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NOTICE, id="Chinese"),
        pytest.param("中華人民共和國憲法第一章總綱 國家尊重和保障人權，一切權力屬於人民。" * 2, id="traditional"),
        pytest.param("张伟 王芳 李娜 刘洋 陈杰 杨敏 赵静 黄磊 周强 吴涛 徐丽 孙艳 胡勇 朱军" * 4, id="names"),
        pytest.param("阿莫西林 头孢克肟 盐酸左氧氟沙星 布洛芬缓释胶囊 连花清瘟胶囊 奥美拉唑肠溶片 琥珀酸", id="drugs"),
        pytest.param("مەركىزىي ئىسسىنىش ھەققى توغرىسىدىكى ئۇقتۇرۇش شىنجاڭ ئۇيغۇر ئاپتونوم رايونى", id="Uyghur"),
        pytest.param("བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་བརྡ་ཐོ། བོད་ལྗོངས།བོད་རང་སྐྱོང་ལྗོངས", id="Tibetan"),
        pytest.param("ᠥᠪᠦᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠣᠨ ᠤ ᠠᠷᠠᠳ ᠤᠨ ᠵᠠᠰᠠᠭ", id="Mongolian"),
        pytest.param("대한민국은 민주공화국이다. 대한민국의 주권은 국민에게 있고, 모든 권력은 국민", id="Korean"),
        pytest.param("Frequently shared data specification for the population database, part two", id="English"),
        pytest.param("Yunlan Shi Renmin Zhengfu Guanyu Jiaqiang Shidi Baohu de Tongzhi " * 2, id="pinyin"),
        pytest.param("2024 1,203.45 33.1% 12 34 5 6.7 8,999.00 23 -3.4% 123 456 789 0.12", id="figures"),
        pytest.param("E = mc², x = ∑ aᵢⱼ yⱼ + b; α β γ ≤ ∫ f(x) dx = F(b) − F(a), σ² = 1/n ∑ (x − μ)²", id="formulas"),
        pytest.param("YLCG-2026-047 GB/T 9704-2012 DB36/T 1994-2024 JTG D60-2015 SL 252-2017 HJ 2.2-2018", id="codes"),
        pytest.param("SELECT id, name FROM policy WHERE day >= '2024-01-01' AND title LIKE '%通知%';", id="code"),
        pytest.param("开发文档：https://developer.example.com/cn/docs/documentation/overview-00014?source=V3，课程：https://developer.example.com/consumer/cn/training/harmony，练习：https://developer.example.com/consumer/portal；", id="addresses"),
        pytest.param("第一章 总则" + "." * 80 + "1 第二章 公开的主体和范围" + "…" * 80 + "12 第三章 附则、监督和保障措施", id="leaders"),
    ],
)  # fmt: skip
def test_what_says_something_is_text(text: str) -> None:
    assert is_legible(text) is True


@pytest.mark.parametrize("text", ["", " \n", "— 1 —", "扫描全能王 创建", "#$%&'()*+"])
def test_of_a_few_characters_nothing_is_told(text: str) -> None:
    assert is_legible(text) is None
