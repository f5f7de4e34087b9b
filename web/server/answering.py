"""One request answered by the site, in a thread that never waits for a client.

Request and answer are whole before and after: what is written goes into memory, files stay open
and are sent by the loop.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import IO, TYPE_CHECKING

from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http.errors import ParseException
from gunicorn.http.wsgi import Response, create
from gunicorn.util import http_date

from web.protect import refusals
from web.server.connection import FilePart, release
from web.server.framing import Refused, parsed

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@dataclass
class Sink:
    """What gunicorn writes an answer to, in place of a socket."""

    pieces: list[bytes | FilePart] = field(default_factory=list)

    def sendall(self, data: bytes) -> None:
        """Keep this for the client."""
        self.pieces.append(data)

    def send(self, data: bytes) -> int:
        """Leave to send a body, which is there already."""
        return len(data)

    def sendfile(self, file: IO[bytes], offset: int, count: int) -> None:
        """Keep a part of a file, which is closed before it is sent."""
        self.pieces.append(FilePart(os.dup(file.fileno()), offset, count))

    def packed(self) -> list[bytes | FilePart]:
        """What was written, the bytes between files in one piece."""
        found: list[bytes | FilePart] = []
        together: list[bytes] = []
        for piece in self.pieces:
            if isinstance(piece, bytes):
                together.append(piece)
            else:
                found += (b"".join(together), piece)
                together = []
        return [*found, b"".join(together)] if together else found


class NamelessResponse(Response):  # type: ignore[misc]
    """An answer that does not say by what it was made."""

    def default_headers(self) -> list[str]:
        """The first lines of every answer."""
        major, minor = self.req.version
        lines = [
            f"HTTP/{major}.{minor} {self.status}\r\n",
            f"Date: {_http_date(int(time.time()))}\r\n",
            f"Connection: {'close' if self.should_close() else 'keep-alive'}\r\n",
        ]
        return [*lines, "Transfer-Encoding: chunked\r\n"] if self.chunked else lines


@lru_cache(1)
def _http_date(second: int) -> str:
    """A second as headers write it; all answers of one have the same."""
    return str(http_date(second))


@dataclass(frozen=True)
class Answer:
    """What a client is sent.

    Attributes:
        keeps: whether its connection goes on after that.
        cost: seconds of a processor that it took.
    """

    pieces: list[bytes | FilePart]
    keeps: bool
    cost: float = 0.0


@dataclass(frozen=True)
class Answering:
    """Answers requests from ``site``."""

    config: Config
    log: Logger
    site: WSGIApplication
    lives: Callable[[], bool]
    """Whether connections may be kept; not when the worker ends."""

    def answer(self, raw: bytes, address: tuple[str, int], server: tuple[str, int]) -> Answer:
        """The answer to ``raw``, which is one whole request.

        Args:
            address: of the client.
            server: where it came in.
        """
        began, used = datetime.now(), time.thread_time()
        sink = Sink()
        try:
            request = parsed(self.config, raw, address)
            response, environ = create(
                request, sink, address, server, self.config, response_class=NamelessResponse
            )
        except (Refused, ParseException) as error:
            refusal = error.refusal if isinstance(error, Refused) else refusals.BROKEN
            return Answer([refusal.raw("/", keep=False)], keeps=False)
        environ["wsgi.multithread"] = True
        environ.pop("HTTP_RANGE", None)  # a part of a file would be made in memory
        if not self.lives():
            response.force_close()
        whole = False
        try:
            self._write(response, environ)
            whole = True
        finally:
            self.log.access(response, request, environ, datetime.now() - began)
            if not whole:
                release(sink.pieces)
        pieces = sink.packed()
        return Answer(pieces, not response.should_close(), time.thread_time() - used)

    def _write(self, response: Response, environ: dict[str, object]) -> None:
        chunks = self.site(environ, response.start_response)
        try:
            if isinstance(chunks, environ["wsgi.file_wrapper"]):  # type: ignore[arg-type]
                response.write_file(chunks)
            else:
                for chunk in chunks:
                    response.write(chunk)
            response.close()
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
