"""The customer's document, down to each value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import Contact, PolicyDocument, Validity
from index.readers import read_file

SEEDS = Path(__file__).parents[3] / "seeds"
SEED = SEEDS / "000_2f4712ac15e7aa84.txt"


@pytest.fixture(scope="module")
def seed() -> PolicyDocument:
    [item] = read_file(SEED, SEEDS)
    assert isinstance(item, PolicyDocument)
    return item


def test_the_labelled_values(seed: PolicyDocument) -> None:
    assert seed.index_number == "003187413/202306-00020"
    assert seed.id == "003187413-202306-00020"
    assert seed.topics == (("政协委员提案办理",),)
    assert seed.issuers == seed.issuers_as_written == ("宿州市科技局",)
    assert seed.written_on == seed.published_on == date(2023, 6, 20)
    assert seed.validity is Validity.IN_FORCE
    assert seed.doc_number == ""
    assert seed.effective_on is None
    assert seed.repealed_on is None
    assert seed.contact == Contact("宿州市科技局", "3022482")
    assert seed.title == "关于宿州市政协六届二次会议第0321号提案的答复"
    assert seed.genre == "答复"
    assert seed.region == "安徽省宿州市"
    assert seed.warnings == ()


def test_values_are_kept_as_printed(seed: PolicyDocument) -> None:
    assert ("发布日期", "2023-06-20 08:25") in seed.as_printed
    assert ("废止时间", "暂无") in seed.as_printed
    assert ("性", "有效") in seed.as_printed


def test_the_body_begins_and_ends_where_the_text_does(seed: PolicyDocument) -> None:
    assert seed.body.startswith("尊敬的邵广真委员:\n您好!")
    assert seed.body.endswith("办复类别:B类\n联系单位:宿州市科技局\n联系电话:3022482")
    for chrome in ("扫一扫", "浏览量", "来源:", "索引", seed.title):
        assert chrome not in seed.body
    assert "(宿政发〔2023〕2号)" in seed.body


def test_the_sections(seed: PolicyDocument) -> None:
    assert [section.title for section in seed.sections] == ["总体情况", "下一步工作举措"]
    for section in seed.sections:
        assert seed.body[section.offset :].startswith(section.label + section.title)


def test_the_demonstration_documents_cover_the_field() -> None:
    items = [item for path in sorted(SEEDS.iterdir()) for item in read_file(path, SEEDS)]
    documents = [item for item in items if isinstance(item, PolicyDocument)]
    assert len(documents) == len(items) == 39
    assert all(d.title and d.body and d.issuers and d.year and d.genre for d in documents)
    assert all("示例" in d.body[:40] for d in documents if "宿州" not in d.title)
    assert {d.validity for d in documents} == set(Validity) - {Validity.DISPUTED}, "not of a source"
    official = {"决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知", "通报", "报告",
                "请示", "批复", "议案", "函", "纪要"}  # fmt: skip
    added = {"条例", "办法", "细则", "方案", "规划", "要点", "答复", "解读"}
    assert {d.genre for d in documents} >= official | added
    assert any(len(d.issuers) > 1 for d in documents)
    titles = [d.title for d in documents]
    assert len(titles) - len(set(titles)) == 2, "two have two texts"
    own = {d.doc_number for d in documents if d.doc_number}
    assert sum(number in d.body for number in own for d in documents if d.doc_number != number) >= 6
    assert not [warning for d in documents for warning in d.warnings]
