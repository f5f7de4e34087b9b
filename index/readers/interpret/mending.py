"""Lines as they were meant: recognised characters without the spaces between them, a date that a
line break has parted made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.fold import fold
from index.text.han import HAN, TENS, YEAR

_SPACED = 0.8
"""So much of a line's pieces are single characters where it is spaced throughout."""
_FEWEST = 12
"""So many pieces a line needs to be mended in a text whose other lines are sound."""
_FEWEST_IN_DAMAGED = 2
_MOSTLY = 0.5
_LEAST_SHARE = 4
"""At least one of so many characters of a line spaced throughout is a space."""
_GAPS = re.compile(r"(\s+)")
_WORD = re.compile(r"[0-9A-Za-z]{2,}|[A-Za-z]")
_IDEOGRAPH = re.compile(HAN)
_BETWEEN = re.compile(rf"(?<={HAN})\s+(?={HAN})")
_ALONE = re.compile(rf"(?:^|(?<=\s)){HAN}(?=\s|$)")

_Y = rf"(?:(?:19|20)\d\d|[{YEAR}○零]{{4}})"
_M = rf"(?:\d{{1,2}}|元|[{TENS}]{{1,2}})"
_D = rf"(?:\d{{1,2}}|[{TENS}]{{1,3}})"
_BREAKS = tuple(
    (re.compile(rf"(?:^|(?<=[^0-9{YEAR}○零])){before}$"), re.compile(after))
    for before, after in (
        (rf"{_Y}年{_M}月", rf"{_D}日"),
        (rf"{_Y}年", rf"{_M}月{_D}日"),
        (rf"{_Y}年{_M}", rf"月{_D}日"),
        (rf"{_Y}年{_M}月{_D}", "日"),
        (_Y, rf"年{_M}月{_D}日"),
    )
)
"""The end of a line, and the beginning of the next, that are one date together; neither holds space."""
_DIGITS = "0123456789０１２３４５６７８９"
_FIRST = frozenset(f"{_DIGITS}{TENS}年月日元")
_LAST = frozenset(f"{_DIGITS}{TENS}{YEAR}年月元○〇")
"""What the two parts of a broken date begin and end with: most lines are told by it."""
_LONGEST_PART = 24


def is_spaced(lines: Sequence[str]) -> bool:
    """Whether a text is damaged: most of its characters stand in lines spaced throughout."""
    spaced = [line for line in lines if _is_spaced(line, _FEWEST_IN_DAMAGED)]
    return bool(spaced) and sum(map(len, spaced)) > _MOSTLY * sum(map(len, lines))


def mended(lines: Sequence[str]) -> list[str]:
    """``lines`` without spaces between single ideographs, and with the dates that break at the
    end of a line joined; a space that is wider than the others parts words and stays."""
    fewest = _FEWEST_IN_DAMAGED if is_spaced(lines) else _FEWEST
    made: list[str] = []
    for line in lines:
        sound = unspaced(line, fewest)
        if made and _is_broken(made[-1], sound):
            made[-1] = made[-1].rstrip() + sound.lstrip()
        else:
            made.append(sound)
    return made


def unspaced(line: str, fewest: int = _FEWEST_IN_DAMAGED) -> str:
    """A line that is spaced throughout without its spaces; any other as it is.

    >>> unspaced("云 政 发 〔 2 0 2 3 〕 1 2 号")
    '云政发〔2023〕12号'
    """
    if not _is_spaced(line, fewest):
        return line
    parts = _GAPS.split(line.strip())
    gaps = sorted(map(len, parts[1::2]))
    usual = gaps[len(gaps) // 2]
    made = parts[0]
    for gap, piece in zip(parts[1::2], parts[2::2], strict=True):
        two_words = _WORD.fullmatch(made[-2:].strip()) and _WORD.fullmatch(piece)
        made += (" " if len(gap) > usual or two_words else "") + piece
    return made


def without_gaps(title: str) -> str:
    """A title that was recognised, without the gaps that stand between its wide letters; where no
    character stands alone, spaces part names.

    >>> without_gaps("云 澜开放 大学关于招生的声明")
    '云澜开放大学关于招生的声明'
    >>> without_gaps("云澜市财政局 云澜市教育局关于招生的通知")
    '云澜市财政局 云澜市教育局关于招生的通知'
    """
    return _BETWEEN.sub("", title) if _ALONE.search(title) else title


def _is_spaced(line: str, fewest: int) -> bool:
    gaps = line.count(" ") + line.count("\u3000")
    if gaps + 1 < fewest or gaps * _LEAST_SHARE < len(line):
        return False
    pieces = line.split()
    singles = "".join(piece for piece in pieces if len(piece) == 1)
    if len(pieces) < fewest or len(singles) < len(pieces) * _SPACED:
        return False
    ideographs = len(_IDEOGRAPH.findall(singles))
    return ideographs > 0 if fewest < _FEWEST else 2 * ideographs >= len(singles)


def _is_broken(line: str, following: str) -> bool:
    """Whether a date begins at the end of a line and ends in the next. A year or month on a line
    of its own above a text of that day is a heading."""
    if line[-1:] not in _LAST or following[:1] not in _FIRST:
        return False
    end = "".join(fold(line[-_LONGEST_PART:]).split())
    start = "".join(fold(following[:_LONGEST_PART]).split())
    for before, after in _BREAKS:
        part, rest = before.search(end), after.match(start)
        if part and rest:
            is_heading = part.start() == 0 and len(line.strip()) < _LONGEST_PART
            return not is_heading or (rest.end() == len(start) < _LONGEST_PART)
    return False
