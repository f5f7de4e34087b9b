"""How well scans are read: pages rendered from real texts, degraded, and read by the whole readers.

    python -m bench.ocr [--pages N] [--processes N] [--misses] [--only seen|unseen] [--work DIR]
        (ZHENGCE_CORPUS names the folder with corpus/ in it)

Each page is rendered at 100, 150 or 200 dots an inch, skewed by up to 2°, with noise, a seal over the
signature and JPEG quality 40 (``bench.ocr_pages``). Half of the sources, drawn by lot with a fixed seed,
were never looked at while the readers were tuned: *unseen*. The character error rate is edits (insert,
delete, replace) per character of the text layer, folded as search folds it (white space, full-width
forms, shapes of brackets and quotes); the strict rate leaves out white space alone. Title and 发文字号 are those of the document that the readers make of the
pictures, against what is known of the source. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.metadata import same_title
from bench.ocr_pages import DOTS, SEED, Source, scan, scanned, sources
from index.conventions import doc_number
from index.document import PolicyDocument
from index.readers import SourceFile
from index.readers.layout.pages import read_pages
from index.readers.recognition.cache import PageCache
from index.readers.recognition.scans import A4
from index.readers.recognition.seen import SeenPage
from index.readers.recognition.sheets import sheet
from index.readers.sandbox.pool import ReaderPool
from index.readers.sandbox.recognising import Recognisers, Waiting
from index.text.fold import squeeze

PAGES = 60


@dataclass(slots=True)
class Figures:
    """What came of some sources."""

    rates: list[float] = field(default_factory=list)
    strict: list[float] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    numbers: list[bool] = field(default_factory=list)
    doubted: int = 0

    def row(self, name: str) -> str:
        """A line of the table."""
        return (
            f"| {name} | {len(self.rates)} | {median(self.rates):.4f} | {_high(self.rates):.4f} "
            f"| {median(self.strict):.4f} | {_share(self.numbers)} | {_share(self.titles)} "
            f"| {self.doubted / max(1, len(self.rates)):.1f} |"
        )


def _high(rates: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(rates)[min(len(rates) - 1, int(0.95 * len(rates)))]


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f} of {len(right)}" if right else "none"


def edits(found: str, wanted: str) -> int:
    """Characters to insert, delete or replace (Levenshtein)."""
    row = list(range(len(wanted) + 1))
    for at, letter in enumerate(found, 1):
        before, row[0] = row[0], at
        for there, other in enumerate(wanted, 1):
            step = before + (letter != other)
            before = row[there]
            row[there] = min(before + 1, row[there - 1] + 1, step)
    return row[-1]


def folded(text: str) -> str:
    """As search compares texts: without white space, forms of width, brackets and quotes as one."""
    return squeeze(text).text


class Peak(threading.Thread):
    """The most memory that a child of this process has used, in bytes, as the system counts it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look every now and then."""
        while not self._ended.wait(0.2):
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    lines = dict(
                        line.split(":", 1)
                        for line in status.read_text().splitlines()
                        if ":" in line
                    )
                except OSError:
                    continue
                if lines.get("PPid", "").strip() == str(os.getpid()) and "VmHWM" in lines:
                    self.bytes = max(self.bytes, int(lines["VmHWM"].split()[0]) * 1024)

    def end(self) -> int:
        """Stop looking; what was found."""
        self._ended.set()
        self.join()
        return self.bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """A source as a file of pictures."""

    source: Source
    file: SourceFile


def made(folder: Path, given: Sequence[Source]) -> Iterator[Scan]:
    """Files of pictures."""
    for number, source in enumerate(given):
        dots = DOTS[number % 3]
        lot = random.Random(f"{SEED}-{number}")
        last = len(source.pages) - 1
        images = [scanned(page, dots, lot, n == last) for n, page in enumerate(source.pages)]
        path = folder / f"{number:03}-{dots}.pdf"
        path.write_bytes(scan(images, dots))
        yield Scan(source, SourceFile(folder, path))


def compared(scan: Scan, cache: PageCache, pool: ReaderPool, misses: bool) -> Figures:
    """One source: what was recognised against what is known."""
    figures = Figures()
    items = list(pool.read(scan.file))
    item = items[0]
    for at in range(len(scan.source.pages)):
        seen = cache.get(scan.file.sha256, at + 1)
        seen = seen if isinstance(seen, SeenPage) else SeenPage(1.0, 1.0)
        found = "".join(read_pages([sheet(1, seen, A4)]).lines)
        wanted = scan.source.text(at)
        length = max(1, len(folded(wanted)))
        figures.rates.append(edits(folded(found), folded(wanted)) / length)
        figures.strict.append(edits("".join(found.split()), "".join(wanted.split())) / length)
        figures.doubted += seen.doubted
        if misses:
            print(f"{figures.rates[-1]:.4f}\t{scan.file.name} {at + 1}\t{scan.source.name}")
    title = item.title if isinstance(item, PolicyDocument) else ""
    number = item.doc_number if isinstance(item, PolicyDocument) else ""
    if scan.source.title:
        figures.titles.append(same_title(scan.source.title, title))
    if scan.source.number:
        figures.numbers.append(doc_number.same(scan.source.number, number))
    if misses and not all(figures.titles + figures.numbers):
        print(f"  {scan.source.title} | {scan.source.number}\n  {title} | {number}")
    return figures


def added(all_: Sequence[Figures]) -> Figures:
    """The figures of several sources together."""
    total = Figures()
    for one in all_:
        total.rates += one.rates
        total.strict += one.strict
        total.titles += one.titles
        total.numbers += one.numbers
        total.doubted += one.doubted
    return total


def run(folder: Path, scans: Sequence[Scan], processes: int) -> tuple[PageCache, float, int]:
    """Have all pages recognised: where they are, pages a minute, bytes of the largest child."""
    cache = PageCache(folder / f"with-{processes}")
    peak = Peak()
    peak.start()
    waiting = [Waiting(each.file, tuple(range(1, len(each.source.pages) + 1))) for each in scans]
    recognisers = Recognisers(cache, processes)
    began = time.monotonic()
    for _ in recognisers.recognise(waiting, lambda file, page: None):
        continue
    seconds = time.monotonic() - began
    recognisers.end()
    pages = sum(len(each.pages) for each in waiting)
    return cache, 60 * pages / seconds, peak.end()


def main() -> None:
    """The whole comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--work", type=Path, help="a folder that keeps the pages for the next time")
    parser.add_argument("--only", choices=("seen", "unseen"))
    parser.add_argument(
        "--misses", action="store_true", help="each page and what was misread of it"
    )
    args = parser.parse_args()
    shared = Path(os.environ.get("ZHENGCE_CORPUS", "../shared"))
    with tempfile.TemporaryDirectory(prefix="zhengce-ocr-") as name:
        folder = Path(name)
        scans = list(made(folder, sources(shared, args.pages, args.work)))
        if args.only:
            scans = [each for each in scans if each.source.is_unseen == (args.only == "unseen")]
        speeds = []
        for processes in args.processes:
            cache, speed, memory = run(folder, scans, processes)
            speeds.append(f"{speed:.1f} pages a minute with {processes}, {memory / 2**20:.0f} MiB")
        pool = ReaderPool(recognised=cache.folder.parents[1])
        found = {each: compared(each, cache, pool, args.misses) for each in scans}
        pool.end()
    print(
        "| sources | pages | CER median | 95 % | strict | 发文字号 | title | lines doubted a page |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for label, is_unseen in (("seen", False), ("unseen", True)):
        of = [figures for each, figures in found.items() if each.source.is_unseen == is_unseen]
        if of:
            print(added(of).row(label))
    for dots in DOTS:
        of = [figures for each, figures in found.items() if f"-{dots}.pdf" in each.file.name]
        if of:
            print(added(of).row(f"{dots} dots an inch"))
    print(added(list(found.values())).row("all"))
    print("\n" + "; ".join(speeds), file=sys.stdout)


if __name__ == "__main__":
    main()
