"""Folding: one character to one character, so that every offset stays true.

``fold`` looks each character up in a table and nothing else; therefore, for all texts,
``len(fold(a)) == len(a)`` and ``fold(a + b) == fold(a) + fold(b)``, and an offset in the
folded text is an offset in the original. What depends on neighbours (OpenCC's phrases) or
changes lengths (NFKC's … Ⅱ ℃) is not applied.

The table folds, in this order: full-width forms to half-width; compatibility ideographs and
Kangxi radicals (found in text layers of PDF files) to the unified character; Traditional to
Simplified (``data/t2s.tsv``, from OpenCC); capitals to small letters; variants of brackets,
quotes and dashes to one of each.

``squeeze`` is the form phrases are compared in: folded, white space left out.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

_SIZE = 0x110000
_VARIANTS = {
    "[": "〔﹝【〖〘",
    "]": "〕﹞】〗〙",
    "(": "﹙⦅",
    ")": "﹚⦆",
    '"': "“”„‟〝〞「」『』﹁﹂﹃﹄",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−﹣",
    "〈": "‹",
    "〉": "›",
    "·": "・•‧",
    "〇": "○◯",
}
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LEFT_OUT = ord("\n")
"""What stands for every character that ``squeeze`` leaves out: one that is left out itself."""
_HALF = 0xD800
"""Half a character: it cannot be decoded, so it stands for what a narrow table cannot hold."""
_LONG = 200
"""From so many characters on a text is looked up in the narrow table."""
_SHORT = 50
"""Below so many characters one is translated sooner than made an array: 2 us for 4."""


@dataclass(frozen=True)
class Squeezed:
    """A folded text without its white space.

    Attributes:
        text: the characters that are left.
        gaps: for each character that was left out, ascending, how many of ``text`` stand before it.
            There are few, so an offset is found among them sooner than kept for every character.
    """

    text: str
    gaps: Sequence[int]

    @cached_property
    def units(self) -> npt.NDArray[np.unsignedinteger[Any]]:
        """uint16[len(text) + 1], or uint32 where one is beyond the first 65,536: ``text`` as code points, and
        a zero behind them."""
        text = f"{self.text}\0"
        units = np.frombuffer(text.encode("utf-16-le"), "<u2")
        return units if len(units) == len(text) else np.frombuffer(text.encode("utf-32-le"), "<u4")

    @property
    def offsets(self) -> npt.NDArray[np.int64]:
        """int64[len(text)], ascending; where each character stood in the original text."""
        at = np.arange(len(self.text))
        return at + np.searchsorted(self.gaps, at, "right")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that ``text[start:end]`` (not empty) came from."""
        gaps, last = self.gaps, end - 1
        before = bisect_right(gaps, start)
        within = before < len(gaps) and gaps[before] <= last
        return start + before, end + (bisect_right(gaps, last, before) if within else before)

    def place(self, offset: int) -> int:
        """How many characters of ``text`` come from before an offset of the original text."""
        return offset - int(self._left_out.searchsorted(offset))

    def places(self, offsets: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """int64[n]: the same of some offsets."""
        return np.asarray(offsets, np.int64) - self._left_out.searchsorted(offsets)

    @cached_property
    def _left_out(self) -> npt.NDArray[np.int64]:
        """int64[len(gaps)], ascending: where in the original text each character stood that was left out."""
        return np.asarray(self.gaps, np.int64) + np.arange(len(self.gaps))


def fold(text: str) -> str:
    """``text`` with every character replaced by its folded form; the length is kept."""
    short = translated(text, _short_folds()) if len(text) < _SHORT else None
    return decode(fold_codes(text)) if short is None else short


def squeeze(text: str) -> Squeezed:
    """``text`` folded, without white space and zero-width characters."""
    if len(text) >= _LONG:
        try:
            return _squeezed(_narrow_codes(text), "utf-16-le")
        except UnicodeDecodeError:  # a character beyond the first 65,536, or half of one
            pass
    elif len(text) < _SHORT and (short := translated(text, _short_table())) is not None:
        kept = short.split(chr(_LEFT_OUT))
        if len(kept) == 1:  # titles and words mostly have none
            return Squeezed(short, [])
        return Squeezed("".join(kept), list(accumulate(map(len, kept[:-1]))))
    codes = fold_codes(text)
    left_out = space_table()[codes]
    if not left_out.any():
        return Squeezed(decode(codes), [])
    return _squeezed(np.where(left_out, _LEFT_OUT, codes).astype("<u4"), "utf-32-le")


def _squeezed(codes: npt.NDArray[np.unsignedinteger[Any]], encoding: str) -> Squeezed:
    """A folded text, given as code points, without all that is :data:`_LEFT_OUT` there."""
    left_out = np.flatnonzero(codes == _LEFT_OUT)
    text = codes.tobytes().decode(encoding).replace(chr(_LEFT_OUT), "")
    return Squeezed(text, (left_out - np.arange(len(left_out))).tolist())


def trim(text: str) -> str:
    """``text`` without white space and zero-width characters at its ends; it is not folded."""
    return text.strip(_blanks())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Every one of ``texts`` folded; all of them in one pass through the table."""
    folded = fold("".join(texts))
    ends = accumulate(map(len, texts))
    return [folded[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


def without_space(folded: str) -> str:
    """The ``text`` that :func:`squeeze` gives, of a text that is folded already."""
    return folded.translate(_left_out())


def fold_codes(text: str) -> Codes:
    """The folded characters of ``text`` as code points: uint32[len(text)]."""
    codes: Codes = fold_table()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")]
    return codes


def decode(codes: Codes) -> str:
    """The string made of these code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


@cache
def fold_table() -> Codes:
    """uint32[0x110000]: code point -> folded code point. Folding twice changes nothing."""
    table = np.arange(_SIZE, dtype=np.uint32)
    steps = (_full_width(), _compatibility(), _simplified(), _small_letters(), _variants())
    for step in steps:
        apply = np.arange(_SIZE, dtype=np.uint32)
        for source, target in step.items():
            apply[ord(source)] = ord(target)
        table = apply[table]
    table[0xD800:0xE000] = 0xFFFD  # lone surrogates cannot be written as UTF-8
    while not np.array_equal(closed := table[table], table):
        table = closed
    table.setflags(write=False)
    return table


@cache
def space_table() -> npt.NDArray[np.bool_]:
    """bool[0x110000]: the code points that ``squeeze`` leaves out."""
    table = np.zeros(_SIZE, dtype=np.bool_)
    spaces = [code for code in range(0x3001) if chr(code).isspace()]
    table[spaces + [ord(character) for character in _ZERO_WIDTH]] = True
    table.setflags(write=False)
    return table


def _narrow_codes(text: str) -> npt.NDArray[np.uint16]:
    """uint16[n]: ``text`` folded, what is left out as :data:`_LEFT_OUT`; :data:`_HALF` for what has no
    place here."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return _narrow_table().take(units)


@cache
def _narrow_table() -> npt.NDArray[np.uint16]:
    """uint16[0x10000]: the same as ``fold_table`` and ``space_table`` together, of the first 65,536. It is
    small enough to stay in the nearest memory of a processor."""
    size = 1 << 16
    folded = fold_table()[:size]
    table = np.where(folded < size, folded, _HALF)
    table[0xD800:0xE000] = _HALF
    table[space_table()[folded]] = _LEFT_OUT
    narrow = table.astype("<u2")
    narrow.setflags(write=False)
    return narrow


def translated(text: str, table: array[int]) -> str | None:
    """A short text by a table of the first 65,536 characters; None where it has one beyond these, or half of
    one."""
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
        return None
    made = text.translate(table)
    return None if chr(_HALF) in made else made


@cache
def _short_table() -> array[int]:
    """:func:`_narrow_table` as ``str.translate`` reads it."""
    return array("H", _narrow_table().tolist())


@cache
def _short_folds() -> array[int]:
    """The first 65,536 of :func:`fold_table` likewise; :data:`_HALF` for what has no place here."""
    folded = fold_table()[: 1 << 16]
    return array("H", np.where(folded < len(folded), folded, _HALF).tolist())


@cache
def _blanks() -> str:
    return "".join(map(chr, np.flatnonzero(space_table()).tolist()))


@cache
def _left_out() -> dict[int, None]:
    return dict.fromkeys(np.flatnonzero(space_table()).tolist())


def _full_width() -> dict[str, str]:
    forms = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return forms | {"\u3000": " ", "｡": "。", "､": "、"}


def _compatibility() -> dict[str, str]:
    blocks = ((0x2E80, 0x2FD5), (0xF900, 0xFAD9))
    forms = {}
    for first, last in blocks:
        for code in range(first, last + 1):
            unified = unicodedata.normalize("NFKC", chr(code))
            if len(unified) == 1:
                forms[chr(code)] = unified
    return forms


def _simplified() -> dict[str, str]:
    text = (resources.files("index.text") / "data" / "t2s.tsv").read_text(encoding="utf-8")
    return {line[0]: line[2] for line in text.splitlines()}


def _small_letters() -> dict[str, str]:
    forms = {}
    for code in range(0x10000):
        small = chr(code).lower()
        if len(small) == 1 and small != chr(code):
            forms[chr(code)] = small
    return forms


def _variants() -> dict[str, str]:
    return {variant: target for target, many in _VARIANTS.items() for variant in many}
