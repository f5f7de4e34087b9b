"""落款: who signed a text, and when: names of authorities above a date, near its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from index.conventions import doc_number
from index.conventions.authorities import is_issuer
from index.conventions.dates import find_dates
from index.conventions.issuers import split_issuers
from index.text.fold import fold
from index.text.han import PRINTED_YEAR, TENS, UNIFIED

_LONGEST = 60
_MOST_NAMES = 12
_MARKS = " 　()（）[]【】\t"
_STAMP = re.compile(
    r"[(（\[【][^()（）]{0,6}(?:印|章|盖章|签章|代章)[)）\]】]|[(（](?:此页|本页)无正文[)）]"
)
_WEEKDAY = re.compile(r"[(（]?(?:星期|周)[一二三四五六日天][)）]?")
_MAY_BE_DATED = re.compile("[0-9０-９年\uf98e]")
"""Of all lines few hold what folds to a digit or 年; only these are looked at."""
_MONTH = re.compile(
    rf"(?:(?:19|20)\d\d|[{PRINTED_YEAR}]{{4}})\s*年\s*(?:\d{{1,2}}|十?[{TENS}])\s*月"
)
_RELEASE = re.compile(r"(?<!\s)\s*+[(（]此件[^()（）]*+[)）]\s*+$")
_ANNEX_RUNS_ON = re.compile(r"日(?=附(?:件|表)?[:：\d一二三])")
_CAPTION_LINES = 3
_GLUED = re.compile(rf"(?:^|[。；;：:])\s*([{UNIFIED}\s、]{{2,60}})$")
_PERSON = re.compile(
    rf"(?:代)?(?:主席|总理|委员长|[省市县区州局厅部署院行会]长|主任|书记|检察长|[盟旗]长|专员|总裁|董事长|总经理)"
    rf"\s*+:?\s*+[{UNIFIED}]\s*+[{UNIFIED}·\s]{{1,12}}"
)
"""Who signed an order: 市长 某某."""
_ASKS = re.compile(r"(?:时间|日期|期限|期间|截至|截止|起讫|年月日?|自|从|至|于|为|[:、,，(（])$")
"""The end of a line that a date goes on from: a heading (报名时间), a label, half a sentence."""
_LEADER = re.compile(r"[….·]{3,}|…|\.{3}")
_HEADING = re.compile(
    rf"[{TENS}]{{1,3}}、|\([{TENS}\d]{{1,3}}\)|\d{{1,2}}[.、)]|第[{TENS}\d]{{1,3}}[章节条]"
)
_COUNTS_ON = re.compile(
    rf"(?!一、)[{TENS}]{{1,3}}、|\((?!一)[{TENS}]{{1,3}}\)|(?!1[.、])\d{{1,2}}[.、)]"
)
_IMPRINT = re.compile(r"(?:抄\s*送|抄\s*报|分\s*送|主\s*送|主题词)\s*:")
_SENTENCE = "。！!.；;”）)"
_LONGEST_NAME = 40


class Signature(NamedTuple):
    """A 落款.

    Attributes:
        issuers: the authorities named above the date, as written; may be none.
        day: the date; None where it is only a month (二〇二〇年十二月), as on covers.
    """

    issuers: tuple[str, ...]
    day: date | None


def find_caption(lines: Sequence[str]) -> tuple[str, date] | None:
    """The number and the day in brackets under the title: （财资〔2017〕86号　2017年12月29日）."""
    for line in lines[:_CAPTION_LINES]:
        bare = line.strip().strip("()（）")
        for start, end, day in find_dates(bare) if len(bare) <= _LONGEST else ():
            number = doc_number.parse((bare[:start] + bare[end:]).strip(" 　,，;；"))
            if number and number.is_complete:
                return str(number), day
    return None


def find_signature(lines: Sequence[str]) -> Signature | None:
    """The signature of a document that consists of ``lines`` (``own_end`` tells where it ends):
    the first date that an authority stands with; else a date on a line of its own that nothing
    speaks against; else a date at the very end of the last line, behind a name."""
    bare: Signature | None = None
    for at, line in enumerate(lines):
        if len(line) > _LONGEST or not _MAY_BE_DATED.search(line):
            continue
        found = signed_at(lines, at)
        if found and found.issuers:
            return _with_others(found, lines, at)
        if found and not bare and _closes(lines, at):
            bare = found
    return bare or next(filter(None, map(_glued, (*_run_on(lines), *lines[-1:]))), None)


def _run_on(lines: Sequence[str]) -> Iterator[str]:
    """The beginnings of lines up to the annex that has run into the signature: …日附：某办法."""
    for line in lines:
        if found := _ANNEX_RUNS_ON.search(line):
            yield line[: found.start() + 1]


def _with_others(first: Signature, lines: Sequence[str], at: int) -> Signature:
    """A signature with those who sign below it, each with a date of its own; the last is the day."""
    names, day = list(first.issuers), first.day
    for line, below in zip(lines[at + 1 : at + _MOST_NAMES : 2], lines[at + 2 :: 2], strict=False):
        found = _authorities(line) if len(line) <= _LONGEST else ()
        dates = list(find_dates(below)) if len(below) <= _LONGEST else []
        if not found or not dates or _without_dates(below, dates):
            break
        names, day = [*names, *found], dates[-1][2]
    return Signature(tuple(dict.fromkeys(names)), day)


def signed_at(lines: Sequence[str], at: int) -> Signature | None:
    """What a line signs: it is a date, with or without names on it, and nothing else."""
    line = _WEEKDAY.sub("", _STAMP.sub("", lines[at]))
    if len(line) > _LONGEST:
        return None
    if _MONTH.fullmatch("".join(line.split()).strip(_MARKS)):
        names = _names_above(lines, at)
        return Signature(names, None) if names else None
    dates = list(find_dates(line))
    if not dates:
        return None
    start, end, day = dates[0]
    if not _without_dates(line, dates):  # one, or one under each name in columns
        return Signature(_names_around(lines, at), day)
    before, after = line[:start].strip(_MARKS), line[end:].strip(_MARKS)
    names = () if before and after else _authorities(before or after)
    if not names or (after and not _stands_below_text(lines, at)):
        return None
    return Signature((*_names_above(lines, at), *names), day)


def _without_dates(line: str, dates: Sequence[tuple[int, int, date]]) -> str:
    """What a line holds beside its dates and the marks around them."""
    ends = [0, *(end for _, end, _ in dates)]
    starts = [*(start for start, _, _ in dates), len(line)]
    return "".join(line[a:b] for a, b in zip(ends, starts, strict=True)).strip(_MARKS)


def _stands_below_text(lines: Sequence[str], at: int) -> bool:
    """Whether a date before a name is a signature: lists and page heads have such lines, too."""
    above = fold(lines[at - 1]).strip() if at else ""
    return above.endswith(tuple(_SENTENCE)) or bool(_authorities(above))


def _names_around(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """The names above a date, else below it at the end of the text."""
    if names := _names_above(lines, at):
        return names
    if at and _ASKS.search(fold(lines[at - 1]).strip()):
        return ()
    below = lines[at + 1 : at + 1 + _MOST_NAMES]
    names = tuple(name for line in below for name in _authorities(line))
    return names if len(lines) <= at + 1 + _MOST_NAMES and all(map(_authorities, below)) else ()


def _names_above(lines: Sequence[str], at: int) -> tuple[str, ...]:
    names: list[str] = []
    for line in reversed(lines[max(0, at - _MOST_NAMES) : at]):
        if not names and (
            _PERSON.fullmatch(fold(line).strip()) or not _STAMP.sub("", line).strip()
        ):
            continue
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
    return names if names and all(map(is_issuer, names)) else ()


def _closes(lines: Sequence[str], at: int) -> bool:
    """Whether a date alone on a line may be that of the text: neither what stands above asks for
    it or goes on in it, nor does what stands below go on counting."""
    above = fold(lines[at - 1]).strip() if at else ""
    below = fold(lines[at + 1]).strip() if at + 1 < len(lines) else ""
    if _LEADER.search(above) or _ASKS.search(above) or _LEADER.search(below):
        return False
    if any(_IMPRINT.match(fold(line).strip()) for line in lines[max(0, at - 3) : at]):
        return False
    if _COUNTS_ON.match(below):
        return False
    return not (_HEADING.match(above) and above[-1] not in _SENTENCE)


def _glued(line: str) -> Signature | None:
    """``…执行。国 务 院一九九四年六月二十二日``: texts whose line breaks were lost."""
    tail = _RELEASE.sub("", line[-120:])
    for start, end, day in find_dates(tail):
        found = _GLUED.search(tail[:start])
        if tail[end:].strip() or not found:
            continue
        names = split_issuers("".join(found[1].split()))
        if names and all(map(is_issuer, names)):
            return Signature(names, day)
    return None
