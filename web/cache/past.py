"""A page that was made before the cluster could not be reached, given meanwhile: it says of when it is.

Pages alone: a program that asks for JSON reads no line above it, and is told that there is no answer now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from web.cache import codings
from web.cache.answers import Answer, Version
from web.protect import wordings

_MAIN = b'<main id="main" tabindex="-1">'
"""Where that part of a page begins which is its own."""
_TRADITIONAL = b'<html lang="zh-Hant"'
_LEFT_OUT = ("ETag", "Cache-Control")
"""Headers by which a browser would keep it."""


class Past(NamedTuple):
    """What the answer to a request followed from when the index could last be asked, and when that was."""

    version: Version
    at: datetime


def as_of(answer: Answer, at: datetime) -> Answer | None:
    """An answer that was kept as it is given meanwhile; None where it is no page."""
    if not dict(answer.headers).get("Content-Type", "").startswith("text/html"):
        return None
    before, main, after = answer.body(codings.IDENTITY)[1].partition(_MAIN)
    if not main:
        return None
    said = wordings.as_of(f"{at:%H:%M}", traditional=_TRADITIONAL in before)
    line = f'\n<div class="wrap"><p class="notice doubt past" role="status">{said}</p></div>'
    fields = tuple(field for field in answer.headers if field[0] not in _LEFT_OUT)
    headers = (*fields, ("Cache-Control", "no-store"))
    told = b"".join((before, main, line.encode(), after))
    return replace(answer, headers=headers, bodies={codings.IDENTITY: told})
