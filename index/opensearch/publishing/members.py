"""The side file of members: which documents an index holds, so that the next one can be told apart from it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.opensearch.documents.digests import whole
from index.opensearch.documents.shown import Shown
from index.segment.blocks import BlockFile, BlockWriter

MEMBERS = "members"
"""The name of the file."""
Int64s = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]


class Members(NamedTuple):
    """The documents of an index, as arrays of one length.

    Attributes:
        serial: int64[n].
        uid: uint64[n]: stands for the id of each; see ``index.schema.columns.Row``.
        content: uint64[n]: see ``index.opensearch.documents.digests.contents_of``.
        digest: int64[n]: see ``index.opensearch.documents.digests.digests_of``.
    """

    serial: Int64s
    uid: U64
    content: U64
    digest: Int64s

    @property
    def stamp(self) -> str:
        """What stands for all of them."""
        return whole(self.serial, self.digest)


def members_of(shown: Shown, contents: U64, digests: Int64s) -> Members:
    """What an index of a generation holds.

    Args:
        contents, digests: of all documents of the generation.
    """
    live = shown.live
    uids = shown.terms.column("uid")
    return Members(shown.serials[live], uids[live], contents[live], digests[live])


def write_members(members: Members, path: Path) -> None:
    """Write them to a new file."""
    with BlockWriter(path) as file:
        for name, values in members._asdict().items():
            file.add(name, values)


def read_members(path: Path) -> Members:
    """The inverse of :func:`write_members`.

    Raises:
        IndexDamaged: the file is not what was written.
    """
    file = BlockFile(path)
    return Members(*(file.whole(name) for name in Members._fields))
