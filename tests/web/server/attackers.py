"""Clients that mean no good: each attack leaves its connections open, and busy, until it is ended.

An attack is given the site and how many connections to make, and yields while it goes on.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from urllib.parse import quote

from tests.web.served import PATIENCE, Site

Attack = Callable[[Site, int], AbstractContextManager[None]]

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
"""Where visitors come from, and others. Who only holds connections comes from both."""
HOST = b"Host: localhost\r\n"
POST = (
    b"POST /reading HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 9000\r\n\r\nback=%2F"
)
BODIES = tuple(
    f"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9000\r\n\r\n".encode()
    for path, host in (
        ("/", "localhost"),
        ("/search?q=a", "localhost"),
        ("/healthz", "localhost"),
        ("/readyz", "localhost"),
        ("/static/zhengce.css", "localhost"),
        ("/search.csv", "localhost"),
        ("/nowhere", "localhost"),
        ("/", "evil.example"),
    )
)
HEAD = b"GET /search?q=a HTTP/1.1\r\n" + HOST


@contextmanager
def connected(
    site: Site,
    sent: Iterable[bytes],
    buffer: int = 0,
    trickle: bytes = b"",
    source: str = ELSEWHERE,
) -> Iterator[None]:
    """A connection for each of ``sent``; bytes of ``trickle`` follow, one at a time.

    Args:
        buffer: how little each takes at once; a byte of it is read now and then.
        source: the address they come from.
    """
    clients: list[socket.socket] = []
    over = threading.Event()
    try:
        for words in sent:
            client = socket.socket()
            client.settimeout(PATIENCE)
            if buffer:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            client.bind((source, 0))
            client.connect((HERE, site.port))
            clients.append(client)
            with suppress(OSError):  # it may be refused before it has said everything
                client.sendall(words)
        feeder = threading.Thread(target=_feed, args=(clients, over, buffer, trickle))
        feeder.start()
        yield
        over.set()
        feeder.join()
    finally:
        over.set()
        for client in clients:
            client.close()


def _feed(
    clients: Sequence[socket.socket], over: threading.Event, buffer: int, trickle: bytes
) -> None:
    at = 0
    while not over.wait(0.1):
        at += 1
        for client in clients if buffer or trickle else ():
            client.setblocking(False)
            with suppress(OSError):
                if trickle:
                    client.send(trickle[at % len(trickle) :][:1])
                if buffer:
                    client.recv(1)


@contextmanager
def repeated(site: Site, each: Sequence[bytes], count: int) -> Iterator[None]:
    """``count`` connections on which something is asked again as soon as it is answered."""
    over = threading.Event()

    def ask(words: bytes) -> None:
        while not over.is_set():
            with suppress(OSError), _elsewhere(site) as client:
                client.sendall(words)
                while not over.is_set() and client.recv(2**16):
                    continue

    threads = [threading.Thread(target=ask, args=(each[n % len(each)],)) for n in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _elsewhere(site: Site) -> socket.socket:
    return socket.create_connection((HERE, site.port), 1, (ELSEWHERE, 0))


def _closing(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def slow_bodies(site: Site, count: int) -> AbstractContextManager[None]:
    return connected(site, [POST] * count, trickle=b"x")


def bodies_that_never_come(site: Site, count: int) -> AbstractContextManager[None]:
    return connected(site, [BODIES[n % len(BODIES)] for n in range(count)])


def slow_heads(site: Site, count: int) -> AbstractContextManager[None]:
    return connected(site, [HEAD] * count, trickle=b"X-More: yes\r\n", source=HERE)


def silence(site: Site, count: int) -> AbstractContextManager[None]:
    return connected(site, [b""] * count, source=HERE)


def long_heads(site: Site, count: int) -> AbstractContextManager[None]:
    return repeated(site, [b"GET /" + b"a" * 2 * 2**20], count)


def many_headers(site: Site, count: int) -> AbstractContextManager[None]:
    return repeated(site, [HEAD + b"X-More: yes\r\n" * 9000 + b"\r\n"], count)


def many_parameters(site: Site, count: int) -> AbstractContextManager[None]:
    return repeated(site, [_closing("/search?q=a" + "&year=2020" * 5000)], count)


def tables(site: Site, count: int) -> AbstractContextManager[None]:
    return repeated(
        site, [_closing("/search.csv"), _closing("/search.xlsx?q=%E6%94%BF%E7%AD%96")], count
    )


def sitemaps(site: Site, count: int) -> AbstractContextManager[None]:
    return repeated(site, [_closing("/sitemap-1.xml"), _closing("/%73itemap-1.xml")], count)


def answers_nobody_takes(site: Site, count: int) -> AbstractContextManager[None]:
    """Fifty requests at once on each connection."""
    return connected(site, [(HEAD + b"\r\n") * 50] * count, buffer=2048)


def trickling_originals(site: Site, count: int) -> AbstractContextManager[None]:
    """A large file, taken byte by byte."""
    id = quote(site.get("/search.json?q=%E9%95%BF%E7%AF%87").json["hits"][0]["id"])
    path = f"/documents/{id}/original"
    assert int(site.get(path, method="HEAD").headers["content-length"]) > 2**20
    return connected(site, [_closing(path)] * count, buffer=2048)


@contextmanager
def everything(site: Site, count: int) -> Iterator[None]:
    """All of it at once."""
    with ExitStack() as stack:
        for attack in (
            slow_bodies,
            bodies_that_never_come,
            slow_heads,
            tables,
            trickling_originals,
        ):
            stack.enter_context(attack(site, count))
        yield
