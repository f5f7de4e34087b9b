"""Trust: whether an edit mends what was typed, or only makes something better known of it.

Names, brands and new words are unknown to a collection and right. What is typed wrong leaves
characters that belong to no word; so nothing is done to a word of the dictionary or of a table unless
all around it stands in the collection, and an edit must leave fewer pieces than there were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.text.analysis import Analyzer, Word
from search.facade.spelling.edits import Edit, Slip
from search.facade.spelling.known import RARE, Known
from search.language.lay import LayTable
from search.language.pinyin import readings
from search.language.question import FILLERS, PARTICLES

_SMALL_WORDS = FILLERS | PARTICLES
_BEYOND = 2
"""Beside a word that is changed so many characters more must stand in the collection with the other."""
_FAR = 3
"""With more than so many beside it the word need not be rare there, only seldom."""
_OFTEN = 10
"""What so many titles have is meant sooner than what nobody writes."""
_SHORT = 8
"""Of a run of so many characters four must be explained, of a longer one half."""
_PLACES = "省市县区州盟旗镇乡村"
"""Names of places are right without."""
_MOST_FRAGMENTS = 4
"""So many characters that belong to no word may be one; more are a name."""
_LONG = 8
"""So many characters that are known but for one may be mended wherever that is."""


class Trust:
    """Judges edits of what is asked once.

    Attributes:
        known: what is known of strings.
        short: whether words are asked for, rather than a sentence.
    """

    def __init__(self, known: Known, analyzer: Analyzer, table: LayTable, short: bool) -> None:
        self.known = known
        self.short = short
        self._analyzer = analyzer
        self._table = table
        self._words: dict[str, list[tuple[int, int]]] = {}

    def words(self, run: str) -> list[tuple[int, int]]:
        """Where words of two characters or more of the dictionary or the table stand in a run."""
        if run not in self._words:
            cut = self._pieces(run)
            spans = [(word.start, word.end) for word in cut if word.end - word.start > 1]
            lay = [(term.start, term.end) for term in self._table.find(run, run, cut)]
            self._words[run] = spans + lay
        return self._words[run]

    def fragments(self, run: str) -> Iterator[tuple[int, int]]:
        """Where two to four characters stand together that belong to no word."""
        begin = 0
        for word in (*self._pieces(run), None):
            if word is None or len(word.text) > 1:
                end = word.start if word else len(run)
                if 2 <= end - begin <= _MOST_FRAGMENTS and end - begin < len(run):
                    yield begin, end
                begin = word.end if word else end

    def doubts(self, run: str) -> bool:
        """Whether a run may be wrong at all: nobody writes it; one of two characters is no word either."""
        if len(run) > 2:
            return not self.known.holds(run)
        return self.known.count(run) <= RARE and not (
            self._analyzer.has_word(run) or any(one in _SMALL_WORDS for one in run)
        )

    def convinces(self, run: str, edit: Edit) -> bool:
        """Whether an edit is more likely than that a run that is doubted is right."""
        meant = edit.of(run)
        touched = [span for span in self.words(run) if _touches(run, edit, span)]
        least = self.known.common if len(meant) == 2 else self.known.common - RARE
        if len(meant) < 4 and self.known.count(meant) <= least:
            return False
        if len(run) == 2:
            return not touched and self._is_word(run, meant)
        if edit.explained < _fewest(run, edit) or edit.explained < self._needed(run, edit):
            return False
        if touched:
            return edit.whole and self._outweighs(run, edit, touched)
        if edit.whole and edit.explained >= _LONG:
            return True
        return (self.short or edit.explained >= _LONG) and self._mends(run, edit)

    def _outweighs(self, run: str, edit: Edit, words: Sequence[tuple[int, int]]) -> bool:
        """Whether what stands around some words says more than that they are words."""
        meant = edit.of(run)
        longest = max(end - begin for begin, end in words)
        beyond = edit.explained - longest
        joined = _at(self._pieces(meant), edit.begin)
        if edit.slip is Slip.EXTRA and joined is not _at(self._pieces(meant), edit.begin - 1):
            return False
        if edit.slip is Slip.EXTRA and joined is not None and len(joined.text) > longest + 1:
            beyond += _BEYOND
        if edit.is_word and joined is not None and len(joined.text) > longest:
            beyond = _BEYOND
        same_length = len(meant) == len(run)
        if beyond < (_BEYOND if same_length else 2 * _BEYOND + 1):
            return False
        if same_length and (edit.slip is Slip.SWAPPED or edit.count >= _OFTEN):
            return True
        return self._is_odd(run, words, self.known.few if beyond > _FAR else self.known.common)

    def _is_word(self, run: str, meant: str) -> bool:
        """Whether one word of two characters may have been meant by two that nobody writes."""
        changed = [pair for pair in zip(run, meant, strict=False) if pair[0] != pair[1]]
        same = all(
            readings().every[one][:1] == readings().every[other][:1] for one, other in changed
        )
        return len(meant) == 2 and len(self._pieces(meant)) == 1 and (same or len(changed) == 1)

    def _needed(self, run: str, edit: Edit) -> int:
        """So many characters must be explained by an edit, for what stands as typed around it."""
        if edit.whole and self.left_over(edit.of(run)) < self.left_over(run):
            return 3
        typed = self._typed(run, edit)
        if edit.whole:
            return max(3, typed + (1 if edit.explained > _SHORT else 2))
        if edit.is_word and not typed:
            return 3
        return max(_of_part(run), typed + 2)

    def _mends(self, run: str, edit: Edit) -> bool:
        """Whether an edit leaves more words or fewer pieces."""
        match edit.slip:
            case Slip.DOUBLED:
                return len(run) > 3 and self._is_twice(run, edit)
            case Slip.EXTRA:
                return edit.explained > 3 and self._is_extra(run, edit)
            case Slip.MISSING:
                return self._lacks(run, edit)
            case Slip.FAR:
                return edit.whole and edit.explained > 4
        at_edge = edit.begin == 0 or edit.end == len(run)
        is_one = edit.end - edit.begin == 1
        if is_one and run[edit.begin] in _SMALL_WORDS and (at_edge or not edit.whole):
            return False
        return edit.whole or len(self._pieces(edit.of(run))) < len(self._pieces(run))

    def _is_twice(self, run: str, edit: Edit) -> bool:
        """Whether a character stands twice where one of the two belongs to no word."""
        at = edit.begin
        twice = (at - 1, at) if run[at - 1 : at] == run[at] else (at, at + 1)
        alone = any(_is_alone(_at(self._pieces(run), one)) for one in twice)
        return alone or (edit.whole and self.known.pair(run[at] * 2) <= RARE)

    def _is_extra(self, run: str, edit: Edit) -> bool:
        """Whether a character parts a word, or never stands beside its neighbours."""
        at, meant = edit.begin, edit.of(run)
        is_particle = run[at] in PARTICLES
        joined = _at(self._pieces(meant), at - 1)
        least = 2 if is_particle else 3
        joins = joined is _at(self._pieces(meant), at)
        if joined is not None and joins and len(joined.text) >= least:
            return True
        if is_particle and edit.whole and self.short and self._is_common(meant):
            return True
        return all(
            self.known.pair(pair) <= RARE for pair in (run[at - 1 : at + 1], run[at : at + 2])
        )

    def _lacks(self, run: str, edit: Edit) -> bool:
        """Whether one more character makes a word of what belonged to none."""
        at = edit.begin
        before, after = self._pieces(run), self._pieces(edit.of(run))
        near = [_at(before, one) for one in (at - 1, at)]
        made = _at(after, at)
        if _is_alone(made) or made is None:
            return False
        if any(map(_is_fragment, near)) or len(after) < len(before):
            return True
        if edit.whole and any(map(_is_alone, near)):
            return True
        often = edit.whole and edit.count >= _OFTEN and edit.text not in _PLACES
        return often and self.short and len(made.text) > 2

    def _is_odd(self, run: str, words: Sequence[tuple[int, int]], few: int) -> bool:
        """Whether a pair of characters in or beside some words is hardly ever written."""
        first = min(begin for begin, _ in words)
        last = max(end for _, end in words)
        places = range(max(first - 1, 0), min(last, len(run) - 1))
        return any(self.known.pair(run[at : at + 2]) <= few for at in places)

    def _is_common(self, text: str) -> bool:
        return self.known.count(text) > self.known.common

    def left_over(self, run: str) -> int:
        """How many characters of a run belong to no word."""
        return sum(map(_is_fragment, self._pieces(run)))

    def _pieces(self, run: str) -> Sequence[Word]:
        return self._analyzer.terms(run).cut

    def _typed(self, run: str, edit: Edit) -> int:
        """How many characters stand together as typed where an edit would part or replace them."""
        begin, end = edit.begin, edit.end
        if end - begin == 1 and edit.text:
            sides = [(begin - 1, end)] * (begin > 0) + [(begin, end + 1)] * (end < len(run))
            return min(self.known.around(run, *side) for side in sides)
        if not edit.text or begin == end:
            begin, end = begin - 1, end + 1
        return self.known.around(run, begin, end)


def _fewest(run: str, edit: Edit) -> int:
    """So many characters must be explained by an edit, whatever stands around it: that is counted for no others."""
    return 3 if edit.whole or edit.is_word else _of_part(run)


def _of_part(run: str) -> int:
    return max(4, min(len(run) // 2, _LONG) if len(run) > _SHORT else 0)


def _touches(run: str, edit: Edit, span: tuple[int, int]) -> bool:
    """Whether an edit changes a word: what is within it, or what would stand within it."""
    begin, end = span
    if edit.slip is Slip.DOUBLED:
        return run[edit.begin] * 2 in run[begin:end]
    if edit.begin == edit.end:
        return begin < edit.begin < end
    return begin < edit.end and edit.begin < end


def _at(words: Sequence[Word], at: int) -> Word | None:
    return next((word for word in words if word.start <= at < word.end), None)


def _is_fragment(word: Word | None) -> bool:
    return word is not None and len(word.text) == 1 and word.text not in PARTICLES


def _is_alone(word: Word | None) -> bool:
    return word is not None and len(word.text) == 1
