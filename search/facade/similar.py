"""More like this: documents that share the telling words of one."""

from __future__ import annotations

from collections import Counter
from heapq import heappush, heappushpop
from weakref import WeakKeyDictionary

from index.document import PolicyDocument
from index.schema.fields import text_field
from index.text.analysis import Analyzer
from search.backend.reading import Reading
from search.query.tree import any_of, term

KEPT = 10_000
"""For so many documents it is remembered which are like them: some 2 MB."""
WORDS_KEPT = 40_000
"""Of so many words it is remembered what they tell, some 4 MB: texts share their words."""
READ = 4000
"""So many characters of the body are read: what comes later says little of the subject."""
_TITLE = 5
"""A word of the title counts like so many in the body."""
_WORDS = 30
_RARE = 2
"""A word that no other document has leads to none."""
_COMMON = 0.2
"""A word that this share of the documents has tells nothing."""


class Likeness:
    """The documents most like one, over one generation after another; what was found is remembered for
    as long as its generation is served, for a document is opened from many searches."""

    def __init__(self, analyzer: Analyzer, limit: int) -> None:
        self._analyzer = analyzer
        self._limit = limit
        self._found: WeakKeyDictionary[Reading, dict[int, list[int]]] = WeakKeyDictionary()
        self._telling: WeakKeyDictionary[Reading, Telling] = WeakKeyDictionary()

    def of(self, reading: Reading, number: int, document: PolicyDocument, line: int) -> list[int]:
        """See :func:`similar`; ``number`` is the document's."""
        found = self._found.setdefault(reading, {})
        alike = found.get(number)
        if alike is None:
            told = self._telling.get(reading) or self._telling.setdefault(reading, Telling())
            alike = similar(reading, self._analyzer, told, document, line, self._limit)
            if len(found) >= KEPT:
                found.clear()
            found[number] = alike
        return alike


class Telling(dict[str, float]):
    """Memo of one generation: word -> its idf among bodies, 0 for one that tells nothing of a document."""

    def look_up(self, reading: Reading, word: str) -> float:
        """What a word tells that is not here yet; the generation is handed in, for what is kept beside
        one must not hold it."""
        frequency = reading.frequency(text_field("body", "words"), word) if len(word) > 1 else 0
        is_telling = _RARE <= frequency < _COMMON * reading.documents
        if len(self) >= WORDS_KEPT:
            self.clear()
        idf = self[word] = reading.idf(frequency) if is_telling else 0.0
        return idf


def similar(
    reading: Reading,
    analyzer: Analyzer,
    told: Telling,
    document: PolicyDocument,
    line: int,
    limit: int,
) -> list[int]:
    """The documents most like one: none of its own work (``line``), each work once, best
    first."""
    counts: Counter[str] = analyzer.words(document.body[:READ])
    for word in analyzer.words(document.title):
        counts[word] += _TITLE
    terms = _telling(reading, told, counts)
    if not terms:
        return []
    alike = any_of(
        term(text_field(zone, "words"), word, boost=weight)
        for weight, word in terms
        for zone in ("title", "body")
    )
    first = reading.best(alike, 8 * limit)
    others: dict[int, int] = {}
    for other, its_line in zip(first.numbers, first.lines, strict=True):
        if its_line != line:
            others.setdefault(its_line, other)
    return list(others.values())[:limit]


def _telling(reading: Reading, told: Telling, counts: Counter[str]) -> list[tuple[float, str]]:
    """The words that say the most of a document, and how much: frequency times idf, in tenths,
    for scores are kept by weight."""
    rarest = reading.idf(_RARE)
    telling: list[tuple[float, str]] = []  # a heap
    for word, count in counts.most_common():
        idf = told.get(word)
        if idf is None:
            idf = told.look_up(reading, word)
        if not idf:  # most words
            continue
        share = min(count, 2 * _TITLE)
        if len(telling) < _WORDS:
            heappush(telling, (share * idf, word))
        elif share * rarest < telling[0][0]:
            break  # nor does any that is named less often
        else:
            heappushpop(telling, (share * idf, word))
    telling.sort(reverse=True)
    return [(max(round(weight / telling[0][0], 1), 0.1), word) for weight, word in telling]
