"""Trials of the server run in a short form with the others, and in full by ``make attacks``."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable

import pytest

Often = Callable[[int, int], int]


@pytest.fixture(scope="session")
def often() -> Often:
    """``often(short, full)``: how many."""
    full = os.environ.get("ATTACKS") == "full"
    if full:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return lambda few, many: many if full else few
