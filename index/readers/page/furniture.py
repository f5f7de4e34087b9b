"""Furniture of a site: lines and blocks that belong to the page and not to its document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from index.conventions.dates import find_dates
from index.conventions.labels import scan
from index.readers.page.lines import Line
from index.readers.page.pairs import pairs_of
from index.readers.page.vocabulary import (
    ADDRESS,
    ALONE,
    CREDITS,
    CRUMBS,
    ENDS,
    HINTS,
    ITSELF,
    ITSELF_BEGINS,
    OFFER,
    OFFER_BEGINS,
    SENTENCE,
)
from index.text.fold import fold, fold_all

_LONGEST = 120
_LONGEST_PAIRS = 300
_LONGEST_OFFER = 40
_LONGEST_COUNT = 7
_SHORT = 20
_SHORTEST_SENTENCE = 10
_MARKS = " \t\u3000[](){}【】()「」<>|/·•*;,.-—_=~+'\"»›→↑↓▲▼×x"

_TAGS = frozenset(("nav", "footer", "header", "aside"))
_WORDS = re.compile(r"[\W_]+")
_STOPS = re.compile("[，。；？！、,;]")
_RUNS = re.compile("[，。；？！,;]|[：:]$")
_MAY_BE_DATED = re.compile("[12]|二")
_DATE_MARKS = re.compile(r"\W*(?:星期.|周.)?\W*(?:\d{1,2}\W\d{1,2}(?:\W\d{1,2})?)?\W*")


def judge(lines: Sequence[Line]) -> None:
    """Tell of each line what it is.

    *furniture*: it says something of the page, or offers something to do with it; *offer*: it does
    so wherever it stands, even within a text; *dated*: it is the date (and time) the page was put
    up, with or without labels behind; *sentence*: it is running text; *ends*: behind it the page
    goes on to other things (2), or well may (1).
    """
    for line, folded in zip(lines, fold_all([line.text for line in lines]), strict=True):
        line.folded = folded.strip(_MARKS)
        if line.size <= _LONGEST_PAIRS:
            line.pairs = pairs_of(line)
        if line.size <= _LONGEST:
            line.furniture = _is_furniture(line.folded)
            line.offer = line.furniture and _is_offer(line.folded)
            line.dated = _is_dated(line)
            line.ends = _ends(line)
        own = line.size - line.linked - line.filed
        is_text = own >= _SHORTEST_SENTENCE and not (line.pairs or line.furniture)
        line.sentence = is_text and bool(_RUNS.search(line.text))


def is_furniture_text(text: str) -> bool:
    """Whether a text is a line of furniture, by its words alone."""
    return _is_furniture(fold(text).strip(_MARKS))


def _is_furniture(folded: str) -> bool:
    if not folded:
        return True
    if len(folded) > _LONGEST:
        return False
    if len(folded) > _SHORT and (
        folded[-1] in "。;" or (len(folded) > _LONGEST_OFFER and "," in folded)
    ):
        return bool(SENTENCE.search(folded))
    if _is_offered(folded) or ITSELF_BEGINS.match(folded) or ITSELF.search(folded):
        return True
    if ADDRESS.match(folded):
        return True
    if CREDITS.fullmatch(folded):
        return True
    if len(folded) > _LONGEST_OFFER:
        return bool(CRUMBS.match(folded))
    return _is_alone(folded) or bool(CRUMBS.match(folded))


def _is_alone(folded: str) -> bool:
    first, *words = _WORDS.split(folded)
    return first in ALONE and all(
        not word or word in ALONE or (word.isdigit() and len(word) < _LONGEST_COUNT)
        for word in words
    )


def _is_offered(folded: str) -> bool:
    return bool(OFFER_BEGINS.match(folded) or OFFER.search(folded))


def _is_offer(folded: str) -> bool:
    return len(folded) <= _LONGEST_OFFER and not _STOPS.search(folded) and _is_offered(folded)


def _ends(line: Line) -> int:
    if line.size > _LONGEST_OFFER or _STOPS.search(line.text):
        return 0
    return 2 if ENDS.search(line.folded) else int(line.offer)


def _is_dated(line: Line) -> bool:
    """Also tells the pairs behind the date."""
    if line.size > _LONGEST or not _MAY_BE_DATED.match(line.folded):
        return False
    found = next(find_dates(line.text[:40]), None)
    if not found or line.text[: found[0]].strip():
        return False
    spaced = line.spaced
    rest = spaced[found[1] :] if spaced.startswith(line.text[: found[1]]) else ""
    end = _DATE_MARKS.match(rest)
    rest = rest[end.end() :] if end else rest
    line.pairs = line.pairs or scan(rest)
    return not rest or bool(line.pairs)


def is_page(line: Line) -> bool:
    """Whether a line is of the page: furniture, labels, its date."""
    return line.furniture or line.dated or bool(line.pairs)


def is_link(line: Line) -> bool:
    """Whether a line is nothing but links to other pages."""
    return line.linked * 10 >= line.size * 9


def is_hinted(element: etree._Element) -> bool:
    """Whether its tag or its names say that an element is furniture: a hint, no more."""
    if element.tag in _TAGS:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and bool(HINTS.search(names[:400]))
