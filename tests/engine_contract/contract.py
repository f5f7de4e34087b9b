"""All promises together."""

from __future__ import annotations

from tests.engine_contract import (
    promises_citing,
    promises_found,
    promises_ladder,
    promises_library,
    promises_marks,
    promises_order,
    promises_provisions,
    promises_related,
)
from tests.engine_contract.promise import promises_in

_ROOMS = (
    promises_found,
    promises_order,
    promises_ladder,
    promises_marks,
    promises_library,
    promises_related,
    promises_citing,
    promises_provisions,
)
PROMISES = tuple(promise for room in _ROOMS for promise in promises_in(room))
