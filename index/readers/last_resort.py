"""The last resort: what a defect of ours makes of one record costs that record and nothing else.

No text should get here: a rule that finds nothing says so, and does not raise. The reason that
is given names what was raised (:data:`index.readers.refusals.UNPARSED` begins it), so that
tests, and operators who report it, can tell it from a record that is really wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from index.document import Rejected
from index.readers import refusals

DEFECTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip
"""What a text can make rules and parsers raise that did not reckon with it."""

Made = TypeVar("Made")


def made_or_rejected(
    make: Callable[[], Made], source_path: str, locator: str, id: str = ""
) -> Made | Rejected:
    """What ``make`` gives; where it raises, the record with its place and ``id`` as far as known."""
    try:
        return make()
    except DEFECTS as error:
        return Rejected(source_path, locator, refusals.unparsed(error), id)
