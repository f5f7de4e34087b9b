"""The desk on which documents are withdrawn."""

from __future__ import annotations

import pytest

from tests.support import withdrawing
from tests.support.desk import Desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """See ``tests.support.withdrawing.filled``."""
    return withdrawing.filled(desk)
