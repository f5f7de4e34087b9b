"""Ideographs that a font names otherwise: radicals and compatibility forms become themselves.

Glyphs that serve two code points are often mapped back to the wrong one, so that 用户 comes out
as ⽤⼾ and 人民 as ⼈⺠. Nobody writes radicals in a policy document.
"""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

_BLOCKS = ((0x2F00, 0x2FD5), (0xF900, 0xFAD9))
_SUPPLEMENT = (
    "⺁厂 ⺊卜 ⺎兀 ⺒巳 ⺝月 ⺟母 ⺠民 ⺫目 ⺬示 ⺰纟 ⻀艹 ⻁虎 ⻄西 ⻅见 ⻆角 ⻇角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞"
    " ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻲亀 ⻳龟 ⼾户"
)
"""Of those that Unicode does not name an ideograph for, or another one than is printed."""


def printed(text: str) -> str:
    """The text in ordinary ideographs; as long as before."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table = {
        code: form
        for first, last in _BLOCKS
        for code in range(first, last + 1)
        if len(form := normalize("NFKC", chr(code))) == 1
    }
    return table | {ord(pair[0]): pair[1] for pair in _SUPPLEMENT.split()}
