"""Addresses as they are sent: UTF-8, percent-encoded or raw; GBK, in old links. The site sees UTF-8.

What a client sends is bytes. People paste ideographs as they are (``curl …/search?q=公积金``), and
pages of the time before UTF-8 link with percent-encoded GBK (``%B9%AB``). Both are decided here, once
for the whole address and before anything reads it; nothing is decoded twice. The public API is strict:
it is told of raw UTF-8 as if that were encoded, and refuses anything else itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote_to_bytes

from flask import Flask

from web.context import ADDRESS_NOTE, address_note
from web.urls import is_api

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

NOTE = "网址不是 UTF-8 编码，已按 GBK 编码读取。"
"""Said on a page whose address was read so."""
GBK = "gb18030"
"""GBK and GB 2312 are parts of it."""
_NO_TEXT = frozenset(("Cc", "Cn", "Co", "Cs"))
"""Kinds of characters that no text has: bytes that give one are something else than GBK."""
_QUERY = "!$&'()*+,;=:@/?%-._~"
"""What may stand in a query as it is."""
_SHORT = 400
"""A longer query is not remembered: it is one visitor's."""
_HAN = 3
"""So many bytes an ideograph has in UTF-8."""


def register(app: Flask) -> None:
    """Let ``app`` see addresses in UTF-8, and its pages say where they were not."""
    app.wsgi_app = Addresses(app.wsgi_app)  # type: ignore[method-assign]
    app.context_processor(lambda: {"address_note": address_note()})


@dataclass(frozen=True)
class Addresses:
    """Passes requests on to ``site`` with their addresses in UTF-8."""

    site: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = _bytes(environ.get("PATH_INFO", ""))
        query = _bytes(environ.get("QUERY_STRING", ""))
        if not (path.isascii() and query.isascii() and b"%" not in query):
            look = _looked_at if len(query) <= _SHORT else _looked_at.__wrapped__
            quoted, is_utf8 = look(query)
            if not (is_utf8 and _is_utf8(path)) and not is_api(environ.get("PATH_INFO", "")):
                quoted = quote(_read(environ, path, query), safe=_QUERY)
            environ["QUERY_STRING"] = quoted
        return self.site(environ, start_response)


@lru_cache(1024)
def _looked_at(query: bytes) -> tuple[str, bool]:
    """A query percent-encoded, and whether all of it is UTF-8, as nearly always: then each part of it is,
    since none is cut within a character by an ``&``. What visitors ask for comes again."""
    return quote(query, safe=_QUERY), _is_utf8(unquote_to_bytes(query))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(environ: WSGIEnvironment, path: bytes, query: bytes) -> bytes:
    """The query of an address that is not all UTF-8, in UTF-8 if the address is GBK; then the path
    becomes UTF-8 as well, and what was done is noted."""
    parts = [_Part(raw) for raw in query.replace(b"+", b" ").split(b"&")]
    own = _Part(path, is_encoded=False)
    if not is_gbk([own, *parts]):
        return query
    environ[ADDRESS_NOTE] = NOTE
    environ["PATH_INFO"] = own.text.encode().decode("latin-1")
    return b"&".join(part.quoted for part in parts)


class _Part:
    """The path, or one parameter: its name and its value.

    Args:
        raw: as it was sent.
        is_encoded: whether it is percent-encoded.
    """

    def __init__(self, raw: bytes, *, is_encoded: bool = True) -> None:
        self._raw = raw
        self._pieces = [unquote_to_bytes(p) if is_encoded else p for p in raw.split(b"=", 1)]
        self.bytes = b"=".join(self._pieces)

    @property
    def is_utf8(self) -> bool:
        """Whether it may be UTF-8; one that was cut within its last character may be, too."""
        try:
            self.bytes.decode()
        except UnicodeDecodeError as error:
            is_cut = error.reason == "unexpected end of data"
            return is_cut and not self.bytes[: error.start].isascii()
        return True

    @property
    def is_surely_utf8(self) -> bool:
        """Whether it has ideographs in UTF-8, not two bytes each, which GBK may be as well."""
        text = self.bytes.decode(errors="replace")
        return self.is_utf8 and any(len(one.encode()) >= _HAN for one in text)

    @property
    def is_gbk(self) -> bool:
        """Whether it is a text in GBK."""
        try:
            text = self.bytes.decode(GBK)
        except UnicodeDecodeError:
            return False
        return all(one.isascii() or unicodedata.category(one) not in _NO_TEXT for one in text)

    @property
    def text(self) -> str:
        """What it says, in the encoding that it has among others in GBK."""
        return self.bytes.decode("utf-8" if self.is_surely_utf8 else GBK, "replace")

    @property
    def quoted(self) -> bytes:
        """The same as UTF-8, percent-encoded."""
        encoding = "utf-8" if self.is_surely_utf8 else GBK
        pieces = (quote_plus(piece.decode(encoding, "replace")) for piece in self._pieces)
        return "=".join(pieces).encode()


def is_gbk(parts: Iterable[_Part]) -> bool:
    """Whether an address is read as GBK: a part of it is no UTF-8, and all such parts are GBK."""
    strange = [part for part in parts if not part.is_utf8]
    return bool(strange) and all(part.is_gbk for part in strange)


def _bytes(sent: str) -> bytes:
    """What was sent, of a text that WSGI decodes as Latin-1."""
    return sent.encode("latin-1", "replace")
