"""Generations published to a real node: whole ones are served, and little is written where little changed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from index.errors import IndexMissing, ZhengceError
from index.opensearch.documents.digests import contents_of
from index.opensearch.documents.shown import opened
from index.opensearch.publishing import bulk, changes, comparing
from index.opensearch.publishing.changes import anew
from index.opensearch.publishing.checking import check
from index.opensearch.served import served
from index.upkeep.rollback import rollback
from index.upkeep.withdraw import undo, withdraw
from tests.index.opensearch.publishing.conftest import Site, Tampering
from tests.support.desk import Desk
from tests.support.withdrawing import id_of, synced

NAMES = [one + other for one in "甲乙丙丁戊" for other in "子丑寅卯"]
FIRST = NAMES[0]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """An index of twenty documents of one length, so that the mean does not drift."""
    for name in NAMES:
        _write(desk, name, "公积金提取")
    desk.update()
    return desk


def _write(desk: Desk, name: str, matter: str) -> None:
    desk.write(f"{name}.txt", f"{name}的{matter}办法", f"{name}市{matter}办法")


def _ids(desk: Desk) -> set[str]:
    return {id for row in desk.store.current().sources() for id in row.ids}


def _ensure_served(site: Site, desk: Desk) -> None:
    """What is served is what the ledger holds: the same documents, whatever their serials."""
    rows = site.rows()
    shown = opened(desk.store.current(), desk.store.withdrawals())
    held = {shown.terms.id(number) for number in shown.live.tolist()}
    assert rows.keys() == held
    found = served(site.client, site.name)
    assert found.meta
    assert found.meta.published
    assert found.meta.live == len(held)
    for number in shown.live.tolist():
        source = rows[shown.terms.id(number)]["_source"]
        assert source["body"] == shown.terms.body(number)
        assert source["card"]["title"] == shown.terms.cards(np.array([number]))[0]["title"]


def test_nothing_is_served_before_anything_is_published(site: Site) -> None:
    with pytest.raises(IndexMissing, match="zhengce index"):
        served(site.client, site.name)


def test_a_generation_is_served_and_writing_it_again_writes_nothing(site: Site, desk: Desk) -> None:
    done = site.publish(desk)
    assert (done.before, done.written, done.removed) == (None, len(NAMES), 0)
    _ensure_served(site, desk)
    again = site.publish(desk)
    assert (again.index, again.written, again.removed) == (done.index, 0, 0)
    assert site.indexes() == [done.index]


def test_only_what_is_other_is_written(site: Site, desk: Desk) -> None:
    first = site.publish(desk)
    before = site.rows()
    _write(desk, FIRST, "养老金领取")
    (desk.files / f"{NAMES[1]}.txt").unlink()
    changed = id_of(desk, f"{FIRST}.txt")
    gone = id_of(desk, f"{NAMES[1]}.txt")
    synced(desk)
    done = site.publish(desk)
    assert (done.before, done.written, done.removed) == (first.index, 1, 2)
    assert done.meta.made_of == first.index
    _ensure_served(site, desk)
    now = site.rows()
    assert gone not in now
    assert now[changed]["serial"] > max(row["serial"] for row in before.values())
    for id in now.keys() - {changed}:
        assert (now[id]["serial"], now[id]["_version"]) == (before[id]["serial"], 1)
    assert site.rows(first.index) == before  # what was served is not touched


def test_whom_others_made_something_else_to_it_keeps_its_serial(site: Site, desk: Desk) -> None:
    desk.write("引.txt", "根据《丑市档案管理办法》制定。", "子市档案管理细则")
    desk.update()
    site.publish(desk)
    citing = id_of(desk, "引.txt")
    before = site.rows()[citing]
    assert before["lacks"]
    assert not before["cites"]
    desk.write("被.txt", "第一条 为了管理档案。", "丑市档案管理办法")
    desk.update()
    done = site.publish(desk)
    assert (done.written, done.removed) == (2, 0)
    now = site.rows()
    (serial,) = now[id_of(desk, "被.txt")]["serial"]
    assert now[citing]["serial"] == before["serial"]
    assert now[citing]["cites"] == [f"1:{serial}"]
    assert not now[citing]["lacks"]
    assert now[citing]["_version"] == 2


def test_much_that_is_other_is_written_anew(site: Site, desk: Desk) -> None:
    site.publish(desk)
    for name in NAMES[:4]:
        _write(desk, name, "养老金领取")
    desk.update()
    done = site.publish(desk)
    assert (done.written, done.removed) == (len(NAMES), 0)
    assert not done.meta.made_of
    _ensure_served(site, desk)


def test_the_one_before_stays_and_those_before_it_go(site: Site, desk: Desk) -> None:
    made = []
    for name in NAMES[:3]:
        _write(desk, name, "养老金领取")
        desk.update()
        made.append(site.publish(desk).index)
    assert site.indexes() == made[1:]
    assert site.pieces() == set(made[1:])
    site.publish(desk)  # changes nothing
    assert site.indexes() == made[1:]


def test_rolled_back_the_index_before_is_served_again(site: Site, desk: Desk) -> None:
    first = site.publish(desk)
    _write(desk, FIRST, "养老金领取")
    desk.update()
    second = site.publish(desk)
    rollback(desk.store, desk.analyzer)
    back = site.publish(desk)
    assert (back.index, back.before) == (first.index, second.index)
    assert (back.written, back.removed) == (0, 0)
    assert back.meta.generation == desk.store.current().number
    _ensure_served(site, desk)
    rollback(desk.store, desk.analyzer)
    assert site.publish(desk).index == second.index
    _ensure_served(site, desk)


def test_a_withdrawn_document_is_not_on_the_cluster(site: Site, desk: Desk) -> None:
    first = site.publish(desk)
    id = id_of(desk, f"{FIRST}.txt")
    withdraw(desk.store, [id], "某人", "理由", "公告")
    done = site.publish(desk)
    assert (done.written, done.removed) == (0, 1)
    assert done.meta.withdrawn[id][1] == "公告"
    assert done.meta.revision != first.meta.revision
    _ensure_served(site, desk)
    assert id not in site.rows()
    undo(desk.store, [id], "某人")
    assert site.publish(desk).index == first.index
    _ensure_served(site, desk)


def test_of_a_file_of_many_only_what_is_other_is_written(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "DRIFT", 1.0)  # they are shorter than the others
    rows = [{"id": f"单-{n}", "title": f"第{n}号通知", "body": f"正文{n}"} for n in range(10, 20)]
    file = desk.files / "单.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    desk.update()
    site.publish(desk)
    rows[3]["body"] = "正文99"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    desk.update()
    done = site.publish(desk)
    assert (done.written, done.removed) == (1, 1)
    assert list(check(desk.store, site.client, site.name, desk.analyzer)) == []


def test_what_other_software_has_written_goes_with_its_files(site: Site, desk: Desk) -> None:
    first = site.publish(desk)
    old = {"_meta": {"version": 0, "files": first.meta.files}}
    site.client.ask("PUT", f"/{first.index}/_mapping", old)
    second = site.publish(desk)
    assert site.indexes() == [first.index, second.index]  # the software before can go back to it
    _write(desk, FIRST, "养老金领取")
    desk.update()
    third = site.publish(desk)
    assert site.indexes() == [second.index, third.index]
    assert site.pieces() == {second.index, third.index}


def test_what_is_said_of_the_whole_is_other_where_no_document_is(site: Site, desk: Desk) -> None:
    first = site.publish(desk)
    (desk.files / "坏.docx").write_bytes(b"\0")
    desk.update()
    done = site.publish(desk)
    assert (done.index != first.index, done.written, done.removed) == (True, 0, 0)
    assert (first.meta.rejected, done.meta.rejected) == (0, 1)


def test_a_run_that_was_ended_is_gone_on_with(
    site: Site, desk: Desk, opensearch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH_ROWS", 2)
    monkeypatch.setattr(bulk, "SENDERS", 1)
    monkeypatch.setattr(comparing, "RANGE", 4)

    def ended(number: int, lines: bytes) -> bytes:
        if number == 3:
            raise KeyboardInterrupt
        return lines

    with pytest.raises(KeyboardInterrupt):
        site.publish(desk, Tampering(opensearch, ended))
    (draft,) = site.indexes()
    with pytest.raises(IndexMissing):
        served(site.client, site.name)
    done = site.publish(desk)
    assert done.index == draft
    assert done.written == len(NAMES) - 4
    _ensure_served(site, desk)


def test_what_was_begun_for_something_else_is_removed(
    site: Site, desk: Desk, opensearch: str
) -> None:
    first = site.publish(desk)

    def ended(number: int, lines: bytes) -> bytes:
        raise KeyboardInterrupt

    _write(desk, FIRST, "养老金领取")
    desk.update()
    with pytest.raises(KeyboardInterrupt):
        site.publish(desk, Tampering(opensearch, ended))
    assert len(site.indexes()) == 2
    _ensure_index_is(site, first.index)
    _write(desk, FIRST, "医疗费报销")
    desk.update()
    done = site.publish(desk)
    assert site.indexes() == [first.index, done.index]
    assert site.pieces() == {first.index, done.index}
    _ensure_served(site, desk)


def _ensure_index_is(site: Site, index: str) -> None:
    assert served(site.client, site.name).index == index


def test_an_index_that_is_not_what_was_written_is_not_served(
    site: Site, desk: Desk, opensearch: str
) -> None:
    first = site.publish(desk)

    def loses_one(number: int, lines: bytes) -> bytes:
        return b"\n".join(lines.splitlines()[:-2]) + b"\n"

    for name in NAMES[:5]:
        _write(desk, name, "养老金领取")
    desk.update()
    with pytest.raises(ZhengceError, match="原索引继续提供"):
        site.publish(desk, Losing(opensearch, loses_one))
    _ensure_index_is(site, first.index)
    assert site.indexes() == [first.index]
    site.publish(desk)
    _ensure_served(site, desk)


class Losing(Tampering):
    """A client that says of each bulk request that all was done."""

    def ask(self, method: str, path: str, body: object = None, **given: object) -> object:
        answer = super().ask(method, path, body, **given)
        return {"errors": False, "items": []} if path.endswith("/_bulk") else answer


def test_names_that_begin_alike_are_left_alone(site: Site, desk: Desk) -> None:
    others = [f"{site.name}-x", f"{site.name}-x-000001", f"{site.name}-000001x"]
    for index in others:
        site.client.ask("PUT", f"/{index}")
    site.publish(desk)
    _write(desk, FIRST, "养老金领取")
    desk.update()
    site.publish(desk)
    there = site.client.ask("GET", f"/{site.name}*/_settings")
    assert set(others) < there.keys()


def test_a_collection_of_nothing_and_back(site: Site, desk: Desk) -> None:
    site.publish(desk)
    for file in desk.files.iterdir():
        file.unlink()
    synced(desk)
    done = site.publish(desk)
    assert (done.meta.live, site.rows()) == (0, {})
    assert list(check(desk.store, site.client, site.name, desk.analyzer)) == []
    _write(desk, FIRST, "养老金领取")
    desk.update()
    site.publish(desk)
    _ensure_served(site, desk)


def test_serials_and_digests_do_not_depend_on_how_it_came(desk: Desk) -> None:
    shown = opened(desk.store.current(), desk.store.withdrawals())
    contents = np.concatenate([contents_of(part) for part in shown.terms.segments])
    members = anew(shown, contents).members
    assert members.serial.tolist() == shown.live.tolist()
    assert len({*members.digest.tolist()}) == len(NAMES)
