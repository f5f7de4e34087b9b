"""The process that recognises pages: ``python -m index.readers.sandbox.recogniser PARENT``.

An empty line says that it is ready. It reads requests, one JSON object a line (a file and the number of
a page), and answers each with a line of JSON: what was seen, or why nothing could be. Its parent
(``index.readers.sandbox.recognising``) keeps that; this process writes nothing. It may use so much
memory and one processor; a page that kills it or takes too long costs that page.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, BinaryIO, NamedTuple

import orjson

from index.errors import Unreadable
from index.readers import SourceFile, limits, refusals
from index.readers.kinds import Kind, picture_of
from index.readers.last_resort import DEFECTS
from index.readers.recognition.engine import Recogniser
from index.readers.sandbox.bounds import end_with, limit_memory, resident
from index.text.file_names import unescaped


def main() -> None:
    """Answer until there are no more requests, or SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    end_with(int(sys.argv[1]))
    recogniser = Recogniser()
    limit_memory(limits.SCAN_MEMORY - resident())
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    answer(recogniser, sys.stdin.buffer, sys.stdout.buffer)


def answer(recogniser: Recogniser, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line of ``requests``."""
    held: _Held | None = None
    for line in requests:
        request = orjson.loads(line)
        try:
            if held is None or held.name != _name(request):
                held = _opened(request)
            picture = picture_of(held.kind, held.data, request["page"])
            said: dict[str, object] = {"seen": recogniser.see(picture).to_json()}
        except Unreadable as error:
            said = {"failed": str(error)}
        except OSError as error:
            said = {"failed": refusals.unread(error)}
        except DEFECTS as error:
            said = {"failed": refusals.unparsed(error)}
        answers.write(orjson.dumps(said) + b"\n")
        answers.flush()


class _Held(NamedTuple):
    """The file that is open: what tells it from others, what it is, and its bytes."""

    name: tuple[str, ...]
    kind: Kind
    data: bytes


def _name(request: dict[str, Any]) -> tuple[str, ...]:
    return request["root"], request["path"], request["sha256"]


def _opened(request: dict[str, Any]) -> _Held:
    """A file, if it is still what it was when its pages were asked for."""
    file = SourceFile(unescaped(request["root"]), unescaped(request["path"]))
    with file.open() as content:
        data = content.read()
    if file.sha256 != request["sha256"] or not file.kind:
        raise Unreadable(refusals.CHANGED_MEANWHILE)
    return _Held(_name(request), file.kind, data)


if __name__ == "__main__":
    main()
