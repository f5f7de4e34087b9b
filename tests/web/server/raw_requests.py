"""Requests as bytes (RFC 9112), most of them wrong: what may be answered to each.

``CANARY`` is a request that stands where a careless reader takes a body, or what is left of a
broken request, for the next one. Its answer is in no other.
"""

from __future__ import annotations

from typing import NamedTuple

CANARY = b"GET /opensearch.xml HTTP/1.1\r\nHost: localhost\r\n\r\n"
ANSWERED = b"<OpenSearchDescription"
"""What the answer to the canary holds."""
GET, POST = b"GET /help HTTP/1.1", b"POST /reading HTTP/1.1"
HOST = b"Host: localhost"
FORM = b"Content-Type: application/x-www-form-urlencoded"
OK = frozenset({200})
BAD = frozenset({400})
GONE = frozenset[int]()
"""Nothing is answered: it is not a whole request, and its client has gone."""


class Case(NamedTuple):
    """What is sent, and the status of the first answer: one of these."""

    name: str
    sent: bytes
    statuses: frozenset[int]


def head(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n"


BAD_LINES = {
    "no version": b"GET /help",
    "no target": b"GET HTTP/1.1",
    "nothing": b"",
    "one word": b"GET",
    "two spaces": b"GET  /help HTTP/1.1",
    "space in target": b"GET /help me HTTP/1.1",
    "space at the end": b"GET /help HTTP/1.1 ",
    "space before": b" GET /help HTTP/1.1",
    "tabs": b"GET\t/help\tHTTP/1.1",
    "version 0.9": b"GET /help HTTP/0.9",
    "version 2.0": b"GET /help HTTP/2.0",
    "version 3": b"GET /help HTTP/3",
    "version 1": b"GET /help HTTP/1",
    "version 1.10": b"GET /help HTTP/1.10",
    "version 11": b"GET /help HTTP/11",
    "version of letters": b"GET /help HTTP/a.b",
    "version in small letters": b"GET /help http/1.1",
    "version of another protocol": b"GET /help SIP/1.1",
    "version with a sign": b"GET /help HTTP/+1.1",
    "version full width": "GET /help HTTP/１.1".encode(),
    "method of bytes": b"G\xe9T /help HTTP/1.1",
    "method with a colon": b"GET: /help HTTP/1.1",
    "method with brackets": b"G(E)T /help HTTP/1.1",
    "method in quotes": b'"GET" /help HTTP/1.1',
    "method with nul": b"GE\x00T /help HTTP/1.1",
    "target with nul": b"GET /he\x00lp HTTP/1.1",
    "target with escape": b"GET /he\x1blp HTTP/1.1",
    "target with del": b"GET /he\x7flp HTTP/1.1",
    "target with a tab": b"GET /he\tlp HTTP/1.1",
    "target without slash": b"GET help HTTP/1.1",
    "asterisk": b"GET * HTTP/1.1",
    "authority": b"GET localhost:80 HTTP/1.1",
    "absolute, another host": b"GET http://evil.example/help HTTP/1.1",
    "absolute, a user": b"GET http://localhost@evil.example/help HTTP/1.1",
    "absolute, another port": b"GET http://localhost:1/help HTTP/1.1",
    "bare CR": b"GET /help\rHTTP/1.1",
    "the preface of HTTP/2": b"PRI * HTTP/2.0",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}

GOOD_LINES = {
    "GET": GET,
    "HTTP/1.0": b"GET /help HTTP/1.0",
    "absolute": b"GET http://localhost/help HTTP/1.1",
    "raw UTF-8": "GET /search?q=公积金 HTTP/1.1".encode(),
    "raw GBK": "GET /search?q=公积金 HTTP/1.1".encode("gbk"),
    "fragment": b"GET /help#a HTTP/1.1",
}


def _lines() -> list[Case]:
    """First lines."""
    return [
        *(Case(f"line: {name}", head(line, HOST) + CANARY, BAD) for name, line in BAD_LINES.items()),
        *(Case(f"line: {name}", head(line, HOST, b"Connection: close"), OK) for name, line in GOOD_LINES.items()),
        Case("line: another method", head(b"BREW /help HTTP/1.1", HOST), frozenset({405})),
        Case("line: CONNECT", head(b"CONNECT localhost:80 HTTP/1.1", HOST) + CANARY, frozenset({400, 404, 405})),
        Case("line: OPTIONS of all", head(b"OPTIONS * HTTP/1.1", HOST), frozenset({200, 400, 404})),
        Case("line: TRACE", head(b"TRACE /help HTTP/1.1", HOST, b"Cookie: a=b"), frozenset({405})),
        Case("line: 64 KB and more", head(b"GET /help?" + b"a" * 65_600 + b" HTTP/1.1", HOST), frozenset({414})),
        Case("line: one empty one before", b"\r\n" + head(GET, HOST), OK),
        Case("line: many empty ones before", b"\r\n" * 5 + head(GET, HOST), BAD),
        Case("line: never ends", b"GET /help", GONE),
        Case("line: ends with LF", b"GET /help HTTP/1.1\nHost: localhost\n\n" + CANARY, BAD),
    ]  # fmt: skip


BAD_HEADERS = {
    "no colon": b"Accept",
    "no name": b": a",
    "space before the colon": b"Accept : a",
    "tab before the colon": b"Accept\t: a",
    "folded": b"Accept: a\r\n b",
    "folded by a tab": b"Accept: a\r\n\tb",
    "first line folded": b" Accept: a",
    "name with a space": b"Ac cept: a",
    "name of bytes": "Accépt: a".encode(),
    "name with brackets": b"Ac[c]ept: a",
    "name with nul": b"Ac\x00cept: a",
    "value with nul": b"Accept: a\x00b",
    "value with bare CR": b"Accept: a\rb",
    "value with bare LF": b"Accept: a\nb",
    "bare LF and a header": b"Accept: a\nContent-Length: 5",
    "bare CR and a header": b"Accept: a\rContent-Length: 5",
    "a second host": b"Host: evil.example",
    "the same host again": HOST,
    "an unknown expectation": b"Expect: a-miracle",
}

GOOD_HEADERS = {
    "no value": b"Accept:",
    "spaces around the value": b"Accept: \t a \t ",
    "value of bytes": "X-Name: 政策".encode(),
    "underscore": b"Content_Length: 5",
    "a name of a variable": b"SCRIPT_NAME: /other",
    "a path": b"PATH_INFO: /other",
    "upgrade to HTTP/2": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
    "a range": b"Range: bytes=0-0",
    "a trailer announced": b"Trailer: Expires",
    "forwarded": b"X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil.example",
}  # fmt: skip


def _headers() -> list[Case]:
    """Lines of the head."""
    return [
        *(Case(f"header: {name}", head(GET, HOST, line) + CANARY, BAD) for name, line in BAD_HEADERS.items()),
        *(
            Case(f"header: {name}", head(GET, HOST, line, b"Connection: close"), OK)
            for name, line in GOOD_HEADERS.items()
        ),
        Case("header: upgrade to a web socket", head(GET, HOST, b"Connection: Upgrade", b"Upgrade: websocket"), frozenset({200, 400})),
        Case("header: no host", head(GET), BAD),
        Case("header: no host, HTTP/1.0", head(b"GET /help HTTP/1.0"), BAD),
        Case("header: an empty host", head(GET, b"Host:"), BAD),
        Case("header: a foreign host", head(GET, b"Host: evil.example"), BAD),
        Case("header: two hosts in one", head(GET, b"Host: localhost, evil.example"), BAD),
        Case("header: too long", head(GET, HOST, b"X: " + b"a" * 9000), frozenset({431})),
        Case("header: too many", head(GET, HOST, *[b"X: a"] * 200), frozenset({431})),
        Case("header: without end", GET + b"\r\n" + b"X: a\r\n" * 20_000, frozenset({431})),
        Case("header: only half", GET + b"\r\nHost: loc", GONE),
    ]  # fmt: skip


BAD_LENGTHS = {
    "negative": b"-1",
    "with a sign": b"+47",
    "hexadecimal": b"0x2f",
    "a fraction": b"47.0",
    "with an exponent": b"4e1",
    "of words": b"all",
    "empty": b"",
    "with a space in it": b"4 7",
    "a list": b"47, 47",
    "another list": b"0, 47",
    "superscript": b"4\xb2",
    "full width": "４７".encode(),
    "with an underscore": b"4_7",
    "very long": b"9" * 5000,
    "with nul": b"47\x00",
}


def _lengths() -> list[Case]:
    """Content-Length."""
    twice = ((b"47", b"47"), (b"0", b"47"), (b"47", b"0"))
    return [
        *(
            Case(f"length: {name}", head(GET, HOST, b"Content-Length: " + value) + CANARY, BAD)
            for name, value in BAD_LENGTHS.items()
        ),
        *(
            Case(
                f"length: {one!r} and {other!r}",
                head(GET, HOST, b"Content-Length: " + one, b"Content-Length: " + other) + CANARY,
                BAD,
            )
            for one, other in twice
        ),
        Case("length: of the canary", head(GET, HOST, b"Content-Length: %d" % len(CANARY)) + CANARY, OK),
        Case("length: more than comes", head(GET, HOST, b"Content-Length: 9999") + CANARY, GONE),
        Case("length: too large", head(GET, HOST, b"Content-Length: 99999") + CANARY, frozenset({413})),
        Case("length: huge", head(GET, HOST, b"Content-Length: 99999999999999999999") + CANARY, frozenset({413})),
        Case("length: a large form", head(POST, HOST, FORM, b"Content-Length: 500000") + b"a" * 9999, frozenset({413})),
        Case("length: leading zeros", head(GET, HOST, b"Content-Length: 000", b"Connection: close"), OK),
        Case("length: of a form", head(POST, HOST, FORM, b"Content-Length: 8") + b"back=%2F", frozenset({303})),
    ]  # fmt: skip


CHUNKED = b"Transfer-Encoding: chunked"

CODINGS = {
    "chunked": CHUNKED,
    "and a length": CHUNKED + b"\r\nContent-Length: 4",
    "behind a length": b"Content-Length: 4\r\n" + CHUNKED,
    "twice": CHUNKED + b"\r\n" + CHUNKED,
    "listed twice": b"Transfer-Encoding: chunked, chunked",
    "and identity": b"Transfer-Encoding: chunked, identity",
    "identity": b"Transfer-Encoding: identity",
    "gzip": b"Transfer-Encoding: gzip",
    "gzip and chunked": b"Transfer-Encoding: gzip, chunked",
    "unknown": b"Transfer-Encoding: cow",
    "almost": b"Transfer-Encoding: xchunked",
    "quoted": b'Transfer-Encoding: "chunked"',
    "empty": b"Transfer-Encoding:",
    "a comma": b"Transfer-Encoding: ,chunked",
    "parameters": b"Transfer-Encoding: chunked;a=b",
    "in capitals": b"TRANSFER-ENCODING: CHUNKED",
    "a tab": b"Transfer-Encoding:\tchunked",
    "vertical tab": b"Transfer-Encoding:\x0bchunked",
    "nul": b"Transfer-Encoding: chunked\x00",
    "a space before the colon": b"Transfer-Encoding : chunked",
    "folded": b"Transfer-Encoding:\r\n chunked",
    "behind a bare LF": b"A: b\nTransfer-Encoding: chunked",
    "behind a bare CR": b"A: b\rTransfer-Encoding: chunked",
    "on the line of another": b"A: b, Transfer-Encoding: chunked\r\nContent-Length: 0\r\nTransfer-Encoding: x",
    "bytes": b"Transfer-Encoding: chunked\xa0",
}

CHUNKS = {
    "extension": b"1;a=b\r\nx\r\n0\r\n\r\n",
    "a bare CR in the extension": b"1;a\rb\r\nx\r\n0\r\n\r\n",
    "LF": b"1\nx\n0\n\n",
    "negative": b"-1\r\nx\r\n0\r\n\r\n",
    "hexadecimal": b"0x1\r\nx\r\n0\r\n\r\n",
    "huge": b"FFFFFFFFFFFFFFFFF\r\nx",
    "no end": b"1\r\nxx\r\n0\r\n\r\n",
    "trailers": b"0\r\nContent-Length: 5\r\n\r\n",
}


def _codings() -> list[Case]:
    """Transfer-Encoding; none is taken, so there is nothing to smuggle in."""
    hidden = b"0\r\n\r\n" + CANARY
    refused = frozenset({400, 411})
    return [
        *(
            Case(f"coding: {name}", head(line, HOST, FORM, value) + hidden, refused)
            for name, value in CODINGS.items()
            for line in (POST,)
        ),
        *(
            Case(f"chunks: {name}", head(POST, HOST, FORM, CHUNKED) + body + CANARY, refused)
            for name, body in CHUNKS.items()
        ),
        Case("coding: of HTTP/1.0", head(b"POST /reading HTTP/1.0", HOST, FORM, CHUNKED) + hidden, refused),
        Case("coding: of a GET", head(GET, HOST, CHUNKED) + hidden, refused),
        Case("coding: of a probe", head(b"GET /healthz HTTP/1.1", HOST, CHUNKED) + hidden, refused),
    ]  # fmt: skip


CASES = [*_lines(), *_headers(), *_lengths(), *_codings()]
