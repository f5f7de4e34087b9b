"""What is wrong with what a cluster serves is found and said, and publishing mends it."""

from __future__ import annotations

import pytest

from index.opensearch.publishing.checking import check
from index.opensearch.publishing.status import BEFORE, DRAFT, SERVED, state
from index.opensearch.vocabulary import VOCABULARY
from index.upkeep.withdraw import withdraw
from tests.index.opensearch.publishing.conftest import Site, Tampering
from tests.support.desk import Desk
from tests.support.withdrawing import id_of


@pytest.fixture
def desk(desk: Desk) -> Desk:
    for name in "甲乙丙丁戊己":
        desk.write(f"{name}.txt", f"{name}的公积金提取办法", f"{name}市公积金提取办法")
    desk.update()
    return desk


def _found(site: Site, desk: Desk) -> list[str]:
    return list(check(desk.store, site.client, site.name, desk.analyzer))


def _open(site: Site, index: str) -> None:
    """Let an index be written to."""
    site.client.ask("PUT", f"/{index}/_settings", {"index.blocks.write": False})


def test_what_was_published_is_sound(site: Site, desk: Desk) -> None:
    site.publish(desk)
    assert _found(site, desk) == []


def test_nothing_was_published(site: Site, desk: Desk) -> None:
    (said,) = _found(site, desk)
    assert site.name in said


def test_the_ledger_is_newer(site: Site, desk: Desk) -> None:
    site.publish(desk)
    desk.write("甲.txt", "养老保险")
    desk.update()
    (said,) = _found(site, desk)
    assert "有 2 件不同" in said
    site.publish(desk)
    withdraw(desk.store, [id_of(desk, "乙.txt")], "某人", "理由")
    (said,) = _found(site, desk)
    assert "有 1 件不同" in said


def test_a_document_is_missing(site: Site, desk: Desk) -> None:
    index = site.publish(desk).index
    _open(site, index)
    site.client.ask("DELETE", f"/{index}/_doc/3", query={"refresh": "true"})
    assert [said for said in _found(site, desk) if "第一段的编号为 0 至 999" in said]
    done = site.publish(desk)
    assert done.index != index  # what is damaged is nothing to be gone on from
    assert done.written == 6
    assert _found(site, desk) == []


def test_a_document_says_something_else(site: Site, desk: Desk) -> None:
    index = site.publish(desk).index
    _open(site, index)
    row = site.client.ask("GET", f"/{index}/_doc/3")["_source"]
    number = site.rows()[row["card"]["id"]]["digest"][0]
    forged = row | {"body": "别的", "digest": number, "serial": 3}
    site.client.ask("PUT", f"/{index}/_doc/3", forged, query={"refresh": "true"})
    said = " ".join(_found(site, desk))
    assert f"文件 {row['card']['id']} 的内容与本机不符" in said
    assert "没有设为只读" in said


def test_a_side_file_is_missing(site: Site, desk: Desk) -> None:
    index = site.publish(desk).index
    site.client.ask("DELETE", f"/{site.name}-files/_doc/{index}.{VOCABULARY}.0")
    (said,) = _found(site, desk)
    assert f"索引 {index} 的附属文件 {VOCABULARY}" in said


def test_a_copy_has_no_place(site: Site, desk: Desk) -> None:
    index = site.publish(desk).index
    site.client.ask("PUT", f"/{index}/_settings", {"index.number_of_replicas": 1})
    (said,) = _found(site, desk)
    assert "2 个副本没有就位" in said


def test_other_software_has_written_it(site: Site, desk: Desk) -> None:
    index = site.publish(desk).index
    site.client.ask("PUT", f"/{index}/_mapping", {"_meta": {"version": 0}})
    (said,) = _found(site, desk)
    assert "另一版本的程序" in said
    done = site.publish(desk)
    assert done.written == 6
    assert _found(site, desk) == []


def test_how_a_name_stands(site: Site, desk: Desk, opensearch: str) -> None:
    assert state(site.client, site.name).indexes == ()
    first = site.publish(desk)
    desk.write("甲.txt", "养老保险")
    desk.update()
    second = site.publish(desk)
    desk.write("甲.txt", "医疗保险")
    desk.update()

    def ended(number: int, lines: bytes) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        site.publish(desk, Tampering(opensearch, ended))
    found = state(site.client, site.name)
    assert (found.health, found.nodes) == ("green", 1)
    assert [(one.index, one.role) for one in found.indexes[:2]] == [
        (first.index, BEFORE), (second.index, SERVED),
    ]  # fmt: skip
    assert found.indexes[2].role == DRAFT
    served = found.indexes[1]
    assert (served.documents, served.shards, served.replicas, served.missing) == (6, 2, 0, 0)
    assert served.generation == 2
    assert served.size > 0
