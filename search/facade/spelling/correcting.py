"""错别字: what was probably meant, from the collection's own texts.

A mistake makes characters stand together that never do otherwise. Where neither a title nor a body
holds a run of what was typed, each doubtful place is mended in every way a slip of the hand may
have happened (``edits``), and the way is taken that explains the most of the run by what the
collection writes. Nothing is corrected that the collection writes itself, and nothing is searched
instead of what was typed unless that finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log10

from index.text.analysis import Analyzer
from index.text.han import HAN
from search.backend.reading import Reading
from search.facade.spelling.edits import Edit, edits
from search.facade.spelling.known import RARE, Known
from search.facade.spelling.mixed import STRETCH, Mended, Mixed
from search.language.question import without_questions
from search.language.sounds import Sounds
from search.query.interpretation import Interpretation

_RUN = re.compile(f"{HAN}{{2,}}")
_LETTERS = re.compile("[a-z]")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_LONGEST = 40
"""So many characters of a query are looked at."""
_DOUBTFUL = 4
"""So many doubtful places of a run are tried."""
_MENDED = 3
"""So many mistakes of a run are mended."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was probably meant; nothing where nothing is wrong.

    Attributes:
        text: all of what was typed, put right.
        sure: whether it is so well known, and what was typed so little, that it may be searched
            for instead.
    """

    text: str = ""
    sure: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Correction()


class Speller:
    """Corrects by what one generation writes.

    Args:
        sounds: its titles, issuers and words.
    """

    def __init__(self, reading: Reading, analyzer: Analyzer, sounds: Sounds) -> None:
        self._reading = reading
        self._analyzer = analyzer
        self._sounds = sounds

    def corrected(self, typed: Interpretation) -> Correction:
        """What was typed with what is probably wrong put right."""
        folded = _QUOTED.sub(lambda found: " " * len(found[0]), typed.folded[:_LONGEST])
        folded = without_questions(folded)
        known = Known(self._reading)
        mended = [
            one._replace(begin=stretch.start() + one.begin, end=stretch.start() + one.end)
            for stretch in STRETCH.finditer(folded)
            for one in self._put_right(known, stretch[0])
        ]
        text, behind = "", 0
        for one in sorted(mended):
            text += typed.text[behind : one.begin] + one.text
            behind = one.end
        sure = all(one.sure for one in mended)
        return Correction(text + typed.text[behind:], sure) if mended else NOTHING

    def _put_right(self, known: Known, stretch: str) -> Iterator[Mended]:
        """The parts of a stretch put right: letters, and each run of characters."""
        if _LETTERS.search(stretch):
            yield from Mixed(self._sounds, known).read(stretch)
        for run in _RUN.finditer(stretch):
            text, sure = self._mended(known, run[0])
            if text != run[0]:
                yield Mended(*run.span(), text, sure)

    def _mended(self, known: Known, run: str) -> tuple[str, bool]:
        """A run put right, and whether that is sure."""
        sure = True
        for _ in range(_MENDED):
            if len(run) > 2 and known.count(run):
                break
            best = self._best(known, run)
            if best is None:
                break
            run = best.of(run)
            sure &= best.whole or best.explained >= 6
        return run, sure

    def _best(self, known: Known, run: str) -> Edit | None:
        tried = [
            edit
            for at in _doubtful(known, run)[:_DOUBTFUL]
            for edit in edits(self._sounds, run, at)
            if self._convinces(known, run, edit)
        ]
        return max(tried, key=_score, default=None)

    def _convinces(self, known: Known, run: str, edit: Edit) -> bool:
        """Whether much more of the run is known with an edit than without."""
        if len(run) == 2:
            return edit.whole and known.count(edit.of(run)) > RARE and not known.count(run)
        if edit.explained < 3:
            return False
        return edit.explained >= _typed(known, run, edit) + 2


def _typed(known: Known, run: str, edit: Edit) -> int:
    """How many characters stand together as typed where an edit would part or replace them."""
    begin, end = edit.begin, edit.end
    if end - begin == 1 and edit.text:
        sides = [(begin - 1, end)] * (begin > 0) + [(begin, end + 1)] * (end < len(run))
        return min(known.around(run, *side) for side in sides)
    if not edit.text or begin == end:
        begin, end = begin - 1, end + 1
    return known.around(run, begin, end)


def _score(edit: Edit) -> float:
    return edit.explained + 2 * edit.whole - edit.slip.value + 0.5 * log10(edit.count)


def _doubtful(known: Known, run: str) -> list[int]:
    """Places beside which a pair is rare, the most doubtful first."""
    pairs = [known.pair(run[i : i + 2]) for i in range(len(run) - 1)]
    doubts = []
    for at in range(len(run)):
        beside = pairs[max(at - 1, 0) : at + 1]
        begin = max(min(at - 1, len(run) - 3), 0)
        if min(beside) <= RARE or not known.count(run[begin : begin + 3]):
            doubts.append((sum(count > RARE for count in beside), min(beside), sum(beside), at))
    return [at for *_, at in sorted(doubts)]
