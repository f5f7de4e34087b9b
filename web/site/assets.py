"""Static files: read once and given from memory, as small as they get; their addresses change with their
content, so browsers may keep them for a year."""

from __future__ import annotations

import hashlib
import mimetypes
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.http import parse_etags

from web.cache import codings
from web.protect.metrics import Metrics

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DIGITS = 12
PAGE = "static"
"""What the metrics call a static file."""
YEAR = 365 * 24 * 3600
HOUR = 3600
"""For these seconds a browser may keep what it asked for by an address that does not name its content."""


@dataclass(frozen=True)
class Asset:
    """A file, whole and packed."""

    digest: str
    kind: str
    bodies: Mapping[str, bytes]

    @classmethod
    def at(cls, path: Path) -> Asset:
        """Read a file."""
        body = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        bodies = {codings.IDENTITY: body}
        if codings.is_text(kind):
            kind = f"{kind}; charset=utf-8"
            packed = {coding: codings.smallest(body, coding) for coding in codings.PACKED}
            bodies |= {coding: one for coding, one in packed.items() if len(one) < len(body)}
        return cls(hashlib.sha256(body).hexdigest()[:DIGITS], kind, bodies)

    def tag(self, coding: str) -> str:
        """The tag of its bytes in a coding: a strong one, so each has its own."""
        return self.digest if coding == codings.IDENTITY else f"{self.digest}-{coding}"

    def described(self, coding: str) -> list[tuple[str, str]]:
        """What is said above its bytes in a coding."""
        headers = [
            ("Content-Type", self.kind),
            ("Content-Length", str(len(self.bodies[coding]))),
        ]
        is_packed = coding != codings.IDENTITY
        return [*headers, ("Content-Encoding", coding)] if is_packed else headers


class Assets:
    """WSGI middleware that gives the files of a folder, and lets ``site`` answer all else.

    Args:
        base: below which address they stand.
        more: headers that every answer of the site has.

    Attributes:
        urls: the name of each file -> its address.
    """

    def __init__(
        self,
        site: WSGIApplication,
        folder: Path,
        base: str,
        more: Mapping[str, str],
        metrics: Metrics | None,
    ) -> None:
        self._site = site
        self._more = [*more.items(), ("Vary", "Accept-Encoding")]
        self._metrics = metrics
        files = {path.name: Asset.at(path) for path in sorted(folder.iterdir()) if path.is_file()}
        self._assets = {f"{base}/{name}": asset for name, asset in files.items()}
        self.urls = {name: f"{base}/{name}?v={asset.digest}" for name, asset in files.items()}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        asset = self._assets.get(environ.get("PATH_INFO", ""))
        method = environ["REQUEST_METHOD"]
        if asset is None or method not in ("GET", "HEAD"):
            return self._site(environ, start_response)
        began = time.perf_counter()
        wanted = codings.accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        coding = wanted if wanted in asset.bodies else codings.IDENTITY
        tag = asset.tag(coding)
        headers = [*self._more, ("ETag", f'"{tag}"'), ("Cache-Control", _kept_for(asset, environ))]
        is_known = parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(tag)
        status = "304 NOT MODIFIED" if is_known else "200 OK"
        if self._metrics:
            self._metrics.answered(PAGE, status[:3], time.perf_counter() - began)
        if is_known:
            start_response(status, headers)
            return []
        start_response(status, [*headers, *asset.described(coding)])
        return [asset.bodies[coding]] if method == "GET" else []


def _kept_for(asset: Asset, environ: WSGIEnvironment) -> str:
    """How long a browser may keep a file: for good what is asked for by the address that names its
    content, for any other ``?v=`` will mean another file one day."""
    if environ.get("QUERY_STRING", "") == f"v={asset.digest}":
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={HOUR}"
