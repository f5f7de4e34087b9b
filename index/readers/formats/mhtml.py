"""Pages saved as one file (MHTML, .mht): the page among its parts. RFC 2557."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message

from index.text.encodings import Undecodable, decode

_HEADERS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?"
    rb"(?:MIME-Version|Content-Type:\s*multipart/)",
    re.IGNORECASE,
)
_HEAD = 4096


def is_mhtml(data: bytes) -> bool:
    """Whether ``data`` begins like a message with parts."""
    return bool(_HEADERS.match(data[:_HEAD]))


def page_of(data: bytes) -> str:
    """The first page (or plain text) among the parts; empty if there is none or it is no MHTML."""
    if not is_mhtml(data):
        return ""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for wanted in ("text/html", "text/plain"):
        for part in message.walk():
            if part.get_content_type() == wanted and (text := _text(part)):
                return text
    return ""


def _text(part: Message | EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return decode(content, part.get_content_charset(""))
    except Undecodable:
        return ""
