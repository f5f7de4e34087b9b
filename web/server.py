"""The HTTP server: waitress, one process with several threads over one open engine."""

from __future__ import annotations

import waitress

from search import Engine
from web.app import create_app

THREADS = 4
LONGEST_HEADER = 2 * 2**20
"""Bytes of request line and headers: a query of 100,000 characters still gets its page."""


def serve(engine: Engine, host: str, port: int) -> None:
    """Serve the pages over ``engine`` until interrupted."""
    waitress.serve(
        create_app(engine),
        host=host,
        port=port,
        threads=THREADS,
        max_request_header_size=LONGEST_HEADER,
        ident=None,
    )
