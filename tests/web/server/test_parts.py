"""The parts of the loop by themselves: where a request ends, who makes room, who is sent away."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from gunicorn.config import Config
from hypothesis import given
from hypothesis import strategies as st

from tests.web.server.raw_requests import CASES
from web.protect import limits
from web.server.clients import Clients
from web.server.connection import Connection
from web.server.framing import Inbox, Refused, announced, path_of
from web.server.lanes import Lane, Lanes

CONFIG = Config()
CONFIG.set("limit_request_line", 0)


def inbox() -> Inbox:
    return Inbox(lambda head: announced(CONFIG, head, ("127.0.0.1", 1)))


def taken(pieces: list[bytes]) -> tuple[list[bytes], int]:
    """The requests that are found, and the status of a refusal that ended it."""
    box, found = inbox(), []
    try:
        for piece in pieces:
            box.add(piece)
            while box.has_request():
                found.append(box.take())
    except Refused as error:
        return found, error.refusal.status
    return found, 0


SHORT = [case.sent for case in CASES if len(case.sent) < 2000]


@given(st.lists(st.sampled_from(SHORT), min_size=1, max_size=3), st.data())
def test_it_does_not_matter_in_which_pieces_bytes_come(
    sent: list[bytes], data: st.DataObject
) -> None:
    whole = b"".join(sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True) if a < b]
    found, status = taken(pieces)
    at_once, status_at_once = taken([whole])
    assert found == at_once[: len(found)] or at_once == found[: len(at_once)]
    if found == at_once:
        assert status == status_at_once or {status, status_at_once} <= {
            400,
            408,
            411,
            413,
            414,
            431,
        }


@given(st.binary(max_size=300))
def test_nothing_is_lost_and_nothing_is_kept_twice(tail: bytes) -> None:
    asked = b"GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(tail)
    box = inbox()
    assert box.add(asked + tail + asked)
    assert box.take() == asked + tail
    assert bytes(box.raw) == asked
    assert box.has_request() is (not tail)


@given(st.binary(max_size=100))
def test_a_path_is_read_of_anything(request: bytes) -> None:
    assert isinstance(path_of(request), bytes)
    assert Lanes(2).of(request) in Lanes(2)


@pytest.mark.parametrize(
    ("line", "lane"),
    [
        (b"GET /search?q=a HTTP/1.1", "asking"),
        (b"GET /healthz HTTP/1.1", "passing"),
        (b"HEAD /readyz?a HTTP/1.1", "passing"),
        (b"GET /healthz/more HTTP/1.1", "asking"),
        (b"GET /static/zhengce.css?v=1 HTTP/1.1", "passing"),
        (b"GET /search.csv?q=a HTTP/1.1", "dear"),
        (b"HEAD /search.xlsx HTTP/1.1", "dear"),
        (b"GET /%73earch%2Exlsx HTTP/1.1", "dear"),
        (b"GET http://localhost/search.csv?q=a HTTP/1.1", "dear"),
        (b"GET /sitemap-12.xml HTTP/1.1", "dear"),
        (b"GET /?next=/search.csv HTTP/1.1", "asking"),
    ],
)
def test_every_request_has_its_lane(line: bytes, lane: str) -> None:
    lanes = Lanes(2)
    assert lanes.of(line + b"\r\nHost: localhost\r\n\r\n") is getattr(lanes, lane)


@pytest.fixture
def made() -> Iterator[list[Connection]]:
    found: list[Connection] = []
    yield found
    for connection in found:
        connection.sock.close()


def connection(made: list[Connection], client: str) -> Connection:
    made.append(Connection(socket.socket(), (client, 1), client, inbox()))
    return made[-1]


def test_a_full_queue_sheds_the_last_of_who_has_most(made: list[Connection]) -> None:
    lane = Lane(slots=1, room=4, seconds=60)
    many = [connection(made, "many") for _ in range(5)]
    for one in many[:4]:
        assert lane.queued(one.client, one, b"") is None
    shed = lane.queued("many", many[4], b"")
    assert shed
    assert shed.connection is many[4]
    for _ in range(2):
        one = connection(made, "one")
        shed = lane.queued(one.client, one, b"")
        assert shed
        assert shed.connection.client == "many"
    assert [waiting.connection.client for waiting in lane.waiting] == ["many", "many", "one", "one"]


def test_addresses_take_turns(made: list[Connection]) -> None:
    lane = Lane(slots=1, room=9, seconds=60)
    for client in ("many", "many", "many", "one", "two", "many"):
        lane.queued(client, connection(made, client), b"")
    turns = [lane.next().connection.client for _ in range(6)]
    assert turns == ["many", "one", "many", "two", "many", "many"]
    assert not lane.waiting


def test_the_longest_idle_of_a_full_address_makes_room(made: list[Connection]) -> None:
    clients = Clients(most=10, most_each=3)
    ours = [connection(made, "a") for _ in range(3)]
    for one in [*ours, connection(made, "b")]:
        assert not clients.exceeded_by(one.client)
        clients.add(one)
        clients.idles(one)
    clients.works(ours[0])
    assert clients.exceeded_by("a")
    assert clients.oldest("a") is ours[1]
    assert not clients.exceeded_by("b")
    for one in ours[1:]:
        clients.works(one)
    assert clients.oldest("a") is None


def test_where_all_places_are_taken_who_has_most_makes_room(made: list[Connection]) -> None:
    clients = Clients(most=5, most_each=0)
    held = [connection(made, client) for client in ("a", "b", "b", "b", "c")]
    for one in held:
        clients.add(one)
        clients.idles(one)
    assert clients.exceeded_by("new")
    assert clients.oldest("new") is held[1]
    clients.remove(held[1])
    assert not clients.exceeded_by("new")
    assert len(clients) == 4


def test_a_socket_of_this_machine_is_a_proxy(made: list[Connection]) -> None:
    clients = Clients(most=limits.CONNECTIONS, most_each=1)
    for _ in range(3):
        assert not clients.exceeded_by("")
        clients.add(connection(made, ""))
