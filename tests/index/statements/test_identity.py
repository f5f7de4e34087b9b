"""Under what a document is known."""

from __future__ import annotations

from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from index.statements.identity import identity_of
from index.statements.model import NO_ARTICLE, Article

BODY = "道路管理办法（试行）\n第三条 为了养路，制定本办法。\n第四条之一 养路人应当养路。\n附件\n第一条 附则。"


def test_what_a_document_says_of_itself() -> None:
    identity = identity_of(
        PolicyDocument(
            id="a",
            title="道路管理办法",
            body=BODY,
            doc_number="穗府办〔2022〕13号",
            sections=find_sections(BODY),
            written_on=date(2022, 5, 1),
            published_on=date(2022, 4, 1),
            source_url="https://www.gz.gov.cn/post_9383871.html",
        )
    )
    assert identity.names == ("道路管理办法试行", "道路管理办法")
    assert identity.number == "穗府办[2022]13号"
    assert (identity.first, identity.last) == (Article(3), Article(4, 1))
    assert identity.dated == (date(2022, 4, 1).toordinal(), date(2022, 5, 1).toordinal())
    assert identity.address == "gz.gov.cn/post_9383871"
    assert identity.sketch


def test_of_a_title_alone_little_is_known() -> None:
    identity = identity_of(PolicyDocument(id="a", title="道路管理办法"))
    assert identity.names == ("道路管理办法",)
    assert (identity.first, identity.sketch, identity.dated, identity.address) == (
        NO_ARTICLE,
        (),
        (),
        "",
    )


def test_a_bracket_that_is_no_remark_adds_nothing_to_the_title() -> None:
    body = "道路法（2001年10月27日第九届全国人民代表大会常务委员会通过）\n第一条 为了养路。"
    assert identity_of(PolicyDocument(id="a", title="道路法", body=body)).names == ("道路法",)


def test_a_text_that_begins_with_its_notice_is_known_by_that_too() -> None:
    body = "市政府办公厅关于印发《道路管理办法》的\n通知\n各区：现印发给你们。\n道路管理办法\n第一条 为了养路。"
    identity = identity_of(PolicyDocument(id="a", title="道路管理办法", body=body))
    assert identity.names == ("道路管理办法", "关于印发道路管理办法的通知")
    assert identity.carries == ("道路管理办法",)


def test_a_title_with_annexes_is_known_without_them() -> None:
    title = "国务院关于印发工作要点的通知 国务院工作要点"
    identity = identity_of(PolicyDocument(id="a", title=title))
    assert identity.names[0] == "国务院关于印发工作要点的通知"
    assert identity.carries == ("工作要点", "国务院工作要点")
    reading = identity_of(PolicyDocument(id="b", title="《养路方案》政策解读"))
    assert (reading.carries, reading.interprets) == ((), ("养路方案",))
