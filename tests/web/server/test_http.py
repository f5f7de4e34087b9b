"""The server as it runs: what it reads and refuses, how it ends, what survives, what it notices."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

import web.server.http
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from tests.web.served import PATIENCE, ROOT, Site, free_port, held, site, until
from web.cli.main import main
from web.protect.limits import GLOBAL_RATE, RATE, WAITING
from web.server.http import Settings

SEEDS = ROOT / "seeds"
HELD = "/search.json?q=" + quote("等")
HANDED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", "web.cli.main", "serve", "--index", sys.argv[2]])
"""
FOUND = "/search.json?q=" + quote("政府网站")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Path:
    made = tmp_path_factory.mktemp("server")
    update_index(Store(made / "index"), [SEEDS], analyzer)
    return made


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Site]:
    """``zhengce serve`` over the seeds, two workers."""
    log = folder / "access.log"
    index = folder / "index"
    with site("--index", index, "--workers", 2, "--rate", 0, "--access-log", log) as made:
        yield made


# --- over an index ------------------------------------------------------------------------


def test_pages_are_served_and_do_not_say_by_what(running: Site) -> None:
    answer = running.get("/search?sort=newest&size=100")
    assert answer.status == 200
    assert "住房公积金提取管理办法" in answer.text
    assert "server" not in answer.headers
    assert "gunicorn" not in str(answer.headers).lower()


def test_a_query_of_seven_thousand_characters_gets_its_page(running: Site) -> None:
    answer = running.get("/search?q=" + quote("政" * 7_000))
    assert answer.status == 200
    assert "检索词超过" in answer.text


@pytest.mark.parametrize("length", [65_600, 900_000, 3_000_000])
def test_a_longer_line_is_refused_in_chinese(running: Site, length: int) -> None:
    answer = running.get("/search?q=" + "a" * length)
    assert answer.status == 414
    assert "网址过长" in answer.text


def test_headers_without_end_are_refused(running: Site) -> None:
    with running.connect(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 400_000) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")


def test_what_is_no_request_is_not_repeated(running: Site) -> None:
    with running.connect(b"GET /<script> HTTP/9.x\r\nHost: localhost\r\n\r\n") as client:
        answer = client.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "请求无法识别" in answer.decode()
    assert b"<script>" not in answer


def test_two_requests_that_come_together_are_both_answered(running: Site) -> None:
    asked = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with running.connect(asked + asked[:20]) as client:
        client.sendall(asked[20:] + last)
        assert client.makefile("rb").read().count(b'{"status":"ok"}') == 3


def test_a_body_that_is_not_wanted_does_no_harm(running: Site) -> None:
    head = b"POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n"
    with running.connect(head + b"x" * 500_000) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 4")


def test_only_our_hosts_are_answered(running: Site) -> None:
    for host in ("localhost", "127.0.0.1:1", "[::1]:80", "LocalHost"):
        assert running.get("/", {"Host": host}).status == 200, host
    answer = running.get("/", {"Host": "evil.example"})
    assert answer.status == 400
    assert "网址不对" in answer.text
    assert running.get("/index.json", {"Host": "evil.example"}).json["error"]
    assert running.get("/healthz", {"Host": "evil.example"}).status == 200


def test_the_access_log_has_pages_and_no_probes(running: Site, folder: Path) -> None:
    running.get("/help?seen=1")
    running.get("/healthz")
    running.get("/help?long=" + "a" * 5000)
    log = folder / "access.log"
    until(lambda: all(words in log.read_text() for words in ("seen=", "long=")))
    lines = log.read_text().splitlines()
    assert any('"GET /help?seen=1 HTTP/1.1" 200 ' in line for line in lines)
    assert not any("healthz" in line or "readyz" in line for line in lines)
    assert max(map(len, lines)) < 3000


def test_a_worker_that_is_killed_is_replaced(running: Site) -> None:
    until(lambda: len(running.workers()) == 2)
    victim = min(running.workers())
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in running.workers() and len(running.workers()) == 2)
    assert running.get("/search").status == 200


def test_a_new_generation_is_noticed_and_no_request_fails(
    running: Site, folder: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    before = running.get("/readyz").json
    more = tmp_path / "新.txt"
    more.write_text("名称: 新通知\n\n海绵城市", encoding="utf-8")
    update_index(Store(folder / "index"), [SEEDS, more], analyzer)
    statuses, agreed = set(), 0
    while agreed < 40:  # both workers are asked often enough
        statuses.add(running.get("/search?q=" + quote("海绵城市")).status)
        now = running.get("/readyz").json
        agreed = agreed + 1 if now["generation"] > before["generation"] else 0
    assert statuses == {200}
    assert now["documents"] == before["documents"] + 1
    assert "新通知" in running.get("/search?q=" + quote("海绵城市")).text


def test_workers_are_changed_on_hangup_and_no_request_fails(running: Site) -> None:
    old = running.workers()
    running.process.send_signal(signal.SIGHUP)
    statuses = set()

    def changed() -> bool:
        statuses.add(running.get(FOUND).status)
        return not old & running.workers()

    until(changed)
    assert statuses == {200}


# --- over an engine that can be held up ---------------------------------------------------


def test_what_runs_is_finished_before_the_end(tmp_path: Path) -> None:
    with held(tmp_path) as running, ThreadPoolExecutor() as pool:
        slow = pool.submit(running.get, HELD)
        until((tmp_path / "entered").exists)
        running.process.terminate()
        until(lambda: _refuses(running.port))
        assert running.process.poll() is None
        (tmp_path / "go").touch()
        assert slow.result(PATIENCE).status == 200
        assert running.process.wait(PATIENCE) == 0


def _refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return True
    return False


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    with held(tmp_path) as running:
        assert running.end(signal.SIGINT) == (0, "")


def test_what_is_too_much_is_refused_and_the_rest_answered(tmp_path: Path) -> None:
    count = WAITING + 20
    with held(tmp_path, threads=1) as running, ThreadPoolExecutor(count) as pool:
        first = pool.submit(running.get, HELD)
        until((tmp_path / "entered").exists)
        others = [pool.submit(running.get, FOUND) for _ in range(count - 1)]
        until(lambda: sum(other.done() for other in others) >= 19)
        refused = [other.result() for other in others if other.done()]
        assert {answer.status for answer in refused} == {503}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert "人较多" in refused[0].json["error"]
        assert running.get("/healthz").status == 200
        assert running.get("/static/zhengce.css").status == 200
        (tmp_path / "go").touch()
        assert first.result(PATIENCE).status == 200
        assert {other.result(PATIENCE).status for other in others} <= {200, 503}
        assert running.get(FOUND).status == 200


def test_no_work_is_done_for_those_who_left(tmp_path: Path) -> None:
    with held(tmp_path, threads=1) as running, ThreadPoolExecutor() as pool:
        first = pool.submit(running.get, HELD)
        until((tmp_path / "entered").exists)
        (tmp_path / "entered").unlink()
        running.connect(f"GET {HELD} HTTP/1.1\r\nHost: a\r\n\r\n".encode()).close()
        running.get("/healthz")  # behind it, so the loop has read it
        (tmp_path / "go").touch()
        assert first.result(PATIENCE).status == 200
        assert running.get(FOUND).status == 200
        assert not (tmp_path / "entered").exists()


def test_a_connection_is_kept_after_a_refusal_unless_a_body_may_follow(tmp_path: Path) -> None:
    with held(tmp_path, threads=1) as running, ThreadPoolExecutor() as pool:
        first = pool.submit(running.get, HELD)
        until((tmp_path / "entered").exists)
        asked = b"GET /search.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with running.connect(asked) as client:
            assert client.recv(9999).startswith(b"HTTP/1.1 503 ")
            client.sendall(asked)
            assert client.recv(9999).startswith(b"HTTP/1.1 503 ")
        body = asked.replace(b"\r\n\r\n", b"\r\nContent-Length: 50\r\n\r\n") + asked
        with running.connect(body) as client:
            assert client.makefile("rb").read().count(b"HTTP/1.1") == 1
        (tmp_path / "go").touch()
        assert first.result(PATIENCE).status == 200


def test_clients_that_send_nothing_or_half_block_nobody(tmp_path: Path) -> None:
    with held(tmp_path, threads=1) as running:
        half = b"GET / HTTP/1.1\r\nHost: local"
        clients = [running.connect(sent) for sent in (b"", half) for _ in range(50)]
        assert running.get(FOUND).status == 200
        clients[-1].sendall(b"host\r\nConnection: close\r\n\r\n")
        assert clients[-1].recv(100).startswith(b"HTTP/1.1 200 ")
        for client in clients:
            client.close()


def test_a_socket_of_systemd_is_taken(folder: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, "-c", HANDED, str(listener.fileno()), str(folder / "index")],
            pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            text=True,
        )
        running = Site(listener.getsockname()[1], process)
        try:
            assert running.get("/help").status == 200  # it waits in the socket until we are up
        finally:
            process.terminate()
            process.wait(PATIENCE)


# --- the command --------------------------------------------------------------------------


def _serve(folder: Path, *words: object, **env: str) -> Result:
    command = ["serve", "--index", str(folder / "index"), *map(str, words)]
    return CliRunner().invoke(main, command, env=env)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """What would be served, in place of serving."""
    found: list[Settings] = []

    def serve(engine: object, settings: Settings, listener: socket.socket) -> None:
        found.append(settings)
        listener.close()

    monkeypatch.setattr(web.server.http, "serve", serve)
    return found


def test_a_port_in_use_is_said_with_the_next_step(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = _serve(folder, "--port", port)
    assert result.exit_code == 1
    assert f"端口 {port} 已被占用" in result.output
    assert f"--port {port + 1}" in result.output


def test_a_port_in_use_for_metrics_is_said(folder: Path, given: list[Settings]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        result = _serve(folder, "--port", free_port(), "--metrics-port", taken)
    assert result.exit_code == 1
    assert f"--metrics-port {taken + 1}" in result.output
    assert given == []


def test_an_address_of_another_machine_is_said(folder: Path) -> None:
    result = _serve(folder, "--host", "192.0.2.1", "--port", free_port())
    assert result.exit_code == 1
    assert "无法监听 192.0.2.1" in result.output


def test_limits_and_hosts_are_on_by_themselves(folder: Path, given: list[Settings]) -> None:
    result = _serve(folder, "--port", free_port())
    assert result.exit_code == 0, result.output
    assert "已打开索引" in result.output
    assert "请在浏览器打开 http://127.0.0.1:" in result.output
    config = given[0].config
    assert config["ALLOWED_HOSTS"] == ("localhost", "127.0.0.1", "[::1]")
    assert config["RATE"] == RATE == 10
    assert config["GLOBAL_RATE"] == GLOBAL_RATE == 300
    assert config["TRUSTED_PROXIES"] == 0


def test_an_open_address_without_hosts_is_warned_of(folder: Path, given: list[Settings]) -> None:
    assert "--allow-host" in _serve(folder, "--host", "0.0.0.0", "--port", free_port()).output
    named = _serve(
        folder, "--host", "0.0.0.0", "--port", free_port(), "--allow-host", ".example.cn"
    )
    assert "--allow-host" not in named.output
    assert [settings.config["ALLOWED_HOSTS"] for settings in given] == [(), (".example.cn",)]


def test_options_come_from_the_environment_too(folder: Path, given: list[Settings]) -> None:
    port = str(free_port())
    hosts = "a.example.cn b.example.cn"
    result = _serve(folder, ZHENGCE_PORT=port, ZHENGCE_RATE="0", ZHENGCE_ALLOW_HOST=hosts)
    assert port in result.output
    assert given[0].config["RATE"] == 0
    assert given[0].config["ALLOWED_HOSTS"] == ("a.example.cn", "b.example.cn")


@pytest.mark.parametrize("name", ["http://example.cn", "example.cn:80", "example.cn/x"])
def test_what_is_no_host_is_refused(folder: Path, name: str) -> None:
    result = _serve(folder, "--allow-host", name)
    assert result.exit_code == 2
    assert "不是域名" in result.output
