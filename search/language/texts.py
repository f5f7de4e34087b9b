"""Texts one behind the other: arrays of their characters, of the numbers of their syllables, of their first letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.text.fold import fold_codes
from search.language.patterns import Beside
from search.language.pinyin import readings

END = "\n"
"""Stands before, between and behind the texts."""
_CODES = 1 << 16

Places = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]


class Sorted(NamedTuple):
    """Places in the order of what stands there.

    Attributes:
        order: uint32: the places; those of one value ascend.
        firsts: int64[values + 1]: where those of each value begin.
    """

    order: npt.NDArray[np.uint32]
    firsts: Places

    @classmethod
    def of(cls, values: npt.NDArray[np.uint16], kinds: int) -> Sorted:
        """The places of some values, below ``kinds``."""
        firsts = np.concatenate(([0], np.bincount(values, minlength=kinds).cumsum()))
        return cls(values.argsort(kind="stable").astype(np.uint32), firsts)

    def behind(self, values: npt.NDArray[np.uint16]) -> Sorted:
        """These, with values that stand behind them."""
        more = Sorted.of(values, len(self.firsts) - 1)
        ends = self.firsts[values[more.order].astype(np.int64) + 1]
        order = np.insert(self.order, ends, more.order + np.uint32(len(self.order)))
        return Sorted(order, self.firsts + more.firsts)

    def within(self, low: int, high: int) -> npt.NDArray[np.uint32]:
        """The places of the values from ``low`` to before ``high``."""
        return self.order[self.firsts.item(low) : self.firsts.item(high)]

    def often(self, low: int, high: int) -> int:
        """How many these are."""
        return self.firsts.item(high) - self.firsts.item(low)


@dataclass(frozen=True)
class Texts:
    """Some texts.

    Attributes:
        starts: int64[texts + 1]: the ends before each, and the last.
        entry_of: int32[characters]: which text each is of; an end is of that behind it.
        codes: uint16[characters]: the folded characters, those beyond 0xFFFF as that.
        syllables: uint16[characters]: as ``search.language.pinyin`` reads them.
        read: the places of the syllables.
        letters: uint8[characters]: the first letter of each.
    """

    starts: Places
    entry_of: npt.NDArray[np.int32]
    codes: U16
    syllables: U16
    read: Sorted
    letters: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Texts that hold no end."""
        folded = fold_codes("".join([END, *(f"{text}{END}" for text in texts)]))
        ends = folded == ord(END)
        syllables = readings().read(folded)
        letters = readings().initials[syllables]
        letters[ends] = ord(END)
        return cls(
            starts=ends.nonzero()[0],
            entry_of=ends.cumsum(dtype=np.int32) - np.int32(1),
            codes=np.minimum(folded, _CODES - 1).astype(np.uint16),
            syllables=syllables,
            read=Sorted.of(syllables, len(readings().syllables) + 1),
            letters=letters,
        )

    def behind(self, more: Texts) -> Texts:
        """These, with others behind them."""
        last = len(self.codes) - 1
        made = Texts(
            starts=np.append(self.starts, more.starts[1:] + last),
            entry_of=np.append(self.entry_of[:-1], more.entry_of + self.entry_of[-1]),
            codes=np.append(self.codes, more.codes[1:]),
            syllables=np.append(self.syllables, more.syllables[1:]),
            read=self.read.behind(more.syllables[1:]),
            letters=np.append(self.letters, more.letters[1:]),
        )
        if "written" in vars(self):
            vars(made)["written"] = self.written.behind(more.codes[1:])
        if "beside" in vars(self):
            vars(made)["beside"] = Beside(more.codes, self.beside)
        return made

    @cached_property
    def written(self) -> Sorted:
        """The places of the characters."""
        return Sorted.of(self.codes, _CODES)

    @cached_property
    def beside(self) -> Beside:
        """Which characters stand side by side."""
        return Beside(self.codes)
