"""Fixtures of the tests of what is published."""

from __future__ import annotations

from random import Random

import pytest

from index.document import PolicyDocument
from index.opensearch.documents.shown import Shown, opened
from index.store.store import Store
from tests.conftest import Publish
from tests.support.regulations import Regulations


@pytest.fixture(scope="session")
def documents() -> list[PolicyDocument]:
    """Regulations that name each other, and prints of some of them."""
    draw = Random(22)
    regulations = Regulations(draw)
    made = [regulations.document() for _ in range(60)]
    return made + [regulations.reprint(one) for one in draw.sample(made, 8)]


@pytest.fixture(scope="session")
def shown(
    tmp_path_factory: pytest.TempPathFactory, publish: Publish, documents: list[PolicyDocument]
) -> Shown:
    """A generation of them."""
    folder = tmp_path_factory.mktemp("data")
    publish(folder, *documents)
    store = Store(folder)
    return opened(store.current(), store.withdrawals())
