"""What of the bytes that came is one request: bounded, and whole before a thread is given to it.

Requests are read by gunicorn's parser, which is strict (RFC 9112); here is decided how far it may
read. A body must say its length, and be a small one: the site has small forms and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, NoMoreData, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser

from web.protect import limits, refusals
from web.protect.refusals import Refusal

END = b"\r\n\r\n"
_ANNOUNCE = (b"content-length", b"transfer-encoding", b"expect")
_SENT = tuple(b"%%%02X" % byte if byte > 0x7F else bytes((byte,)) for byte in range(256))
"""Byte -> what should have been sent for it."""
_KINDS: dict[type[Exception], Refusal] = {
    LimitRequestLine: refusals.LONG_LINE,
    LimitRequestHeaders: refusals.LONG_HEADERS,
}


class Refused(Exception):
    """These bytes are no request that is worked on; why is in ``refusal``."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.line)
        self.refusal = refusal


def parsed(config: Config, raw: bytes, address: object) -> Request:
    """The request that ``raw`` is; nothing beyond is waited for.

    Characters that a client did not percent-encode (``curl …/search?q=公积金``) are, here.

    Raises:
        Refused: it is not one.
    """
    line, end, rest = raw.partition(b"\r\n")
    if not line.isascii():
        method, space, target = line.partition(b" ")
        line = method + space + b"".join(map(_SENT.__getitem__, target))
    try:
        request = next(RequestParser(config, [line + end + rest], address))
    except ParseException as error:
        raise Refused(_KINDS.get(type(error), refusals.BROKEN)) from error
    except (NoMoreData, StopIteration) as error:
        raise Refused(refusals.BROKEN) from error
    if not _names_one_host(request):
        raise Refused(refusals.BROKEN)
    return request


def _names_one_host(request: Request) -> bool:
    """RFC 9112, 3.2: one Host, of HTTP/1.1; an absolute address names the same."""
    hosts = [value.lower() for name, value in request.headers if name == "HOST"]
    if len(hosts) > 1 or (not hosts and request.version >= (1, 1)):
        return False
    scheme, mark, rest = request.uri.partition("://")
    if mark and scheme.isalpha():
        return hosts == [re.split("[/?#]", rest, maxsplit=1)[0].lower()]
    return True


@dataclass
class Inbox:
    """What a client has sent and nobody has worked on; ``body`` says how long a body follows.

    Attributes:
        raw: the bytes.
        continued: whether the client waits to be told that its body is wanted.
    """

    body: Callable[[bytes], tuple[int, bool]]
    raw: bytearray = field(default_factory=bytearray)
    continued: bool = False
    _looked: int = 0
    _length: int = 0
    _skipped: bool = False

    def add(self, data: bytes) -> bool:
        """Take what has come; whether the first request is whole now.

        Raises:
            Refused: it will never be one that is worked on.
        """
        self.raw += data
        return self.has_request()

    def has_request(self) -> bool:
        """Whether the first request is whole.

        Raises:
            Refused: it will never be one that is worked on.
        """
        if not self._length:
            self._measure()
        return 0 < self._length <= len(self.raw)

    def take(self) -> bytes:
        """The first request, which is whole."""
        taken = bytes(self.raw[: self._length])
        del self.raw[: self._length]
        self._length = self._looked = 0
        self.continued = self._skipped = False
        return taken

    def clear(self) -> None:
        """Forget everything."""
        self.raw = bytearray()
        self._length = self._looked = 0

    def _measure(self) -> None:
        """Find the end of the head, and with it that of the request."""
        if not self._skipped and self.raw.startswith(b"\r\n"):  # RFC 9112, 2.2: one empty line
            del self.raw[:2]
            self._looked, self._skipped = 0, True
        raw, begin = self.raw, max(self._looked - 3, 0)
        self._looked = len(raw)
        if len(raw) > limits.LONGEST_LINE and raw.find(b"\r\n", 0, limits.LONGEST_LINE + 2) < 0:
            raise Refused(refusals.LONG_LINE)
        end = raw.find(END, begin)
        if max(end, len(raw) if end < 0 else 0) > limits.LONGEST_HEAD:
            raise Refused(refusals.LONG_HEADERS)
        if end < 0:
            if _has_bare_end(raw, begin):
                raise Refused(refusals.BROKEN)
            return
        head = bytes(raw[: end + len(END)])
        length, self.continued = self.body(head) if _may_announce(head) else (0, False)
        self._length = len(head) + length


def _has_bare_end(raw: bytearray, begin: int) -> bool:
    """Whether a line behind ``begin`` ends in LF alone; a LF that stands there was looked at before.

    Counted, as the loop does this for every byte that comes: an expression takes fifty times as long.
    """
    if begin and raw[begin] == 0x0A:
        begin += 1
    return raw.count(b"\n", begin) > raw.count(b"\r\n", max(begin - 1, 0))


def _may_announce(head: bytes) -> bool:
    small = head.lower()
    return any(name in small for name in _ANNOUNCE)


def announced(config: Config, head: bytes, address: object) -> tuple[int, bool]:
    """How many bytes follow a head, and whether its client waits for leave to send them.

    Raises:
        Refused: the head is broken, or its body too large or of unknown length.
    """
    method, _, rest = head.partition(b" ")
    line, _, headers_sent = rest.partition(b"\r\n")
    version = line.rpartition(b" ")[2]  # the target is read where there is time for it: in a thread
    plain = method + b" / " + version + b"\r\n" + headers_sent
    headers = dict(parsed(config, plain, address).headers)
    if "TRANSFER-ENCODING" in headers:
        raise Refused(refusals.NO_LENGTH)
    length = int(headers.get("CONTENT-LENGTH", 0))
    if length > limits.LARGEST_BODY:
        raise Refused(refusals.LARGE_BODY)
    return length, length > 0 and headers.get("EXPECT", "").lower() == "100-continue"


def path_of(request: bytes) -> bytes:
    """The path that the first line of a request asks for, as it stands there."""
    target = request[: limits.LONGEST_LINE].split(b"\r\n", 1)[0].split(b" ")[1:2]
    path = target[0].partition(b"?")[0] if target else b"/"
    return b"/" + path.partition(b"://")[2].partition(b"/")[2] if b"://" in path else path


def is_plain(request: bytes) -> bool:
    """Whether the connection can be kept after an answer that was made without reading ``request``:
    what is answered has a body, and the client waits for another answer on it."""
    small = request.lower()
    return small.startswith(b"get ") and b" http/1.1\r\n" in small and b"\nconnection:" not in small
