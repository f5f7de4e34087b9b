"""Beside every attack ordinary visitors are answered, by the server as it runs and without a proxy.

There is one worker of one thread, so an attacker that held a thread would be noticed by everybody.
How long an answer takes is a matter of the machine; in full (``make attacks``) it is compared with
what it took before.
"""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from tests.web.served import ROOT, Site, site, until
from tests.web.server import attackers
from tests.web.server.attackers import Attack
from tests.web.server.conftest import Often

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
VISITS = 20
BOUND = 2.0
"""Seconds within which a visitor is answered …"""
TIMES = 20
"""… or within so many times what the slowest took in peace, where the machine is busy otherwise."""
WORDS = ("公积金", "政府网站", "通知", "办法", "")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Site]:
    made = tmp_path_factory.mktemp("attacked")
    large = _large_document(made / "长篇.docx")
    update_index(Store(made / "index"), [ROOT / "seeds", large], analyzer)
    options = ("--workers", 1, "--threads", 1, "--rate", 0, "--global-rate", 0)
    with site("--index", made / "index", *options) as running:
        yield running


def _large_document(path: Path) -> Path:
    """A file of 6 MB to hand out, with one line of text."""
    text = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>长篇通知</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", text)
        file.writestr("word/media/image1.png", bytes(6 * 2**20))
    return path


@pytest.mark.parametrize(
    ("attack", "few", "many"),
    [
        pytest.param(attackers.slow_bodies, 4, 4, id="four slow bodies"),
        pytest.param(attackers.slow_bodies, 40, 40, id="forty slow bodies"),
        pytest.param(attackers.bodies_that_never_come, 16, 200, id="bodies that never come"),
        pytest.param(attackers.trickling_originals, 8, 60, id="originals taken byte by byte"),
        pytest.param(attackers.answers_nobody_takes, 8, 60, id="answers nobody takes"),
        pytest.param(attackers.silence, 200, 3_500, id="connections that ask nothing"),
        pytest.param(attackers.silence, 400, 10_000, id="ten thousand of them"),
        pytest.param(attackers.slow_heads, 100, 900, id="slow heads"),
        pytest.param(attackers.long_heads, 8, 70, id="heads of 2 MB"),
        pytest.param(attackers.many_headers, 8, 40, id="headers without end"),
        pytest.param(attackers.many_parameters, 4, 20, id="many parameters"),
        pytest.param(attackers.tables, 6, 20, id="tables of all results"),
        pytest.param(attackers.sitemaps, 6, 20, id="sitemaps"),
        pytest.param(attackers.everything, 6, 12, id="everything at once"),
    ],
)
def test_beside_an_attack_visitors_are_answered(
    attacked: Site, often: Often, attack: Attack, few: int, many: int
) -> None:
    before = _visits(attacked)
    with attack(attacked, often(few, many)):
        during = _visits(attacked)
    print(
        f"\n{attack.__name__} × {often(few, many)}: {max(during):.3f} s, before {max(before):.3f}"
    )
    if often(0, 1):
        assert max(during) <= max(BOUND, TIMES * max(before))


def _visits(running: Site) -> list[float]:
    """What each of some searches took; all are answered."""
    took = []
    for n in range(VISITS):
        began = time.monotonic()
        answer = running.get(f"/search?q={quote(WORDS[n % len(WORDS)])}&size={10 + n}")
        assert answer.status == 200
        took.append(time.monotonic() - began)
    return took


def test_afterwards_nothing_is_left(attacked: Site, often: Often) -> None:
    (worker,) = attacked.workers()
    files = Path(f"/proc/{worker}/fd")

    def count() -> int:
        return len(os.listdir(files))

    attacked.get("/help")
    before = count()
    for _ in range(3):
        with attackers.everything(attacked, often(6, 30)):
            assert attacked.get("/help").status == 200
    until(lambda: count() <= before + 2)
