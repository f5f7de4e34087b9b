"""What a document must have for a clause to hold, in the plainest words.

A *unit* is a word, a run of single characters that the dictionary could not join (高企), or a
string; one that only says how much, how long or what is wished (``search.language.question``) counts
as a single character does. A document satisfies words that were typed together by having all their units, or by
containing them as they stand; what is one word alone must be a word there. A single character neither widens nor narrows what is found, unless
it is all that was typed. Texts are compared folded and without white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from index.conventions import doc_number
from index.conventions.issuers import canonical
from index.document import PolicyDocument
from index.text.analysis import Analyzer, Word
from index.text.fold import squeeze
from search.language.question import is_light
from tests.engine_contract.reading import Clause, Place

Wordings = Mapping[str, Sequence[str]]
"""Words that are looked for under other wordings too, and these."""


class Unit:
    """What a person looked for: a word, or (``is_word`` false) a string.

    Attributes:
        text: as typed; ``needle`` is what is highlighted.
        others: strings that will do as well.
    """

    def __init__(
        self, text: str, is_word: bool, words: tuple[str, ...] = (), others: Iterable[str] = ()
    ) -> None:
        self.text = text
        self.needle = squeeze(text).text
        self.words = words or ((self.needle,) if is_word else ())
        self.others = tuple(others)

    @property
    def is_lone(self) -> bool:
        """Whether it is a single ideograph."""
        return len(self.needle) == 1 and not self.needle.isascii()

    def holds(self, page: Page, place: Place) -> bool:
        """Whether a document has it."""
        if any(page.contains(other, place) for other in self.others):
            return True
        if self.words:
            return all(page.has_word(word, place) for word in self.words)
        return page.contains(self.text, place)


class Page:
    """A document as the scan looks through it."""

    def __init__(self, document: PolicyDocument, analyzer: Analyzer) -> None:
        self.document = document
        texts = {Place.TITLE: document.title, Place.BODY: document.body}
        self._strings = {place: squeeze(text).text for place, text in texts.items()}
        self._words = {place: set(analyzer.words(text)) for place, text in texts.items()}

    def has_word(self, word: str, place: Place) -> bool:
        """Whether title or body has ``word`` as a word of its own or within a longer one."""
        return any(word in self._words[one] for one in _zones(place))

    def contains(self, text: str, place: Place) -> bool:
        """Whether title, body, an issuer or a number contains ``text`` as it stands."""
        wanted = squeeze(text).text
        if place is Place.ISSUER:
            names = (wanted, squeeze(canonical(text)).text)
            return any(name in squeeze(i).text for i in self.document.issuers for name in names)
        if place is Place.NUMBER:
            return self._has_in_number(wanted) or self.is_numbered(text)
        return bool(wanted) and any(wanted in self._strings[zone] for zone in _zones(place))

    def _has_in_number(self, wanted: str) -> bool:
        """Digits at the beginning are whole: 7号 is not in 47号."""
        whole = ("(?<![0-9])" if wanted[:1].isdigit() else "") + re.escape(wanted)
        return any(re.search(whole, number) for number in self.numbers)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The 发文字号 and the 索引号."""
        printed = (self.document.doc_number, self.document.index_number)
        return tuple(squeeze(number).text for number in printed if number)

    def is_numbered(self, text: str) -> bool:
        """Whether ``text`` is the 发文字号, in any form, or as much of it as names a document."""
        asked = doc_number.parse(text)
        own = doc_number.parse(self.document.doc_number) if self.document.doc_number else None
        return bool(asked and own and doc_number.key(asked) in doc_number.keys(own))


class Matcher:
    """Which documents satisfy a clause, other wordings of its words told."""

    def __init__(self, analyzer: Analyzer, wordings: Wordings) -> None:
        self._analyzer = analyzer
        self._wordings = wordings

    def holds(self, page: Page, clause: Clause) -> bool:
        """Whether a document satisfies a clause."""
        if not clause.is_text or clause.exactly:
            return page.contains(clause.text, clause.place)
        units = self.units(clause)
        if units and all(unit.holds(page, clause.place) for unit in units):
            return True
        return len(self._parts(clause)) != 1 and page.contains(clause.text, clause.place)

    def units(self, clause: Clause) -> list[Unit]:
        """What a clause consists of; single characters only if there is nothing else."""
        if clause.exactly or not clause.is_text:
            return [Unit(clause.text if clause.is_text else "", is_word=False)]
        return telling(self._parts(clause))

    def _parts(self, clause: Clause) -> list[Unit]:
        words = self._analyzer.cut(clause.text)
        known = re.compile("|".join(map(re.escape, self._wordings)) or "(?!)")
        parts: list[Unit] = []
        at = 0
        for found in known.finditer(clause.text):
            parts += _plain(clause.text, [w for w in words if at <= w.start < found.start()])
            inner = [w for w in words if found.start() <= w.start < found.end()]
            own = tuple(unit.needle for unit in _plain(clause.text, inner) if unit.words)
            parts.append(Unit(found[0], False, own, self._wordings[found[0]]))
            at = found.end()
        return [*parts, *_plain(clause.text, [w for w in words if at <= w.start])]


def telling(units: Sequence[Unit]) -> list[Unit]:
    """``units`` without single characters and words that say nothing, unless there are no others."""
    longer = [unit for unit in units if not unit.is_lone] or list(units)
    return [unit for unit in longer if not is_light(unit.needle)] or longer


def _plain(text: str, words: Sequence[Word]) -> Iterator[Unit]:
    """Words; ideographs that form none are joined with such neighbours."""
    run: list[Word] = []
    for word in words:
        is_single = len(word.text) == 1 and not word.text.isascii()
        if run and not (is_single and word.start == run[-1].end):
            yield Unit(text[run[0].start : run[-1].end], is_word=False)
            run = []
        if is_single:
            run.append(word)
        else:
            yield Unit(text[word.start : word.end], is_word=True)
    if run:
        yield Unit(text[run[0].start : run[-1].end], is_word=False)


def _zones(place: Place) -> tuple[Place, ...]:
    return (Place.TITLE, Place.BODY) if place is Place.ANYWHERE else (place,)
