"""Puts load on ``zhengce serve`` with wrk, as much as it can serve and ten times that.

    python -m bench.load pages --index DIR [--seconds 10]
    python -m bench.load overload --index DIR [--seconds 60]

Prints Markdown. The server and wrk share the machine: on two cores wrk takes its part of them.
``pages`` measures what is served without limits; ``overload`` puts the limits on and asks from
many addresses (``X-Forwarded-For``) for more than can be answered: what is not answered must be
refused (429, 503) and nothing else, memory must not grow, and afterwards all must be as before.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).parent
HOST = "127.0.0.1"
CONNECTIONS, FLOOD = 16, 400
"""Connections to measure with, and to overload with."""
TIMES = 10
"""So many times what can be served is offered."""
ADDRESSES = 20_000
RECOVERY = 30
"""Seconds within which it must serve again, or we stop asking."""

LUA = """
local paths, addresses, pause = {%(paths)s}, %(addresses)d, %(pause)d
local at, threads = 0, 0
s200, s429, s503, other = 0, 0, 0, 0
list = {}
function setup(thread) threads = threads + 1; thread:set("first", threads * 7); list[threads] = thread end
function init(args) at = first; math.randomseed(first) end
function pace() return math.random(2 * pause) end
if pause > 0 then delay = pace end
function request()
  at = at + 1
  local headers = {}
  if addresses > 0 then
    -- one request in ten comes from one address, which is to meet its own limit
    local n = at %% 10 == 0 and 0 or math.random(addresses)
    headers["X-Forwarded-For"] = string.format("10.%%d.%%d.%%d", n / 65536, n / 256 %% 256, n %% 256)
  end
  return wrk.format("GET", paths[at %% #paths + 1], headers)
end
function response(status)
  if status == 200 then s200 = s200 + 1 elseif status == 429 then s429 = s429 + 1
  elseif status == 503 then s503 = s503 + 1 else other = other + 1 end
end
function done(summary, latency, requests)
  local counts = {s200 = 0, s429 = 0, s503 = 0, other = 0}
  for _, thread in ipairs(list) do
    for name in pairs(counts) do counts[name] = counts[name] + thread:get(name) end
  end
  local e = summary.errors
  io.write(string.format(
    '\\n@{"requests":%%d,"seconds":%%f,"p50":%%f,"p99":%%f,"bytes":%%d,"errors":%%d,' ..
    '"200":%%d,"429":%%d,"503":%%d,"other":%%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, summary.bytes, e.connect + e.read + e.write + e.timeout,
    counts.s200, counts.s429, counts.s503, counts.other))
end
"""


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["pages", "overload"])
    parser.add_argument("--index", required=True, type=Path)
    parser.add_argument("--seconds", type=int, default=0, help="10 a page; 60 of overload")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--threads", default="")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed (Debian: apt install wrk).")
    more = ["--workers", given.workers]
    more += ["--threads", given.threads] if given.threads else []
    if given.what == "pages":
        pages(given.index, given.seconds or 10, more)
    else:
        overload(given.index, given.seconds or 60, more)


# --- pages ------------------------------------------------------------------------------


def pages(index: Path, seconds: int, more: list[str]) -> None:
    """What is served of each page, without limits."""
    unlimited = [*more, "--rate", "0", "--global-rate", "0"]
    with served(index, unlimited) as (port, _):
        found = json.loads(get(port, f"/search.json?q={quote('公积金')}")[1])
        document = "/documents/" + quote(found["hits"][0]["id"]) + f"?q={quote('公积金')}"
        kinds = {"home": ["/"], "results": searches(), "document": [document]}
        print(
            "| page | requests/s | p50, ms | p99, ms | errors | KB |\n|---|---:|---:|---:|---:|---:|"
        )
        for name, paths in kinds.items():
            wrk(port, paths, CONNECTIONS, 2)  # caches are filled as they are in a running site
            time.sleep(1)  # what those asked for last is done
            run = wrk(port, paths, CONNECTIONS, seconds)
            weight = statistics.mean(len(get(port, path)[1]) for path in paths) / 1024
            wrong = run["errors"] + run["requests"] - run["200"]
            rate = run["requests"] / run["seconds"]
            print(f"| {name} | {rate:.0f} | {run['p50']:.1f} | {run['p99']:.1f} | {wrong} "
                  f"| {weight:.1f} |")  # fmt: skip


def searches() -> list[str]:
    """The addresses of the queries in ``queries.txt``: facets, snippets and all."""
    made = []
    for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            q, *filters = line.split("\t")
            pairs = [part.partition("=")[::2] for part in filters]
            made.append("/search?" + "&".join(f"{k}={quote(v)}" for k, v in [("q", q), *pairs]))
    return made


# --- overload ---------------------------------------------------------------------------


@dataclass
class Watch:
    """What is seen from outside while the load is on."""

    port: int
    pid: int
    memory: list[float] = field(default_factory=list)
    """MB of all processes together, each second."""
    visits: list[tuple[int, float]] = field(default_factory=list)
    """Status and ms of a visitor who asks twice a second."""
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Until it is over."""
        paths = searches()
        for number in range(10**6):
            if self.over.wait(0.5):
                return
            self.visits.append(visit(self.port, paths[number % len(paths)]))
            if number % 2:
                self.memory.append(memory(self.pid))


def overload(index: Path, seconds: int, more: list[str]) -> None:
    """Far more than can be served, and what becomes of it."""
    with served(index, [*more, "--trusted-proxies", "1"]) as (port, pid):
        wrk(port, searches(), CONNECTIONS, 3, ADDRESSES)  # as in a running site
        full = wrk(port, searches(), CONNECTIONS, 5, ADDRESSES)
        capacity = full["200"] / full["seconds"]
        pause = int(1000 * FLOOD / (TIMES * capacity))
        time.sleep(2)
        usual = statistics.median(visit(port, path)[1] for path in searches())
        watch = Watch(port, pid)
        thread = threading.Thread(target=watch.look)
        thread.start()
        run = wrk(port, searches(), FLOOD, seconds, ADDRESSES, pause)
        ended = time.perf_counter()
        watch.over.set()
        thread.join()
        recovered = recovery(port, usual, ended)
        print(f"{FLOOD} connections, {ADDRESSES:,} addresses, {seconds} s\n\n| | |\n|---|---:|")
        print(f"| can be served, requests/s | {capacity:.0f} |")
        report(run, watch, usual, recovered)


def recovery(port: int, usual: float, ended: float) -> float:
    """Seconds until a visitor is answered as usual (three times the usual, at least 100 ms)."""
    for path in searches() * 100:
        status, spent = visit(port, path)
        now = time.perf_counter() - ended
        if (status == 200 and spent < max(3 * usual, 100)) or now > RECOVERY:
            return now
        time.sleep(0.1)
    return float("inf")


def report(run: dict[str, float], watch: Watch, usual: float, recovered: float) -> None:
    """Print it."""
    seconds = run["seconds"]
    print(f"| offered, requests/s | {run['requests'] / seconds:.0f} |")
    for status, name in (("200", "answered (200)"), ("429", "429"), ("503", "503")):
        print(f"| {name}, requests/s | {run[status] / seconds:.0f} |")
    print(f"| any other status | {run['other']:.0f} |")
    print(f"| errors of connections | {run['errors']:.0f} |")
    kinds = Counter(status for status, _ in watch.visits)
    times = sorted(spent for status, spent in watch.visits if status == 200) or [float("nan")]
    slow = times[int(len(times) * 0.95)]
    print(f"| a visitor meanwhile: statuses | {dict(kinds)} |")
    print(f"| … answered in, p50 / p95, ms | {statistics.median(times):.0f} / {slow:.0f} |")
    print(f"| … usual, ms | {usual:.0f} |")
    memory = watch.memory or [float("nan")]
    fifth = max(len(memory) // 5, 1)
    first, last = memory[:fifth], memory[-fifth:]
    print(f"| memory of all processes, MB: first fifth / last fifth / most | "
          f"{statistics.mean(first):.0f} / {statistics.mean(last):.0f} / {max(memory):.0f} |")  # fmt: skip
    print(f"| served as usual again after, s | {recovered:.2f} |")


def visit(port: int, path: str) -> tuple[int, float]:
    """Status (0: none) and ms of one request by somebody else."""
    began = time.perf_counter()
    try:
        status = get(port, path, {"X-Forwarded-For": f"192.168.{began * 10 % 250:.0f}.7"})[0]
    except OSError:
        status = 0
    return status, (time.perf_counter() - began) * 1000


# --- the server, the client ---------------------------------------------------------------


@contextmanager
def served(index: Path, more: list[str]) -> Iterator[tuple[int, int]]:
    """A running ``zhengce serve``: its port and the process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "web.cli.main", "serve", "--index", str(index)]
    server = subprocess.Popen(
        [*command, "--host", HOST, "--port", str(port), *more], stdout=subprocess.DEVNULL
    )
    try:
        while server.poll() is None and not is_up(port):
            time.sleep(0.1)
        if server.poll() is not None:
            sys.exit("The server did not start.")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def is_up(port: int) -> bool:
    """Whether it is ready to be asked."""
    try:
        return get(port, "/readyz")[0] == 200
    except OSError:
        return False


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wrk(
    port: int,
    paths: list[str],
    connections: int,
    seconds: int,
    addresses: int = 0,
    pause: int = 0,
) -> dict[str, float]:
    """What wrk measured; ``pause``: ms that a connection waits on average before it asks."""
    listed = ",".join(f'"{path}"' for path in paths)
    lua = LUA % {"paths": listed, "addresses": addresses, "pause": pause}
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua)
        script.flush()
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
        done = subprocess.run(
            [*command, "-s", script.name, f"http://{HOST}:{port}"], capture_output=True, text=True
        )
    lines = [line[1:] for line in done.stdout.splitlines() if line.startswith("@")]
    if not lines:
        sys.exit(f"wrk failed: {done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(lines[0])
    return found


def memory(pid: int) -> float:
    """MB of a process and its children: its own pages, and its part of those that are shared."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            parent = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
            if str(pid) in (folder.name, parent):
                rollup = (folder / "smaps_rollup").read_text()
                total += int(rollup.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError):
            continue
    return total / 1024


if __name__ == "__main__":
    main()
