"""How many documents cite each: its work, or all that bears its name.

The articles of a law may be held one by one (公司法 第三条): each is a document, and who cites the law
means all of them, whichever was found for its name, or none where a name is too many documents'.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.relations.columns import NONE
from index.relations.overlay import Mentions

Keys = npt.NDArray[np.unsignedinteger]
Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
_SHIFT = np.uint64(32)


def cited(found: Mentions, work: U32, name: U64) -> Floats:
    """float32[documents]: ln(1 + documents that name its work or its name, whichever are more), those
    of the work or the name itself left out.

    Args:
        found: who names whom.
        work: uint32[documents]: the work of each.
        name: uint64[documents]: ``index.statements.names.work_number`` of the name of each.
    """
    values = np.zeros(len(work), np.float32)
    cited_anew(values, found, work, name, np.arange(len(work)), found.works)
    return values


def cited_anew(
    values: Floats, found: Mentions, work: U32, name: U64, touched: Int64s, waiting: U64
) -> None:
    """:func:`cited` of those whose work or name may be named by others than before.

    Args:
        values: what is known of the others; is given theirs.
        touched: some documents; so are those of their works and their names.
        waiting: so are those of these names.
    """
    of_works = np.zeros(len(work), np.bool_)
    of_works[work[touched]] = True
    docs = np.flatnonzero(of_works[work] | _among(name, np.concatenate((name[touched], waiting))))
    of_works[work[docs]] = True
    names = np.unique(name[docs])
    meant = np.flatnonzero(found.to != NONE)
    to = found.to[meant]
    chosen = of_works[work[to]]
    by_work = _often(work[to[chosen]], found.source[meant[chosen]], work, work[docs])
    waits = np.flatnonzero(found.name != NONE)
    waits = waits[_among(found.works, names)[found.name[waits]]]
    chosen = _among(name, names)[to]
    named = np.concatenate((name[to[chosen]], found.works[found.name[waits]]))
    sources = np.concatenate((found.source[meant[chosen]], found.source[waits]))
    by_name = _often(named, sources, name, name[docs])
    values[docs] = np.log1p(np.maximum(by_work, by_name)).astype(np.float32)


def _among(keys: U64, some: U64) -> npt.NDArray[np.bool_]:
    """bool[keys]: which are among some, which are far fewer."""
    found = np.zeros(len(keys), np.bool_)
    low = np.zeros(1 << 16, np.bool_)  # by their last bits nearly all others are told apart
    low[some.astype(np.uint16)] = True
    maybe = np.flatnonzero(low[keys.astype(np.uint16)])
    found[maybe] = np.isin(keys[maybe], some)
    return found


def _often(named: Keys, source: U32, own: Keys, wanted: Keys) -> Int64s:
    """int64[wanted]: how many documents of other keys name each of some keys.

    Args:
        named, source: what is named, and who names it.
        own: the key of every document.
    """
    foreign = own[source] != named
    keys, at = np.unique(named[foreign], return_inverse=True)
    pairs = np.unique(at.astype(np.uint64) << _SHIFT | source[foreign])
    times = np.bincount((pairs >> _SHIFT).astype(np.int64), minlength=len(keys))
    if not len(keys):
        return np.zeros(len(wanted), np.int64)
    place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[place] == wanted, times[place], 0)
