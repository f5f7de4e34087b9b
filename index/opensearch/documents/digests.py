"""What stands for all that a cluster keeps of each document: found without cutting a text.

A document is written again where its digest is another. It is made of the document's own content, of the file that
it comes from, and of what follows from the statements of all (groups, mentions, the days on which it is in force),
others called by their serials.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from index.opensearch.documents.shown import Shown
from index.opensearch.kept import is_alone
from index.relations.columns import DOCUMENTS, NONE
from index.segment import Segment
from index.store.source_rows import SourceRow

U64 = npt.NDArray[np.uint64]
_BITS = np.uint64(33)
"""A digest is the 31 bits above these."""


def contents_of(segment: Segment) -> U64:
    """uint64[documents of the part]: what stands for the content of each."""
    digests = (_bits(segment.content(number)) for number in range(segment.documents))
    return np.fromiter(digests, np.uint64, segment.documents)


def digests_of(shown: Shown, contents: U64) -> npt.NDArray[np.int64]:
    """int64[documents]: 31 bits that stand for all that is kept of each that is to be seen; of others nothing.

    Args:
        contents: uint64[documents]: of :func:`contents_of`, one part behind the other.
    """
    graph = shown.graph
    found = _mixed(contents, shown.serials)
    for labels in (graph.work, graph.text, shown.lines):
        found = _mixed(found, _serials(shown, labels))
    found = _mixed(_mixed(found, shown.alone), shown.cited)
    for name, values in graph.intervals.items():
        found = _mixed(found, _serials(shown, values) if name in DOCUMENTS else values)
    found = _mixed(found, _mentions(shown))
    found = _mixed(found, _places(shown))
    return (found >> _BITS).astype(np.int64)


def whole(serials: npt.NDArray[np.int64], digests: npt.NDArray[np.int64]) -> str:
    """What stands for the documents of an index: 16 hexadecimal digits of serials and digests, ascending."""
    order = serials.argsort()
    rows = np.stack((serials[order], digests[order])).astype("<i8")
    return blake2b(rows.tobytes(), digest_size=8).hexdigest()


def _mentions(shown: Shown) -> U64:
    """uint64[documents]: what stands for the mentions of each."""
    graph = shown.graph
    rows = graph.rows
    found = _mixed(_serials(shown, rows["to"]), _works(shown, rows["to"]))
    names = np.array([_bits([graph.name(at).encode()]) for at in range(_names(shown))], np.uint64)
    named = rows["name"] != NONE
    found[named] = _mixed(found[named], names[rows["name"][named]])
    for column in ("kind", "how", "held", "safe", "start", "length", "articles"):
        found = _mixed(found, rows[column])
    firsts = graph.table.article_firsts
    each = graph.arrays["article"].astype(np.uint64) << np.uint64(8) | graph.arrays["of"]
    each = _mixed(each, np.arange(len(each)) - np.repeat(firsts[:-1], np.diff(firsts)))
    found = _mixed(found, _sums(each, firsts))
    return _sums(_mixed(found, rows["start"]), graph.firsts)


def _works(shown: Shown, to: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """int64[rows]: the serial of the first text of the work of whom each means."""
    held = to != NONE
    works = np.full(len(to), -1)
    works[held] = _serials(shown, shown.graph.work[to[held]])
    return works


def _places(shown: Shown) -> U64:
    """uint64[documents]: what stands for the file that each comes from, and for the ids that it had before."""
    found = np.zeros(len(shown.serials), np.uint64)
    for number in shown.live.tolist():
        id = shown.terms.id(number)
        source, former = shown.sources.get(id), shown.former.get(id, ())
        told = [*_file(source), *former] if source else former
        found[number] = _bits(one.encode("utf-8", "surrogateescape") for one in told)
    return found


def _file(source: SourceRow) -> list[str]:
    """What stands for a file. One that holds many documents is another whenever one of them is: of such a file only
    the name counts, so that the others need not be written again."""
    if not is_alone(source):
        return [source.root, source.path]
    times = (source.size, source.mtime_ns, source.ctime_ns)
    return [source.root, source.path, source.sha256, *map(str, times)]


def _names(shown: Shown) -> int:
    return len(shown.graph.arrays["name_ends"])


def _serials(shown: Shown, numbers: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """int64[n]: the serials of some documents; -1 for nobody."""
    wide = numbers.astype(np.int64)
    held = (wide >= 0) & (wide < NONE)
    return np.where(held, shown.serials.take(np.where(held, wide, 0), mode="clip"), -1)


def _sums(values: U64, firsts: npt.NDArray[np.int64]) -> U64:
    """uint64[n]: the sum, modulo 2**64, of the values from each of ``firsts`` to the next."""
    ends = np.concatenate((np.zeros(1, np.uint64), values.cumsum(dtype=np.uint64)))
    sums: U64 = ends[firsts[1:]] - ends[firsts[:-1]]
    return sums


def _mixed(found: npt.NDArray[Any], values: npt.NDArray[Any]) -> U64:
    """uint64[n]: 64 bits that stand for two values each (SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed: U64 = found.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= values.astype(np.int64).view(np.uint64) if values.dtype != np.uint64 else values
        mixed ^= mixed >> np.uint64(30)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _bits(parts: Iterable[bytes]) -> int:
    """64 bits that stand for some byte strings, each apart from the next."""
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return int.from_bytes(made.digest(), "little")
