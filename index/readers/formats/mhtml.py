"""Pages saved as one file (MHTML, .mht): the page among its parts. RFC 2557."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from typing import BinaryIO

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.kinds import is_message
from index.readers.options import Options
from index.readers.page.second_opinion import han
from index.text.encodings import Undecodable, decode

_CHARSET = re.compile(r"""charset\*?\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_LONGEST_HEADER = 4_096


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The page as one document."""
    page = page_of(content.read())
    if not page:
        raise Unreadable(refusals.MHTML_WITHOUT_PAGE)
    yield parse_html(page, name)


def page_of(data: bytes) -> str:
    """The page (or plain text) among the parts that has most Chinese text: others are frames around
    it or within it. Empty if there is none or it is no MHTML."""
    return max(pages_of(data), key=han, default="")


def pages_of(data: bytes) -> Iterator[str]:
    """The pages among the parts, then what is plain text; nothing of what is no MHTML."""
    if not is_message(data[: limits.HEAD_BYTES]):
        return
    try:
        message = email.message_from_bytes(data.lstrip(), _Part, policy=email.policy.compat32)
        parts = list(message.walk())
    except RecursionError:  # parts within parts, deeper than any browser writes
        return
    kinds = [part.get_content_type() for part in parts]  # before ``_text`` takes it away
    for wanted in ("text/html", "text/plain"):
        for part, kind in zip(parts, kinds, strict=True):
            if kind == wanted and (text := _text(part)):
                yield text


class _Part(Message):
    """A message or a part of one, its headers cut to a sensible length: the library takes
    parameters (``a;b;c;…``) off them one by one."""

    def set_raw(self, name: str, value: str) -> None:
        """Called by the parser for each header."""
        super().set_raw(name, value[:_LONGEST_HEADER])


def _text(part: Message | EmailMessage) -> str:
    charset = _charset(part)
    del part["Content-Type"]  # where ``get_payload`` looks at it, too
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return decode(content, charset)
    except Undecodable:
        return ""


def _charset(part: Message | EmailMessage) -> str:
    """The encoding that a part declares; ``email`` raises where it is declared piece by piece."""
    found = _CHARSET.search(str(part.get("Content-Type", "")))
    return found[1] if found else ""
