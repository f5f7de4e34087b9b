"""The side file of titles: each once, the most cited first."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.opensearch.documents.shown import Shown
from index.schema.columns import version_of
from index.segment.blocks import BlockFile, BlockWriter
from index.segment.texts import TextsBuffer, texts

TITLES = "titles"
"""The name of the file."""
MOST_TITLES = 500_000
"""So many are kept; of a collection of more the least cited are left out."""


class TitleRow(NamedTuple):
    """A title.

    Attributes:
        version: the same for those that differ in remarks; see ``index.schema.columns.Row``.
        name: as it is looked up.
        serial: of the most cited document of it.
        cited: how many documents cite that.
    """

    version: int
    name: str
    serial: int
    cited: int


def write_titles(shown: Shown, path: Path, most: int = MOST_TITLES) -> None:
    """Write the titles of all documents to a new file; of documents that are cited alike the first counts."""
    docs = shown.live[np.argsort(-shown.graph.cited[shown.live], kind="stable")]
    versions = shown.terms.column("version")
    docs = docs[np.sort(np.unique(versions[docs], return_index=True)[1])][:most]
    names = TextsBuffer()
    for name in shown.terms.names(docs):
        names.add(name.encode())
    with BlockWriter(path) as file:
        file.add("version", versions[docs])
        file.add("serial", shown.serials[docs])
        file.add("cited", shown.cited[docs])
        names.write(file, "name")


def read_titles(path: Path) -> list[TitleRow]:
    """All of them, in their order.

    Raises:
        IndexDamaged: the file is not what was written.
    """
    file = BlockFile(path)
    names = [raw.decode() for raw in texts(file, "name")]
    version, serial, cited = (file.whole(name).tolist() for name in ("version", "serial", "cited"))
    return list(map(TitleRow, version, names, serial, cited))


class HeldTitles:
    """Which titles no document has, by the file; safe for several threads.

    Raises (on construction):
        IndexDamaged: the file is not what was written.
    """

    def __init__(self, path: Path, most: int = MOST_TITLES) -> None:
        versions = BlockFile(path).whole("version")
        self._versions = np.sort(versions)
        self._are_all = len(versions) < most

    def lacks(self, title: str) -> bool:
        """Whether it is known that no document has a title, as it is looked up (``index.schema.fields.title_keys``).

        The file has what is left of each without the remark at its end: that begins the whole title.
        """
        if not self._are_all or not len(self._versions):
            return self._are_all
        begun = np.array([version_of(title[:end]) for end in range(1, len(title) + 1)], np.uint64)
        at = np.searchsorted(self._versions, begun)
        return not bool((self._versions.take(at, mode="clip") == begun).any())
