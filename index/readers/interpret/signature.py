"""落款: who signed a text, and when: names of authorities above a date, near its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.conventions.dates import find_dates
from index.conventions.issuers import is_authority, split_issuers
from index.text.fold import fold_all
from index.text.han import PRINTED_YEAR, TENS, UNIFIED

_LONGEST = 60
_MOST_NAMES = 12
_MARKS = " 　()（）"
_STAMP = re.compile(r"[(（](?:印章?|公章|盖章|代章|章|签章)[)）]")
_MAY_BE_DATED = re.compile(r"[0-9]|年")
_MONTH = re.compile(
    rf"(?:(?:19|20)\d\d|[{PRINTED_YEAR}]{{4}})\s*年\s*(?:\d{{1,2}}|十?[{TENS}])\s*月"
)
_GLUED = re.compile(rf"(?:^|[。；;：:])\s*([{UNIFIED}\s、]{{2,60}})$")


@dataclass(frozen=True, slots=True)
class Signature:
    """A 落款.

    Attributes:
        issuers: the authorities named above the date, as written; may be none.
        day: the date; None where it is only a month (二〇二〇年十二月), as on covers.
    """

    issuers: tuple[str, ...]
    day: date | None


def find_signature(lines: Sequence[str]) -> Signature | None:
    """The first signature: a line that is a date (and a name) and nothing else; else a date at
    the very end of the last line, behind a name."""
    for at, folded in enumerate(fold_all(lines)):
        is_dated = len(folded) <= _LONGEST and _MAY_BE_DATED.search(folded)
        if is_dated and (found := _signed(lines, at)):
            return found
    return _glued(lines[-1]) if lines else None


def _signed(lines: Sequence[str], at: int) -> Signature | None:
    line = lines[at]
    if _MONTH.fullmatch(line.strip()):
        names = _names_above(lines, at)
        return Signature(names, None) if names else None
    for start, end, day in find_dates(line):
        before, after = line[:start].strip(_MARKS), line[end:].strip(_MARKS)
        if after:
            return None
        if not before:
            return Signature(_names_above(lines, at), day)
        names = _authorities(before)
        return Signature(names, day) if names else None
    return None


def _names_above(lines: Sequence[str], at: int) -> tuple[str, ...]:
    names: list[str] = []
    for line in reversed(lines[max(0, at - _MOST_NAMES) : at]):
        found = _authorities(line) if len(line) <= _LONGEST else ()
        if not found:
            break
        names = [*found, *names]
    return tuple(dict.fromkeys(names))


def _authorities(line: str) -> tuple[str, ...]:
    """The names on a line that holds nothing else; a remark in brackets belongs to the name."""
    bare = _STAMP.sub("", line).strip()
    if not bare or bare[-1] in "。；：:;，,、":
        return ()
    names = split_issuers(bare)
    return names if names and all(map(is_authority, names)) else ()


def _glued(line: str) -> Signature | None:
    """``…执行。国 务 院一九九四年六月二十二日``: texts whose line breaks were lost."""
    tail = re.sub(r"\s*[(（]此件[^()（）]*[)）]\s*$", "", line[-120:])
    for start, end, day in find_dates(tail):
        found = _GLUED.search(tail[:start])
        if tail[end:].strip() or not found:
            continue
        names = split_issuers("".join(found[1].split()))
        if names and all(map(is_authority, names)):
            return Signature(names, day)
    return None
