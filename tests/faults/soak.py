"""Half an hour in the life of a site: visitors of every kind, and an operator who does everything.

    python -m tests.faults.soak FOLDER [--minutes 30] [--every 20]

FOLDER holds files to index; it is copied. Four visitors search, read, narrow and suggest, others
take tables, feeds and JSON, while the index is brought in step again and again, rebuilt, backed
up, while workers are replaced twice and one is killed. Nobody may be refused but by 429 or 503
that say when to come back; memory, descriptors and mappings of all processes must stay level.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.web.served import PATIENCE, ROOT, Site, site

WORDS = (
    "公积金", "政府网站", "高新技术企业认定", "怎么提取住房公积金", "养老保险 缴费", "“安全生产”",
    "国办发〔2017〕47号", "小微企业税收优惠", "环境保护 -噪声", "gongjijin", "公基金", "的", "",
    "劳动合同解除要给补偿吗", "农村土地承包", "政府信息公开条例", "标题:通知 教育",
)  # fmt: skip
PAGES = ("/", "/browse", "/about", "/help", "/status", "/sitemap.xml", "/api")
REFUSED = (429, 503)
PAUSE = 0.3
"""Seconds that a visitor reads, on average."""


@dataclass
class Seen:
    """What all of them met."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    cut: list[float] = field(default_factory=list)
    """When a connection broke; allowed as the worker that had it was killed."""
    done: list[str] = field(default_factory=list)
    """What the operator did."""
    levels: list[Level] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Level:
    """What all processes of the site hold: MB (shared pages by their part), descriptors, mappings."""

    memory: float
    descriptors: int
    mappings: int
    processes: int


@dataclass(frozen=True)
class Soak:
    """One run over a site.

    Attributes:
        seconds: how long it takes, without start and end.
        every: so many seconds lie between two runs of ``sync``.
    """

    site: Site
    files: Path
    index: Path
    seconds: float
    every: float
    seen: Seen = field(default_factory=Seen)

    def run(self) -> Seen:
        """Let all of them loose, then look once more."""
        jobs: list[Callable[[random.Random], None]] = [
            *[self._visitor] * 4, self._exporter, self._reader, self._program,
        ]  # fmt: skip
        threads = [
            threading.Thread(target=self._again, args=(job, at)) for at, job in enumerate(jobs)
        ]
        threads += [threading.Thread(target=job) for job in (self._operator, self._watch)]
        for thread in threads:
            thread.start()
        self.seen.over.wait(self.seconds)
        self.seen.over.set()
        for thread in threads:
            thread.join()
        return self.seen

    # --- visitors -------------------------------------------------------------------------

    def _again(self, job: Callable[[random.Random], None], seed: int) -> None:
        draw = random.Random(seed)
        while not self.seen.over.wait(draw.uniform(0, 2 * PAUSE)):
            job(draw)

    def _visitor(self, draw: random.Random) -> None:
        """Searches, turns a page, narrows, opens a document, types the next word."""
        q = quote(draw.choice(WORDS))
        found = self._get(draw, f"/search.json?q={q}&page={draw.choice((1, 1, 2))}")
        self._get(draw, f"/search?q={q}&sort={draw.choice(('relevance', 'newest', 'oldest'))}")
        hits = json.loads(found).get("hits", []) if found else []
        if hits:
            id = draw.choice(hits)["id"]
            self._get(draw, f"/documents/{quote(id)}?q={q}", gone=True)
        self._get(draw, draw.choice(PAGES))
        self._get(draw, "/suggestions?q=" + quote(draw.choice(WORDS)[: draw.randint(1, 3)] or "政"))

    def _exporter(self, draw: random.Random) -> None:
        self._get(draw, f"/search.{draw.choice(('csv', 'xlsx'))}?q={quote(draw.choice(WORDS))}")
        self.seen.over.wait(self.every / 4)

    def _reader(self, draw: random.Random) -> None:
        self._get(draw, f"/search.atom?q={quote(draw.choice(WORDS))}")
        self.seen.over.wait(self.every / 10)

    def _program(self, draw: random.Random) -> None:
        self._get(draw, f"/api/v1/search?q={quote(draw.choice(WORDS))}")
        self._get(draw, "/readyz")

    def _get(self, draw: random.Random, path: str, gone: bool = False) -> bytes:
        """What is answered; empty where that is a refusal. ``gone``: whether it may be."""
        address = f"10.{draw.randrange(9)}.{draw.randrange(250)}.{draw.randrange(250)}"
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"X-Forwarded-For": address})
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.seen.cut.append(began)
            self.seen.failures.append(f"{type(error).__name__} {path}")
            return b""
        finally:
            connection.close()
        self.seen.statuses[answer.status] += 1
        if answer.status == 200:
            return body
        is_refusal = answer.status in REFUSED and answer.getheader("Retry-After")
        if not (is_refusal or (gone and answer.status in (301, 404))):
            self.seen.failures.append(f"{answer.status} {path}")
        return b""

    # --- the operator ---------------------------------------------------------------------

    def _operator(self) -> None:
        """``sync`` over changed files again and again, and each of the others at its time."""
        tasks = {
            0.2: self._reload, 0.35: self._backup, 0.5: self._rebuild, 0.65: self._kill,
            0.8: self._reload,
        }  # fmt: skip
        began, number = time.monotonic(), 0
        while not self.seen.over.is_set():
            number += 1
            self._change(number)
            self._command("sync", self.files, "--index", self.index)
            passed = (time.monotonic() - began) / self.seconds
            for at in [at for at in tasks if at <= passed]:
                tasks.pop(at)()
            self.seen.over.wait(max(0.0, number * self.every - (time.monotonic() - began)))
        for left in tasks.values():
            left()

    def _change(self, number: int) -> None:
        """A file comes, one changes, one goes."""
        text = f"关于第{number}次检查的通知\n各区人民政府：\n现就公积金第{number}次检查通知如下。\n"
        (self.files / f"新-{number}.txt").write_text(text * 20, "utf-8")
        (self.files / "变.txt").write_text(text * (number % 7 + 1), "utf-8")
        (self.files / f"新-{number - 3}.txt").unlink(missing_ok=True)

    def _reload(self) -> None:
        self.site.process.send_signal(signal.SIGHUP)
        self.seen.done.append("HUP")

    def _kill(self) -> None:
        os.kill(min(self.site.workers()), signal.SIGKILL)
        self.seen.done.append("kill")

    def _backup(self) -> None:
        self._command("backup", self.index.parent / "backup.tar", "--index", self.index)

    def _rebuild(self) -> None:
        self._command("reindex", "--index", self.index)

    def _command(self, *words: object) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "web.cli.main", *map(str, words)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.seen.done.append(str(words[0]))
        if done.returncode not in (0, 3):  # 3: some files cannot be read, as from the beginning
            self.seen.failures.append(f"{words[0]} {done.returncode}: {done.stderr or done.stdout}")

    def _watch(self) -> None:
        while not self.seen.over.wait(self.seconds / 60):
            self.seen.levels.append(level(self.site))


def level(served: Site) -> Level:
    """What the master and its workers hold now."""
    memory = descriptors = mappings = 0
    pids = [served.process.pid, *served.workers()]
    for pid in pids:
        place = Path("/proc", str(pid))
        try:
            memory += int((place / "smaps_rollup").read_text().partition("\nPss:")[2].split()[0])
            descriptors += len(list((place / "fd").iterdir()))
            mappings += (place / "maps").read_text().count("\n")
        except (OSError, IndexError):
            continue  # it ended meanwhile
    return Level(memory / 1024, descriptors, mappings, len(pids))


def prepared(folder: Path, place: Path) -> tuple[Path, Path]:
    """A copy of the files in ``folder``, and an index of it."""
    files, index = place / "files", place / "index"
    shutil.copytree(folder, files)
    subprocess.run(
        [sys.executable, "-m", "web.cli.main", "index", str(files), "--index", str(index)],
        cwd=ROOT, check=False, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return files, index


def soaked(folder: Path, place: Path, seconds: float, every: float) -> Seen:
    """One run over a copy of ``folder`` in ``place``."""
    files, index = prepared(folder, place)
    with site("--index", index, "--workers", 2, "--trusted-proxies", 1) as served:
        return Soak(served, files, index, seconds, every).run()


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=20, help="seconds between two syncs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        seen = soaked(given.folder, Path(place), given.minutes * 60, given.every)
    print(f"statuses {dict(seen.statuses)}; operator {dict(Counter(seen.done))}")
    print(f"broken connections {len(seen.cut)}; failures {seen.failures[:20]}")
    fifth = max(len(seen.levels) // 5, 1)
    for name, some in (("second", seen.levels[fifth : 2 * fifth]), ("last", seen.levels[-fifth:])):
        means = [sum(values) / max(len(some), 1) for values in zip(*map(_row, some), strict=True)]
        print(f"{name} fifth: {means[0]:.0f} MB, {means[1]:.0f} descriptors, {means[2]:.0f} maps")


def _row(one: Level) -> tuple[float, int, int]:
    return one.memory, one.descriptors, one.mappings


if __name__ == "__main__":
    main()
