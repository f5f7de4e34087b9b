"""Can a generation be served: may it be read, is it whole, is it of this software? One answer for all.

Server, writers, ``doctor``, ``check``, ``backup``, ``restore`` and ``rollback`` ask here, so they
cannot disagree. :func:`ensure_current` looks at what tells at once; :func:`ensure_whole` reads
every byte that is verified by a checksum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from index.disk import disk
from index.errors import (
    MALFORMED,
    IndexDamaged,
    IndexInaccessible,
    IndexOutdated,
    damaged,
    outdated,
)
from index.segment import GROUND, Terms, fingerprint, open_terms
from index.segment.blocks import BlockFile
from index.store.generation import RELATED, Generation
from index.text.analysis import Analyzer

Refusal = IndexDamaged | IndexOutdated | IndexInaccessible
"""Why a generation is not served."""
REFUSALS = (IndexDamaged, IndexOutdated, IndexInaccessible)


def ensure_current(generation: Generation, analyzer: Analyzer) -> Generation:
    """The generation itself; IndexOutdated if it was built by another analyser or schema,
    IndexDamaged if that had relations, and it has none."""
    if generation.manifest.fingerprint != fingerprint(analyzer):
        raise outdated(generation.folder)
    if RELATED not in generation.manifest.checksums:
        raise damaged(generation.folder / RELATED)
    return generation


def ensure_whole(generation: Generation) -> Terms:
    """Verify every checksum of a generation whose manifest was read; its terms.

    Whose words they are is not asked, so that an index of other words can be backed up.

    Raises:
        IndexDamaged: a file is not what was written; it says which.
        IndexInaccessible: this process may not read one.
    """
    try:
        terms = open_terms(generation.terms)
        _ensure_right_bytes(terms)
        _ensure_right_relations(generation)
        for said in disagreements(generation, terms):
            raise IndexDamaged(said)
    except MALFORMED as error:  # right checksums over what we never write
        raise damaged(generation.folder) from error
    return terms


def faults(found: Iterable[Generation | Refusal], analyzer: Analyzer) -> Iterator[str]:
    """What is wrong with the generations of a store (``Store.judged``), to the last byte.

    An older one may well be of another version: that is said of the newest alone.
    """
    for place, one in enumerate(found):
        try:
            if not isinstance(one, Generation):
                raise one
            ensure_whole(one)
            ensure_current(one, analyzer)
        except REFUSALS as error:
            if place == 0 or not isinstance(error, IndexOutdated):
                yield str(error)


def _ensure_right_bytes(terms: Terms) -> None:
    """Verify every checksum of all segments, and name all that are damaged."""
    broken: list[Path] = []
    for segment in terms.segments:
        try:
            segment.file.read()
        except IndexDamaged:
            broken.append(segment.file.path)
    if broken:
        names = "、".join(path.name for path in broken)
        raise damaged(broken[0], f"损坏的共 {len(broken)} 个：{names}" if broken[1:] else "")


def _ensure_right_relations(generation: Generation) -> None:
    """Verify the relations, where the software that made the generation had such."""
    path, wanted = generation.folder / RELATED, generation.manifest.checksums.get(RELATED)
    if not wanted:
        return
    if hashlib.sha256(disk.read(path)).hexdigest() != wanted:
        raise damaged(path)
    if seal := BlockFile(path).meta.get("ground"):
        ground = BlockFile(generation.terms / GROUND)
        if ground.seal != seal:
            raise damaged(ground.path)
        ground.read()


def disagreements(generation: Generation, terms: Terms) -> Iterator[str]:
    """Where manifest, table of sources and documents do not agree (Chinese, with the next step)."""
    rebuild = f"请重建索引：zhengce reindex --index {generation.folder.parents[1]}"
    live = int(terms.counts.sum())
    if generation.manifest.documents != live:
        yield f"清单记有 {generation.manifest.documents:,} 件，实有 {live:,} 件。{rebuild}"
    list(generation.rejected())
    listed = [id for row in generation.sources() for id in row.ids]
    if not listed:
        return
    held = {terms.id(number) for number in np.flatnonzero(terms.counts).tolist()}
    if len(listed) != len(set(listed)):
        yield f"来源登记表中有重复的标识。{rebuild}"
    for id in sorted(held ^ set(listed))[:5]:
        where = "来源登记表中没有" if id in held else "索引中没有"
        yield f"{where}文件 {id}。{rebuild}"
