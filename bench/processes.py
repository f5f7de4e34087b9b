"""How much quicker two processes build an index than one, phase by phase.

    python -m bench.processes --corpus FOLDER [--megabytes 100] [--processes 1 2]

Documents are real records, as many times as it takes, each time under other ids and titles. Every number of processes
builds in a fresh process. Beside the seconds of the clock stand those of processors, of the process itself (*own*) and
of those that it starts (*others*). Where other work is done on the machine the clock lies: then the quotient is
computed as if these had each a processor of their own and waited for nothing but the longest of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from bench.corpus import Section
from bench.publishing import manifest
from index.document import PolicyDocument
from index.ingest.parallel import open_writer
from index.ingest.sharing import Workers
from index.readers import read_file
from index.relations.derive import relate
from index.segment import seal
from index.store.store import Store
from index.text.analysis import Analyzer, jieba_lattice

PHASES = ("written", "merged", "related", "published")


class Spent(TypedDict):
    """Seconds: of the clock, of this process, of those that it started."""

    clock: float
    own: float
    others: float


def main() -> None:
    """Build with each number of processes, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of *.jsonl.gz")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--processes", type=int, nargs="*", default=(1, 2))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_built(asked.corpus, asked.megabytes, asked.one)))
        return
    spent: dict[int, dict[str, Spent]] = {}
    for processes in asked.processes:
        command = [sys.executable, "-m", "bench.processes", "--corpus", str(asked.corpus)]
        command += ["--megabytes", str(asked.megabytes), "--one", str(processes)]
        made = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent[processes] = json.loads(made)
    print("\n".join(_table(spent)))


def _table(spent: dict[int, dict[str, Spent]]) -> Iterator[str]:
    yield "| processes | phase | clock, s | own, s | others, s | computed, s |"
    yield "|---" * 6 + "|"
    computed: dict[int, float] = {}
    for processes, phases in spent.items():
        for phase, one in phases.items():
            seconds = _computed(one, processes)
            computed[processes] = computed.get(processes, 0) + seconds
            numbers = " | ".join(f"{value:.1f}" for value in (*one.values(), seconds))
            yield f"| {processes} | {phase} | {numbers} |"
    first, *more = spent
    for processes in more:
        clock = _clock(spent[first]) / _clock(spent[processes])
        yield ""
        yield (
            f"{processes} processes beside {first}: {clock:.2f}× by the clock, "
            f"{computed[first] / computed[processes]:.2f}× computed."
        )


def _computed(spent: Spent, processes: int) -> float:
    """Seconds of a phase on as many processors as there are processes, were nothing else to do."""
    if processes == 1:
        return spent["own"]
    return max(spent["own"], (spent["own"] + spent["others"]) / processes)


def _clock(phases: dict[str, Spent]) -> float:
    return sum(one["clock"] for one in phases.values())


def _built(corpus: Path, megabytes: float, processes: int) -> dict[str, Spent]:
    """What building takes, by phase."""
    documents = list(_documents(corpus, megabytes * 1e6))
    analyzer = Analyzer()
    analyzer.tokens("预热")
    jieba_lattice()
    spent: dict[str, Spent] = {}
    phases = iter(PHASES)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)).build() as draft:
        with (
            _timed(spent, next(phases)),
            open_writer(draft.terms, analyzer, "1", processes) as writer,
        ):
            for document in documents:
                writer.add(document)
        with _timed(spent, next(phases)):
            seal(draft.terms, compact=True)
        with _timed(spent, next(phases)), Workers(draft.terms, processes) as workers:
            relate(draft.terms, shares=workers if processes > 1 else None)
        with _timed(spent, next(phases)):
            draft.finish(manifest(len(documents), analyzer), [], [])
    return spent


@contextmanager
def _timed(spent: dict[str, Spent], phase: str) -> Iterator[None]:
    began = time.perf_counter(), time.process_time(), _of_others()
    yield
    ended = time.perf_counter(), time.process_time(), _of_others()
    clock, own, others = (end - begin for begin, end in zip(began, ended, strict=True))
    spent[phase] = {"clock": clock, "own": own, "others": others}


def _of_others() -> float:
    """Seconds of processors that processes took which have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _documents(corpus: Path, most: float) -> Iterator[PolicyDocument]:
    """Real records until their texts have so many bytes, again and again under other names."""
    records = [
        item
        for file in sorted(corpus.glob("*.jsonl.gz"))
        for item in read_file(file, file.parent)
        if isinstance(item, PolicyDocument)
    ]
    size, copy = 0, 0
    while True:
        for one in records:
            if size >= most:
                return
            size += Section(one).nbytes
            yield _renamed(one, copy) if copy else one
        copy += 1


def _renamed(document: PolicyDocument, copy: int) -> PolicyDocument:
    """The same text as another document."""
    id, title = f"{document.id}-{copy}", f"{document.title}{'副本' * copy}"
    return replace(document, id=id, title=title, doc_number=f"{document.doc_number}{copy}")


if __name__ == "__main__":
    main()
