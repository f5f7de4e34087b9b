"""错别字: what was probably meant, from the collection's own texts.

A mistake makes characters stand together that never do otherwise. Where neither a title nor a body
holds a run of what was typed, each doubtful place is mended in every way a slip of the hand may
have happened (``edits``), and the way is taken that explains the most of the run by what the
collection writes. Nothing is corrected that the collection writes itself, and nothing is searched
instead of what was typed unless that finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.text.analysis import Analyzer
from index.text.han import HAN
from search.backend.reading import Reading
from search.facade.spelling.edits import Edit, edits
from search.facade.spelling.known import Known
from search.facade.spelling.mixed import STRETCH, Mended, Mixed
from search.facade.spelling.trust import Trust
from search.language.lay import LayTable
from search.language.question import without_questions
from search.language.sounds import Sounds
from search.query.interpretation import Interpretation
from search.query.provision import lists
from search.weights import SLIP_LEFT_OVER

_RUN = re.compile(rf"{HAN}{{2,}}")
_NUMBERED = re.compile(rf"{HAN}+[\[(]?(?=(?:19|20)[0-9]{{2}})")
"""What stands before a year: the letters of a 发文字号."""
_CAPITALS = re.compile("[A-Z]{2,}")
"""An abbreviation of another language: nobody types pinyin so."""
_CUT_OFF = re.compile(rf"(?:{HAN}+|[a-z']+)$")
_LETTERS = re.compile("[a-z]")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_LONGEST = 60
"""So many characters of a query are looked at."""
_FEW_WORDS = 15
"""So many characters are words and no sentence."""
_DOUBTFUL = 5
"""So many doubtful places of a run are tried."""
_LONG, _DOUBTFUL_LONG = 16, 3
"""Of longer runs fewer: they are sentences."""
_JUDGED = 60
"""So many edits of a run are judged, the most likely."""
_COMPARED = 6
"""So many edits are compared by what bodies write around them."""
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
        table: words that people say.
    """

    def __init__(
        self, reading: Reading, analyzer: Analyzer, sounds: Sounds, table: LayTable
    ) -> None:
        self._known = Known(reading)
        self._analyzer = analyzer
        self._sounds = sounds
        self._table = table

    def corrected(self, typed: Interpretation) -> Correction:
        """What was typed with what is probably wrong put right."""
        folded = without_questions(typed.folded)
        for left in (_QUOTED, _NUMBERED):
            folded = left.sub(_blank, folded)
        for named in lists(folded):
            if named.written:  # an article by its number is right as it stands
                folded = folded[: named.start].ljust(named.end) + folded[named.end :]
        for capitals in _CAPITALS.finditer(typed.text):
            folded = folded[: capitals.start()] + _blank(capitals) + folded[capitals.end() :]
        if len(folded) > _LONGEST:
            folded = _CUT_OFF.sub("", folded[:_LONGEST])
        short = len(folded.strip()) <= _FEW_WORDS
        trust = Trust(self._known, self._analyzer, self._table, short)
        mended = [
            one._replace(begin=stretch.start() + one.begin, end=stretch.start() + one.end)
            for stretch in STRETCH.finditer(folded)
            for one in self._put_right(trust, stretch[0])
        ]
        text, behind = "", 0
        for one in sorted(mended):
            text += typed.text[behind : one.begin] + one.text
            behind = one.end
        sure = all(one.sure for one in mended)
        return Correction(text + typed.text[behind:], sure) if mended else NOTHING

    def _put_right(self, trust: Trust, stretch: str) -> Iterator[Mended]:
        """The parts of a stretch put right: letters, and each run of characters."""
        if _LETTERS.search(stretch):
            yield from Mixed(self._sounds, trust.known).read(stretch)
        for run in _RUN.finditer(stretch):
            if len(run[0]) == 2 and not trust.short:
                continue
            text, sure = self._mended(trust, run[0])
            if text != run[0]:
                yield Mended(*run.span(), text, sure)

    def _mended(self, trust: Trust, run: str) -> tuple[str, bool]:
        """A run put right, and whether that is sure."""
        sure = True
        for _ in range(_MENDED):
            if not trust.doubts(run):
                break
            best = self._best(trust, run)
            if best is None:
                break
            run = best.of(run)
            sure &= best.whole or best.explained >= 6
        return run, sure

    def _best(self, trust: Trust, run: str) -> Edit | None:
        most = _DOUBTFUL if len(run) < _LONG else _DOUBTFUL_LONG
        places = list(islice(_doubtful(trust.known, self._sounds, run), most))
        titled = sorted(edits(self._sounds, run, places), key=_by_likelihood)[:_JUDGED]
        best = _first(trust, run, titled)
        if best is None and trust.short:
            others = [*self._words(trust, run), *_written(trust.known, run, titled)]
            best = _first(trust, run, sorted(others, key=_by_likelihood))
        return best

    def _words(self, trust: Trust, run: str) -> Iterator[Edit]:
        """The words that parts of a run may have been, with what bodies write around them."""
        for begin, end in trust.fragments(run):
            part = run[begin:end]
            found = [edit for edit in edits(self._sounds, part, range(len(part))) if edit.is_word]
            moved = [
                replace(edit, begin=begin + edit.begin, end=begin + edit.end)
                for edit in sorted(found, key=_by_likelihood)[:_COMPARED]
            ]
            yield from (_in_bodies(trust.known, run, edit, begin, end) for edit in moved)


def _written(known: Known, run: str, titled: Sequence[Edit]) -> Iterator[Edit]:
    """The most likely edits, with what bodies write around them."""
    for edit in titled[:_COMPARED]:
        begin = max(edit.begin - 1, 0)
        yield replace(_in_bodies(known, run, edit, begin, edit.end + 1), is_word=False)


def _by_likelihood(edit: Edit) -> float:
    return -edit.likely


def _first(trust: Trust, run: str, ordered: Sequence[Edit]) -> Edit | None:
    """The best of those that convince; what leaves no pieces of words is better."""
    best, most = None, float("-inf")
    for edit in ordered:
        if edit.likely <= most:
            break
        score = edit.likely - SLIP_LEFT_OVER * trust.left_over(edit.of(run))
        if score > most and trust.convinces(run, edit):
            best, most = edit, score
    return best


def _in_bodies(known: Known, run: str, edit: Edit, begin: int, end: int) -> Edit:
    """An edit, and how many characters bodies write around a part of the run with it."""
    meant = edit.of(run)
    longer = len(meant) - len(run)
    explained = known.around(meant, begin, min(end + longer, len(meant))) - longer
    return replace(edit, explained=explained, whole=explained == len(run))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _doubtful(known: Known, sounds: Sounds, run: str) -> Iterator[int]:
    """Places that may be wrong, the most doubtful first.

    One mistake in what a title has stands where the longest beginning that titles have ends and the
    longest end begins; else beside a pair that is rare. Where it stands beside usual pairs that are not written
    together it takes a search to know, so that is asked last.
    """
    pairs = [known.pair(run[i : i + 2]) for i in range(len(run) - 1)]
    begun, ended = sounds.begun(run), len(run) - sounds.ended(run)
    places = []
    for at in range(len(run)):
        beside = pairs[max(at - 1, 0) : at + 1]
        places.append((not ended - 1 <= at <= begun, min(beside), sum(beside), at))
    for is_beyond, rarest, _, at in sorted(places):
        begin = max(min(at - 1, len(run) - 3), 0)
        if not is_beyond or rarest <= known.few or not known.holds(run[begin : begin + 3]):
            yield at
