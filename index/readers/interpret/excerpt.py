"""Whether a text is but a part of its document: as the source says, or by how it breaks off.

Lists of results keep the first lines of a page and 「…」 or 「查看全文」 behind them; spreadsheets and
databases cut what is longer than a cell.
"""

from __future__ import annotations

import re

_MORE = r"(?:点击|点此)?(?:查看|阅读|展开|显示|浏览)"
_CUT = re.compile(
    rf"(?:{_MORE}全文|全文(?:阅读|查看)|(?:…|\.\.)\s*+[\[(（【]?{_MORE}?(?:全文|原文|更多|详情|详细(?:内容)?))"
    r"[\])）】]?[\s>》»]{0,6}$"
)
_BREAKS_OFF = re.compile(r"(?<=[\w，、：；）》”])(?:…{1,3}|\.{3}|\.{6})$")
_ENDS = re.compile(r"[。！？；：.!?;:…”’）)》】\]〉]$|[0-9]$|[日号章页]$")
_TAIL, _SHORTEST = 60, 10
_CELL, _TEXT_BYTES = 32_767, 65_535
"""So many characters has a cell of Excel at most, and so many bytes a column TEXT of MySQL."""
_ROUND, _LEAST = 500, 200
_OF_A_CHARACTER = 3


def breaks_off(body: str, is_record: bool) -> bool:
    """Whether a text ends as one does that was cut.

    Args:
        is_record: whether it is a value of a list as it was given.
    """
    tail = body[-_TAIL:].rstrip()
    last = tail.rpartition("\n")[2]
    if _CUT.search(tail):
        return True
    if len(last) >= _SHORTEST and last.count("…") <= _OF_A_CHARACTER and _BREAKS_OFF.search(last):
        return True
    return is_record and _is_of_a_set_length(body) and not _ENDS.search(tail)


def _is_of_a_set_length(body: str) -> bool:
    """Whether a text is as long as a program lets it be: a round number of characters, a power of
    two, a cell, a column."""
    size = len(body)
    if size < _LEAST:
        return False
    left = _TEXT_BYTES - len(body.encode("utf-8", "replace"))
    is_round = size % _ROUND == 0 or not size & (size - 1) or not (size + 1) & size
    return is_round or size == _CELL or 0 <= left < _OF_A_CHARACTER
