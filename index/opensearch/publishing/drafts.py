"""Indexes being made for a generation: what there is already, and what the new one is made of."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged
from index.opensearch import files
from index.opensearch.client import Client
from index.opensearch.documents.digests import contents_of
from index.opensearch.documents.shown import Shown
from index.opensearch.meta import Meta
from index.opensearch.publishing.changes import Changes, beside, may_serve
from index.opensearch.publishing.comparing import held, other, wanted
from index.opensearch.publishing.lifecycle import layout_of
from index.opensearch.publishing.members import MEMBERS, Members, read_members
from index.opensearch.schema import Normalisation
from index.opensearch.served import Published

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Base:
    """An index that holds nearly what is wanted."""

    index: str
    meta: Meta
    changes: Changes


def nearest(
    client: Client,
    name: str,
    indexes: Iterable[Published],
    shown: Shown,
    contents: npt.NDArray[np.uint64],
    meta: Meta,
    shards: int,
) -> Base | None:
    """Of the indexes that are whole that from which fewest documents are other, of equal ones the first; None
    where these are many.

    Args:
        meta: what is to be said of the index.

    Raises:
        Refused, Unavailable.
    """
    found: list[Base] = []
    for one in indexes:
        if one.meta is None or not _is_alike(one.meta, meta):
            continue
        if layout_of(client, one.index).shards != shards:
            continue
        try:
            members = members_in(client, name, one.index, one.meta)
        except IndexDamaged as error:  # then it is no base; what is served is not touched
            _log.warning("%s", error)
            continue
        changes = beside(shown, contents, members)
        if not changes.is_much and _is_whole(client, one.index, members):
            found.append(Base(one.index, one.meta, changes))
    return min(found, key=lambda base: base.changes.count, default=None)


def members_in(client: Client, name: str, index: str, meta: Meta) -> Members:
    """Which documents an index holds.

    Raises:
        IndexDamaged: the file is missing or not what was written.
        Refused, Unavailable.
    """
    if MEMBERS not in meta.files:
        raise files.damaged(index, MEMBERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / MEMBERS
        files.read(client, name, index, MEMBERS, meta.files, path)
        return read_members(path)


def contents_in(shown: Shown) -> npt.NDArray[np.uint64]:
    """uint64[documents]: what stands for the content of each; see ``index.opensearch.documents.digests.contents_of``."""
    parts = [contents_of(segment) for segment in shown.terms.segments]
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _is_whole(client: Client, index: str, members: Members) -> bool:
    """Whether an index holds what was written to it; one that does not is nothing to be gone on from."""
    there = held(client, index, int(members.serial.max(initial=0)))
    if found := other(there, wanted(members.serial, members.digest)):
        _log.warning("集群上的索引 %s 与写入时不符（%d 段），不在它的基础上更新", index, len(found))
    return not found


def _is_alike(held: Meta, wanted: Meta) -> bool:
    """Whether an index may be made of another as changes."""
    norms = {field: Normalisation(*norm) for field, norm in wanted.norms.items()}
    return (
        held.published
        and (held.version, held.fingerprint) == (wanted.version, wanted.fingerprint)
        and may_serve(held.norms, norms)
    )
