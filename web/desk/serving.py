"""The server of the editors' pages: one process with a few threads; few ask it, and nobody from outside."""

from __future__ import annotations

from socket import socket

from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 4
SECONDS = 120
"""The longest that a page may take."""


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings; its files and variables are not read."""

    def __init__(self, app: Flask, listener: socket) -> None:
        self._fd = listener.detach()
        super().__init__()
        self.callable = app

    def load_config(self) -> None:
        """What it is to be like."""
        settings = {
            "bind": f"fd://{self._fd}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": SECONDS,
            "loglevel": "warning",
            "limit_request_line": 8190,
            "control_socket_disable": True,
            "proc_name": "zhengce-desk",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)


def serve_desk(app: Flask, listener: socket) -> None:
    """Serve the pages until a signal ends it; returns by ``SystemExit``."""
    _Server(app, listener).run()
