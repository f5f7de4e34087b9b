"""Whether the signs of a text are those that are printed: a font may be coded right but for them.

Figures and signs are often of a font of their own. Where its coding is wrong the words are
right and the text is worth having, but dates and numbers in it are not to be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.han import PRINTED

WRONG = "标点或数字的文字编码可能有误，请对照原文。"
MISSING = "文字层里几乎没有标点，请对照原文。"
_FEWEST = 10
_LONG = 80  # characters without a sign; no sentence is so long
_BETWEEN_WRONG = re.compile(rf"(?<=[{PRINTED}])[!\"#$%&'*+@^_`~](?=[{PRINTED}])")
_BETWEEN_RIGHT = re.compile(rf"(?<=[{PRINTED}])[，。、；：,.;:](?=[{PRINTED}])")
_SIGN = re.compile("[，。、；：！？,.;:!?…（）()《》]")


def doubt(lines: Sequence[str]) -> str:
    """What is to be doubted of the signs of a text (a warning, Chinese); empty if nothing is."""
    wrong = sum(len(_BETWEEN_WRONG.findall(line)) for line in lines)
    if wrong >= _FEWEST and wrong > sum(len(_BETWEEN_RIGHT.findall(line)) for line in lines):
        return WRONG
    long = [line for line in lines if len(line) >= _LONG and "  " not in line]
    bare = sum(len(_SIGN.findall(line)) * _LONG < len(line) for line in long)
    return MISSING if bare >= _FEWEST and bare > 0.5 * len(long) else ""
