"""What was withdrawn and erased is not taken in again: documents that are left out as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.document import Rejected
from index.readers import Item
from index.store.withdrawals import Withdrawals, token


def unless_erased(items: Iterable[Item], erased: Withdrawals, withheld: set[str]) -> Iterator[Item]:
    """``items`` without documents that are erased under the id they give themselves; what stands
    for these is added to ``withheld``."""
    for item in items:
        if isinstance(item, Rejected) or not (found := erased.of(item)):
            yield item
        else:
            withheld.add(token(found.id))
