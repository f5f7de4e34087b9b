"""Which documents a failure may have meant: of those that a file gave before and not now."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.document import Rejected

_OF_ITS_OWN = re.compile("-[0-9a-f]{8}")
"""What stands behind an id that two documents claimed: see ``index.ingest.changes``."""


def meant_by(failures: Sequence[Rejected], missing: Collection[str]) -> list[str]:
    """The ids among ``missing`` that ``failures`` may have been about, in their order.

    A record of a list that says who it is means that one; of any other failure (a broken line,
    the rest of a list, a whole file) nobody can tell which documents it cost, so it means all.
    """
    if not all(item.locator and item.id for item in failures):
        return list(missing)
    named = {item.id for item in failures}
    return [id for id in missing if id in named or _named(id) in named]


def _named(id: str) -> str:
    """The id that a document had claimed when it was given one of its own."""
    return id[: -len("-12345678")] if _OF_ITS_OWN.fullmatch(id[-len("-12345678") :]) else id
