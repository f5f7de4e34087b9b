"""What the command prints: nothing from outside moves a cursor, opens a link, or turns a line around.

Titles, queries and names of files come from outside, in results, messages, tracebacks and logs
alike. So it is not left to those who print: both streams of the command pass through here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO, cast

_OURS = re.compile(r"^(?:\r|\x1b\[\?25[lh])*(?:\r|\x1b\[K)?|\x1b\[(?:0|1|2|3[1236])m")
"""What we write ourselves: a bar of progress at the beginning, and colours."""
_OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What a terminal obeys or does not show: controls, directions, zero widths, half characters."""


def shown(text: str) -> str:
    """``text`` as it may be printed; what is neither text nor ours is written out.

    >>> shown("\\x1b[31m错误\\x1b[0m \\x1b]0;x\\x07")
    '\\x1b[31m错误\\x1b[0m \\\\u001b]0;x\\\\u0007'
    """
    pieces, at = [], 0
    for ours in _OURS.finditer(text):
        pieces += [_OBEYED.sub(_written_out, text[at : ours.start()]), ours[0]]
        at = ours.end()
    return "".join([*pieces, _OBEYED.sub(_written_out, text[at:])])


@contextmanager
def only_shown() -> Iterator[None]:
    """Both streams print what is :func:`shown` alone."""
    out, err = _Stream(sys.stdout), _Stream(sys.stderr)
    with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)):
        yield


class _Stream:
    """A stream of text in front of another, which it is in everything but what it writes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(shown(text))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _written_out(found: re.Match[str]) -> str:
    """As JSON writes it, so that JSON stays what it is."""
    return f"\\u{ord(found[0]):04x}"
