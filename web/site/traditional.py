"""Pages in Traditional characters (繁體), for readers who prefer them.

OpenCC turns the text of a finished page, phrase by phrase (头发 is 頭髮, 发展 is 發展); tags,
addresses and what stands in form fields stay as they are, so every link leads where it led.
Queries need none of this: the index folds both scripts into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import opencc
from flask import Flask, Response

_TAG = re.compile(r"(<[^>]*>)")
_WITHIN = ("<mark", "</mark")
"""Tags that may stand in the middle of a word."""


def register(app: Flask, wanted: Callable[[], bool]) -> None:
    """Turn the HTML pages of ``app`` where ``wanted`` says so."""
    converter = opencc.OpenCC("s2tw")

    def turn(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.is_streamed and wanted():
            response.set_data(traditional(response.get_data(as_text=True), converter.convert))
        return response

    app.after_request(turn)


def traditional(page: str, convert: Callable[[str], str]) -> str:
    """``page`` with its text converted. Jinja escapes ``>`` in attributes, so tags end there.

    >>> traditional('<a title="汉">汉</a>', lambda text: text.replace("汉", "漢"))
    '<a title="汉">漢</a>'
    """
    pieces = _TAG.split(page)
    texts: list[int] = []  # the places of what is read as one text
    for at in range(0, len(pieces) + 1, 2):
        if at and (at > len(pieces) - 1 or not pieces[at - 1].startswith(_WITHIN)):
            _convert(pieces, texts, convert)
            texts = []
        texts.append(at)
    return "".join(pieces)


def _convert(pieces: list[str], at: list[int], convert: Callable[[str], str]) -> None:
    """Convert some pieces as one text, phrases that reach over their ends included."""
    whole = "".join(pieces[place] for place in at)
    if not whole or whole.isspace():
        return
    converted = convert(whole)
    if len(converted) != len(whole):  # one cannot tell where its parts end
        for place in at:
            pieces[place] = convert(pieces[place])
        return
    start = 0
    for place in at:
        end = start + len(pieces[place])
        pieces[place] = converted[start:end]
        start = end
