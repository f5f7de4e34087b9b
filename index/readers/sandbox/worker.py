"""The process in which dangerous formats are opened: ``python -m index.readers.sandbox.worker``.

It reads requests, one JSON object a line, and answers each with a line of JSON per item and
an empty line at the end. It may use so much memory and no more; when a file kills it, its
parent (``index.readers.sandbox.pool``) says so of that file and starts another. SIGTERM ends it together with
what it has started.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import orjson

from index.document import PolicyDocument
from index.readers import Options, read_file
from index.text.file_names import unescaped

MEMORY = 320 * 2**20
"""So many bytes may a file take beyond what the process needs at its start."""


def main() -> None:
    """Answer until there are no more requests, or SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _limit_memory()
    try:
        _answer()
    except SystemExit:
        os._exit(0)  # at once: what was still to be written nobody will read


def _answer() -> None:
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = orjson.loads(line)
        options = Options(request["columns"], request["aliases"])
        for item in read_file(unescaped(request["path"]), unescaped(request["root"]), options):
            if isinstance(item, PolicyDocument):
                row: dict[str, object] = {"document": item.to_json()}
            else:
                row = {"rejected": [item.source_path, item.locator, item.reason]}
            answers.write(orjson.dumps(row) + b"\n")
        answers.write(b"\n")
        answers.flush()


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
