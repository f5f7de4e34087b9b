"""What Prometheus is told, and that it costs nothing where nobody asks."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from tests.web.served import PATIENCE, ROOT, ask, free_port, held, until

SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.M)


def scraped(port: int) -> dict[tuple[str, str], float]:
    """Name and labels -> value."""
    text = ask(port, "/metrics").text
    return {(name, labels): float(value) for name, labels, value in SAMPLE.findall(text)}


def test_requests_refusals_and_the_index_are_told(tmp_path: Path) -> None:
    port = free_port()
    settings = {"workers": 2, "metrics": port, "config": {"RATE": 1.0}}
    with held(tmp_path, **settings) as site:
        for path in ("/search?q=secret-word", "/nowhere", "/documents/none"):
            site.get(path)
        helped = [site.get("/help").status]
        while helped[-1] != 429:
            helped.append(site.get("/help").status)
        found = scraped(port)
        assert found["zhengce_requests_total", 'page="pages.search",status="200"'] == 1
        assert found["zhengce_requests_total", 'page="none",status="404"'] == 1
        assert found["zhengce_requests_total", 'page="pages.document",status="404"'] == 1
        assert found["zhengce_rejected_total", 'reason="address"'] == 1
        assert found["zhengce_request_seconds_count", 'page="pages.help"'] == len(helped) - 1
        until(lambda: ("zhengce_index_documents", "") in scraped(port))
        found = scraped(port)
        assert found["zhengce_index_documents", ""] == 34
        assert found["zhengce_index_generation", ""] == 7
        assert found["zhengce_index_built_timestamp_seconds", ""] > 1e9
        assert "secret" not in ask(port, "/metrics").text
        assert not any("none/" in labels for _, labels in found)


def test_what_was_shed_is_told(tmp_path: Path) -> None:
    port = free_port()
    with held(tmp_path, threads=1, metrics=port) as site, ThreadPoolExecutor() as pool:
        first = pool.submit(site.get, "/search?q=" + quote("等"))
        until((tmp_path / "entered").exists)
        assert site.get("/help").status == 503
        assert scraped(port)["zhengce_rejected_total", 'reason="busy"'] == 1
        (tmp_path / "go").touch()
        assert first.result(PATIENCE).status == 200


def test_counts_outlive_a_worker_and_the_folder_ends_with_the_server(tmp_path: Path) -> None:
    port = free_port()
    with held(tmp_path, metrics=port) as site:
        site.get("/help")
        (worker,) = site.workers()
        folder = _folder_of(worker)
        subprocess.run(["kill", "-9", str(worker)], check=True)
        until(lambda: site.workers() and worker not in site.workers())
        site.get("/help")
        found = scraped(port)
        assert found["zhengce_requests_total", 'page="pages.help",status="200"'] == 2
        assert not list(folder.glob(f"gauge_live*_{worker}.db"))
        assert site.end(signal.SIGTERM)[0] == 0
        assert not folder.exists()


def _folder_of(pid: int) -> Path:
    environment = Path(f"/proc/{pid}/maps").read_text()
    found = re.search(r"(/\S*/zhengce-metrics-[^/]+)/", environment)
    assert found
    return Path(found[1])


def test_without_a_port_nothing_is_imported() -> None:
    code = (
        "import sys, web.server.http, web.site.app\n"
        "from tests.web.fakes import FakeEngine, make_documents\n"
        "app = web.site.app.create_app(FakeEngine(make_documents()))\n"
        "assert app.test_client().get('/').status_code == 200\n"
        "assert not any(name.startswith('prometheus') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
