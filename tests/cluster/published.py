"""Indexes of a real cluster that tests make, each with a name of its own, and remove when they end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import uuid4

import pytest

from index.opensearch.client import Client
from index.opensearch.publishing.lifecycle import Layout
from index.opensearch.publishing.publish import publish
from index.store.store import Store
from index.text.analysis import Analyzer
from search.opensearch.norms import norms_of

Put = Callable[[Iterable[Path], int], tuple[Client, str]]
"""See :meth:`Clusters.put`."""
ALONE, SPREAD = Layout(1, 0), Layout(3, 1)
"""Of one node, and of three."""


class Clusters:
    """The clusters of a run of tests.

    Args:
        request: of a fixture that lives as long as the run.
    """

    def __init__(self, request: pytest.FixtureRequest, analyzer: Analyzer) -> None:
        self._request = request
        self._analyzer = analyzer

    def put(self, folders: Iterable[Path], nodes: int = 1) -> tuple[Client, str]:
        """Publish what index folders hold to one node or to three, one after the other under one name; what asks them,
        and the name. Skips where there are none."""
        fixture = "opensearch" if nodes == 1 else "three_nodes"
        hosts: str = self._request.getfixturevalue(fixture)
        client, name = Client(hosts.split(",")), f"test-{uuid4().hex[:12]}"
        self._request.addfinalizer(lambda: client.ask("DELETE", f"/{name}-*"))
        layout = ALONE if nodes == 1 else SPREAD
        for folder in folders:
            publish(Store(folder), client, name, self._analyzer, norms_of, layout)
        return client, name
