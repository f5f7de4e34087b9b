"""What is measured of a slow phone is measured: each page of a site, in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import paint
from bench.http import servers
from bench.http.client import HOST
from tests.bench.test_entry_points import Printed, printed, rows_of

__all__ = ["printed"]


def test_every_page_is_painted_and_weighed(printed: Printed, little_index: Path) -> None:
    if not paint.CHROMIUM.exists():
        pytest.skip("chromium is not installed (apt install chromium)")
    port = servers.free_port()
    command = servers.serving(servers.ROOT, little_index, port, 1)
    with servers.running("zhengce", command, port):
        site = f"http://{HOST}:{port}/"
        said = rows_of(printed(paint.main, site, "--query", "条例", "--rounds", 1))
    head, *rows = said
    assert [row[0] for row in rows] == ["home", "results, 条例", "document, 条例"]
    assert {len(row) for row in rows} == {len(head)}
