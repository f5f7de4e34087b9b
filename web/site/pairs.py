"""Two documents that an address names: where they stand now, and which of them is not there."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from web import urls
from web.context import engine, moved


def moved_pair(old: str, new: str, suffix: str = "") -> ResponseReturnValue | None:
    """A lasting redirect to the comparison under the ids that the two have now; None where neither
    has moved."""
    return moved(old, lambda now: urls.compare(now, new, suffix=suffix)) or moved(
        new, lambda now: urls.compare(old, now, suffix=suffix)
    )


def first_unknown(*ids: str) -> str:
    """The first of ``ids`` that no document has; the last if all are in use."""
    return next((id for id in ids if engine().document(id) is None), ids[-1])
