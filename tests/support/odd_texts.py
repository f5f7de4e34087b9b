"""Texts that no rule reckons with, made of what rules look for: for the fuzz of the readers.

The words are those that stand in the sources of the rules themselves, so that a rule that is
added later is tried, too. Between them stand characters of every category.
"""

from __future__ import annotations

import ast
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_RULES = ("index/conventions", "index/readers", "index/text/han.py", "index/document.py")
_RUN = re.compile(r"[\u3400-\u9fff○〇]{1,12}|[a-zA-Z]{2,20}|[^\w\s\\]")
_ROOT = Path(__file__).parents[2]
_EACH = 24
"""So many characters of each category are tried."""

DIGITS = (
    "0123456789", "0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
)  # fmt: skip
BLANKS = (
    "",
    "",
    " ",
    "\u3000",
    "\u200b",
    "\u00a0",
    "\t",
    "\n",
    "\u2028",
    "\x85",
    "\ufeff",
    "\u00ad",
    "  ",
)
OPENING, CLOSING = "([{〔【《（<“「", ")]}〕】》）>”」"
NUMERALS = "〇零一二三四五六七八九十百千万两元廿o"
SIGNS = ("年月日", "年月日", "---", "///", "...", "   ", "年月号", "年-月")
PARTS_OF_ADDRESSES = (
    "http", "https", "://", ":", "//", "/", "[", "]", "::1", "[x", "@", "?", "#", "%", "%zz", "..",
    "a.pdf", "b.docx", "y.example", "x", "\\", " ", "\u200b", "℀", "．", ":99999999", ":-1",
    "javascript:", "&amp;", ";",
)  # fmt: skip


@cache
def words() -> tuple[str, ...]:
    """Every run of ideographs or letters, and every sign, in the texts of the rules' sources."""
    paths = [path for place in _RULES for path in sorted(_files(_ROOT / place))]
    found = {run for path in paths for text in _texts(path) for run in _RUN.findall(text)}
    return tuple(sorted(found))


def _files(place: Path) -> Iterator[Path]:
    return place.rglob("*.py") if place.is_dir() else iter((place,))


def _texts(path: Path) -> Iterator[str]:
    """The texts of a source; what only people read is none of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    read = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in read:
            yield node.value


@cache
def characters() -> tuple[str, ...]:
    """Some of every category: marks of direction, zero-width, private use, surrogates, controls."""
    by_category: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        by_category.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    return tuple(
        letter
        for letters in by_category.values()
        for letter in letters[:: max(1, len(letters) // _EACH)]
    )


class Odd(random.Random):
    """Draws texts; the same from the same seed."""

    def number(self) -> str:
        """A number: small, of a year, or without end; in digits of any script, or in words."""
        if self.random() < 0.2:
            return "".join(self.choices(NUMERALS, k=self.randrange(1, 8)))
        value = self.choice((self.randrange(41), self.randrange(1880, 2110), self.getrandbits(64)))
        if self.random() < 0.005:
            return "9" * 5_000
        script = self.choice(DIGITS)
        return "".join(script[int(digit)] for digit in str(value))

    def date(self) -> str:
        """A date in any form, in the calendar or not, whole or not."""
        if self.random() < 0.3:
            year, month, day = self.randrange(1700, 2200), self.randrange(14), self.randrange(33)
            return f"{year}{self.choice('年-/.')}{month}{self.choice('月-/.')}{day}{self.choice('日 ')}"
        signs, blank = self.choice(SIGNS), self.choice(BLANKS)
        count = self.randrange(1, 4)
        parts = [f"{self.number()}{blank}{signs[at]}" for at in range(count)]
        return blank.join(parts) + self.choice(("", "", "T10:00:00Z", " 10:30", "起", "前后"))

    def address(self) -> str:
        """An address, broken in any place."""
        scheme = self.choice(("http://", "https://", "//", ""))
        return scheme + "".join(self.choices(PARTS_OF_ADDRESSES, k=self.randrange(7)))

    def bracketed(self) -> str:
        """Something in brackets that need not be a pair."""
        inner = "".join(self.choice((self.date, self.piece))() for _ in range(self.randrange(5)))
        return f"{self.choice(OPENING)}{inner}{self.choice((*CLOSING, '', ''))}"

    def piece(self) -> str:
        """One word, sign or character."""
        some: tuple[str, ...] = self.choice((words(), words(), characters(), BLANKS))
        return self.choice(some)

    def line(self) -> str:
        """One line; it may hold what other programs take for the end of one."""
        made = (self.piece, self.piece, self.piece, self.number, self.date, self.bracketed,
                self.address)  # fmt: skip
        parts: list[str] = [self.choice(made)() for _ in range(self.randrange(9))]
        return self.choice(("", "", " ", "\u200b")).join(parts)

    def text(self) -> str:
        """Several lines."""
        return "\n".join(self.line() for _ in range(self.randrange(9)))

    def value(self) -> object:
        """A value of a record as JSON holds it."""
        if self.random() < 0.8:
            return self.choice((self.line, self.text, self.date, self.address, self.number))()
        return self.choice((
            None, True, self.random(), float("nan"), float("-inf"), 1e300, -7, 10**30, [], {}, [[]],
            [self.line() for _ in range(3)], [[self.text()], self.line(), None], {self.line(): self.line()},
        ))  # fmt: skip
