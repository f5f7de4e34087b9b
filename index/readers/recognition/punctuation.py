"""Punctuation as it is printed in Chinese: what recognition gives in the narrow forms of ASCII.

A comma, a bracket or a colon beside an ideograph is the wide one, whatever the network says: it sees
a few pixels of ink. One character stays one, so that its place on the page stays its own.
"""

from __future__ import annotations

import re

from index.text.han import PRINTED

_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_is_chinese = re.compile(f"[{PRINTED}，。、；：？！（）《》〈〉“”‘’〔〕【】…—]").match
_YEAR = re.compile(r"[\[〔【［(（{]((?:19|20)\d\d)[\]〕】］)）}](?=第?\d+号)")
_TITLE = re.compile(r"<([^<>]*)>")
_LAST = re.compile(f"(?<=[{PRINTED}])\\.$")


def as_printed(text: str) -> str:
    """``text``, of one line, with wide signs where Chinese stands beside them."""
    text = _YEAR.sub(r"〔\1〕", text)
    text = _TITLE.sub(_quoted, text)
    return _paired(_widened(_LAST.sub("。", text)))


def _quoted(found: re.Match[str]) -> str:
    inner = found[1]
    is_title = inner and _is_chinese(inner[0]) and _is_chinese(inner[-1])
    return f"〈{inner}〉" if is_title else found[0]


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
