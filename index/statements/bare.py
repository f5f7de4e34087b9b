"""Names without 《》 before 第…条: 刑法第二百三十四条, 依照民事诉讼法第一百条.

Where such a name begins, the text does not print. :func:`endings` gives every place where it may
begin: where the letters do, and behind a word that stands before names. So 合同法 is not taken of
劳动合同法, nor 仲裁法 of 调解仲裁法, whichever of them are held. Words that stand before names are too
many to list (承担民法典第…条); what the document itself says elsewhere helps: :func:`shown`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from index.text.han import UNIFIED

_ENDS = re.compile(
    r"(?:法|法典|条例|办法|规定|规则|细则|通则|总则|解释|决定|准则|公约|规程|修正案|章程"
    r"|意见|通知|通告|公告|批复|制度)$"
)
_PART = re.compile(r"(?<=法典)(?:[^法典]{1,6}编|总则|分则)$|(?<=法)(?:总则|分则)$")
_LONGEST = 40
_LETTERS = re.compile(rf"[{UNIFIED}\n]{{1,{_LONGEST}}}+$")
"""Lines that a page broke are one; where one begins, a name may."""
_LEADS = re.compile(
    r"依照|按照|根据|依据|遵照|参照|比照|对照|违反|触犯|构成|涉嫌|援引|引用|删去|删除|参见|详见|不适用"
)
"""Words that no name holds: it begins behind the last of them."""
_BEFORE = re.compile(
    r"\n|认定为?|确定|包括|影响|审理|办理|提交|提起|主张|考虑|行使|支付|承担|采取|禁止|涉及|结合|从事|视为|视同|隐瞒"
    r"|适用|符合|执行|贯彻|落实|实施|遵守|履行|以及|或者|并且|同时|属于|具有|修改|修正|增加|关于|现行"
    r"|应当|可以|有关|相关|我国|国家|其中|下列|[即及与和或以依按据由因将把对在从自于为是属有的得了经所至又也均并且则如"
    r"若只仅其新中见条款项等时犯就除指受后到过取备担]"
)
"""Words that stand before names, and in some."""
_OWN = re.compile(r"(?:本|该|此|前述|上述|这一|同|原|旧)$|修[改订正]前的?$")
_ITSELF = re.compile(
    r"(?:本|该|此|前述|上述)(?:实施|暂行|管理|司法)?(?:法|条例|办法|规定|规则|细则|通则|解释|决定|准则|公约|规程|修正案|章程|意见|通知|通告|公告|批复|制度)$"
)
_FEWEST = 2
_FEWEST_LETTERS = 3
_MOST_ALIKE = 50
_LONGEST_SHOWN = 16


def letters_before(folded: str, at: int) -> tuple[str, int]:
    """The letters before ``at`` of a folded text that end with a name, and where they end.

    A part of the work behind its name (民法典合同编) is left out. Empty where no name ends there.
    """
    found = _LETTERS.search(folded, max(0, at - _LONGEST), at)
    if not found:
        return "", at
    letters = _PART.sub("", found[0])
    end = found.start() + len(letters)
    if not _ENDS.search(letters):
        return "", at
    leads = [lead.end() for lead in _LEADS.finditer(letters) if lead.end() < len(letters)]
    return letters[leads[-1] if leads else 0 :], end


def endings(letters: str) -> list[str]:
    """The endings of ``letters`` that may be a name, the longest first."""
    starts = {0} | {
        found.end() for at in range(len(letters)) if (found := _BEFORE.match(letters, at))
    }
    return [
        letters[start:]
        for start in sorted(starts)
        if len(letters) - start >= _FEWEST and not _OWN.search(letters, 0, start)
    ]


def shown(letters: Iterable[str]) -> set[str]:
    """Names that letters show whole: those in which no other word may stand."""
    whole = (one for one in letters if len(one) <= _LONGEST_SHOWN)
    return {one for one in whole if not _BEFORE.search(one)}


def cut(letters: str, names: Container[str]) -> str:
    """``letters`` without what stands before a name of ``names``, the longest that ends them."""
    for start in range(len(letters) - _FEWEST + 1):
        if letters[start:].replace("\n", "") in names and not _OWN.search(letters, 0, start):
            return letters[start:]
    return letters


def full_names(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their first and last letter, for :func:`full_name`."""
    found: dict[str, list[str]] = {}
    for name in names:
        if len(name) <= _LONGEST_SHOWN:
            found.setdefault(name[:1] + name[-1:], []).append(name)
    return found


def full_name(short: str, names: Mapping[str, Sequence[str]]) -> str:
    """The one of some names that a short form stands for; empty where none does, or several.

    民诉法 leaves out characters at two places of 民事诉讼法; 劳动法 is not short for 劳动合同法.
    """
    alike = names.get(short[:1] + short[-1:], ())
    if len(short) < _FEWEST_LETTERS or len(alike) > _MOST_ALIKE or short in alike:
        return ""
    fits = [name for name in alike if _is_short_for(short, name)]
    return fits[0] if len(fits) == 1 else ""


def _is_short_for(short: str, name: str) -> bool:
    at, gaps = 0, 0
    for letter in short:
        found = name.find(letter, at)
        if found < 0:
            return False
        gaps += found > at
        at = found + 1
    return gaps > 1


def is_own(letters: str) -> bool:
    """Whether they name the document itself or one named before: 本法, 该条例."""
    return bool(_ITSELF.search(letters.replace("\n", "")))
