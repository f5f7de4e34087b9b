"""The process in which dangerous formats are opened: ``python -m index.readers.sandbox.worker PARENT``.

It reads requests, one JSON object a line, and answers each with the hash of the file, where it
could be read, a line of JSON per item and an empty line at the end. It may use so much memory and
no more; when a file kills it, its parent (``index.readers.sandbox.pool``) says so of that file and
starts another. SIGTERM ends it together with what it has started; so does the end of PARENT, the
process that asks.

Being started must not take long: nothing is imported here that only some formats need.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from index.document import PolicyDocument
from index.errors import Unreadable
from index.readers import Item, Options, SourceFile, Unrecognised, limits, read_source
from index.readers.sandbox.bounds import end_with, limit_memory
from index.text.file_names import unescaped

_ALWAYS_NEEDED = "index.readers.interpret.document"


def main() -> None:
    """Answer until there are no more requests, or SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    end_with(int(sys.argv[1]))
    import_module(_ALWAYS_NEEDED)  # before the bound: it is for what files take
    limit_memory(limits.FILE_MEMORY)
    try:
        answer(sys.stdin.buffer, sys.stdout.buffer)
    except SystemExit:
        os._exit(0)  # at once: what was still to be written nobody will read


def answer(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line of ``requests``; what is said of an item is sent before the next is read."""
    for line in requests:
        request = orjson.loads(line)
        file = SourceFile(unescaped(request["root"]), unescaped(request["path"]))
        file.know(*request["known"])
        if digest := _digest(file):
            answers.write(digest.encode("ascii") + b"\n")
            answers.flush()  # parsing may be the end of us
        options = _options(request, digest)
        for item in read_source(file, options, request["given"]):
            answers.write(orjson.dumps(_row(item)) + b"\n")
            answers.flush()  # so may the next record, and this one is known by then
        answers.write(b"\n")
        answers.flush()


def _options(request: dict[str, Any], digest: str) -> Options:
    """How the file of a hash is to be read; pages that were recognised are beside the index."""
    options = Options(request["columns"], request["aliases"], request["scan_pages"])
    if not request["cache"] or not options.scan_pages:
        return options
    from index.readers.recognition.cache import PageCache  # noqa: PLC0415 -- when first read
    from index.readers.recognition.scans import Scans  # noqa: PLC0415

    cache = PageCache(unescaped(request["cache"]))
    return replace(options, scans=Scans(partial(cache.get, digest), options.scan_pages))


def _digest(file: SourceFile) -> str:
    """The hash of a file that is going to be parsed; empty where it cannot be read."""
    try:
        file.hold()
        return file.sha256
    except (OSError, Unreadable):  # the reader says why
        return ""


def _row(item: Item) -> dict[str, object]:
    if isinstance(item, PolicyDocument):
        return {"document": item.to_json()}
    row = [item.source_path, item.locator, item.reason, item.id]
    return {"waiting": [*row, item.pages]} if isinstance(item, Unrecognised) else {"rejected": row}


if __name__ == "__main__":
    main()
