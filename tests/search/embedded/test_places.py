"""The facet 地区 as a tree: what counts where, which place an issuer tells, and what is listed."""

from __future__ import annotations

import pytest

from index.conventions.regions import levels, narrowed
from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.conftest import EngineOf

PLACES = (
    ("province", "广东省", ("广东省财政厅",)),
    ("city", "广东省广州市", ("广州市财政局",)),
    ("district", "广东省广州市", ("广州市天河区教育局",)),
    ("told", "浙江省", ("杭州市人民代表大会常务委员会",)),
    ("joint", "浙江省", ("杭州市财政局", "宁波市财政局")),
    ("with another", "浙江省", ("国务院", "宁波市财政局")),
    ("elsewhere", "浙江省", ("上海市财政局",)),
    ("central", "全国", ("上海市税务局",)),
    ("unknown", "云澜市青禾县", ("青禾县民政局",)),
    ("none", "", ("云澜市财政局",)),
)


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(
        *(
            PolicyDocument(id=id, title=f"石榴{id}", region=region, issuers=issuers, body="石榴")
            for id, region, issuers in PLACES
        )
    )


def found(engine: EmbeddedEngine, *regions: str) -> set[str]:
    request = SearchRequest.from_params([("region", one) for one in regions])
    result = engine.search(request)
    assert result.total == len(result.hits)
    return {hit.document.id for hit in result.hits}


def listed(engine: EmbeddedEngine, *regions: str) -> list[tuple[str, int, int]]:
    request = SearchRequest.from_params([("region", one) for one in regions])
    facets = {facet.name: facet for facet in engine.search(request).facets}
    return [(one.label, one.count, one.depth) for one in facets["region"].values]


@pytest.mark.parametrize(
    ("regions", "ids"),
    [
        pytest.param(
            ["广东省"], {"province", "city", "district"}, id="a province holds its cities"
        ),
        pytest.param(["广东省广州市"], {"city", "district"}, id="a city its districts"),
        pytest.param(["广东省广州市天河区"], {"district"}, id="a district that its issuer tells"),
        pytest.param(["浙江省杭州市"], {"told"}, id="a city that the issuer tells"),
        pytest.param(
            ["浙江省宁波市"], {"with another"}, id="one of a central body is no other place"
        ),
        pytest.param(["浙江省"], {"told", "joint", "with another", "elsewhere"}, id="all of it"),
        pytest.param(["上海市"], set(), id="an issuer from elsewhere tells nothing"),
        pytest.param(["云澜市"], {"unknown"}, id="names that nobody knows"),
        pytest.param(["广东省广州市", "云澜市"], {"city", "district", "unknown"}, id="either"),
        pytest.param(["未注明"], {"none"}, id="none"),
    ],
)
def test_a_place_holds_what_lies_in_it(
    engine: EmbeddedEngine, regions: list[str], ids: set[str]
) -> None:
    assert found(engine, *regions) == ids


def test_the_widest_are_listed(engine: EmbeddedEngine) -> None:
    assert listed(engine) == [
        ("浙江省", 4, 0), ("广东省", 3, 0), ("云澜市", 1, 0), ("全国", 1, 0), ("未注明", 1, 0),
    ]  # fmt: skip


def test_below_one_that_is_selected_stands_what_lies_in_it(engine: EmbeddedEngine) -> None:
    assert listed(engine, "浙江省")[:3] == [("浙江省", 4, 0), ("宁波市", 1, 1), ("杭州市", 1, 1)]
    assert listed(engine, "广东省广州市")[1:4] == [
        ("广东省", 3, 0), ("广州市", 2, 1), ("广州市天河区", 1, 1),
    ]  # fmt: skip


def test_the_complete_lists_have_every_level(engine: EmbeddedEngine) -> None:
    facets = {facet.name: facet for facet in engine.facets(SearchRequest()).facets}
    values = {one.value for one in facets["region"].values}
    assert values >= {"广东省广州市天河区", "浙江省杭州市", "云澜市青禾县", "未注明"}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param("北京市朝阳区", ("北京市", "北京市朝阳区"), id="a municipality"),
        pytest.param("内蒙古自治区包头市", ("内蒙古自治区", "内蒙古自治区包头市"), id="a region"),
        pytest.param("四川省阿坝藏族羌族自治州", ("四川省", "四川省阿坝藏族羌族自治州"), id="a prefecture"),
        pytest.param("全国", ("全国",), id="all of it"),
        pytest.param("测试符路桥区", ("测试符路桥区",), id="one that nobody knows"),
        pytest.param("某处", ("某处",), id="no place"),
        pytest.param("", (), id="nothing"),
    ],
)  # fmt: skip
def test_what_a_region_lies_in(region: str, expected: tuple[str, ...]) -> None:
    assert levels(region) == expected


def test_party_offices_tell_their_place_too() -> None:
    assert narrowed("浙江省", ["中共杭州市委"]) == "浙江省杭州市"
