"""Whatever is waited for has a deadline, and says what was wrong when it is over; who is connected
has a place until another needs it. The limits are small here: nobody waits for the real ones."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.web.served import PATIENCE, Site, held, until
from tests.web.server.attackers import BODIES, HEAD, HOST, POST

ASK = b"GET /help HTTP/1.1\r\n" + HOST + b"\r\n"


def rest(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    return client.makefile("rb").read()


@pytest.mark.parametrize("sent", [HEAD, POST, *BODIES], ids=repr)
def test_a_request_that_is_not_whole_in_time_is_told_so(tmp_path: Path, sent: bytes) -> None:
    with (
        held(tmp_path, limits={"REQUEST_SECONDS": 0.3}) as running,
        running.connect(sent) as client,
    ):
        answer = rest(client)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert "网络可能不稳定".encode() in answer


def test_trickling_does_not_put_off_the_deadline(tmp_path: Path) -> None:
    with (
        held(tmp_path, limits={"REQUEST_SECONDS": 1.0}) as running,
        running.connect(HEAD) as client,
    ):
        client.settimeout(0.05)
        answer = b""
        for _ in range(PATIENCE * 20):
            try:
                answer += client.recv(1000)
                break
            except TimeoutError:
                client.sendall(b"X")
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_who_says_nothing_is_closed(tmp_path: Path) -> None:
    limits = {"REQUEST_SECONDS": 0.3, "IDLE_SECONDS": 0.3}
    with held(tmp_path, limits=limits) as running:
        with running.connect() as client:
            assert rest(client) == b""
        with running.connect(ASK) as client:
            assert rest(client).startswith(b"HTTP/1.1 200 ")


def test_an_answer_has_one_deadline(tmp_path: Path) -> None:
    small = {"ANSWER_SECONDS": 0.5, "SLOWEST": 1e9, "SEND_BUFFER": 4096}
    with held(tmp_path, limits=small) as running, _reader(running) as client:
        client.sendall((HEAD + b"\r\n") * 200)
        until(lambda: _is_cut(client))


def _reader(running: Site) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.settimeout(PATIENCE)
    client.connect(("127.0.0.1", running.port))
    return client


def _is_cut(client: socket.socket) -> bool:
    """Whether the server has given up a client that takes a byte now and then."""
    try:
        client.send(b"")
        return not client.recv(1)
    except ConnectionError:
        return True


def test_answers_nobody_takes_are_not_kept_without_end(tmp_path: Path) -> None:
    small = {"ANSWERS": 20_000, "SEND_BUFFER": 4096}
    with held(tmp_path, limits=small) as running:
        readers = [_reader(running) for _ in range(20)]
        for client in readers:
            client.sendall((HEAD + b"\r\n") * 50)
        assert running.get("/help").status == 200
        for client in readers:
            client.close()


def test_one_more_of_an_address_closes_its_longest_idle(tmp_path: Path) -> None:
    with held(tmp_path, limits={"CONNECTIONS_EACH": 5}) as running:
        first = running.connect(ASK)
        assert first.recv(9).startswith(b"HTTP/1.1 ")
        others = [running.connect() for _ in range(5)]
        assert rest(first).endswith(b"</html>")
        first.close()
        assert running.get("/help").status == 200
        assert running.get("/help").status == 200
        others[-1].sendall(ASK)
        assert others[-1].recv(9) == b"HTTP/1.1 "
        for client in others:
            client.close()


def test_where_everyone_is_being_served_one_more_is_told_to_come_again(tmp_path: Path) -> None:
    asked = b"GET /search.json?q=%E7%AD%89 HTTP/1.1\r\n" + HOST + b"\r\n"
    with held(tmp_path, limits={"CONNECTIONS_EACH": 2}) as running:
        busy = [running.connect(asked) for _ in range(2)]
        until((tmp_path / "entered").exists)
        with running.connect() as client:
            assert b" 503 " in rest(client).split(b"\r\n")[0]
        (tmp_path / "go").touch()
        for client in busy:
            assert client.recv(12) == b"HTTP/1.1 200"
            client.close()


def test_behind_a_proxy_an_address_is_everybody(tmp_path: Path) -> None:
    config = {"TRUSTED_PROXIES": 1}
    with held(tmp_path, limits={"CONNECTIONS_EACH": 3}, config=config) as running:
        clients = [running.connect(ASK) for _ in range(12)]
        for client in clients:
            assert client.recv(12) == b"HTTP/1.1 200"
        for client in clients:
            client.sendall(ASK)  # it was kept
            assert client.recv(2**16)
            client.close()


def test_leave_to_send_a_body_is_given(tmp_path: Path) -> None:
    asked = (
        POST.partition(b"\r\n\r\n")[0].replace(b"9000", b"8") + b"\r\nExpect: 100-continue\r\n\r\n"
    )
    with held(tmp_path) as running, running.connect(asked) as client:
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"back=%2F")
        assert client.recv(12) == b"HTTP/1.1 303"


def test_any_number_of_requests_may_come_behind_one_another(tmp_path: Path) -> None:
    """All are answered, the first by a thread, the others by the loop, which is busy."""
    count = 3000
    asked = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    with held(tmp_path, threads=1, limits={"WAITING": 0}) as running:
        first = running.connect(b"GET /search.json?q=%E7%AD%89 HTTP/1.1\r\n" + HOST + b"\r\n")
        until((tmp_path / "entered").exists)
        answered = running.exchange(asked * count)
        assert answered.count(b"HTTP/1.1 503 ") == count
        (tmp_path / "go").touch()
        assert first.recv(12) == b"HTTP/1.1 200"
        first.close()
        assert running.exchange(asked * 50).count(b"HTTP/1.1 200 ") == 50
