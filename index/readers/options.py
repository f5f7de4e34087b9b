"""How an operator wants files to be read; an index remembers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from index.readers import limits

if TYPE_CHECKING:
    from index.readers.recognition.scans import Scans

VERSION = 3
"""Goes up when files are read otherwise than before, so that an index reads them again."""

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator says about reading.

    Attributes:
        columns: column of a list -> field, see :func:`index.readers.columns.parse_mapping`.
        aliases: name of an issuer -> the name to filter by.
        scan_pages: so many pages of a document are recognised where they are pictures; 0 for none.
        scans: of the one file that is being read, what was recognised of it; an index does not
            remember that. None where nothing can be recognised.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    aliases: Mapping[str, str] = field(default_factory=lambda: _NONE)
    scan_pages: int = limits.SCAN_PAGES
    scans: Scans | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """What an index remembers of how it was read; a change of it is a reason to read again."""
        return {
            "version": VERSION,
            "columns": dict(self.columns),
            "aliases": dict(self.aliases),
            "scan_pages": self.scan_pages,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`to_json`; of an index that remembers nothing, no options."""
        pages = row.get("scan_pages", limits.SCAN_PAGES)
        return cls(row.get("columns", {}), row.get("aliases", {}), pages)


NO_OPTIONS = Options()
