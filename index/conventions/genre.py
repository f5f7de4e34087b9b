"""文种: what kind of document a title announces (GB/T 9704, laws, and what sites add)."""

from __future__ import annotations

import re

from index.text.han import PRINTED_REMARK_AT_END

OFFICIAL = (
    "决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示",
    "批复", "议案", "函", "纪要",
)  # fmt: skip
LEGAL = ("法", "条例", "规定", "办法", "细则", "解释", "规则", "准则", "规程")
SITES = ("答复", "解读", "方案", "规划", "要点", "计划", "清单", "指南", "指引", "措施", "标准")

_NO_LAWS = "方做看想语疗执"
"""做法, 方法, 执法 … end as a law does and are none."""
_KINDS = sorted((*OFFICIAL, *LEGAL, *SITES), key=len, reverse=True)
_AT_END = re.compile(rf"(?:{'|'.join(_KINDS)})$(?<![{_NO_LAWS}]法)")
_VERSION = re.compile(r"[(（]?(?:试行|暂行|修订|修正|征求意见稿|草案)[)）]?$")
_LONGEST_VERSION = 7
_LONGEST_REMARK = 200
_SAME = {
    "法": "法律",
    "政策解读": "解读",
    "令": "命令（令）",
    "命令": "命令（令）",
    "命令(令)": "命令（令）",
    "复函": "函",
    "会议纪要": "纪要",
}


def is_legal(genre: str) -> bool:
    """Whether a 文种, as :func:`genre_of` names it, is one of laws and rules."""
    return genre in _LEGAL


def genre_of(title: str) -> str:
    """The 文种 that ends ``title``, remarks in brackets apart; empty where none does.

    >>> genre_of("关于印发《云澜市公共数据管理办法（试行）》的通知")
    '通知'
    """
    text = _without_remarks(title)
    found = _AT_END.search(text)
    if found:
        return canonical_genre(found[0])
    return "解读" if "解读" in text else ""


def ends_with_genre(title: str) -> bool:
    """Whether a line ends as titles do: with a 文种, remarks in brackets apart."""
    return bool(_AT_END.search(_without_remarks(title)))


def _without_remarks(title: str) -> str:
    text = title.strip()
    end = _before_version(text, _before_remark(text, len(text)))
    before = len(text)
    while end != before:
        before, end = end, _before_version(text, _before_remark(text, end))
    return text[:end].rstrip('》”"')


def _before_remark(text: str, end: int) -> int:
    """Where the remark that ends ``text[:end]`` begins; ``end`` where none does."""
    found = PRINTED_REMARK_AT_END.search(text, max(0, end - _LONGEST_REMARK), end)
    return found.start() if found else end


def _before_version(text: str, end: int) -> int:
    """Where the space and the words like 试行 that end ``text[:end]`` begin."""
    while True:
        if found := _VERSION.search(text, max(0, end - _LONGEST_VERSION), end):
            end = found.start()
        elif end and text[end - 1].isspace():
            end -= 1
        else:
            return end


def canonical_genre(text: str) -> str:
    """``text`` with the variants of one 文种 under one name."""
    text = "".join(text.split())
    return _SAME.get(text, text)


_LEGAL = frozenset(map(canonical_genre, LEGAL))
