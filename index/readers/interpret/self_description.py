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
from index.readers.interpret.head import Head, read_head
from index.readers.interpret.own_end import own_end
from index.readers.interpret.promulgation import Promulgation, read_passed, read_promulgation
from index.readers.interpret.signature import find_caption, find_signature
from index.readers.interpret.titles import parted
from index.text.fold import fold

HEAD = 150
"""So many characters of a body may hold the document's own number; later ones are cited."""

_ISSUED_BY = re.compile(r"^(?P<names>[^《》“”\"]{2,120}?)(?:关于|印发|转发|批转|公布|发布)")
_LONG_REMARK_AT_END = re.compile(r"[(\[]((?:[^()]|\([^()]*+\)){5,36})[)\]]$")
_BEGINNING = 20
_FIRST = 4
"""A promulgation stands among so many lines of a body."""
_BEGUN = re.compile(r"第[一1]\s?[编章条]|一、")
"""Where the text has begun: a number below is not its own."""
_ASSEMBLY = re.compile(r"(?:代表大会|常务委员会|常委会)$")
_PROMULGATES = re.compile(r"(?:现予|予以|现(?:将[^，。,]{2,60})?)(?:公布|发布)")


@dataclass(slots=True)
class Stated:
    """What a text says of itself.

    Attributes:
        title, number: as in :class:`index.readers.interpret.head.Head`.
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
    head = _head(lines, title)
    own = head.lines[: own_end(head.lines)]
    body = "\n".join(own[:_BEGINNING])
    stated = Stated(head.title, printed=head.printed, lines=head.lines)
    stated.titled_by = _titled_by(head.title)
    stated.issued_by = head.letterhead
    stated.number = head.number or own_number(head.title, body)
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
    if passed and (not is_order or _ASSEMBLY.search("".join(passed.issuers))):
        stated.issued_by = stated.issued_by or passed.issuers
    if signature := find_signature(own):
        stated.signed_by, stated.written_on = signature.issuers, signature.day
        stated.signed = bool(signature.issuers)
        if (is_order or passed) and _PROMULGATES.search("\n".join(own[:_BEGINNING])):
            stated.published_on = signature.day
    elif passed:
        stated.published_on = passed.published_on


def _head(lines: Sequence[str], title: str) -> Head:
    """The head; the title may stand below the promulgation, or bear the number in brackets."""
    number, title = parted(title)
    head = read_head(lines, title)
    if title:
        head.number = number or head.number
        return head
    above = read_promulgation(lines)
    if above and (below := read_head(lines[above.lines :])).title and ends_with_genre(below.title):
        below.lines = [*lines[: above.lines], *below.lines]
        head = below
    before, head.title = parted(head.title)
    head.number = before or head.number
    remark = _LONG_REMARK_AT_END.search(fold(head.title))
    own = doc_number.parse(remark[1]) if remark else None
    if remark and own and own.is_complete:
        head.number = head.number or str(own)
        head.title = head.title[: remark.start()].rstrip()
    return head


def own_number(title: str, body: str) -> str:
    """The 发文字号 printed at the head of a body, on a line (or two) of its own, or behind the
    title in brackets. A number within a sentence is cited and not the document's own."""
    lines = [line.strip() for line in body[:HEAD].split("\n")]
    head = list(takewhile(lambda line: not _BEGUN.match(line), lines))
    pairs = [first + second for first, second in pairwise(head)]
    remark = _LONG_REMARK_AT_END.search(fold(title))
    for text in [*head, *pairs, remark[1] if remark else ""]:
        number = doc_number.parse(text)
        if number and number.is_complete:
            return str(number)
    return ""


def _promulgation(lines: Sequence[str]) -> Promulgation | None:
    for at in range(min(len(lines), _FIRST)):
        if found := read_promulgation(lines[at:]):
            return found
    return None


def _passed(lines: Sequence[str]) -> Promulgation | None:
    """What the sentence at the beginning says that promulgates the text."""
    for line in lines[:_FIRST]:
        if _PROMULGATES.search(line) and (found := read_passed(line)):
            return found
    return None


def _titled_by(title: str) -> tuple[str, ...]:
    """The authorities that a title names as its issuers: 某某局 某某厅关于…的通知."""
    announced = _ISSUED_BY.match(title)
    names = split_issuers(announced["names"]) if announced else ()
    return names if all(map(is_issuer, names)) else ()
