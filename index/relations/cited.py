"""How many documents cite each: its work, or all that bears its name.

The articles of a law may be held one by one (公司法 第三条): each is a document, and who cites the law
means all of them, whichever was found for its name, or none where a name is too many documents'.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.relations.graph import NONE
from index.relations.rows import Arrays, names_of
from index.statements.names import work_number

Keys = npt.NDArray[np.unsignedinteger]
_SHIFT = np.uint64(32)


def cited(
    rows: Arrays, work: npt.NDArray[np.uint32], name: npt.NDArray[np.uint64]
) -> npt.NDArray[np.float32]:
    """float32[documents]: ln(1 + documents that name its work or its name, whichever are more), those
    of the work or the name itself left out.

    Args:
        work: uint32[documents]: the work of each.
        name: uint64[documents]: ``index.statements.names.work_number`` of the name of each.
    """
    source, to, waiting = rows["row.source"], rows["row.to"], rows["row.name"]
    meant, waits = to != NONE, waiting != NONE
    pool = np.array([work_number(one) for one in names_of(rows)], np.uint64)
    by_work = _often(work[to[meant]], source[meant], work)
    named = np.concatenate((name[to[meant]], pool[waiting[waits]]))
    by_name = _often(named, np.concatenate((source[meant], source[waits])), name)
    return np.log1p(np.maximum(by_work, by_name)).astype(np.float32)


def _often(named: Keys, source: npt.NDArray[np.uint32], own: Keys) -> npt.NDArray[np.int64]:
    """int64[documents]: how many documents of other keys name the key of each.

    Args:
        named, source: what is named, and who names it.
        own: the key of every document.
    """
    foreign = own[source] != named
    keys, at = np.unique(named[foreign], return_inverse=True)
    pairs = np.unique(at.astype(np.uint64) << _SHIFT | source[foreign])
    times = np.bincount((pairs >> _SHIFT).astype(np.int64), minlength=len(keys))
    if not len(keys):
        return np.zeros(len(own), np.int64)
    place = np.searchsorted(keys, own).clip(max=len(keys) - 1)
    return np.where(keys[place] == own, times[place], 0)
