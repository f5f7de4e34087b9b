"""Who adopted a text and when, where no brackets tell (kind 23)."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import PolicyDocument
from index.readers.formats.text import parse_text
from index.readers.interpret.document import document_of
from tests.support.cases import document_of_case, document_of_text

CONGRESS = "云澜市人民代表大会常务委员会"


def test_passed_without_brackets() -> None:
    document = document_of_case("23_passed_without_brackets.txt")
    assert document.issuers == ("全国人民代表大会",)
    assert document.published_on == date(1999, 3, 15)
    assert document.doc_number == "中华人民共和国主席令第15号"


@pytest.mark.parametrize(("lines", "issuers", "published", "effective"), [
    pytest.param("2003年5月8日云澜市第三届人民代表大会常务委员会\n第四次会议通过\n2003年6月1日公布\n自2003年7月1日起施行",
                 (CONGRESS,), date(2003, 6, 1), date(2003, 7, 1), id="over several lines"),
    pytest.param("二○○三年五月八日云澜市第三届人民代表大会常务委员会第四次会议通过", (CONGRESS,), date(2003, 5, 8), None, id="in Chinese"),
    pytest.param("云澜市第三届人民代表大会常务委员会第四次会议通过 云澜市人民代表大会常务委员会公告第3号", (CONGRESS,), None, None, id="no day"),
    pytest.param("2003年5月8日云澜市人民政府令第8号公布 根据2010年2月3日云澜市人民政府令第20号修订",
                 ("云澜市人民政府",), date(2010, 2, 3), None, id="an order, revised"),
])  # fmt: skip
def test_lines_of_other_shapes(
    lines: str, issuers: tuple[str, ...], published: date | None, effective: date | None
) -> None:
    document = document_of(
        parse_text(f"云澜市渡口管理条例\n{lines}\n第一条 正文。\n第二条 正文。", "a.txt")
    )
    assert isinstance(document, PolicyDocument)
    assert document.title == "云澜市渡口管理条例"
    assert (document.issuers, document.published_on) == (issuers, published)
    assert document.effective_on == effective


def test_a_president_promulgates_what_the_congress_passed() -> None:
    text = (
        "中华人民共和国主席令\n第十五号\n《中华人民共和国某某法》已由中华人民共和国第九届全国人民代表大会第二次会议于"
        "1999年3月15日通过，现予公布，自1999年10月1日起施行。\n中华人民共和国主席 某某\n1999年3月16日\n"
        "中华人民共和国某某法\n第一条 正文。\n第二条 正文。"
    )
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert document.title == "中华人民共和国某某法"
    assert document.doc_number == "中华人民共和国主席令第15号"
    assert document.issuers == ("全国人民代表大会",)
    assert document.published_on == date(1999, 3, 16)
    assert document.written_on is None


def test_a_history_within_a_text_is_no_promulgation() -> None:
    text = "关于换届工作的通知\n各区：\n2021年3月2日云澜市第三届人民代表大会第一次会议通过了有关决议，请遵照执行。"
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert (document.issuers, document.published_on) == ((), None)


@pytest.mark.parametrize("history", [
    "2005年8月28日第十届全国人民代表大会常务委员会第十七次会议通过　2005年8月28日中华人民共和国主席令第三十九号公布　自2006年3月1日起施行",
    "（2005年8月28日第十届全国人民代表大会常务委员会第十七次会议通过 2005年8月28日中华人民共和国主席令第39号公布）",
    "中华人民共和国主席令\n第三十九号",
    "2005年8月28日第十届全国人民代表大会常务委员会第十七次会议通过\n2005年8月28日中华人民共和国主席令 第三十九号公布",
])  # fmt: skip
def test_an_order_of_the_state_has_one_form(history: str) -> None:
    document = document_of_text(
        f"中华人民共和国云澜法\n{history}\n第一章 总则\n第一条 为了规范云澜活动，制定本法。"
    )
    assert document.doc_number == "中华人民共和国主席令第39号"


def test_an_order_of_a_department_keeps_its_own_form() -> None:
    document = document_of_text(
        "云澜管理办法\n（2005年8月28日国务院令第439号公布）\n第一条 为了规范云澜活动，制定本办法。"
    )
    assert document.doc_number == "国务院令第439号"


@pytest.mark.parametrize(("above", "number"), [
    (["云澜市人民代表大会常务委员会公告", "第12号"], f"{CONGRESS}公告第12号"),
    (["云澜市第十五届人民代表大会常务委员会公告（第12号）"], "云澜市第十五届人民代表大会常务委员会公告第12号"),
    (["云澜市人民代表大会常务委员会公告", "〔十五届〕第12号"], ""),
    (["云澜市人民代表大会常务委员会公告"], ""),
])  # fmt: skip
def test_an_announcement_is_called_by_what_it_promulgates(above: list[str], number: str) -> None:
    passed = "《云澜市湿地保护条例》已由云澜市第十五届人民代表大会常务委员会第二十次会议于2024年8月30日通过，现予公布，自2025年1月1日起施行。"
    text = [*above, passed, CONGRESS, "2024年8月30日", "云澜市湿地保护条例", "第一条 正文。"]
    document = document_of_text("\n".join(text))
    assert (document.title, document.doc_number) == ("云澜市湿地保护条例", number)
    assert document.issuers == (CONGRESS,)
    assert document.effective_on == date(2025, 1, 1)
