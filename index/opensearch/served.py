"""Which index an alias leads to, and what it holds; all indexes that were published under a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from index.errors import IndexMissing
from index.opensearch.client import Client, Refused
from index.opensearch.client.failures import NOT_FOUND
from index.opensearch.meta import Meta

_NUMBER = "{:06}"


@dataclass(frozen=True, slots=True)
class Published:
    """An index of a generation; ``meta`` is None where it is of other software.

    Attributes:
        files: its side files, of other software too; see ``index.opensearch.meta.Meta``.
    """

    index: str
    meta: Meta | None
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def served(client: Client, name: str) -> Published:
    """The index that an alias leads to.

    Raises:
        IndexMissing: nothing was published under that name.
        Refused, Unavailable.
    """
    try:
        found = client.ask("GET", f"/{name}/_mapping")
    except Refused as error:
        if error.status != NOT_FOUND:
            raise
        found = {}
    rows = [_published(index, row) for index, row in found.items()]
    if len(rows) != 1:
        raise IndexMissing(
            f"集群上没有名为 {name} 的索引。请先运行：zhengce index 文件夹 --engine 集群地址/{name}"
        )
    return rows[0]


def all_published(client: Client, name: str) -> list[Published]:
    """Every index made for an alias, drafts too, the oldest first.

    Raises:
        Refused, Unavailable.
    """
    found = client.ask("GET", f"/{name}-*/_mapping")
    own = re.compile(rf"{re.escape(name)}-\d{{6,}}")
    return sorted(
        (_published(index, row) for index, row in found.items() if own.fullmatch(index)),
        key=lambda one: number_of(one.index),
    )


def index_name(name: str, number: int) -> str:
    """The index of an alias with that number: ``NAME-000012``."""
    return f"{name}-{_NUMBER.format(number)}"


def number_of(index: str) -> int:
    """The number in the name of an index."""
    return int(index.rpartition("-")[2])


def _published(index: str, row: Mapping[str, Any]) -> Published:
    said = row["mappings"].get("_meta", {})
    try:
        meta = Meta.from_json(said)
    except TypeError:
        return Published(index, None, said.get("files", {}))
    return Published(index, meta, meta.files)
