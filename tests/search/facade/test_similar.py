"""More like this: the same matter, not the same title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.facade import opened
from search.facade import similar as module
from search.facade.engine import SIMILAR

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
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS, AGAIN, EMPTY)


def similar(engine: EmbeddedEngine, id: str) -> list[str]:
    view = engine.document(id)
    assert view is not None
    return [document.id for document in view.similar]


@pytest.mark.parametrize("matter", [matter for matter in MATTERS if matter != "fund"])
def test_the_same_matter_comes_first(engine: EmbeddedEngine, matter: str) -> None:
    assert similar(engine, f"{matter}-a")[0] == f"{matter}-b"
    assert similar(engine, f"{matter}-b")[0] == f"{matter}-a"


def test_a_title_is_named_once(engine: EmbeddedEngine) -> None:
    found = similar(engine, "fund-a")
    assert len({"fund-b", "fund-b-again"} & set(found)) == 1
    assert found[0].startswith("fund-b")


def test_a_document_is_not_like_itself_nor_its_other_versions(engine: EmbeddedEngine) -> None:
    assert similar(engine, "fund-b")[0] == "fund-a"
    assert not {"fund-b", "fund-b-again"} & set(similar(engine, "fund-b"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_few_are_named_without_their_bodies(
    engine: EmbeddedEngine, document: PolicyDocument
) -> None:
    view = engine.document(document.id)
    assert view is not None
    assert len(view.similar) <= SIMILAR
    assert {other.body for other in view.similar} <= {""}


def test_what_says_nothing_telling_is_like_nothing(engine: EmbeddedEngine) -> None:
    assert similar(engine, "empty") == []


def test_words_that_everything_has_make_nothing_alike(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    notices = [PolicyDocument(id=str(n), title=f"通知{n}", body="请遵照执行。") for n in range(12)]
    assert similar(engine_of(*notices), "3") == []


def test_alone_in_a_collection(engine_of: Callable[..., EmbeddedEngine]) -> None:
    assert similar(engine_of(DOCUMENTS[0]), "fund-a") == []


FRUITS = ["桃子", "樱桃", "石榴", "柠檬", "板栗", "杏仁"]


def other(id: str, body: str) -> PolicyDocument:
    return PolicyDocument(id=id, title=f"通知{id}", body=body)


def beside(engine_of: Callable[..., EmbeddedEngine], *documents: PolicyDocument) -> list[str]:
    """What is similar to the first of ``documents``, among many that say nothing of it."""
    plain = [other(f"plain-{n}", "按照职责抓紧落实。") for n in range(40)]
    return similar(engine_of(*documents, *plain), documents[0].id)


@pytest.mark.parametrize(
    ("times", "first"),
    [
        pytest.param(4, "of the title", id="more than four times in the body"),
        pytest.param(6, "of the body", id="less than six times"),
    ],
)
def test_a_word_of_the_title_says_as_much_as_five_in_the_body(
    engine_of: Callable[..., EmbeddedEngine], times: int, first: str
) -> None:
    """Both words stand in two bodies, alike."""
    one = PolicyDocument(id="one", title="石榴办法", body="樱桃。" * times)
    of_title, of_body = other("of the title", "种植石榴。"), other("of the body", "种植樱桃。")
    documents = (one, of_body, of_title, other("again", "出售石榴。"))
    assert beside(engine_of, *documents)[0] == first


def test_a_word_said_a_hundred_times_says_no_more_than_one_said_ten_times(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    one = PolicyDocument(id="one", title="办法", body="樱桃。" * 100 + "石榴。" * 11)
    rare, frequent = other("rare", "种植石榴。"), other("frequent", "种植樱桃。")
    more = [other(f"more-{n}", f"{'，'.join('甲乙丙丁戊'[: n + 2])}樱桃") for n in range(3)]
    assert beside(engine_of, one, frequent, rare, *more)[0] == "rare"


@pytest.mark.parametrize(
    ("before", "read"),
    [pytest.param(3990, True, id="within 4,000"), pytest.param(4000, False, id="behind them")],
)
def test_the_beginning_of_a_body_tells_its_subject(
    engine_of: Callable[..., EmbeddedEngine], before: int, read: bool
) -> None:
    one = PolicyDocument(id="one", title="办法", body="。" * before + "石榴。")
    assert beside(engine_of, one, other("other", "种植石榴。")) == (["other"] if read else [])


@pytest.mark.parametrize(
    ("having", "found"),
    [
        pytest.param(9, True, id="of a fifth of the documents, but for one"),
        pytest.param(10, False, id="of a fifth"),
    ],
)
def test_a_word_that_a_fifth_of_the_documents_has_tells_nothing(
    engine_of: Callable[..., EmbeddedEngine], having: int, found: bool
) -> None:
    documents = [other(str(n), f"种植石榴{n}。" if n < having else "无关。") for n in range(50)]
    engine = engine_of(*documents)
    assert bool(similar(engine, "0")) == found


def test_thirty_words_are_looked_for(engine_of: Callable[..., EmbeddedEngine]) -> None:
    """Each of 31 stands in one more document. They tell as much, but for the first, which is said
    twice; of the others the first in the alphabet is left out."""
    words = [f"w{n:02}" for n in range(31)]
    one = other("one", " ".join([words[0], *words]))
    plain = [other(f"plain-{n}", "无关。") for n in range(200)]
    engine = engine_of(one, *(other(word, word) for word in words), *plain)
    assert similar(engine, "one") == ["w00", "w02", "w03", "w04", "w05", "w06"]


def test_of_more_words_the_rarest_are_looked_for(
    engine_of: Callable[..., EmbeddedEngine],
) -> None:
    """The last in the alphabet stands in five documents, each of thirty others in one."""
    words = [f"w{n:02}" for n in range(30)]
    one = other("one", " ".join([*words, "z0"]))
    common = [other(f"common-{n}", "z0") for n in range(5)]
    plain = [other(f"plain-{n}", "无关。") for n in range(200)]
    engine = engine_of(one, *(other(word, word) for word in words), *common, *plain)
    assert similar(engine, "one") == words[:6]


def test_what_is_like_a_document_is_found_once_for_a_generation(
    engine_of: Callable[..., EmbeddedEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def counted(*args: object) -> list[int]:
        sought.append("once")
        return found(*args)  # type: ignore[arg-type]

    found = module.similar
    monkeypatch.setattr(module, "similar", counted)
    monkeypatch.setattr(module, "KEPT", 2)
    monkeypatch.setattr(opened, "OPENED_BYTES", 0)
    engine = engine_of(*DOCUMENTS)
    first = similar(engine, "fund-a")
    assert similar(engine, "fund-a") == first
    assert len(sought) == 1
    for id in ("fund-b", "soil-a", "fund-a"):  # no more than two are kept
        similar(engine, id)
    assert len(sought) == 4
    assert similar(engine, "fund-a") == first
