"""Punctuation as it is printed in Chinese: what recognition gives in the narrow forms of ASCII.

A comma, a bracket or a colon beside an ideograph is the wide one, whatever the network says: it sees
a few pixels of ink. One character stays one, so that its place on the page stays its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.han import HUNDREDS, PRINTED, chinese_number

_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_is_chinese = re.compile(f"[{PRINTED}，。、；：？！（）《》〈〉“”‘’〔〕【】…—]").match
_YEAR = re.compile(r"[\[〔【［(（{]((?:19|20)\d\d)[\]〕】］)）}](?=第?\d+号)")
_TITLE = re.compile(r"<([^<>]*)>")
_LAST = re.compile(f"(?<=[{PRINTED}])\\.$")
_PAGE = re.compile(r"[-—–一~]+(\d{1,4})[-—–一~]+")
_ENDS = "，。、；：？！,.;:?!)）》"
_ITEM = re.compile(f"[（(]([{HUNDREDS}]+|\\d{{1,2}})[）)]|(\\d{{1,2}})[.．、]")


def as_printed(text: str) -> str:
    """``text``, of one line, with wide signs where Chinese stands beside them."""
    if _PAGE.fullmatch(text):
        return text.replace("一", "—")
    text = _YEAR.sub(r"〔\1〕", text)
    text = _TITLE.sub(_quoted, text)
    return _paired(_widened(_spoken(_LAST.sub("。", text))))


def between_items(lines: Sequence[str]) -> list[str]:
    """``lines`` of a page: what ends an item of a list before the next one is no colon."""
    made = list(lines)
    last = ("", 0)
    for at, line in enumerate(made):
        label = _ITEM.match(line)
        if not label:
            continue
        kind, number = _item(label)
        if at and (kind, number - 1) == last and made[at - 1].endswith("："):
            made[at - 1] = made[at - 1][:-1] + "；"
        last = (kind, number)
    return made


def _item(label: re.Match[str]) -> tuple[str, int]:
    """What kind of number an item has, and which."""
    if label[2]:
        return "1.", int(label[2])
    return ("(1)" if label[1].isdecimal() else "(一)"), chinese_number(label[1]) or 0


def _quoted(found: re.Match[str]) -> str:
    inner = found[1]
    is_title = inner and _is_chinese(inner[0]) and _is_chinese(inner[-1])
    return f"〈{inner}〉" if is_title else found[0]


def _spoken(text: str) -> str:
    """Quotation marks, which open and close in turn; the last of a line closes if words end there."""
    marks = [at for at, letter in enumerate(text) if letter == '"']
    if not marks or not any(map(_is_chinese, text)):
        return text
    made = list(text)
    after = text[marks[-1] + 1 :][:1]
    is_closing = len(marks) % 2 == 1 and marks[0] > 0 and after in _ENDS
    for turn, at in enumerate(marks, is_closing):
        made[at] = "”" if turn % 2 else "“"
    return "".join(made)


def _widened(text: str) -> str:
    """Signs beside Chinese, and beside signs that are wide for that reason."""
    made = list(text)
    for step, order in ((-1, range(len(made))), (1, range(len(made) - 1, -1, -1))):
        for at in order:
            beside = at + step
            if made[at] in _WIDE and 0 <= beside < len(made) and _is_chinese(made[beside]):
                made[at] = _WIDE[made[at]]
    return "".join(made)


def _paired(text: str) -> str:
    """Brackets of one pair are of one width."""
    made = list(text)
    opened: list[int] = []
    for at, letter in enumerate(made):
        if letter in "(（":
            opened.append(at)
        elif letter in ")）" and opened:
            start = opened.pop()
            if "（" in made[start] or letter == "）":
                made[start], made[at] = "（", "）"
    return "".join(made)
