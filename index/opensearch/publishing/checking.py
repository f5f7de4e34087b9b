"""Is what a cluster serves the newest generation of the ledger, and whole: every document, every side file, every copy?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from index.errors import IndexDamaged, IndexMissing
from index.opensearch import files
from index.opensearch.client import Client
from index.opensearch.documents.form import Forms
from index.opensearch.documents.shown import opened
from index.opensearch.kept import Json
from index.opensearch.meta import Meta
from index.opensearch.publishing.changes import Changes, beside
from index.opensearch.publishing.comparing import RANGE, held, other, wanted
from index.opensearch.publishing.drafts import contents_in, members_in
from index.opensearch.publishing.members import MEMBERS, Members
from index.opensearch.schema import SOURCE_FIELDS, VERSION
from index.opensearch.served import served
from index.store.store import Store
from index.text.analysis import Analyzer

SAMPLE = 200
"""So many documents are read back and compared, unless all are."""
_TOGETHER = 20
"""So many are read at once."""
_AGAIN = "请重新发布：zhengce publish"


def check(
    store: Store, client: Client, name: str, analyzer: Analyzer, full: bool = False
) -> Iterator[str]:
    """What is wrong with what is served under a name (Chinese, with the next step); nothing when all is well.

    Args:
        full: whether every document is read back, and not a sample.

    Raises:
        IndexDamaged, IndexOutdated …: the ledger cannot be read.
        Refused, Unavailable.
    """
    try:
        index, meta = (found := served(client, name)).index, found.meta
    except IndexMissing as error:
        yield str(error)
        return
    if meta is None or meta.version != VERSION:
        yield f"集群上的索引 {index} 是另一版本的程序写的。{_AGAIN}"
        return
    yield from _copies(client, index)
    yield from _files(client, name, index, meta)
    try:
        members = members_in(client, name, index, meta)
    except IndexDamaged:  # has been said
        return
    yield from _documents(client, index, members)
    generation = store.current()
    shown = opened(generation, store.withdrawals())
    changes = beside(shown, contents_in(shown), members)
    if changes.count or meta.revision != shown.withdrawals.revision:
        yield (
            f"集群上的内容不是本机最新的第 {generation.number} 代：有 {changes.count:,} 件不同。请发布：zhengce publish"
        )
    elif meta.fingerprint == generation.manifest.fingerprint:
        yield from _sources(client, index, changes, analyzer, full)


def _copies(client: Client, index: str) -> Iterator[str]:
    """Is every shard where it is to be, and is nothing written any more?"""
    health = client.ask("GET", f"/_cluster/health/{index}")
    if health["status"] == "red":
        yield f"索引 {index} 有分片不可用，检索会失败。请查看集群的日志，恢复节点或从快照恢复。"
    elif health["status"] == "yellow":
        yield (
            f"索引 {index} 有 {health['unassigned_shards']} 个副本没有就位，再失去一个节点可能中断服务。"
            "请恢复或增加节点，或减少副本：zhengce publish --replicas 个数"
        )
    own = client.ask("GET", f"/{index}/_settings")[index]["settings"]["index"]
    if own.get("blocks", {}).get("write") != "true":
        yield f"索引 {index} 没有设为只读，可能有人改过设置。{_AGAIN}"


def _files(client: Client, name: str, index: str, meta: Meta) -> Iterator[str]:
    """Are the side files what was written?"""
    with tempfile.TemporaryDirectory() as folder:
        for file in {**meta.files, MEMBERS: ()}:
            try:
                if file not in meta.files:
                    raise files.damaged(index, file)
                files.read(client, name, index, file, meta.files, Path(folder) / file)
            except IndexDamaged as error:
                yield str(error)


def _documents(client: Client, index: str, members: Members) -> Iterator[str]:
    """Are the documents there that were written?"""
    there = held(client, index, int(members.serial.max(initial=0)))
    if ranges := other(there, wanted(members.serial, members.digest)):
        first = ranges[0] * RANGE
        yield (
            f"索引 {index} 中的文件与写入时不符：{len(ranges)} 段，第一段的编号为 {first} 至 {first + RANGE - 1}。{_AGAIN}"
        )


def _sources(
    client: Client, index: str, changes: Changes, analyzer: Analyzer, full: bool
) -> Iterator[str]:
    """Is given back of documents what they are?"""
    numbers = changes.shown.live.tolist()
    if not full and len(numbers) > SAMPLE:
        numbers = sorted(Random().sample(numbers, SAMPLE))
    forms = Forms(changes.shown, analyzer, changes.digests)
    for start in range(0, len(numbers), _TOGETHER):
        rows = [forms.document(number) for number in numbers[start : start + _TOGETHER]]
        body = {"ids": [str(row["serial"]) for row in rows]}
        found = client.ask("POST", f"/{index}/_mget", body)["docs"]
        for row, one in zip(rows, found, strict=True):
            if not _is_same(one.get("_source", {}), row):
                yield f"索引 {index} 中文件 {row['id'][0]} 的内容与本机不符。{_AGAIN}"


def _is_same(found: Json, row: Json) -> bool:
    """Whether a document is given back as it is; a file that it shares may have changed since it was written."""
    shared = {} if row.get("origin", {}).get("alone") else {"origin": found.get("origin")}
    wanted = {key: row[key] for key in SOURCE_FIELDS if key in row} | shared
    return {"origin": None} | found == {"origin": None} | wanted
