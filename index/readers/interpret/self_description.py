"""What the text of a document states of itself, by its layout and in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.genre import ends_with_genre
from index.conventions.issuers import split_issuers
from index.readers.interpret.heading.head import Head, read_head
from index.readers.interpret.heading.promulgation import (
    Promulgation,
    read_passed,
    read_promulgation,
)
from index.readers.interpret.heading.titles import parted
from index.readers.interpret.own_end import own_end
from index.readers.interpret.signature import find_caption, find_signature

HEAD = 150
"""So many characters of a body may hold the document's own number; later ones are cited."""

_ISSUED_BY = re.compile(r"^(?P<names>[^《》“”\"]{2,120}?)(?:关于|印发|转发|批转|公布|发布)")
_BEGINNING = 20
_FIRST = 4
"""A promulgation stands among so many lines of a body."""
_BEGUN = re.compile(r"第[一1]\s?[编章条]|一、")
"""Where the text has begun: a number below is not its own."""
_PLACE = 2
_ASSEMBLY = re.compile(r"(?:代表大会|常务委员会|常委会)$")
_PROMULGATES = re.compile(r"(?:现予|予以|现)(?:公布|发布)|现将[^。;]{0,80}(?:公布|发布)")


@dataclass(slots=True)
class Stated:
    """What a text says of itself.

    Attributes:
        title, number: as in :class:`index.readers.interpret.heading.head.Head`.
        titled_by, signed_by, issued_by: authorities named by the title (某局关于…), by the
            signature, by letterhead or promulgation; as written.
        written_on, published_on, effective_on: of the signature; of the promulgation.
        signed: whether the signature names who signed.
        printed: labelled values found in the head.
        lines: the text without its head.
    """

    title: str
    number: str = ""
    titled_by: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    issued_by: tuple[str, ...] = ()
    written_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    signed: bool = False
    printed: list[tuple[str, str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_stated(lines: Sequence[str], title: str = "") -> Stated:
    """What ``lines`` (not blank) say; ``title`` where something else told it."""
    number, head = _head(lines, title)
    own = head.lines[: own_end(head.lines)]
    body = "\n".join(own[:_BEGINNING])
    stated = Stated(head.title, printed=head.printed, lines=head.lines)
    stated.titled_by = _titled_by(head.title)
    stated.issued_by = head.letterhead
    stated.number = head.number or own_number(body) or number
    stated.written_on = head.day
    if head.cover:
        stated.published_on = head.cover.published_on
        stated.effective_on = head.cover.effective_on
        return stated
    _state_history(stated, own)
    if caption := find_caption(own):
        number, day = caption
        stated.number = stated.number or number
        stated.written_on = stated.written_on or day
    return stated


def _state_history(stated: Stated, own: Sequence[str]) -> None:
    """Who adopted, promulgated or signed the text, and when.

    Args:
        own: its lines before its own end.
    """
    if promulgation := _promulgation(stated.lines):
        stated.number = stated.number or promulgation.doc_number
        stated.issued_by = stated.issued_by or promulgation.issuers
        stated.published_on = promulgation.published_on
        stated.effective_on = promulgation.effective_on
        return
    is_order = doc_number.is_order(stated.number)
    passed = _passed(stated.lines)
    if passed and (not is_order or _is_assembly(passed.issuers)):
        stated.issued_by = stated.issued_by or passed.issuers
    if signature := find_signature(own):
        stated.signed_by, stated.written_on = signature.issuers, signature.day or stated.written_on
        stated.signed = bool(signature.issuers)
        if passed and not signature.issuers and _is_assembly(passed.issuers):
            stated.written_on = None  # a head of state signs what the assembly made
        if (is_order or passed) and _PROMULGATES.search("\n".join(own[:_BEGINNING])):
            stated.published_on = signature.day
    elif passed:
        stated.published_on = passed.published_on


def _head(lines: Sequence[str], title: str) -> tuple[str, Head]:
    """The number that the title bears, and the head; the title may stand below the promulgation."""
    number, title = parted(title)
    head = read_head(lines, title)
    if title:
        return number, head
    above = read_promulgation(lines)
    if above and (below := read_head(lines[above.lines :])).title and ends_with_genre(below.title):
        below.lines = [*lines[: above.lines], *below.lines]
        head = below
    number, head.title = parted(head.title)
    return number, head


def own_number(body: str) -> str:
    """The 发文字号 printed at the head of a body, on a line (or two) of its own. A number within a
    sentence is cited and not the document's own."""
    lines = [line.strip() for line in body[:HEAD].split("\n")]
    head = list(takewhile(lambda line: not _BEGUN.match(line), lines))
    pairs = [first + second for first, second in pairwise(head)]
    numbers = (doc_number.parse(text) for text in [*head, *pairs])
    return next((str(number) for number in numbers if number and number.is_complete), "")


def _promulgation(lines: Sequence[str]) -> Promulgation | None:
    """The promulgation near the beginning; of several (a law and its model) the one that ends last."""
    best: Promulgation | None = None
    at = 0
    while at < min(len(lines), _FIRST):
        found = read_promulgation(lines[at:])
        if found and (not best or _ended(found) > _ended(best)):
            best = found
        at += found.lines if found else 1
    return best


def _ended(promulgation: Promulgation) -> date:
    return promulgation.published_on or date.min


def _passed(lines: Sequence[str]) -> Promulgation | None:
    """What the sentence at the beginning says that promulgates the text."""
    for line in lines[:_FIRST]:
        if _PROMULGATES.search(line) and (found := read_passed(line)):
            return found
    return None


def _is_assembly(issuers: Sequence[str]) -> bool:
    return bool(_ASSEMBLY.search("".join(issuers)))


def _titled_by(title: str) -> tuple[str, ...]:
    """The authorities that a title names as its issuers: 某某局 某某厅关于…的通知."""
    announced = _ISSUED_BY.match(title)
    names = split_issuers(announced["names"]) if announced else ()
    if len(names) == 1:
        names = _side_by_side(names[0])
    return names if all(map(is_issuer, names)) else ()


def _side_by_side(name: str) -> tuple[str, ...]:
    """Two authorities of one place that nothing parts: 云澜市财政局云澜市教育局."""
    at = name.find(name[:_PLACE], _PLACE)
    parts = (name[:at], name[at:])
    return parts if at > 0 and all(map(is_issuer, parts)) else (name,)
