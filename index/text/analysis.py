"""Analysis: from a text to its three kinds of terms, the same on both sides.

- **words**: jieba's search mode, HMM off. They carry ranking and say which documents have
  all the words of a query. No positions.
- **grams**: every two neighbouring characters of the squeezed text, with positions that
  count its characters; they make any quoted string an exact substring search.
- **characters**: single letters, digits and ideographs. They answer one-character queries
  and add to the ranking of long questions. No positions.

Documents are cut by :meth:`Analyzer.words`, :meth:`~Analyzer.grams` and :meth:`~Analyzer.characters`,
what is typed by :meth:`Analyzer.terms`: the same terms, of a short text that is folded already.

The analyser decides terms, never what a query means (``search``) or how terms are written
(``schema``). Its ``fingerprint`` changes whenever it would cut any text differently.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.text.fold import Codes, decode, fold, fold_codes, fold_table, space_table, without_space
from index.text.han import CUT, JOINED
from index.text.lattice import Lattice
from index.text.runs import runs
from index.text.tokens import OTHER, Tokens, tokens_one_by_one, tokens_together

ANALYSIS_VERSION = 1
"""Raise it when the code below would cut a text differently than before."""

_REMEMBERED = 1024
"""So many short texts keep their terms: one query is looked at several times, and what a table
of words puts beside it comes again and again."""

_RUN = re.compile(rf"[{CUT}]+|{OTHER.pattern}")
_HAN_RUNS = re.compile(f"([{CUT}]+)")
_HAN_RUN = re.compile(rf"[{CUT}]")

_UNDIVIDED = 2
"""A word of so many characters has no sub-words."""
_MANY = 500_000
"""So many characters are cut in less time than a lattice takes to be made."""

Positions = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query and where it stands in the original text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a short text, each once.

    Attributes:
        cut: its words in order, with their offsets; not their sub-words.
        words: the terms of ``Analyzer.words``.
        grams, characters: those of ``Analyzer.grams`` and ``Analyzer.characters``, ascending.
    """

    cut: tuple[Word, ...]
    words: tuple[str, ...]
    grams: tuple[str, ...]
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cutter:
    """A dictionary that cuts runs of ideographs.

    Attributes:
        name: for the fingerprint; two cutters of one name give the same cut.
        cut: a run of ideographs -> its words in order; they concatenate to the run. Of runs
            joined by line ends, the words of each, and the line ends.
        has_word: whether the dictionary has a word (for the sub-words of search mode).
        lattice: makes what cuts many runs at once, and as ``cut`` does.
    """

    name: str
    cut: Callable[[str], list[str]]
    has_word: Callable[[str], bool]
    lattice: Callable[[], Lattice] | None = None


class Analyzer:
    """Cuts texts into terms; see the module's docstring for the kinds.

    Attributes:
        terms: gives the :class:`Terms` of a short, folded text; remembers the latest.
    """

    def __init__(self, cutter: Cutter | None = None) -> None:
        self._cutter = cutter or default_cutter()
        self._parts = _SubWords(self._cutter.has_word)
        identity = f"{ANALYSIS_VERSION} {self._cutter.name}".encode()
        table = fold_table().tobytes() + np.packbits(space_table()).tobytes()
        self.terms: Callable[[str], Terms] = lru_cache(_REMEMBERED)(self._terms)
        self.fingerprint: str = hashlib.sha256(identity + table).hexdigest()[:16]

    def words(self, text: str) -> Counter[str]:
        """Every word of ``text`` in search mode, and how often it occurs."""
        counts = Counter(self.tokens(fold(text)))
        counts.pop("\n", None)
        known = counts.get
        for word, count in [one for one in counts.items() if len(one[0]) > _UNDIVIDED]:
            for part in self._parts[word][:-1]:  # the last is the word itself
                counts[part] = known(part, 0) + count
        return counts

    def tokens(self, folded: str) -> list[str]:
        """The words that :meth:`cut` gives of a folded text, without their offsets and in any
        order; and line ends, which have no :meth:`parts`.

        All runs of ideographs are cut in one call: the line ends between them are words of
        their own, which no other word can be.
        """
        pieces = _HAN_RUNS.split(folded)
        runs = "\n".join(pieces[1::2])
        return self._cutter.cut(runs) + OTHER.findall("\n".join(pieces[::2]))

    def tokens_of(self, texts: Sequence[Codes]) -> Tokens:
        """:meth:`tokens` of many folded texts; together where there is enough to be cut."""
        if self._cutter.lattice and sum(map(len, texts)) >= _MANY:
            return tokens_together(texts, self._cutter.lattice())
        return tokens_one_by_one(texts, self.tokens)

    def cut(self, text: str) -> list[Word]:
        """The words of ``text`` in order, each once, with their offsets."""
        return self.cut_folded(fold(text))

    def cut_folded(self, folded: str) -> list[Word]:
        """:meth:`cut` for a text that is folded already."""
        return list(self._runs(folded))

    def has_word(self, folded: str) -> bool:
        """Whether the dictionary has a word."""
        return self._cutter.has_word(folded)

    def parts(self, word: str) -> tuple[str, ...]:
        """The terms that search mode makes of one of :meth:`tokens`: its sub-words, then itself."""
        return self._parts[word]

    def grams(self, text: str) -> Mapping[str, Positions]:
        """Each pair of neighbouring characters of the squeezed text and its positions.

        Returns:
            gram -> uint32[frequency], ascending: the position of its first character,
            counted in characters that are not white space.
        """
        codes = fold_codes(text)
        codes = codes[~space_table()[codes]]
        if len(codes) < 2:
            return {}
        pairs = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:]
        order = np.argsort(pairs, kind="stable").astype(np.uint32)
        ordered = pairs[order]
        starts = runs(ordered)
        distinct = ordered[starts]
        both = np.stack((distinct >> np.uint64(32), distinct & np.uint64(0xFFFFFFFF)), axis=1)
        letters = decode(both.astype(np.uint32).ravel())
        bounds = [*starts.tolist(), len(order)]
        return {
            letters[2 * i : 2 * i + 2]: order[bounds[i] : bounds[i + 1]] for i in range(len(starts))
        }

    def characters(self, text: str) -> Counter[str]:
        """Every letter, digit and ideograph of ``text`` and how often it occurs."""
        codes, counts = np.unique(fold_codes(text), return_counts=True)
        letters = decode(codes)
        return Counter(
            {one: n for one, n in zip(letters, counts.tolist(), strict=True) if one.isalnum()}
        )

    def _terms(self, folded: str) -> Terms:
        cut = self.cut_folded(folded)
        ordered = sorted(cut, key=lambda word: not _HAN_RUN.match(word.text))  # as in tokens
        squeezed = without_space(folded)
        return Terms(
            tuple(cut),
            tuple(dict.fromkeys(part for word in ordered for part in self._parts[word.text])),
            tuple(sorted({squeezed[at : at + 2] for at in range(len(squeezed) - 1)})),
            tuple(sorted(one for one in set(folded) if one.isalnum())),
        )

    def _runs(self, folded: str) -> Iterator[Word]:
        for found in _RUN.finditer(folded):
            run, start = found[0], found.start()
            if not _HAN_RUN.match(run):
                yield Word(run, start, found.end())
                continue
            for word in self._cutter.cut(run):
                yield Word(word, start, start + len(word))
                start += len(word)


class _SubWords(dict[str, tuple[str, ...]]):
    """Memo: word -> the terms jieba's search mode makes of it, worked out once per word."""

    def __init__(self, has_word: Callable[[str], bool]) -> None:
        self._has_word = has_word

    def __missing__(self, word: str) -> tuple[str, ...]:
        if word == "\n":
            return ()
        parts = [
            part
            for length in (2, 3)
            if len(word) > length and _HAN_RUN.match(word)
            for i in range(len(word) - length + 1)
            if self._has_word(part := word[i : i + length])
        ]
        self[word] = terms = (*parts, word)
        return terms


@cache
def default_cutter() -> Cutter:
    """jieba's dictionary behind rjieba where that is installed, else behind jieba itself."""
    try:
        return rjieba_cutter()
    except ImportError:
        return jieba_cutter()


def rjieba_cutter() -> Cutter:
    """The Rust implementation: the same cut of ideographs, about ten times faster."""
    import rjieba  # noqa: PLC0415 -- optional: there are platforms without a wheel

    jieba = rjieba.Jieba()
    return Cutter(_name(), lambda run: jieba.cut(run, False), jieba.has_word, jieba_lattice)


def jieba_cutter() -> Cutter:
    """The reference implementation in Python."""
    import jieba  # noqa: PLC0415 -- loads its dictionary for a second: only where needed

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return Cutter(
        _name(),
        lambda run: list(tokenizer.cut(run, HMM=False)),
        lambda word: bool(tokenizer.FREQ.get(word)),
        jieba_lattice,
    )


@cache
def jieba_lattice() -> Lattice:
    """jieba's dictionary as a lattice: half the time of rjieba, where there is much to be cut."""
    found = find_spec("jieba")  # importing it takes longer than reading its dictionary
    if found is None or not found.submodule_search_locations:
        raise ImportError("jieba")
    path = Path(found.submodule_search_locations[0]) / "dict.txt"
    joined = re.compile(f"[{JOINED}]+")
    words: list[tuple[str, int]] = []
    total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        total += int(frequency)
        if joined.fullmatch(word):
            words.append((word, int(frequency)))
    inside = np.zeros(0x110000, np.bool_)
    for first, last in re.findall("(.)-(.)", JOINED):
        inside[ord(first) : ord(last) + 1] = True
    return Lattice(words, total, inside)


def _name() -> str:
    """Both implementations carry jieba's dictionary and cut alike, so they share a name."""
    return f"jieba-{metadata.version('jieba')}"
