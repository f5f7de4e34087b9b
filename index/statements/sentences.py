"""Sentences and what is named in them: where one begins and ends, which 《…》 are outermost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import merge

from index.statements.model import Span
from index.text.han import TENS, THOUSANDS

REACH = 4_000
"""A sentence is looked for so many characters to either side."""

_STOP = re.compile(r"[。！？!?\n]")
_CLOSES = "。！？!?"
_GOES_ON = 18
"""A line as long as this that ends without a mark was broken by the width of a page."""
_LABEL = re.compile(
    rf"\s*(?:第[{THOUSANDS}0-9]{{1,7}}[编章节条]|[(（]?[{TENS}0-9]{{1,3}}[)）、.．]|附件|《)"
)
_RUNS_ON = re.compile(r"(?:同时|即行|予以|一并|[，。、）])")
"""No line of its own begins so."""
_NAME = re.compile("[《》]")
_BRACKET = re.compile(r"[()\[\]]")


def sentence_at(body: str, at: int) -> Span:
    """The sentence that ``at`` stands in, its mark included; lines broken by a page are one."""
    least, start = max(0, at - REACH), at
    while (start := _last_stop(body, least, start)) > least and not _ends(body, start):
        pass
    start += start > least or bool(_STOP.match(body, start))
    end, most = len(body), min(len(body), at + REACH)
    for stop in _STOP.finditer(body, at, most):
        if _ends(body, stop.start()):
            end = stop.start() + (stop[0] in _CLOSES)
            break
    end = min(end, most)
    while start < end and body[start].isspace():
        start += 1
    return Span(min(start, at), end)


def _last_stop(body: str, least: int, before: int) -> int:
    return max(least, *(body.rfind(mark, least, before) for mark in "。！？!?\n"))


def _ends(body: str, at: int) -> bool:
    """Whether the mark or line break ``at`` ends a sentence."""
    if body[at] != "\n":
        return True
    before = body[body.rfind("\n", max(0, at - REACH), at) + 1 : at].rstrip()
    if _RUNS_ON.match(body, at + 1):
        return False
    broken = len(before) >= _GOES_ON and before[-1] not in "。；;：:！？!?”）)"
    return not broken or bool(_LABEL.match(body, at + 1))


def places_of(text: str, words: Iterable[str]) -> Iterator[int]:
    """Where one of some words stands, ascending, none in another: what a pattern of them would find.

    Much quicker than the pattern, in texts that have few of them.
    """
    there = [word for word in words if word in text]
    if not there:
        return
    end = 0
    for at, word in merge(*(_places(text, word) for word in there)):
        if at >= end:
            yield at
            end = at + len(word)


def _places(text: str, word: str) -> Iterator[tuple[int, str]]:
    at = text.find(word)
    while at >= 0:
        yield at, word
        at = text.find(word, at + len(word))


def is_quoted(body: str, at: int) -> bool:
    """Whether ``at`` stands in a quotation “…”; each paragraph of one may open it anew."""
    least = max(0, at - REACH)
    return body.rfind("“", least, at) > body.rfind("”", least, at)


def outermost(text: str) -> list[Span]:
    """The names 《…》 of a text that stand in no other, brackets included."""
    found: list[Span] = []
    start, depth = 0, 0
    for mark in _NAME.finditer(text):
        if mark[0] == "《":
            start = start if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append(Span(start, mark.end()))
    return found


def past_remarks(folded: str, at: int) -> int:
    """Where the words go on behind the remarks in brackets that begin at ``at``; blanks are skipped."""
    while True:
        while at < len(folded) and folded[at].isspace():
            at += 1
        if at == len(folded) or folded[at] not in "([":
            return at
        closed = _closed(folded, at)
        if not closed:
            return at
        at = closed


def _closed(folded: str, at: int) -> int:
    """Where the bracket at ``at`` is closed; 0 where it never is."""
    depth = 0
    for mark in _BRACKET.finditer(folded, at):
        depth += 1 if mark[0] in "([" else -1
        if not depth:
            return mark.end()
    return 0
