"""A site that keeps its answers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.cache.counting import ROOM, CountingEngine
from web.site.app import create_app


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def client(engine: CountingEngine) -> FlaskClient:
    return create_app(engine, {"CACHE_BYTES": ROOM}).test_client()
