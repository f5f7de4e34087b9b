"""Key fields (发文字号, 索引号, 发文机关) looked through for a part of a key, all of them at once.

The keys of a generation stand one behind the other as one array of folded characters. What
begins with the first character of a part is narrowed by each of the others, so that a part that
every key holds costs about as much as one that none does, and no more than a pass over the array.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.segment import Terms
from index.text.fold import fold_codes, space_table

Docs = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]

_END = ord("\n")
"""Stands before each key and behind the last; white space is left out of keys."""
_ZERO, _NINE = ord("0"), ord("9")


class Keys:
    """The keys of one field of a generation.

    Args:
        texts: the keys, in any order, repeated or not.
        counts: int64[keys], how many documents have each.
        docs: uint32[sum(counts)], these documents, key by key.
        live: bool[documents], which count; None if all do.
    """

    def __init__(
        self,
        texts: Sequence[str],
        counts: npt.NDArray[np.int64],
        docs: Docs,
        live: Mask | None,
        documents: int,
    ) -> None:
        codes = fold_codes("\n" + "".join(f"{' '.join(text.split())}\n" for text in texts))
        self._codes = codes[(codes == _END) | ~space_table()[codes]]
        self._ends = (self._codes == _END).nonzero()[0]
        self._counts = counts
        self._docs = docs
        self._live = live
        self._documents = documents

    @classmethod
    def read(cls, terms: Terms, field: str) -> Keys:
        """Those of a generation."""
        texts: list[str] = []
        counts, docs = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
        for segment, base in zip(terms.segments, terms.bases, strict=False):
            own, often, where = segment.field(field).every_term()
            texts += [raw.decode("utf-8", "replace") for raw in own]
            counts.append(often)
            docs.append(where + np.uint32(base))
        live = None if terms.counts.all() else terms.counts
        return cls(texts, np.concatenate(counts), np.concatenate(docs), live, len(terms.counts))

    def holding(self, parts: Sequence[str], whole: bool) -> Docs:
        """uint32[n], ascending: the documents with a key that holds one of ``parts``, folded and
        without white space; see ``search.query.tree.holding``."""
        wanted = np.zeros(len(self._counts), np.bool_)
        for part in parts:
            at = self._places(part, whole) if part else self._ends[:-1] + 1
            wanted[self._ends.searchsorted(at) - 1] = True
        hit = np.zeros(self._documents, np.bool_)
        hit[self._docs[wanted.repeat(self._counts)]] = True
        if self._live is not None:
            hit &= self._live
        return hit.nonzero()[0].astype(np.uint32)

    def _places(self, part: str, whole: bool) -> npt.NDArray[np.intp]:
        """Where ``part`` begins."""
        first, *others = map(ord, part)
        at: npt.NDArray[np.intp] = (self._codes == first).nonzero()[0]
        if whole and part[0].isdigit():
            before = self._codes.take(at - 1)
            at = at[(before < _ZERO) | (before > _NINE)]
        for offset, code in enumerate(others, 1):
            if not len(at):
                break
            at = at[self._codes.take(at + offset, mode="clip") == code]
        return at
