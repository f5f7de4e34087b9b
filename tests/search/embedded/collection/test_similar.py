"""More like this: the same matter, not the same title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.document import PolicyDocument
from search.embedded.engine import SIMILAR, WhooshEngine

MATTERS = {
    "fund": ("住房公积金提取", "职工购买住房，可以提取住房公积金，由公积金中心审核。"),
    "school": ("义务教育入学", "适龄儿童入学，由学校登记学籍，学区由教育部门划定。"),
    "soil": ("水土保持方案", "生产建设项目编制水土保持方案，防治水土流失。"),
    "road": ("公路养护", "公路桥梁养护，由交通部门巡查路面，及时修复病害。"),
    "forest": ("森林防火", "森林防火期内，禁止野外用火，护林员巡护林区。"),
    "heritage": ("文物保护", "文物古迹修缮，应当保持原状，由文物部门验收。"),
    "food": ("食品安全抽检", "食品抽检不合格的，召回食品，处罚生产企业。"),
    "bus": ("城市公交补贴", "公交车辆运营亏损，按里程核定，购置新能源车辆。"),
}
TOWNS = {"a": "甲县", "b": "乙县"}
DOCUMENTS = [
    PolicyDocument(id=f"{matter}-{town}", title=f"{name}{about}办法", body=f"{name}：{body}")
    for matter, (about, body) in MATTERS.items()
    for town, name in TOWNS.items()
]
AGAIN = replace(DOCUMENTS[1], id="fund-b-again")
EMPTY = PolicyDocument(id="empty", title="通告")


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., WhooshEngine]) -> WhooshEngine:
    return engine_of(*DOCUMENTS, AGAIN, EMPTY)


def similar(engine: WhooshEngine, id: str) -> list[str]:
    view = engine.document(id)
    assert view is not None
    return [document.id for document in view.similar]


@pytest.mark.parametrize("matter", [matter for matter in MATTERS if matter != "fund"])
def test_the_same_matter_comes_first(engine: WhooshEngine, matter: str) -> None:
    assert similar(engine, f"{matter}-a")[0] == f"{matter}-b"
    assert similar(engine, f"{matter}-b")[0] == f"{matter}-a"


def test_a_title_is_named_once(engine: WhooshEngine) -> None:
    found = similar(engine, "fund-a")
    assert len({"fund-b", "fund-b-again"} & set(found)) == 1
    assert found[0].startswith("fund-b")


def test_a_document_is_not_like_itself_nor_its_other_versions(engine: WhooshEngine) -> None:
    assert similar(engine, "fund-b")[0] == "fund-a"
    assert not {"fund-b", "fund-b-again"} & set(similar(engine, "fund-b"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_few_are_named_without_their_bodies(engine: WhooshEngine, document: PolicyDocument) -> None:
    view = engine.document(document.id)
    assert view is not None
    assert len(view.similar) <= SIMILAR
    assert {other.body for other in view.similar} <= {""}


def test_what_says_nothing_telling_is_like_nothing(engine: WhooshEngine) -> None:
    assert similar(engine, "empty") == []


def test_words_that_everything_has_make_nothing_alike(
    engine_of: Callable[..., WhooshEngine],
) -> None:
    notices = [PolicyDocument(id=str(n), title=f"通知{n}", body="请遵照执行。") for n in range(12)]
    assert similar(engine_of(*notices), "3") == []


def test_alone_in_a_collection(engine_of: Callable[..., WhooshEngine]) -> None:
    assert similar(engine_of(DOCUMENTS[0]), "fund-a") == []
