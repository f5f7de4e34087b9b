"""Documents in suspense: a file that is read again has given them up, and none has them yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from index.store.source_rows import SourceRow


class GivenUp:
    """The ids that files gave up when they were read again.

    Args:
        rows: what those files gave before.
        owners: id -> the file that gives it now; as it will be.
    """

    def __init__(self, rows: Iterable[SourceRow], owners: Mapping[str, Path]) -> None:
        self._owners = owners
        self._of: defaultdict[Path, dict[str, tuple[str, str]]] = defaultdict(dict)
        for row in rows:
            self._of[row.place].update(row.documents)

    def ids(self) -> set[str]:
        """Those that no file has taken over."""
        every = (id for given in self._of.values() for id in given)
        return {id for id in every if id not in self._owners}

    def with_suspended(self, row: SourceRow) -> SourceRow:
        """A row while another file may still take over what its file gave: that is to be read
        again, should the run end here."""
        place = row.place
        if place not in self._of:
            return row
        waiting = {id: it for id, it in self._of[place].items() if id not in self._owners}
        known = waiting | row.documents
        own = {id: known[id] for id in known if self._owners.get(id, place) == place}
        if own.keys() == set(row.ids):
            return row
        return replace(row, size=-1).giving(own)
