"""The HTTP server: waitress, one process with several threads over one open engine."""

from __future__ import annotations

from pathlib import Path

import waitress

from search import Engine
from web.app import create_app

THREADS = 4
LONGEST_HEADER = 2 * 2**20
"""Bytes of request line and headers: a query of 100,000 characters still gets its page."""


def serve(engine: Engine, host: str, port: int, query_log: Path | None = None) -> None:
    """Serve the pages over ``engine`` until interrupted, queries written to ``query_log``."""
    waitress.serve(
        create_app(engine, {"QUERY_LOG": query_log} if query_log else None),
        host=host,
        port=port,
        threads=THREADS,
        max_request_header_size=LONGEST_HEADER,
        ident=None,
    )
