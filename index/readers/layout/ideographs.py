"""Ideographs that a font names otherwise: radicals and compatibility forms become themselves.

Glyphs that serve two code points are often mapped back to the wrong one, so that 用户 comes out
as ⽤⼾ and 人民 as ⼈⺠. Nobody writes radicals in a policy document.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

_BLOCKS = ((0x2F00, 0x2FD5), (0xF900, 0xFAD9))
_SUPPLEMENT = (
    "⺁厂 ⺊卜 ⺎兀 ⺒巳 ⺝月 ⺟母 ⺠民 ⺫目 ⺬示 ⺰纟 ⻀艹 ⻁虎 ⻄西 ⻅见 ⻆角 ⻇角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞"
    " ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻲亀 ⻳龟 ⼾户"
)
"""Of those that Unicode does not name an ideograph for, or another one than is printed."""


_LETTERS = {
    bytes((0xA0, 0x80 | ord(letter))).decode("gbk"): letter
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
"""What slanted Latin letters come out as where a Chinese typesetter kept them under A0xx of GBK:
犌犅／犜 for GB/T, in nearly every printed standard."""
_OF_LETTERS = "".join(_LETTERS)
_WORD = re.compile(rf"[{_OF_LETTERS}]{{2,}}|[{_OF_LETTERS}](?=[．.／/0-9０-９\s—]|$)")


def printed(text: str) -> str:
    """The text in the ideographs and letters that it shows; as long as before."""
    if text.isascii():
        return text
    return _WORD.sub(_latin, text.translate(_table()))


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    if len(word) > 1 and len(set(word)) == 1:
        return word  # 犇犇 is a name
    return "".join(map(_LETTERS.__getitem__, word))


@cache
def _table() -> dict[int, str]:
    table = {
        code: form
        for first, last in _BLOCKS
        for code in range(first, last + 1)
        if len(form := normalize("NFKC", chr(code))) == 1
    }
    return table | {ord(pair[0]): pair[1] for pair in _SUPPLEMENT.split()}
